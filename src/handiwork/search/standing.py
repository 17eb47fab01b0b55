"""What of somebody's own a filter holds against its value: the day, the number, the places, the kinds."""

import numpy as np

from handiwork.brief import Brief
from handiwork.index import Index
from handiwork.search.candidates import Candidates
from handiwork.search.counting import count_acts
from handiwork.search.facets import has_of
from handiwork.search.filters import day_of
from handiwork.search.options import SearchOptions
from handiwork.search.ranking import candidates_of
from handiwork.search.results import Hit

__all__ = ["their_side"]

_MOST = 5
_PLACES = frozenset({"repositories", "ecosystems", "exclude_repositories", "exclude_owners"})


def their_side(index: Index, brief: Brief, without: SearchOptions, hit: Hit, name: str) -> tuple[str, ...] | None:
    """Return what of somebody's own stands beside a filter that keeps them out.

    Parameters
    ----------
    index, brief
        What was asked.
    without
        The options without that filter.
    hit
        The person's place with them.
    name
        The filter: an option of a search.

    Returns
    -------
    tuple of str or None
        Days in ISO 8601, a number, names; the signals' values. Empty if nothing was observed; None where there is
        nothing to say beside that the filter does not hold.
    """
    if name in _PLACES:
        return tuple(index.repository_name(number) for number in hit.repositories[:_MOST])
    if name == "active_since":
        return (day_of(int(index.newest[hit.person_id])).isoformat(),)
    if name == "signals":
        return _signals(index, hit.person_id)
    return _among(candidates_of(index, brief, without), hit.person_id, name)


# --- private ---


def _among(found: Candidates, person_id: int, name: str) -> tuple[str, ...] | None:
    place = int(np.searchsorted(found.ids, person_id))
    if name == "since":
        return (day_of(int(found.last_days[place])).isoformat(),)
    if name == "kinds":
        return tuple(kind for kind, theirs in found.kinds_done.items() if theirs[place])
    if name == "min_evidence":
        return (str(_acts(found, person_id)),)
    return has_of(found, place) if name == "has" else None


def _acts(found: Candidates, person_id: int) -> int:
    """Return how many acts are behind a score."""
    matches = [kind.matched for kind in found.kinds]
    return int(count_acts(found.index, np.array([person_id]), matches, found.filters, maintainers=None)[0])


def _signals(index: Index, person_id: int) -> tuple[str, ...]:
    values = index.observed.values if index.observed else {}
    shown = {name: float(seen.of(np.array([person_id]))[0]) for name, seen in values.items()}
    return tuple(f"{name} {value:.2f}" for name, value in shown.items() if not np.isnan(value))[:_MOST]
