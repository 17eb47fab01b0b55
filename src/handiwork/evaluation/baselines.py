"""Simple rankings to compare with, from the index artifact alone, over the same pool of people and acts.

=================  ================================================================================
commit-count       commits authored
commit-count-2y    the same, each halved every two years
keyword-count      acts whose title has a word of the query
bm25-profile       BM25 over one text a person, all titles of their acts (Model 1)
model2             Σ over titles of BM25 · 1 for everybody who acted on it (Model 2, linear relevance)
=================  ================================================================================

Models 1 and 2 are those of Balog, Azzopardi and de Rijke 2006, doi:10.1145/1148170.1148181. Words are cut and
stemmed as for a search, but none of the ranking's constants plays a part, so that baselines stay put while it is
tuned. Statistics of words are those of the pool.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.index.reader import numbers_of
from handiwork.index.text import analyse, query_words, words_of

__all__ = ["BASELINES", "Baselines"]

_HALF_LIFE_DAYS = 2 * 365.25
_PROFILE = (1.2, 0.75)
"""k1 and b of Model 1: the usual ones (Robertson and Zaragoza 2009, doi:10.1561/1500000019)."""
_TITLE = (1.0, 0.3)
"""k1 and b of Model 2: titles are short, so length says little."""
_NO_WORD = r"[^\p{L}\p{N}_+#]+"
_EPOCH_ORDINAL = 719163

Scores = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


class Baselines:
    """The baselines over one pool.

    Parameters
    ----------
    index
        Where the acts are.
    repositories
        Repository numbers the pool is limited to; None means everything.
    excluded
        Person ids that are left out.
    """

    def __init__(self, index: Index, repositories: Collection[int] | None, excluded: Collection[int] = ()) -> None:
        self._index = index
        columns = ("person_id", "repo_no", "kind", "day", "title_doc")
        found = {name: numbers_of(index.contributions.column(name)) for name in columns}
        kept = np.ones(len(found["kind"]), bool)
        if repositories is not None:
            kept &= np.isin(found["repo_no"], list(repositories))
        if excluded:
            kept &= np.isin(found["person_id"], list(excluded), invert=True)
        self._acts = {name: values[kept] for name, values in found.items()}
        self._people, self._who = np.unique(self._acts["person_id"], return_inverse=True)

    def rank(self, name: str, query: str, depth: int) -> list[int]:
        """Return person ids for a query, best first; of equal ones the lower id first; nobody without a score.

        Parameters
        ----------
        name
            One of :data:`BASELINES`.
        query
            The text that is asked.
        depth
            At most so many.
        """
        scores = BASELINES[name](self, query)
        order = np.lexsort((self._people, -scores))[:depth]
        return [int(self._people[i]) for i in order if scores[i] > 0]

    # --- the baselines; each returns a score for each person of the pool ---

    def commit_count(self, query: str) -> Scores:
        """Return the number of commits authored."""
        del query
        return self._per_person(self._commits.astype(np.float64))

    def commit_count_2y(self, query: str) -> Scores:
        """Return the number of commits authored, each halved every two years before the index's date."""
        del query
        today = self._index.built_on.toordinal() - _EPOCH_ORDINAL
        return self._per_person(self._commits * 0.5 ** ((today - self._acts["day"]) / _HALF_LIFE_DAYS))

    def keyword_count(self, query: str) -> Scores:
        """Return the number of acts whose title has a word of the query."""
        matches = self._words[:, self._columns(query)].sum(axis=1) > 0
        return np.asarray(self._acted @ np.asarray(matches, dtype=np.float64).ravel())

    def bm25_profile(self, query: str) -> Scores:
        """Return the BM25 of each person's titles as one text."""
        return _sum(self._profile_impacts, self._columns(query))

    def model2(self, query: str) -> Scores:
        """Return the sum of the BM25 of the titles each person acted on."""
        return np.asarray(self._touched @ _sum(self._title_impacts, self._columns(query)))

    # --- private ---

    @cached_property
    def _commits(self) -> npt.NDArray[np.bool_]:
        code = next(k.code for k in CONTRIBUTION_KINDS if k.name == "commit")
        return np.asarray(self._acts["kind"] == code)

    def _per_person(self, values: Scores) -> Scores:
        return np.bincount(self._who, weights=values, minlength=len(self._people)).astype(np.float64, copy=False)

    @cached_property
    def _titles(self) -> tuple[Ids, Ids]:
        """Return the title documents of the pool, and the place among them of each act that has one."""
        docs, places = np.unique(self._acts["title_doc"][self._has_title], return_inverse=True)
        return docs.astype(np.int64), places

    @cached_property
    def _has_title(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self._acts["title_doc"] >= 0)

    @cached_property
    def _acted(self) -> sparse.csr_array:
        """How many acts each person has under each title, shape (people, titles)."""
        docs, places = self._titles
        who = self._who[self._has_title]
        shape = (len(self._people), len(docs))
        return sparse.coo_array((np.ones(len(who)), (who, places)), shape=shape).tocsr()

    @cached_property
    def _touched(self) -> sparse.csr_array:
        """Who acted on which title at all: 1 where so."""
        return (self._acted > 0).astype(np.float64)

    @cached_property
    def _counted(self) -> tuple[dict[str, int], sparse.csc_array]:
        """Return the terms with their columns, and how often each is in each title."""
        docs, _ = self._titles
        titles: Any = self._index.contributions.column("title").take(self._index.title_rows[docs])
        pieces = pc.split_pattern_regex(titles.combine_chunks().cast(pa.large_string()), pattern=_NO_WORD)
        piece = pc.list_flatten(pieces).dictionary_encode()
        title = numbers_of(pc.list_parent_indices(pieces))
        terms, meanings = _meanings(piece.dictionary.to_pylist())
        codes = numbers_of(piece.indices)
        spread = sparse.coo_array((np.ones(len(codes)), (title, codes)), shape=(len(docs), meanings.shape[0]))
        return terms, (spread.tocsr() @ meanings).tocsc()

    @property
    def _words(self) -> sparse.csc_array:
        return self._counted[1]

    @cached_property
    def _title_impacts(self) -> sparse.csc_array:
        return _bm25(self._words, *_TITLE)

    @cached_property
    def _profile_impacts(self) -> sparse.csc_array:
        return _bm25((self._touched @ self._words).tocsc(), *_PROFILE)

    def _columns(self, query: str) -> list[int]:
        """Return the columns of the query's terms: of each word its own, or those of its parts."""
        terms = self._counted[0]
        found: dict[int, None] = {}
        for word in query_words(query)[0]:
            wanted: Sequence[str] = (word.joined,) if word.joined in terms else word.parts
            found.update((terms[t], None) for t in wanted if t in terms)
        return list(found)


BASELINES: dict[str, Callable[[Baselines, str], Scores]] = {
    "commit-count": Baselines.commit_count,
    "commit-count-2y": Baselines.commit_count_2y,
    "keyword-count": Baselines.keyword_count,
    "bm25-profile": Baselines.bm25_profile,
    "model2": Baselines.model2,
}
"""The baselines by name, the simplest first."""


# --- private ---


def _meanings(pieces: list[str]) -> tuple[dict[str, int], sparse.csr_array]:
    """Return the terms of distinct pieces of text with their columns, and how often each piece has each."""
    terms: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, piece in enumerate(pieces):
        for word in words_of(piece):
            for term in analyse(word):
                rows.append(row)
                columns.append(terms.setdefault(term, len(terms)))
    shape = (len(pieces), len(terms))
    return terms, sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _bm25(counts: sparse.csc_array, k1: float, b: float) -> sparse.csc_array:
    """Return what each term gives to each text: BM25 with an idf that is never negative."""
    n_texts = counts.shape[0]
    spread = np.diff(counts.indptr)
    idf = np.log1p((n_texts - spread + 0.5) / (spread + 0.5))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norm = k1 * (1 - b + b * lengths / max(lengths.mean() if n_texts else 1.0, 1e-12))
    impacts = counts.copy()
    impacts.data = np.repeat(idf, spread) * counts.data * (k1 + 1) / (counts.data + norm[counts.indices])
    return impacts


def _sum(impacts: sparse.csc_array, columns: list[int]) -> Scores:
    return np.asarray(impacts[:, columns].sum(axis=1), dtype=np.float64).ravel()
