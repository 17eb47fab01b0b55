"""How many acts are behind persons' scores, counted act by act, batch by batch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.index import KINDS, Index
from handiwork.index.reader import numbers_of
from handiwork.search.filters import Filters
from handiwork.search.relevance import Matched

__all__ = ["count_acts"]

Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


def count_acts(
    index: Index, persons: Ids, matches: Sequence[Matched], filters: Filters, *, maintainers: Ids | None
) -> Ids:
    """Count the acts of some persons on matched documents.

    Parameters
    ----------
    index
        Where the acts are.
    persons
        Person ids, ascending.
    matches
        The matched documents of each kind.
    filters
        Only acts on or after its ``since_day`` and of one of its ``kinds`` count.
    maintainers
        Sorted numbers ``repository · persons of the index + person``: only acts there count; None means all.

    Returns
    -------
    ndarray
        Shape (persons,), int64. An act counts once, however many documents it is in; one that stands for
        several like ones counts once.
    """
    matched = _marks(index, matches)
    offsets = index.contribution_offsets
    wanted = np.zeros(index.n_persons, bool)
    wanted[persons] = True
    counts = np.zeros(index.n_persons, np.int64)
    start = 0
    for batch in index.contributions.to_batches():
        first, last = np.searchsorted(offsets, [start, start + batch.num_rows], side="right")
        here = np.arange(max(first - 1, 0), min(last, index.n_persons))
        lengths = np.minimum(offsets[here + 1], start + batch.num_rows) - np.maximum(offsets[here], start)
        if wanted[here].any():
            who = np.repeat(here, lengths)
            good = _behind(batch, matched, filters) & wanted[who]
            if maintainers is not None:
                good &= np.isin(
                    numbers_of(batch.column("repo_no")).astype(np.int64) * index.n_persons + who, maintainers
                )
            counts[here] += np.bincount(who[good] - here[0], minlength=len(here))
        start += batch.num_rows
    return counts[persons]


# --- private ---


def _marks(index: Index, matches: Sequence[Matched]) -> dict[str, Marks]:
    """Return for each kind which documents are matched; one more place at the end stands for none."""
    found = {kind: np.zeros(index.documents[kind].count + 1, bool) for kind in KINDS}
    for matched in matches:
        found[matched.documents.kind][matched.docs] = True
    return found


def _behind(batch: pa.RecordBatch, matched: dict[str, Marks], filters: Filters) -> Marks:
    """Return which acts of a batch are on a matched document and pass the filters."""
    found: Marks = matched["repository"][numbers_of(batch.column("repo_no"))]
    found |= matched["title"][numbers_of(batch.column("title_doc"))]
    areas: Any = batch.column("areas")
    lengths = numbers_of(areas.value_lengths())
    rows = np.repeat(np.arange(len(lengths)), lengths)
    found[rows[matched["area"][numbers_of(areas.flatten())]]] = True
    if filters.since_day is not None:
        found &= numbers_of(batch.column("day")) >= filters.since_day
    if filters.kinds:
        found &= (1 << numbers_of(batch.column("kind")).astype(np.int64)) & filters.kinds != 0
    return found
