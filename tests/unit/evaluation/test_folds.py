"""Folds never let a topic be reported with parameters that were chosen on it."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.errors import UsageError
from handiwork.evaluation import Topic
from handiwork.evaluation.folds import choose, nested, project_folds, topic_folds


def _topics(sizes):
    return [
        Topic(id=f"{project}:{n}", project=project, query="x", query_nl=None, relevant=("ada_l",))
        for project, size in sizes.items()
        for n in range(size)
    ]


TOPICS = _topics({"acme/web": 20, "zeta/api": 11, "beta/lib": 4})


@pytest.mark.parametrize("folds", [topic_folds(TOPICS), project_folds(TOPICS), project_folds(TOPICS, 2)])
def test_every_topic_is_held_out_once_and_is_never_on_both_sides(folds):
    assert Counter(i for fold in folds for i in fold.test) == Counter(t.id for t in TOPICS)
    assert [sorted((*fold.train, *fold.test)) for fold in folds] == [sorted(t.id for t in TOPICS)] * len(folds)


def test_folds_by_topic_hold_out_the_same_part_of_each_project():
    held = [Counter(i.split(":")[0] for i in fold.test) for fold in topic_folds(TOPICS, 5)]
    assert [len(fold.test) for fold in topic_folds(TOPICS, 5)] == [7] * 5
    assert {project: {c[project] for c in held} for project in ("acme/web", "zeta/api", "beta/lib")} == {
        "acme/web": {4},
        "zeta/api": {2, 3},
        "beta/lib": {0, 1},
    }


def test_folds_do_not_depend_on_the_order_of_the_topics():
    assert [set(f.test) for f in topic_folds(TOPICS[::-1])] == [set(f.test) for f in topic_folds(TOPICS)]


def test_folds_by_project_keep_projects_whole_and_even():
    assert [f.name for f in project_folds(TOPICS)] == ["acme/web", "zeta/api", "beta/lib"]
    assert [(f.name, len(f.test)) for f in project_folds(TOPICS, 2)] == [("acme/web", 20), ("beta/lib, zeta/api", 15)]


@pytest.mark.parametrize("n_folds", [0, 1, 36])
def test_too_few_topics_for_the_folds_are_refused(n_folds):
    with pytest.raises(UsageError, match=f"{n_folds} folds of 35 topics"):
        topic_folds(TOPICS, n_folds)


def test_the_best_on_the_training_topics_is_chosen_and_of_equal_ones_the_first():
    results = {"low": {"a": 0.1, "b": 0.9}, "high": {"a": 0.8, "b": 0.0}, "same": {"a": 0.8, "b": 0.0}}
    assert (choose(results, ["a"]), choose(results, ["b"]), choose(results, ["a", "b"])) == ("high", "low", "low")


def test_what_is_best_on_a_held_out_topic_alone_is_not_chosen_for_it():
    topics = _topics({"acme/web": 2, "zeta/api": 2})
    results = {
        "steady": dict.fromkeys((t.id for t in topics), 0.5),
        "lucky": {t.id: 0.6 if t.project == "acme/web" else 0.0 for t in topics},
    }
    held = nested(results, project_folds(topics))
    assert held.chosen == {"acme/web": "steady", "zeta/api": "lucky"}
    assert held.mean == 0.25


def test_folds_that_hold_out_a_topic_twice_are_refused():
    fold = topic_folds(TOPICS)[0]
    with pytest.raises(UsageError, match="hold out topics twice"):
        nested({"one": dict.fromkeys((t.id for t in TOPICS), 0.5)}, [fold, fold])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.floats(0, 1), min_size=6, max_size=6), min_size=1, max_size=4), st.integers(0, 5))
def test_a_held_out_value_never_changes_what_is_chosen_for_its_fold(grid, changed):
    topics = _topics({"acme/web": 3, "zeta/api": 3})
    results = {n: {t.id: row[i] for i, t in enumerate(topics)} for n, row in enumerate(grid)}
    other = {n: {**row, topics[changed].id: 1 - row[topics[changed].id]} for n, row in results.items()}
    folds = project_folds(topics)
    own = next(f.name for f in folds if topics[changed].id in f.test)
    assert nested(results, folds).chosen[own] == nested(other, folds).chosen[own]
