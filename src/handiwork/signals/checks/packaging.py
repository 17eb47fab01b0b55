"""Packaging: how a Python package describes itself, is built, versioned and published."""

from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.python_ci import Publishing
from handiwork.signals.facts.python_package import PythonPackage
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.tree import Entry

__all__ = ["CHECKS"]

_FAMILY = "packaging"
_NONE = "No Python package is described at the top of the tree."


class DescribedInPyproject(Check):
    """A package is described in pyproject.toml."""

    name: ClassVar[str] = "pyproject"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "It is the file that every tool reads without running anybody's code."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/guides/writing-pyproject-toml/"

    def check(self, python_package: PythonPackage | None, configuration: Configuration) -> Outcome:
        """Find [project] (PEP 621), or the table of Poetry or Flit; setup.cfg and setup.py are older."""
        if problems := configuration.problems_of("pyproject.toml"):
            return not_observed(f"It cannot be said: {'; '.join(problems)}.")
        package = python_package
        if package is None:
            return not_observed(_NONE)
        if package.path == "pyproject.toml":
            how = {"project": "in the standard table", "poetry": "in Poetry's table", "flit": "in Flit's table"}
            bad = f"; not a valid requirement: {', '.join(package.bad[:3])}" if package.bad else ""
            message = f"The package is described {how[package.style]}{bad}."
            return (failed if package.bad else passed)(
                message, examples=(Example("pyproject.toml", None, package.style),)
            )
        return failed(f"The package is described in {package.path} only.", examples=(Example(package.path),))


class DeclaresBackend(Check):
    """What builds the package is declared."""

    name: ClassVar[str] = "build-backend"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Anybody can build it, with what it needs and nothing else."
    url: ClassVar[str] = "https://peps.python.org/pep-0517/"

    def check(self, python_package: PythonPackage | None, configuration: Configuration) -> Outcome:
        """Find [build-system] in pyproject.toml."""
        if python_package is None:
            return not_observed(_NONE)
        if problems := configuration.problems_of("pyproject.toml"):
            return not_observed(f"It cannot be said: {'; '.join(problems)}.")
        if python_package.backend:
            example = Example("pyproject.toml", None, python_package.backend)
            return passed(f"Built by {python_package.backend}.", examples=(example,))
        return failed("No build backend is declared.", examples=(Example(python_package.path),))


class SaysVersion(Check):
    """The package says its version, or where it comes from."""

    name: ClassVar[str] = "package-version"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Who uses it can ask for the one that works for them."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/discussions/versioning/"

    def check(self, python_package: PythonPackage | None) -> Outcome:
        """Find it written down, or dynamic: from tags, a file or an attribute."""
        if python_package is None:
            return not_observed(_NONE)
        example = (Example(python_package.path),)
        if python_package.version is None:
            return failed("Nothing says the package's version.", examples=example)
        source = f" from {python_package.version_from}" if python_package.version_from else ""
        return passed(f"The version is {python_package.version}{source}.", examples=example)


class SaysPython(Check):
    """The package says which versions of Python it is for."""

    name: ClassVar[str] = "requires-python"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Installers pick a release that runs, instead of one that fails."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/specifications/pyproject-toml/#requires-python"

    def check(self, python_package: PythonPackage | None) -> Outcome:
        """Find requires-python, or what stands for it in Poetry and setuptools."""
        if python_package is None:
            return not_observed(_NONE)
        example = (Example(python_package.path),)
        if "requires-python" in python_package.told:
            told = python_package.requires_python or "computed when it is built"
            return passed(f"For Python {told}.", examples=example)
        return failed("No version of Python is asked for.", examples=example)


class SaysLicence(Check):
    """The package says its licence."""

    name: ClassVar[str] = "licence"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Without one, nobody may use the code."
    url: ClassVar[str] = "https://peps.python.org/pep-0639/"

    def check(self, python_package: PythonPackage | None) -> Outcome:
        """Find an SPDX expression, or the older text, file or classifier."""
        if python_package is None:
            return not_observed(_NONE)
        package, example = python_package, (Example(python_package.path),)
        if package.licence_kind is None:
            return failed("The package does not say its licence.", examples=example)
        if package.licence_kind == "expression":
            return passed(f"The licence is the expression {package.licence}.", examples=example)
        return passed(f"The licence is told by {package.licence_kind}.", examples=example)


class Findable(Check):
    """The package tells those who look for it what it is: description, README, addresses."""

    name: ClassVar[str] = "package-metadata"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An index shows nothing else of a package."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/specifications/core-metadata/"

    def check(self, python_package: PythonPackage | None) -> Outcome:
        """Find description and README, and at least one of addresses, authors and classifiers."""
        if python_package is None:
            return not_observed(_NONE)
        told = python_package.told
        missing = [m for m in ("description", "readme", "urls", "authors", "classifiers") if m not in told]
        enough = {"description", "readme"} <= told and bool(told & {"urls", "authors", "classifiers"})
        message = (
            f"Not told: {', '.join(missing)}." if missing else "Description, README, addresses, authors, classifiers."
        )
        figure = float(5 - len(missing))
        return (passed if enough else failed)(
            message, figure=figure, unit="count", examples=(Example(python_package.path),)
        )


class TypedAsClaimed(Check):
    """A package that says it is typed ships the marker py.typed."""

    name: ClassVar[str] = "typed-classifier"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "The classifier is for people; checkers only look for the marker."
    url: ClassVar[str] = "https://peps.python.org/pep-0561/"

    def check(self, python_package: PythonPackage | None, own_files: tuple[Entry, ...]) -> Outcome:
        """Find a file py.typed where the classifier Typing :: Typed is told."""
        claims = python_package is not None and "Typing :: Typed" in python_package.classifiers
        if python_package is None or not claims:
            return not_observed("No classifier says that the package is typed.")
        marked = tuple(Example(e.path) for e in own_files if e.name == "py.typed")
        if marked:
            return passed("The classifier and the marker agree.", examples=marked)
        return failed("The classifier says typed, and no py.typed is there.", examples=(Example(python_package.path),))


class InstallsCommands(Check):
    """The package installs commands by entry points."""

    name: ClassVar[str] = "entry-points"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Commands made by the installer run on every system."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/specifications/entry-points/"

    def check(self, python_package: PythonPackage | None) -> Outcome:
        """Scripts are declared; most libraries have none, which says nothing."""
        found = python_package.entry_points if python_package else ()
        if python_package is None or not found:
            return not_observed("The package installs no commands." if python_package else _NONE)
        return passed(
            f"Installs {', '.join(found[:5])}.",
            figure=float(len(found)),
            unit="count",
            examples=(Example(python_package.path),),
        )


class Published(Check):
    """Continuous integration publishes the package, best without a stored secret."""

    name: ClassVar[str] = "publishing"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A release that a machine makes from a tag is the code that was reviewed."
    url: ClassVar[str] = "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments"

    def check(self, publishing: Publishing | None, python_package: PythonPackage | None) -> Outcome:
        """Find a job that uploads; releases by hand leave no trace here."""
        if publishing is None:
            return not_observed("Nothing at hand publishes it; releases by hand leave no trace.")
        if python_package is None:
            return not_observed(_NONE)
        how = {"trusted": "by trusted publishing", "secret": "with a stored secret"}.get(publishing.how, "")
        message = f"{publishing.by} publishes it{' ' if how else ''}{how}."
        return passed(message, examples=(Example(publishing.path, None, publishing.by),))


class PinsForApplications(Check):
    """Exact versions of what it needs are kept."""

    name: ClassVar[str] = "lock-file"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An application that worked yesterday installs the same today."
    url: ClassVar[str] = "https://packaging.python.org/en/latest/specifications/pylock-toml/"

    def check(self, configuration: Configuration, python_package: PythonPackage | None) -> Outcome:
        """Find a lock file or requirements with exact versions; a library may go without, an application not."""
        locks = tuple(Example(p) for p in sorted(configuration.paths) if p in _LOCKS)
        needs = [p for p in sorted(configuration.paths) if "/" not in p and _is_requirements(p)]
        pinned = tuple(Example(p) for p in needs if _is_pinned(configuration.text(p) or ""))
        if found := locks + pinned:
            return passed("Exact versions are kept.", examples=found)
        if needs and python_package is None:
            return failed("Requirements are listed without exact versions.", examples=tuple(map(Example, needs)))
        return not_observed("No application that would need exact versions is seen; libraries leave them open.")


CHECKS: tuple[type[Check], ...] = (
    DescribedInPyproject, DeclaresBackend, SaysVersion, SaysPython, SaysLicence, Findable, TypedAsClaimed,
    InstallsCommands, Published, PinsForApplications,
)  # fmt: skip
"""The checks of packages."""


# --- private ---

_LOCKS = frozenset({"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "conda-lock.yml", "pixi.lock"})


def _is_requirements(path: str) -> bool:
    return path.startswith("requirements") and path.endswith((".txt", ".lock"))


def _is_pinned(text: str) -> bool:
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    named = [line for line in lines if line[:1].isalnum()]
    return bool(named) and all("==" in line or " @ " in line for line in named)
