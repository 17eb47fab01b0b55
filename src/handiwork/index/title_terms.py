"""Postings of titles, the one kind with tens of millions of documents: counted and sorted as whole numbers.

The engine cuts titles into words and knows their terms; a piece of the documents at a time, the pairs of term
and document are packed into one number each and sorted here. Impacts are those of ``sql/postings.sql``, worked
out step by step in the same order, so that they are the same to the last bit.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from handiwork.index.artifact import ArtifactWriter

__all__ = ["PIECE", "TitleStatistics", "TitleTerms", "gather_titles", "write_title_postings"]

PIECE = 1 << 20
"""Documents taken at a time."""

_WORD = 1_000_000
_Integers = npt.NDArray[np.int64]
_Pairs = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class TitleStatistics:
    """What impacts are worked out with.

    Attributes
    ----------
    k1, b
        BM25's constants for titles.
    n_documents
        Titles, those without any term too.
    """

    k1: float
    b: float
    n_documents: int


@dataclass(frozen=True, slots=True)
class TitleTerms:
    """Terms of every title.

    Attributes
    ----------
    pieces
        By :data:`PIECE` documents: a file with the term and the document of every pair in one number, sorted,
        then with its frequency (millionths of a word), and the number of pairs.
    spread
        Shape (terms,), int64: documents of each term.
    total
        All frequencies together, millionths.
    """

    pieces: list[tuple[BinaryIO, int]]
    spread: _Integers
    total: int

    def postings(self, statistics: TitleStatistics) -> Iterator[tuple[_Integers, _Integers, npt.NDArray[np.float32]]]:
        """Yield term, document and impact of every posting, piece by piece, each ordered by term and document."""
        mean = float(self.total) / max(statistics.n_documents, 1)
        rarity = _rarity(self.spread, statistics.n_documents)
        k1, b = statistics.k1, statistics.b
        for number, (file, n_pairs) in enumerate(self.pieces):
            file.seek(0)
            keys, amounts = (np.fromfile(file, np.int64, n_pairs) for _ in range(2))
            terms, docs = keys >> 32, keys & 0xFFFFFFFF
            places = docs - number * PIECE
            lengths = np.bincount(places, amounts, PIECE)
            words = amounts / 1e6
            impacts = rarity[terms] * words * (k1 + 1)
            impacts /= words + k1 * (1 - b + b * lengths[places] / mean)
            yield terms, docs, impacts.astype(np.float32)


def gather_titles(
    n_terms: int, spans: Iterable[tuple[_Pairs, _Pairs]], *, path_frequency: int, folder: Path, files: ExitStack
) -> TitleTerms:
    """Count the terms of every title.

    Parameters
    ----------
    n_terms
        How many there are.
    spans
        For each piece of :data:`PIECE` documents, in order, document and term of every word in titles, and of
        the paths, those each pair once.
    path_frequency
        What a term in the paths adds, millionths of a word.
    folder
        Where there is room for files without a name.
    files
        Closes them; they are gone then.
    """
    spread = np.zeros(n_terms, np.int64)
    total = 0
    pieces: list[tuple[BinaryIO, int]] = []
    for words, paths in spans:
        keys, amounts = _counted(_packed(words))
        amounts *= _WORD
        if path_frequency:
            keys, amounts = _with_paths(keys, amounts, _packed(paths), path_frequency)
        file: Any = files.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115 - the stack is the context
        keys.tofile(file)
        amounts.tofile(file)
        pieces.append((file, len(keys)))
        spread += np.bincount(keys >> 32, minlength=n_terms)
        total += int(amounts.sum())
    return TitleTerms(pieces, spread, total)


def write_title_postings(writer: ArtifactWriter, titles: TitleTerms, statistics: TitleStatistics, folder: Path) -> int:
    """Write the postings of titles; return how many there are.

    Parameters
    ----------
    writer
        Of the artifact.
    titles, statistics
        What is written.
    folder
        Where there is room for files without a name.
    """
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(titles.spread)])
    # One column after the other: only one of them is mapped at a time.
    with TemporaryFile(dir=folder) as file:
        writer.array("title.postings.docs", _docs(titles, statistics, offsets, file))
    with TemporaryFile(dir=folder) as file:
        impacts, peaks = _impacts(titles, statistics, offsets, file)
        writer.array("title.postings.impacts", impacts)
    writer.array("title.terms.offsets", offsets)
    writer.array("title.peaks", peaks)
    return int(offsets[-1])


# --- private ---


def _packed(pairs: _Pairs) -> _Integers:
    docs, terms = pairs
    return (terms.astype(np.int64) << 32) | docs


def _counted(keys: _Integers) -> tuple[_Integers, _Integers]:
    """Return the different keys in order, and how often each is there; sorts in place."""
    keys.sort()
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.diff(starts, append=len(keys))


def _with_paths(keys: _Integers, amounts: _Integers, more: _Integers, amount: int) -> tuple[_Integers, _Integers]:
    more.sort()
    places = np.searchsorted(keys, more)
    is_there = np.zeros(len(more), bool)
    inside = places < len(keys)
    is_there[inside] = keys[places[inside]] == more[inside]
    amounts[places[is_there]] += amount
    new = ~is_there
    return np.insert(keys, places[new], more[new]), np.insert(amounts, places[new], amount)


def _rarity(spread: _Integers, n_documents: int) -> npt.NDArray[np.float64]:
    """Return BM25's idf of each term; the logarithm is the engine's, once for each different number."""
    different, places = np.unique(spread, return_inverse=True)
    n = float(n_documents)
    values: list[Any] = [math.log(1 + (n - d + 0.5) / (d + 0.5)) for d in different.astype(float).tolist()]
    found: npt.NDArray[np.float64] = np.array(values)[places]
    return found


def _docs(titles: TitleTerms, statistics: TitleStatistics, offsets: _Integers, file: Any) -> npt.NDArray[np.int32]:
    """Return the documents of all postings in their order, living in a file."""
    docs = _mapped(file, np.int32, int(offsets[-1]))
    free = offsets[:-1].copy()
    for terms, piece, _ in titles.postings(statistics):
        places, _ = _places(terms, free)
        docs[places] = piece
    return docs


def _impacts(
    titles: TitleTerms, statistics: TitleStatistics, offsets: _Integers, file: Any
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the impacts of all postings in their order, living in a file, and each term's largest."""
    impacts = _mapped(file, np.float32, int(offsets[-1]))
    peaks = np.zeros(len(titles.spread), np.float32)
    free = offsets[:-1].copy()
    for terms, _, piece in titles.postings(statistics):
        places, starts = _places(terms, free)
        impacts[places] = piece
        if len(starts):
            different = terms[starts]
            peaks[different] = np.maximum(peaks[different], np.maximum.reduceat(piece, starts))
    return impacts, peaks


def _places(terms: _Integers, free: _Integers) -> tuple[_Integers, _Integers]:
    """Return where the postings of a piece go and where its terms begin; what is taken is free no more."""
    starts = np.flatnonzero(np.diff(terms, prepend=-1))
    different, lengths = terms[starts], np.diff(starts, append=len(terms))
    places = np.repeat(free[different] - starts, lengths) + np.arange(len(terms))
    free[different] += lengths
    return places, starts


def _mapped(file: Any, dtype: type[np.generic], length: int) -> npt.NDArray[Any]:
    """Return an array that lives in a file; an empty one cannot be mapped."""
    return np.memmap(file, dtype, "w+", shape=(length,)) if length else np.zeros(0, dtype)
