"""`handiwork signals check` and `signals checks`, as they are typed."""

import csv
import io
import json

import pytest

from handiwork.signals import known_checks


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "project"
    (folder / "pkg").mkdir(parents=True)
    (folder / "pkg" / "__init__.py").write_text("def a() -> int:\n    return 1\n")
    (folder / "pyproject.toml").write_text(
        "[build-system]\nbuild-backend = 'b'\n[project]\nname = 'a'\nversion = '1'\n"
    )
    return folder


def test_a_family_is_shown_with_its_counts(command, tmp_path, tree):
    found = command(tmp_path / "home", "signals", "check", tree, "--family", "packaging")
    lines = found.out.splitlines()

    assert (found.code, lines[0]) == (0, "packaging")
    assert "  ✓ build-backend: Built by b." in lines
    assert "  ✗ requires-python: No version of Python is asked for." in lines
    assert lines[-1].endswith(" pass")


def test_json_holds_every_check_and_the_counts_add_up(command, tmp_path, tree):
    view = json.loads(command(tmp_path / "home", "signals", "check", tree, "--format", "json").out)

    assert {c["check"] for c in view["checks"]} == {c.name for c in known_checks()}
    assert sum(view["counts"].values()) == len(view["checks"])


def test_an_ecosystem_asks_for_the_families_of_its_signals(command, tmp_path, tree):
    found = command(tmp_path / "home", "signals", "check", tree, "--ecosystem", "ai", "--format", "json")

    families = {c["family"] for c in json.loads(found.out)["checks"]}
    assert families <= {"type-hints", "tests", "packaging", "notebooks", "ml-work"}
    assert families >= {"type-hints", "tests", "packaging"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--ecosystem", "nope"), "there is no ecosystem 'nope'; there are: ai, "),
        (("--family", "nope"), "there is no family of checks 'nope'; there are: type-hints, tests"),
        (("--ecosystem", "ai", "--family", "ci"), "no signal of 'ai' is among the families ci"),
        (("--ecosystem", "ai", "--family", "nope"), "there is no family of checks 'nope'; there are: type-hints"),
    ],
)
def test_an_unknown_choice_is_told_with_those_there_are(command, tmp_path, tree, options, told):
    found = command(tmp_path / "home", "signals", "check", tree, *options)
    assert (found.code, found.out, told in found.err) == (2, "", True)


def test_every_check_is_listed_with_its_reason(command, tmp_path):
    rows = list(csv.DictReader(io.StringIO(command(tmp_path, "signals", "checks", "--format", "csv").out)))
    table = command(tmp_path, "signals", "checks", "--family", "ci").out

    assert [r["check"] for r in rows] == [c.name for c in known_checks()]
    assert all(r["looks_for"] and r["why"] and r["url"].startswith("https://") for r in rows)
    assert "  python-ci-tests: Continuous integration runs the Python tests." in table.splitlines()
