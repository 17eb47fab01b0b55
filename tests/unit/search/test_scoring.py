"""Persons from documents: whole parts, stable order, sparse and dense sums alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.errors import UsageError
from handiwork.search import SearchOptions
from handiwork.search.scoring import _sum, rank, whole_parts
from handiwork.search.ties import _LONG, pick


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30))
def test_whole_parts_add_up_and_stay_within_one(exact):
    exact = np.array(exact)
    total = round(float(exact.sum()))

    parts = whole_parts(exact, total)

    assert parts.sum() == total
    assert (np.abs(parts - exact) <= 1).all()


def test_the_largest_remainders_are_rounded_up_first():
    assert whole_parts(np.array([0.4, 0.4, 0.2]), 1).tolist() == [1, 0, 0]


@given(st.lists(st.integers(1, 5), max_size=40), st.integers(1, 50))
def test_ranking_is_by_score_then_by_id(micros, limit):
    ids, micros = np.arange(len(micros)) * 3, np.array(micros, np.int64)

    wanted = sorted(range(len(ids)), key=lambda i: (-micros[i], ids[i]))[:limit]

    assert rank(ids, micros, limit).tolist() == wanted


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0.1, 9)), max_size=20))
def test_sums_do_not_depend_on_how_many_people_there_are(pairs):
    persons = np.array([p for p, _ in pairs], np.int32)
    values = np.array([v for _, v in pairs])

    few, many = _sum(persons, values, 10), _sum(persons, values, 1_000_000)

    assert few[0].tolist() == many[0].tolist() == sorted({p for p, _ in pairs})
    assert few[1].tolist() == many[1].tolist()


@pytest.mark.parametrize("length", [1, _LONG + 1])
def test_spans_are_picked_in_order_whether_they_are_long_or_short(length):
    values = np.arange(1000, dtype=np.int32)
    first = np.array([500, 300, 7])
    last = np.add(first, [length, length, length])

    assert pick(values, first, last).tolist() == [
        *range(500, 500 + length),
        *range(300, 300 + length),
        *range(7, 7 + length),
    ]


def test_a_limit_below_one_is_refused():
    with pytest.raises(UsageError):
        SearchOptions(limit=0)
