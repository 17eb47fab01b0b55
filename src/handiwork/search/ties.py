"""The ties of matched documents that take part: who, and which of them the filters let pass."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from handiwork.index import Documents, Index
from handiwork.search.counting import count_acts
from handiwork.search.filters import MAINTAINER_KINDS, Filters, kinds_mask
from handiwork.search.relevance import Matched

__all__ = ["allowed_persons", "kept_ties", "maintainers", "pick"]

Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_T = TypeVar("_T", np.int32, np.float32, np.uint64)

_LONG = 64
"""Spans longer than this on average are copied one by one, shorter ones element by element."""


def pick(values: npt.NDArray[_T], first: Ids, last: Ids) -> npt.NDArray[_T]:
    """Return the values of many half-open spans, one after the other."""
    lengths = last - first
    total = int(lengths.sum())
    if total > _LONG * len(first):
        return np.concatenate([values[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)])
    before = np.cumsum(lengths) - lengths
    return values[np.repeat(first - before, lengths) + np.arange(total)]


def kept_ties(
    index: Index, matched: Matched, persons: npt.NDArray[np.int32], filters: Filters, *, allowed: Marks | None = None
) -> Marks | None:
    """Return which ties of the matched documents take part.

    Parameters
    ----------
    index
        Where the documents are.
    matched
        Documents of one kind.
    persons
        Shape (ties,): who, document by document, as :func:`pick` returns them.
    filters
        What may take part.
    allowed
        Shape (persons of the index,): who may; None means everybody, see :func:`allowed_persons`.

    Returns
    -------
    ndarray or None
        Shape (ties,), bool; None means all of them. Arrays that no filter asks about are not touched.
    """
    documents = matched.documents
    first, last = documents.offsets[matched.docs], documents.offsets[matched.docs + 1]
    marks: list[Marks] = []
    if filters.since_day is not None:
        marks.append(pick(documents.days, first, last) >= filters.since_day)
    if len(filters.excluded):
        marks.append(np.isin(persons, filters.excluded, invert=True))
    if filters.kinds:
        marks.append((pick(documents.kinds, first, last) & filters.kinds) != 0)
    if filters.maintainers_only:
        repositories = np.repeat(documents.repositories[matched.docs].astype(np.int64), last - first)
        marks.append(np.isin(repositories * index.n_persons + persons, maintainers(index, documents, matched.docs)))
    if allowed is not None:
        marks.append(allowed[persons])
    return np.logical_and.reduce(marks) if marks else None


def allowed_persons(index: Index, matches: Sequence[Matched], filters: Filters) -> Marks | None:
    """Return who may take part, as far as that is not said by a single tie.

    Returns
    -------
    ndarray or None
        Shape (persons of the index,), bool; None means everybody.

    Notes
    -----
    Counting acts reads those of everybody who has a tie that takes part.
    """
    allowed = None if filters.active_day is None else index.newest >= filters.active_day
    if filters.showing is not None:
        allowed = filters.showing if allowed is None else allowed & filters.showing
    if not filters.least_acts:
        return allowed
    some = np.zeros(index.n_persons, bool)
    for matched in matches:
        persons = pick(
            matched.documents.persons,
            matched.documents.offsets[matched.docs],
            matched.documents.offsets[matched.docs + 1],
        )
        kept = kept_ties(index, matched, persons, filters, allowed=allowed)
        some[persons if kept is None else persons[kept]] = True
    candidates = np.flatnonzero(some)
    keepers = None
    if filters.maintainers_only:
        keepers = np.unique(np.concatenate([maintainers(index, m.documents, m.docs) for m in matches]))
    counts = count_acts(index, candidates, matches, filters, maintainers=keepers)
    some[candidates] = counts >= filters.least_acts
    return some


def maintainers(index: Index, documents: Documents, docs: Ids) -> Ids:
    """Return who keeps others' work in the repositories of some documents.

    Returns
    -------
    ndarray
        Sorted numbers ``repository · persons of the index + person``, int64.
    """
    repositories = np.unique(documents.repositories[docs]).astype(np.int64)
    ties = index.documents["repository"]
    first, last = ties.offsets[repositories], ties.offsets[repositories + 1]
    keeps = (pick(ties.kinds, first, last) & kinds_mask(MAINTAINER_KINDS)) != 0
    numbers = np.repeat(repositories, last - first) * index.n_persons + pick(ties.persons, first, last)
    found: Ids = numbers[keeps]
    return found
