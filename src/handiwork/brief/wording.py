"""The words of a brief: skills, other words that take part, unknown and ignored ones, and the terms of all."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log

from handiwork.brief.beyond import Surroundings
from handiwork.brief.edits import BriefEdits
from handiwork.brief.languages import hollow_words
from handiwork.brief.lexicon import Lexicon
from handiwork.brief.nouns import Skill, Word
from handiwork.brief.reading import SURE, Reading
from handiwork.brief.settings import BriefSettings
from handiwork.brief.terms import terms_of, weighted_terms
from handiwork.brief.tokens import key_of, keys_of, stems_of
from handiwork.index import Index
from handiwork.index.text import QueryWord, query_words, words_of

__all__ = ["Wording", "skills_of", "terms_of_skills", "wording_of"]

_MOST_JOINED = 3
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a text beside its skills: those that take part, all that is understood, unknown or ignored."""

    words: tuple[Word, ...]
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]


def skills_of(reading: Reading) -> tuple[Skill, ...]:
    """Return the skills of a text, what is asked for first, then in the order of the text."""
    found = [
        Skill(m.phrase.term, m.written, m.weight, m.phrase.aliases)
        for m in reading.mentions
        if m.sureness >= SURE
        and m.weight > 0
        and m.phrase.has("repository", "package", "vocabulary", "topic", "language")
    ]
    return tuple(sorted(found, key=lambda s: -s.weight))


def wording_of(reading: Reading, skills: tuple[Skill, ...], around: Surroundings, edits: BriefEdits) -> Wording:
    """Sort the words of a text that belong to no skill."""
    words, ignored = _query_words(reading, around.settings)
    kept = {key for s in skills for key in (*keys_of(s.written), *keys_of(s.term))}
    dropped = {key for name, weight in edits.skills.items() if weight == 0 for key in keys_of(name)} - kept
    free: list[Word] = []
    unknown: list[str] = []
    for word, weight in words:
        keys = set(keys_of(word.text))
        if keys & dropped or keys <= kept:
            continue
        if _is_known(word, around.index, around.lexicon):
            free.append(Word(word.text, weight))
        elif not word.is_pair:
            unknown.append(word.text)
    understood = dict.fromkeys([*(s.written for s in skills), *(w.text for w in free)])
    ignored += [heading for heading in reading.left_out if heading not in ignored]
    return Wording(
        tuple(free[:_MOST_LISTED]),
        tuple(understood)[:_MOST_LISTED],
        tuple(dict.fromkeys(unknown))[:_MOST_LISTED],
        tuple(ignored[:_MOST_LISTED]),
    )


def terms_of_skills(
    index: Index, skills: tuple[Skill, ...], words: tuple[Word, ...], settings: BriefSettings
) -> dict[int, float]:
    """Return the weighted terms of an index to rank with.

    Parameters
    ----------
    index
        Where the terms are.
    skills, words
        What the brief asks for.
    settings
        The weights.

    Returns
    -------
    dict
        Term number → weight; other spellings only add to what the text itself says. Of more terms than a ranking
        can use, those that weigh the most for how rare they are in the titles of work.
    """
    found = weighted_terms(index, [*_skill_words(skills, settings), *_free_words(skills, words, settings)])
    if len(found) <= settings.most_terms:
        return found
    titles = index.documents["title"]
    telling = {t: w * log(1 + titles.count / (1 + titles.spread(t))) for t, w in found.items()}
    best = sorted(found, key=lambda term: (-telling[term], term))[: settings.most_terms]
    return {term: found[term] for term in sorted(best)}


# --- private ---


def _query_words(reading: Reading, settings: BriefSettings) -> tuple[list[tuple[QueryWord, float]], list[str]]:
    """Return the words that take part with their weights, each once, then pairs; and the words left out."""
    hollow = hollow_words(reading.language)
    pairs = len(reading.tokens) <= settings.most_paired
    found: dict[tuple[bool, str], tuple[QueryWord, float]] = {}
    ignored: dict[str, None] = {}
    for text, weight in _runs(reading):
        last = ""
        for written in words_of(text):
            word = None if key_of(written) in hollow else _query_word(written)
            if word is None:
                ignored[written] = None
            else:
                _keep(found, word, weight)
                if last and pairs:
                    _keep(found, _query_pair(last, written), weight)
            last = written if word else ""
    return [found[key] for key in sorted(found, key=lambda k: k[0])], list(ignored)


def _keep(found: dict[tuple[bool, str], tuple[QueryWord, float]], word: QueryWord | None, weight: float) -> None:
    if word is not None:
        key = (word.is_pair, word.text.lower())
        if key not in found or found[key][1] < weight:
            found[key] = (word, weight)


@lru_cache(maxsize=50_000)
def _split(text: str) -> tuple[QueryWord, ...]:
    """Return the words of a short text, kept: roles are written with the same words."""
    return tuple(query_words(text)[0])


def _query_word(text: str) -> QueryWord | None:
    return next(iter(_split(text)), None)


def _query_pair(left: str, right: str) -> QueryWord | None:
    return next((w for w in _split(f"{left} {right}") if w.is_pair), None)


def _runs(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield stretches of text whose words all count the same, without phrases that say nothing."""
    tokens = reading.tokens
    hollow = reading.hollow_places - reading.skill_places
    first: int | None = None
    for place in range(len(tokens) + 1):
        weight = 0.0 if place == len(tokens) or place in hollow else reading.weights[place]
        if first is not None and weight != reading.weights[first]:
            yield reading.text[tokens.starts[first] : tokens.ends[place - 1]], reading.weights[first]
            first = None
        if first is None and weight > 0:
            first = place


def _is_known(word: QueryWord, index: Index | None, lexicon: Lexicon) -> bool:
    if index is not None:
        return bool(terms_of(index, word))
    keys = keys_of(word.text)
    return not word.is_pair and all(k in lexicon.known for k in (*keys, *stems_of(keys)))


def _skill_words(skills: tuple[Skill, ...], settings: BriefSettings) -> Iterator[tuple[QueryWord, float]]:
    for skill in skills:
        weight = settings.skill_weight * skill.weight
        for word in _split(skill.written):
            yield word, weight
        for spelling in (skill.term, *skill.aliases):
            share = settings.term_weight if spelling == skill.term else settings.alias_weight
            if share:
                yield from _spelling(spelling, weight * share)


def _spelling(text: str, weight: float) -> Iterator[tuple[QueryWord, float]]:
    """Yield another spelling as one word: the words of a longer one would match all kinds of things."""
    keys = keys_of(text)
    if 1 <= len(keys) <= _MOST_JOINED:
        for word in _split("".join(keys) if len(keys) > 1 else text):
            yield QueryWord(text, word.joined, is_pair=len(keys) > 1), weight


def _free_words(
    skills: tuple[Skill, ...], words: tuple[Word, ...], settings: BriefSettings
) -> Iterator[tuple[QueryWord, float]]:
    single = sum(" " not in w.text for w in words)
    factor = settings.word_weight if skills else settings.skill_weight
    if single > settings.many_words:
        factor = max(factor * settings.many_words / single, settings.least_word_weight)
    for item in words:
        found = _split(item.text)
        # A pair counts as the joined word; its halves stand in the list by themselves.
        chosen = [w for w in found if w.is_pair] if " " in item.text else found
        for word in chosen:
            yield word, factor * item.weight
