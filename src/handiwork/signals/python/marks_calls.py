"""Recognised calls of backend code: what blocks a coroutine, is never awaited, has no timeout, or formats SQL.

Kinds: ``blocking_in_async``, ``not_awaited``, ``http_timeout``, ``http_no_timeout``, ``sql_bound``, ``sql_formatted``.
Names are followed to their imports (:class:`~handiwork.signals.python.scopes.Frame`), so that an alias is seen and a
local name of the same spelling is not.
"""

import ast
import re
from collections.abc import Iterator

from handiwork.signals.python.scopes import Frame, keyword, plain

__all__ = ["Found", "call_marks", "never_awaited"]

Found = tuple[str, int, str]
"""Kind, line, text of a mark."""

_BLOCKING = frozenset(
    {
        "time.sleep", "urllib.request.urlopen", "urllib.request.urlretrieve", "subprocess.run", "subprocess.call",
        "subprocess.check_call", "subprocess.check_output", "subprocess.getoutput", "os.system", "os.wait", "os.waitpid",
        "socket.create_connection", "socket.getaddrinfo", "socket.gethostbyname", "asyncio.run", "sqlite3.connect",
        "psycopg2.connect", "pymysql.connect", "MySQLdb.connect", "mysql.connector.connect", "pymongo.MongoClient",
        *(f"{m}.{v}" for m in ("requests", "httpx")
          for v in ("get", "post", "put", "patch", "delete", "head", "options", "request")),
    }
)  # fmt: skip
_REQUESTS = frozenset(f"requests.{v}" for v in ("get", "post", "put", "patch", "delete", "head", "options", "request"))
_SESSION_VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request"})
_SESSIONS = frozenset({"requests.Session", "requests.session", "requests.sessions.Session"})
_SURE_COROUTINES = frozenset({"asyncio.sleep", "asyncio.wait_for", "asyncio.wait", "asyncio.to_thread", "anyio.sleep"})
_CHAINED = {"asyncio.run_coroutine_threadsafe": "result"}
_EXECUTES = frozenset({"execute", "executemany", "executescript", "exec_driver_sql", "raw", "text", "read_sql", "fetch",
                       "fetchrow", "fetchval", "read_sql_query"})  # fmt: skip
_STATEMENT = re.compile(
    r"^\s*(?:select\b[\s\S]+\bfrom\b|insert\s+into\b|update\b[\s\S]+\bset\b|delete\s+from\b|with\b[\s\S]+\bselect\b"
    r"|merge\s+into\b|replace\s+into\b)",
    re.IGNORECASE,
)
_VALUE_PLACE = re.compile(
    r"(?:[=<>]|\blike|\bilike|\bvalues\s*\([^()]*|\bin\s*\(|\blimit|\boffset|\band)\s*['\"%]*$", re.IGNORECASE
)
_HOLE = "\0"
_QUOTING = frozenset({"quote", "quote_name", "quote_ident", "identifier", "escape", "join", "int", "float", "len",
                      "literal", "quote_value", "escape_string", "adapt"})  # fmt: skip


def call_marks(call: ast.Call, frame: Frame) -> Iterator[Found]:
    """Yield what one call shows."""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if frame.is_async:
        yield from _blocking(call, last, frame)
    if last in _SESSION_VERBS or last == "urlopen":
        yield from _timeout(call, last, frame)
    if last in _EXECUTES and call.args:
        yield from _sql(call, last, frame)


def never_awaited(statement: ast.Expr, frame: Frame) -> Iterator[Found]:
    """Yield a coroutine that is made as a statement by itself, where it is sure that it is one."""
    call = statement.value
    if not isinstance(call, ast.Call):
        return
    if isinstance(call.func, ast.Name):
        if isinstance(definition := frame.definition(call.func.id), ast.AsyncFunctionDef) and _is_coroutine(definition):
            yield "not_awaited", call.lineno, call.func.id
            return
    if frame.meaning(call.func) in _SURE_COROUTINES:
        yield "not_awaited", call.lineno, frame.meaning(call.func)
    elif plain(call.func).startswith("self.") and plain(call.func).count(".") == 1:
        name = plain(call.func).removeprefix("self.")
        if _is_own_coroutine(name, frame):
            yield "not_awaited", call.lineno, f"self.{name}"


# --- private ---


def _blocking(call: ast.Call, last: str, frame: Frame) -> Iterator[Found]:
    if last == "run_until_complete":
        yield "blocking_in_async", call.lineno, last
    elif last == "result" and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        made = call.func.value
        is_submitted = isinstance(made.func, ast.Attribute) and made.func.attr == "submit" and bool(made.args)
        if is_submitted or frame.meaning(made.func) in _CHAINED:
            yield "blocking_in_async", call.lineno, f"{plain(made.func)}().result"
    elif (name := frame.meaning(call.func)) in _BLOCKING:
        yield "blocking_in_async", call.lineno, name


def _timeout(call: ast.Call, last: str, frame: Frame) -> Iterator[Found]:
    name = frame.meaning(call.func)
    if name not in _REQUESTS and name != "urllib.request.urlopen":
        name = _of_session(call, last, frame)
    if not name:
        return
    by_position = name == "urllib.request.urlopen" and len(call.args) >= 3
    if keyword(call, "timeout") is not None or by_position:
        yield "http_timeout", call.lineno, name
    elif not any(k.arg is None for k in call.keywords) and not any(isinstance(a, ast.Starred) for a in call.args):
        yield "http_no_timeout", call.lineno, name


def _of_session(call: ast.Call, verb: str, frame: Frame) -> str:
    """Return what is called if it is a verb of a session of requests that is made in the same function."""
    if not isinstance(call.func, ast.Attribute) or verb not in _SESSION_VERBS:
        return ""
    receiver = call.func.value
    if isinstance(receiver, ast.Call):
        return f"requests.Session().{verb}" if frame.meaning(receiver.func) in _SESSIONS else ""
    if not isinstance(receiver, ast.Name) or isinstance(frame.node, ast.Lambda):
        return ""
    made = {frame.meaning(v.func) for v in _values_of(receiver.id, frame)}
    return f"requests.Session().{verb}" if made and made <= _SESSIONS else ""


def _values_of(name: str, frame: Frame) -> Iterator[ast.Call]:
    """Yield the calls whose results a local name gets in this function."""
    for node in ast.walk(frame.node):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                yield node.value
        elif isinstance(node, ast.withitem) and isinstance(node.context_expr, ast.Call):
            if isinstance(node.optional_vars, ast.Name) and node.optional_vars.id == name:
                yield node.context_expr


def _sql(call: ast.Call, last: str, frame: Frame) -> Iterator[Found]:
    text, holes = _with_holes(call.args[0], frame)
    if text is None or not _STATEMENT.match(text):
        return
    if not holes:
        if last in {"execute", "executemany", "text", "fetch", "fetchrow", "fetchval"}:
            yield "sql_bound", call.lineno, last
        return
    parts = text.split(_HOLE)
    for before, after, hole in zip(_before(parts), parts[1:], holes, strict=False):
        # What goes on with letters is a part of a name: ``{kind}_name``.
        if _VALUE_PLACE.search(before) and not re.match(r"[\w.]", after) and not _is_harmless(hole):
            yield "sql_formatted", call.lineno, last
            return


def _before(parts: list[str]) -> Iterator[str]:
    """Yield the text before each hole, the last forty letters of it."""
    so_far = ""
    for part in parts[:-1]:
        so_far += part
        yield so_far.rstrip(" ")[-200:]
        so_far += "x"


def _with_holes(node: ast.AST, frame: Frame, depth: int = 0) -> tuple[str | None, list[ast.AST]]:
    """Return a text with a mark at each place that is filled in, and what fills it; None if it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, []
    if isinstance(node, ast.JoinedStr):
        return _of_joined(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth < 30:
        left, some = _with_holes(node.left, frame, depth + 1)
        right, more = _with_holes(node.right, frame, depth + 1)
        if left is None and right is None:
            return None, []
        some, more = (some if left is not None else [node.left]), (more if right is not None else [node.right])
        return (left if left is not None else _HOLE) + (right if right is not None else _HOLE), [*some, *more]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _of_percent(node)
    is_format = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    if is_format and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _of_format(node, node.func.value)
    return None, []


def _of_joined(node: ast.JoinedStr) -> tuple[str, list[ast.AST]]:
    text, holes = "", []
    for value in node.values:
        if isinstance(value, ast.Constant):
            text += str(value.value)
        elif isinstance(value, ast.FormattedValue):
            text += _HOLE
            holes.append(value.value)
    return text, [*holes]


def _of_percent(node: ast.BinOp) -> tuple[str | None, list[ast.AST]]:
    if not isinstance(node.left, ast.Constant) or not isinstance(node.left.value, str):
        return None, []
    filled: list[ast.AST] = [*node.right.elts] if isinstance(node.right, ast.Tuple) else [node.right]
    text = re.sub(r"%(?:\(\w+\))?[sdr]", _HOLE, node.left.value)
    if isinstance(node.right, ast.Dict):
        filled = [*node.right.values]
    if text.count(_HOLE) != len(filled):
        filled = [node.right] * text.count(_HOLE)
    return text.replace("%%", "%"), filled


def _of_format(call: ast.Call, receiver: ast.AST) -> tuple[str | None, list[ast.AST]]:
    if not isinstance(receiver, ast.Constant) or not isinstance(receiver.value, str):
        return None, []
    named: dict[str, ast.AST] = {k.arg: k.value for k in call.keywords if k.arg}
    holes: list[ast.AST] = []

    def filled(found: re.Match[str]) -> str:
        name = found[1]
        by_place = int(name) if name.isdecimal() and len(name) < 5 else len(holes)
        holes.append(named.get(name) or (call.args[by_place] if by_place < len(call.args) else call))
        return _HOLE

    return re.sub(r"\{(\w*)[^{}]*\}", filled, receiver.value), holes


def _is_harmless(hole: ast.AST) -> bool:
    """Return True for what is a constant by its name, is made of placeholders, or is quoted."""
    if isinstance(hole, ast.Constant):
        return True
    if isinstance(hole, ast.Call):
        name = hole.func.attr if isinstance(hole.func, ast.Attribute) else getattr(hole.func, "id", "")
        return name.lower() in _QUOTING
    name = plain(hole)
    last = name.rpartition(".")[2]
    return last.isupper() or "placeholder" in last or last in {"ph", "params", "marks"}


def _is_coroutine(definition: ast.AsyncFunctionDef) -> bool:
    """Return True unless decorators may make it something else, or it is a generator."""
    if definition.decorator_list:
        return False
    return not any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(definition))


def _is_own_coroutine(name: str, frame: Frame) -> bool:
    """Return True if the class around a method defines that name once, as a coroutine."""
    outer: Frame | None = frame
    while outer is not None and not isinstance(outer.node, ast.ClassDef):
        outer = outer.outer
    if outer is None or not isinstance(outer.node, ast.ClassDef):
        return False
    named = [n for n in outer.node.body if getattr(n, "name", None) == name]
    return len(named) == 1 and isinstance(named[0], ast.AsyncFunctionDef) and _is_coroutine(named[0])
