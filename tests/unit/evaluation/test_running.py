"""Asking topics: who is found, who counts as right, and who cannot be found at all."""

import pytest

from handiwork.catalog import load_catalog
from handiwork.evaluation import BASELINES, Group, Plan, Pool, Text, rank_topics
from handiwork.evaluation.running import known_as

ACTS = [
    {"who": "ada_l", "title": "Fix websocket routing"},
    {"who": "ada_l", "title": "Websocket routing again"},
    {"who": "bob_k", "title": "Websocket style"},
    {"who": "cyd_m", "title": "Websocket routing over there", "repo": "zeta/api"},
    {"who": "zoe_z", "title": "Routing"},
    {"who": "eve_p", "title": "Kubernetes probes", "repo": "yare/probe"},
]
PEOPLE = [
    {"login": "ada_l", "logins": ["ada_l", "ada_old", "ada_older"]},
    {"login": "bob_k", "logins": ["bob_k", "ada_older"]},
    {"login": "zoe_z", "logins": []},
]


def _always(ranking):
    """Return what makes a ranker that answers the same to every topic."""

    def make(group, plan):
        def ranker(topic):
            return ranking

        return ranker

    return make


@pytest.fixture(scope="module")
def index(open_acts):
    return open_acts(ACTS, PEOPLE)


@pytest.fixture
def ask(index):
    def ask(*topics, excluded=(), make_ranker=None, **plan):
        extra = {} if make_ranker is None else {"make_ranker": make_ranker}
        return rank_topics([Group(index, topics, excluded)], Plan(**plan), **extra)

    return ask


def test_within_a_project_only_its_own_people_are_ranked(ask, topic):
    (own,) = ask(topic("websocket routing"))
    (everybody,) = ask(topic("websocket routing"), pool=Pool.ALL)
    assert (set(own.ranking), set(everybody.ranking)) == (
        {"ada_l", "bob_k", "zoe_z"},
        {"ada_l", "bob_k", "zoe_z", "cyd_m"},
    )


def test_baselines_answer_over_the_same_people(ask, topic):
    (own,) = ask(topic("style", ["bob_k"]))
    assert list(own.baselines) == list(BASELINES)
    assert {name: found["success@1"] for name, found in own.baselines.items()} == {
        "commit-count": 0.0,
        "commit-count-2y": 0.0,
        "keyword-count": 1.0,
        "bm25-profile": 1.0,
        "model2": 1.0,
    }


def test_without_baselines_there_are_none(ask, topic):
    assert ask(topic(), baselines=False)[0].baselines == {}


def test_a_former_login_is_its_persons_present_one_and_two_of_one_person_count_once(ask, topic):
    (found,) = ask(topic("websocket routing", ["Ada_Old", "ada_l"]))
    assert (found.judged, found.relevant, found.measures["ndcg@10"]) == (("ada_l", "ada_old"), ("ada_l",), 1.0)


def test_a_login_that_two_persons_had_is_the_one_of_who_has_it_now(open_acts):
    people = [{"login": "ada_l", "logins": ["ada_l", "bob_k"]}, {"login": "bob_k", "logins": ["bob_k"]}]
    index = open_acts(ACTS, people)
    assert known_as(index, ["BOB_K"]) == (["bob_k"], True)


def test_an_expert_nobody_has_the_login_of_makes_the_topic_unreachable_and_still_counts(ask, topic):
    known, unknown, half = ask(
        topic("websocket"), topic("routing", ["No_Body"]), topic("style", ["no_body", "bob_k"], name="half")
    )
    assert (known.is_reachable, unknown.is_reachable, half.is_reachable) == (True, False, True)
    assert (unknown.relevant, unknown.measures["recall@20"]) == (("no_body",), 0.0)
    assert half.measures["recall@20"] == 0.5


def test_who_is_left_out_is_neither_ranked_nor_reachable(ask, index, topic):
    left_out = index.persons_named(frozenset(), frozenset({"ada_l"}))
    (found,) = ask(topic("websocket routing"), excluded=left_out)
    assert ("ada_l" in found.ranking, found.is_reachable) == (False, False)


def test_what_cannot_be_understood_or_is_not_there_finds_nobody(ask, topic):
    role_talk, elsewhere = ask(topic("senior engineer"), topic("routing", project="nobody/knows"))
    assert (role_talk.ranking, elsewhere.ranking) == ((), ())
    assert set(elsewhere.measures.values()) == {0.0}
    assert elsewhere.baselines["commit-count"]["mrr"] == 0.0


def test_the_sentence_can_be_asked_instead_of_the_name(ask, topic):
    (found,) = ask(topic("nothing known", query_nl="Style"), text=Text.QUERY_NL)
    assert (found.text, found.ranking[0]) == ("Style", "bob_k")


def test_any_ranking_can_be_measured_in_the_place_of_ours(ask, topic):
    (found,) = ask(topic(relevant=["bob_k"]), make_ranker=_always([None, "bob_k"]))
    assert (found.ranking, found.measures["mrr"], found.everybody["mrr"]) == ((None, "bob_k"), 1.0, 0.5)


def test_people_without_a_known_account_can_hold_their_places(ask, topic):
    (found,) = ask(topic(relevant=["bob_k"]), make_ranker=_always([None, "bob_k"]), accounts="any")
    assert (found.measures["mrr"], found.everybody["mrr"]) == (0.5, 0.5)


def test_a_text_is_understood_with_the_catalogue_or_by_its_words_alone(index, topic):
    def ask_with(understanding):
        group = Group(index, [topic("k8s")], catalog=load_catalog())
        return rank_topics([group], Plan(pool=Pool.ALL, baselines=False, understanding=understanding))[0].ranking

    assert (ask_with("brief"), ask_with("words")) == (("eve_p",), ())


def test_a_ranking_is_cut_at_the_depth(ask, topic):
    everybody = _always([f"p_{n}" for n in range(300)])
    assert len(ask(topic(), make_ranker=everybody, depth=50)[0].ranking) == 50
