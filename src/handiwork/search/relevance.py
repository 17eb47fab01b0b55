"""Terms → the best documents of each kind, exactly, without looking at most of the postings.

Documents are visited in blocks, so that the sums of a block stay in the processor's cache. Once ``cut``
documents are known, terms that together cannot lift a document above the worst of them are only looked
up for documents that other terms brought in (MaxScore: Turtle and Flood 1995,
doi:10.1016/0306-4573(95)00020-H).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index import Documents, KindSettings

__all__ = ["Boost", "Matched", "match"]

_BLOCK = 1 << 20
_SLACK = 1 - 1e-9
"""Bounds are compared with a little room, as sums of floats depend on their order."""

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents of one kind that take part.

    Attributes
    ----------
    documents
        All documents of the kind.
    docs
        Shape (matched,), int64, ascending.
    relevance
        Shape (matched,), float64 in (0, 1]; the best document has 1.
    """

    documents: Documents
    docs: Ids
    relevance: Scores


@dataclass(frozen=True, slots=True)
class Boost:
    """What lifts the documents of matching repositories.

    Attributes
    ----------
    lifts
        Shape (repositories,), float64, not negative: a document's relevance is multiplied with 1 + lift.
    largest
        The largest lift.
    """

    lifts: Scores
    largest: float


@dataclass(frozen=True, slots=True)
class _List:
    """The postings of one term: documents, impacts, the term's weight, the most it can give."""

    docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    weight: float
    peak: float


def match(
    documents: Documents,
    terms: Mapping[int, float],
    settings: KindSettings,
    *,
    ranges: list[tuple[int, int]],
    since_day: int | None = None,
    boost: Boost | None = None,
) -> Matched:
    """Return the best documents of one kind for weighted terms.

    Parameters
    ----------
    documents
        The kind.
    terms
        Term number → weight.
    settings
        ``cut`` and ``sharpness`` are used.
    ranges
        Half-open, ascending ranges of documents that may take part.
    since_day
        Only documents whose newest act is on or after this day; None means all.
    boost
        Lifts documents before the cut; None means no lift.

    Returns
    -------
    Matched
        At most ``cut`` documents; of equal ones at the cut those with the lower number.

    Notes
    -----
    Cost: the postings of the rarer terms within the ranges, plus look-ups in those of the commoner ones.
    """
    lists = _lists(documents, terms)
    pool = _Pool(documents, settings.cut, since_day, boost)
    edges = list(_blocks(ranges))
    if lists and edges:
        tails = [*np.cumsum([p.peak for p in reversed(lists)])[::-1].tolist(), 0.0]
        sums = np.zeros(max(last - first for first, last in edges))
        bounds = [np.searchsorted(p.docs, np.array(edges).ravel()).reshape(-1, 2).tolist() for p in lists]
        for number, (first, _) in enumerate(edges):
            block = [
                (p.docs[b[number][0] : b[number][1]], p.impacts[b[number][0] : b[number][1]], p.weight)
                for p, b in zip(lists, bounds, strict=True)
            ]
            pool.add(*_score_block(block, tails, sums, first, pool.floor))
    docs, scores = pool.best()
    if len(scores):
        scores = (scores / scores.max()) ** settings.sharpness
    return Matched(documents, docs, scores)


# --- private ---


def _lists(documents: Documents, terms: Mapping[int, float]) -> list[_List]:
    """Return the postings of the terms this kind has, the strongest first."""
    found = []
    for term, weight in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        if len(docs):
            found.append(_List(docs, impacts, weight, weight * float(documents.peaks[term])))
    return sorted(found, key=lambda p: -p.peak)


def _blocks(ranges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in ranges:
        for start in range(first, last, _BLOCK):
            yield start, min(start + _BLOCK, last)


def _score_block(
    block: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], float]],
    tails: list[float],
    sums: Scores,
    first: int,
    floor: float,
) -> tuple[Ids, Scores]:
    """Return the documents of a block that may beat ``floor`` and their sums; ``sums`` is zero before and after."""
    bringing = next((i for i, tail in enumerate(tails) if tail < floor * _SLACK), len(block))
    fresh = []
    for docs, impacts, weight in block[:bringing]:
        places = docs.astype(np.int64) - first
        before = sums[places]
        fresh.append(places[before == 0])
        sums[places] = before + impacts * np.float64(weight)
    places = np.concatenate(fresh) if fresh else np.zeros(0, np.int64)
    scores = sums[places]
    sums[places] = 0
    for number in range(bringing, len(block)):
        docs, impacts, weight = block[number]
        hopeful = scores + tails[number] >= floor * _SLACK
        places, scores = places[hopeful], scores[hopeful]
        if len(docs):
            at = np.minimum(np.searchsorted(docs, places + first), len(docs) - 1)
            scores += np.where(docs[at] == places + first, impacts[at] * np.float64(weight), 0.0)
    return places + first, scores


class _Pool:
    """The best documents so far; later ones must be better than the worst of them."""

    def __init__(self, documents: Documents, cut: int, since_day: int | None, boost: Boost | None) -> None:
        self._documents, self._cut, self._since_day, self._boost = documents, cut, since_day, boost
        self._docs: Ids = np.zeros(0, np.int64)
        self._scores: Scores = np.zeros(0)
        self.floor = 0.0
        """Sum below which no document can enter any more, before the lift."""

    def add(self, docs: Ids, scores: Scores) -> None:
        hopeful = scores >= self.floor * _SLACK
        docs, scores = docs[hopeful], scores[hopeful]
        if self._since_day is not None:
            recent = self._documents.newest[docs] >= self._since_day
            docs, scores = docs[recent], scores[recent]
        if self._boost is not None:
            scores = scores * (1 + self._boost.lifts[self._documents.repositories[docs]])
        docs, scores = np.concatenate([self._docs, docs]), np.concatenate([self._scores, scores])
        self._docs, self._scores = _best(docs, scores, self._cut)
        if len(self._docs) == self._cut:
            largest = 0.0 if self._boost is None else self._boost.largest
            self.floor = float(self._scores.min()) / (1 + largest)

    def best(self) -> tuple[Ids, Scores]:
        return self._docs, self._scores


def _best(docs: Ids, scores: Scores, cut: int) -> tuple[Ids, Scores]:
    """Return the ``cut`` best in the order of their numbers; of equal ones those with lower numbers."""
    if len(docs) > cut:
        worst = np.partition(scores, len(scores) - cut)[len(scores) - cut]
        kept = scores >= worst
        docs, scores = docs[kept], scores[kept]
    order = np.argsort(docs)
    docs, scores = docs[order], scores[order]
    if len(docs) > cut:
        kept = scores > worst
        kept[np.flatnonzero(scores == worst)[: cut - int(kept.sum())]] = True
        docs, scores = docs[kept], scores[kept]
    return docs, scores
