"""What one person's work gives for a brief, wherever they stand in the ranking."""

from dataclasses import replace

import numpy as np

from handiwork.brief import Brief
from handiwork.index import KINDS, Index
from handiwork.search.filters import resolve_filters
from handiwork.search.options import SearchOptions
from handiwork.search.ranking import match_all
from handiwork.search.results import MICRO, DocumentShare
from handiwork.search.scoring import score_kinds, shares_of

__all__ = ["work_for"]


def work_for(index: Index, brief: Brief, options: SearchOptions, person_id: int) -> tuple[DocumentShare, ...]:
    """Return what each matched document gives to one person, the strongest first.

    Parameters
    ----------
    index
        An opened index.
    brief
        Made with this index.
    options
        As the app asks with, those who must not appear among them.
    person_id
        Whose work; empty if none of it matches, or they are left out.

    Notes
    -----
    Cost: that of a search, as everybody is what a person is measured by.
    """
    filters = resolve_filters(index, replace(options, limit=1))
    kinds, ids, _ = score_kinds(index, match_all(index, brief, filters), filters)
    if person_id not in ids:
        return ()
    [shares] = shares_of(index, kinds, np.array([person_id], np.int64))
    order = np.lexsort((shares.docs, shares.kinds, -shares.micros)).tolist()
    return tuple(
        DocumentShare(KINDS[shares.kinds[i]], int(shares.docs[i]), float(shares.micros[i]) / MICRO)
        for i in order
        if shares.micros[i] > 0
    )
