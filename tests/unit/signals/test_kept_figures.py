"""The figures that are kept with the documentation: complete, consistent, and what `eval signals` prints without input."""

import pytest

from handiwork.app.measuring_signals import SECTIONS, Asked, measure_signals
from handiwork.evaluation.signals_attribution import kept_agreement
from handiwork.evaluation.signals_packages import GOAL_POINTS, difference_points, kept_packages
from handiwork.model.progress import NullCollector


@pytest.fixture(scope="module")
def packages():
    return kept_packages()[0]


def test_thirty_packages_at_least_were_measured(packages):
    assert len({p.package for p in packages}) >= 30


@pytest.mark.parametrize("measure", ["functions", "slots", "docstrings"])
def test_every_difference_beyond_the_goal_has_its_reason(packages, measure):
    reasons = kept_packages()[1]["reasons"]
    beyond = {p.package for p in packages if abs(difference_points(p, measure) or 0.0) > GOAL_POINTS}
    assert beyond <= {name for name, why in reasons.items() if measure in why}


def test_a_measure_that_a_tool_did_not_give_is_told_as_such(packages):
    for package in packages:
        assert set(package.theirs) | set(package.problems) == set(package.ours)


def test_counts_are_some_of_all(packages):
    for package in packages:
        assert all(0 <= some <= of for some, of in (*package.ours.values(), *package.theirs.values()))


def test_of_lines_that_blame_gives_to_somebody_all_are_among_those_their_commits_add_to_python_files():
    found, _ = kept_agreement()
    assert len(found) >= 3
    assert sum(each.n_among for each in found) > 10_000
    for each in found:
        assert each.n_blamed - each.n_among == each.differences.get("no Python file then", 0)


def test_without_anything_to_measure_on_every_section_prints_what_is_kept(tmp_path):
    sections = measure_signals(Asked(tmp_path / "facts.db"), NullCollector())
    assert len(sections) == len(SECTIONS)
    assert all(section.rows and section.summary for section in sections)
    assert not (tmp_path / "facts.db").exists()
