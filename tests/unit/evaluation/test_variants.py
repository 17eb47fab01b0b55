"""Constants by name: known ones, in their range, and those that need another index told apart."""

import pytest

from handiwork.errors import UsageError
from handiwork.evaluation import parse_overrides, with_overrides
from handiwork.evaluation.variants import QUERY_TIME, built_with
from handiwork.index import IndexSettings


def test_constants_are_set_by_their_dotted_names():
    found = with_overrides(IndexSettings(), parse_overrides(["area.cut=30", "busy_damping=0.2"]))
    assert (found.area.cut, found.busy_damping) == (30, 0.2)
    assert found.title == IndexSettings().title


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("area.sharpnes=4", r"there is no constant 'area.sharpnes'; 'area.sharpness'\?"),
        ("area.sharpness", "area.sharpness must be a number"),
        ("area.cut=2.5", "area.cut must be a whole number"),
        ("area.cut=x", "area.cut must be a whole number"),
    ],
)
def test_what_is_no_constant_or_no_value_is_named(text, problem):
    with pytest.raises(UsageError, match=problem):
        parse_overrides([text])


def test_a_constant_set_twice_or_out_of_range_is_refused():
    with pytest.raises(UsageError, match="set twice"):
        parse_overrides(["area.cut=3", "area.cut=4"])
    with pytest.raises(UsageError, match="out of range"):
        with_overrides(IndexSettings(), {"area.sharpness": 0.0})


def test_constants_that_only_a_search_reads_exist_and_do_not_make_another_index():
    defaults = built_with(IndexSettings())
    assert defaults.keys() >= QUERY_TIME
    assert {name for name, value in defaults.items() if value is None} == QUERY_TIME
    assert built_with(with_overrides(IndexSettings(), {"area.sharpness": 2.0, "repository_boost": 1.0})) == defaults


def test_constants_of_the_build_make_another_index():
    assert built_with(with_overrides(IndexSettings(), {"area.k1": 2.0})) != built_with(IndexSettings())
