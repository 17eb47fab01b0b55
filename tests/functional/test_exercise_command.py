"""Exercises on the command line: for a field, for a role, and as a sheet for the candidate."""

import json


def test_an_ecosystem_prints_its_kits_with_levels(command, tmp_path):
    done = command(tmp_path, "exercise", "data-engineering")
    assert done.code == 0
    assert "Design a pipeline that can fail (data-engineering; a pipeline that can fail; 120 minutes)" in done.out
    assert "    - Retries have limits and back off\n        0  The first fault ends it, or is swallowed" in done.out


def test_a_role_chooses_with_reasons(command, tmp_path):
    role = "Python backend engineer, FastAPI"
    found = json.loads(command(tmp_path, "exercise", "--role", role, "--limit", "2", "--format", "json").out)
    assert [kit["key"] for kit in found["exercises"]] == ["a-small-asynchronous-api", "slow-endpoint"]
    assert found["exercises"][0]["why"][0] == "It works with what the role names: FastAPI."


def test_a_sheet_is_for_one_exercise(command, tmp_path):
    done = command(tmp_path, "exercise", "devops", "--exercise", "a-plan-under-review", "--sheet")
    assert done.code == 0
    assert "A plan under review, 90 minutes" in done.out
    assert "Plant" not in done.out
    assert command(tmp_path, "exercise", "devops", "--sheet").code == 2


def test_neither_and_both_and_unknown_are_refused(command, tmp_path):
    assert command(tmp_path, "exercise").code == 2
    assert command(tmp_path, "exercise", "devops", "--role", "Go developer").code == 2
    assert command(tmp_path, "exercise", "cobol").code == 3
