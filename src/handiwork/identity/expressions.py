"""Expressions used all over the room, and the one form in which people's names are compared."""

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

__all__ = [
    "LONG_AGO",
    "NORMAL_NAME",
    "integers",
    "look_up",
    "newest",
    "normal_name",
    "normal_names",
    "numbered",
    "text_key",
]

NORMAL_NAME = "identity_normal_name"
"""Name in the engine of the function that puts names into the form they are compared in."""

LONG_AGO = datetime(1970, 1, 1)
"""Stands for an unknown instant where instants are compared: earlier than anything observed."""


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
    >>> normal_names(pa.array(["  Ada\t LOWEN", "Straße", None])).to_pylist()
    ['ada lowen', 'strasse', None]
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


def normal_name(name: ir.StringValue) -> ir.StringValue:
    """Return :func:`normal_names` of a column, run inside the engine."""
    value: ir.StringValue = _NORMAL_NAME(name)
    return value


def integers(table: Any, name: str, *, missing: int = -1) -> npt.NDArray[np.int64]:
    """Return a whole-number column, shape (rows,), None as ``missing``."""
    values = pc.fill_null(table.column(name).cast(pa.int64()), missing)
    return np.asarray(values, dtype=np.int64)


# --- private ---


def _in_the_engine(_name: str) -> str:
    """Stand for the function that :mod:`handiwork.identity.bench` gives the engine."""
    raise NotImplementedError


_NORMAL_NAME: Any = ibis.udf.scalar.builtin(_in_the_engine, name=NORMAL_NAME, signature=((dt.string,), dt.string))
_BLANKS = re.compile(r"[\s\x00-\x20\x7f]+")


def _folded(name: str) -> str:
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
