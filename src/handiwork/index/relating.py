"""Who works where → which repositories belong together: neighbours and vectors, written when an index is built.

**Neighbours.** Only people who contributed to 2 to 500 repositories tell which belong together. Somebody with
*d* repositories adds ``1 / √(d - 1)`` to each pair of them, so that people active everywhere weigh little
(Newman, Phys. Rev. E 64, 016132, 2001, has d - 1 without the root). If the same people had drawn as many
repositories as they have, each as often as its size says, a pair with *a* and *b* of the *m* ties would share
``a · b · Σ d √(d - 1) / m²``. How far a pair is above that is the log-likelihood ratio of its sum *o* to the
expected *e* (Dunning, Computational Linguistics 19, 1993), ``2 · (o · ln(o / e) - (o - e))`` in units of one
person's usual weight. Among a repository's neighbours it is divided by ``(a · b)^¼``, so that huge repositories
are not everybody's nearest.

**Vectors.** The matrix of repositories and people, each tie weighted by ``ln(1 + repositories / d)``, rows of
length 1, is reduced to its k leading directions (latent semantic analysis, Deerwester et al., JASIS 41, 1990)
by subspace iteration from fixed signs. Sparse products and plain sums only: no library whose sums depend on
the number of threads takes part, so the bytes do not either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from handiwork.index.artifact import ArtifactWriter
from handiwork.lake.engine import Engine

__all__ = ["Embedding", "Neighbours", "Ties", "embed", "relate", "write_arrays", "write_related"]

LEAST_SHARED = 3
"""Neighbours share at least so many people."""

LEAST_RATIO = 10.83
"""Least log-likelihood ratio of neighbours: one in a thousand by chance (chi-squared, 1 degree of freedom)."""

MOST_NEIGHBOURS = 20
"""Neighbours kept of each repository."""

BUSIEST = 500
"""People with more repositories than this say nothing about which belong together."""

LEAST_CONTRIBUTORS = 5
"""People with several repositories that a repository needs to get a vector."""

MOST_EMBEDDED = 100_000
"""Repositories that get a vector, those with the most people; bounds the time of a look-up."""

DIMENSIONS = 64
"""Length of a vector, and at most a quarter of the repositories that get one."""

_STEPS = 8
_PIECE_PRODUCTS = 1 << 22
_COLUMNS = 8
_UNIT = 1 << 16
_SHIFT = 40


@dataclass(frozen=True, slots=True)
class Ties:
    """Who contributed where, each pair once, ordered by repository and person.

    Attributes
    ----------
    repositories, persons
        Shape (ties,), int32.
    namesakes
        Shape (repositories,), int32: the same number for repositories that may be copies of one another.
    """

    repositories: npt.NDArray[np.int32]
    persons: npt.NDArray[np.int32]
    namesakes: npt.NDArray[np.int32]

    @property
    def n_repositories(self) -> int:
        """Number of repositories, those without ties too."""
        return len(self.namesakes)

    def telling(self) -> "Ties":
        """Return the ties of people with 2 to :data:`BUSIEST` repositories, people numbered anew."""
        held = np.bincount(self.persons)
        chosen = (held >= 2) & (held <= BUSIEST)
        numbers = np.cumsum(chosen, dtype=np.int32) - np.int32(1)
        kept = chosen[self.persons]
        return Ties(self.repositories[kept], numbers[self.persons[kept]], self.namesakes)

    def matrix(self, weights: npt.NDArray[Any]) -> sparse.csr_array:
        """Return the ties as a matrix of repositories and people with these weights."""
        lengths = np.bincount(self.repositories, minlength=self.n_repositories)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        n_persons = int(self.persons.max(initial=-1)) + 1
        return sparse.csr_array((weights, self.persons, starts), shape=(self.n_repositories, n_persons))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The neighbours of every repository, best first, ties by number.

    Attributes
    ----------
    offsets
        Shape (repositories + 1,), int64.
    repositories, shared, strength
        Shape (pairs,), int32, int32, float32; see :class:`handiwork.index.related.Related`.
    """

    offsets: npt.NDArray[np.int64]
    repositories: npt.NDArray[np.int32]
    shared: npt.NDArray[np.int32]
    strength: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedding:
    """Vectors of the repositories with enough contributors.

    Attributes
    ----------
    repositories
        Shape (n,), int32, ascending.
    vectors
        Shape (n, k), float32, rows of length 1, or 0 where a repository has nothing of the leading directions.
    """

    repositories: npt.NDArray[np.int32]
    vectors: npt.NDArray[np.float32]


def relate(ties: Ties) -> Neighbours:
    """Return each repository's neighbours.

    Notes
    -----
    Time grows with the pairs of repositories of all people: the sum of d² over people with d repositories.
    Weights are whole numbers of 1/65,536: sums come out the same in any order.
    """
    ties = ties.telling()
    chance = _Chance.of(ties)
    found = [_strongest(piece, chance, ties.namesakes) for piece in _overlaps(ties, chance.weights)]
    first, second, shared, strength = (
        np.concatenate([piece[column] for piece in found]) if found else np.zeros(0) for column in range(4)
    )
    lengths = np.bincount(first.astype(np.int64), minlength=ties.n_repositories)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return Neighbours(offsets, second.astype(np.int32), shared.astype(np.int32), strength.astype(np.float32))


def embed(ties: Ties) -> Embedding:
    """Return the vectors of the repositories with enough contributors.

    Notes
    -----
    Time grows with ties · k · steps; memory with people · 8 columns and repositories · k, in 8 bytes each.
    """
    chosen = _most_contributors(ties.telling())
    place = np.full(ties.n_repositories, -1, np.int32)
    place[chosen] = np.arange(len(chosen), dtype=np.int32)
    kept = place[ties.repositories] >= 0
    inside = Ties(place[ties.repositories[kept]], ties.persons[kept], ties.namesakes[chosen]).telling()
    k = min(DIMENSIONS, len(chosen) // 4)
    if not k:
        return Embedding(np.zeros(0, np.int32), np.zeros((0, 1), np.float32))
    vectors = _unit_rows(_leading(_weighted(inside), k).T)
    return Embedding(chosen.astype(np.int32), np.ascontiguousarray(vectors, np.float32))


def write_related(engine: Engine, writer: ArtifactWriter) -> dict[str, int]:
    """Write the neighbours and vectors of an index that is being built; return what to count of them.

    Parameters
    ----------
    engine
        Holds ``ix_repository_association`` and ``ix_repos``; forks take no part.
    writer
        Of the artifact.
    """
    found = engine.execute(
        "SELECT a.doc, a.person_id FROM ix_repository_association a"
        " SEMI JOIN (FROM ix_repos WHERE NOT coalesce(is_fork, false)) r ON r.repo_no = a.doc ORDER BY 1, 2"
    ).fetchnumpy()
    # Repositories without a name after the owner are nobody's copy: they get numbers of their own.
    names = engine.execute(
        "SELECT (dense_rank() OVER (ORDER BY coalesce(nullif(lower(split_part(name, '/', 2)), ''), '/' || repo_no))"
        " - 1)::INTEGER AS namesake FROM ix_repos ORDER BY repo_no"
    ).fetchnumpy()
    ties = Ties(found["doc"].astype(np.int32), found["person_id"].astype(np.int32), names["namesake"].astype(np.int32))
    return write_arrays(writer, ties)


def write_arrays(writer: ArtifactWriter, ties: Ties) -> dict[str, int]:
    """Write the neighbours and vectors that follow from ties; return what to count of them."""
    neighbours = relate(ties)
    writer.array("related.offsets", neighbours.offsets)
    writer.array("related.repositories", neighbours.repositories)
    writer.array("related.shared", neighbours.shared)
    writer.array("related.strength", neighbours.strength)
    embedding = embed(ties)
    writer.array("embedding.repositories", embedding.repositories)
    writer.array("embedding.namesakes", ties.namesakes[embedding.repositories])
    writer.array("embedding.vectors", embedding.vectors.reshape(-1))
    return {"related_pairs": len(neighbours.repositories), "embedded_repositories": len(embedding.repositories)}


# --- private ---


@dataclass(frozen=True, slots=True)
class _Chance:
    """What chance lets two repositories share.

    Attributes
    ----------
    weights
        Shape (persons,), int64: what each person adds to a pair, in 1/65,536.
    sizes
        Shape (repositories,): people of each repository.
    share
        Expected sum of weights of two repositories, divided by the product of their sizes.
    unit
        Usual weight of a person: how much sums scatter, divided by themselves.
    """

    weights: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.float64]
    share: float
    unit: float

    @classmethod
    def of(cls, ties: Ties) -> "_Chance":
        held = np.bincount(ties.persons)
        weights = np.rint(_UNIT / np.sqrt(np.maximum(held - 1, 1))).astype(np.int64)
        pairs = held * (held - 1)
        # Whole numbers: the sums are exact.
        expected = int((pairs * weights).sum())
        scatter = int((pairs * weights**2).sum())
        sizes = np.bincount(ties.repositories, minlength=ties.n_repositories).astype(np.float64)
        n_ties = max(len(ties.persons), 1)
        return cls(weights, sizes, expected / _UNIT / n_ties**2, scatter / _UNIT / max(expected, 1))


def _overlaps(ties: Ties, weights: npt.NDArray[np.int64]) -> Iterator[tuple[npt.NDArray[Any], ...]]:
    """Yield first and second repository, shared people and their weight, for all pairs that share somebody."""
    # One product counts both: people in the upper bits, their weights in the lower ones.
    left = ties.matrix((1 << _SHIFT) + weights[ties.persons])
    right = ties.matrix(np.ones(len(ties.persons), np.int64)).T.tocsr()
    held = np.bincount(ties.persons)[ties.persons]
    for begin, end in _pieces(np.bincount(ties.repositories, held, ties.n_repositories)):
        product = sparse.csr_array(left[begin:end] @ right)
        first = np.repeat(np.arange(begin, end), np.diff(product.indptr))
        packed = product.data
        yield first, product.indices, packed >> _SHIFT, (packed & ((1 << _SHIFT) - 1)) / _UNIT


def _pieces(costs: npt.NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows that together cost about as much as fits into memory."""
    steps = np.flatnonzero(np.diff(np.cumsum(costs) // _PIECE_PRODUCTS)) + 1
    yield from zip([0, *steps.tolist()], [*steps.tolist(), len(costs)], strict=True)


def _strongest(
    overlaps: tuple[npt.NDArray[Any], ...], chance: _Chance, namesakes: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[Any], ...]:
    """Return the overlaps far above chance: first and second repository, shared people, strength."""
    first, second, shared, weight = overlaps
    kept = (shared >= LEAST_SHARED) & (namesakes[first] != namesakes[second])
    first, second, shared, weight = first[kept], second[kept], shared[kept], weight[kept]
    product = chance.sizes[first] * chance.sizes[second]
    expected = product * chance.share
    ratio = 2 * (weight * np.log(weight / expected) - (weight - expected)) / chance.unit
    strength = (ratio / np.sqrt(np.sqrt(product))).astype(np.float32)
    order = np.lexsort((second, -strength, first))
    order = order[((ratio >= LEAST_RATIO) & (weight > expected))[order]]
    places = np.arange(len(order)) - np.searchsorted(first[order], first[order])
    order = order[places < MOST_NEIGHBOURS]
    return first[order], second[order], shared[order], strength[order]


def _most_contributors(ties: Ties) -> npt.NDArray[np.int64]:
    """Return the repositories that get a vector, ascending."""
    sizes = np.bincount(ties.repositories, minlength=ties.n_repositories)
    order = np.argsort(-sizes, kind="stable")[:MOST_EMBEDDED]
    return np.sort(order[sizes[order] >= LEAST_CONTRIBUTORS])


def _weighted(ties: Ties) -> sparse.csr_array:
    """Return the matrix of repositories and people: rare people weigh more, rows have length 1."""
    rarity = np.log(1 + ties.n_repositories / np.maximum(np.bincount(ties.persons), 1))[ties.persons]
    lengths = np.sqrt(np.bincount(ties.repositories, rarity**2, ties.n_repositories))
    return ties.matrix(rarity / lengths[ties.repositories])


def _leading(matrix: sparse.csr_array, k: int) -> npt.NDArray[np.float64]:
    """Return, shape (k, rows), what the k leading directions keep of each row."""
    basis = _orthonormal(_signs(k, matrix.shape[0]))
    transposed = matrix.T.tocsr()
    for _ in range(_STEPS):
        basis = _orthonormal(_through(matrix, transposed, basis))
    kept = np.einsum("in,jn->ij", basis, _through(matrix, transposed, basis))
    factor = _factor((kept + kept.T) / 2)
    found: npt.NDArray[np.float64] = np.einsum("ik,in->kn", factor, basis)
    return found


def _through(
    matrix: sparse.csr_array, transposed: sparse.csr_array, basis: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return matrix · transposed · basis, a few columns at a time: people are many."""
    image = np.empty_like(basis)
    for begin in range(0, len(basis), _COLUMNS):
        some = slice(begin, begin + _COLUMNS)
        image[some] = (matrix @ (transposed @ basis[some].T)).T
    return image


def _signs(k: int, n: int) -> npt.NDArray[np.float64]:
    """Return fixed signs without pattern, shape (k, n): the last step of SplitMix64 (Steele et al. 2014)."""
    bits = np.arange(1, k * n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.where((bits >> np.uint64(63)).reshape(k, n), 1.0, -1.0)


def _orthonormal(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return rows of length 1 at right angles (Gram-Schmidt, twice); what depends on rows before becomes 0."""
    basis = np.zeros_like(rows)
    for i, row in enumerate(rows):
        left = row.copy()
        for _ in range(2):
            left -= np.einsum("jn,j->n", basis[:i], np.einsum("jn,n->j", basis[:i], left))
        length = np.sqrt(np.einsum("n,n->", left, left))
        if length > 1e-9 * np.sqrt(np.einsum("n,n->", row, row)):
            basis[i] = left / length
    return basis


def _factor(square: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the lower Cholesky factor; directions without any extent get none."""
    factor = np.zeros_like(square)
    least = 1e-12 * square.diagonal().max(initial=0.0)
    for i in range(len(square)):
        rest = square[i:, i] - np.einsum("jk,k->j", factor[i:, :i], factor[i, :i])
        if rest[0] > least:
            factor[i:, i] = rest / np.sqrt(rest[0])
    return factor


def _unit_rows(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the rows with length 1; those almost without length become 0."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    scaled: npt.NDArray[np.float64] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0.01)
    return scaled
