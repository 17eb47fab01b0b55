"""Repositories that share contributors: what one is told of its neighbours, and which lie nearest to several.

Two things are in an index, both written by :mod:`handiwork.index.relating`:

- for each repository its 20 neighbours with shared contributors far above chance, exact and with the number of
  people who connect them;
- a vector for each repository with enough contributors, so that repositories that share nobody with a seed,
  but the people of its neighbours, are found too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = ["Embedded", "NearRepository", "Related", "nearest_repositories"]


@dataclass(frozen=True, slots=True)
class Related:
    """One neighbour of a repository.

    Attributes
    ----------
    repo_no
        The neighbour.
    shared
        People who contributed to both, at least 3; people active nearly everywhere are not counted.
    strength
        How far above chance: a damped log-likelihood ratio, above 0; compares neighbours of one repository.
    """

    repo_no: int
    shared: int
    strength: float


@dataclass(frozen=True, slots=True)
class NearRepository:
    """One repository near some others.

    Attributes
    ----------
    repo_no
        The repository.
    similarity
        Cosine with the mean of the others, above 0 and at most 1.
    """

    repo_no: int
    similarity: float


class Embedded(Protocol):
    """What :func:`nearest_repositories` reads of an index."""

    @property
    def embedding(self) -> npt.NDArray[np.float32]:
        """Shape (embedded repositories, k), float32, rows of length 1."""

    @property
    def embedding_repositories(self) -> npt.NDArray[np.int32]:
        """Shape (embedded repositories,), int32, ascending: the repo_no of each row."""

    @property
    def embedding_namesakes(self) -> npt.NDArray[np.int32]:
        """Shape (embedded repositories,), int32: the same number for the same name after the owner."""


def nearest_repositories(index: Embedded, repo_numbers: Collection[int], limit: int) -> tuple[NearRepository, ...]:
    """Return the repositories nearest to the mean of some others, best first, ties by number.

    Parameters
    ----------
    index
        Where to look.
    repo_numbers
        The seeds; those with too few contributors to have a vector are passed over.
    limit
        At most so many, at least 1.

    Returns
    -------
    tuple of NearRepository
        Neither the seeds nor repositories that bear a seed's name under another owner; empty if no seed has a
        vector.

    Notes
    -----
    One pass over the vectors. Sums run in one thread and in one order: the same bytes everywhere on a machine.
    """
    rows = _rows(index.embedding_repositories, repo_numbers)
    if not len(rows) or limit < 1:
        return ()
    centre = index.embedding[rows].sum(axis=0, dtype=np.float32)
    length = np.sqrt(np.einsum("i,i->", centre, centre))
    if length == 0:
        return ()
    similar = np.einsum("ij,j->i", index.embedding, centre / length)
    similar[np.isin(index.embedding_namesakes, index.embedding_namesakes[rows])] = -1
    return tuple(
        NearRepository(int(index.embedding_repositories[row]), min(float(similar[row]), 1.0))
        for row in _best(similar, limit)
        if similar[row] > 0
    )


# --- private ---


def _rows(numbers: npt.NDArray[np.int32], wanted: Collection[int]) -> npt.NDArray[np.int64]:
    """Return the places of some numbers in an ascending array, those that are there."""
    asked = np.array(sorted(set(wanted)), dtype=np.int64)
    places = np.searchsorted(numbers, asked)
    inside = places < len(numbers)
    places, asked = places[inside], asked[inside]
    found: npt.NDArray[np.int64] = places[numbers[places] == asked]
    return found


def _best(values: npt.NDArray[np.float32], limit: int) -> npt.NDArray[np.int64]:
    """Return the places of the largest values, largest first, ties by place."""
    least = np.partition(values, -limit)[-limit] if limit < len(values) else -np.inf
    places = np.flatnonzero(values >= least)
    chosen: npt.NDArray[np.int64] = places[np.argsort(-values[places], kind="stable")][:limit]
    return chosen
