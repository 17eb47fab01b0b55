"""The distinct words of all texts → numbered terms, in columns: millions of words when an index is built."""

from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from handiwork.index.text import analyse

__all__ = ["vocabulary"]

_WORDS_AT_ONCE = 1 << 17


def vocabulary(words: Any) -> tuple[Any, pa.Table]:
    """Analyse distinct words and number their terms.

    Parameters
    ----------
    words
        Arrow strings, an array or chunked, all different.

    Returns
    -------
    terms : pyarrow.Array
        The terms in order; a term's place is its number.
    meanings : pyarrow.Table
        ``word`` and ``term`` number, a row for every term of every word.

    Notes
    -----
    Only a piece of the words at a time is held as Python texts.

    Examples
    --------
    >>> terms, meanings = vocabulary(pa.array(["loops", "the", "fastLoop"]))
    >>> terms.to_pylist(), meanings.to_pydict()
    (['fast', 'fastloop', 'loop'], {'word': ['loops', 'fastLoop', 'fastLoop', 'fastLoop'], 'term': [2, 1, 0, 2]})
    """
    places, terms = [np.zeros(0, np.int64)], [pa.array([], pa.string())]
    for begin in range(0, len(words), _WORDS_AT_ONCE):
        found = [analyse(word) for word in words.slice(begin, _WORDS_AT_ONCE).to_pylist()]
        lengths = np.fromiter(map(len, found), np.int64, len(found))
        places.append(np.repeat(np.arange(begin, begin + len(found)), lengths))
        terms.append(pa.array(chain.from_iterable(found), pa.string()))
    every: Any = pa.chunked_array(terms).combine_chunks()
    coded = every.dictionary_encode()
    order = pc.array_sort_indices(coded.dictionary)
    numbers = np.empty(len(order), np.int32)
    numbers[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    meant = words.take(pa.array(np.concatenate(places)))
    return coded.dictionary.take(order), pa.table({"word": meant, "term": numbers[coded.indices.to_numpy()]})
