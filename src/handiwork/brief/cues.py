"""Cues of seniority, of recency and of hard constraints, with the span of text each stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handiwork.brief import cue_patterns as cue
from handiwork.brief.nouns import Constraint, Seniority
from handiwork.brief.tokens import key_of

__all__ = ["Cues", "Recency", "cues_of"]


@dataclass(frozen=True, slots=True)
class Recency:
    """A recency window: from when, and the words that ask for it."""

    since: date
    cue: str


@dataclass(frozen=True, slots=True)
class Cues:
    """What a text says beside the craft.

    Attributes
    ----------
    seniority, recency, constraints
        As found; None or empty if nothing.
    spans
        Half-open spans of the text that are spoken for, ascending: their words are no search words.
    owner_spans
        Half-open spans that name whose repositories do not count.
    """

    seniority: Seniority | None
    recency: Recency | None
    constraints: tuple[Constraint, ...]
    spans: tuple[tuple[int, int], ...]
    owner_spans: tuple[tuple[int, int], ...] = ()


def cues_of(text: str, today: date) -> Cues:
    """Find the cues of a text from which ignored sections were blanked out.

    Parameters
    ----------
    text
        The role; spans count its characters.
    today
        What "last year" is counted from.

    Examples
    --------
    >>> cues = cues_of("Senior engineer, 5+ years, active in the last 12 months, based in Berlin", date(2026, 3, 31))
    >>> cues.seniority.level, cues.recency.since.isoformat(), [c.kind for c in cues.constraints]
    ('senior', '2025-03-31', ['years', 'location'])
    """
    constraints, found = _constraints(text)
    # The words of these name the skill: "5 years of Django experience", "maintainer of Django".
    spans = [(a, b) for a, b, c in found if c.kind not in {"years", "contribution"}]
    owners = tuple((a, b) for a, b, c in found if c.kind == "exclude-owner")
    recency, recent = _recency(text, today)
    seniority, levels = _seniority(text)
    return Cues(seniority, recency, constraints, tuple(sorted([*spans, *recent, *levels])), owners)


# --- private ---


def _lower(text: str) -> str:
    """Return a text in lower case, with every character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _near(
    pattern: re.Pattern[str], needles: tuple[str, ...], text: str, low: str, reach: tuple[int, int] = cue.REACH
) -> Iterator[re.Match[str]]:
    """Yield a pattern's matches, looking only around words one of which every match has."""
    before, after = reach
    windows: list[list[int]] = []
    for hit in sorted(_hits(needles, low)):
        if windows and hit - before <= windows[-1][1]:
            windows[-1][1] = hit + after
        else:
            windows.append([max(hit - before, 0), hit + after])
    for first, last in windows:
        yield from pattern.finditer(text, first, last)


def _hits(needles: tuple[str, ...], low: str) -> Iterator[int]:
    for needle in needles:
        at = low.find(needle)
        while at >= 0:
            yield at
            at = low.find(needle, at + 1)


def _constraints(text: str) -> tuple[tuple[Constraint, ...], list[tuple[int, int, Constraint]]]:
    found: list[tuple[int, int, Constraint]] = []
    low = _lower(text)
    for match in _near(cue.YEARS, cue.NEEDLES["years"], text, low):
        years = _number(match["low"] or match["plus"])
        found.append((match.start(), match.end(), Constraint("years", f"{years} years", match[0].strip())))
    for kind, pattern, is_about_work in cue.CONSTRAINTS:
        for match in _near(pattern, cue.NEEDLES[kind], text, low):
            value = " ".join(match["v"].split()).lower() if kind != "location" else " ".join(match["v"].split())
            found.append((match.start(), match.end(), Constraint(kind, value, match[0].strip(), is_about_work)))
    found.sort(key=lambda f: (f[0], -f[1], f[2].kind))
    kept: dict[tuple[str, str], Constraint] = {}
    for _, _, constraint in found:
        kept.setdefault((constraint.kind, constraint.value), constraint)
    return tuple(kept.values()), found


def _seniority(text: str) -> tuple[Seniority | None, list[tuple[int, int]]]:
    low = _lower(text)
    near = cue.NEEDLES["seniority"]
    hits = [
        (m.start(), m.end(), level)
        for level, pattern in cue.SENIORITY
        for m in _near(pattern, near, text, low, cue.NARROW)
    ]
    in_years = list(_near(cue.YEARS, cue.NEEDLES["years"], text, low))
    years = [_number(m["low"] or m["plus"]) for m in in_years]
    cues = [m[0].strip() for m in in_years]
    if not hits and not years:
        return None, []
    spans = sorted((a, b) for a, b, _ in hits)
    words = [text[a:b] for a, b in spans]
    if hits:
        first = min(hits, key=lambda h: (h[0], -cue.RANK[h[2]]))
        # "Junior to senior" and the like: what is said first counts.
        return Seniority(first[2], tuple(dict.fromkeys([*words, *cues]))), spans
    return Seniority(_level_of(max(years)), tuple(dict.fromkeys(cues))), spans


def _level_of(years: int) -> str:
    return "junior" if years < 3 else "mid" if years < 5 else "senior" if years < 10 else "staff"


def _recency(text: str, today: date) -> tuple[Recency | None, list[tuple[int, int]]]:
    """Return the narrowest window the text asks for."""
    found: list[tuple[date, int, int]] = []
    wordy: set[int] = set()
    low = _lower(text)
    for match in _near(cue.WINDOW, cue.NEEDLES["window"], text, low):
        number = _number(match["n"] or match["m"] or "1")
        since = _ago(today, number, key_of(match["unit"]))
        found.append((since, match.start(), match.end()))
    for match in _near(cue.RECENTLY, cue.NEEDLES["recently"], text, low):
        found.append((_months_before(today, cue.RECENT_MONTHS), match.start(), match.end()))
        wordy.add(match.start())
    found += [
        (_months_before(today, cue.NOW_MONTHS), m.start(), m.end())
        for m in _near(cue.NOW, cue.NEEDLES["now"], text, low)
    ]
    for match in _near(cue.SINCE, cue.NEEDLES["since"], text, low):
        day = _day(match["year"], match["month"], match["day"])
        if day is not None and day <= today:
            found.append((day, match.start(), match.end()))
    if not found:
        return None, []
    since, start, end = max(found, key=lambda f: (f[0], -f[1]))
    return Recency(since, text[start:end].strip()), [(a, b) for _, a, b in found if a not in wordy]


def _ago(today: date, number: int, unit: str) -> date:
    for stem, days in cue.UNITS.items():
        if unit.startswith(stem):
            return today - timedelta(days=min(number, 3650) * days)
    months = next((m for stem, m in sorted(cue.MONTHS.items(), key=lambda i: -len(i[0])) if unit.startswith(stem)), 12)
    return _months_before(today, number * months)


def _months_before(today: date, months: int) -> date:
    """Return the same day so many months earlier, or the month's last day."""
    total = max(today.year * 12 + today.month - 1 - months, 12 * 1970)
    year, month = divmod(total, 12)
    for day in range(today.day, 0, -1):
        found = _day(str(year), str(month + 1), str(day))
        if found is not None:
            return found
    return today


def _day(year: str, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _number(text: str) -> int:
    key = key_of(text)
    return int(key) if key.isdigit() else cue.WORDS.get(key, 1)
