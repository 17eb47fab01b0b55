"""Terms → the best documents of each kind, exactly, without scoring most of the postings.

Terms are taken in the order of the most they can give. Once ``cut`` documents are known, a document that no
earlier term brought in is only taken up if its impact and the peaks of the terms to come could still lift it
among them, and known documents are dropped when they no longer can (in the manner of MaxScore: Turtle and
Flood 1995, doi:10.1016/0306-4573(95)00020-H).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index import Documents, KindSettings

__all__ = ["Boost", "Matched", "match"]

_SLACK = 1 - 1e-9
"""Bounds are compared with a little room, as sums of floats depend on their order."""

_SLACK_32 = 1 - 1e-6
"""The same where single precision is compared."""

_FEW = 8
"""Look-ups are quicker than sorting where the known documents are fewer than one in so many postings."""

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
    Cost: one pass over the postings of the terms within the ranges, and look-ups of the documents that rarer
    terms brought in.
    """
    lists = _lists(documents, terms, ranges)
    tails = np.cumsum([0.0, *(p.peak for p in reversed(lists))])[::-1].tolist()
    pool = _Pool(documents, settings.cut, since_day, boost)
    for postings, tail in zip(lists, tails[1:], strict=True):
        pool.take(postings, tail)
    docs, scores = pool.best()
    if len(scores):
        scores = (scores / scores.max()) ** settings.sharpness
    return Matched(documents, docs, scores)


# --- private ---


@dataclass(frozen=True, slots=True)
class _Postings:
    """One term: documents in ascending order, their impacts, the term's weight, the most it can give."""

    docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    weight: float
    peak: float

    def gains(self, places: slice | Ids | npt.NDArray[np.bool_]) -> Scores:
        """Return what the term gives to some of its documents."""
        return np.multiply(self.impacts[places], self.weight, dtype=np.float64)


def _lists(documents: Documents, terms: Mapping[int, float], ranges: list[tuple[int, int]]) -> list[_Postings]:
    """Return the postings of the terms within the ranges, the strongest term first."""
    found = []
    for term, weight in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        if ranges != [(0, documents.count)]:
            edges = np.searchsorted(docs, np.array(ranges, dtype=np.int64).reshape(-1, 2)).tolist()
            docs = np.concatenate([docs[:0], *(docs[first:last] for first, last in edges)])
            impacts = np.concatenate([impacts[:0], *(impacts[first:last] for first, last in edges)])
        if len(docs):
            found.append(_Postings(docs, impacts, weight, weight * float(documents.peaks[term])))
    return sorted(found, key=lambda p: -p.peak)


class _Pool:
    """The documents that may still be among the best, with their sums so far."""

    def __init__(self, documents: Documents, cut: int, since_day: int | None, boost: Boost | None) -> None:
        self._documents, self._cut, self._since_day, self._boost = documents, cut, since_day, boost
        self._docs = np.zeros(0, np.int32)
        self._scores: Scores = np.zeros(0)
        self._floor = 0.0
        """A sum below which nothing can be among the best any more, whatever its repository."""

    def take(self, postings: _Postings, tail: float) -> None:
        """Add one term's gains; ``tail`` is the most that the terms after it can give."""
        if postings.peak + tail < self._floor:
            self._add_to_known(postings)
        elif len(self._docs) * _FEW < len(postings.docs):
            self._add_around_known(postings, tail)
        else:
            self._merge(postings)
        if len(self._docs) > self._cut:
            self._raise_floor()
            hopeful = self._scores + tail >= self._floor
            self._docs, self._scores = self._docs[hopeful], self._scores[hopeful]

    def best(self) -> tuple[Ids, Scores]:
        """Return the ``cut`` best, lifted by their repositories, in the order of their numbers."""
        order = np.argsort(self._docs)
        docs, scores = self._docs[order].astype(np.int64), self._scores[order]
        if self._boost is not None:
            scores = scores * (1 + self._boost.lifts[self._documents.repositories[docs]])
        if len(docs) > self._cut:
            worst = _nth_largest(scores, self._cut)
            kept = scores > worst
            kept[np.flatnonzero(scores == worst)[: self._cut - int(kept.sum())]] = True
            docs, scores = docs[kept], scores[kept]
        return docs, scores

    def _add_to_known(self, postings: _Postings) -> Ids:
        """Add to the documents already here; return their places in the postings."""
        at = np.searchsorted(postings.docs, self._docs)
        at[at == len(postings.docs)] = 0
        shared = np.flatnonzero(postings.docs[at] == self._docs)
        places: Ids = at[shared]
        self._scores[shared] += postings.gains(places)
        return places

    def _add_around_known(self, postings: _Postings, tail: float) -> None:
        """Add to the documents already here, and bring in those of the others that may become good enough."""
        known = self._add_to_known(postings)
        wanted = postings.impacts >= np.float32((self._floor - tail) / postings.weight * _SLACK_32)
        wanted[known] = False
        fresh = self._recent(postings.docs, np.flatnonzero(wanted))
        self._docs = np.concatenate([self._docs, postings.docs[fresh]])
        self._scores = np.concatenate([self._scores, postings.gains(fresh)])

    def _merge(self, postings: _Postings) -> None:
        """Bring in and add everything by sorting: quicker than look-ups where many documents are known."""
        fresh = self._recent(postings.docs, slice(None))
        docs = np.concatenate([self._docs, postings.docs[fresh]])
        order = np.argsort(docs, kind="stable")
        docs = docs[order]
        scores = np.concatenate([self._scores, postings.gains(fresh)])[order]
        twice = np.flatnonzero(docs[1:] == docs[:-1])
        scores[twice] += scores[twice + 1]
        once = np.ones(len(docs), bool)
        once[twice + 1] = False
        self._docs, self._scores = docs[once], scores[once]

    def _recent(self, docs: npt.NDArray[np.int32], places: slice | Ids) -> slice | Ids:
        """Return those places whose documents have an act since the wanted day."""
        if self._since_day is None:
            return places
        places = np.arange(len(docs))[places]
        return places[self._documents.newest[docs[places]] >= self._since_day]

    def _raise_floor(self) -> None:
        """Note how good the best are already: they only get better, and a lift is at most ``largest``."""
        lift = 0.0 if self._boost is None else self._boost.largest
        reached = _nth_largest(self._scores, self._cut) / (1 + lift)
        self._floor = max(self._floor, reached * _SLACK)


def _nth_largest(values: Scores, n: int) -> float:
    return float(np.partition(values, len(values) - n)[len(values) - n])
