"""Terms → the best documents of each kind, exactly, without scoring most of the postings.

Terms are taken in the order of the most they can give. A document must be among the ``cut`` best, and have
``least_relevance`` beside the best one or be among the ``sure`` best. A document that no earlier term brought
in is only taken up if its impact and the peaks of the terms to come can still get it there, and known ones are
dropped when they no longer can (in the manner of MaxScore: Turtle and Flood 1995,
doi:10.1016/0306-4573(95)00020-H).

Where only some documents may take part, how rare a term is among *them* counts: "asyncio" says much in all of
GitHub and little within asyncio's own project.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import log

import numpy as np
import numpy.typing as npt

from handiwork.index import Documents, KindSettings
from handiwork.index.presence import Places

__all__ = ["Boost", "Matched", "match", "rarity"]

_SLACK = 1 - 1e-9
"""Bounds are compared with a little room, as sums of floats depend on their order."""

_SLACK_32 = 1 - 1e-6
"""The same where single precision is compared."""

_FEW = 16
"""Where known documents are fewer than one in so many postings, they are looked up without marking those."""

_MOST_MARKS = 1 << 23
"""Marks are so many bytes at most, whatever the documents: what does not fit the processor's caches is slow."""

_STEP = 1 << 15
"""Postings looked at together: what is in between stays in the caches, in memory that was touched before."""

_MOST_BITS = 10
"""So many common terms are looked up beforehand; what all their combinations can give is worked out for each term."""

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
    pool = _Pool(documents, settings, eligible, boost)
    pool.reserve(sum(len(p.docs) for p in lists))
    n_flags = sum(p.flag > 0 for p in lists)
    for place, postings in enumerate(lists):
        pool.take(postings, _Rest(lists[place + 1 :], n_flags))
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
    """One term: documents in ascending order, their impacts, the term's weight, the most it can give.

    ``row`` are the bits of a common term, see :class:`handiwork.index.presence.Places`, or None; ``flag`` is what it
    adds to a document's flags, 0 without a row.
    """

    docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    weight: float
    peak: float
    row: npt.NDArray[np.uint8] | None
    flag: int = 0

    def gains(self, places: Ids) -> Scores:
        """Return what the term gives to some of its documents."""
        return np.multiply(self.impacts.take(places), self.weight, dtype=np.float64)


def _lists(documents: Documents, terms: Mapping[int, float], ranges: list[tuple[int, int]]) -> list[_Postings]:
    """Return the postings of the terms within the ranges, the strongest term first."""
    found = []
    is_part = ranges != [(0, documents.count)]
    size = sum(last - first for first, last in ranges)
    for term, given in sorted(terms.items()):
        docs, impacts = documents.postings(term)
        weight, spread = given, len(docs)
        if is_part:
            # Numbers of another type would have all postings converted first.
            edges = np.searchsorted(docs, np.array(ranges, dtype=docs.dtype).reshape(-1, 2)).tolist()
            docs = np.concatenate([docs[:0], *(docs[first:last] for first, last in edges)])
            impacts = np.concatenate([impacts[:0], *(impacts[first:last] for first, last in edges)])
        if is_part and len(docs):
            weight = given * rarity(size, len(docs)) / rarity(documents.count, spread)
        if len(docs):
            row = None if documents.presence is None else documents.presence.of(term)
            found.append(_Postings(docs, impacts, weight, weight * float(documents.peaks[term]), row))
    ordered = sorted(found, key=lambda p: -p.peak)
    common = sorted((p for p in ordered if p.row is not None), key=lambda p: -len(p.docs))[:_MOST_BITS]
    flags = {id(p): 1 << bit for bit, p in enumerate(common)}
    return [replace(p, flag=flags.get(id(p), 0)) for p in ordered]


class _Rest:
    """The terms that are still to come."""

    def __init__(self, terms: list[_Postings], n_flags: int) -> None:
        self.common = [p for p in terms if p.flag]
        sure = sum((p.peak for p in terms if not p.flag), start=0.0)
        self.largest = sure + sum(p.peak for p in self.common)
        """The most they can give to any document."""
        self._by_flags: Scores = np.array([sure])
        peaks = {p.flag: p.peak for p in self.common}
        for bit in range(n_flags):
            self._by_flags = np.concatenate([self._by_flags, self._by_flags + peaks.get(1 << bit, 0.0)])

    def most(self, flags: npt.NDArray[np.uint16]) -> Scores:
        """Return the most they can give to documents with some flags."""
        return self._by_flags.take(flags)

    def flags_of(self, docs: npt.NDArray[np.int32]) -> npt.NDArray[np.uint16]:
        """Return which of the common terms documents may have."""
        flags = np.zeros(len(docs), np.uint16)
        if not self.common:
            return flags
        places = Places(docs)
        for postings in self.common:
            if postings.row is not None:
                flags |= np.multiply(places.may_have(postings.row), postings.flag, dtype=np.uint16)
        return flags


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
        self._docs = np.zeros(0, np.int32)
        self._scores: Scores = np.zeros(0)
        self._flags = np.zeros(0, np.uint16)
        self._reached = 0.0
        """The ``cut``-th best sum so far, 0 while there are fewer."""
        self._floor = 0.0
        """A sum below which nothing can be among the best any more, whatever its repository."""

    def reserve(self, size: int) -> None:
        """Make room for so many documents; before the first is taken."""
        self._docs, self._scores, self._flags = _SCRATCH.room(size)

    def take(self, postings: _Postings, rest: _Rest) -> None:
        """Add one term's gains; ``rest`` are the terms after it."""
        known = self._add_to_known(postings)
        if postings.peak + rest.largest >= self._floor:
            self._bring_in(postings, known, rest)
        if self._size:
            self._raise_floor()
            self._drop(rest)

    def best(self) -> tuple[Ids, Scores]:
        """Return the ``cut`` best, lifted by their repositories, in the order of their numbers."""
        order = np.argsort(self._docs[: self._size])
        docs, scores = self._docs[order].astype(np.int64), self._scores[order]
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
        """Add to the documents already here; return their places in the postings, ascending."""
        known = [self._add_step(postings, places) for places in self._shared(postings)]
        return np.sort(np.concatenate(known)) if known else np.zeros(0, np.int64)

    def _add_step(self, postings: _Postings, candidates: Ids) -> Ids:
        """Add to some of the documents here; return their places in the postings."""
        docs = self._docs.take(candidates)
        at = np.searchsorted(postings.docs, docs)
        found = np.flatnonzero(postings.docs.take(at, mode="clip") == docs)
        places: Ids = at.take(found)
        self._scores[candidates.take(found)] += postings.gains(places)
        return places

    def _shared(self, postings: _Postings) -> Iterator[Ids]:
        """Yield the places of the documents here that may have a term: all, if they are few."""
        docs = self._docs[: self._size]
        if postings.flag:
            for start in range(0, self._size, _STEP):
                flags = self._flags[start : min(start + _STEP, self._size)]
                yield np.flatnonzero(flags & np.uint16(postings.flag)) + start
        elif self._size * _FEW < len(postings.docs):
            for start in range(0, self._size, _STEP):
                yield np.arange(start, min(start + _STEP, self._size))
        else:
            yield from _SCRATCH.shared(postings.docs, docs, self._documents.count)

    def _bring_in(self, postings: _Postings, known: Ids, rest: _Rest) -> None:
        """Add the documents that are not here yet and that their impact and the later terms let hope."""
        least = np.float32((self._floor - rest.largest) / postings.weight * _SLACK_32)
        edges = np.searchsorted(known, np.arange(0, len(postings.docs) + _STEP, _STEP)).tolist()
        for place, start in enumerate(range(0, len(postings.docs), _STEP)):
            own = known[edges[place] : edges[place + 1]] - start
            docs, gains = self._unknown(postings, slice(start, start + _STEP), own, least)
            flags = rest.flags_of(docs)
            if self._floor > 0:
                kept = np.flatnonzero(gains + rest.most(flags) >= self._floor * _SLACK)
                docs, gains, flags = docs.take(kept), gains.take(kept), flags.take(kept)
            end = self._size + len(docs)
            self._docs[self._size : end] = docs
            self._scores[self._size : end] = gains
            self._flags[self._size : end] = flags
            self._size = end

    def _unknown(
        self, postings: _Postings, part: slice, known: Ids, least: np.float32
    ) -> tuple[npt.NDArray[np.int32], Scores]:
        """Return a part of a term's documents, and what it gives to each; without known, weak and ineligible ones."""
        docs, impacts = postings.docs[part], postings.impacts[part]
        # Impacts are above 0: often every one will do, and nothing needs to be copied.
        if least > 0 or len(known) or self._eligible is not None:
            wanted = impacts >= least
            wanted[known] = False
            if self._eligible is not None:
                wanted &= self._eligible(docs)
            places = np.flatnonzero(wanted)
            docs, impacts = docs.take(places), impacts.take(places)
        return docs, np.multiply(impacts, postings.weight, dtype=np.float64)

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

    def _drop(self, rest: _Rest) -> None:
        """Drop the documents that can no longer be among the best, if that saves a quarter of them."""
        if self._floor <= 0:
            return
        least = self._floor * _SLACK
        hopeful = [
            np.flatnonzero(self._scores[start:end] + rest.most(self._flags[start:end]) >= least) + start
            for start, end in ((a, min(a + _STEP, self._size)) for a in range(0, self._size, _STEP))
        ]
        size = sum(map(len, hopeful))
        if size * 4 > self._size * 3:
            return
        self._size = 0
        for places in hopeful:
            end = self._size + len(places)
            for kept in (self._docs, self._scores, self._flags):
                kept[self._size : end] = kept.take(places)
            self._size = end


class _Scratch(threading.local):
    """Memory of one thread that each query uses again: touching new memory takes longer than what is done in it."""

    def __init__(self) -> None:
        self._docs = np.zeros(0, np.int32)
        self._scores: Scores = np.zeros(0)
        self._flags = np.zeros(0, np.uint16)
        self._marks = np.zeros(0, np.uint8)
        self._round = 0

    def room(self, size: int) -> tuple[npt.NDArray[np.int32], Scores, npt.NDArray[np.uint16]]:
        """Return room for so many documents, their sums and flags; what an earlier query left there means nothing."""
        if len(self._docs) < size:
            self._docs, self._scores, self._flags = np.empty(size, np.int32), np.empty(size), np.empty(size, np.uint16)
        return self._docs, self._scores, self._flags

    def shared(self, marked: npt.NDArray[np.int32], docs: npt.NDArray[np.int32], n_documents: int) -> Iterator[Ids]:
        """Yield the places in ``docs`` of those that may be among the marked ones: neighbours share a mark."""
        shift = max((n_documents - 1).bit_length() - (_MOST_MARKS - 1).bit_length(), 0)
        size = (n_documents >> shift) + 1
        # A mark says in which round it was made, so that none needs to be taken back.
        self._round += 1
        if len(self._marks) < size or self._round > np.iinfo(np.uint8).max:
            self._marks, self._round = np.zeros(max(size, len(self._marks)), np.uint8), 1
        for start in range(0, len(marked), _STEP):
            self._marks[marked[start : start + _STEP] >> shift] = self._round
        for start in range(0, len(docs), _STEP):
            yield np.flatnonzero(self._marks.take(docs[start : start + _STEP] >> shift) == self._round) + start


_SCRATCH = _Scratch()


def _nth_largest(values: Scores, n: int) -> float:
    return float(np.partition(values, len(values) - n)[len(values) - n])
