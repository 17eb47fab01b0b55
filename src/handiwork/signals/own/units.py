"""One file's syntax tree → its functions, and digests of what they do."""

import ast
import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

__all__ = ["MOST_BYTES", "Parsed", "Shape", "Unit", "is_same", "parsed"]

MOST_BYTES = 1 << 20
"""Larger files are not parsed."""

_ALIKE = 0.8
_LONGEST_COMPARED = 500
_SKIPPED_FIELDS = frozenset({"type_comment", "kind", "type_ignores", "ctx"})

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Shape:
    """What code does: its tree without texts and docstrings as a digest, and the texts in order."""

    digest: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """One function or method of a file; what stands inside it is part of it.

    Attributes
    ----------
    name
        Qualified name within the file.
    outer
        Qualified name of the class around it; "" at module level.
    scope, node
        The class or module around it; its definition.
    line, end_line
        Decorators included.
    """

    name: str
    outer: str
    scope: ast.AST
    node: Definition
    line: int
    end_line: int

    @cached_property
    def shape(self) -> Shape:
        """What it does, its name aside."""
        return _shape(self.node, own_name=self.node.name)

    @cached_property
    def digest(self) -> str:
        """A digest of what it does with its texts, its name aside."""
        return _hashed("\0".join((self.shape.digest, *self.shape.texts)))


class Parsed:
    """One parsed content.

    Attributes
    ----------
    problem
        None; or ``syntax``, ``encoding``, ``too_deep``, ``too_large``, and then there are no units.
    units
        Functions by qualified name, in the order of their lines.
    """

    def __init__(self, tree: ast.Module | None, problem: str | None) -> None:
        self._tree, self.problem = tree, problem
        self.units: dict[str, list[Unit]] = {}
        for unit in _units(tree) if tree else ():
            self.units.setdefault(unit.name, []).append(unit)

    @cached_property
    def remainder(self) -> Shape:
        """What the file does outside its functions."""
        inside = frozenset(id(u.node) for units in self.units.values() for u in units)
        return _shape(self._tree, inside) if self._tree else Shape("", ())


def parsed(content: bytes) -> Parsed:
    """Return a content's functions.

    Parameters
    ----------
    content
        The file's bytes; empty for a file that is not there.

    Notes
    -----
    Linear in the size of the file. Only the grammar of the running interpreter is known: older Python is a problem.
    """
    if len(content) > MOST_BYTES:
        return Parsed(None, "too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Parsed(ast.parse(content), None)
    except (RecursionError, MemoryError):
        return Parsed(None, "too_deep")
    except (UnicodeDecodeError, LookupError):
        return Parsed(None, "encoding")
    except (SyntaxError, ValueError) as error:
        return Parsed(None, "encoding" if "codec" in str(error) or "encoding" in str(error) else "syntax")


def is_same(one: Shape, other: Shape) -> bool:
    """Return whether code does the same, but for corrected typing errors in its texts.

    A text is corrected if it stays alike by four fifths, as :class:`difflib.SequenceMatcher` measures it.
    """
    if one.digest != other.digest or len(one.texts) != len(other.texts):
        return False
    return all(a == b or _alike(a, b) for a, b in zip(one.texts, other.texts, strict=True))


# --- private ---


def _alike(one: str, other: str) -> bool:
    if max(len(one), len(other)) > _LONGEST_COMPARED or min(len(one), len(other)) < 4:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _units(tree: ast.Module) -> Iterator[Unit]:
    """Yield functions and methods, also those inside conditions; not what stands inside functions."""
    stack: list[tuple[ast.AST, str, ast.AST]] = [(tree, "", tree)]
    found: list[Unit] = []
    while stack:
        node, outer, scope = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Definition):
                name = f"{outer}.{child.name}" if outer else child.name
                first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
                found.append(Unit(name, outer, scope, child, first, child.end_lineno or child.lineno))
            elif isinstance(child, ast.ClassDef):
                stack.append((child, f"{outer}.{child.name}" if outer else child.name, child))
            elif isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
                stack.append((child, outer, scope))
    yield from sorted(found, key=lambda u: (u.line, u.name))


def _shape(root: ast.AST, left_out: frozenset[int] = frozenset(), *, own_name: str | None = None) -> Shape:
    """Return the shape of a tree; nodes whose id is in ``left_out`` are told by their names alone."""
    parts: list[str] = []
    texts: list[str] = []
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, ast.AST):
            if id(item) in left_out:
                parts.append(f"<{getattr(item, 'name', '')}>")
                continue
            stack.extend(_told(item, own_name if item is root else None))
        elif isinstance(item, _Text):
            texts.append(item)
            parts.append("'")
        else:
            parts.append(item if isinstance(item, str) else repr(item))
    return Shape(_hashed("\0".join(parts)), tuple(texts))


class _Text(str):
    """A text of the code, told apart from the names of its tree."""

    __slots__ = ()


def _told(node: ast.AST, own_name: str | None) -> Iterator[object]:
    """Yield what a node is made of, last first."""
    kind = type(node)
    if kind is ast.Constant:
        constant = node.value  # type: ignore[attr-defined]
        yield _Text(constant) if isinstance(constant, str) else repr(constant)
        return
    yield ")"
    for field in reversed(node._fields):
        if field in _SKIPPED_FIELDS:
            continue
        value: Any = getattr(node, field, None)
        if field == "body" and kind in _DOCUMENTED:
            value = _without_docstring(value)
        if field == "name" and own_name is not None:
            continue
        if isinstance(value, list):
            yield "]"
            yield from reversed(value)
            yield "["
        elif isinstance(value, ast.AST):
            yield value
        else:
            yield repr(value)
    yield kind.__name__


_DOCUMENTED = frozenset({ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef})


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return body[1:] if is_text else body


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
