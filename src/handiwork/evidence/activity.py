"""When a person worked where: acts by calendar month, by repository and by what kind of work it was."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search.filters import day_of

__all__ = ["LANES", "MONTHS", "RepositoryMonths", "activity_words", "lanes_of", "month_names", "months_of"]

MONTHS = 24
"""Length of the window that pages show, in calendar months; the last is the month the index was built on."""

LANES: dict[str, tuple[str, ...]] = {
    "code": ("commit", "co_commit", "push", "create"),
    "pull requests": ("pull_request", "merged_pull_request"),
    "reviews": ("review", "review_comment", "commit_review"),
    "discussion": ("issue", "comment"),
    "upkeep": ("maintain", "release"),
}
"""Kinds of contribution as they are drawn together; each kind is in one lane."""

_CODES = {kind.name: kind.code for kind in CONTRIBUTION_KINDS}

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RepositoryMonths:
    """What a person did in one repository.

    Attributes
    ----------
    repo_no
        The repository.
    lanes
        For each of :data:`LANES`, shape (months,): acts a month, oldest first.
    total
        Acts of all time.
    first, last
        Days of the first and the last act of all time.
    """

    repo_no: int
    lanes: dict[str, tuple[int, ...]]
    total: int
    first: date
    last: date


def months_of(index: Index, person_id: int, *, months: int = MONTHS) -> Counts:
    """Return a person's acts a month, shape (months,), oldest first; an act that stands for several counts so often.

    Parameters
    ----------
    index
        Where the acts are.
    person_id
        Whose.
    months
        How many calendar months up to the one the index was built on, at least 1. Later acts are not counted.
    """
    acts = _acts(index, person_id, months)
    return np.bincount(acts.months[acts.shown], weights=acts.times[acts.shown], minlength=months).astype(np.int64)


def lanes_of(index: Index, person_id: int, *, months: int = MONTHS) -> list[RepositoryMonths]:
    """Return what a person did in each repository, those with the most recent work first, then by number.

    Parameters
    ----------
    index, person_id, months
        As for :func:`months_of`.
    """
    acts = _acts(index, person_id, months)
    found = []
    for repo_no in np.unique(acts.repos).tolist():
        own = acts.repos == repo_no
        lanes = {}
        for lane, kinds in LANES.items():
            here = own & acts.shown & np.isin(acts.kinds, [_CODES[kind] for kind in kinds])
            counts = np.bincount(acts.months[here], weights=acts.times[here], minlength=months)
            lanes[lane] = tuple(counts.astype(np.int64).tolist())
        days = acts.days[own]
        total = int(acts.times[own].sum())
        found.append(RepositoryMonths(int(repo_no), lanes, total, day_of(int(days.min())), day_of(int(days.max()))))
    return sorted(found, key=lambda each: (-each.last.toordinal(), each.repo_no))


def month_names(built_on: date, months: int = MONTHS) -> list[str]:
    """Return the calendar months of a window, oldest first.

    Examples
    --------
    >>> month_names(date(2025, 2, 10), 3)
    ['2024-12', '2025-01', '2025-02']
    """
    last = built_on.year * 12 + built_on.month - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(last - months + 1, last + 1)]


def activity_words(index: Index, person_id: int, counts: Counts) -> str:
    """Return a window in words: how many acts in its last six months, and when the last act of all was.

    Parameters
    ----------
    index, person_id
        Whose.
    counts
        As :func:`months_of` returns them.
    """
    recent, whole = int(counts[-6:].sum()), int(counts.sum())
    newest = int(index.newest[person_id])
    if newest < 0:
        return "no act with a date"
    last = day_of(newest)
    days = (index.built_on - last).days
    when = "on the day" if days <= 0 else "the day before" if days == 1 else f"{days:,} days before"
    return (
        f"{recent:,} contribution{'' if recent == 1 else 's'} in the last 6 months, {whole:,} in {len(counts)} months; "
        f"the last {when} the index was built"
    )


# --- private ---


@dataclass(frozen=True, slots=True)
class _Acts:
    """One person's acts as columns; ``months`` counts from the window's first, ``shown`` is whether it is within."""

    repos: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]
    days: npt.NDArray[np.int32]
    times: npt.NDArray[np.int64]
    months: Counts
    shown: npt.NDArray[np.bool_]


def _acts(index: Index, person_id: int, months: int) -> _Acts:
    days = index.acts(person_id, "day")
    newest = np.datetime64(index.built_on, "M").astype(np.int64)
    places = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - (int(newest) - months + 1)
    return _Acts(
        repos=index.acts(person_id, "repo_no"),
        kinds=index.acts(person_id, "kind"),
        days=days,
        times=index.acts(person_id, "times").astype(np.int64),
        months=places,
        shown=(places >= 0) & (places < months),
    )
