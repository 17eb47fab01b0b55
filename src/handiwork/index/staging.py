"""The inputs and constants of a build as the tables, views and functions that its statements read."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.errors import InputError
from handiwork.index.documents import KINDS
from handiwork.index.settings import IndexSettings
from handiwork.index.tables import INPUT_SCHEMAS, IndexInputs
from handiwork.index.weights import CONTRIBUTION_KINDS, ContributionKind
from handiwork.lake.engine import Engine

__all__ = ["copy_in", "drop_all", "name_holders", "one_value", "source_of", "stage"]

_FUNCTIONS: dict[str, Callable[[ContributionKind], str]] = {
    "code": lambda kind: str(kind.code),
    "weight": lambda kind: f"{kind.weight!r}::DOUBLE",
    "creates": lambda kind: str(kind.creates).lower(),
    "is_commit": lambda kind: str(kind.is_commit).lower(),
    "is_titled": lambda kind: str(kind.is_titled).lower(),
}

_ORDER = """
  person_id, repo_no, "at", ix_code(kind), number, sha, nullif(title, ''), comment_id,
  greatest(coalesce("count", 1), 1), coalesce(n_files, len(paths), 0), is_bulk, coalesce(paths, []),
  CASE WHEN ix_creates(kind) AND NOT is_bulk THEN coalesce(created_paths, []) ELSE [] END, coalesce(labels, [])
"""
"""The order in which acts are stored: everything an act is stored with, so that equal places are equal acts."""


def stage(engine: Engine, inputs: IndexInputs, built_on: date, settings: IndexSettings) -> tuple[str, int]:
    """Make what the statements read: ``ix_persons``, ``ix_repos``, ``ix_settings``, ``ix_kind_settings``, functions.

    Returns
    -------
    acts : str
        Name of the table of the contributions that count, in the order they are stored.
    later : int
        Contributions after ``built_on``; they do not count.

    Raises
    ------
    InputError
        If ids are not dense, or a kind of contribution has no weight.

    Notes
    -----
    Tables of the engine are looked at, not copied. Contributions are copied only if they are not in order, or
    some of them are later or of machines.
    """
    sources = {name: source_of(engine, name, getattr(inputs, name), INPUT_SCHEMAS[name]) for name in INPUT_SCHEMAS}
    for name, column in (("persons", "person_id"), ("repos", "repo_no")):
        engine.execute(f'CREATE TEMP VIEW ix_{name} AS FROM "{sources[name]}"')
        _check_dense(engine, f"ix_{name}", column)
    _make_settings(engine, built_on, settings)
    _make_functions(engine)
    contributions = sources["contributions"]
    unknown = engine.execute(f'SELECT DISTINCT kind FROM "{contributions}" WHERE ix_code(kind) IS NULL')  # noqa: S608 - own names
    if found := sorted(str(kind) for (kind,) in unknown.fetchall()):
        raise InputError(f"no weight for contributions of kind {', '.join(found)}: see index/weights.py")
    counting = f"TIMESTAMP '{built_on.isoformat()}' + INTERVAL 1 DAY"
    later = int(one_value(engine, f'SELECT count(*) FROM "{contributions}" WHERE "at" >= {counting}'))  # noqa: S608
    if later or not _is_ready(engine, contributions):
        # Not CREATE … AS FROM an ordered view: only the table itself keeps the order of its rows.
        engine.execute(
            f'CREATE TEMP TABLE ix_contributions AS SELECT c.* FROM "{contributions}" c'  # noqa: S608 - own names
            " ANTI JOIN (FROM ix_persons WHERE is_bot) p ON p.person_id = c.person_id"
            f' WHERE c."at" < {counting} ORDER BY {_ORDER}'
        )
        return "ix_contributions", later
    return contributions, later


def copy_in(engine: Engine, name: str, table: pa.Table) -> None:
    """Make a temporary table of the engine from one in memory."""
    connection = engine.backend.con
    connection.register("ix_incoming", table)
    engine.execute(f"CREATE TEMP TABLE {name} AS FROM ix_incoming")
    connection.unregister("ix_incoming")


def name_holders(engine: Engine, accounts: str) -> None:
    """Make ``ix_holder``: whose each account on GitHub is that a query names in its column ``account``."""
    for table in ("ix_named", "ix_holder"):
        engine.execute(f"DROP TABLE IF EXISTS {table}")
    engine.execute(f"CREATE TEMP TABLE ix_named AS SELECT DISTINCT account FROM ({accounts})")  # noqa: S608 - own names
    engine.execute(files("handiwork.index").joinpath("sql", "holders.sql").read_text(encoding="utf-8"))


def one_value(engine: Engine, statement: str) -> Any:
    """Return the one value of a statement; everything is fetched, or the connection stays busy."""
    return engine.execute(statement).fetchall()[0][0]


def drop_all(engine: Engine) -> None:
    """Drop everything a build made in the engine."""
    for kind in ("view", "table"):
        found = engine.execute(
            f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE temporary AND {kind}_name LIKE 'ix\\_%' ESCAPE '\\'"  # noqa: S608
        )
        for (name,) in found.fetchall():
            engine.execute(f'DROP {kind} "{name}"')


def source_of(engine: Engine, name: str, table: ir.Table, schema: pa.Schema) -> str:
    """Return the name of an input in the engine: its own, or that of a copy of what is no table there."""
    if isinstance(table.op(), ops.DatabaseTable):
        return str(table.get_name())
    engine.backend.create_table(f"ix_given_{name}", obj=table.select(*schema.names), temp=True)
    return f"ix_given_{name}"


# --- private ---


def _check_dense(engine: Engine, table: str, column: str) -> None:
    wrong = (
        f"SELECT count(*) <> count(DISTINCT {column}) OR min({column}) <> 0 OR max({column}) <> count(*) - 1"  # noqa: S608 - own names
        f" FROM {table}"
    )
    if one_value(engine, wrong):
        raise InputError(f"{column} is not numbered 0, 1, 2, … without gaps: resolve identities again")


def _make_settings(engine: Engine, built_on: date, settings: IndexSettings) -> None:
    plain = {f.name: getattr(settings, f.name) for f in fields(settings) if f.name not in KINDS}
    midnight = datetime(built_on.year, built_on.month, built_on.day)
    copy_in(engine, "ix_settings", pa.Table.from_pylist([{"built_on": midnight, **plain}]))
    per_kind = [(name, settings.kind(name)) for name in KINDS]
    rows = [{"kind": n, "k1": k.k1, "b": k.b, "half_life": k.half_life_years} for n, k in per_kind]
    copy_in(engine, "ix_kind_settings", pa.Table.from_pylist(rows))
    engine.execute("SET VARIABLE ix_bulk_factor = (SELECT bulk_factor FROM ix_settings)")


def _make_functions(engine: Engine) -> None:
    """Make what is said of each kind a function of its name: a join would lose the order of rows."""
    for name, told in _FUNCTIONS.items():
        cases = " ".join(f"WHEN '{kind.name}' THEN {told(kind)}" for kind in CONTRIBUTION_KINDS)
        engine.execute(f"CREATE OR REPLACE TEMP MACRO ix_{name}(kind) AS CASE kind {cases} END")


def _is_ready(engine: Engine, contributions: str) -> bool:
    """Return whether the contributions are in order and nobody's who is a machine."""
    by_machines = f'SELECT count(*) FROM "{contributions}" SEMI JOIN (FROM ix_persons WHERE is_bot) USING (person_id)'  # noqa: S608
    if one_value(engine, by_machines):
        return False
    steps = f'SELECT row({_ORDER}) AS act, lag(row({_ORDER})) OVER () AS before FROM "{contributions}"'  # noqa: S608
    return not one_value(engine, f"SELECT count(*) FROM ({steps}) WHERE act < before")  # noqa: S608 - own names
