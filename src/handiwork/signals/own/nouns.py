"""The nouns of a person's own lines: what changed in a file, what of it counts, and the figures."""

import json
from dataclasses import astuple, dataclass
from typing import Any

__all__ = [
    "FORMAT",
    "Figure",
    "FileFacts",
    "FunctionChange",
    "OwnExample",
    "OwnFunction",
    "OwnLines",
    "decoded",
    "encoded",
]

FORMAT = 1
"""Version of what is read from a change: kept facts of another version are read again."""


@dataclass(frozen=True, slots=True)
class FunctionChange:
    """One function or method that a change added, or changed in substance.

    Attributes
    ----------
    name
        Qualified name within the file, parts joined by dots.
    is_new
        True if the file had no function of this name before.
    line, end_line
        In the new content, decorators included; the first line is 1.
    is_public
        No part of the name starts with an underscore; also False for names like ``__init__``, which are
        documented by their class.
    n_slots, n_annotated
        Parameters that could be annotated and the return; how many of them are. The return of ``__init__`` is
        not counted.
    has_docstring
        True if it has one that is not empty.
    digest
        Of what it does, without its name and docstring: the same for code that only moved.
    names
        For a function of a test file, the names its code uses, sorted; else empty.
    """

    name: str
    is_new: bool
    line: int
    end_line: int
    is_public: bool
    n_slots: int
    n_annotated: int
    has_docstring: bool
    digest: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one change of one file shows.

    Attributes
    ----------
    problem
        None if both contents were parsed; else why not (``syntax``, ``encoding``, ``too_deep``, ``too_large``,
        ``generated``), and nothing of it counts.
    same_tree
        True if the syntax trees are equal but for docstrings, and typing errors in texts.
    functions
        Added or changed in substance, in the order of their lines.
    gone
        Digests of functions that were there before and are no more, sorted.
    lines
        Added lines that are not blank, as ranges of first and last line in the new content.
    """

    problem: str | None = None
    same_tree: bool = False
    functions: tuple[FunctionChange, ...] = ()
    gone: tuple[str, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """One function a person added or changed in substance, with what came with it.

    Attributes
    ----------
    repo_name
        owner/name.
    sha, path
        Commit, and file after it.
    at_s
        Author date, seconds since 1970.
    change
        What it shows.
    is_tested
        True if a test function of the same change names it.
    is_shared
        True if the commit has co-authors.
    """

    repo_name: str
    sha: str
    path: str
    at_s: int
    change: FunctionChange
    is_tested: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class OwnLines:
    """Counted lines of one file that one commit added.

    Attributes
    ----------
    sha, path
        Commit, and file after it.
    at_s
        Author date, seconds since 1970.
    is_test
        True if it is a file of tests.
    lines
        Ranges of first and last line, ascending.
    """

    sha: str
    path: str
    at_s: int
    is_test: bool
    lines: tuple[tuple[int, int], ...]

    @property
    def n_lines(self) -> int:
        """How many lines."""
        return sum(last - first + 1 for first, last in self.lines)


@dataclass(frozen=True, slots=True)
class OwnExample:
    """One place behind a figure.

    Attributes
    ----------
    repo_name
        owner/name.
    sha
        Commit; "" where a pull request is meant.
    path, line
        File and line after that commit; "" and None where none is meant.
    text
        A function's name, or a few words of ours.
    number
        Pull request; None if none is meant.
    """

    repo_name: str
    sha: str
    path: str = ""
    line: int | None = None
    text: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one period.

    Attributes
    ----------
    signal
        Its name, stable between releases (:data:`handiwork.signals.own.figures.SIGNALS`).
    period
        ``all``, a year (``2024``) or a quarter (``2024-Q1``).
    value
        None if it was not observed: too little to say anything.
    n
        What it is a share of, or how many it was counted from; never negative.
    hits
        How many of them; None where the value is no share.
    examples
        Places, newest first, at most five.
    """

    signal: str
    period: str
    value: float | None
    n: int
    hits: int | None = None
    examples: tuple[OwnExample, ...] = ()


def encoded(facts: FileFacts) -> bytes:
    """Return the facts as compact JSON, to be kept or sent between processes."""
    return json.dumps(astuple(facts), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decoded(kept: bytes) -> FileFacts:
    """Return the facts that :func:`encoded` wrote."""
    problem, same_tree, functions, gone, lines = json.loads(kept.decode("utf-8", "surrogatepass"))
    return FileFacts(problem, same_tree, tuple(map(_change, functions)), tuple(gone), tuple(map(tuple, lines)))


# --- private ---


def _change(fields: list[Any]) -> FunctionChange:
    values: list[Any] = [tuple(f) if isinstance(f, list) else f for f in fields]
    return FunctionChange(*values)
