"""All recognisers of single places, by the kind of node they look at; each family's are in a module of its own.

A recogniser takes a node and the node of the scope around it (a function, a class, or the module) and yields
``(kind, line, text)``.
"""

import ast
from collections.abc import Callable, Iterable

from handiwork.signals.python.marks_ml import ml_marks
from handiwork.signals.python.marks_practice import practice_marks

__all__ = ["RECOGNISERS", "Recogniser"]

Recogniser = tuple[type[ast.AST], Callable[[ast.AST, ast.AST], Iterable[tuple[str, int, str]]]]
"""The node type, and the function that looks at such a node."""

RECOGNISERS: tuple[Recogniser, ...] = ((ast.Module, practice_marks), (ast.Module, ml_marks))
"""Every recogniser, in the order they are asked."""
