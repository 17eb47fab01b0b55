"""The documents of one kind: what they match and whom they are associated with, as arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index.presence import Presence

__all__ = ["KINDS", "Documents"]

KINDS: tuple[str, ...] = ("repository", "area", "title")
"""The kinds of document, in the order parts are shown where they tie."""


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents of one kind: what they match and whom they are associated with.

    Attributes
    ----------
    kind
        One of :data:`KINDS`.
    term_offsets
        Shape (terms + 1,), int64: where each term's postings begin.
    posting_docs, impacts
        Shape (postings,), int32 and float32: documents of a term in ascending order, their BM25 impacts above 0.
    peaks
        Shape (terms,), float32: largest impact of each term, 0 where this kind does not have it.
    offsets
        Shape (documents + 1,), int64: where each document's associations begin.
    persons, weights, days
        Shape (associations,), int32, float32, int32: who in ascending order, how strongly, and the day of the
        last act (days since 1970-01-01).
    repositories
        Shape (documents,), int32, non-decreasing.
    newest
        Shape (documents,), int32: newest of its associations' days.
    kinds
        Shape (associations,), int32: bit mask of the kinds of contribution in it, by
        :attr:`~handiwork.index.ContributionKind.code`.
    months
        Shape (associations,), uint64: bit mask of the calendar months with an act; bit 0 is the month the index
        was built on, bit 63 the earliest that is known.
    seen
        Shape (documents,), int32: the kinds of contribution in any of its associations.
    presence
        Which documents may have a common term; None where documents are few.
    """

    kind: str
    term_offsets: npt.NDArray[np.int64]
    posting_docs: npt.NDArray[np.int32]
    impacts: npt.NDArray[np.float32]
    peaks: npt.NDArray[np.float32]
    offsets: npt.NDArray[np.int64]
    persons: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    days: npt.NDArray[np.int32]
    repositories: npt.NDArray[np.int32]
    newest: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    months: npt.NDArray[np.uint64]
    seen: npt.NDArray[np.int32]
    presence: Presence | None = None

    @property
    def count(self) -> int:
        """Number of documents."""
        return len(self.repositories)

    def spread(self, term: int) -> int:
        """Return how many documents have a term."""
        return int(self.term_offsets[term + 1] - self.term_offsets[term])

    def postings(self, term: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Return the documents of one term and their impacts."""
        first, last = self.term_offsets[term], self.term_offsets[term + 1]
        return self.posting_docs[first:last], self.impacts[first:last]
