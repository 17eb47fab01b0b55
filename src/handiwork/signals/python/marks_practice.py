"""Which files are looked at for backend and data practice, and the one walk that asks all recognisers of both.

Most files import nothing that these are about: their statements are looked over once, not their expressions. Where
something is imported (a web framework, a database, an HTTP client, a tool for data) or a coroutine is defined, the
file is walked once more, with its names followed to what they mean.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handiwork.signals.python.marks_calls import Found, call_marks, never_awaited
from handiwork.signals.python.marks_data import class_marks, data_marks, definition_marks, text_marks
from handiwork.signals.python.marks_migrations import migration_marks, model_marks
from handiwork.signals.python.marks_web import has_route_decorator, route_marks, status_marks
from handiwork.signals.python.scopes import Frame, text_of, walked

__all__ = ["practice_marks"]

_WEB = frozenset({
    "fastapi", "starlette", "flask", "quart", "sanic", "django", "rest_framework", "aiohttp", "litestar", "tornado",
    "flask_restful", "flask_restx", "flask_smorest", "flask_appbuilder", "apiflask", "werkzeug", "ninja", "falcon",
    "flask_classful", "http",
})  # fmt: skip
_STORES = frozenset({
    "sqlalchemy", "sqlmodel", "sqlite3", "psycopg", "psycopg2", "pymysql", "MySQLdb", "asyncpg", "aiosqlite", "aiomysql",
    "flask_sqlalchemy", "alembic", "django", "databases", "duckdb", "mysql", "cx_Oracle", "oracledb", "snowflake", "advanced_alchemy",
})  # fmt: skip
_CLIENTS = frozenset({"requests", "urllib"})
_DATA = frozenset({
    "airflow", "prefect", "dagster", "dagster_dbt", "dagster_pandera", "dagster_pandas", "luigi", "dlt", "kedro", "apache_beam",
    "pandas", "polars", "pyspark", "geopandas", "pandera", "great_expectations", "tenacity", "backoff", "stamina", "retrying", "retry",
    "celery", "delta", "deltalake", "pyarrow", "urllib3", "soda", "patito", "google", "databricks",
})  # fmt: skip
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(slots=True)
class _Looks:
    """What a file is looked at for."""

    web: bool = False
    stores: bool = False
    clients: bool = False
    data: bool = False
    coroutines: bool = False


def practice_marks(tree: ast.AST, _scope: ast.AST) -> Iterable[Found]:
    """Return what a module shows of backend and data practice.

    Notes
    -----
    Cost is linear in the module's statements, and in its nodes where it is looked at.
    """
    assert isinstance(tree, ast.Module)
    looks = _looked_over(tree)
    if looks == _Looks():
        return ()
    found = [*migration_marks(tree)]
    for node, frame in walked(tree):
        found.extend(_of_node(node, frame, looks))
    return found


# --- private ---


def _looked_over(tree: ast.Module) -> _Looks:
    looks = _Looks()
    stack: list[ast.AST] = [*tree.body]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import):
            _note(looks, {a.name.split(".")[0] for a in node.names})
        elif isinstance(node, ast.ImportFrom):
            if node.module and not node.level:
                _note(looks, {node.module.split(".")[0]})
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            looks.coroutines |= isinstance(node, ast.AsyncFunctionDef)
            looks.web |= bool(node.decorator_list) and has_route_decorator(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            looks.stores |= node.targets[0].id == "down_revision"
        elif isinstance(node, ast.Expr):
            continue
        for block in _BLOCKS:
            stack.extend(getattr(node, block, ()))
    return looks


def _note(looks: _Looks, roots: set[str]) -> None:
    looks.web |= not _WEB.isdisjoint(roots)
    looks.stores |= not _STORES.isdisjoint(roots)
    looks.clients |= not _CLIENTS.isdisjoint(roots)
    looks.data |= not _DATA.isdisjoint(roots)


def _of_node(node: ast.AST, frame: Frame, looks: _Looks) -> Iterator[Found]:
    if isinstance(node, ast.Call | ast.Raise | ast.Return):
        yield from _of_act(node, frame, looks)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from _of_definition(node, frame, looks)
    elif isinstance(node, ast.Expr) and looks.coroutines:
        yield from never_awaited(node, frame)
    elif isinstance(node, ast.Dict) and looks.data:
        yield from _default_retries(node)
    elif isinstance(node, ast.Constant | ast.JoinedStr) and (looks.data or looks.stores) and (text := text_of(node)):
        yield from text_marks(text, node.lineno)


def _of_act(node: ast.Call | ast.Raise | ast.Return, frame: Frame, looks: _Looks) -> Iterator[Found]:
    if isinstance(node, ast.Call):
        yield from call_marks(node, frame)
        if looks.data:
            yield from data_marks(node, frame)
    if looks.web:
        yield from status_marks(node, frame)


def _of_definition(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, frame: Frame, looks: _Looks
) -> Iterator[Found]:
    if isinstance(node, ast.ClassDef):
        yield from model_marks(node, frame) if looks.stores else ()
        yield from class_marks(node, frame) if looks.data else ()
        return
    yield from route_marks(node, frame) if looks.web else ()
    yield from definition_marks(node, frame) if looks.data else ()


def _default_retries(node: ast.Dict) -> Iterator[Found]:
    """Yield the retries that Airflow's default arguments give every task."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "retries" and isinstance(value, ast.Constant) and value.value:
            yield "retry", key.lineno, "retries of default arguments"
