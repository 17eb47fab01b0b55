"""Type hints: how much of the library is annotated, whether users get the types, and whether a checker reads them."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.python_code import TypingCounts, n_annotated_slots, n_slots
from handiwork.signals.facts.type_checkers import Checker, CheckerSettings
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.python.nouns import FunctionFacts, ModuleFacts
from handiwork.signals.tree import Entry

__all__ = ["CHECKS", "ENOUGH_SHARE"]

ENOUGH_SHARE = 0.8
"""From this share of annotated parameters and returns of public functions on, hints are the habit."""

_FAMILY = "type-hints"


class AnnotatedSlots(Check):
    """Most parameters and returns of public functions are annotated."""

    name: ClassVar[str] = "annotations"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Types tell readers and tools what a function takes and gives, and are checked as it changes."
    url: ClassVar[str] = "https://typing.python.org/en/latest/guides/libraries.html"

    def check(self, typing_counts: TypingCounts, typed_modules: Mapping[str, ModuleFacts]) -> Outcome:
        """At least four in five of what can be annotated is."""
        counts = typing_counts
        if not counts.n_public_slots:
            return not_observed("There are no public Python functions outside of tests.")
        share = counts.n_public_annotated / counts.n_public_slots
        message = (
            f"{counts.n_public_annotated:,} of {counts.n_public_slots:,} parameters and returns of public functions "
            f"are annotated ({share:.0%}); {counts.n_annotated / counts.n_slots:.0%} of all functions'."
        )
        enough = share >= ENOUGH_SHARE
        places = _places(typed_modules, annotated=enough)
        return (passed if enough else failed)(message, figure=share, unit="share", examples=places)


class HasPyTyped(Check):
    """A package tells type checkers of its users that it has types (py.typed)."""

    name: ClassVar[str] = "py-typed"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Without the marker, checkers of those who use the package ignore its annotations."
    url: ClassVar[str] = "https://peps.python.org/pep-0561/"

    def check(self, own_files: tuple[Entry, ...], typed_modules: Mapping[str, ModuleFacts]) -> Outcome:
        """Find a file named py.typed in a folder of a package's modules."""
        packages = {_folder(path) for path in typed_modules if _is_package(path)}
        if not packages:
            return not_observed("There is no Python package, a folder with __init__.py, outside of tests.")
        marked = [e for e in own_files if e.name == "py.typed" and _holds_modules(_folder(e.path), typed_modules)]
        if marked:
            return passed("A package is marked as typed.", examples=tuple(Example(e.path) for e in marked))
        return failed("No package holds the marker py.typed.")


class HasTypeChecker(Check):
    """A type checker is configured."""

    name: ClassVar[str] = "type-checker"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Hints that nothing checks drift away from the code."
    url: ClassVar[str] = "https://mypy.readthedocs.io/en/stable/config_file.html"

    def check(
        self,
        type_checkers: CheckerSettings,
        library_modules: Mapping[str, ModuleFacts],
        sdist: bool,  # noqa: FBT001
    ) -> Outcome:
        """Find the configuration of mypy, pyright, basedpyright, ty, pyrefly, pytype or pyre."""
        if found := type_checkers.checkers:
            examples = tuple(Example(c.path, None, c.tool) for c in found)
            return passed(f"Configured: {', '.join(c.tool for c in found)}.", examples=examples)
        if not library_modules:
            return not_observed("There is no Python outside of tests.")
        if type_checkers.problems:
            return not_observed(f"It cannot be said: {'; '.join(type_checkers.problems)}.")
        if sdist:
            return not_observed("None is configured here; a distribution leaves out what only its makers need.")
        return failed("No type checker is configured.")


class StrictTypes(Check):
    """The type checker asks for annotations everywhere."""

    name: ClassVar[str] = "strict-types"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "By default, checkers pass over functions without annotations."
    url: ClassVar[str] = "https://mypy.readthedocs.io/en/stable/existing_code.html"

    def check(self, type_checkers: CheckerSettings) -> Outcome:
        """Mypy or pyright is strict, or refuses functions without annotations; what is relaxed is counted."""
        known = [c for c in type_checkers.checkers if c.level is not None]
        if not known:
            return not_observed("No type checker is configured whose strictness is read (mypy, pyright).")
        told = "; ".join(map(_told, known))
        examples = tuple(Example(c.path, None, f"{c.tool}: {c.level}") for c in known)
        strict = any(c.level in ("strict", "typed") for c in known)
        figure = float(sum(c.n_relaxed for c in known))
        return (passed if strict else failed)(f"{told}.", figure=figure, unit="count", examples=examples)


CHECKS: tuple[type[Check], ...] = (AnnotatedSlots, HasPyTyped, HasTypeChecker, StrictTypes)
"""The checks of this family."""


# --- private ---

_LEVELS = {
    "strict": "is strict",
    "typed": "asks for annotations",
    "basic": "does not ask for annotations",
    "off": "ignores errors",
}


def _told(checker: Checker) -> str:
    relaxed = f", relaxed in {checker.n_relaxed:,} places" if checker.n_relaxed else ""
    return f"{checker.tool} {_LEVELS[checker.level or 'off']}{relaxed}"


def _places(modules: Mapping[str, ModuleFacts], *, annotated: bool) -> tuple[Example, ...]:
    """Return public functions that are wholly annotated, or those that lack most; the longest signatures first."""

    def shows(function: FunctionFacts) -> bool:
        lacking = n_slots(function) - n_annotated_slots(function)
        return function.is_public and not function.is_nested and (lacking == 0) is annotated

    found = [(path, f) for path, module in modules.items() for f in module.functions if shows(f)]
    found.sort(key=lambda place: (-n_slots(place[1]), place[0], place[1].line))
    return tuple(Example(path, f.line, f.name) for path, f in found[:5])


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _is_package(path: str) -> bool:
    return path.rpartition("/")[2] in ("__init__.py", "__init__.pyi")


def _holds_modules(folder: str, modules: Mapping[str, ModuleFacts]) -> bool:
    return bool(folder) and any(_folder(path) == folder for path in modules)
