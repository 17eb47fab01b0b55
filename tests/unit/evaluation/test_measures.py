"""What counts in a ranking, and where."""

import math

from handiwork.evaluation import MEASURES, measure
from handiwork.evaluation.measures import measure_rankings


def test_a_person_without_a_login_holds_a_place_and_is_never_right(topic):
    asked = topic(relevant=("ada_l",))
    assert measure({asked.id: [None, None, "ada_l"]}, [asked])[asked.id]["mrr"] == 1 / 3


def test_logins_are_compared_in_any_case(topic):
    asked = topic(relevant=("Ada_L",))
    assert measure({asked.id: ["aDA_l"]}, [asked])[asked.id]["success@1"] == 1.0


def test_a_login_that_comes_again_counts_once_and_holds_its_second_place(topic):
    asked = topic(relevant=("ada_l", "bob_k"))
    found = measure({asked.id: ["ada_l", "ADA_L", "bob_k"]}, [asked])[asked.id]
    assert math.isclose(found["ndcg@10"], (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3)))
    assert found["precision@5"] == 0.4


def test_a_topic_without_a_ranking_counts_as_nothing_found(topic):
    asked = [topic("routing"), topic("sockets")]
    found = measure({asked[0].id: ["ada_l"], "another": ["ada_l"]}, asked)
    assert list(found) == [t.id for t in asked]
    assert found[asked[1].id] == dict.fromkeys(MEASURES, 0.0)


def test_the_order_given_is_kept_however_long_the_ranking():
    names = [f"p_{n}" for n in range(100)]
    found = measure_rankings([names, names[::-1]], [["p_99"], ["p_99"]])
    assert found["mrr"].tolist() == [1 / 100, 1.0]


def test_one_of_one_among_the_first_five_is_a_fifth():
    found = measure_rankings([["bob_k", "ada_l"]], [["ada_l"]])
    assert {name: float(values[0]) for name, values in found.items()} == {
        "ndcg@10": 1 / math.log2(3),
        "mrr": 0.5,
        "precision@5": 0.2,
        "recall@20": 1.0,
        "success@1": 0.0,
    }
