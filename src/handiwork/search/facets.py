"""Facets: how many of the people who were found have matching work of each sort.

A count says how many of these people have matching work with the value. Asking for the value as a filter finds these
people, and may find more or fewer: fewer documents compete then, so others come to the fore.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from handiwork.brief import Brief
from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search.filters import MAINTAINER_KINDS, day_number, kinds_mask
from handiwork.search.gathered import Gathered
from handiwork.search.having import HAVING, having
from handiwork.search.nouns import Facet, FacetValue

__all__ = ["RECENCY_DAYS", "facets_of"]

RECENCY_DAYS: tuple[int, ...] = (91, 365, 730)
"""Days before the index that recency is counted in: a quarter, a year, two years."""

_MOST_REPOSITORIES = 10


def facets_of(
    index: Index, brief: Brief, gathered: Gathered, ids: npt.NDArray[np.int64], listed: npt.NDArray[np.bool_]
) -> tuple[Facet, ...]:
    """Count facets.

    Parameters
    ----------
    index
        What was searched.
    brief
        Its repositories come first.
    gathered
        The ties of all candidates.
    ids
        The candidates' ids, ascending.
    listed
        Shape (candidates,): who is counted.
    """

    def count(people: npt.NDArray[np.bool_]) -> int:
        return int(np.count_nonzero(people & listed))

    kinds = tuple(
        FacetValue(kind.name, n)
        for kind in CONTRIBUTION_KINDS
        if (n := count(gathered.people((gathered.kinds & (1 << kind.code)) != 0)))
    )
    found = [
        Facet("repositories", tuple(_repositories(index, brief, gathered, listed))),
        Facet("since", tuple(_recency(index.built_on, gathered, listed))),
        Facet("kinds", kinds),
        Facet("has", tuple(_having(index, gathered, ids, listed))),
        Facet("signals", tuple(_signals(index, ids, listed))),
    ]
    return tuple(facet for facet in found if facet.values)


# --- private ---


def _repositories(
    index: Index, brief: Brief, gathered: Gathered, listed: npt.NDArray[np.bool_]
) -> Iterator[FacetValue]:
    """Yield the brief's repositories, and then those with most of the people, ten in all."""
    keys = np.unique(gathered.repositories.astype(np.int64) * gathered.n + gathered.places)
    counted = keys[listed[keys % gathered.n]] // gathered.n
    numbers, counts = np.unique(counted, return_counts=True)
    by_number = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    own = [number for each in brief.repositories for number in each.repo_numbers if number in by_number]
    others = numbers[np.lexsort((numbers, -counts))].tolist()
    for number in list(dict.fromkeys([*own, *others]))[:_MOST_REPOSITORIES]:
        yield FacetValue(index.repository_name(number), by_number[number])


def _recency(built_on: date, gathered: Gathered, listed: npt.NDArray[np.bool_]) -> Iterator[FacetValue]:
    last = gathered.last_days()
    for days in RECENCY_DAYS:
        since = built_on - timedelta(days=days)
        if n := int(np.count_nonzero((last >= (day_number(since) or 0)) & listed)):
            yield FacetValue(since.isoformat(), n)


def _having(
    index: Index, gathered: Gathered, ids: npt.NDArray[np.int64], listed: npt.NDArray[np.bool_]
) -> Iterator[FacetValue]:
    keeps = gathered.people((gathered.kinds & kinds_mask(MAINTAINER_KINDS)) != 0)
    if n := int(np.count_nonzero(keeps & listed)):
        yield FacetValue("maintainer", n)
    for name in HAVING:
        if n := int(np.count_nonzero(having(index, (name,), missing_is_nobody=True)[ids] & listed)):
            yield FacetValue(name, n)


def _signals(index: Index, ids: npt.NDArray[np.int64], listed: npt.NDArray[np.bool_]) -> "Sequence[FacetValue]":
    if index.observed is None:
        return ()
    found = (
        FacetValue(name, int(np.count_nonzero(np.isin(ids[listed], seen.persons))))
        for name, seen in index.observed.values.items()
    )
    return [each for each in found if each.count]
