"""What a function, a class and a docstring show."""

import ast
import re

from handiwork.signals.python.names import dotted
from handiwork.signals.python.nouns import ClassFacts, FunctionFacts

__all__ = ["class_facts", "docstring_letters", "function_facts"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_PARAMETERS = re.compile(
    r"^\s*(?:Parameters|Args|Arguments|Attributes|Other Parameters)\s*:?\s*$|:param\b|@param\b", re.MULTILINE
)
_TYPES = re.compile(r"^\s*\*{0,2}\w+\s*(?:\([^)]+\)\s*:|:\s*\S)|:type\b|:param \S+ \w+:", re.MULTILINE)
_RETURNS = re.compile(r"^\s*(?:Returns|Yields|Return)\s*:?\s*$|:returns?:|:rtype:|@return\b", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^\s*>>> |^\s*Examples?\s*:?\s*$|^\s*\.\. (?:code-block|code|sourcecode|testcode)::|^\s*```", re.MULTILINE
)


def function_facts(node: Definition, outer: str, scope: ast.AST) -> FunctionFacts:
    """Return what a function shows.

    Parameters
    ----------
    node
        Its definition.
    outer
        Qualified name of what it stands in; "" at module level.
    scope
        The node it stands in.
    """
    name = f"{outer}.{node.name}" if outer else node.name
    decorators = tuple(d for d in map(dotted, node.decorator_list) if d)
    is_method = isinstance(scope, ast.ClassDef)
    bound = is_method and "staticmethod" not in decorators
    parameters = [*node.args.posonlyargs, *node.args.args]
    counted = [
        *parameters[1 if bound and parameters else 0 :],
        *node.args.kwonlyargs,
        *(a for a in (node.args.vararg, node.args.kwarg) if a is not None),
    ]
    n_annotated = sum(a.annotation is not None for a in counted)
    has_docstring = ast.get_docstring(node, clean=False) is not None
    return FunctionFacts(
        name=name,
        line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        end_line=node.end_lineno or node.lineno,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_method=is_method,
        is_public=_is_public(name),
        is_nested=isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef),
        decorators=decorators,
        n_parameters=len(counted),
        n_annotated=n_annotated,
        has_return_annotation=node.returns is not None,
        docstring=docstring_letters(node, annotated=n_annotated == len(counted)),
        n_statements=max(len(node.body) - has_docstring, 1),
        is_overload=any(d.rpartition(".")[2] == "overload" for d in decorators),
    )


def class_facts(node: ast.ClassDef, outer: str) -> ClassFacts:
    """Return what a class shows; ``outer`` is the qualified name of what it stands in."""
    name = f"{outer}.{node.name}" if outer else node.name
    return ClassFacts(
        name=name,
        line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        end_line=node.end_lineno or node.lineno,
        is_public=_is_public(name),
        bases=tuple(b for b in map(dotted, node.bases) if b),
        decorators=tuple(d for d in map(dotted, node.decorator_list) if d),
        docstring=docstring_letters(node, annotated=False),
    )


def docstring_letters(node: Definition | ast.ClassDef | ast.Module, *, annotated: bool) -> str | None:
    """Return what a docstring has, as letters (see :class:`~handiwork.signals.python.nouns.FunctionFacts`).

    Parameters
    ----------
    node
        What is documented.
    annotated
        True if the signature gives the types, so that the docstring need not.
    """
    text = ast.get_docstring(node, clean=True)
    if text is None or not text.strip():
        return None
    described = bool(_PARAMETERS.search(text))
    letters = {
        "s": True,
        "p": described,
        "t": annotated or (described and bool(_TYPES.search(text))),
        "r": bool(_RETURNS.search(text)),
        "e": bool(_EXAMPLE.search(text)),
    }
    return "".join(letter for letter, has in letters.items() if has)


# --- private ---


def _is_public(name: str) -> bool:
    return not any(p.startswith("_") and not (p.startswith("__") and p.endswith("__")) for p in name.split("."))
