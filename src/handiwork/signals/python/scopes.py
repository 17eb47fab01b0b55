"""What a name in code means where it stands: imports under whatever alias, and what shadows them."""

import ast
from collections.abc import Iterator
from functools import cached_property

__all__ = ["Frame", "keyword", "plain", "text_of", "walked"]

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Owner = ast.Module | ast.ClassDef | Function

_NO_NAMES: dict[str, str] = {}


class Frame:
    """One module, class, function or lambda, with the one around it.

    Parameters
    ----------
    node
        What opens it.
    outer
        The frame it stands in; None for a module.
    """

    def __init__(self, node: Owner, outer: "Frame | None" = None) -> None:
        self.node = node
        self.outer = outer

    @property
    def is_async(self) -> bool:
        """True for the body of a coroutine itself; what is nested in it and not awaited by it is another frame."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @cached_property
    def imports(self) -> dict[str, str]:
        """What is imported here: local name → full dotted name, relative ones with their dots."""
        found: dict[str, str] = {}
        for node in _statements(self.node):
            if isinstance(node, ast.Import):
                found.update((a.asname, a.name) if a.asname else (a.name.split(".")[0],) * 2 for a in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                joint = "" if module.endswith(".") else "."
                found.update((a.asname or a.name, f"{module}{joint}{a.name}") for a in node.names)
        return found

    @cached_property
    def defined(self) -> dict[str, ast.AST | None]:
        """What is defined or assigned here: name → its function or class, None for a parameter or variable."""
        found: dict[str, ast.AST | None] = {}
        if isinstance(self.node, Function):
            every = self.node.args
            named = [*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg]
            found.update((a.arg, None) for a in named if a)
        if isinstance(self.node, ast.Lambda):
            return found
        for node in _statements(self.node):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found[node.name] = node
            else:
                found.update((name, None) for name in _assigned(node) if name not in found)
        return found

    def meaning(self, node: ast.AST) -> str:
        """Return the full dotted name of what is written; "" if it is local, computed, or no name.

        A builtin or a name from elsewhere comes back as it is written.
        """
        written = plain(node)
        root, dot, rest = written.partition(".")
        frame: Frame | None = self
        while frame is not None and root:
            if not isinstance(frame.node, ast.ClassDef) or frame is self:
                defined = frame.defined
                if root in frame.imports and defined.get(root) is None and not frame.has_parameter(root):
                    return f"{frame.imports[root]}{dot}{rest}"
                if root in defined:
                    return ""
            frame = frame.outer
        return written

    def definition(self, name: str) -> ast.AST | None:
        """Return the function or class of this module that a bare name means; None if it is anything else."""
        frame: Frame | None = self
        while frame is not None:
            if not isinstance(frame.node, ast.ClassDef) or frame is self:
                if name in frame.imports:
                    return None
                if name in frame.defined:
                    return frame.defined[name]
            frame = frame.outer
        return None

    def has_parameter(self, name: str) -> bool:
        """Return True if a parameter of this function has the name."""
        if not isinstance(self.node, Function):
            return False
        every = self.node.args
        return any(a.arg == name for a in (*every.posonlyargs, *every.args, *every.kwonlyargs))


def walked(tree: ast.Module) -> Iterator[tuple[ast.AST, Frame]]:
    """Yield every node with the frame it stands in; decorators, defaults and annotations stand outside."""
    stack: list[tuple[ast.AST, Frame]] = [(tree, Frame(tree))]
    while stack:
        node, frame = stack.pop()
        yield node, frame
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            inner = Frame(node, frame)
            body: list[ast.AST] = [*node.body] if isinstance(node.body, list) else [node.body]
            stack.extend((child, inner) for child in body)
            inside = set(map(id, body))
            stack.extend((c, frame) for c in ast.iter_child_nodes(node) if id(c) not in inside)
        else:
            stack.extend((child, frame) for child in ast.iter_child_nodes(node))


def plain(node: ast.AST) -> str:
    r"""Return a name or attribute as dotted text; "" for anything else, calls among them.

    Examples
    --------
    >>> plain(ast.parse("a.b.c").body[0].value), plain(ast.parse("a().b").body[0].value)
    ('a.b.c', '')
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """Return the value of the first keyword argument of one of these names; None without one."""
    return next((k.value for k in call.keywords if k.arg in names), None)


def text_of(node: ast.AST | None) -> str | None:
    """Return a constant's text, the constant parts of a formatted one with ``{}`` between; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


# --- private ---


def _statements(owner: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements of a frame, those of nested blocks among them, not those of nested frames."""
    stack: list[ast.AST] = [*getattr(owner, "body", ())] if not isinstance(owner, ast.Lambda) else []
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            stack.extend(getattr(node, block, ()))


def _assigned(node: ast.AST) -> Iterator[str]:
    targets: list[ast.AST] = []
    if isinstance(node, ast.Assign):
        targets = [*node.targets]
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.For | ast.AsyncFor):
        targets = [node.target]
    elif isinstance(node, ast.With | ast.AsyncWith):
        targets = [i.optional_vars for i in node.items if i.optional_vars]
    elif isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    while targets:
        target = targets.pop()
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            targets.extend(ast.iter_child_nodes(target))
