"""Functions and lines that are a person's own → figures by signal and period; too little is not observed."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from handiwork.signals.own.attributing import Attribution
from handiwork.signals.own.nouns import Figure, OwnExample, OwnFunction, OwnLines
from handiwork.signals.own.survival import HORIZONS, estimate
from handiwork.signals.own.tracking import LineFates

__all__ = [
    "LEAST_FUNCTIONS",
    "LEAST_IN_PERIOD",
    "LEAST_LINES",
    "SIGNALS",
    "OwnPart",
    "Signal",
    "figures_of",
    "period_of",
]

LEAST_FUNCTIONS = 10
"""With fewer functions in all, no share of them is told."""

LEAST_IN_PERIOD = 5
"""With fewer functions in a quarter or year, no share of them is told for it."""

LEAST_LINES = 100
"""With fewer counted lines, nothing is told of how long they stood."""

N_EXAMPLES = 5
"""How many examples a figure keeps at most."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One figure that is worked out: its family, its unit (share, count, ratio, hours) and its meaning."""

    family: str
    unit: str
    meaning: str


SIGNALS: dict[str, Signal] = {
    "functions": Signal("work", "count", "functions and methods added, or changed in substance, outside tests"),
    "typed": Signal("type-hints", "share", "of those functions, with every parameter and the return annotated"),
    "annotated-slots": Signal("type-hints", "share", "of their parameters and returns, annotated"),
    "documented": Signal("docs", "share", "of the public ones, with a docstring"),
    "tested": Signal("tests", "share", "of those functions, named by a test added or changed in the same change"),
    "test-functions": Signal("tests", "count", "test functions added, or changed in substance"),
    "test-lines": Signal("tests", "ratio", "lines added in files of tests for each line added elsewhere"),
    **{
        f"standing-{months}-months": Signal("survival", "share", f"of added lines, estimated to stand {months} months")
        for months in HORIZONS
    },
    "standing-now": Signal("survival", "share", "of added lines, in the newest commit"),
    "pulls-reviewed": Signal("reviews", "share", "of own pull requests that were closed, reviewed by somebody else"),
    "reviews-per-pull": Signal("reviews", "ratio", "reviews by others for each own pull request that was closed"),
    "pulls-followed-up": Signal("reviews", "share", "of own ones in which changes were asked for, merged in the end"),
    "reviews-given": Signal("reviews", "count", "reviews of pull requests of others"),
    "reviews-with-comments": Signal("reviews", "share", "of reviews given, with comments on lines"),
    "comments-per-review": Signal("reviews", "ratio", "comments on lines for each review given"),
    "reviews-asking-changes": Signal("reviews", "share", "of reviews given, asking for changes"),
    "hours-to-review": Signal("reviews", "hours", "median from a pull request's opening to their first review of it"),
}
"""Every figure of a person's own work, in the order they are shown; :mod:`~handiwork.signals.own.reviews` makes those
of the family ``reviews``."""


def period_of(at_s: int, by: str) -> str:
    """Return the year or quarter of an instant, UTC.

    Parameters
    ----------
    at_s
        Seconds since 1970.
    by
        ``year`` or ``quarter``.

    Examples
    --------
    >>> period_of(1_700_000_000, "year"), period_of(1_700_000_000, "quarter")
    ('2023', '2023-Q4')
    """
    at = datetime.fromtimestamp(at_s, UTC)
    return f"{at.year}-Q{(at.month + 2) // 3}" if by == "quarter" else str(at.year)


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What is a person's own in one repository, and what became of it.

    Attributes
    ----------
    found
        Functions and lines.
    fates
        What became of the counted lines, one entry a line in the order of ``found.lines``; None if not followed.
    now_s
        Until when lines were watched: the newest commit's date.
    """

    found: Attribution
    fates: LineFates | None
    now_s: int


def figures_of(parts: Sequence[OwnPart], *, by: str = "year") -> list[Figure]:
    """Return every figure, for all time and for each period.

    Parameters
    ----------
    parts
        One for each repository; the figures are of all of them together.
    by
        ``year`` or ``quarter``.

    Returns
    -------
    list of Figure
        By signal in the order of :data:`SIGNALS`, ``all`` first, then the periods ascending.
    """
    told: list[Figure] = []
    for name, count in _COUNTS.items():
        functions = [f for part in parts for f in count.of(part.found)]
        told += [_counted(name, count, period, some) for period, some in _by_period(functions, by)]
    told += _test_lines([lines for part in parts for lines in part.found.lines], by)
    told += _standing_after([d for part in parts for d in _durations(part)])
    told += _standing_now(parts, by)
    order = {name: place for place, name in enumerate(SIGNALS)}
    return sorted(told, key=lambda f: (order[f.signal], f.period != "all", f.period))


# --- private ---


@dataclass(frozen=True, slots=True)
class _Count:
    """How functions are counted: which, how many each stands for, and how many of them hit (None: all are counted)."""

    of: Callable[[Attribution], Sequence[OwnFunction]]
    size: Callable[[OwnFunction], int] = lambda _f: 1
    hits: Callable[[OwnFunction], int] | None = None


_COUNTS: dict[str, _Count] = {
    "functions": _Count(lambda a: a.functions),
    "typed": _Count(
        lambda a: [f for f in a.functions if f.change.n_slots],
        hits=lambda f: f.change.n_annotated == f.change.n_slots,
    ),
    "annotated-slots": _Count(
        lambda a: a.functions, size=lambda f: f.change.n_slots, hits=lambda f: f.change.n_annotated
    ),
    "documented": _Count(
        lambda a: [f for f in a.functions if f.change.is_public], hits=lambda f: f.change.has_docstring
    ),
    "tested": _Count(lambda a: a.functions, hits=lambda f: f.is_tested),
    "test-functions": _Count(lambda a: a.tests),
}


def _by_period(functions: list[OwnFunction], by: str) -> list[tuple[str, list[OwnFunction]]]:
    periods: dict[str, list[OwnFunction]] = defaultdict(list)
    for function in functions:
        periods[period_of(function.at_s, by)].append(function)
    return [("all", functions), *sorted(periods.items())]


def _counted(name: str, count: _Count, period: str, functions: list[OwnFunction]) -> Figure:
    n = sum(count.size(f) for f in functions)
    if count.hits is None:
        value = float(n) if n or period != "all" else None
        return Figure(name, period, value, n, None, _examples(functions))
    hits = sum(count.hits(f) for f in functions)
    least = LEAST_FUNCTIONS if period == "all" else LEAST_IN_PERIOD
    is_enough = len(functions) >= least and n > 0
    examples = _examples([f for f in functions if count.hits(f)])
    return Figure(name, period, hits / n if is_enough else None, n, hits, examples)


def _examples(functions: Sequence[OwnFunction]) -> tuple[OwnExample, ...]:
    """Return the newest functions, of each commit one before a second of it."""
    newest = sorted(functions, key=lambda f: (-f.at_s, f.sha, f.path, f.change.line))
    firsts = {f.sha: f for f in reversed(newest)}
    first = [f for f in newest if firsts[f.sha] is f]
    rest = [f for f in newest if firsts[f.sha] is not f]
    shown = (first + rest)[:N_EXAMPLES]
    return tuple(OwnExample(f.repo_name, f.sha, f.path, f.change.line, f.change.name + _shared(f)) for f in shown)


def _shared(function: OwnFunction) -> str:
    return " (shared)" if function.is_shared else ""


def _test_lines(lines: Sequence[OwnLines], by: str) -> list[Figure]:
    counts: dict[str, list[int]] = {"all": [0, 0]}
    for own in lines:
        for period in ("all", period_of(own.at_s, by)):
            counts.setdefault(period, [0, 0])[own.is_test] += own.n_lines
    return [
        Figure("test-lines", period, tests / code if code >= LEAST_LINES else None, code, tests)
        for period, (code, tests) in counts.items()
    ]


def _durations(part: OwnPart) -> Iterator[tuple[int, bool]]:
    """Yield how many seconds each line was watched, and whether it was removed then."""
    fates = part.fates
    if fates is None:
        return
    for born, removed, lost in zip(fates.born_s, fates.removed_s, fates.lost_s, strict=True):
        end = next(at for at in (removed, lost, max(part.now_s, born)) if at is not None)
        yield end - born, removed is not None


def _standing_after(durations: Sequence[tuple[int, bool]]) -> list[Figure]:
    told = []
    for months in HORIZONS:
        seen = estimate(durations, months)
        is_enough = seen.n_lines >= LEAST_LINES and seen.n_watched >= LEAST_LINES
        told.append(Figure(f"standing-{months}-months", "all", seen.share if is_enough else None, seen.n_watched))
    return told


def _standing_now(parts: Sequence[OwnPart], by: str) -> list[Figure]:
    counts: dict[str, list[int]] = {"all": [0, 0]}
    for part in parts:
        periods = chain.from_iterable([period_of(own.at_s, by)] * own.n_lines for own in part.found.lines)
        for period, place in zip(periods, part.fates.stands if part.fates else (), strict=part.fates is not None):
            for each in ("all", period):
                count = counts.setdefault(each, [0, 0])
                count[0] += 1
                count[1] += place is not None
    return [
        Figure("standing-now", period, stand / n if n >= LEAST_LINES else None, n, stand)
        for period, (n, stand) in counts.items()
    ]
