"""The kept set of labelled ML repositories: what it must hold, and how well the facts are told on it."""

import re

import pytest

from handiwork.app.measuring_ml_work import ml_work_section
from handiwork.app.measuring_signals import Asked
from handiwork.evaluation.signals_ml_work import FACTS, LabelledTree, decided, half_of, kept_trees, scores
from handiwork.model.progress import NullCollector

TREES, ABOUT = kept_trees()
COURSE = {
    "n_commits": 1, "n_coding": 1, "n_days": 1, "n_months": 0.0, "n_lines": 100, "largest_share": 1.0, "largest_sha": "",
    "n_later": 0, "n_earlier": 0,
}  # fmt: skip


def labelled(key="a", *, copy=None, dump=None, share=0.0, course=None):
    labels = dict(zip(FACTS, (copy, dump, None, None), strict=True))
    return LabelledTree(key, "real", key, "", labels, {"share": share, "n_hashes": 99, "n_own": None, "course": course})


def test_the_set_has_sixty_trees_or_more_of_both_kinds_each_with_its_reason():
    assert len(TREES) >= 60
    assert {t.kind for t in TREES} == {"real", "generated"}
    assert all(t.reason and set(t.labels) == set(FACTS) for t in TREES)
    assert len({t.key for t in TREES}) == len(TREES)


def test_a_group_is_in_one_half_and_both_halves_have_a_third_at_least():
    halves = [half_of(t.group) for t in TREES]
    assert min(halves.count("tune"), halves.count("report")) * 3 >= len(TREES)


def test_personal_repositories_have_neutral_keys():
    real = [t.key for t in TREES if t.kind == "real" and "/" not in t.key]
    assert real
    assert all(re.fullmatch(r"real-\d\d", key) for key in real)


def test_on_the_reported_half_no_fact_is_told_that_is_labelled_otherwise():
    assert {s.fact: s.n_wrong for s in scores(TREES, "report")} == dict.fromkeys(FACTS, 0)


@pytest.mark.parametrize("fact", FACTS)
def test_on_the_reported_half_four_of_five_are_found(fact):
    found = {s.fact: s.recall for s in scores(TREES, "report")}
    assert found[fact] >= 0.8


def test_what_is_not_observed_counts_as_missed_and_not_as_wrong():
    (_, dump, _, _) = scores([labelled("a", dump=True), labelled("b", dump=True, course=COURSE)], "all")
    assert (dump.n_yes, dump.n_right, dump.n_wrong, dump.n_unseen, dump.recall) == (2, 1, 0, 1, 0.5)


def test_a_fact_of_which_nothing_was_told_has_no_precision():
    (copy, *_) = scores([labelled(copy=True, share=0.1)], "all")
    assert (copy.precision, copy.recall) == (None, 0.0)


def test_facts_are_decided_as_the_checks_decide_them():
    assert decided(labelled(share=0.5, course=COURSE)) == {
        "tutorial copy": True, "single dump": True, "fork without own commits": None, "iterative history": False,
    }  # fmt: skip


def test_the_section_has_a_row_for_each_fact_and_half(tmp_path):
    section = ml_work_section(Asked(tmp_path / "cache.db"), NullCollector())
    assert [(r["trees"], r["fact"]) for r in section.rows] == [(h, f) for h in ("report", "tune") for f in FACTS]
    assert section.told[0].startswith(f"{len(TREES)} labelled trees")
