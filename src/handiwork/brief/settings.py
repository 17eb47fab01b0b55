"""Every number of the brief that is a choice, in one place, with its meaning."""

from dataclasses import dataclass

__all__ = ["BriefSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefSettings:
    """The brief's constants.

    Attributes
    ----------
    skill_weight
        Weight of a term that is a word of a skill.
    term_weight
        Weight of what the catalogue calls a skill where the text calls it otherwise, beside that of the skill.
    alias_weight
        Weight of its other spellings; 0 leaves them out.
    word_weight
        Weight of a word that is no skill, where the text has skills; without any it weighs like one.
    many_words
        So many words that are no skill weigh together as much as a text may give them: of more, each weighs less,
        but not less than
    least_word_weight
        this.
    most_paired
        Neighbouring words are also looked up joined ("snack bar" as snackbar) in texts of up to so many words.
    most_text_terms
        At most so many terms, the heaviest and rarest, look for repositories by their own texts.
    most_terms
        At most so many terms of the index are ranked with: a whole advert has hundreds.
    title_factor
        How much more a phrase counts in the text's own title.
    weak_share
        The most that the sentences of the catalogue, compared word by word, can say for an ecosystem.
    least_ecosystem
        Ecosystems with less than this part of the best one's evidence are not named.
    most_ecosystems
        At most so many are named.
    fewest_repositories, usual_repositories, most_repositories
        How many key repositories are proposed: never less than the first if the catalogue has them, up to the
        third in all. Beyond the second, what the index adds goes before what the catalogue has. Named ones always
        are proposed.
    least_fit
        Key repositories that fit less than this part of the best one are left out beyond the fewest.
    from_text, from_contributors
        At most so many repositories of the index that no catalogue lists, by their own words and by shared
        contributors.
    fewest_contributors
        A repository of the index that no catalogue lists needs so many people to be proposed.
    most_words
        Words of a text beyond so many are not read.
    most_characters
        Nor are characters beyond so many.
    """

    skill_weight: float = 1.0
    term_weight: float = 0.5
    alias_weight: float = 0.1
    word_weight: float = 1.0
    many_words: int = 20
    least_word_weight: float = 0.15
    most_paired: int = 200
    most_text_terms: int = 48
    most_terms: int = 24
    title_factor: float = 1.5
    weak_share: float = 1.2
    least_ecosystem: float = 0.2
    most_ecosystems: int = 5
    fewest_repositories: int = 5
    usual_repositories: int = 8
    most_repositories: int = 10
    least_fit: float = 0.3
    from_text: int = 3
    from_contributors: int = 2
    fewest_contributors: int = 5
    most_words: int = 6000
    most_characters: int = 100_000
