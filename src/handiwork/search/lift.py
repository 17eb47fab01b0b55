"""How much each key repository of a brief gives to the first people, and who comes and goes without it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.brief import Brief
from handiwork.index import Index, Person
from handiwork.search.filters import resolve_filters
from handiwork.search.options import SearchOptions
from handiwork.search.ranking import match_all
from handiwork.search.results import MICRO
from handiwork.search.scoring import KindScores, rank, score_kinds

__all__ = ["FIRST", "RepositoryLift", "repository_lifts"]

FIRST = 20
"""Lift is measured on so many first people."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RepositoryLift:
    """What one repository does to the first people of a ranking.

    Attributes
    ----------
    name
        owner/name, as in the brief.
    share
        Part of the first people's scores that comes from it, 0 to 1; 0 if the index lacks it.
    appear
        Who comes among the first when what it gives is taken away, best first.
    drop
        Who no longer is, best first.
    """

    name: str
    share: float
    appear: tuple[Person, ...]
    drop: tuple[Person, ...]


def repository_lifts(index: Index, brief: Brief, options: SearchOptions | None = None) -> tuple[RepositoryLift, ...]:
    """Measure every repository of a brief, in the brief's order.

    Parameters
    ----------
    index
        The index the brief's terms and repository numbers belong to.
    brief
        What is searched for.
    options
        Filters as for a search; the limit is :data:`FIRST` whatever they say. None means the defaults.

    Notes
    -----
    Taken away is what the repository, its areas and its titles give to each person's score; everything else
    stays as it is, so the figures of several repositories add up. Cost: the ties of the matched documents of the
    brief's repositories.
    """
    options = options or SearchOptions()
    filters = resolve_filters(index, options)
    kinds, ids, micros = score_kinds(index, match_all(index, brief, filters), filters)
    if options.accounts == "known":
        listed = index.has_account(ids)
        ids, micros = ids[listed], micros[listed]
    first = rank(ids, micros, FIRST)
    return tuple(
        _lift(index, name, _taken(index, kinds, numbers, ids), ids, micros, first)
        for name, numbers in ((r.name, r.repo_numbers) for r in brief.repositories)
    )


# --- private ---


def _taken(index: Index, kinds: Sequence[KindScores], numbers: tuple[int, ...], ids: Ids) -> Ids:
    """Return what repositories give to each person, in millionths; shape (ids,)."""
    taken = np.zeros(len(ids))
    for kind in kinds:
        wanted = np.isin(kind.matched.documents.repositories[kind.matched.docs], numbers)
        ties = np.repeat(wanted, np.diff(kind.ends, prepend=0))
        persons = kind.persons[ties]
        values = kind.values[ties] * kind.scale * index.damping[persons] * MICRO
        places = np.searchsorted(ids, persons)
        known = places < len(ids)
        known[known] = ids[places[known]] == persons[known]
        taken += np.bincount(places[known], weights=values[known], minlength=len(ids))
    return np.rint(taken).astype(np.int64)


def _lift(index: Index, name: str, taken: Ids, ids: Ids, micros: Ids, first: Ids) -> RepositoryLift:
    whole = int(micros[first].sum())
    left = np.maximum(micros - taken, 0)
    then = rank(ids, left, FIRST)
    then = then[left[then] > 0]
    return RepositoryLift(
        name,
        round(min(int(taken[first].sum()) / whole, 1.0), 4) if whole else 0.0,
        _persons(index, ids[then], ids[first]),
        _persons(index, ids[first], ids[then]),
    )


def _persons(index: Index, some: Ids, others: Ids) -> tuple[Person, ...]:
    """Return who is among the some and not among the others."""
    return tuple(index.person(int(i)) for i in some[np.isin(some, others, invert=True)])
