"""The size of the pool for a role, and how it moves as one constraint is relaxed or tightened."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from handiwork.brief import Brief
from handiwork.errors import UsageError
from handiwork.index import MONTHS_KEPT, Index
from handiwork.pool.captures import Captures, read_captures
from handiwork.pool.estimators import Frequencies, chao2, ice, jackknife, variation
from handiwork.pool.nouns import Move, PoolEstimate
from handiwork.search import SearchOptions
from handiwork.search.filters import resolve_filters
from handiwork.search.ranking import brief_for, match_all

__all__ = ["MONTHS", "estimate_pool", "pool_moves", "pool_size"]

MONTHS = 24
"""Months of the window unless others are asked for."""

_MOST_REMOVED = 8
_MOST_ADDED = 5
_FEW = 10
"""Below so many persons seen twice or more, an interval is only as good as a guess."""

_UNLIKE = 0.4
"""Above this variation the interval misses the truth more often than it says, always below it (simulated)."""


def pool_size(
    index: Index, role: Brief | str, *, options: SearchOptions | None = None, months: int = MONTHS
) -> PoolEstimate:
    """Estimate how many people a role could reach.

    Months are the capture occasions. A person is caught in a month with an act on a matched document: one that
    takes part in the search with a sharpened relevance of :data:`~handiwork.pool.LEAST_RELEVANCE` at least.

    Parameters
    ----------
    index
        An opened index.
    role
        The brief, or the words of a role alone.
    options
        Filters as for a search; ``limit`` and ``explain`` mean nothing here. None means no filters.
    months
        Length of the window in calendar months, 1 to 64; it ends with the month the index was built on. With
        ``since`` it begins with that day's month at the earliest.

    Raises
    ------
    UsageError
        If the window is out of range, or no word of the query says what to look for.
    NotFoundError
        If a repository or owner is not in the index.
    """
    return _measured(index, brief_for(index, role), options or SearchOptions(), months).pool


def pool_moves(
    index: Index, role: Brief | str, *, options: SearchOptions | None = None, months: int = MONTHS
) -> tuple[PoolEstimate, tuple[Move, ...]]:
    """Estimate a pool, and again with each constraint changed by itself.

    Parameters
    ----------
    index, role, options, months
        As for :func:`pool_size`.

    Returns
    -------
    tuple
        The estimate as asked; then without each filter; without each of the eight repositories with most people
        (the same documents less its own, so never more people); where the search is limited to repositories,
        with each of the five others that match best; with the window halved and doubled.
    """
    base = _measured(index, brief_for(index, role), options or SearchOptions(), months)
    moves = (*_without_filters(base), *_without_repositories(base), *_with_repositories(base), *_other_windows(base))
    return base.pool, moves


def estimate_pool(index: Index, captures: Captures, window: int, *, without: int | None = None) -> PoolEstimate:
    """Estimate a population from its catches.

    Parameters
    ----------
    index
        Says which months were observed at all.
    captures
        Who was caught when.
    window
        Bit mask of the months asked for; bit 0 is the month the index was built on.
    without
        A repository whose documents are left out; None leaves out none.
    """
    observed = window & sum(1 << i for i, acts in enumerate(index.months.tolist()) if acts)
    occasions, missing = observed.bit_count(), (window & ~observed).bit_count()
    frequencies = Frequencies.of(captures.histories(observed, without=without), occasions)
    found = chao2(frequencies)
    return PoolEstimate(
        observed=frequencies.observed,
        estimate=found.estimate,
        low=found.low,
        high=found.high,
        months=occasions,
        months_missing=missing,
        once=frequencies.exactly(1),
        twice=frequencies.exactly(2),
        method="chao2" if occasions > 1 else "count",
        jackknife1=jackknife(frequencies, 1),
        jackknife2=jackknife(frequencies, 2),
        ice=ice(frequencies),
        variation=variation(frequencies),
        notes=tuple(_notes(frequencies, missing)),
    )


# --- private ---


@dataclass(frozen=True, slots=True)
class _Measured:
    """One estimate with what it was made from."""

    index: Index
    brief: Brief
    options: SearchOptions
    months: int
    captures: Captures
    pool: PoolEstimate


def _measured(index: Index, brief: Brief, options: SearchOptions, months: int) -> _Measured:
    if not 1 <= months <= MONTHS_KEPT:
        raise UsageError(f"the window is {months} months, but must be 1 to {MONTHS_KEPT}")
    if options.has or options.facets:
        chosen = ", ".join([*(f"has {name}" for name in options.has), *options.facets])
        raise UsageError(f"a pool is estimated from work, not from who was chosen of a list: take {chosen} away")
    filters = resolve_filters(index, options)
    matches = match_all(index, brief, filters)
    captures = read_captures(index, matches, filters)
    pool = estimate_pool(index, captures, _window(index, months, options.since))
    return _Measured(index, brief, options, months, captures, pool)


def _window(index: Index, months: int, since: date | None) -> int:
    """Return the bit mask of the last months, none before that of ``since``."""
    if since is not None:
        built_on = index.built_on
        months = min(months, max(12 * (built_on.year - since.year) + built_on.month - since.month + 1, 0))
    return (1 << months) - 1


def _notes(frequencies: Frequencies, missing: int) -> Iterator[str]:
    if missing:
        yield f"{missing} months of the window have no data at all and are left out"
    if not frequencies.observed:
        yield "nobody was seen, which says nothing on how many there are"
    elif frequencies.occasions < 2:
        yield "one month says nothing on how many were not seen: the number is a count"
    elif frequencies.observed == frequencies.exactly(1):
        yield "everybody was seen in one month only: the estimate is hardly more than a guess"
    elif frequencies.observed - frequencies.exactly(1) < _FEW:
        yield f"fewer than {_FEW} people were seen in two months or more: read the interval, not the estimate"
    if (variation(frequencies) or 0.0) > _UNLIKE:
        yield "people differ much in how often they are active: read the numbers as 'at least'"


def _without_filters(base: _Measured) -> Iterator[Move]:
    defaults = {f.name: f.default for f in fields(SearchOptions)}
    for name in base.options.narrowing:
        changed: dict[str, Any] = {name: defaults[name]}
        relaxed = replace(base.options, **changed)
        yield Move("filter", "without", name, _measured(base.index, base.brief, relaxed, base.months).pool)


def _without_repositories(base: _Measured) -> Iterator[Move]:
    window = _window(base.index, base.months, base.options.since)
    for number in base.captures.strongest(window, _MOST_REMOVED):
        pool = estimate_pool(base.index, base.captures, window, without=number)
        yield Move("repository", "without", base.index.repository_name(number), pool)


def _with_repositories(base: _Measured) -> Iterator[Move]:
    """Yield the pool with each of the best matching repositories that the search is not limited to."""
    if not base.options.repositories:
        return
    index, options = base.index, base.options
    mine = {number for name in options.repositories for number in index.repository_numbers(name)}
    anywhere = resolve_filters(index, replace(options, repositories=()))
    best = match_all(index, base.brief, anywhere)[0]
    order = sorted(zip((-best.relevance).tolist(), best.docs.tolist(), strict=True))
    others = [doc for _, doc in order if doc not in mine][:_MOST_ADDED]
    for name in map(index.repository_name, others):
        wider = replace(options, repositories=(*options.repositories, name))
        yield Move("repository", "with", name, _measured(index, base.brief, wider, base.months).pool)


def _other_windows(base: _Measured) -> Iterator[Move]:
    for months in (base.months // 2, min(2 * base.months, MONTHS_KEPT)):
        if months >= 1 and months != base.months:
            window = _window(base.index, months, base.options.since)
            yield Move("window", "months", str(months), estimate_pool(base.index, base.captures, window))
