"""The table of links: written by the embedded engine whoever resolved, since a cluster knows neither kind of column."""

from functools import cache

import ibis
import pyarrow as pa

from handiwork.identity.ledger.weights import LINE_WEIGHTS
from handiwork.identity.plan import GIVEN, kept_name
from handiwork.lake.engine import Engine, to_sql

__all__ = ["LINKS", "publish_links"]

LINKS = "links"
"""Name of the table in the engine."""

_LINES = {"account": "string", "person_id": "int32", "reason": "string"}


def publish_links(engine: Engine, claims: pa.Table, lines: pa.Table) -> None:
    """Make the temporary table of links, in place of an earlier one.

    Parameters
    ----------
    engine
        Holds it.
    claims
        What :func:`handiwork.identity.ledger.claims.weighed` returns.
    lines
        Author lines that are joined: ``account``, ``person_id``, ``reason``.

    Notes
    -----
    The columns are told at :class:`handiwork.identity.resolve.Resolution`. Linear in reasons, but for the ordering.
    """
    given = {kept_name("claims"): claims, kept_name("line_links"): lines}
    for name, rows in given.items():
        engine.backend.con.register(name, rows)
    try:
        engine.execute(f'CREATE OR REPLACE TEMPORARY TABLE "{LINKS}" AS {_query()}')
    finally:
        for name in given:
            engine.backend.con.unregister(name)


# --- private ---


@cache
def _query() -> str:
    lines = ibis.table(_LINES, name=kept_name("line_links"))
    lines = lines.mutate(
        origin=ibis.literal("git"),
        handle=ibis.null("string"),
        status=ibis.literal("accepted"),
        weight=ibis.cases(*((lines.reason == name, value) for name, value in LINE_WEIGHTS.items()), else_=0.9),
        source=ibis.null("string"),
        seen_at=ibis.null("timestamp(6)"),
    )
    claims = ibis.table(GIVEN["claims"], name=kept_name("claims"))
    each = claims.union(lines.mutate(weight=lines.weight.cast("float64")).select(*claims.columns))
    order = ibis.struct(
        {"doubt": -each.weight, "reason": each.reason, "source": each.source.fill_null(""), "at": each.seen_at}
    )
    reason = ibis.struct({c: each[c] for c in ("reason", "weight", "source", "seen_at")})
    links = each.group_by("person_id", "account").aggregate(
        origin=each.origin.min(),
        handle=each.handle.min(),
        strength=each.weight.max(),
        status=each.status.min(),
        reasons=reason.collect(order_by=order),
    )
    return to_sql(links.order_by("person_id", "account"))
