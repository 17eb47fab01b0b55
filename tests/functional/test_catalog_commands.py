"""A user's path through the catalogue: seeing an ecosystem whole, adding one's own, checking it."""

import json

import pytest

_OWN = """
name = "pottery"
title = "Pottery software"
summary = "Kilns and glazes."
packages = ["kiln"]
example_roles = ["Potter who programs kilns."]
shares = ["django/django"]
[vocabulary]
"kiln" = ["oven"]
[[repository]]
name = "harbor-collective/kiln"
shows = "Firing curves and their control."
topics = ["kiln"]
language = "Rust"
"""


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "pottery.toml").write_text(_OWN, encoding="utf-8")
    return folder


def test_an_ecosystem_is_shown_with_pay_people_exercises_and_their_sources(tmp_path, command):
    lines = command(tmp_path, "ecosystem", "show", "data-engineering").out.splitlines()
    assert "  apache/airflow (was airbnb/airflow, apache/incubator-airflow)" in lines
    (pay,) = [line for line in lines if "130,000 to 200,000 USD" in line]
    assert "[sourcing guide, March 2026; as of 2026-03]" in pay
    for heading in ("What to look at in code", "Hiring", "Where people talk", "Where people speak"):
        assert heading in lines
    assert any(line.startswith("Exercise: Design a pipeline that can fail (120 minutes") for line in lines)


def test_an_ecosystem_as_json_has_every_part(tmp_path, command):
    shown = json.loads(command(tmp_path, "ecosystem", "show", "data-analysis", "--format", "json").out)
    shared = {r["repository"] for r in shown["repositories"] if r["is_shared"]}
    assert shared == {"pandas-dev/pandas", "pola-rs/polars", "duckdb/duckdb"}
    assert list(shown["exercises"][0]) == ["title", "task", "minutes", "rubric", "source"]
    assert {"signals", "salaries", "facts", "communities", "conferences", "titles", "related"} <= set(shown)


def test_a_file_in_the_home_folder_is_an_ecosystem(tmp_path, command, own):
    listed = json.loads(command(tmp_path, "ecosystem", "list", "--format", "json").out)
    assert {"name": "pottery", "title": "Pottery software", "repositories": 2} in listed


def test_a_check_counts_and_warns_of_ones_own(tmp_path, command, own):
    done = command(tmp_path, "catalog", "check", "--format", "json")
    checked = json.loads(done.out)
    assert (done.code, checked["own"]) == (0, ["pottery"])
    assert "pottery: 2 key repositories; a brief proposes 5 to 10" in checked["warnings"]
    table = command(tmp_path / "elsewhere", "catalog", "check", own)
    assert table.out.split()[:2] == ["ecosystems", str(checked["counts"]["ecosystems"])]
    assert "the catalogue is right, with your pottery" in table.err


def test_a_check_without_own_files_is_of_what_ships(tmp_path, command):
    rows = [json.loads(line) for line in command(tmp_path, "catalog", "check", "--format", "jsonl").out.splitlines()]
    counts = {row["what"]: row["count"] for row in rows}
    assert counts["ecosystems"] >= 28
    assert counts["repositories"] >= 340
    assert command(tmp_path, "catalog", "check", "--format", "csv").out.splitlines()[0] == "what,count"


def test_a_wrong_file_is_refused_with_every_problem(tmp_path, command, own):
    text = _OWN.replace('title = "Pottery software"', "title = 3").replace("django/django", "nobody-n/nothing")
    (own / "pottery.toml").write_text(text, encoding="utf-8")
    done = command(tmp_path, "catalog", "check")
    assert (done.code, done.out) == (2, "")
    assert "catalog/pottery.toml: title: is not a non-empty text: 3" in done.err
    assert "catalog/pottery.toml: shares: no ecosystem describes 'nobody-n/nothing'" in done.err
