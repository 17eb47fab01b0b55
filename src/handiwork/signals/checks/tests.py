"""Python tests: that there are some, how they are written, and whether their reach is measured."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.python_code import DocstringCounts
from handiwork.signals.facts.python_tests import PythonTests, TestRuns, TestSettings, runs_doctests
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.python.nouns import ModuleFacts

__all__ = ["CHECKS", "ENOUGH_RATIO"]

ENOUGH_RATIO = 0.3
"""From this many lines of tests for a line of code on, tests are written along with the code."""

_FAMILY = "tests"
_NO_TESTS = "There are no Python tests."
_LEFT_OUT = "a distribution leaves out what only its makers need."


class HasTests(Check):
    """There are tests of the Python code, for pytest or unittest."""

    name: ClassVar[str] = "python-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Tests are how others can change the code without breaking it."
    url: ClassVar[str] = "https://docs.pytest.org/en/stable/explanation/goodpractices.html"

    def check(
        self,
        python_tests: PythonTests,
        library_modules: Mapping[str, ModuleFacts],
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """At least one test function; how many, which runner's and where they lie is told."""
        tests = python_tests
        if not tests.n_tests and not library_modules:
            return not_observed("There is no Python.")
        if not tests.n_tests and sdist:
            return not_observed(f"There are no Python tests here; {_LEFT_OUT}")
        if not tests.n_tests:
            return failed("There is Python code and no test of it.", figure=0.0, unit="count")
        runners = (("pytest", tests.pytest), ("unittest", tests.unittest))
        told = [f"{len(found):,} of {name}" for name, found in runners if found]
        layout = ((tests.n_apart, "in folders of tests"), (tests.n_beside, "beside the code"))
        places = [f"{n:,} {where}" for n, where in layout if n]
        message = f"{tests.n_tests:,} tests ({', '.join(told)}); files with tests: {', '.join(places)}."
        return passed(message, figure=float(tests.n_tests), unit="count", examples=(tests.pytest or tests.unittest))


class TestRatio(Check):
    """Tests are written along with the code."""

    __test__ = False

    name: ClassVar[str] = "python-test-ratio"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A few tests of much code leave most of it to luck; the ratio is coarse, and says so."
    url: ClassVar[str] = "https://docs.pytest.org/en/stable/explanation/goodpractices.html"

    def check(self, python_tests: PythonTests) -> Outcome:
        """There are three lines of tests or more for ten of code."""
        tests = python_tests
        if not tests.n_code_lines:
            return not_observed("There is no Python code outside of tests.")
        if not tests.n_tests:
            return not_observed(_NO_TESTS)
        ratio = tests.n_test_lines / tests.n_code_lines
        message = (
            f"{tests.n_test_lines:,} lines of tests for {tests.n_code_lines:,} of code ({ratio:.2f}); "
            f"{tests.n_tests:,} tests for {tests.n_code_functions:,} functions."
        )
        return (passed if ratio >= ENOUGH_RATIO else failed)(message, figure=ratio, unit="ratio")


class HasFixtures(Check):
    """Tests share what they need by fixtures."""

    name: ClassVar[str] = "test-fixtures"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What a test needs is said once, and cleared up after it."
    url: ClassVar[str] = "https://docs.pytest.org/en/stable/explanation/fixtures.html"

    def check(self, python_tests: PythonTests) -> Outcome:
        """There are pytest's fixtures, or unittest's setUp and its kin."""
        return _found(python_tests, python_tests.fixtures, "fixtures")


class HasParametrized(Check):
    """Tests run over tables of cases."""

    name: ClassVar[str] = "parametrized-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Cases in a table show what was thought of, and the next one is a line."
    url: ClassVar[str] = "https://docs.pytest.org/en/stable/how-to/parametrize.html"

    def check(self, python_tests: PythonTests) -> Outcome:
        """There are parametrized tests or classes of tests."""
        return _found(python_tests, python_tests.parametrized, "parametrized tests")


class HasPropertyTests(Check):
    """Tests check properties on generated values (Hypothesis)."""

    name: ClassVar[str] = "property-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "They find the cases nobody thought of."
    url: ClassVar[str] = "https://hypothesis.readthedocs.io"

    def check(self, python_tests: PythonTests) -> Outcome:
        """There are tests that Hypothesis gives their values; that there are none says nothing."""
        if found := python_tests.properties:
            return passed(f"{len(found):,} property tests.", figure=float(len(found)), unit="count", examples=found)
        none = "There are no property tests; many good test suites have none."
        return not_observed(none if python_tests.n_tests else _NO_TESTS)


class RunsDoctests(Check):
    """Examples in docstrings are run as tests."""

    name: ClassVar[str] = "doctests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An example that runs cannot go stale."
    url: ClassVar[str] = "https://docs.pytest.org/en/stable/how-to/doctest.html"

    def check(
        self,
        docstring_counts: DocstringCounts,
        test_settings: TestSettings,
        test_runs: TestRuns,
        python_tests: PythonTests,
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Find settings, a task, CI or an imported module that run them, where there are examples with prompts."""
        n = docstring_counts.n_doctests
        if not n:
            return not_observed("No docstring has an example with a prompt.")
        told = tuple(
            Example(path, None, "addopts") for path, options in test_settings.addopts if runs_doctests(options.split())
        )
        if places := told + test_runs.doctests + python_tests.doctest_imports:
            return passed(
                f"{n:,} docstrings have examples that are run.", figure=float(n), unit="count", examples=places
            )
        if test_settings.problems:
            return not_observed(
                f"It cannot be said: {'; '.join(test_settings.problems)}.", figure=float(n), unit="count"
            )
        if sdist:
            message = f"{n:,} docstrings have examples; whether they are run is not here: {_LEFT_OUT}"
            return not_observed(message, figure=float(n), unit="count")
        return failed(f"{n:,} docstrings have examples, and nothing at hand runs them.", figure=float(n), unit="count")


class MeasuresCoverage(Check):
    """How much the tests reach is measured."""

    name: ClassVar[str] = "test-coverage"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "It shows which code no test has ever run."
    url: ClassVar[str] = "https://coverage.readthedocs.io/en/latest/config.html"

    def check(
        self,
        test_settings: TestSettings,
        test_runs: TestRuns,
        python_tests: PythonTests,
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Find a settings file of coverage or codecov, or pytest with --cov or coverage itself in a task or CI."""
        places = test_settings.coverage + test_runs.coverage
        if places and python_tests.n_tests:
            return passed("Coverage is measured.", examples=places)
        if not python_tests.n_tests:
            return not_observed(_NO_TESTS)
        if test_settings.problems:
            return not_observed(f"It cannot be said: {'; '.join(test_settings.problems)}.")
        if sdist:
            return not_observed(f"Nothing here measures coverage; {_LEFT_OUT}")
        return failed("Nothing at hand measures coverage.")


CHECKS: tuple[type[Check], ...] = (
    HasTests, TestRatio, HasFixtures, HasParametrized, HasPropertyTests, RunsDoctests, MeasuresCoverage,
)  # fmt: skip
"""The checks of Python tests."""


# --- private ---


def _found(tests: PythonTests, found: tuple[Example, ...], what: str) -> Outcome:
    if not tests.n_tests:
        return not_observed(_NO_TESTS)
    if found:
        return passed(f"{len(found):,} {what}.", figure=float(len(found)), unit="count", examples=found)
    return failed(f"{tests.n_tests:,} tests and no {what}.", figure=0.0, unit="count")
