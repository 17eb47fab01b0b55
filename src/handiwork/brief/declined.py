"""What a role text may not ask: spans that ask for a protected attribute of a person or for what stands in for one."""

import re
from dataclasses import dataclass

from handiwork.brief.declined_patterns import ATTRIBUTES, BEFORE, HARD, WELCOME
from handiwork.brief.nouns import Declined

__all__ = ["Refused", "refused_in", "without"]

_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_LOOK_BACK = 90
_LONG_SENTENCE = 400
_BEFORE_WORD = 70
_AFTER_WORD = 130
_EDGES = " \t\n,;:"


@dataclass(frozen=True, slots=True)
class Refused:
    """What is declined, and where it stands: a half-open span of the text."""

    declined: Declined
    start: int
    end: int


def refused_in(text: str) -> tuple[Refused, ...]:
    """Find what a text asks of a person that is declined, in the order of the text; no two spans overlap.

    Parameters
    ----------
    text
        The role, in English, German, French or Spanish; of other languages only words that are alike are found.

    Notes
    -----
    Patterns, not guesses: what a sentence says about whom an employer welcomes, about the users of a product or
    about the age of a company asks nothing of a person and stays. An attribute's patterns are tried only if one of
    its words stands in the text, so that a text that asks for nothing of the kind costs some microseconds.

    Examples
    --------
    >>> found = refused_in("Female Django engineer under 35 years old")
    >>> [(each.declined.attribute, each.declined.written) for each in found]
    [('gender', 'Female'), ('age', 'under 35 years old')]
    >>> refused_in("race conditions, black-box testing, native apps; women are welcome to apply")
    ()
    """
    low = text.lower()
    low = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found = []
    for attribute in ATTRIBUTES:
        cuts = "cut" in attribute.pattern.groupindex
        for first, last in _windows(low, attribute.needles):
            for match in attribute.pattern.finditer(text, first, last):
                start, end = match.span("cut") if cuts and match["cut"] else match.span()
                if not _is_lawful(text, start, end):
                    found.append((start, end, attribute))
    found.sort(key=lambda each: (each[0], -each[1]))
    kept: list[Refused] = []
    for start, end, attribute in found:
        first = max(start, kept[-1].end if kept else 0)
        written = " ".join(text[first:end].strip(_EDGES).split())
        if first < end and written:
            kept.append(Refused(Declined(attribute.name, written, attribute.why), first, end))
    return tuple(kept)


def without(text: str, refused: tuple[Refused, ...]) -> str:
    """Blank what is declined, so that all other spans stay as they are.

    Examples
    --------
    >>> text = "Only women, Django"
    >>> without(text, refused_in(text))
    '          , Django'
    """
    pieces = list(text)
    for each in refused:
        pieces[each.start : each.end] = " " * (each.end - each.start)
    return "".join(pieces)


# --- private ---


def _windows(low: str, needles: tuple[str, ...]) -> list[list[int]]:
    """Return the spans around words that begin with one of the needles, ascending, none of which overlap."""
    hits = []
    for needle in needles:
        at = low.find(needle)
        while at >= 0:
            if at == 0 or not low[at - 1].isalpha() or not needle[0].isalnum():
                hits.append(at)
            at = low.find(needle, at + 1)
    found: list[list[int]] = []
    for hit in sorted(hits):
        if found and hit - _BEFORE_WORD <= found[-1][1]:
            found[-1][1] = hit + _AFTER_WORD
        else:
            found.append([max(hit - _BEFORE_WORD, 0), hit + _AFTER_WORD])
    return found


def _is_lawful(text: str, start: int, end: int) -> bool:
    """Whether the sentence says whom somebody welcomes, or the span speaks of users of a product or of a company."""
    if BEFORE.search(text, max(start - _LOOK_BACK, 0), start):
        return True
    low, high = max(start - _LONG_SENTENCE, 0), min(end + _LONG_SENTENCE, len(text))
    before = [m.end() for m in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, end, high)
    sentence = text[before[-1] if before else low : after.start() if after else high]
    return WELCOME.search(sentence) is not None and HARD.search(sentence) is None
