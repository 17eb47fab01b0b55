"""Runs: kept whole, read back equal, summed up and compared."""

import json

import numpy as np
import pytest

from handiwork.errors import InputError, UsageError
from handiwork.evaluation import MEASURES, Plan, Pool, Run, Text, TopicResult, compare, summarise
from handiwork.evaluation.statistics import bootstrap_interval, paired_p


def _result(name, value, *, project="acme/web", judged=("ada_l",), is_reachable=True, ms=1.0, rival=0.0):
    return TopicResult(
        id=name,
        project=project,
        text=name,
        index="2024-06-01-0123456789ab",
        judged=judged,
        relevant=judged,
        is_reachable=is_reachable,
        ranking=("bob_k", None, "ada_l"),
        ms=ms,
        measures=dict.fromkeys(MEASURES, value),
        everybody=dict.fromkeys(MEASURES, value / 2),
        baselines={"commit-count": dict.fromkeys(MEASURES, rival)},
    )


def _run(*results, skipped=0, **plan):
    return Run(plan=Plan(**plan), topics="topics.jsonl", skipped=skipped, results=results)


@pytest.fixture
def run():
    return _run(
        _result("a", 1.0, ms=1.0),
        _result("b", 0.5, ms=2.0),
        _result("c", 0.0, project="zeta/api", is_reachable=False, ms=9.0),
        skipped=4,
        pool=Pool.ALL,
        text=Text.BOTH,
        settings={"area.cut": 30},
    )


def test_a_saved_run_is_read_back_equal(run, tmp_path):
    run.save(tmp_path / "run.json")
    assert Run.load(tmp_path / "run.json") == run
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_what_is_no_run_or_of_another_format_is_refused(run, tmp_path):
    path = tmp_path / "run.json"
    for text in ("no", "[]", "{}", json.dumps({**run.to_dict(), "results": [{"id": "a"}]})):
        path.write_text(text)
        with pytest.raises(InputError, match=r"run\.json is no run"):
            Run.load(path)
    path.write_text(json.dumps({**run.to_dict(), "format": 99}))
    with pytest.raises(InputError, match="format 99, this version reads 2: run again"):
        Run.load(path)
    with pytest.raises(InputError, match="cannot be saved"):
        run.save(tmp_path / "nowhere" / "run.json")


def test_the_summary_has_means_of_all_of_what_is_reachable_and_of_each_project(run):
    found = summarise(run)
    overall = found["overall"]
    assert [overall[m] for m in MEASURES] == [0.5] * 5
    assert (overall["topics"], overall["unreachable"], found["skipped"]) == (3, 1, 4)
    assert overall["reachable"] == {"topics": 2, **dict.fromkeys(MEASURES, 0.75)}
    assert overall["ms"] == {"median": 2.0, "p95": 8.3}
    low, high = bootstrap_interval(np.array([1.0, 0.5, 0.0]))
    assert overall["ci95"] == {m: [round(low, 6), round(high, 6)] for m in MEASURES}
    assert {p: (v["topics"], v["ndcg@10"], v["unreachable"]) for p, v in found["projects"].items()} == {
        "acme/web": (2, 0.75, 0),
        "zeta/api": (1, 0.0, 1),
    }
    assert found["projects"]["zeta/api"]["reachable"] == {"topics": 0, **dict.fromkeys(MEASURES)}


def test_the_summary_tests_against_each_baseline(run):
    found = summarise(run)["baselines"]["commit-count"]
    assert (found["ndcg@10"], found["difference"]["ndcg@10"]) == (0.0, 0.5)
    assert found["p"]["ndcg@10"] == found["p_holm"]["ndcg@10"] == paired_p(np.array([1.0, 0.5, 0.0]))


def test_a_comparison_counts_topics_won_lost_and_tied_and_shows_what_changed_most():
    first = _run(_result("a", 0.2), _result("b", 0.9), _result("c", 0.5), _result("d", 0.1, project="zeta/api"))
    second = _run(_result("a", 0.9), _result("b", 0.8), _result("c", 0.5), _result("d", 0.2, project="zeta/api"))
    found = compare(first, second)
    ndcg = found["overall"]["ndcg@10"]
    change = np.array([0.7, -0.1, 0.0, 0.1])
    assert (ndcg["first"], ndcg["second"], ndcg["difference"]) == (0.425, 0.6, 0.175)
    assert (ndcg["won"], ndcg["lost"], ndcg["tied"]) == (2, 1, 1)
    assert ndcg["p"] == pytest.approx(paired_p(change))
    assert ndcg["ci95"] == pytest.approx(bootstrap_interval(change), abs=1e-6)
    assert {p: (v["topics"], v["mrr"]["difference"]) for p, v in found["projects"].items()} == {
        "acme/web": (3, 0.2),
        "zeta/api": (1, 0.1),
    }
    assert [(c["id"], c["first"], c["second"]) for c in found["changed"]] == [
        ("a", 0.2, 0.9),
        ("d", 0.1, 0.2),
        ("b", 0.9, 0.8),
    ]


def test_at_most_ten_changed_topics_are_shown():
    names = "abcdefghijklmn"
    found = compare(_run(*(_result(n, 0.1) for n in names)), _run(*(_result(n, 0.3) for n in names)))
    assert [c["id"] for c in found["changed"]] == list("abcdefghij")


@pytest.mark.parametrize(
    ("second", "problem"),
    [
        (_run(_result("a", 1.0), pool=Pool.ALL), "pool is project in one and all in the other"),
        (_run(_result("a", 1.0), text=Text.BOTH), "text is query in one and both in the other"),
        (_run(_result("a", 1.0), _result("b", 1.0)), "1 topics are in one alone"),
    ],
)
def test_runs_that_differ_in_what_was_asked_are_compared_only_where_they_meet(second, problem):
    first = _run(_result("a", 0.5))
    with pytest.raises(UsageError, match=problem):
        compare(first, second)
    assert compare(first, second, intersection=True)["overall"]["mrr"]["won"] == 1


def test_topics_with_other_judgments_are_not_the_same_and_nothing_in_common_is_refused():
    first, second = _run(_result("a", 0.5)), _run(_result("a", 0.5, judged=("bob_k",)))
    with pytest.raises(UsageError, match="1 topics are in one alone or have other judgments"):
        compare(first, second)
    with pytest.raises(UsageError, match="no topic in common"):
        compare(first, second, intersection=True)
