"""Which months each person worked on matched documents: the catches that pool sizes are estimated from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index import Index
from handiwork.search.filters import Filters
from handiwork.search.relevance import Matched
from handiwork.search.ties import allowed_persons, kept_ties, pick

__all__ = ["LEAST_RELEVANCE", "Captures", "read_captures"]

LEAST_RELEVANCE = 0.1
"""A document is matched if its sharpened relevance is so much at least: a tenth of what the best of its kind gives."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Captures:
    """The months of every tie between a person and a matched document.

    Attributes
    ----------
    n_persons
        Persons with a tie, numbered from 0 in the order of their ids.
    repositories
        Shape (documents,), int32: repository of each matched document, whatever its kind.
    ends
        Shape (documents,), int64: how many ties there are up to and with each document.
    persons, months
        Shape (ties,), int32 and uint64: whose, and the months with an act (bit 0: the index's own month).
    """

    n_persons: int
    repositories: npt.NDArray[np.int32]
    ends: Ids
    persons: npt.NDArray[np.int32]
    months: npt.NDArray[np.uint64]

    def histories(self, window: int, *, without: int | None = None) -> npt.NDArray[np.uint64]:
        """Return for each person the months with an act on any of the documents.

        Parameters
        ----------
        window
            Bit mask of the months to look at.
        without
            A repository whose documents are left out; None leaves out none.

        Returns
        -------
        ndarray
            Shape (persons,), uint64; 0 for persons without an act there.
        """
        found = np.zeros(self.n_persons, np.uint64)
        first = 0
        for repository, last in zip(self.repositories.tolist(), self.ends.tolist(), strict=True):
            if repository != without:
                # A person has one tie with a document, so no place is written twice.
                found[self.persons[first:last]] |= self.months[first:last]
            first = last
        return found & np.uint64(window)

    def strongest(self, window: int, limit: int) -> list[int]:
        """Return the repositories with most persons in the months, of equal ones the lower number first."""
        active = np.concatenate([[0], np.cumsum((self.months & np.uint64(window)) != 0)])
        per_document = np.diff(active[np.concatenate([[0], self.ends])])
        numbers, places = np.unique(self.repositories, return_inverse=True)
        ties = np.bincount(places, weights=per_document, minlength=len(numbers))
        return [int(numbers[i]) for i in np.lexsort((numbers, -ties))[:limit] if ties[i] > 0]


def read_captures(
    index: Index, matches: Sequence[Matched], filters: Filters, *, least_relevance: float = LEAST_RELEVANCE
) -> Captures:
    """Read the ties of the documents that match well, those alone that the filters let pass.

    Parameters
    ----------
    index
        Where they are.
    matches
        The matched documents of each kind, as a search finds them.
    filters
        As a search applies them. With ``kinds`` a tie that contains such an act counts with all its months.
    least_relevance
        Least sharpened relevance of a document, in (0, 1].
    """
    strong = [
        Matched(m.documents, m.docs[m.relevance >= least_relevance], m.relevance[m.relevance >= least_relevance])
        for m in matches
    ]
    allowed = allowed_persons(index, strong, filters)
    lengths: list[Ids] = []
    persons: list[npt.NDArray[np.int32]] = []
    months: list[npt.NDArray[np.uint64]] = []
    for matched in strong:
        documents = matched.documents
        first, last = documents.offsets[matched.docs], documents.offsets[matched.docs + 1]
        who, when = pick(documents.persons, first, last), pick(documents.months, first, last)
        sizes = last - first
        kept = kept_ties(index, matched, who, filters, allowed=allowed)
        if kept is not None:
            ends = np.concatenate([[0], np.cumsum(kept)])[np.concatenate([[0], np.cumsum(sizes)])]
            who, when, sizes = who[kept], when[kept], np.diff(ends)
        lengths.append(sizes)
        persons.append(who)
        months.append(when)
    numbers, n_persons = _renumbered(np.concatenate(persons), index.n_persons)
    repositories = np.concatenate([m.documents.repositories[m.docs] for m in strong])
    return Captures(n_persons, repositories, np.cumsum(np.concatenate(lengths)), numbers, np.concatenate(months))


# --- private ---


def _renumbered(persons: npt.NDArray[np.int32], n_persons: int) -> tuple[npt.NDArray[np.int32], int]:
    """Return persons numbered without gaps, and how many there are."""
    some = np.zeros(n_persons, bool)
    some[persons] = True
    ids = np.flatnonzero(some)
    places = np.empty(n_persons, np.int32)
    places[ids] = np.arange(len(ids), dtype=np.int32)
    return places[persons], len(ids)
