"""Recognised models of a database and the migrations that bring it to them.

Kinds: ``alembic_revision`` (text: JSON ``[revision, [revisions before it]]``), ``django_migration`` (text: JSON
``[[app, name] …]`` of what it depends on, then those it replaces), ``django_model`` and ``sql_model`` (text: class).
"""

import ast
import json
from collections.abc import Iterator

from handiwork.signals.python.marks_calls import Found
from handiwork.signals.python.scopes import Frame, plain

__all__ = ["migration_marks", "model_marks"]

_DJANGO_MODEL = "django.db.models.Model"
_DECLARATIVE = frozenset({"DeclarativeBase", "Base", "BaseModel", "Model"})


def migration_marks(tree: ast.Module) -> Iterator[Found]:
    """Yield the Alembic revision that a module is: both names are assigned at its top level."""
    assigned = {}
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        assigned.update({t.id: (value, node.lineno) for t in targets if isinstance(t, ast.Name) and value is not None})
    if "revision" not in assigned or "down_revision" not in assigned:
        return
    revision, line = assigned["revision"]
    before = _texts(assigned["down_revision"][0])
    if isinstance(revision, ast.Constant) and isinstance(revision.value, str) and before is not None:
        yield "alembic_revision", line, json.dumps([revision.value, before])


def model_marks(node: ast.ClassDef, frame: Frame) -> Iterator[Found]:
    """Yield what a class is of these."""
    bases = [frame.meaning(b) or plain(b) for b in node.bases]
    if node.name == "Migration" and any(b.endswith("migrations.Migration") for b in bases):
        yield "django_migration", node.lineno, json.dumps([_pairs(node, "dependencies"), _pairs(node, "replaces")])
    elif any(b in (_DJANGO_MODEL, "django.contrib.gis.db.models.Model") for b in bases):
        if not _is_abstract(node):
            yield "django_model", node.lineno, node.name
    elif _is_table(node) and not _is_abstract(node):
        yield "sql_model", node.lineno, node.name


# --- private ---


def _texts(node: ast.expr) -> list[str] | None:
    """Return what a down revision names: none, one or several; None if it is computed."""
    if isinstance(node, ast.Constant):
        return [] if node.value is None else [node.value] if isinstance(node.value, str) else None
    if isinstance(node, ast.Tuple | ast.List):
        values = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
        return values if len(values) == len(node.elts) else None
    return None


def _pairs(node: ast.ClassDef, name: str) -> list[list[str]]:
    """Return the pairs of app and migration of a class's list; other kinds of dependencies are left out."""
    found = []
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in statement.targets
        ):
            values = statement.value.elts if isinstance(statement.value, ast.List | ast.Tuple) else []
            for pair in values:
                texts = _texts(pair) if isinstance(pair, ast.Tuple) else None
                if texts is not None and len(texts) == 2:
                    found.append(texts)
    return found


def _is_abstract(node: ast.ClassDef) -> bool:
    for statement in node.body:
        inner = statement.body if isinstance(statement, ast.ClassDef) and statement.name == "Meta" else [statement]
        for part in inner:
            if isinstance(part, ast.Assign) and any(
                plain(t) in ("abstract", "__abstract__", "proxy") for t in part.targets
            ):
                if isinstance(part.value, ast.Constant) and part.value.value is True:
                    return True
    return False


def _is_table(node: ast.ClassDef) -> bool:
    """Return True for SQLAlchemy's and SQLModel's classes of a table."""
    if any(k.arg == "table" and isinstance(k.value, ast.Constant) and k.value.value is True for k in node.keywords):
        return True
    named = columns = False
    for statement in node.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        named |= any(plain(t) == "__tablename__" for t in targets)
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Call):
            columns |= plain(value.func).rpartition(".")[2] in ("Column", "mapped_column")
    declared = any(plain(b).rpartition(".")[2] in _DECLARATIVE for b in node.bases)
    return columns and (named or declared)
