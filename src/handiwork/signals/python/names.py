"""Dotted names as they are written in code."""

import ast

__all__ = ["dotted"]


def dotted(node: ast.AST) -> str:
    r"""Return a name or attribute as dotted text, a call as what it calls; "" for anything else.

    Examples
    --------
    >>> dotted(ast.parse("@a.b(1)\ndef f(): ...").body[0].decorator_list[0])
    'a.b'
    """
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return ".".join([node.id, *reversed(parts)])
        else:
            return ""
