"""The library's measures agree with their definitions, written out slowly."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.evaluation.measures import MEASURES, measure_rankings

LOGINS = st.sampled_from([f"p_{n}" for n in range(30)])
RANKINGS = st.lists(st.one_of(st.none(), LOGINS, LOGINS.map(str.upper)), max_size=40)
JUDGED = st.lists(LOGINS, min_size=1, max_size=12, unique=True)


def _slowly(ranking, judged):
    seen, gains = set(), []
    for login in ranking:
        name = None if login is None else login.lower()
        gains.append(int(name in judged and name not in seen))
        seen.add(name)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(judged)) + 1))
    return {
        "ndcg@10": sum(g / math.log2(rank + 1) for rank, g in enumerate(gains[:10], start=1)) / ideal,
        "mrr": next((1 / rank for rank, g in enumerate(gains, start=1) if g), 0.0),
        "precision@5": sum(gains[:5]) / 5,
        "recall@20": sum(gains[:20]) / len(judged),
        "success@1": float(sum(gains[:1])),
    }


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(RANKINGS, JUDGED), min_size=1, max_size=6))
def test_measures_are_what_their_definitions_say(cases):
    found = measure_rankings([ranking for ranking, _ in cases], [judged for _, judged in cases])
    expected = [_slowly(ranking, set(judged)) for ranking, judged in cases]
    for name in MEASURES:
        np.testing.assert_allclose(found[name], [e[name] for e in expected], atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(RANKINGS.filter(bool), JUDGED, st.data())
def test_moving_a_right_person_up_never_lowers_a_measure(ranking, judged, data):
    distinct = list(dict.fromkeys(login.lower() if login else None for login in ranking))
    right = [place for place, login in enumerate(distinct) if login in judged and place > 0]
    if not right:
        return
    place = data.draw(st.sampled_from(right))
    better = [*distinct]
    better[place - 1], better[place] = better[place], better[place - 1]
    found = measure_rankings([distinct, better], [judged, judged])
    assert all(found[name][1] >= found[name][0] - 1e-12 for name in MEASURES)
