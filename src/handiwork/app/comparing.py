"""Two to five people side by side by the criteria of a brief: acts and links, no total."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from datetime import date

    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import Brief, BriefEdits
    from handiwork.evidence import Mentions
    from handiwork.index import Index, Person, PersonTold
    from handiwork.search import Hit, SearchOptions

__all__ = ["Compared", "Comparison", "comparison"]

_FEWEST, _MOST = 2, 5


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the people compared.

    Attributes
    ----------
    person
        Who.
    hit
        Their place for the role; None if nothing of theirs matches.
    skills, repositories, constraints
        For each skill and repository of the brief and each of :attr:`Comparison.constraints`, in order, their acts.
    months, words
        Acts a month, oldest first; the same in words.
    upkeep
        Numbers of the repositories in which they keep others' work.
    told
        What other origins told of them; None if the index has nothing of the kind.
    """

    person: "Person"
    hit: "Hit | None"
    skills: "tuple[Mentions, ...]"
    repositories: "tuple[Mentions, ...]"
    constraints: "tuple[Mentions, ...]"
    months: tuple[int, ...]
    words: str
    upkeep: tuple[int, ...]
    told: "PersonTold | None"


@dataclass(frozen=True, slots=True)
class Comparison:
    """People side by side, in the order they were named, with the brief and the index.

    Attributes
    ----------
    constraints
        What the role's text demands of the work, in its words: a day since when, upkeep.
    named_only
        What it demands beside that, in its words: public work says nothing about it.
    """

    brief: "Brief"
    people: tuple[Compared, ...]
    index: "Index"
    hidden_owners: frozenset[str]
    constraints: tuple[str, ...] = ()
    named_only: tuple[str, ...] = ()


def comparison(
    app: "Handiwork",
    people: "tuple[str, ...]",
    role: "str | Brief",
    *,
    options: "SearchOptions",
    edits: "BriefEdits | None" = None,
    index_name: str | None = None,
) -> Comparison:
    """Return people side by side.

    Parameters
    ----------
    app
        Over the home folder.
    people
        Two to five logins, or ``no:`` and numbers of the index; the same person is taken once.
    role, options, edits, index_name
        As for a search.

    Raises
    ------
    UsageError
        If they are fewer than two or more than five.
    NotFoundError
        If somebody is not in the index.
    """
    from handiwork.app.asking import asked_of
    from handiwork.app.auditing import note
    from handiwork.app.person import person_number
    from handiwork.evidence import acts_in, acts_kept, acts_naming, upkeep_of
    from handiwork.evidence.activity import activity_words, months_of
    from handiwork.search import hit_of

    index, suppressions = app.open_index(index_name), app.suppressions()
    numbers = list(dict.fromkeys(person_number(index, suppressions, person) for person in people))
    if not _FEWEST <= len(numbers) <= _MOST:
        raise UsageError(f"two to five people can be compared, not {len(numbers)}: pick some on results or a list")
    asked = asked_of(index, app.catalog, suppressions, role, options=options, edits=edits)
    note(app, "compare", persons=[index.person(number).key for number in numbers], index=index.name)
    namings = [{skill.term, skill.written, *skill.aliases} for skill in asked.brief.skills]
    places = [repository.repo_numbers for repository in asked.brief.repositories]
    demands = _demands(asked.brief)
    key = {n for numbers_held in places for n in numbers_held}
    found = []
    for number in numbers:
        counts = months_of(index, number)
        found.append(
            Compared(
                person=index.person(number),
                hit=hit_of(index, asked.brief, number, options=asked.resolved),
                skills=acts_naming(index, number, namings),
                repositories=acts_in(index, number, places),
                constraints=tuple(
                    acts_kept(index, number, key, since=since, is_upkeep=is_upkeep) for _, since, is_upkeep in demands
                ),
                months=tuple(counts.tolist()),
                words=activity_words(index, number, counts),
                upkeep=upkeep_of(index, number),
                told=None if index.told is None else index.told.of(number),
            )
        )
    others = tuple(c.written for c in asked.brief.constraints if not c.is_about_work)
    return Comparison(
        asked.brief, tuple(found), index, suppressions.logins, tuple(words for words, _, _ in demands), others
    )


# --- private ---


def _demands(brief: "Brief") -> "list[tuple[str, date | None, bool]]":
    """Return what a role demands of the work: its words, since when, and whether it is upkeep."""
    found: list[tuple[str, date | None, bool]] = []
    if brief.since is not None:
        found.append((f"work since {brief.since.isoformat()}", brief.since, False))
    found += [(c.written, None, True) for c in brief.constraints if c.is_about_work and c.kind == "contribution"]
    return found
