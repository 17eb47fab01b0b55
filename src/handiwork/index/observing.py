"""What people's own lines show → the artifact: each repository's figures, and those of all of them together."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from handiwork.index.artifact import ArtifactWriter
from handiwork.index.observed import OBSERVED_SCHEMA, VALUES_SCHEMA
from handiwork.index.staging import name_holders, source_of
from handiwork.lake.engine import Engine
from handiwork.signals.own.figures import SIGNALS

__all__ = ["OWN_WORK_SCHEMA", "write_observed"]

OWN_WORK_SCHEMA: pa.Schema = pa.schema([("account", pa.string()), *OBSERVED_SCHEMA])
"""Columns that are read of the lake's table ``own_work``."""

_BATCH_ROWS = 1 << 13
_ORDER = tuple(SIGNALS)

_QUERY = """
SELECT h.person_id, o.signal, o.period, o.repo_name, o.value, o.hits, o.n, o.examples, o.revision, o.checked_at
FROM (
  FROM ix_own_work
  QUALIFY row_number() OVER (
    PARTITION BY account, lower(repo_name), signal, period ORDER BY checked_at DESC, revision, n DESC
  ) = 1
) o
JOIN ix_holder h USING (account)
QUALIFY row_number() OVER (
  PARTITION BY h.person_id, lower(o.repo_name), o.signal, o.period ORDER BY o.checked_at DESC, o.account
) = 1
ORDER BY h.person_id, ix_signal_place(o.signal), o.signal, o.period <> 'all', o.period, lower(o.repo_name)
"""


def write_observed(engine: Engine, writer: ArtifactWriter, own_work: ir.Table) -> dict[str, int]:
    """Write ``signals.arrow``, whose its rows are, and ``signal_values.arrow``; ``ix_persons`` is staged.

    Parameters
    ----------
    engine
        Runs the statements.
    writer
        Of the artifact.
    own_work
        The lake's table of that name.

    Returns
    -------
    dict of str to int
        Counts for the manifest.

    Notes
    -----
    Told twice of one repository, the last time counts. Figures of several repositories are put together where that
    can be done from what is kept: shares and ratios by their counts, counts by their sum, how long lines stood by the
    lines that were watched. Anything else (a median) is only told by repository.
    """
    source = source_of(engine, "own_work", own_work, OWN_WORK_SCHEMA)
    engine.execute(f'CREATE TEMP VIEW ix_own_work AS FROM "{source}"')
    places = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(_ORDER))
    engine.execute(f"CREATE OR REPLACE TEMP MACRO ix_signal_place(name) AS CASE name {places} ELSE {len(_ORDER)} END")
    name_holders(engine, "SELECT account FROM ix_own_work")
    reader = engine.backend.con.sql(_QUERY).to_arrow_reader(_BATCH_ROWS)
    values: list[dict[str, Any]] = []
    with writer.stream("signals.persons", np.int32) as persons:

        def batches() -> Iterator[pa.RecordBatch]:
            rows = (row for batch in reader for row in batch.to_pylist())
            for key, group in groupby(rows, itemgetter("person_id", "signal", "period")):
                told = _told(key[1], list(group))
                persons.append([key[0]] * len(told))
                if key[2] == "all" and told[0]["value"] is not None:
                    values.append({"signal": key[1], "person_id": key[0], "value": told[0]["value"]})
                yield pa.RecordBatch.from_pylist(
                    [{c: row[c] for c in OBSERVED_SCHEMA.names} for row in told], OBSERVED_SCHEMA
                )

        writer.table("signals", OBSERVED_SCHEMA, batches())
        n_rows = persons.length
    values.sort(key=itemgetter("signal", "person_id"))
    writer.table("signal_values", VALUES_SCHEMA, [pa.RecordBatch.from_pylist(values, VALUES_SCHEMA)])
    return {"signals": n_rows}


# --- private ---


def _told(signal: str, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a signal's rows of one period: of all repositories together first, unless there is only one."""
    if len(rows) == 1:
        return list(rows)
    together = _together(signal, rows)
    return [*([together] if together else []), *rows]


def _together(signal: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    known = SIGNALS.get(signal)
    seen = [row for row in rows if row["value"] is not None]
    n, latest = sum(row["n"] for row in rows), max(row["checked_at"] for row in rows)
    counted = all(row["hits"] is not None for row in rows)
    hits = sum(row["hits"] for row in rows) if counted else None
    if known is None:
        return None
    if known.unit == "count":
        value = sum(row["value"] for row in seen) if seen else None
    elif counted:
        value = hits / n if seen and n else None
    elif known.family == "survival":
        watched = sum(row["n"] for row in seen)
        value = sum(row["value"] * row["n"] for row in seen) / watched if watched else None
    else:
        return None
    return _row(rows[0], value, hits, n, latest)


def _row(like: dict[str, Any], value: float | None, hits: int | None, n: int, at: datetime) -> dict[str, Any]:
    own = {"repo_name": None, "value": value, "hits": hits, "n": n, "examples": "[]", "revision": None}
    return {**like, **own, "checked_at": at}
