"""The best documents are found exactly, however many postings are passed over."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.index import Documents, IndexSettings
from handiwork.index.presence import Presence, presence_rows
from handiwork.search.relevance import Boost, match, rarity


def documents(rng, n_docs, spreads, n_repos=7, common=()):
    """Return documents with random postings: for each term the part of the documents that have it.

    The terms of ``common`` have rows of bits as the common ones of a large index have.
    """
    lists = [np.flatnonzero(rng.random(n_docs) < part).astype(np.int32) for part in spreads]
    # Few distinct impacts, so that there are ties at every cut.
    impacts = [
        (rng.integers(1, 9, len(docs)) / 2 / (1 + 9 * part)).astype(np.float32)
        for docs, part in zip(lists, spreads, strict=True)
    ]
    offsets = np.concatenate([[0], np.cumsum([len(docs) for docs in lists])])
    nobody = np.zeros(0, np.int32)
    return Documents(
        "title",
        term_offsets=offsets,
        posting_docs=np.concatenate([nobody, *lists]),
        impacts=np.concatenate([nobody.astype(np.float32), *impacts]),
        peaks=np.array([x.max(initial=0) for x in impacts], np.float32),
        offsets=np.zeros(n_docs + 1, np.int64),
        persons=nobody,
        weights=nobody.astype(np.float32),
        days=nobody,
        repositories=np.sort(rng.integers(0, n_repos, n_docs)).astype(np.int32),
        newest=rng.integers(0, 100, n_docs).astype(np.int32),
        kinds=nobody,
        months=nobody.astype(np.uint64),
        seen=rng.integers(0, 8, n_docs).astype(np.int32),
        presence=Presence(np.array(common, np.int32), presence_rows([lists[term] for term in common], n_docs)),
    )


def plainly(found, terms, kind, ranges, since_day, lifts):
    """Score every document, then sort."""
    scores = np.zeros(found.count)
    allowed = np.zeros(found.count, bool)
    for first, last in ranges:
        allowed[first:last] = True
    for term, weight in terms.items():
        docs, impacts = found.postings(term)
        here = int(allowed[docs].sum())
        if len(docs) and here:
            # How rare a term is counts among the documents that take part.
            local, whole = rarity(int(allowed.sum()), here), rarity(found.count, len(docs))
            scores[docs] += impacts * np.float64(weight * local / whole)
    scores *= 1 + lifts[found.repositories]
    allowed &= (scores > 0) & (found.newest >= since_day)
    order = [d for d in np.lexsort((np.arange(found.count), -scores)).tolist() if allowed[d]]
    least = kind.least_relevance ** (1 / kind.sharpness) * (scores[order[0]] if order else 0)
    return {d: scores[d] for i, d in enumerate(order[: kind.cut]) if i < kind.sure or scores[d] >= least}


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n_docs=st.sampled_from([1, 40, 600, 3000]),
    spreads=st.lists(st.sampled_from([0.0, 0.002, 0.02, 0.2, 0.7]), min_size=1, max_size=6),
    cut=st.sampled_from([1, 3, 20, 500]),
    sure=st.sampled_from([1, 5, 1000]),
    least=st.sampled_from([0.0, 0.001, 0.2]),
    since_day=st.sampled_from([None, 60]),
    boosted=st.booleans(),
    parts=st.sampled_from([[(0.0, 1.0)], [(0.1, 0.2), (0.5, 0.9)], []]),
    common=st.sets(st.integers(0, 5)),
)
def test_the_best_documents_are_those_of_scoring_everything(
    *, seed, n_docs, spreads, cut, sure, least, since_day, boosted, parts, common
):
    rng = np.random.default_rng(seed)
    found = documents(rng, n_docs, spreads, common=sorted(t for t in common if t < len(spreads)))
    terms = {term: float(rng.choice([1.0, 0.25])) for term in range(len(spreads))}
    kind = replace(IndexSettings().title, cut=cut, sure=sure, least_relevance=least)
    ranges = [(int(a * n_docs), int(b * n_docs)) for a, b in parts]
    lifts = 0.15 * rng.random(7) * boosted

    boost = Boost(lifts, 0.15) if boosted else None

    def recent(docs):
        return found.newest[docs] >= since_day

    eligible = None if since_day is None else recent
    matched = match(found, terms, kind, ranges=ranges, eligible=eligible, boost=boost)
    wanted = plainly(found, terms, kind, ranges, -1 if since_day is None else since_day, lifts)

    assert matched.docs.tolist() == sorted(wanted)
    best = max(wanted.values(), default=1.0)
    assert matched.relevance == pytest.approx([(wanted[d] / best) ** kind.sharpness for d in sorted(wanted)])


def test_no_terms_match_no_documents():
    found = documents(np.random.default_rng(1), 10, [0.5])

    assert match(found, {}, IndexSettings().title, ranges=[(0, 10)]).docs.tolist() == []


@pytest.mark.parametrize("common", [(), range(300), range(0, 300, 7)])
def test_a_very_long_query_is_scored_like_a_short_one(common):
    found = documents(np.random.default_rng(2), 50, [0.7] * 300, common=common)
    kind = replace(IndexSettings().title, cut=10, sure=10)
    terms = dict.fromkeys(range(300), 1.0)

    matched = match(found, terms, kind, ranges=[(0, 50)])

    assert matched.docs.tolist() == sorted(plainly(found, terms, kind, [(0, 50)], -1, np.zeros(7)))


@pytest.mark.parametrize(("documents", "spread", "value"), [(10, 1, 1.9924), (10, 10, 0.0465), (1, 1, 0.2877)])
def test_a_term_is_the_rarer_the_fewer_documents_have_it(documents, spread, value):
    assert rarity(documents, spread) == pytest.approx(value, abs=1e-4)


def test_many_postings_are_taken_in_steps_as_they_are_at_once():
    spreads = [0.001, 0.003, 0.05, 0.4, 0.6]
    kind = replace(IndexSettings().title, cut=300, sure=100)
    terms = dict.fromkeys(range(5), 1.0)
    n_docs = 70_000
    matched = [
        match(documents(np.random.default_rng(3), n_docs, spreads, common=c), terms, kind, ranges=[(0, n_docs)])
        for c in ((), (2, 3, 4))
    ]

    wanted = plainly(documents(np.random.default_rng(3), n_docs, spreads), terms, kind, [(0, n_docs)], -1, np.zeros(7))
    assert [m.docs.tolist() for m in matched] == [sorted(wanted)] * 2
    assert matched[0].relevance.tobytes() == matched[1].relevance.tobytes()
