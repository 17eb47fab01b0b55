"""The Ibis expressions of one file's load as SQL, compiled ahead into ``data/statements.json``: a load need not wait.

Importing Ibis and compiling these takes a process longer than loading an hour does. Whoever runs Handiwork
reads the text; ``make docs`` writes it, and a test fails when it is not that of the expressions. Only files
that mix two formats, of which there are few, have theirs compiled when they are met.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, count, product

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType

from handiwork.ingest.gharchive import events, raw, side_tables
from handiwork.ingest.gharchive.filters import known_pairs, without_suppressed
from handiwork.ingest.gharchive.keys import COMPILED_FORMATS, key_of
from handiwork.ingest.gharchive.text import instant
from handiwork.lake.engine import to_sql
from handiwork.lake.schema import EVENTS, TABLES

__all__ = ["compiled_statement", "compiled_text"]

_SCHEMAS = {"modern": raw.MODERN, "pushes": raw.PUSH_LINE, "timeline": raw.TIMELINE}
_UNBOUND = {"modern": raw.modern_table, "pushes": raw.push_table, "timeline": raw.timeline_table}
_Maker = tuple[str, Callable[[], str]]
_BOTH = (False, True)
_INVENTED = re.compile(r"ibis_table_unnest(_column)?_[a-z0-9]{26}")
"""Names that the compiler makes of random numbers."""


def compiled_statement(formats: tuple[str, ...], key: str) -> str:
    """Return one statement for files with certain raw tables.

    Parameters
    ----------
    formats
        Which raw tables: ``modern`` and ``pushes``, ``timeline``, or all three.
    key
        Its heading.
    """
    return _named(dict(_of_formats(formats))[key]())


def compiled_text() -> str:
    """Return the content of ``data/statements.json``: for each heading the lines of its statement."""
    makers = [*_of_any(), *chain.from_iterable(map(_of_formats, COMPILED_FORMATS))]
    parts = {key: _named(make()) for key, make in makers}
    lines = {key: text.split("\n") for key, text in parts.items()}
    return json.dumps(lines, indent=0) + "\n"


# --- private ---


def _of_any() -> Iterator[_Maker]:
    for name in _UNBOUND:
        yield key_of("declared", name), partial(_declared, name)
        yield key_of("no_rows", name), partial(_no_rows, name)
    for name in ("modern", "timeline"):
        yield key_of("odd_lines", name), partial(_odd_lines, name)
    for repeated in _BOTH:
        yield key_of("unique_events", repeated=repeated), partial(_unique_events, repeated=repeated)


def _of_formats(formats: tuple[str, ...]) -> Iterator[_Maker]:
    yield key_of("prevailing", formats), partial(_prevailing, formats)
    yield key_of("pairs_to_learn", formats), partial(_pairs_to_learn, formats)
    for table, suppressing in product(("events", "accounts", "repositories"), _BOTH):
        flags = {"suppressing": suppressing}
        yield key_of("normalized", table, formats, **flags), partial(_normalized, table, formats, **flags)
    for suppressing, repeated in product(_BOTH, _BOTH):
        flags = {"suppressing": suppressing, "repeated": repeated}
        key = key_of("normalized", "push_commits", formats, **flags)
        yield key, partial(_normalized, "push_commits", formats, **flags)


def _named(text: str) -> str:
    """Return a statement with its invented names numbered: the same text whenever it is compiled."""
    numbers = count(1)
    names: dict[str, str] = {}
    for found in _INVENTED.finditer(text):
        if found[0] not in names:
            names[found[0]] = f"unnested_{next(numbers)}"
    return _INVENTED.sub(lambda found: names[found[0]], text)


def _declared(name: str) -> str:
    return ", ".join(f"{k}: '{DuckDBType.to_string(dt.dtype(v))}'" for k, v in _SCHEMAS[name].items())


def _no_rows(name: str) -> str:
    columns = (f"CAST(NULL AS {DuckDBType.to_string(t)}) AS {k}" for k, t in _UNBOUND[name]().schema().items())
    return f"SELECT {', '.join(columns)} LIMIT 0"


def _odd_lines(name: str) -> str:
    rows = _UNBOUND[name]()
    odd = rows.type.isnull() | instant(rows.created_at).isnull()
    odd = odd | (rows.id.isnull() if name == "modern" else (rows.id.notnull() & rows.repository["name"].isnull()))
    return to_sql(rows.mutate(is_odd=odd.fill_null(True)).select("is_odd"))


def _normalized(table: str, formats: tuple[str, ...], *, suppressing: bool, repeated: bool = True) -> str:
    rows = _rows(table, formats, repeated=repeated)
    rows = without_suppressed(table, rows) if suppressing else rows
    if table in side_tables.UNTOLD:
        rows = side_tables.UNTOLD[table](rows, _new_events())
    return to_sql(rows.order_by(*_ORDER[table]) if table in _ORDER else rows)


def _pairs_to_learn(formats: tuple[str, ...]) -> str:
    return to_sql(known_pairs(_union("accounts", formats)).order_by("account_id", "login"))


def _prevailing(formats: tuple[str, ...]) -> str:
    if "modern" not in formats:
        return "SELECT 'timeline' AS era"
    return to_sql(events.prevailing_era(raw.modern_table(), raw.push_table()))


def _unique_events(*, repeated: bool) -> str:
    rows = _new_events()
    if repeated:
        window = ibis.window(group_by=EVENTS.key, order_by=["action", "actor_id", "repo_id"])
        rows = rows.mutate(nth=ibis.row_number().over(window)).filter(lambda t: t.nth == 0).drop("nth")
        rows = rows.order_by("created_at", "event_id", "type")
    return to_sql(rows)


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


_ORDER = {
    "accounts": ("account_id", "login"),
    "push_commits": ("repo_name", "sha", "event_id"),
    "repositories": ("repo_id", "repo_name"),
}


def _new_events() -> ir.Table:
    return ibis.table(ibis.Schema.from_pyarrow(EVENTS.arrow), name="new_events")


def _rows(table: str, formats: tuple[str, ...], *, repeated: bool) -> ir.Table:
    if table == "events":
        return _union("events", formats)
    if table == "accounts":
        return side_tables.merged_accounts(_union("accounts", formats))
    if table == "repositories":
        return side_tables.merged_repositories(_union("sightings", formats), _union("facts", formats))
    commits = _union("push_commits", formats)
    commits = side_tables.proved_authors(commits, _union("accounts", formats), repeated=repeated)
    return commits.select(*(c.name for c in TABLES[table].columns))


def _union(rows: str, formats: tuple[str, ...]) -> ir.Table:
    found = [make(_UNBOUND[f]()) for f, make in _MAKERS[rows].items() if f in formats]
    return found[0] if len(found) == 1 else ibis.union(*found)
