"""Rows of the table own_work, written short: what invented people's own lines show, for tests of index and search."""

import json
from datetime import datetime

import ibis
import pyarrow as pa

CHECKED_AT = datetime(2024, 5, 30, 8)
_TYPES = {"value": pa.float64(), "hits": pa.int64(), "n": pa.int64(), "checked_at": pa.timestamp("us")}
_NAMES = ("account", "repo_name", "signal", "period", "value", "hits", "n", "examples", "revision", "checked_at")
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _NAMES])


def row(account, signal, *, hits=None, n=0, value=None, **columns):
    """Return one row; with hits the value is their share of n, unless told otherwise."""
    share = hits / n if value is None and hits is not None and n else value
    base = {"repo_name": "acme/web", "period": "all", "examples": "[]", "revision": "f" * 40, "checked_at": CHECKED_AT}
    return {**base, "account": account, "signal": signal, "value": share, "hits": hits, "n": n, **columns}


def place(path="web/routing.py", line=7, **columns):
    """Return one example as the table keeps it."""
    base = {"repo_name": "acme/web", "sha": "a" * 40, "path": path, "line": line, "text": "route", "number": None}
    return json.dumps([{**base, **columns}])


def table(rows):
    """Return rows as a table that an index can be built from."""
    return ibis.memtable(pa.Table.from_pylist(list(rows), SCHEMA))
