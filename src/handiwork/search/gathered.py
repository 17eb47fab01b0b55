"""The ties behind a ranking, gathered once for what is counted and sorted over all candidates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index import Index
from handiwork.search.filters import Filters
from handiwork.search.results import MICRO
from handiwork.search.scoring import KindScores
from handiwork.search.ties import allowed_persons, kept_ties, pick

__all__ = ["Gathered", "gather"]

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The ties that give candidates their scores: parallel arrays, shape (ties,).

    Attributes
    ----------
    n
        How many candidates there are.
    places
        Whose: the candidate's place.
    repositories
        Where: numbers of repositories.
    days
        Day of the tie's last act, days since 1970-01-01.
    kinds
        Bit mask of the kinds of contribution in it.
    micros
        What it gives, in millionths (floats).
    """

    n: int
    places: Ids
    repositories: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    micros: npt.NDArray[np.float64]

    def people(self, which: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Return which candidates have one of some ties, shape (n,)."""
        found = np.zeros(self.n, bool)
        found[self.places[which]] = True
        return found

    def last_days(self) -> npt.NDArray[np.int64]:
        """Return the day of each candidate's last act on a matched document, shape (n,)."""
        found = np.full(self.n, np.iinfo(np.int64).min, np.int64)
        np.maximum.at(found, self.places, self.days)
        return found

    def by_repository(self) -> tuple[Ids, npt.NDArray[np.float64]]:
        """Return what each repository gives to each candidate it gives something to: places and millionths."""
        keys = self.repositories.astype(np.int64) * self.n + self.places
        held, inverse = np.unique(keys, return_inverse=True)
        given = np.bincount(inverse, weights=self.micros, minlength=len(held)).astype(np.float64, copy=False)
        return held % self.n, given


def gather(index: Index, kinds: Sequence[KindScores], filters: Filters, ids: Ids) -> Gathered:
    """Return the ties of candidates.

    Parameters
    ----------
    index
        Where the ties are.
    kinds
        As :func:`handiwork.search.scoring.score_kinds` returned them for these filters.
    filters
        What may take part.
    ids
        Persons' ids, ascending: the candidates; others' ties are left out.
    """
    allowed = allowed_persons(index, [kind.matched for kind in kinds], filters)
    found: list[tuple[npt.NDArray[np.generic], ...]] = []
    for kind in kinds:
        documents, docs = kind.matched.documents, kind.matched.docs
        first, last = documents.offsets[docs], documents.offsets[docs + 1]
        persons = pick(documents.persons, first, last)
        repositories = np.repeat(documents.repositories[docs], last - first)
        days, masks = pick(documents.days, first, last), pick(documents.kinds, first, last)
        kept = kept_ties(index, kind.matched, persons, filters, allowed=allowed)
        if kept is not None:
            persons, repositories, days, masks = persons[kept], repositories[kept], days[kept], masks[kept]
        micros = kind.values * kind.scale * index.damping[persons] * MICRO
        found.append((persons, repositories, days, masks, micros))
    persons, repositories, days, masks, micros = (np.concatenate(column) for column in zip(*found, strict=True))
    places = np.searchsorted(ids, persons)
    known = places < len(ids)
    known[known] = ids[places[known]] == persons[known]
    return Gathered(len(ids), places[known], repositories[known], days[known], masks[known], micros[known])
