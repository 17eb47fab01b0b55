"""A text read against the catalogue: which phrases it has, how surely, how much each counts, what was left out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from handiwork.brief.cues import Cues, cues_of
from handiwork.brief.declined import refused_in, without
from handiwork.brief.languages import hollow_words, language_of
from handiwork.brief.lexicon import Lexicon, Phrase
from handiwork.brief.lists import BUILDERS, PLAIN
from handiwork.brief.matching import Found, find_phrases, hollow_places, units_of
from handiwork.brief.negation import turned_down
from handiwork.brief.nouns import Declined
from handiwork.brief.sections import Segment, segments_of
from handiwork.brief.settings import BriefSettings
from handiwork.brief.tokens import Tokens, tokenise

__all__ = ["SURE", "Mention", "Reading", "read_text"]

SURE = 0.5
"""From this sureness on, an ordinary word is taken for the name of a technology."""

_ADDRESS = re.compile(
    r"https?://(?:www\.)?github\.com/(?=[\w-]+/[\w.-]+)|(?:https?://|www\.)\S+|(?<!\S)\S{1,64}@\S{1,255}"
)
_FULL_NAME = re.compile(r"(?<![\w/.@-])([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/([A-Za-z0-9._-]{1,100})(?![\w/])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TITLE_REACH = 25
_SHORT_TEXT = 15


@dataclass(frozen=True, slots=True)
class Mention:
    """What a text says with one phrase.

    Attributes
    ----------
    phrase
        What it is.
    written
        As first written.
    weight
        1 for what is asked for, less for what would be nice; the largest of its mentions.
    sureness
        1 if it can mean nothing else, less for ordinary words; the largest of its mentions.
    count
        How often.
    in_title
        Whether it stands in the text's own title.
    place
        Place of its first word.
    """

    phrase: Phrase
    written: str
    weight: float
    sureness: float
    count: int
    in_title: bool
    place: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was read.

    Attributes
    ----------
    text
        With control characters and what is declined blanked, and cut to what is read; spans count its characters.
    language
        Two-letter code or ``und``.
    tokens
        Its words.
    weights
        For each token what it counts, 0 if it is left out.
    mentions
        Phrases of the catalogue in the order of the text, each term once.
    excluded
        Phrases that are turned down, as written, and what they are.
    full_names
        Everything written as owner/name, that is not turned down.
    skill_places
        Places of the words of sure phrases.
    hollow_places
        Places of phrases that say nothing.
    cues
        Seniority, recency and constraints.
    left_out
        Headings of ignored sections.
    mended
        Misspelt words → what they were read as.
    is_cut
        Whether the text was too long to be read whole.
    declined
        What it asks that is declined.
    """

    text: str
    language: str
    tokens: Tokens
    weights: tuple[float, ...]
    mentions: tuple[Mention, ...]
    excluded: dict[str, Phrase]
    full_names: tuple[str, ...]
    skill_places: frozenset[int]
    hollow_places: frozenset[int]
    cues: Cues
    left_out: tuple[str, ...]
    mended: dict[str, str]
    is_cut: bool
    declined: tuple[Declined, ...] = ()


def read_text(
    text: str, lexicon: Lexicon, *, is_known: Callable[[str], bool], today: date, settings: BriefSettings
) -> Reading:
    """Read a text.

    Parameters
    ----------
    text
        The role.
    lexicon
        The catalogue's phrases.
    is_known
        Says of a word in lower case whether the index has it: then it is no misspelling.
    today
        What "last year" is counted from.
    settings
        How much is read.
    """
    clean = _CONTROL.sub(" ", text[: settings.most_characters])
    clean = _ADDRESS.sub(lambda m: " " * len(m[0]), clean)
    tokens = tokenise(clean)
    is_cut = len(tokens) > settings.most_words or len(text) > settings.most_characters
    if len(tokens) > settings.most_words:
        clean = clean[: tokens.ends[settings.most_words - 1]]
        tokens = tokenise(clean)
    if refused := refused_in(clean):
        clean = without(clean, refused)
        tokens = tokenise(clean)
    language = language_of(tokens.keys)
    segments = segments_of(clean)
    cues = cues_of(_without_ignored(clean, segments), today)
    down = turned_down(tokens, language)
    weights = _weights(tokens, segments, down, cues)
    hollow = hollow_words(language)
    empty = hollow_places(tokens)
    units = units_of(
        tokens,
        lexicon,
        translate=language != "en",
        is_word=lambda key: key in hollow or key in PLAIN or key in lexicon.known or is_known(key),
        skip=empty | {i for i, w in enumerate(weights) if w == 0 and i not in down},
    )
    found = find_phrases(units, tokens, lexicon)
    reading = Reading(
        clean,
        language,
        tokens,
        _masked(tokens, weights, cues, found),
        (),
        {},
        _full_names(clean, tokens, down),
        frozenset(),
        empty,
        cues,
        tuple(dict.fromkeys(s.heading for s in segments if s.kind == "ignored" and s.heading)),
        units.mended,
        is_cut,
        tuple(dict.fromkeys(each.declined for each in refused)),
    )
    return _with_mentions(reading, found, weights, down)


# --- private ---


def _without_ignored(text: str, segments: tuple[Segment, ...]) -> str:
    """Blank what is ignored, so that spans stay as they are."""
    pieces = list(text)
    for segment in segments:
        if segment.kind == "ignored":
            pieces[segment.start : segment.end] = "\0" * (segment.end - segment.start)
    return "".join(pieces)


def _weights(tokens: Tokens, segments: tuple[Segment, ...], down: frozenset[int], cues: Cues) -> list[float]:
    """Return what each word counts; headings and what is ignored or turned down count nothing."""
    found = []
    at = 0
    for place, start in enumerate(tokens.starts):
        while at < len(segments) and segments[at].end <= start:
            at += 1
        inside = at < len(segments) and segments[at].start <= start
        weight = segments[at].weight if inside and place not in down else 0.0
        found.append(0.0 if any(a <= start < b for a, b in cues.owner_spans) else weight)
    return found


def _masked(tokens: Tokens, weights: list[float], cues: Cues, found: list[Found]) -> tuple[float, ...]:
    """Blank words of cues, such as places, unless they name a technology."""
    named = {p for f in found if not f.phrase.is_plain for p in range(f.first, f.last + 1)}
    masked = list(weights)
    at = 0
    for place, start in enumerate(tokens.starts):
        while at < len(cues.spans) and cues.spans[at][1] <= start:
            at += 1
        if at < len(cues.spans) and cues.spans[at][0] <= start and place not in named:
            masked[place] = 0.0
    return tuple(masked)


def _full_names(text: str, tokens: Tokens, down: frozenset[int]) -> tuple[str, ...]:
    refused = {tokens.starts[i] for i in down}
    return tuple(dict.fromkeys(m[0].rstrip(".") for m in _FULL_NAME.finditer(text) if m.start() not in refused))


def _with_mentions(reading: Reading, found: list[Found], weights: list[float], down: frozenset[int]) -> Reading:
    tokens = reading.tokens
    title_end = _title_end(reading)
    mentions: dict[str, Mention] = {}
    excluded: dict[str, Phrase] = {}
    places: set[int] = set()
    for item in found:
        written = reading.text[tokens.starts[item.first] : tokens.ends[item.last]]
        if item.first in down:
            excluded.setdefault(written, item.phrase)
            continue
        sureness = _sureness(reading, item)
        if item.phrase.is_plain and reading.weights[item.first] == 0:
            continue
        if sureness >= SURE:
            places.update(range(item.first, item.last + 1))
        fresh = Mention(item.phrase, written, weights[item.first], sureness, 1, item.last <= title_end, item.first)
        known = mentions.get(item.phrase.term)
        mentions[item.phrase.term] = fresh if known is None else _both(known, fresh)
    return replace(reading, mentions=tuple(mentions.values()), excluded=excluded, skill_places=frozenset(places))


def _both(first: Mention, again: Mention) -> Mention:
    return replace(
        first,
        weight=max(first.weight, again.weight),
        sureness=max(first.sureness, again.sureness),
        count=first.count + 1,
        in_title=first.in_title or again.in_title,
    )


def _title_end(reading: Reading) -> int:
    """Return the place of the first word for who builds software, if it comes early: the title ends there."""
    keys = reading.tokens.keys[:_TITLE_REACH]
    return next((i for i, key in enumerate(keys) if key in BUILDERS), -1)


def _sureness(reading: Reading, item: Found) -> float:
    """Return how sure it is that an ordinary word is meant as a name."""
    if not item.phrase.is_plain:
        return 1.0
    tokens = reading.tokens
    text = tokens.texts[item.first]
    shouted = len(text) > 1 and text.isupper() and not reading.text.isupper()
    if shouted or (text[:1].isupper() and not tokens.opens[item.first]):
        return 0.8
    around = tokens.keys[max(item.first - 1, 0) : item.first] + tokens.keys[item.last + 1 : item.last + 2]
    if BUILDERS & set(around):
        return 0.8
    if len(tokens) <= _SHORT_TEXT and (len(tokens) <= 3 or not any(c.isupper() for c in reading.text)):
        return 0.5
    return 0.2
