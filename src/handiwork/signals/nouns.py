"""What a check answers: its result, the figure behind it, and examples by file and line."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FAMILIES", "CheckReport", "Example", "Outcome", "Result", "failed", "not_observed", "passed"]

FAMILIES: tuple[str, ...] = (
    "type-hints",
    "tests",
    "ci",
    "packaging",
    "tooling",
    "docs",
    "backend-practice",
    "data-practice",
    "notebooks",
    "ml-work",
)
"""The families of checks, in the order they are shown; the names are those of the catalogue's signals."""

N_EXAMPLES = 5
"""How many examples a report keeps at most."""


class Result(StrEnum):
    """What a check found; a tree that cannot show it is not a tree that lacks it."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    NOT_OBSERVED = "not observed"


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """One place that shows what a check found.

    Attributes
    ----------
    path
        File within the tree, with forward slashes.
    line
        First line is 1; None where the whole file is meant.
    text
        What is there, in a few words of ours or a name from the code; never a whole line of code.
    """

    path: str
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says of one tree.

    Attributes
    ----------
    result
        Pass, fail or not observed.
    message
        One sentence with the figures, as shown to people.
    figure
        The number behind it, None where there is none.
    unit
        What the figure counts: ``share`` (0 to 1), ``ratio`` (from 0 on), ``count``, or "" where there is none.
    examples
        Places, best first; at most :data:`N_EXAMPLES` are kept.
    """

    result: Result
    message: str
    figure: float | None = None
    unit: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check with its outcome.

    Attributes
    ----------
    check
        The check's name, stable between releases.
    family
        One of :data:`FAMILIES`.
    looks_for, why, url
        What it looks for, why that matters, and where to read more.
    outcome
        What it found.
    languages
        The languages it reads, if it says nothing of others; empty for any.
    """

    check: str
    family: str
    looks_for: str
    why: str
    url: str
    outcome: Outcome
    languages: tuple[str, ...] = ()


def passed(message: str, *, figure: float | None = None, unit: str = "", examples: tuple[Example, ...] = ()) -> Outcome:
    """Return an outcome that passes."""
    return Outcome(Result.PASS, message, figure, unit, examples[:N_EXAMPLES])


def failed(message: str, *, figure: float | None = None, unit: str = "", examples: tuple[Example, ...] = ()) -> Outcome:
    """Return an outcome that fails: what was looked for could be there and is not."""
    return Outcome(Result.FAIL, message, figure, unit, examples[:N_EXAMPLES])


def not_observed(message: str, *, figure: float | None = None, unit: str = "") -> Outcome:
    """Return an outcome that says nothing: the tree has nothing in which it could be seen."""
    return Outcome(Result.NOT_OBSERVED, message, figure, unit)
