"""Tests and CI of TypeScript, JavaScript, Java, Go and Rust: that there are some, how many, and who runs them."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.lang_code import LanguageCode
from handiwork.signals.facts.lang_setup import LanguageSetup
from handiwork.signals.nouns import Outcome, failed, not_observed, passed

__all__ = ["CHECKS", "ENOUGH_RATIO", "TITLES", "absent"]

ENOUGH_RATIO = 0.3
"""From this many lines of tests for a line of code on, tests are written along with the code; as for Python."""

TITLES: Mapping[str, str] = {"typescript": "TypeScript or JavaScript", "java": "Java", "go": "Go", "rust": "Rust"}
"""Languages as they are told."""

Codes = Mapping[str, LanguageCode]
Setups = Mapping[str, LanguageSetup]

_WHY_TESTS = "Tests are how others can change the code without breaking it."
_WHY_RATIO = "A few tests of much code leave most of it to luck; the ratio is coarse, and says so."
_WHY_COVERAGE = "Who measures what tests reach knows what they do not."
_WHY_CI = "Tests that run on every change are tests that are kept."


def absent(language: str) -> Outcome:
    """Return that a tree has no code of a language."""
    return not_observed(f"There is no {TITLES[language]}.")


class _Tests:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes, language_setup: Setups) -> Outcome:
        """At least one test as the language's frameworks spell them."""
        language = self.languages[0]
        code = language_code[language]
        if not code.is_there:
            return absent(language)
        if not code.n_tests:
            return failed(f"There is {TITLES[language]} and no test of it.", figure=0.0, unit="count")
        frameworks = ", ".join(language_setup[language].frameworks)
        message = (
            f"{code.n_tests:,} tests in {code.n_test_files:,} files{f'; declared: {frameworks}' if frameworks else ''}."
        )
        return passed(message, figure=float(code.n_tests), unit="count", examples=tuple(code.tests))


class _Ratio:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes) -> Outcome:
        """There are three lines of tests or more for ten of code."""
        language = self.languages[0]
        code = language_code[language]
        if not code.n_lines:
            return absent(language)
        if not code.n_tests:
            return not_observed(f"There are no tests of {TITLES[language]}.")
        ratio = code.n_test_lines / code.n_lines
        message = f"{code.n_test_lines:,} lines of tests for {code.n_lines:,} of code ({ratio:.2f})."
        return (passed if ratio >= ENOUGH_RATIO else failed)(message, figure=ratio, unit="ratio")


class _Coverage:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes, language_setup: Setups) -> Outcome:
        """Coverage is configured or run, or told to a service."""
        language = self.languages[0]
        if not language_code[language].n_tests:
            return not_observed(f"There are no tests of {TITLES[language]}.")
        found = language_setup[language].coverage
        return passed("Coverage is measured.", examples=found) if found else failed("Coverage is not configured.")


class _RunsTests:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes, language_setup: Setups, ci_jobs: tuple[object, ...]) -> Outcome:
        """Whether a job runs them, also through a script or a task runner."""
        language = self.languages[0]
        if not language_code[language].is_there:
            return absent(language)
        found = language_setup[language].ci
        if found:
            return passed("Continuous integration runs the tests.", examples=found)
        if not language_code[language].n_tests:
            return not_observed(f"There are no tests of {TITLES[language]}.")
        if not ci_jobs:
            return failed("There are tests, and no continuous integration that can be read.")
        return failed("Continuous integration is configured, and no command in it is one that runs these tests.")


class JsTests(_Tests, Check):
    """There are tests of the TypeScript and JavaScript code."""

    name: ClassVar[str] = "js-tests"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_TESTS
    url: ClassVar[str] = "https://nodejs.org/api/test.html"


class JsTestRatio(_Ratio, Check):
    """Tests of TypeScript and JavaScript are written along with the code."""

    name: ClassVar[str] = "js-test-ratio"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_RATIO
    url: ClassVar[str] = "https://nodejs.org/api/test.html"


class JsCoverage(_Coverage, Check):
    """What tests of TypeScript and JavaScript reach is measured."""

    name: ClassVar[str] = "js-test-coverage"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_COVERAGE
    url: ClassVar[str] = "https://nodejs.org/api/test.html#collecting-code-coverage"


class JsRunsTests(_RunsTests, Check):
    """Continuous integration runs the tests of TypeScript and JavaScript."""

    name: ClassVar[str] = "js-ci-tests"
    family: ClassVar[str] = "ci"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_CI
    url: ClassVar[str] = "https://docs.github.com/actions/use-cases-and-examples/building-and-testing"


class JavaTests(_Tests, Check):
    """There are tests of the Java code."""

    name: ClassVar[str] = "java-tests"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_TESTS
    url: ClassVar[str] = "https://docs.junit.org/current/user-guide/"


class JavaTestRatio(_Ratio, Check):
    """Tests of Java are written along with the code."""

    name: ClassVar[str] = "java-test-ratio"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_RATIO
    url: ClassVar[str] = "https://docs.junit.org/current/user-guide/"


class JavaCoverage(_Coverage, Check):
    """What tests of Java reach is measured."""

    name: ClassVar[str] = "java-test-coverage"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_COVERAGE
    url: ClassVar[str] = "https://www.jacoco.org/jacoco/trunk/doc/"


class JavaRunsTests(_RunsTests, Check):
    """Continuous integration runs the tests of Java."""

    name: ClassVar[str] = "java-ci-tests"
    family: ClassVar[str] = "ci"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_CI
    url: ClassVar[str] = "https://docs.github.com/actions/use-cases-and-examples/building-and-testing"


class GoTests(_Tests, Check):
    """There are tests of the Go code."""

    name: ClassVar[str] = "go-tests"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_TESTS
    url: ClassVar[str] = "https://go.dev/doc/tutorial/add-a-test"


class GoTestRatio(_Ratio, Check):
    """Tests of Go are written along with the code."""

    name: ClassVar[str] = "go-test-ratio"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_RATIO
    url: ClassVar[str] = "https://go.dev/doc/tutorial/add-a-test"


class GoCoverage(_Coverage, Check):
    """What tests of Go reach is measured."""

    name: ClassVar[str] = "go-test-coverage"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_COVERAGE
    url: ClassVar[str] = "https://go.dev/doc/build-cover"


class GoRunsTests(_RunsTests, Check):
    """Continuous integration runs the tests of Go."""

    name: ClassVar[str] = "go-ci-tests"
    family: ClassVar[str] = "ci"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_CI
    url: ClassVar[str] = "https://docs.github.com/actions/use-cases-and-examples/building-and-testing"


class RustTests(_Tests, Check):
    """There are tests of the Rust code."""

    name: ClassVar[str] = "rust-tests"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_TESTS
    url: ClassVar[str] = "https://doc.rust-lang.org/book/ch11-00-testing.html"


class RustTestRatio(_Ratio, Check):
    """Tests of Rust are written along with the code."""

    name: ClassVar[str] = "rust-test-ratio"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_RATIO
    url: ClassVar[str] = "https://doc.rust-lang.org/book/ch11-00-testing.html"


class RustCoverage(_Coverage, Check):
    """What tests of Rust reach is measured."""

    name: ClassVar[str] = "rust-test-coverage"
    family: ClassVar[str] = "tests"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_COVERAGE
    url: ClassVar[str] = "https://doc.rust-lang.org/rustc/instrument-coverage.html"


class RustRunsTests(_RunsTests, Check):
    """Continuous integration runs the tests of Rust."""

    name: ClassVar[str] = "rust-ci-tests"
    family: ClassVar[str] = "ci"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_CI
    url: ClassVar[str] = "https://docs.github.com/actions/use-cases-and-examples/building-and-testing"


CHECKS: tuple[type[Check], ...] = (
    JsTests,
    JsTestRatio,
    JsCoverage,
    JsRunsTests,
    JavaTests,
    JavaTestRatio,
    JavaCoverage,
    JavaRunsTests,
    GoTests,
    GoTestRatio,
    GoCoverage,
    GoRunsTests,
    RustTests,
    RustTestRatio,
    RustCoverage,
    RustRunsTests,
)
"""The checks of tests in other languages, and that they are run."""
