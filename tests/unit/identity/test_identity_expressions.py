"""The form in which names are compared."""

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.identity.expressions import NORMAL_NAME, integers, normal_names
from handiwork.identity.plan import Plan


def test_names_compare_without_case_width_composition_or_blanks():
    names = ["  Ada\t LOWEN ", "JU\u0308RGEN", "Jürgen", "Straße", "\uff21da", "a\u00a0b", "\u0130", "", None]
    expected = ["ada lowen", "jürgen", "jürgen", "strasse", "ada", "a b", "i\u0307", "", None]
    assert normal_names(pa.array(names)).to_pylist() == expected


def test_plain_names_take_no_detour():
    assert normal_names(pa.array(["A  B", None])).to_pylist() == ["a b", None]


def test_chunks_stay_chunks():
    chunked = pa.chunked_array([["Ä"], [], ["B"]], pa.string())
    assert normal_names(chunked).to_pylist() == ["ä", "b"]


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=6))
def test_names_agree_with_unicodes_own_words(names):
    plain = [None if n is None else unicodedata.normalize("NFKC", n).casefold() for n in names]
    controls = dict.fromkeys((*range(32), 127), " ")
    expected = [None if n is None else " ".join(n.translate(controls).split()) for n in plain]
    assert normal_names(pa.array(names, pa.string())).to_pylist() == expected


def test_whole_numbers_leave_a_table_with_a_mark_for_none():
    assert integers(pa.table({"n": pa.array([3, None], pa.int32())}), "n").tolist() == [3, -1]


def test_a_plan_is_statements_by_phase():
    plan = Plan()
    plan.begin("one")
    kept = plan.keep("names", plan.lake_table("authors").select("name"))
    plan.begin("two")
    plan.publish("told", kept)
    assert [(phase, [(s.name, s.is_kept) for s in steps]) for phase, steps in plan.phases.items()] == [
        ("one", [("identity_names", True)]),
        ("two", [("told", False)]),
    ]
    assert (plan.needed_from("one"), plan.needed_from("two")) == ({"identity_names"}, {"identity_names"})
    assert plan.phases["two"][0].query.split() == ["SELECT", "*", "FROM", '"identity_names"']


def test_the_stand_in_for_the_engines_function_is_never_called():
    from handiwork.identity import expressions

    assert NORMAL_NAME == "identity_normal_name"
    with pytest.raises(NotImplementedError):
        expressions._in_the_engine("Ada")
