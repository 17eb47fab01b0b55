"""Columns and tables of an artifact: opened without copying, and looked up without loading what is slow to load."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["are_filled", "first_place", "open_table", "places_of"]


def open_table(path: Path) -> pa.Table:
    """Return a table of an artifact, memory-mapped.

    Notes
    -----
    Arrow makes an array for a column without chunks with a function that loads pandas where it is installed; so a
    table without rows gets an empty one.
    """
    found = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    if found.column(0).num_chunks:
        return found
    nothing = [pa.nulls(0, field.type) for field in found.schema]
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(nothing, schema=found.schema)])


def are_filled(texts: Any, places: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which of some texts of an Arrow array without nulls are not empty, read off where they begin and end."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return np.asarray(offsets[places + 1] > offsets[places], dtype=bool)


def places_of(column: Any, wanted: str) -> Iterator[int]:
    """Yield the places of a text in a sorted column without nulls."""
    low = first_place(column, wanted)
    while low < len(column) and column[low].as_py() == wanted:
        yield low
        low += 1


def first_place(column: Any, wanted: str) -> int:
    """Return the first place of a sorted column that does not come before a text.

    Examples
    --------
    >>> first_place(pa.array(["api", "web"]), "async")
    1
    """
    low, high = 0, len(column)
    while low < high:
        middle = (low + high) // 2
        if column[middle].as_py() < wanted:
            low = middle + 1
        else:
            high = middle
    return low
