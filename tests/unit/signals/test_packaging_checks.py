"""Packaging, continuous integration, tooling, README and pages: pass, fail, not observed, and near misses."""

import pytest
from tests.signal_trees import facts_of, reports_of

from handiwork.signals import Outcome, Result
from handiwork.signals.checks import ci, packaging, pages, tooling
from handiwork.signals.facts.commands import commands_of
from handiwork.signals.facts.headings import outline_of
from handiwork.signals.facts.task_runners import recipes

CODE = {"pkg/__init__.py": "def a():\n    return 1\n"}
PROJECT = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "a"\nversion = "1"\n'
FULL = PROJECT + (
    'description = "A."\nreadme = "README.md"\nrequires-python = ">=3.11"\nlicense = "MIT"\nauthors = [{name = "A"}]\n'
    'classifiers = ["Typing :: Typed"]\n[project.scripts]\na = "a:main"\n'
)
PACKAGE = CODE | {"pyproject.toml": FULL, "pkg/py.typed": ""}
WORKFLOW = """
on: [push, pull_request]
jobs:
  tests:
    strategy: {matrix: {python-version: ["3.11", "3.12"]}}
    steps:
      - uses: actions/checkout@v4
      - run: uvx --with tox-uv tox run -e py,lint
  publish:
    permissions: {id-token: write}
    steps: [{uses: pypa/gh-action-pypi-publish@release/v1}]
"""
TOX = "[testenv]\ncommands = pytest {posargs}\n[testenv:lint]\ncommands =\n    ruff check .\n    mypy\n"
CI = CODE | {".github/workflows/ci.yml": WORKFLOW, "tox.ini": TOX}


def outcome(check, files) -> Outcome:
    return reports_of(files)[check].outcome


@pytest.mark.parametrize(
    ("check", "files", "result"),
    [
        *((c.name, PACKAGE, Result.PASS) for c in packaging.CHECKS if c.name not in {"publishing", "lock-file"}),
        ("pyproject", CODE | {"setup.py": "from setuptools import setup\nsetup(name='a')\n"}, Result.FAIL),
        ("pyproject", CODE | {"pyproject.toml": "[tool.ruff]\n"}, Result.NOT_OBSERVED),
        ("pyproject", CODE | {"pyproject.toml": "[project"}, Result.NOT_OBSERVED),
        ("pyproject", {"pyproject.toml": PROJECT + 'dependencies = ["a b c"]\n'}, Result.FAIL),
        ("build-backend", CODE | {"setup.py": "setup()\n"}, Result.FAIL),
        ("package-version", {"pyproject.toml": PROJECT.replace('version = "1"\n', "")}, Result.FAIL),
        ("package-version", {"pyproject.toml": PROJECT.replace('version = "1"', 'dynamic = ["version"]')}, Result.PASS),
        ("requires-python", {"pyproject.toml": PROJECT}, Result.FAIL),
        ("licence", {"pyproject.toml": PROJECT}, Result.FAIL),
        ("package-metadata", {"pyproject.toml": PROJECT}, Result.FAIL),
        ("typed-classifier", {"pyproject.toml": FULL}, Result.FAIL),
        ("typed-classifier", {"pyproject.toml": FULL, "vendor/x/py.typed": ""}, Result.FAIL),
        ("typed-classifier", {"pyproject.toml": PROJECT}, Result.NOT_OBSERVED),
        ("entry-points", {"pyproject.toml": PROJECT}, Result.NOT_OBSERVED),
        ("publishing", PACKAGE | CI, Result.PASS),
        ("publishing", PACKAGE, Result.NOT_OBSERVED),
        ("lock-file", {"uv.lock": ""}, Result.PASS),
        ("lock-file", {"requirements.txt": "a==1\n# b\n-r c\n"}, Result.PASS),
        ("lock-file", {"requirements.txt": "a>=1\n"}, Result.FAIL),
        ("lock-file", PACKAGE | {"requirements.txt": "a>=1\n"}, Result.NOT_OBSERVED),
    ],
)
def test_packages(check, files, result):
    assert outcome(check, files).result is result


@pytest.mark.parametrize(
    ("check", "files", "result"),
    [
        *((c.name, CI, Result.PASS) for c in ci.CHECKS),
        *((c.name, CODE, Result.FAIL) for c in ci.CHECKS if c.name != "python-ci-versions"),
        *((c.name, CODE | {"PKG-INFO": ""}, Result.NOT_OBSERVED) for c in ci.CHECKS),
        *((c.name, {"README.md": "pytest"}, Result.NOT_OBSERVED) for c in ci.CHECKS),
        ("python-ci-tests", CODE | {".github/workflows/ci.yml": "jobs: [\n"}, Result.NOT_OBSERVED),
        ("python-ci-tests", CI | {"tox.ini": "[testenv]\ncommands = pip install pytest\n"}, Result.FAIL),
        ("python-ci-types", CI | {"tox.ini": TOX.replace(":lint", ":typing")}, Result.FAIL),
        ("python-ci-tests", CODE | {".gitlab-ci.yml": "t:\n  script: [python -m pytest]\n"}, Result.PASS),
        (
            "python-ci-tests",
            CODE | {".travis.yml": "script: tox\n", "tox.ini": "[testenv]\ncommands = py.test\n"},
            Result.PASS,
        ),
        (
            "python-ci-tests",
            CODE | {".ci/run": "#!/bin/sh\nmake check\n", "Makefile": "check: t\nt:\n\t$(BIN)/python -m pytest\n"},
            Result.PASS,
        ),
        ("python-ci-versions", CI | {".github/workflows/ci.yml": WORKFLOW.replace(', "3.12"', "")}, Result.FAIL),
    ],
)
def test_continuous_integration(check, files, result):
    assert outcome(check, files).result is result


@pytest.mark.parametrize(
    ("check", "files", "result"),
    [
        ("python-linter", CODE | {"ruff.toml": ""}, Result.PASS),
        ("python-linter", CODE | {"setup.cfg": "[flake8]\n"}, Result.PASS),
        ("python-linter", CODE | {"Makefile": "lint:\n\truff check .\n"}, Result.PASS),
        ("python-linter", CODE | {"requirements-dev.txt": "ruff\n", "pyproject.toml": "# [tool.ruff]\n"}, Result.FAIL),
        ("python-formatter", CODE | {"pyproject.toml": "[tool.black]\n"}, Result.PASS),
        ("python-formatter", CODE | {"ruff.toml": "line-length = 9\n"}, Result.FAIL),
        ("pre-commit", CODE | {".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: a}]}]\n"}, Result.PASS),
        ("pre-commit", CODE | {".pre-commit-config.yaml": "repos: [\n"}, Result.NOT_OBSERVED),
        ("pre-commit", CODE | {".pre-commit-config.yaml": "repos: []\n"}, Result.FAIL),
        *((c.name, CODE, Result.FAIL) for c in tooling.CHECKS),
        *((c.name, CODE | {"PKG-INFO": ""}, Result.NOT_OBSERVED) for c in tooling.CHECKS),
    ],
)
def test_tooling(check, files, result):
    assert outcome(check, files).result is result


WORDS = "It keeps what people say of it in one place and gives it back when it is asked for, " * 2
README = f"# A\n\n{WORDS}\n\n## Installation\n\nx\n\n## Usage\n\nx\n"


@pytest.mark.parametrize(
    ("check", "files", "result"),
    [
        ("readme", {"README.md": README}, Result.PASS),
        ("readme", {"README.md": "# A\n"}, Result.FAIL),
        ("readme", CODE, Result.FAIL),
        ("readme-installation", {"README.md": README}, Result.PASS),
        ("readme-installation", {"README.md": "# A\n```sh\n$ pip install a\n```\n"}, Result.PASS),
        ("readme-installation", {"README.md": "# A\n```python\n# Installation\n```\n"}, Result.FAIL),
        ("readme-installation", CODE, Result.NOT_OBSERVED),
        ("readme-usage", {"README.rst": "A\n=\n\n.. code-block:: python\n\n   a()\n"}, Result.PASS),
        ("readme-usage", {"README.md": "# A\n```sh\npip install a\n```\n"}, Result.FAIL),
        ("documentation", {"mkdocs.yml": ""}, Result.PASS),
        ("documentation", {"docs/conf.py": ""}, Result.PASS),
        ("documentation", {"pkg/conf.py": ""}, Result.NOT_OBSERVED),
        ("changelog", {"CHANGES.rst": ""}, Result.PASS),
        ("changelog", {"changelog.d/1.md": ""}, Result.PASS),
        ("changelog", {"pkg/changes.py": ""}, Result.NOT_OBSERVED),
        ("contributing", {".github/CONTRIBUTING.md": ""}, Result.PASS),
        ("contributing", CODE, Result.NOT_OBSERVED),
        ("licence-file", {"COPYING": ""}, Result.PASS),
        ("licence-file", {"pkg/LICENSE": ""}, Result.FAIL),
    ],
)
def test_pages(check, files, result):
    assert outcome(check, files).result is result


def test_an_empty_tree_shows_nothing_of_any_of_them():
    ours = {c.name for m in (ci, packaging, pages, tooling) for c in m.CHECKS}
    results = {r.outcome.result for name, r in reports_of({}).items() if name in ours}
    assert results == {Result.NOT_OBSERVED}


@pytest.mark.parametrize(
    ("script", "commands"),
    [
        ("FOO=1 python -Im pytest -q > out.txt", [("pytest", "-q")]),
        ("if ! uv run --group a mypy; then exit 1; fi", [("mypy",), ("exit", "1"), ("fi",)]),
        ("cat <<EOF\npytest\nEOF\nruff check", [("cat",), ("ruff", "check")]),
        ("echo 'pytest\nmypy'", [("echo", "pytest\nmypy")]),
        ("coverage run $branch -m pytest", [("pytest",)]),
        ("${PREFIX}ruff format x", [("ruff", "format", "x")]),
    ],
)
def test_commands_are_read_without_what_wraps_them(script, commands):
    assert [c for c in commands_of(script) if c[0] != "EOF"] == commands


def test_recipes_of_a_target_come_with_what_it_needs():
    text = "A := b:c\nall: lint\nlint:\n\truff check\nother:\n\tmypy\n"
    assert [r.strip() for r in recipes(text, [])] == ["", "ruff check"]
    assert list(recipes('cov *args="-x":\n    pytest {{args}}\n', ["cov"])) == ["\npytest "]


def test_a_tool_in_a_session_of_nox_that_is_not_run_is_not_run_in_ci():
    nox = "@nox.session\ndef tests(s):\n    s.run('pytest')\n@nox.session\ndef types(s):\n    s.run('mypy')\n"
    ci_runs = "on: push\njobs: {a: {steps: [{run: nox -s tests}]}}\n"
    runs = facts_of({"noxfile.py": nox, ".github/workflows/a.yml": ci_runs})["runs_of_ci"]
    assert ({w[0] for w, _ in runs.found}, len(runs.jobs("mypy"))) == ({"nox", "pytest"}, 0)


@pytest.mark.parametrize(
    ("text", "rst", "titles"),
    [
        ("# A #\n\nB\n---\n\n~~~\n# c\n~~~\n<h2 align=x>D <b>e</b></h2>\n", False, ["A", "B", "D e"]),
        ("| a |\n---\n\n- b\n---\n", False, []),
        ("==\nAb\n==\n\nUse\n---\n\n::\n\n  No\n  --\n", True, ["Ab", "Use"]),
    ],
)
def test_headings(text, rst, titles):
    assert [s.title for s in outline_of(text, rst=rst).sections] == titles


@pytest.mark.parametrize("bomb", ["a: &a [x]\n" + "b: *a\n" * 300 + "<<: *a\n", "[" * 5000, "a: " + "{b: " * 500])
def test_a_hostile_workflow_is_not_observed(bomb):
    assert outcome("python-ci-tests", CODE | {".github/workflows/a.yml": bomb}).result is Result.NOT_OBSERVED
