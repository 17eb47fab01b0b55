"""The figures that are kept with the documentation: complete, consistent, and what `eval signals` prints without input."""

import pytest

from handiwork.app.measuring_signals import SECTIONS, Asked, measure_signals
from handiwork.evaluation.signals_attribution import kept_agreement
from handiwork.evaluation.signals_packages import GOAL_POINTS, PRINTED, difference_points, kept_packages, told_lines
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


@pytest.mark.parametrize("measure", ["functions", "slots", "docstrings"])
def test_thirty_packages_at_least_are_compared_by_each_tool_and_agree(packages, measure):
    points = [difference_points(p, measure) for p in packages if measure in p.theirs]
    assert sum(abs(point) <= GOAL_POINTS for point in points if point is not None) >= 30


@pytest.mark.parametrize("measure", ["functions", "docstrings"])
def test_tools_counted_about_as_many_as_we_did(packages, measure):
    """Shares that agree say nothing if a tool came to read only some of the files."""
    for package in packages:
        if measure in package.theirs:
            ours, theirs = package.ours[measure][1], package.theirs[measure][1]
            assert abs(ours - theirs) <= 0.05 * ours, package.package


def test_what_is_taken_out_of_interrogates_list_is_counted_and_told(packages):
    for package in packages:
        taken_out = package.n_overloads + package.n_within
        assert package.printed[1] - package.theirs["docstrings"][1] == taken_out
    beyond = [p.package for p in packages if abs(difference_points(p, PRINTED)) > GOAL_POINTS]
    assert [line.partition(",")[0] for line in told_lines(packages) if PRINTED in line] == beyond


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
