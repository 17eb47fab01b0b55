"""Documents → persons: Σ relevance · association per kind, normalised, shared out and damped; parts that add up.

The score of a person is, over the kinds that match anybody,

    Σ_kind λ_kind / Σλ · (Σ_documents relevance · association) / (the largest such sum of anybody)
    ÷ (1 + the person's total)^β

rounded to millionths. Its parts are rounded down, and what is missing goes to the largest remainders.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.index import Index
from handiwork.search.filters import Filters
from handiwork.search.relevance import Matched
from handiwork.search.results import MICRO
from handiwork.search.ties import allowed_persons, kept_ties, pick

__all__ = ["KindScores", "Shares", "rank", "score_kinds", "shares_of", "whole_parts"]

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]

_SPARSE = 10
"""Below one association for so many persons, sorting is quicker than an array over everybody (measured)."""


@dataclass(frozen=True, slots=True)
class KindScores:
    """The associations of one kind that take part.

    Attributes
    ----------
    matched
        Its documents.
    ends
        Shape (matched documents,), int64: how many associations there are up to and with each document.
    persons
        Shape (associations,), int32.
    values
        Shape (associations,), float64: relevance · association.
    scale
        What a value is multiplied with to be a share of an undamped score.
    kept
        Shape (all ties of its documents,), bool: which of them take part; None means all.
    """

    matched: Matched
    ends: Ids
    persons: npt.NDArray[np.int32]
    values: Scores
    scale: float
    kept: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """What each document gives to one person: parallel arrays of kind place, document and millionths (floats)."""

    kinds: npt.NDArray[np.int8]
    docs: Ids
    micros: Scores


def score_kinds(index: Index, matches: Sequence[Matched], filters: Filters) -> tuple[list[KindScores], Ids, Ids]:
    """Score everybody.

    Parameters
    ----------
    index
        Where the persons are.
    matches
        The matched documents of each kind; the share of a kind is multiplied with its ``confidence``.
    filters
        Which associations and persons take part.

    Returns
    -------
    tuple
        The kinds in the order given (``scale`` 0 for those that match nobody); person ids, ascending; their
        scores in millionths as whole numbers, int64, above 0.
    """
    allowed = allowed_persons(index, matches, filters)
    gathered = [_gather(index, m, filters, allowed) for m in matches]
    sums = [_sum(persons, values, index.n_persons) for _, persons, values, _ in gathered]
    peaks = [float(total.max(initial=0.0)) for _, total in sums]
    shares = [
        index.settings.kind(m.documents.kind).share * m.confidence if p > 0 else 0.0
        for m, p in zip(matches, peaks, strict=True)
    ]
    whole = sum(shares)
    scales = [s / whole / p if p > 0 else 0.0 for s, p in zip(shares, peaks, strict=True)]
    kinds = [KindScores(m, *g[:3], s, g[3]) for m, g, s in zip(matches, gathered, scales, strict=True)]
    persons = np.concatenate([ids for ids, _ in sums])
    values = np.concatenate([total * scale for (_, total), scale in zip(sums, scales, strict=True)])
    ids, scores = _sum(persons, values, index.n_persons)
    micros = np.rint(scores * index.damping[ids] * MICRO).astype(np.int64)
    return kinds, ids[micros > 0], micros[micros > 0]


def rank(ids: Ids, micros: Ids, limit: int) -> Ids:
    """Return the places of the best ``limit`` persons, best first; of equal ones the lower id first."""
    places = np.arange(len(ids))
    if len(ids) > limit:
        places = np.flatnonzero(micros >= np.partition(micros, len(ids) - limit)[len(ids) - limit])
    return places[np.lexsort((ids[places], -micros[places]))][:limit]


def shares_of(index: Index, kinds: Sequence[KindScores], persons: Ids) -> list[Shares]:
    """Return what every document gives to each of a few persons, in the order of the persons."""
    wanted = np.zeros(index.n_persons, bool)
    wanted[persons] = True
    found: list[list[npt.NDArray[np.float64]]] = []
    for place, kind in enumerate(kinds):
        at = np.flatnonzero(wanted[kind.persons])
        who = kind.persons[at]
        docs = kind.matched.docs[np.searchsorted(kind.ends, at, side="right")]
        micros = kind.values[at] * kind.scale * index.damping[who] * MICRO
        found.append([who.astype(np.float64), np.full(len(at), place, np.float64), docs.astype(np.float64), micros])
    who, places, docs, micros = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((docs, places, who))
    edges = np.searchsorted(who[order], np.stack([persons, persons + 1], axis=1)).tolist()
    spans = [order[first:last] for first, last in edges]
    return [Shares(places[s].astype(np.int8), docs[s].astype(np.int64), micros[s]) for s in spans]


def whole_parts(exact: Scores, total: int) -> npt.NDArray[np.int64]:
    """Round parts to whole numbers that add up to a given total.

    Parameters
    ----------
    exact
        Parts, not negative; their sum rounds to ``total``.
    total
        What the whole parts must add up to.

    Returns
    -------
    ndarray
        Each part rounded down or up; up where the remainder is largest, of equal ones the first.

    Examples
    --------
    >>> whole_parts(np.array([1.4, 2.5, 0.1]), 4).tolist()
    [1, 3, 0]
    """
    parts = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    order = np.argsort(parts - exact, kind="stable")
    parts[order[:missing]] += 1
    return parts


# --- private ---


def _gather(
    index: Index, matched: Matched, filters: Filters, allowed: npt.NDArray[np.bool_] | None
) -> tuple[Ids, npt.NDArray[np.int32], Scores, npt.NDArray[np.bool_] | None]:
    """Return the associations of the matched documents: where each document's end, who, how much; which are kept."""
    documents = matched.documents
    first, last = documents.offsets[matched.docs], documents.offsets[matched.docs + 1]
    lengths, ends = last - first, np.cumsum(last - first)
    persons = pick(documents.persons, first, last)
    values = np.repeat(matched.relevance, lengths) * pick(documents.weights, first, last)
    kept = kept_ties(index, matched, persons, filters, allowed=allowed)
    if kept is not None and not kept.all():
        ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), kept]))[ends]
        persons, values = persons[kept], values[kept]
    return ends, persons, values, kept


def _sum(persons: npt.NDArray[np.integer], values: Scores, n_persons: int) -> tuple[Ids, Scores]:
    """Return the persons with something, ascending, and their sums; added in the order given."""
    if len(persons) * _SPARSE < n_persons:
        ids, places = np.unique(persons, return_inverse=True)
        few: Scores = np.bincount(places, weights=values, minlength=len(ids)).astype(np.float64, copy=False)
        return ids.astype(np.int64), few
    sums: Scores = np.bincount(persons, weights=values, minlength=n_persons).astype(np.float64, copy=False)
    # Comparing first is five times as quick as asking floats.
    positive = np.flatnonzero(sums != 0).astype(np.int64, copy=False)
    return positive, sums[positive]
