"""Docstrings: how many public definitions have one, and whether it says what is needed to use them."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.python_code import DocstringCounts, documentable
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.python.nouns import ClassFacts, FunctionFacts, ModuleFacts

__all__ = ["CHECKS", "ENOUGH_SHARE"]

ENOUGH_SHARE = 0.8
"""From this share on, docstrings are the habit."""

_HALF = 0.5
_SOME = 0.05
_FAMILY = "docs"


class Documented(Check):
    """Most public classes and functions have a docstring."""

    name: ClassVar[str] = "docstrings"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Code that says what it is for is meant to be used by others."
    url: ClassVar[str] = "https://peps.python.org/pep-0257/"

    def check(self, docstring_counts: DocstringCounts, library_modules: Mapping[str, ModuleFacts]) -> Outcome:
        """At least four in five public definitions have a docstring."""
        counts = docstring_counts
        if not counts.n_definitions:
            return not_observed("There are no public Python definitions outside of tests.")
        share = counts.n_documented / counts.n_definitions
        message = (
            f"{counts.n_documented:,} of {counts.n_definitions:,} public definitions have a docstring ({share:.0%})."
        )
        if share >= ENOUGH_SHARE:
            return passed(message, figure=share, unit="share", examples=_best(library_modules))
        return failed(message, figure=share, unit="share", examples=_missing(library_modules))


class ParametersTold(Check):
    """Docstrings of functions with three parameters or more describe them, and types where the signature does not."""

    name: ClassVar[str] = "docstring-parameters"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A caller needs what may be given and what comes back, not only what the function is called."
    url: ClassVar[str] = "https://numpydoc.readthedocs.io/en/latest/format.html"

    def check(self, docstring_counts: DocstringCounts, library_modules: Mapping[str, ModuleFacts]) -> Outcome:
        """In half of them or more; the numpydoc, Google and Sphinx styles are read."""
        counts = docstring_counts
        if not counts.n_with_parameters:
            return not_observed("No public function with three parameters or more has a docstring.")
        n = counts.n_with_parameters
        share = counts.n_parameters_told / n
        message = (
            f"{counts.n_parameters_told:,} of {n:,} docstrings of functions with three parameters or more "
            f"describe them ({share:.0%}); "
            f"types are known in {counts.n_types_told / n:.0%}; "
            f"{counts.n_returns_told / counts.n_functions_documented:.0%} of functions' docstrings say what comes back."
        )
        enough = share >= _HALF
        return (passed if enough else failed)(message, figure=share, unit="share", examples=_best(library_modules))


class ExamplesTold(Check):
    """Docstrings show examples."""

    name: ClassVar[str] = "docstring-examples"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An example is the fastest way into somebody else's code."
    url: ClassVar[str] = "https://docs.python.org/3/library/doctest.html"

    def check(self, docstring_counts: DocstringCounts, library_modules: Mapping[str, ModuleFacts]) -> Outcome:
        """In one of twenty docstrings or more: a prompt, a block of code, or a section of examples."""
        counts = docstring_counts
        if not counts.n_documented:
            return not_observed("No public definition has a docstring.")
        share = counts.n_examples / counts.n_documented
        message = (
            f"{counts.n_examples:,} of {counts.n_documented:,} docstrings have an example ({share:.0%}), "
            f"{counts.n_doctests:,} of them one that doctest can run."
        )
        places = tuple(
            Example(p, d.line, d.name) for p, d in _documentable(library_modules) if "e" in (d.docstring or "")
        )
        return (passed if share >= _SOME else failed)(message, figure=share, unit="share", examples=places)


class ModulesDocumented(Check):
    """Most modules say what they hold."""

    name: ClassVar[str] = "module-docstrings"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "It tells a newcomer where to look."
    url: ClassVar[str] = "https://peps.python.org/pep-0257/#multi-line-docstrings"

    def check(self, docstring_counts: DocstringCounts) -> Outcome:
        """At least half of the modules that hold anything begin with a docstring."""
        counts = docstring_counts
        if not counts.n_modules:
            return not_observed("There are no Python modules outside of tests.")
        share = counts.n_modules_documented / counts.n_modules
        message = f"{counts.n_modules_documented:,} of {counts.n_modules:,} modules have a docstring ({share:.0%})."
        return (passed if share >= _HALF else failed)(message, figure=share, unit="share")


CHECKS: tuple[type[Check], ...] = (Documented, ParametersTold, ExamplesTold, ModulesDocumented)
"""The checks of docstrings."""


# --- private ---


def _documentable(modules: Mapping[str, ModuleFacts]) -> list[tuple[str, FunctionFacts | ClassFacts]]:
    return [(path, d) for path, module in modules.items() if path.endswith(".py") for d in documentable(module)]


def _best(modules: Mapping[str, ModuleFacts]) -> tuple[Example, ...]:
    """Return the functions whose docstrings say most."""
    found = [(path, d) for path, d in _documentable(modules) if isinstance(d, FunctionFacts) and d.docstring]
    found.sort(key=lambda place: (-len(place[1].docstring or ""), place[0], place[1].line))
    return tuple(Example(path, f.line, f.name) for path, f in found[:5])


def _missing(modules: Mapping[str, ModuleFacts]) -> tuple[Example, ...]:
    """Return undocumented definitions, the longest first."""
    found = [(path, d) for path, d in _documentable(modules) if d.docstring is None]
    found.sort(key=lambda place: (place[1].line - place[1].end_line, place[0], place[1].line))
    return tuple(Example(path, d.line, d.name) for path, d in found[:5])
