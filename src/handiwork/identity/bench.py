"""The workbench of a resolution: lake tables in, working tables kept in the engine, plain SQL in one place."""

import re
import unicodedata
from datetime import datetime
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake

__all__ = [
    "LONG_AGO",
    "Bench",
    "integers",
    "look_up",
    "newest",
    "normal_name",
    "normal_names",
    "numbered",
    "text_key",
]

LONG_AGO = datetime(1970, 1, 1)
"""Stands for an unknown instant where instants are compared: earlier than anything observed."""


class Bench:
    """Where a resolution reads the lake and keeps what it has worked out so far.

    Parameters
    ----------
    engine
        Runs the expressions.
    lake
        What is resolved.
    """

    def __init__(self, engine: Engine, lake: Lake) -> None:
        self.engine, self.lake = engine, lake
        self._kept: list[str] = []
        self._tables: dict[str, ir.Table] = {}

    def lake_table(self, name: str) -> ir.Table:
        """Return a lake table, empty but typed where nothing is committed."""
        if name not in self._tables:
            if self.lake.files(name):
                self._tables[name] = self.engine.table(self.lake, name)
            else:
                self._tables[name] = ibis.memtable(TABLES[name].arrow.empty_table())
        return self._tables[name]

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Run an expression once and return its rows as a table that :meth:`clear` drops."""
        kept = self.publish(f"identity_{name}", expression)
        self._kept.append(f"identity_{name}")
        return kept

    def publish(self, name: str, expression: ir.Table) -> ir.Table:
        """Run an expression once and return its rows, in order, as a temporary table of that name."""
        self.engine.execute(f'DROP TABLE IF EXISTS "{name}"')
        return self.engine.backend.create_table(name, expression, temp=True)

    def clear(self) -> None:
        """Drop every table that was kept."""
        for name in self._kept:
            self.engine.execute(f'DROP TABLE IF EXISTS "{name}"')
        self._kept.clear()


def text_key(text: ir.StringValue) -> ir.StringValue:
    """Return what logins and repository names are compared by: lower case."""
    return text.lower()


def numbered(table: ir.Table, name: str, *order: ir.Value) -> ir.Table:
    """Return the table with a dense number from 0 in the given order, which must have no ties; int32."""
    return table.mutate(**{name: ibis.row_number().over(order_by=list(order)).cast("int32")})


def look_up(table: ir.Table, found: ir.Table, *keys: str) -> ir.Table:
    """Return every row of the table with the columns of the row found for its keys, None where none is."""
    return table.left_join(found, list(keys)).drop(*(f"{key}_right" for key in keys))


def newest(at: ir.Value, value: ir.Value, *, where: ir.BooleanValue | None = None) -> ir.Value:
    """Return the value of the greatest ``at`` of a group; of several the greatest value, so that it is certain."""
    return ibis.struct({"at": at, "value": value}).max(where=where)["value"]


def normal_names(names: Any) -> Any:
    r"""Return what people's names are compared by.

    Parameters
    ----------
    names
        Arrow strings, an array or chunked; None stays None.

    Returns
    -------
    pyarrow.Array or pyarrow.ChunkedArray
        As many strings in Unicode's compatibility form (NFKC), case folded, each run of white space and
        control characters as one blank, none at the ends.

    Examples
    --------
    >>> normal_names(pa.array(["  Ada\t LOVELACE", "Straße", None])).to_pylist()
    ['ada lovelace', 'strasse', None]
    """
    if isinstance(names, pa.ChunkedArray):
        return pa.chunked_array([normal_names(chunk) for chunk in names.chunks], pa.string())
    plain = pc.utf8_trim(pc.replace_substring_regex(pc.ascii_lower(names), r"[\x00-\x20\x7f]+", " "), " ")
    is_beyond = pc.fill_null(pc.not_equal(pc.utf8_length(names), pc.binary_length(names)), False)
    if not pc.any(is_beyond, min_count=0).as_py():
        return plain
    # Arrow has no case folding: Python does it for the few names that are not plain ASCII.
    folded = [_folded(name) for name in names.filter(is_beyond).to_pylist()]
    return pc.replace_with_mask(plain, is_beyond, pa.array(folded, pa.string()))


normal_name: Any = ibis.udf.scalar.pyarrow(normal_names, name="normal_name", signature=((dt.string,), dt.string))
"""A column's :func:`normal_names`, run inside the engine."""


def integers(table: Any, name: str, *, missing: int = -1) -> npt.NDArray[np.int64]:
    """Return a whole-number column, shape (rows,), None as ``missing``."""
    values = pc.fill_null(table.column(name).cast(pa.int64()), missing)
    return np.asarray(values, dtype=np.int64)


# --- private ---

_BLANKS = re.compile(r"[\s\x00-\x20\x7f]+")


def _folded(name: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
