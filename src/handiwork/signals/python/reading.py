"""One Python file's bytes → :class:`~handiwork.signals.python.nouns.ModuleFacts`; parsed once, walked once."""

import ast
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handiwork.signals.python.functions import class_facts, docstring_letters, function_facts
from handiwork.signals.python.generated import is_generated
from handiwork.signals.python.marks import RECOGNISERS
from handiwork.signals.python.nouns import ClassFacts, FunctionFacts, Mark, ModuleFacts

__all__ = ["FORMAT", "read_module"]

FORMAT = 5
"""Version of what is read from a file: kept facts of another version are read again."""

_MOST_BYTES = 2 << 20


def read_module(source: bytes) -> ModuleFacts:
    """Return what a file shows.

    Parameters
    ----------
    source
        The file's bytes; its encoding is what its first lines declare, else UTF-8.

    Notes
    -----
    Cost is linear in the size of the file; files larger than 2 MiB are not parsed. A file that the grammar of the
    running interpreter does not accept has ``problem`` set instead: nothing is guessed about it.
    """
    n_lines = source.count(b"\n") + (not source.endswith(b"\n") and bool(source))
    if len(source) > _MOST_BYTES:
        return ModuleFacts(n_lines, "too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in other people's code are not ours to report
            tree = _parsed(source)
    except (RecursionError, MemoryError):
        return ModuleFacts(n_lines, "too_deep")
    except (UnicodeDecodeError, LookupError):
        return ModuleFacts(n_lines, "encoding")
    except (SyntaxError, ValueError) as error:
        told = str(error)
        return ModuleFacts(n_lines, "encoding" if "codec" in told or "encoding" in told else "syntax")
    return _walked(tree, n_lines, generated=is_generated(source))


# --- private ---


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: qualified name of its scope, what that scope is, and whether it is within a function."""

    name: str
    scope: ast.AST
    in_function: bool = False


def _parsed(source: bytes) -> ast.Module:
    """Return the tree with type comments; where those are malformed, without: they are comments all the same."""
    if b"# type:" not in source and b"#type:" not in source:
        return ast.parse(source)
    try:
        return ast.parse(source, type_comments=True)
    except SyntaxError:
        return ast.parse(source)


def _walked(tree: ast.Module, n_lines: int, *, generated: bool) -> ModuleFacts:
    functions: list[FunctionFacts] = []
    classes: list[ClassFacts] = []
    imports: list[tuple[str, int]] = []
    marks: list[Mark] = []
    for node, place in _nodes(tree):
        kind = type(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions.append(function_facts(node, place.name, place.scope, in_function=place.in_function))
        elif isinstance(node, ast.ClassDef):
            classes.append(class_facts(node, place.name, in_function=place.in_function))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imports.extend(_imported(node))
        for recognise in _RECOGNISERS.get(kind, ()):
            marks.extend(Mark(k, line, text, place.name) for k, line, text in recognise(node, place.scope))
    return ModuleFacts(
        n_lines,
        None,
        docstring_letters(tree, annotated=False),
        tuple(sorted(functions, key=lambda f: (f.line, f.name))),
        tuple(sorted(classes, key=lambda c: (c.line, c.name))),
        tuple(sorted(imports, key=lambda i: i[1])),
        tuple(sorted(marks, key=lambda m: (m.line, m.kind, m.text))),
        generated,
    )


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, _Place]]:
    """Yield every node with the scope around it, without recursion: depth is the file's own business."""
    stack: list[tuple[ast.AST, _Place]] = [(tree, _Place("", tree))]
    while stack:
        node, place = stack.pop()
        yield node, place
        inner = place
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            within = place.in_function or not isinstance(node, ast.ClassDef)
            inner = _Place(f"{place.name}.{node.name}" if place.name else node.name, node, within)
        stack.extend((child, inner) for child in ast.iter_child_nodes(node))


def _imported(node: ast.AST) -> Iterable[tuple[str, int]]:
    if isinstance(node, ast.Import):
        return [(alias.name, node.lineno) for alias in node.names]
    assert isinstance(node, ast.ImportFrom)
    module = "." * node.level + (node.module or "")
    joint = "" if module.endswith(".") else "."
    return [(f"{module}{joint}{alias.name}", node.lineno) for alias in node.names]


_RECOGNISERS: dict[type[ast.AST], list[Callable[[ast.AST, ast.AST], Iterable[tuple[str, int, str]]]]] = {}
for _kind, _recognise in RECOGNISERS:
    _RECOGNISERS.setdefault(_kind, []).append(_recognise)
