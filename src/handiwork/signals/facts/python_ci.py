"""What continuous integration does for Python: runs tests, on which versions, and publishes how."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handiwork.signals.facts.automation import Runs
from handiwork.signals.facts.book import fact
from handiwork.signals.facts.ci_jobs import Job
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.python_package import PythonPackage
from handiwork.signals.facts.settings_files import table
from handiwork.signals.facts.task_runners import python_versions_of_nox, tox_environments

__all__ = ["Publishing", "PythonCI", "publishing", "python_ci", "python_versions"]

TESTS: tuple[str, ...] = (
    "pytest", "py.test", "unittest", "nose2", "nosetests", "trial", "stestr", "ward", "hatch test", "spin test",
    "python manage.py test", "manage.py test", "python setup.py test", "green", "zope-testrunner", "testr",
)  # fmt: skip
"""Commands that run Python tests."""

_TEST_SCRIPT = re.compile(r"(?:.*/)?(?:run_?tests?|test_?(?:suite|runner|all)?|alltests)\.py")
_UPLOADS = (
    "twine upload", "uv publish", "hatch publish", "poetry publish", "flit publish", "pdm publish", "rye publish",
    "maturin publish", "maturin upload", "semantic-release publish", "python setup.py upload", "tbump",
)  # fmt: skip
_TRUSTED = "pypa/gh-action-pypi-publish"
_SECRETS = frozenset({"password", "user"})
_VERSION = re.compile(r"(?<![\d.])3\.(\d{1,2})(?![\d])")
_FACTOR = re.compile(r"(?<![a-z0-9])(?:py|pypy|python)-?3\.?(\d{1,2})(?![\d])")


@dataclass(frozen=True, slots=True)
class PythonCI:
    """What runs the tests.

    Attributes
    ----------
    systems
        Whose services are configured, sorted.
    tests
        Files of jobs that run the tests.
    versions
        Minor versions of Python 3 that the tests run on, ascending; empty if they are not told.
    problems
        Why files could not be read.
    """

    systems: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publishing:
    """How a package is published: ``trusted`` (no stored secret), ``secret``, or ``unknown`` credentials; where."""

    how: str
    path: str
    by: str


@fact
def python_ci(
    ci_jobs: tuple[Job, ...], runs_of_ci: Runs, configuration: Configuration, python_package: PythonPackage | None
) -> PythonCI:
    """Return what continuous integration does with Python tests."""
    scripts = [job for words, job in runs_of_ci.found if words[0] == "python" and any(map(_is_test_script, words[1:3]))]
    running = list({(j.path, j.name): j for j in (*runs_of_ci.jobs(*TESTS), *scripts)}.values())
    asked = [text for job in running for tool, text in job.versions if tool == "python"]
    if any("supported_python_classifiers" in text for text in (*asked, *_matrices(running, configuration))):
        asked += python_package.classifiers if python_package else ()
    within = {job.path for job in running}
    if any(job.path in within for job in runs_of_ci.jobs("tox")):
        asked += tox_environments(configuration) if len(python_versions(asked)) < 2 else ()
    if any(job.path in within for job in runs_of_ci.jobs("nox")):
        asked += python_versions_of_nox(configuration.text("noxfile.py")) if len(python_versions(asked)) < 2 else ()
    systems = {j.system for j in ci_jobs} | ({"Jenkins"} if "Jenkinsfile" in configuration.paths else set())
    problems = configuration.problems_of(*sorted(p for p in configuration.problems if p.startswith((".github/", "."))))
    return PythonCI(
        tuple(sorted(systems)),
        tuple(dict.fromkeys(job.path for job in running)),
        python_versions(asked),
        problems,
    )


@fact
def publishing(ci_jobs: tuple[Job, ...], runs_of_ci: Runs) -> Publishing | None:
    """Return how continuous integration publishes the package; None if nothing at hand does."""
    for job in ci_jobs:
        for action in job.actions:
            if action.lower().startswith(_TRUSTED):
                given = set(dict(job.inputs).get(action, ()))
                trusted = given.isdisjoint(_SECRETS) and _may_identify(job.permissions)
                how = "trusted" if trusted else "secret" if given & _SECRETS else "unknown"
                return Publishing(how, job.path, _TRUSTED)
    for job in runs_of_ci.jobs(*_UPLOADS):
        by = next(" ".join(w[:2]) for w, j in runs_of_ci.found if j is job and " ".join(w[:2]) in _UPLOADS)
        trusted = by == "uv publish" and _may_identify(job.permissions)
        return Publishing("trusted" if trusted else "unknown", job.path, by)
    return None


def python_versions(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the minor versions of Python 3 that texts name, ascending: versions, or environments of tox.

    Examples
    --------
    >>> python_versions(["3.9", "3.13t", "~3.14.0-0", "py312-django", "pypy-3.10", "2.7", "x"])
    (9, 10, 12, 13, 14)
    """
    found = {int(n) for text in texts for pattern in (_VERSION, _FACTOR) for n in pattern.findall(text)}
    return tuple(sorted(found))


# --- private ---


def _is_test_script(word: str) -> bool:
    return _TEST_SCRIPT.fullmatch(word) is not None


def _may_identify(permissions: object) -> bool:
    """Return whether a job may ask for a token that says who it is."""
    return permissions == "write-all" or (isinstance(permissions, dict) and permissions.get("id-token") == "write")


def _matrices(jobs: Iterable[Job], configuration: Configuration) -> list[str]:
    """Return the expressions that a job's matrix is computed from."""
    found = []
    for job in jobs:
        matrix = table(configuration.yaml(job.path), "jobs", job.name, "strategy", "matrix") or {}
        found += [value for value in matrix.values() if isinstance(value, str)]
    return found
