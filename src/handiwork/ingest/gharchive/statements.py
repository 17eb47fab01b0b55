"""The SQL that one file is loaded with: what ``compiling`` made of Ibis expressions, and what is written here.

Reading it takes a millisecond; importing Ibis and compiling would take a process longer than loading an hour.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

from handiwork.ingest.gharchive.keys import COMPILED_FORMATS, key_of
from handiwork.lake.schema import EVENTS

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
    columns = _compiled("declared", name)
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
    return _compiled("no_rows", name)


def sound_pushes() -> str:
    """Return the query for how many rows of ``raw_pushes`` are pushes with id and instant."""
    return "SELECT count(*) FROM raw_pushes WHERE type = 'PushEvent' AND id IS NOT NULL AND created_at IS NOT NULL"


def odd_lines(name: str) -> str:
    """Return the condition under which a row of ``raw_<name>`` is no event of that format."""
    return _compiled("odd_lines", name)


def normalized(table: str, formats: tuple[str, ...], *, suppressing: bool, repeated: bool = True) -> str:
    """Return the query that makes a lake table's rows out of the raw tables.

    Of names of accounts and repositories, only those are rows that ``new_events`` does not tell as well.

    Parameters
    ----------
    table
        ``events``, ``push_commits``, ``accounts`` or ``repositories``.
    formats
        Which raw tables there are, as of a file: ``modern`` and ``pushes``, ``timeline``, or all three.
    suppressing
        Whether ``suppressed_ids`` and ``suppressed_logins`` are to be applied.
    repeated
        Whether some events occur twice; said of ``push_commits`` only.
    """
    if table == "push_commits":
        return _compiled_for(formats, "normalized", table, suppressing=suppressing, repeated=repeated)
    return _compiled_for(formats, "normalized", table, suppressing=suppressing)


def pairs_to_learn(formats: tuple[str, ...]) -> str:
    """Return the query for accounts of which id or login is suppressed."""
    return _compiled_for(formats, "pairs_to_learn")


def prevailing(formats: tuple[str, ...]) -> str:
    """Return the query for the one row of ``prevailing_era``."""
    return _compiled_for(formats, "prevailing")


def has_commits(formats: tuple[str, ...]) -> str:
    """Return the query for whether any line carries commits."""
    carrying = {"pushes": "coalesce(len(commits), len(shas)) > 0", "timeline": "len(payload.shas) > 0"}
    found = (f"EXISTS (SELECT 1 FROM raw_{name} WHERE {carrying[name]})" for name in formats if name in carrying)
    return f"SELECT {' OR '.join(found)}"


def repeated_keys() -> str:
    """Return the query for how many rows of ``new_events`` have the key of another."""
    keys = ", ".join(EVENTS.key)
    return f"SELECT count(*) - count(DISTINCT ({keys})) FROM new_events"


def unique_events(*, repeated: bool) -> str:
    """Return the query for the rows of ``new_events``, in the order of their lines.

    Parameters
    ----------
    repeated
        Whether keys may occur twice; then one row per key is left, in the order of keys.
    """
    return _compiled("unique_events", repeated=repeated)


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


def _compiled(name: str, *of: str, **flags: bool) -> str:
    return _shipped()[key_of(name, *of, **flags)]


def _compiled_for(formats: tuple[str, ...], name: str, *of: str, **flags: bool) -> str:
    key = key_of(name, *of, formats, **flags)
    return _shipped()[key] if formats in COMPILED_FORMATS else _of_mixed(formats, key)


@cache
def _shipped() -> dict[str, str]:
    """Return the compiled statements of the package by heading."""
    text = files("handiwork.ingest.gharchive").joinpath("data", "statements.json").read_text(encoding="utf-8")
    return {key: "\n".join(lines) for key, lines in json.loads(text).items()}


@cache
def _of_mixed(formats: tuple[str, ...], key: str) -> str:
    """Return a statement for a mixture of formats, compiled now."""
    from handiwork.ingest.gharchive.compiling import compiled_statement  # noqa: PLC0415 - Ibis, for few files

    return compiled_statement(formats, key)
