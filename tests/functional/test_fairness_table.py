"""Selection rates by self-reported group: the four-fifths rule over a list's stages or a table, and nothing kept."""

import json
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.listing import add_to_list, move_entry
from handiwork.config import Settings
from handiwork.privacy.selection_rates import FOUR_FIFTHS, SMALL, exact_p, stage_rates

STAGES = ["found", "reviewed", "hired"]


def test_the_worked_example_of_the_page_is_what_the_table_says():
    """48 of 80 and 12 of 40 reached: 0.6 and 0.3, half of the best: flagged, and hardly by chance."""
    reached = {f"x{n}": "hired" if n < 48 else "found" for n in range(80)}
    reached |= {f"y{n}": "hired" if n < 12 else "found" for n in range(40)}
    reached |= {"z0": "hired"}
    groups = {person: person[0] for person in reached}
    *_, hired = stage_rates(reached, groups, STAGES)
    by_name = {each.group: each for each in hired.groups}
    assert (by_name["x"].rate, by_name["x"].ratio, by_name["x"].is_flagged, by_name["x"].p) == (0.6, 1.0, False, None)
    assert (by_name["y"].rate, by_name["y"].ratio, by_name["y"].is_flagged) == (0.3, 0.5, True)
    assert by_name["y"].p == pytest.approx(0.0034092, abs=1e-7)  # as SciPy says
    assert (by_name["z"].is_small, by_name["z"].ratio, by_name["z"].is_flagged) == (True, None, False)


people = st.dictionaries(st.integers(0, 60).map(str), st.sampled_from(STAGES), min_size=1, max_size=40)
answers = st.dictionaries(st.integers(0, 60).map(str), st.sampled_from("abc"), max_size=40)


@given(people, answers)
def test_rates_are_those_of_a_plain_count(reached, groups):
    for place, stage in enumerate(stage_rates(reached, groups, STAGES), start=1):
        there = [who for who in reached if STAGES.index(reached[who]) >= place]
        assert stage.unknown == sum(who not in groups for who in reached)
        assert stage.unknown_reached == sum(who not in groups for who in there)
        total = sum(who in groups for who in reached)
        rates = {}
        for each in stage.groups:
            assert each.people == sum(groups.get(who) == each.group for who in reached)
            assert each.reached == sum(groups.get(who) == each.group for who in there)
            if each.people >= SMALL * total:
                rates[each.group] = Fraction(each.reached, each.people)
        best = max(rates.values(), default=0)
        for each in stage.groups:
            is_compared = each.group in rates and best > 0 and len(rates) > 1
            assert (each.ratio is not None) == is_compared
            if is_compared:
                assert each.ratio == pytest.approx(float(rates[each.group] / best))
                assert each.is_flagged == (each.ratio < FOUR_FIFTHS)
            else:
                assert not each.is_flagged


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_the_exact_test_is_a_sum_over_all_tables(people, others, data):
    a, b = data.draw(st.integers(0, people)), data.draw(st.integers(0, others))
    ways = {k: Fraction(comb(people, k) * comb(others, a + b - k), comb(people + others, a + b)) for k in range(people + 1) if 0 <= a + b - k <= others}  # fmt: skip
    assert exact_p(a, people, b, others) == pytest.approx(float(sum(w for w in ways.values() if w <= ways[a])))
    assert exact_p(a, people, b, others) == pytest.approx(exact_p(b, others, a, people))


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        number = opened.list_book.make("Team", by="mira")
        for login in ("ada_l", "bob_b", "cyd_m"):
            add_to_list(opened, number, login, by="mira")
        move_entry(opened, 1, "contacted")
        move_entry(opened, 1, "closed", reason="hired")
        move_entry(opened, 2, "reviewed")
        yield opened


def test_the_command_counts_the_furthest_stage_of_a_list_and_keeps_nothing(app, command, tmp_path_factory):
    file = tmp_path_factory.mktemp("answers") / "answers.csv"
    file.write_text("person,language at home\nAda_L,zzyx\nbob_b,qwrt\nnobody_x,qwrt\n", encoding="utf-8")
    home = app.settings.home
    done = command(home, "fairness", "table", "--list", "1", "--groups", str(file), "--format", "json")
    (column,) = json.loads(done.out)
    reached = {s["stage"]: {g["group"]: g["reached"] for g in s["groups"]} for s in column["stages"]}
    assert reached["reviewed"] == {"zzyx": 1, "qwrt": 1}
    assert reached["contacted"] == {"zzyx": 1, "qwrt": 0}
    assert reached["in process"] == {"zzyx": 0, "qwrt": 0}
    assert (column["absent"], column["stages"][0]["unknown"]) == (1, 1)
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"zzyx" not in kept
    printed = command(home, "fairness", "table", "--list", "1", "--groups", str(file)).out
    assert "under four fifths" in printed
    assert (
        command(home, "fairness", "table", "--list", "1", "--groups", str(file), "--format", "csv").out.count("\n") > 4
    )
    assert command(home, "fairness", "table", "--list", "9", "--groups", str(file)).code == 3


def test_a_table_of_ones_own_is_counted_with_combinations(tmp_path, command):
    groups, stages = tmp_path / "groups.csv", tmp_path / "stages.csv"
    groups.write_text("person,one,two\na,x,p\nb,x,q\nc,y,p\nd,y,\n", encoding="utf-8")
    stages.write_text("person,stage\na,hired\nb,applied\nc,applied\nd,hired\n", encoding="utf-8")
    asked = ("fairness", "table", "--groups", str(groups), "--stages", str(stages), "--order", "applied, hired")
    found = {each["column"]: each for each in json.loads(command(tmp_path / "home", *asked, "--format", "json").out)}
    assert set(found) == {"one", "two", "one and two"}
    (hired,) = found["one and two"]["stages"]
    assert {g["group"]: g["reached"] for g in hired["groups"]} == {"x and p": 1, "x and q": 0, "y and p": 0}
    assert hired["unknown"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column `person`"),
        ("who,x\na,1\n", "no column `person`"),
        ("person,x\n", "no line below"),
        ("person\na\n", "no column beside"),
        ("person,x\na,1\nA,2\n", "line 3"),
        ("person,x\na,1,2\n", "line 2"),
        ("person,x\na,\x00\n", ""),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(tmp_path, command, text, message):
    groups, stages = tmp_path / "groups.csv", tmp_path / "stages.csv"
    groups.write_text(text, encoding="utf-8")
    stages.write_text("person,stage\na,found\n", encoding="utf-8")
    done = command(tmp_path / "home", "fairness", "table", "--groups", str(groups), "--stages", str(stages))
    assert done.code in ({2} if message else {0, 2})
    assert message in done.err
