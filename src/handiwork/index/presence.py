"""Which documents may have a common term: one bit for eight neighbours, read instead of a million postings."""

import numpy as np
import numpy.typing as npt

from handiwork.index.artifact import ArtifactWriter

__all__ = ["COMMON", "LEAST_DOCUMENTS", "Places", "Presence", "presence_rows", "write_presence"]

COMMON = 512
"""A term is common if more than one in so many documents has it."""

LEAST_DOCUMENTS = 1 << 16
"""Kinds with fewer documents than this go without: reading all postings of a term is quick enough there."""

_NEIGHBOURS = 3
"""Two to the power of this many documents share a bit."""


class Presence:
    """The common terms of one kind of document.

    Parameters
    ----------
    terms
        Shape (common terms,), int32, ascending.
    bits
        Shape (common terms, bytes), uint8: a row of bits for each, see :class:`Places`.
    """

    def __init__(self, terms: npt.NDArray[np.int32], bits: npt.NDArray[np.uint8]) -> None:
        self._terms, self._bits = terms, bits

    def of(self, term: int) -> npt.NDArray[np.uint8] | None:
        """Return a term's row of bits; None if the term is not common."""
        place = int(np.searchsorted(self._terms, term))
        is_common = place < len(self._terms) and self._terms[place] == term
        return self._bits[place] if is_common else None


class Places:
    """Where some documents stand in every term's row, worked out once for all terms.

    Parameters
    ----------
    docs
        Shape (documents,); looked up quickest in ascending order, and some ten thousand at a time.

    Examples
    --------
    >>> row = presence_rows([np.array([17])], 100)[0]
    >>> Places(np.array([15, 16, 17, 24])).may_have(row).tolist()
    [False, True, True, False]
    """

    def __init__(self, docs: npt.NDArray[np.integer]) -> None:
        self._bytes = np.right_shift(docs, _NEIGHBOURS + 3).astype(np.intp)
        bits = np.right_shift(docs, _NEIGHBOURS).astype(np.uint8)
        bits &= np.uint8(7)
        self._bits = np.left_shift(np.uint8(1), bits)

    def may_have(self, row: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
        """Return which of the documents may have a term: all that have it, and some of their neighbours.

        Parameters
        ----------
        row
            The term's bits.
        """
        found: npt.NDArray[np.bool_] = (row.take(self._bytes) & self._bits) != 0
        return found


def presence_rows(postings: list[npt.NDArray[np.integer]], n_documents: int) -> npt.NDArray[np.uint8]:
    """Return a row of bits for each of some terms.

    Parameters
    ----------
    postings
        The documents of each term.
    n_documents
        Number of documents of the kind.

    Returns
    -------
    ndarray
        Shape (terms, bytes), uint8.
    """
    n_blocks = (n_documents >> _NEIGHBOURS) + 1
    rows = np.zeros((len(postings), (n_blocks + 7) // 8), np.uint8)
    for row, docs in zip(rows, postings, strict=True):
        marks = np.zeros(n_blocks, np.uint8)
        marks[docs >> _NEIGHBOURS] = 1
        row[:] = np.packbits(marks, bitorder="little")
    return rows


def write_presence(
    writer: ArtifactWriter, kind: str, n_documents: int, *, least_documents: int = LEAST_DOCUMENTS
) -> None:
    """Write the bits of a kind's common terms, from the postings that are written; nothing for a small kind.

    Parameters
    ----------
    writer
        Of the artifact; ``<kind>.postings.docs`` and ``<kind>.terms.offsets`` must be complete.
    kind
        repository, area or title.
    n_documents
        Number of documents of the kind.
    least_documents
        Kinds with fewer go without.
    """
    if n_documents < least_documents:
        return
    offsets = writer.written(f"{kind}.terms.offsets")
    common = np.flatnonzero(np.diff(offsets) > n_documents // COMMON)
    if not len(common):
        return
    docs = writer.written(f"{kind}.postings.docs")
    writer.array(f"{kind}.presence.terms", common.astype(np.int32))
    with writer.stream(f"{kind}.presence.bits", np.uint8) as bits:
        for term in common.tolist():
            own = docs[offsets[term] : offsets[term + 1]]
            bits.append(presence_rows([own], n_documents)[0])
