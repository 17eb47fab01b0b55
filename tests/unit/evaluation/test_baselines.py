"""Each baseline counts what it says it counts, within its pool."""

from datetime import datetime

import pytest

from handiwork.evaluation import BASELINES, Baselines

ACTS = [
    {"who": "ada_l", "title": "Fix routing of hosts"},
    {"who": "ada_l", "title": "Route by host", "at": datetime(2024, 5, 1)},
    {"who": "bob_k", "title": "Style", "at": datetime(2014, 1, 1)},
    {"who": "bob_k", "title": "Style again", "at": datetime(2014, 1, 2)},
    {"who": "bob_k", "title": "Routing table", "at": datetime(2014, 1, 3)},
    {"who": "cyd_m", "title": "Routing everywhere", "repo": "zeta/api"},
    {"who": "cyd_m", "title": "More routing", "repo": "zeta/api"},
    {"who": "cyd_m", "title": "Routing, again", "repo": "zeta/api"},
    {"who": "cyd_m", "title": "And still routing", "repo": "zeta/api"},
    {"who": "dee_p", "title": "Routing?", "kind": "review", "number": 7},
]


@pytest.fixture(scope="module")
def ranked(open_acts):
    index = open_acts(ACTS)

    def ranked(name, query="routing", repo="acme/web", excluded=(), depth=10):
        numbers = index.repository_numbers(repo) if repo else None
        ids = Baselines(index, numbers, excluded).rank(name, query, depth)
        return [index.person(i).login for i in ids]

    ranked.index = index
    return ranked


def test_commits_are_counted_where_they_were_made_and_reviews_are_none(ranked):
    assert ranked("commit-count") == ["bob_k", "ada_l"]
    assert ranked("commit-count", repo=None) == ["cyd_m", "bob_k", "ada_l"]


def test_old_commits_count_less_with_decay(ranked):
    assert ranked("commit-count-2y") == ["ada_l", "bob_k"]


def test_keyword_count_counts_acts_whose_title_has_a_form_of_the_word(ranked):
    assert ranked("keyword-count") == ["ada_l", "bob_k", "dee_p"]
    assert ranked("keyword-count", "style") == ["bob_k"]


def test_a_profile_that_is_all_about_the_word_beats_a_longer_one_with_as_much_of_it(ranked):
    assert ranked("bm25-profile") == ["dee_p", "ada_l", "bob_k"]


def test_model2_adds_up_the_titles_somebody_worked_on(ranked):
    assert ranked("model2", repo=None)[0] == "cyd_m"
    assert ranked("model2")[0] == "ada_l"


@pytest.mark.parametrize("name", BASELINES)
def test_who_is_left_out_is_in_no_baseline_and_a_ranking_is_no_longer_than_asked(ranked, name):
    everybody = ranked(name)
    left_out = ranked.index.persons_named(frozenset(), frozenset({"ada_l"}))
    assert ranked(name, excluded=left_out) == [login for login in everybody if login != "ada_l"]
    assert ranked(name, depth=1) == everybody[:1]


@pytest.mark.parametrize("name", ["keyword-count", "bm25-profile", "model2"])
def test_a_query_without_a_known_word_finds_nobody(ranked, name):
    assert ranked(name, "quaternions") == []


@pytest.mark.parametrize("name", BASELINES)
def test_a_pool_without_anybody_ranks_nobody(ranked, name):
    everybody = range(ranked.index.n_persons)
    assert ranked(name, excluded=tuple(everybody)) == []


def test_persons_who_tie_come_in_the_order_of_their_ids(open_acts):
    index = open_acts([{"who": who, "title": "Same words"} for who in ("zoe_a", "abe_b", "moe_c")])
    ids = Baselines(index, None).rank("model2", "words", 10)
    assert ids == sorted(ids)
    assert len(ids) == 3
