"""Continuous integration: that it runs the tests, on which versions, and that it runs linters and type checkers."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.python_ci import PythonCI
from handiwork.signals.facts.python_tools import PythonTools
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.python.nouns import ModuleFacts

__all__ = ["CHECKS"]

_FAMILY = "ci"
_URL = (
    "https://docs.github.com/en/actions/how-tos/use-cases-and-examples/building-and-testing/building-and-testing-python"
)


class TestsInCI(Check):
    """Continuous integration runs the Python tests."""

    __test__ = False

    name: ClassVar[str] = "python-ci-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Tests that run by themselves are run at every change."
    url: ClassVar[str] = _URL

    def check(self, python_ci: PythonCI, modules: Mapping[str, ModuleFacts], sdist: bool) -> Outcome:  # noqa: FBT001
        """Find a job that runs pytest, unittest or another runner, also through tox, nox, make, just or scripts."""
        if missing := _missing(python_ci, modules, sdist=sdist):
            return missing
        systems = ", ".join(python_ci.systems)
        if python_ci.tests:
            return passed(f"{systems}: tests are run.", examples=tuple(map(Example, python_ci.tests)))
        if python_ci.problems:
            return not_observed(f"It cannot be said: {'; '.join(python_ci.problems)}.")
        return failed(f"{systems}: no job runs Python tests.")


class VersionsInCI(Check):
    """The Python tests run on several versions of Python."""

    name: ClassVar[str] = "python-ci-versions"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What a package says it runs on is what it is tried on."
    url: ClassVar[str] = _URL

    def check(self, python_ci: PythonCI) -> Outcome:
        """Two minor versions or more, from the job's matrix, or tox or nox if it runs all of theirs."""
        versions = python_ci.versions
        if not python_ci.tests or not versions:
            return not_observed("No job is seen that runs Python tests on a version that is told.")
        told = ", ".join(f"3.{n}" for n in versions)
        examples = tuple(map(Example, python_ci.tests))
        enough = len(versions) > 1
        return (passed if enough else failed)(
            f"Tests run on Python {told}.", figure=float(len(versions)), unit="count", examples=examples
        )


class LintersInCI(Check):
    """Continuous integration runs a Python linter or checks the format."""

    name: ClassVar[str] = "python-ci-linters"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A rule that nothing enforces is a wish."
    url: ClassVar[str] = "https://docs.astral.sh/ruff/integrations/"

    def check(
        self,
        python_ci: PythonCI,
        python_tools: PythonTools,
        modules: Mapping[str, ModuleFacts],
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Find a job that runs one, also through hooks and tasks."""
        missing = _missing(python_ci, modules, sdist=sdist)
        return missing or _tools_run("linter", ("linter", "formatter"), python_ci, python_tools)


class TypesInCI(Check):
    """Continuous integration runs a Python type checker."""

    name: ClassVar[str] = "python-ci-types"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Types that are checked at every change stay true."
    url: ClassVar[str] = "https://mypy.readthedocs.io/en/stable/existing_code.html"

    def check(
        self,
        python_ci: PythonCI,
        python_tools: PythonTools,
        modules: Mapping[str, ModuleFacts],
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Find a job that runs mypy, pyright or another, also through hooks and tasks."""
        missing = _missing(python_ci, modules, sdist=sdist)
        return missing or _tools_run("type checker", ("type checker",), python_ci, python_tools)


CHECKS: tuple[type[Check], ...] = (TestsInCI, VersionsInCI, LintersInCI, TypesInCI)
"""The checks of continuous integration for Python."""


# --- private ---


def _missing(ci: PythonCI, modules: Mapping[str, ModuleFacts], *, sdist: bool) -> Outcome | None:
    """Return what is said of a tree without Python or without continuous integration; None if it has both."""
    if not modules:
        return not_observed("There is no Python.")
    if ci.systems:
        return None
    if ci.problems:
        return not_observed(f"It cannot be said: {'; '.join(ci.problems)}.")
    if sdist:
        return not_observed("This is a source distribution, which may leave continuous integration out.")
    return failed("No continuous integration is configured.")


def _tools_run(what: str, kinds: tuple[str, ...], ci: PythonCI, tools: PythonTools) -> Outcome:
    found = [t for kind in kinds for t in tools.of(kind) if t.ci]
    if found:
        examples = tuple(Example(t.ci[0], None, t.name) for t in found)
        return passed(f"Run: {', '.join(t.name for t in found)}.", examples=examples)
    if ci.problems:
        return not_observed(f"It cannot be said: {'; '.join(ci.problems)}.")
    return failed(f"No job runs a {what}.")
