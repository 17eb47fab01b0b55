"""Checks of practice in data pipelines: orchestration, retries, repeatable writes, tested steps, schemas, logs."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.practice import DataProject, Places
from handiwork.signals.nouns import Outcome, failed, not_observed, passed
from handiwork.signals.own.exclusions import is_test_path
from handiwork.signals.python.nouns import ModuleFacts

__all__ = ["CHECKS"]

_FAMILY = "data-practice"
_NO_PIPELINE = "Nothing is seen that orchestrates pipelines."
_FEW = 3
_HALF = 0.5
_SOME = 0.3


class Orchestrated(Check):
    """Something orchestrates the pipelines: Airflow, Prefect, Dagster, dbt, Luigi."""

    name: ClassVar[str] = "orchestration"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Order, schedule, retries and history of runs are kept in one place, not in somebody's head."
    url: ClassVar[str] = "https://airflow.apache.org/docs/apache-airflow/stable/best-practices.html"

    def check(self, data_project: DataProject) -> Outcome:
        """Look for a flow, task, asset or model of a known tool; a project without one is not observed."""
        if not data_project.tools:
            return not_observed(_NO_PIPELINE)
        n = len(data_project.places)
        message = f"Orchestrated by {', '.join(data_project.tools)}, in {n:,} places."
        return passed(message, figure=float(n), unit="count", examples=data_project.places)


class Retried(Check):
    """Steps are tried again when they fail."""

    name: ClassVar[str] = "retries"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Networks and services fail for a minute; a pipeline should not fail for a night."
    url: ClassVar[str] = "https://tenacity.readthedocs.io/en/latest/"

    def check(self, data_project: DataProject, practice_places: Places) -> Outcome:
        """Look for a retry of the orchestrator, of a decorator such as tenacity's, or of an HTTP adapter."""
        found = practice_places.of("retry")
        if found:
            return passed(f"Retries in {len(found):,} places.", figure=float(len(found)), unit="count", examples=found)
        if set(data_project.tools) <= {"dbt"}:
            return not_observed(_NO_PIPELINE if not data_project.tools else "dbt's models are run by something else.")
        return failed("No step of a pipeline is tried again.", examples=data_project.places)


class WritesRepeatable(Check):
    """Writes can be repeated: rows are replaced or merged, not added once more."""

    name: ClassVar[str] = "idempotent-writes"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A run that is repeated must not double what the first one wrote."
    url: ClassVar[str] = "https://docs.getdbt.com/docs/build/incremental-models"

    def check(self, data_project: DataProject, practice_places: Places) -> Outcome:
        """Of the writes that are seen outside of migrations, as many at least replace or merge as append."""
        once = practice_places.files("alembic_revision", "django_migration")
        safe = tuple(place for place in practice_places.of("write_safe") if place.path not in once)
        append = tuple(place for place in practice_places.of("write_append") if place.path not in once)
        n = len(safe) + len(append)
        if not n or not (data_project.tools or practice_places.of("frames")):
            return not_observed("No writes of a pipeline are seen.")
        share = len(safe) / n
        enough = share >= _HALF
        message = f"{len(safe):,} of {n:,} writes replace or merge what is there ({share:.0%})."
        return (passed if enough else failed)(message, figure=share, unit="share", examples=safe if enough else append)


class StepsTested(Check):
    """Transformations are tested: functions from frame to frame by tests, models by tests of their data."""

    name: ClassVar[str] = "transformation-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A wrong join is not seen in a log; it is seen in a report, by somebody else."
    url: ClassVar[str] = "https://docs.getdbt.com/docs/build/data-tests"

    def check(self, practice_places: Places, data_project: DataProject, modules: Mapping[str, ModuleFacts]) -> Outcome:
        """Three in ten of the modules that transform frames are imported by a test, or models state tests."""
        frames = practice_places.of("frames")
        if data_project.data_tests:
            n = len(data_project.data_tests)
            return passed(
                f"{n:,} tests of data are stated.", figure=float(n), unit="count", examples=data_project.data_tests
            )
        if len(frames) < _FEW and "dbt" not in data_project.tools:
            return not_observed("Fewer than three functions are seen that take and return frames.")
        if not frames:
            return failed("Models of dbt state no tests.", examples=data_project.places)
        imported = _imported_by_tests(modules)
        tested = [place for place in frames if _module(place.path, place.text) & imported]
        share = len(tested) / len(frames)
        message = f"{len(tested):,} of {len(frames):,} functions from frame to frame are in modules that tests import."
        enough = share >= _SOME
        return (passed if enough else failed)(message, figure=share, unit="share", examples=tuple(tested) or frames)


class SchemasStated(Check):
    """What data must look like is stated and checked."""

    name: ClassVar[str] = "data-schemas"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A column that changed its type upstream is found at the door."
    url: ClassVar[str] = "https://pandera.readthedocs.io/en/stable/"

    def check(self, practice_places: Places, data_project: DataProject) -> Outcome:
        """Schemas of pandera, Spark or Arrow, suites of Great Expectations or Soda, asset checks."""
        found = practice_places.of("schema")
        if found:
            tools = ", ".join(sorted({place.text for place in found}))
            return passed(f"{tools}: {len(found):,} places.", figure=float(len(found)), unit="count", examples=found)
        if not data_project.tools:
            return not_observed(_NO_PIPELINE)
        return not_observed("No schemas are seen; some projects check their data elsewhere.")


class RunsLogged(Check):
    """Pipelines write logs rather than print."""

    name: ClassVar[str] = "pipeline-logging"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A log has a level, a time and a place; what is printed is gone with the worker."
    url: ClassVar[str] = "https://docs.python.org/3/howto/logging.html"

    def check(self, practice_places: Places, data_project: DataProject) -> Outcome:
        """In the files that are orchestrated, at least as many lines of a log as prints."""
        files = practice_places.files("orchestrated")
        logged = [place for place in practice_places.of("logged") if place.path in files]
        printed = [place for place in practice_places.of("printed") if place.path in files]
        n = len(logged) + len(printed)
        if n < _FEW or not data_project.tools:
            return not_observed("Fewer than three lines are seen that tell of a run.")
        enough = len(logged) >= len(printed)
        message = f"{len(logged):,} lines of logs, {len(printed):,} prints in the files of pipelines."
        share = len(logged) / n
        examples = tuple(logged if enough else printed)
        return (passed if enough else failed)(message, figure=share, unit="share", examples=examples)


CHECKS: tuple[type[Check], ...] = (Orchestrated, Retried, WritesRepeatable, StepsTested, SchemasStated, RunsLogged)
"""The checks of practice in data pipelines."""


# --- private ---


def _imported_by_tests(modules: Mapping[str, ModuleFacts]) -> frozenset[str]:
    """Return the last two parts of everything that tests import, joined by a dot, and the last alone."""
    found: set[str] = set()
    for path, module in modules.items():
        if is_test_path(path):
            for name, _ in module.imports:
                parts = [part for part in name.split(".") if part]
                found.update((".".join(parts[-2:]), *parts[-2:]))
    return frozenset(found)


def _module(path: str, function: str) -> frozenset[str]:
    stem = path.rpartition("/")[2].removesuffix(".py")
    return frozenset({stem, f"{stem}.{function}"} - {"__init__", "utils", "main"})
