"""Python tests: what is one, whose runner's, and what is told to the runner."""

import pytest
from tests.signal_trees import facts_of, reports_of

from handiwork.signals import Outcome, Result
from handiwork.signals.nouns import Example

CODE = {"pkg/a.py": "def a():\n    return 1\n"}
PYTEST = {"tests/test_a.py": "def test_a():\n    assert True\n"}
CHECKS = (
    "python-tests", "python-test-ratio", "test-fixtures", "parametrized-tests", "property-tests", "doctests", "test-coverage",
)  # fmt: skip


def outcome(check, files) -> Outcome:
    return reports_of(files, "tests")[check].outcome


def shown(code, path="tests/test_a.py"):
    return facts_of({path: code})["python_tests"]


@pytest.mark.parametrize("check", CHECKS)
def test_an_empty_tree_shows_nothing_of_tests(check):
    assert outcome(check, {}).result is Result.NOT_OBSERVED


def test_code_without_tests_fails():
    assert outcome("python-tests", CODE).result is Result.FAIL


def test_pytest_and_unittest_both_pass_and_the_message_says_which():
    case = "import unittest\nclass Adding(unittest.TestCase):\n    def test_a(self): ...\n"
    of_pytest, of_unittest = (
        outcome("python-tests", CODE | PYTEST),
        outcome("python-tests", CODE | {"pkg/test_a.py": case}),
    )

    assert (of_pytest.result, of_unittest.result) == (Result.PASS, Result.PASS)
    assert of_pytest.message == "1 tests (1 of pytest); files with tests: 1 in folders of tests."
    assert of_unittest.message == "1 tests (1 of unittest); files with tests: 1 beside the code."


@pytest.mark.parametrize(
    ("code", "n_pytest", "n_unittest"),
    [
        ("class TestA:\n    def test_a(self): ...\n", 1, 0),
        ("class Helper:\n    def test_a(self): ...\n", 0, 0),
        (
            "from django.test import TestCase\nclass A(TestCase):\n    def test_a(self): ...\n    def testB(self): ...\n",
            0,
            2,
        ),
        ("class Base(TestCase): ...\nclass A(Base):\n    def test_a(self): ...\n", 0, 1),
        ("def outer():\n    def test_a(): ...\n", 0, 0),
        ("@pytest.fixture\ndef test_data(): ...\n", 0, 0),
        ("def testimony(): ...\ndef contest(): ...\n", 0, 0),
        ("async def test_a(): ...\n", 1, 0),
    ],
)
def test_what_a_test_is(code, n_pytest, n_unittest):
    tests = shown(code)
    assert (len(tests.pytest), len(tests.unittest)) == (n_pytest, n_unittest)


def test_functions_named_as_tests_in_the_library_are_none():
    assert outcome("python-tests", {"pkg/a.py": "def test_connection(): ...\n"}).result is Result.FAIL


def test_the_ratio_is_lines_of_tests_to_lines_of_code():
    enough = outcome("python-test-ratio", CODE | PYTEST)
    few = outcome("python-test-ratio", {"pkg/a.py": "x = 1\n" * 10, "tests/test_a.py": "def test_a(): ...\n"})

    assert (enough.result, enough.figure, enough.unit) == (Result.PASS, 1.0, "ratio")
    assert (few.result, few.figure) == (Result.FAIL, 0.1)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("test-fixtures", "@pytest.fixture(scope='session')\ndef a(): ...\ndef test_a(a): ...\n"),
        ("test-fixtures", "class A(TestCase):\n    def setUp(self): ...\n    def test_a(self): ...\n"),
        ("parametrized-tests", "@pytest.mark.parametrize('a', [1])\ndef test_a(a): ...\n"),
        ("parametrized-tests", "class A(TestCase):\n    @parameterized.expand([1])\n    def test_a(self): ...\n"),
        ("parametrized-tests", "@pytest.mark.parametrize('a', [1])\nclass TestA:\n    def test_a(self, a): ...\n"),
        ("property-tests", "from hypothesis import given\n@given(s)\ndef test_a(a): ...\n"),
        ("property-tests", "import hypothesis as h\n@h.given(s)\ndef test_a(a): ...\n"),
    ],
)
def test_habits_of_tests_are_seen(check, code):
    assert outcome(check, {"tests/test_a.py": code}).result is Result.PASS


@pytest.mark.parametrize(
    ("check", "code", "result"),
    [
        ("test-fixtures", "def fixture(): ...\ndef test_a(): ...\n", Result.FAIL),
        ("parametrized-tests", "def parametrize(): ...\ndef test_a(): ...\n", Result.FAIL),
        ("property-tests", "from pytest_bdd import given\n@given('x')\ndef test_a(): ...\n", Result.NOT_OBSERVED),
    ],
)
def test_habits_of_tests_are_not_seen_in_a_word(check, code, result):
    assert outcome(check, {"tests/test_a.py": code}).result is result


RUNS = "on: [pull_request]\njobs:\n  t:\n    steps:\n      - run: %s\n"
DOCTEST = {"pkg/a.py": 'def a():\n    """Return one.\n\n    >>> a()\n    1\n    """\n'}


@pytest.mark.parametrize(
    ("files", "result"),
    [
        ({}, Result.FAIL),
        ({"pyproject.toml": '[tool.pytest.ini_options]\naddopts = ["--doctest-modules"]\n'}, Result.PASS),
        ({"setup.cfg": "[tool:pytest]\naddopts = -q --doctest-glob=*.rst\n"}, Result.PASS),
        ({"tests/test_docs.py": "import doctest\n"}, Result.PASS),
        ({".github/workflows/ci.yml": RUNS % "python -m pytest --doctest-modules pkg"}, Result.PASS),
        ({".github/workflows/ci.yml": RUNS % "python -m doctest pkg/a.py"}, Result.PASS),
        ({"tox.ini": "[testenv]\ncommands = pytest --doctest-glob=*.md {posargs}\n"}, Result.PASS),
        ({".github/workflows/ci.yml": RUNS % "pytest --doctest-continue-on-failure"}, Result.FAIL),
        ({".github/workflows/ci.yml": RUNS % "echo pytest --doctest-modules"}, Result.FAIL),
        ({"setup.cfg": "[tool:pytest]\naddopts = --doctest-continue-on-failure\n"}, Result.FAIL),
        ({"pyproject.toml": "[tool.pytest\n"}, Result.NOT_OBSERVED),
        ({"README.md": "--doctest-modules"}, Result.FAIL),
    ],
)
def test_examples_are_run_if_something_at_hand_runs_them(files, result):
    assert outcome("doctests", DOCTEST | files).result is result


@pytest.mark.parametrize(
    ("path", "text", "example"),
    [
        (".coveragerc", "", Example(".coveragerc")),
        ("pyproject.toml", "[tool.coverage.run]\n", Example("pyproject.toml", None, "tool.coverage")),
        ("setup.cfg", "[coverage:run]\n", Example("setup.cfg", None, "coverage:run")),
        ("tox.ini", "[pytest]\naddopts = --cov=pkg\n", Example("tox.ini", None, "--cov")),
        (".github/codecov.yml", "", Example(".github/codecov.yml")),
        (
            ".github/workflows/a.yml",
            RUNS % "pytest --cov=pkg",
            Example(".github/workflows/a.yml", None, "pytest --cov=pkg"),
        ),
        (
            ".github/workflows/a.yml",
            RUNS % "coverage xml -q",
            Example(".github/workflows/a.yml", None, "coverage xml -q"),
        ),
    ],
)
def test_coverage_is_configured(path, text, example):
    found = outcome("test-coverage", PYTEST | {path: text})
    assert (found.result, found.examples) == (Result.PASS, (example,))


@pytest.mark.parametrize(
    ("path", "text", "result"),
    [
        ("docs/.coveragerc", "", Result.FAIL),
        (".github/workflows/a.yml", RUNS % "pytest --cover", Result.FAIL),
        (".github/workflows/a.yml", RUNS % "pip install coverage xml", Result.FAIL),
        ("pyproject.toml", "# [tool.coverage]\n", Result.FAIL),
        ("pyproject.toml", "[tool", Result.NOT_OBSERVED),
    ],
)
def test_coverage_is_not_configured(path, text, result):
    assert outcome("test-coverage", PYTEST | {path: text}).result is result


SDIST = {"PKG-INFO": "Name: pkg\n"}


@pytest.mark.parametrize(("check", "files"), [("python-tests", CODE), ("doctests", DOCTEST), ("test-coverage", PYTEST)])
def test_what_a_distribution_may_leave_out_is_not_held_against_it(check, files):
    assert outcome(check, files).result is Result.FAIL
    assert outcome(check, files | SDIST).result is Result.NOT_OBSERVED


def test_what_a_distribution_brings_is_seen():
    assert outcome("python-tests", CODE | PYTEST | SDIST).result is Result.PASS
    assert outcome("test-coverage", PYTEST | SDIST | {".coveragerc": ""}).result is Result.PASS
