"""What other origins told of people, as an index keeps it: accounts there, works, profiles, and what was asked when.

One row an account, a work in a role, an origin or a profile of a person; rows of one person lie together, and beside
each table lies whose each row is. An index of a lake that has none of this has none of these files.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.resources import files
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from handiwork.index.artifact import ArtifactWriter
from handiwork.index.staging import copy_in, name_holders
from handiwork.index.tables import TOLD_TABLES, ToldInputs
from handiwork.index.told import TOLD_SCHEMAS
from handiwork.index.work_facts import chosen_facts
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import WITHHELD_OWNER, Suppressions

__all__ = ["told_inputs", "write_works"]

_BATCH_ROWS = 1 << 13
_HUB = ("model", "dataset", "space")
"""Kinds of work whose name begins with the account they belong to."""

_ORDERS = {
    "accounts": "person_id, status, strength DESC, account",
    "works": 'person_id, status, "at" DESC NULLS LAST, kind, work, role',
    "asked": "person_id, origin",
    "profiles": "person_id",
}
_SOURCES = {"accounts": "ix_shown_account", "works": "ix_work", "asked": "ix_asked", "profiles": "ix_profile"}
_ORIGINS = {"package": "pypi", "talk": "conferences", "paper": "papers"}


def told_inputs(engine: Engine, lake: Lake, *, links: ir.Table, suppressions: Suppressions) -> ToldInputs | None:
    """Return what other origins told, for :func:`handiwork.index.build_index`; None if the lake has nothing of it.

    Parameters
    ----------
    engine
        Where the resolution is.
    lake
        That was resolved.
    links
        Of the resolution.
    suppressions
        Who is left out.
    """
    if not any(file.rows for record in lake.records() for file in record.files if file.table in TOLD_TABLES):
        return None
    return ToldInputs(links, {name: engine.table(lake, name) for name in TOLD_TABLES}, suppressions)


def write_works(engine: Engine, writer: ArtifactWriter, told: ToldInputs) -> dict[str, int]:
    """Write the tables of :data:`handiwork.index.told.TOLD_SCHEMAS`; ``ix_persons`` is staged.

    Parameters
    ----------
    engine
        Runs the statements.
    writer
        Of the artifact.
    told
        What other origins told.

    Returns
    -------
    dict of str to int
        Counts for the manifest.

    Notes
    -----
    Memory is the engine's limit and some thousand rows. The same rows in any order give the same bytes.
    """
    _stage(engine, told)
    name_holders(engine, "SELECT account FROM ix_told_work_people UNION SELECT account FROM ix_told_profiles")
    engine.execute(files("handiwork.index").joinpath("sql", "works.sql").read_text(encoding="utf-8"))
    withheld = engine.execute("FROM ix_withheld").fetchall()
    hidden = frozenset({account.partition(":")[2] for (account,) in withheld} | told.suppressions.logins)

    def shown(name: str, row: dict[str, Any]) -> dict[str, Any]:
        return _work(row, hidden) if name == "works" else row

    return {f"told_{name}": _write(engine, writer, name, partial(shown, name)) for name in TOLD_SCHEMAS}


# --- private ---


def _stage(engine: Engine, told: ToldInputs) -> None:
    sources = {"ix_links": told.links, **{f"ix_told_{name}": table for name, table in told.tables.items()}}
    gone = _handles_left_out(engine, sources.values(), told.suppressions)
    copy_in(engine, "ix_left_out_handles", pa.table({"account": pa.array(sorted(gone), pa.string())}))
    for name, table in sources.items():
        theirs = " OR ".join(f"{c} IN (FROM ix_left_out_handles)" for c in ("account", "other") if c in table.columns)
        rest = f" WHERE NOT coalesce({theirs}, false)" if gone and theirs else ""
        engine.execute(f'CREATE TEMP VIEW {name} AS FROM "{table.get_name()}"{rest}')
    left_out = told.suppressions
    names = [f"{origin}:{login}" for login in left_out.logins for origin in ("login", "pypi", "huggingface")]
    names += [f"github:{number}" for number in left_out.ids]
    copy_in(engine, "ix_left_out", pa.table({"account": pa.array(sorted(names), pa.string())}))


def _handles_left_out(engine: Engine, tables: Iterable[ir.Table], left_out: Suppressions) -> set[str]:
    """Return the keys of accounts that only a digest leaves out."""
    if not left_out.handles:
        return set()
    named = [
        f'SELECT {column} FROM "{table.get_name()}"'  # noqa: S608 - names of tables and columns are ours
        for table in tables
        for column in ("account", "other")
        if column in table.columns
    ]
    keys = engine.execute(" UNION ".join(named)).fetchall()
    return {key for (key,) in keys if key and left_out.covers_key(key)}


def _write(engine: Engine, writer: ArtifactWriter, name: str, shown: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    schema = TOLD_SCHEMAS[name]
    query = f"FROM {_SOURCES[name]} ORDER BY {_ORDERS[name]}"
    reader = engine.backend.con.sql(query).to_arrow_reader(_BATCH_ROWS)
    with writer.stream(f"{name}.persons", np.int32) as persons:

        def batches() -> Iterator[pa.RecordBatch]:
            for batch in reader:
                rows = [shown(row) for row in batch.to_pylist()]
                persons.append([row["person_id"] for row in rows])
                yield pa.RecordBatch.from_pylist([{c: row[c] for c in schema.names} for row in rows], schema)

        writer.table(name, schema, batches())
        return persons.length


def _work(row: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    """Return a work as it is kept: chosen facts, and no owner who is left out."""
    kind = row["kind"]
    facts = chosen_facts(kind, row["facts"], hidden=hidden, on=row["seen_at"])
    kept = {**row, "origin": _ORIGINS.get(kind, "huggingface")}
    kept["facts"] = json.dumps(facts, ensure_ascii=False)
    kept["repositories"] = [{**made, "name": _covered(made["name"], hidden)} for made in row["repositories"]]
    if kind in _HUB and row["title"].partition("/")[0].lower() in hidden:
        title = _covered(row["title"], hidden)
        kept |= {"title": title, "work": f"{kind}:{title}", "url": None, "source": None}
    return kept


def _covered(name: str, hidden: frozenset[str]) -> str:
    owner, slash, rest = name.partition("/")
    return f"{WITHHELD_OWNER}/{rest}" if slash and owner.lower() in hidden else name
