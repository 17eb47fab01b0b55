"""The SQL that one file is loaded with: Ibis expressions compiled once and run for every file."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType

from handiwork.ingest.gharchive import events, raw, side_tables
from handiwork.ingest.gharchive.filters import known_pairs, without_suppressed
from handiwork.ingest.gharchive.text import instant
from handiwork.lake.engine import to_sql
from handiwork.lake.schema import EVENTS, TABLES

__all__ = [
    "MAX_LINE_BYTES",
    "any_known",
    "event_facts",
    "has_commits",
    "move_pushes",
    "no_rows",
    "normalized",
    "odd_lines",
    "pairs_to_learn",
    "prevailing",
    "quoted",
    "read_lines",
    "repeated_keys",
    "sound_pushes",
    "unique_events",
    "unknown_events",
    "write",
]

MAX_LINE_BYTES = 64 << 20
"""The longest line the engine is asked to read."""

_SHORT_LINE_BYTES = 1 << 20

_PARQUET = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3"

_EARLIER = (
    f"SELECT {', '.join(EVENTS.key)} FROM read_parquet($2) "
    "WHERE created_at BETWEEN CAST($3 AS TIMESTAMP) AND CAST($4 AS TIMESTAMP)"
)

_SCHEMAS = {"modern": raw.MODERN, "pushes": raw.PUSH_LINE, "timeline": raw.TIMELINE}
_UNBOUND = {"modern": raw.modern_table, "pushes": raw.push_table, "timeline": raw.timeline_table}

_PUSH_FIELDS = (
    "type, id, created_at, actor.id AS actor_id, actor.login AS actor_login, repo.id AS repo_id, "
    "repo.name AS repo_name, starts_with(repo.url, 'https://api.github.dev') AS is_first, "
    "payload.push_id AS push_id, payload.size AS size, payload.ref AS ref, payload.commits AS commits, "
    "payload.shas AS shas"
)


def read_lines(name: str, path: Path, *, longest: int = MAX_LINE_BYTES) -> str:
    """Return a query over a file of lines; a line that is no object becomes a row of nothing.

    Parameters
    ----------
    name
        ``modern``, ``pushes`` or ``timeline``: with which schema to read.
    path
        The file; quoted here.
    longest
        Bytes of its longest line: the reader's buffers, each thread's, are a few times that and at least 2 MiB.
    """
    size = min(max(1 << longest.bit_length(), _SHORT_LINE_BYTES), MAX_LINE_BYTES)
    columns = _declared(name)
    fields = _PUSH_FIELDS if name == "pushes" else "*"
    return (
        f"SELECT {fields} FROM read_json('{quoted(path)}', columns = {{{columns}}}, format = 'newline_delimited', "
        f"ignore_errors = true, compression = 'none', maximum_object_size = {size})"
    )


def quoted(path: Path) -> str:
    """Return a path as it stands between quotes in a statement that cannot take it as a value."""
    return str(path).replace("'", "''")


def move_pushes() -> tuple[str, str]:
    """Return the statements that put the pushes of ``raw_modern`` to the others in ``raw_pushes``."""
    return (
        f"INSERT INTO raw_pushes SELECT {_PUSH_FIELDS} FROM raw_modern WHERE type = 'PushEvent'",
        "DELETE FROM raw_modern WHERE type = 'PushEvent'",
    )


def no_rows(name: str) -> str:
    """Return a query without rows, in the columns of a raw table."""
    columns = (f"CAST(NULL AS {DuckDBType.to_string(t)}) AS {k}" for k, t in _UNBOUND[name]().schema().items())
    return f"SELECT {', '.join(columns)} LIMIT 0"


def sound_pushes() -> str:
    """Return the query for how many rows of ``raw_pushes`` are pushes with id and instant."""
    return "SELECT count(*) FROM raw_pushes WHERE type = 'PushEvent' AND id IS NOT NULL AND created_at IS NOT NULL"


@cache
def odd_lines(name: str) -> str:
    """Return the condition under which a row of ``raw_<name>`` is no event of that format."""
    rows = _UNBOUND[name]()
    odd = rows.type.isnull() | instant(rows.created_at).isnull()
    odd = odd | (rows.id.isnull() if name == "modern" else (rows.id.notnull() & rows.repository["name"].isnull()))
    return to_sql(rows.mutate(is_odd=odd.fill_null(True)).select("is_odd"))


@cache
def normalized(table: str, formats: tuple[str, ...], *, suppressing: bool, repeated: bool = True) -> str:
    """Return the query that makes a lake table's rows out of the raw tables.

    Parameters
    ----------
    table
        ``events``, ``push_commits``, ``accounts`` or ``repositories``.
    formats
        Which raw tables there are: ``modern`` and ``pushes``, ``timeline``, or all three.
    suppressing
        Whether ``suppressed_ids`` and ``suppressed_logins`` are to be applied.
    repeated
        Whether some events occur twice.
    """
    rows = _rows(table, formats, repeated=repeated)
    return to_sql(without_suppressed(table, rows) if suppressing else rows)


@cache
def pairs_to_learn(formats: tuple[str, ...]) -> str:
    """Return the query for accounts of which id or login is suppressed."""
    return to_sql(known_pairs(_union("accounts", formats)).order_by("account_id", "login"))


@cache
def prevailing(formats: tuple[str, ...]) -> str:
    """Return the query for the one row of ``prevailing_era``."""
    if "modern" not in formats:
        return "SELECT 'timeline' AS era"
    return to_sql(events.prevailing_era(raw.modern_table(), raw.push_table()))


@cache
def has_commits(formats: tuple[str, ...]) -> str:
    """Return the query for whether any line carries commits."""
    carrying = {"pushes": "coalesce(len(commits), len(shas)) > 0", "timeline": "len(payload.shas) > 0"}
    found = (f"EXISTS (SELECT 1 FROM raw_{name} WHERE {carrying[name]})" for name in formats if name in carrying)
    return f"SELECT {' OR '.join(found)}"


def repeated_keys() -> str:
    """Return the query for how many rows of ``new_events`` have the key of another."""
    keys = ", ".join(EVENTS.key)
    return f"SELECT count(*) - count(DISTINCT ({keys})) FROM new_events"


@cache
def unique_events(*, repeated: bool) -> str:
    """Return the query for the rows of ``new_events``, in the order of their lines.

    Parameters
    ----------
    repeated
        Whether keys occur twice; then one row per key is left, in the order of keys.
    """
    rows = ibis.table(ibis.Schema.from_pyarrow(EVENTS.arrow), name="new_events")
    if repeated:
        window = ibis.window(group_by=EVENTS.key, order_by=["action", "actor_id", "repo_id"])
        rows = rows.mutate(nth=ibis.row_number().over(window)).filter(lambda t: t.nth == 0).drop("nth")
        rows = rows.order_by("created_at", "event_id", "type")
    return to_sql(rows)


def any_known() -> str:
    """Return the query for a row, if any, when an event of one file is in others too.

    Parameters of both this and :func:`unknown_events`: the file, a list of the others, first and last instant
    of the file.
    """
    keys = ", ".join(EVENTS.key)
    return f"SELECT 1 FROM read_parquet($1) SEMI JOIN ({_EARLIER}) USING ({keys}) LIMIT 1"


def unknown_events() -> str:
    """Return the query for the events of one file that are not in others, in the order of the file."""
    keys = ", ".join(EVENTS.key)
    return (
        f"SELECT * EXCLUDE (file_row_number) FROM read_parquet($1, file_row_number = true) ANTI JOIN ({_EARLIER}) "
        f"USING ({keys}) ORDER BY file_row_number"
    )


def event_facts(path: Path) -> str:
    """Return the query for (era, events, first instant, last instant) of each era in a file of events."""
    return (
        f"SELECT era, count(*), min(created_at), max(created_at) FROM read_parquet('{quoted(path)}') "
        "GROUP BY era ORDER BY era"
    )


def write(query: str, path: Path) -> str:
    """Return the statement that writes the rows of a query to a Parquet file; it answers how many."""
    return f"COPY ({query}) TO '{quoted(path)}' ({_PARQUET})"


# --- private ---


@cache
def _declared(name: str) -> str:
    """Return a schema as the reader takes it."""
    return ", ".join(f"{k}: '{DuckDBType.to_string(dt.dtype(v))}'" for k, v in _SCHEMAS[name].items())


_MAKERS: dict[str, dict[str, Callable[[ir.Table], ir.Table]]] = {
    "events": {
        "pushes": events.push_events,
        "modern": events.modern_events,
        "timeline": events.timeline_events,
    },
    "accounts": {
        "pushes": side_tables.push_accounts,
        "modern": side_tables.modern_accounts,
        "timeline": side_tables.timeline_accounts,
    },
    "sightings": {
        "pushes": side_tables.push_sightings,
        "modern": side_tables.modern_sightings,
        "timeline": side_tables.timeline_sightings,
    },
    "facts": {"modern": side_tables.modern_facts, "timeline": side_tables.timeline_facts},
    "push_commits": {
        "pushes": side_tables.modern_push_commits,
        "timeline": side_tables.timeline_push_commits,
    },
}


def _rows(table: str, formats: tuple[str, ...], *, repeated: bool) -> ir.Table:
    if table == "events":
        return _union("events", formats)
    if table == "accounts":
        return side_tables.merged_accounts(_union("accounts", formats)).order_by("account_id", "login")
    if table == "repositories":
        rows = side_tables.merged_repositories(_union("sightings", formats), _union("facts", formats))
        return rows.order_by("repo_id", "repo_name")
    commits = _union("push_commits", formats)
    commits = side_tables.proved_authors(commits, _union("accounts", formats), repeated=repeated)
    return commits.order_by("repo_name", "sha", "event_id").select(*(c.name for c in TABLES[table].columns))


def _union(rows: str, formats: tuple[str, ...]) -> ir.Table:
    found = [make(_UNBOUND[f]()) for f, make in _MAKERS[rows].items() if f in formats]
    return found[0] if len(found) == 1 else ibis.union(*found)
