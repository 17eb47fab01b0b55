"""The people of some repositories as a funnel, month by month, and who of them did most or was there last.

Counted from what an index knows of each person in each repository: the calendar months with an act (64 months back,
what is earlier is not seen here) and the kinds of contribution. Acts of all origins count alike.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from handiwork.index import Index
from handiwork.search.filters import day_of, kinds_mask

__all__ = ["Funnel", "People", "people_of"]

_REVIEWS = ("review", "review_comment", "commit_review")
_KEEPS = ("maintain", "release")


@dataclass(frozen=True, slots=True)
class Funnel:
    """People who were active in a window of calendar months; each number is part of the first.

    Attributes
    ----------
    months
        Length of the window; its last month is that on which the index was built.
    contributors
        Had an act in the window.
    newcomers
        Of these, who had no act before the window, as far as 64 months back.
    returning
        Of these, who had acts in two months of it or more.
    reviewers
        Of these, who ever reviewed there.
    maintainers
        Of these, who ever merged, sorted or released there.
    """

    months: int
    contributors: int
    newcomers: int
    returning: int
    reviewers: int
    maintainers: int


@dataclass(frozen=True, slots=True)
class People:
    """The people of some repositories.

    Attributes
    ----------
    total
        How many ever had an act there.
    funnels
        One for each window.
    active
        How many had an act in each of the last 24 calendar months, oldest first.
    deepest, latest
        Ids of the people most strongly tied to them (the index's association), and of those with the newest act.
    latest_days
        Day of the newest act of each of ``latest``.
    """

    total: int
    funnels: tuple[Funnel, ...]
    active: tuple[int, ...]
    deepest: tuple[int, ...]
    latest: tuple[int, ...]
    latest_days: tuple[date, ...]


def people_of(
    index: Index,
    repositories: Collection[int],
    *,
    excluded: Collection[int] = (),
    windows: tuple[int, ...] = (12, 24),
    limit: int = 10,
) -> People:
    """Count the people of some repositories.

    Parameters
    ----------
    index
        Where they are.
    repositories
        Numbers of repositories.
    excluded
        Ids of people who must not be counted nor shown.
    windows
        Lengths of the funnels in calendar months, 1 to 63 each.
    limit
        At most so many of the deepest and of the latest; people with a known account alone.
    """
    documents = index.documents["repository"]
    spans = [(int(documents.offsets[n]), int(documents.offsets[n + 1])) for n in sorted(set(repositories))]
    rows = np.concatenate([np.arange(a, b) for a, b in spans]) if spans else np.zeros(0, np.int64)
    rows = rows[~np.isin(documents.persons[rows], np.fromiter(excluded, np.int64, len(excluded)))]
    ids, places = np.unique(documents.persons[rows], return_inverse=True)
    months = np.zeros(len(ids), np.uint64)
    np.bitwise_or.at(months, places, documents.months[rows])
    kinds = np.zeros(len(ids), np.int32)
    np.bitwise_or.at(kinds, places, documents.kinds[rows])
    weights = np.bincount(places, weights=documents.weights[rows], minlength=len(ids))
    days = np.full(len(ids), np.iinfo(np.int32).min, np.int64)
    np.maximum.at(days, places, documents.days[rows])
    known = index.has_account(ids.astype(np.int64))
    deepest = np.flatnonzero(known)[np.lexsort((ids[known], -weights[known]))][:limit]
    latest = np.flatnonzero(known)[np.lexsort((ids[known], -weights[known], -days[known]))][:limit]
    return People(
        total=len(ids),
        funnels=tuple(_funnel(months, kinds, length) for length in windows),
        active=tuple(int(np.count_nonzero(months & np.uint64(1 << n))) for n in range(23, -1, -1)),
        deepest=tuple(ids[deepest].tolist()),
        latest=tuple(ids[latest].tolist()),
        latest_days=tuple(day_of(day) for day in days[latest].tolist()),
    )


# --- private ---


def _funnel(months: npt.NDArray[np.uint64], kinds: npt.NDArray[np.int32], length: int) -> Funnel:
    window = np.uint64((1 << length) - 1)
    here = months & window
    active = here != 0

    def count(which: npt.NDArray[np.bool_]) -> int:
        return int(np.count_nonzero(active & which))

    return Funnel(
        months=length,
        contributors=count(active),
        newcomers=count((months & ~window) == 0),
        returning=count((here & (here - np.uint64(1))) != 0),
        reviewers=count((kinds & kinds_mask(_REVIEWS)) != 0),
        maintainers=count((kinds & kinds_mask(_KEEPS)) != 0),
    )
