"""Columns of numbers of a large table, read for one person at a time: views of its chunks, nothing copied."""

from bisect import bisect_right
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["ListColumn", "NumberColumn"]

Numbers = npt.NDArray[Any]


class NumberColumn:
    """A column of numbers without nulls.

    Parameters
    ----------
    column
        A chunked Arrow array; it stays mapped as long as this lives.

    Examples
    --------
    >>> import pyarrow as pa
    >>> column = NumberColumn(pa.chunked_array([[1, 2, 3], [4, 5]]))
    >>> column.rows(1, 3).tolist(), column.rows(2, 5).tolist(), column.rows(5, 5).tolist()
    ([2, 3], [3, 4, 5], [])
    """

    def __init__(self, column: Any) -> None:
        self._chunks = [np.from_dlpack(chunk) for chunk in column.chunks if len(chunk)]
        self._ends = list(accumulate(map(len, self._chunks)))
        self._empty = np.zeros(0, self._chunks[0].dtype if self._chunks else np.int32)

    def rows(self, first: int, last: int) -> Numbers:
        """Return the numbers of some rows, the last one not counted."""
        place = bisect_right(self._ends, first)
        found = []
        while first < last:
            start = self._ends[place - 1] if place else 0
            upto = min(last, self._ends[place])
            found.append(self._chunks[place][first - start : upto - start])
            first, place = upto, place + 1
        return found[0] if len(found) == 1 else np.concatenate([self._empty, *found])


class ListColumn:
    """A column of lists of numbers without nulls.

    Parameters
    ----------
    column
        A chunked Arrow array of lists; it stays mapped as long as this lives.

    Examples
    --------
    >>> import pyarrow as pa
    >>> column = ListColumn(pa.chunked_array([[[7], [], [8, 9]], [[10]]]))
    >>> values, rows = column.rows(1, 4)
    >>> values.tolist(), rows.tolist()
    ([8, 9, 10], [1, 1, 2])
    """

    def __init__(self, column: Any) -> None:
        chunks = [chunk for chunk in column.chunks if len(chunk)]
        # What Arrow computes of lists itself, it computes with a module that is slow to load.
        self._edges = [np.from_dlpack(chunk.offsets) for chunk in chunks]
        self._values = [np.from_dlpack(chunk.values) for chunk in chunks]
        self._ends = list(accumulate(map(len, chunks)))
        self._empty = np.zeros(0, self._values[0].dtype if chunks else np.int32)

    def rows(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Return the numbers in the lists of some rows, and for each the row it is in, counted from the first."""
        begin, place = first, bisect_right(self._ends, first)
        values, rows = [self._empty], [np.zeros(0, np.int64)]
        while first < last:
            start = self._ends[place - 1] if place else 0
            upto = min(last, self._ends[place])
            edges = self._edges[place][first - start : upto - start + 1]
            values.append(self._values[place][edges[0] : edges[-1]])
            rows.append(np.repeat(np.arange(first - begin, upto - begin), np.diff(edges)))
            first, place = upto, place + 1
        return np.concatenate(values), np.concatenate(rows)
