"""What one Python file shows: its functions, classes, imports and marks, as plain values that can be kept."""

import json
from dataclasses import astuple, dataclass
from typing import Any

__all__ = ["ClassFacts", "FunctionFacts", "Mark", "ModuleFacts", "decoded", "encoded"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One recognised place.

    Attributes
    ----------
    kind
        What was recognised, as its module in this folder names it (``route``, ``fixture``, ``blocking_call`` …).
    line
        First line is 1.
    text
        The name or word that was recognised, from the code or of ours; "" if the kind says it all.
    scope
        Qualified name of the function or class around it; "" at module level.
    """

    kind: str
    line: int
    text: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """What one function or method shows.

    Attributes
    ----------
    name
        Qualified name within the file, parts joined by dots (``Class.method``, ``outer.inner``).
    line, end_line
        First line (of its first decorator where it has one) and last line; the first line of a file is 1.
    is_async, is_method, is_public
        Public: no part of the name starts with an underscore, except names like ``__init__``.
    is_nested
        True if it stands inside a function, at any depth.
    decorators
        Dotted names of its decorators, calls without their arguments.
    n_parameters, n_annotated
        Parameters that could be annotated (not the first of a method), and those that are.
    has_return_annotation
        True if what it returns is annotated.
    docstring
        None without one; else the letters of what it has, in this order: ``s`` a summary, ``p`` parameters
        described, ``t`` their types (in it, or annotated), ``r`` what it returns, ``e`` an example, ``d`` a doctest.
    n_statements
        Statements in its body without the docstring; 1 for a stub's ``...``.
    is_overload
        True for typing's overload declarations.
    is_annotated
        True if anything of it is annotated, be it the first parameter of a method.
    """

    name: str
    line: int
    end_line: int
    is_async: bool
    is_method: bool
    is_public: bool
    is_nested: bool
    decorators: tuple[str, ...]
    n_parameters: int
    n_annotated: int
    has_return_annotation: bool
    docstring: str | None
    n_statements: int
    is_overload: bool
    is_annotated: bool


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What one class shows: its qualified name, lines, bases and decorators as dotted names, and its docstring.

    ``docstring`` and ``is_nested`` are as for :class:`FunctionFacts`.
    """

    name: str
    line: int
    end_line: int
    is_public: bool
    bases: tuple[str, ...]
    decorators: tuple[str, ...]
    docstring: str | None
    is_nested: bool


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What one file shows.

    Attributes
    ----------
    n_lines
        Lines of the file.
    problem
        None if it was parsed; else ``syntax``, ``encoding``, ``too_deep`` or ``too_large``, and the rest is empty.
    docstring
        As for :class:`FunctionFacts`.
    functions, classes
        In the order of their first lines.
    imports
        Dotted names that are imported, with their lines; ``from a import b`` gives ``a.b``, relative ones keep
        their dots.
    marks
        In the order of their lines.
    is_generated
        True if the file says that a tool wrote it.
    """

    n_lines: int
    problem: str | None = None
    docstring: str | None = None
    functions: tuple[FunctionFacts, ...] = ()
    classes: tuple[ClassFacts, ...] = ()
    imports: tuple[tuple[str, int], ...] = ()
    marks: tuple[Mark, ...] = ()
    is_generated: bool = False


def encoded(facts: ModuleFacts) -> bytes:
    """Return the facts as compact JSON, to be kept or sent between processes."""
    return json.dumps(astuple(facts), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def decoded(kept: bytes) -> ModuleFacts:
    """Return the facts that :func:`encoded` wrote.

    Raises
    ------
    ValueError, TypeError
        If it is something else: written by another version, or damaged.
    """
    told = json.loads(kept.decode("utf-8", "surrogatepass"))
    n_lines, problem, docstring, functions, classes, imports, marks, is_generated = told
    return ModuleFacts(
        n_lines,
        problem,
        docstring,
        tuple(FunctionFacts(*_frozen(f)) for f in functions),
        tuple(ClassFacts(*_frozen(c)) for c in classes),
        tuple((name, line) for name, line in imports),
        tuple(Mark(*m) for m in marks),
        is_generated,
    )


# --- private ---


def _frozen(fields: list[Any]) -> list[Any]:
    return [tuple(f) if isinstance(f, list) else f for f in fields]
