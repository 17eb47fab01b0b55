"""Terms → the best documents of each kind, exactly, without scoring most of the postings.

Terms are taken in the order of the most they can give. A document must be among the ``cut`` best, and have
``least_relevance`` beside the best one or be among the ``sure`` best. A document that no earlier term brought
in is only taken up if its impact and the peaks of the terms to come can still get it there, and known ones are
dropped when they no longer can (in the manner of MaxScore: Turtle and Flood 1995,
doi:10.1016/0306-4573(95)00020-H).

Where only some documents may take part, how rare a term is among *them* counts: "asyncio" says much in all of
GitHub and little within asyncio's own project.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from handiwork.index import Documents, KindSettings

__all__ = ["Boost", "Matched", "match", "rarity"]

_SLACK = 1 - 1e-9
"""Bounds are compared with a little room, as sums of floats depend on their order."""

_SLACK_32 = 1 - 1e-6
"""The same where single precision is compared."""

_FEW = 8
"""Where known documents are fewer than one in so many postings, they are looked up without marking those."""

Eligible = Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]]
"""Document numbers → which of them may take part."""

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
    confidence
        How much of its share of the score the kind may give, 0 to 1.
    """

    documents: Documents
    docs: Ids
    relevance: Scores
    confidence: float = 1.0


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
    eligible: Eligible | None = None,
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
        ``cut``, ``sharpness``, ``least_relevance`` and ``sure`` are used.
    ranges
        Half-open, ascending ranges of documents that may take part.
    eligible
        Says which documents may take part; None means all.
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
    pool = _Pool(documents, settings, eligible, boost)
    pool.reserve(sum(len(p.docs) for p in lists))
    for postings, tail in zip(lists, tails[1:], strict=True):
        pool.take(postings, tail)
    docs, scores = pool.best()
    if len(scores):
        scores = (scores / scores.max()) ** settings.sharpness
    return Matched(documents, docs, scores)


def rarity(documents: int, spread: int) -> float:
    """Return the inverse document frequency of a term that ``spread`` of ``documents`` have: as in the postings."""
    return log(1 + (documents - spread + 0.5) / (spread + 0.5))


# --- private ---


@dataclass(frozen=True, slots=True)
class _Postings:
    """One term: documents in ascending order, their impacts, the term's weight, the most it can give."""

    docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    weight: float
    peak: float

    def gains(self, places: Ids) -> Scores:
        """Return what the term gives to some of its documents."""
        return np.multiply(self.impacts[places], self.weight, dtype=np.float64)


def _lists(documents: Documents, terms: Mapping[int, float], ranges: list[tuple[int, int]]) -> list[_Postings]:
    """Return the postings of the terms within the ranges, the strongest term first."""
    found = []
    is_part = ranges != [(0, documents.count)]
    size = sum(last - first for first, last in ranges)
    for term, given in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        weight, spread = given, len(docs)
        if is_part:
            edges = np.searchsorted(docs, np.array(ranges, dtype=np.int64).reshape(-1, 2)).tolist()
            docs = np.concatenate([docs[:0], *(docs[first:last] for first, last in edges)])
            impacts = np.concatenate([impacts[:0], *(impacts[first:last] for first, last in edges)])
        if is_part and len(docs):
            weight = given * rarity(size, len(docs)) / rarity(documents.count, spread)
        if len(docs):
            found.append(_Postings(docs, impacts, weight, weight * float(documents.peaks[term])))
    return sorted(found, key=lambda p: -p.peak)


class _Pool:
    """The documents that may still be among the best, with their sums so far.

    They are kept in the order they came, at the beginning of arrays that have room for all of them: what
    costs here is not arithmetic but memory that is touched for the first time.
    """

    def __init__(
        self, documents: Documents, settings: KindSettings, eligible: Eligible | None, boost: Boost | None
    ) -> None:
        self._documents, self._eligible, self._boost = documents, eligible, boost
        self._cut = settings.cut
        self._sure = min(settings.sure, settings.cut)
        self._least = settings.least_relevance ** (1 / settings.sharpness)
        self._size = 0
        self._docs: Ids = np.zeros(0, np.int64)
        self._scores: Scores = np.zeros(0)
        self._marks: npt.NDArray[np.uint8] | None = None
        self._round = 0
        self._reached = 0.0
        """The ``cut``-th best sum so far, 0 while there are fewer."""
        self._floor = 0.0
        """A sum below which nothing can be among the best any more, whatever its repository."""

    def reserve(self, size: int) -> None:
        """Make room for so many documents; before the first is taken."""
        self._docs = np.empty(size, np.int64)
        self._scores = np.empty(size)

    def take(self, postings: _Postings, tail: float) -> None:
        """Add one term's gains; ``tail`` is the most that the terms after it can give."""
        known = self._add_to_known(postings)
        if postings.peak + tail >= self._floor:
            self._bring_in(postings, known, np.float32((self._floor - tail) / postings.weight * _SLACK_32))
        if self._size:
            self._raise_floor()
            self._drop(tail)

    def best(self) -> tuple[Ids, Scores]:
        """Return the ``cut`` best, lifted by their repositories, in the order of their numbers."""
        order = np.argsort(self._docs[: self._size])
        docs, scores = self._docs[order], self._scores[order]
        if self._boost is not None:
            scores = scores * (1 + self._boost.lifts[self._documents.repositories[docs]])
        good = int(np.count_nonzero(scores >= self._least * scores.max(initial=0.0)))
        size = min(max(good, self._sure), self._cut)
        if len(docs) > size:
            worst = _nth_largest(scores, size)
            kept = scores > worst
            kept[np.flatnonzero(scores == worst)[: size - int(kept.sum())]] = True
            docs, scores = docs[kept], scores[kept]
        return docs, scores

    def _add_to_known(self, postings: _Postings) -> Ids:
        """Add to the documents already here; return their places in the postings."""
        candidates = self._shared(postings.docs)
        docs = self._docs[candidates].astype(np.int32)
        at = np.searchsorted(postings.docs, docs)
        at[at == len(postings.docs)] = 0
        found = np.flatnonzero(postings.docs[at] == docs)
        places: Ids = at[found]
        self._scores[candidates[found]] += postings.gains(places)
        return places

    def _shared(self, docs: npt.NDArray[np.int32]) -> Ids:
        """Return the places of the documents here that may be among others: all, if they are few."""
        if self._size * _FEW < len(docs):
            return np.arange(self._size)
        if self._marks is None or self._round == np.iinfo(np.uint8).max:
            self._marks, self._round = np.zeros(self._documents.count, np.uint8), 0
        # A mark says in which round it was made, so that none needs to be taken back.
        self._round += 1
        self._marks[docs] = self._round
        return np.flatnonzero(self._marks.take(self._docs[: self._size], mode="clip") == self._round)

    def _bring_in(self, postings: _Postings, known: Ids, least: np.float32) -> None:
        """Add the documents that are not here yet and that an impact of ``least`` lets hope."""
        wanted = postings.impacts >= least
        wanted[known] = False
        if self._eligible is not None:
            wanted &= self._eligible(postings.docs)
        fresh = np.flatnonzero(wanted)
        end = self._size + len(fresh)
        self._docs[self._size : end] = postings.docs.take(fresh)
        np.multiply(postings.impacts.take(fresh), postings.weight, out=self._scores[self._size : end], dtype=np.float64)
        self._size = end

    def _raise_floor(self) -> None:
        """Note how good the best are already: they only get better, and a lift is at most ``largest``."""
        scores = self._scores[: self._size]
        # Who is below the last cut-th best is not above the new one: a small part of all is looked at closely.
        good = scores[scores >= self._reached]
        if len(good) < self._cut:
            reached, sure = 0.0, _nth_largest(good, min(self._sure, len(good)))
        else:
            good = np.partition(good, [len(good) - self._cut, len(good) - self._sure])
            reached, sure = float(good[len(good) - self._cut]), float(good[len(good) - self._sure])
            self._reached = reached
        if len(good) >= self._sure:
            least = min(float(good.max()) * self._least, sure)
            room = _SLACK / (1.0 if self._boost is None else 1 + self._boost.largest)
            self._floor = max(self._floor, max(least, reached) * room)

    def _drop(self, tail: float) -> None:
        """Drop the documents that can no longer be among the best, if that halves them."""
        least = self._floor - tail
        if least <= 0:
            return
        hopeful = self._scores[: self._size] >= least * _SLACK
        size = int(np.count_nonzero(hopeful))
        if size * 2 <= self._size:
            self._docs[:size] = self._docs[: self._size][hopeful]
            self._scores[:size] = self._scores[: self._size][hopeful]
            self._size = size


def _nth_largest(values: Scores, n: int) -> float:
    return float(np.partition(values, len(values) - n)[len(values) - n])
