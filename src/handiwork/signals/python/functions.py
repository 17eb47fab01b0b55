"""What a function, a class and a docstring show."""

import ast

from handiwork.signals.python.docstrings import letters
from handiwork.signals.python.names import dotted
from handiwork.signals.python.nouns import ClassFacts, FunctionFacts

__all__ = ["class_facts", "docstring_letters", "function_facts"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def function_facts(node: Definition, outer: str, scope: ast.AST, *, in_function: bool = False) -> FunctionFacts:
    """Return what a function shows.

    Parameters
    ----------
    node
        Its definition.
    outer
        Qualified name of what it stands in; "" at module level.
    scope
        The node it stands in.
    in_function
        True if any scope around it is a function: ``scope`` may be a class in one.

    Notes
    -----
    A type comment (PEP 484) annotates as an annotation does. The first parameter of a method is not counted, but its
    annotation makes the function an annotated one (``is_annotated``), as mypy has it.
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
    arguments, returns = _type_comment(node)
    n_annotated = sum(a.annotation is not None or a.type_comment is not None for a in counted)
    if arguments and not n_annotated:
        n_annotated = len(counted)
    has_return = node.returns is not None or returns
    everything = [*parameters, *node.args.kwonlyargs, *(a for a in (node.args.vararg, node.args.kwarg) if a)]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    return FunctionFacts(
        name=name,
        line=min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        end_line=node.end_lineno or node.lineno,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_method=is_method,
        is_public=_is_public(name),
        is_nested=in_function or isinstance(scope, Definition),
        decorators=decorators,
        n_parameters=len(counted),
        n_annotated=n_annotated,
        has_return_annotation=has_return,
        docstring=docstring_letters(node, annotated=n_annotated == len(counted)),
        n_statements=max(len(node.body) - has_docstring, 1),
        is_overload=any(d.rpartition(".")[2] == "overload" for d in decorators),
        is_annotated=has_return or arguments or any(a.annotation or a.type_comment for a in everything),
    )


def class_facts(node: ast.ClassDef, outer: str, *, in_function: bool = False) -> ClassFacts:
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
        is_nested=in_function,
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
    return letters(text, annotated=annotated)


# --- private ---


def _is_public(name: str) -> bool:
    return not any(p.startswith("_") and not (p.startswith("__") and p.endswith("__")) for p in name.split("."))


def _type_comment(node: Definition) -> tuple[bool, bool]:
    """Return whether a comment below the signature gives the parameters' types, and the return's."""
    comment = (node.type_comment or "").strip()
    arguments, arrow, returns = comment.rpartition("->")
    return bool(arrow) and arguments.strip() not in ("(...)", "()"), bool(arrow and returns.strip())
