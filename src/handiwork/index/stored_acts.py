"""The acts as stored in the artifact: read from the engine in order, with their documents put in by place."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.index.artifact import ArtifactWriter

__all__ = ["ActDocuments", "write_acts"]


class ActDocuments:
    """The title and the areas of every act.

    Parameters
    ----------
    n_acts
        Number of acts.
    titles
        Row of an act and its title document, each act at most once; shape (acts with a title,) each.
    areas
        Row of an act and one of its area documents, ordered by both.
    """

    def __init__(
        self,
        n_acts: int,
        titles: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]],
        areas: tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]],
    ) -> None:
        self._titles = np.full(n_acts, -1, np.int32)
        self._titles[titles[0]] = titles[1]
        self._area_rows, self._area_docs = areas

    def of(self, begin: int, end: int) -> tuple[Any, Any]:
        """Return the title documents (-1 if none) and the lists of area documents of some rows."""
        first, last = np.searchsorted(self._area_rows, [begin, end])
        counts = np.bincount(self._area_rows[first:last] - begin, minlength=end - begin)
        offsets: Any = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
        docs: Any = pa.array(self._area_docs[first:last], pa.int32())
        areas = pa.ListArray.from_arrays(offsets, docs)
        return pa.array(self._titles[begin:end]), areas


def write_acts(
    writer: ArtifactWriter, reader: pa.RecordBatchReader, documents: ActDocuments, *, n_persons: int, batch_rows: int
) -> int:
    """Write ``contributions`` and its offsets; return how many there are.

    Parameters
    ----------
    writer
        Of the artifact.
    reader
        The rows in order, ``title_doc`` and ``areas`` not yet known.
    documents
        Puts them in.
    n_persons
        Number of people.
    batch_rows
        Rows of each batch but the last, so that the bytes do not depend on how the engine cuts its own.
    """
    lengths = np.zeros(n_persons, np.int64)

    def told() -> Iterator[pa.RecordBatch]:
        begin = 0
        for batch in _even(reader, batch_rows):
            persons, counts = np.unique(batch.column("person_id").to_numpy(), return_counts=True)
            lengths[persons] += counts
            yield _with_documents(batch, documents.of(begin, begin + len(batch)))
            begin += len(batch)

    writer.table("contributions", reader.schema, told())
    writer.array("contributions.offsets", np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]))
    return int(lengths.sum())


# --- private ---


def _with_documents(batch: pa.RecordBatch, documents: tuple[Any, Any]) -> pa.RecordBatch:
    columns = {name: batch.column(name) for name in batch.schema.names}
    columns["title_doc"] = documents[0]
    columns["areas"] = documents[1].cast(batch.schema.field("areas").type)
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)


def _even(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in batches of so many, the last one smaller."""
    held: list[pa.RecordBatch] = []
    n_held = 0
    for batch in batches:
        held.append(batch)
        n_held += len(batch)
        while n_held >= rows:
            whole = pa.Table.from_batches(held).combine_chunks()
            yield from whole.slice(0, rows).combine_chunks().to_batches()
            held = whole.slice(rows).to_batches()
            n_held -= rows
    if n_held:
        yield from pa.Table.from_batches(held).combine_chunks().to_batches()
