"""Leaving out people who asked for it, with everything that could name them."""

from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.identity.accounts import Accounts
from handiwork.identity.bench import Bench, normal_names
from handiwork.privacy.suppression import Suppressions

__all__ = ["find_suppressed"]


def find_suppressed(bench: Bench, accounts: Accounts, suppressions: Suppressions) -> tuple[ir.Table, ir.Table]:
    """Return who is left out.

    A person is left out if any id or login they ever had is covered. All their logins are covered from then
    on, so that a login they gave up or took over does not name them. A person without any account who bears
    a name or login of somebody left out is left out as well: nobody could tell the two apart.

    Parameters
    ----------
    bench
        Where to keep the working tables.
    accounts
        Everybody.
    suppressions
        The covered ids and logins.

    Returns
    -------
    people : ibis Table
        ``pno``, distinct.
    logins : ibis Table
        ``login_key``, distinct: every login that must not be told.
    """
    members = accounts.members
    ids = _values("account_id", suppressions.ids, pa.int64())
    logins, n_before = set(suppressions.logins), -1
    people = members.semi_join(ids, "account_id").select("pno").distinct()
    while suppressions and len(logins) > n_before:
        n_before = len(logins)
        covered = [
            members.semi_join(ids, "account_id"),
            members.semi_join(_values("login_key", logins, pa.string()), "login_key"),
        ]
        people = bench.keep("suppressed", ibis.union(*covered).select("pno").distinct())
        logins |= _texts(bench, members.semi_join(people, "pno").login_key)
    names = logins | _texts(bench, accounts.named.semi_join(people, "pno").name_key)
    shown = _values("name_key", normal_names(pa.array(sorted(names), pa.string())).to_pylist(), pa.string())
    namesakes = accounts.named.semi_join(shown, "name_key").anti_join(members, "pno")
    everybody = people.union(namesakes.select("pno"), distinct=True)
    return bench.keep("left_out", everybody), _values("login_key", logins, pa.string())


# --- private ---


def _values(name: str, values: Iterable[Any], kind: Any) -> ir.Table:
    return ibis.memtable(pa.table({name: pa.array(sorted(values), kind)}))


def _texts(bench: Bench, column: ir.Value) -> set[str]:
    found = bench.engine.arrow(column.name("text").as_table().distinct()).column("text").to_pylist()
    return {text for text in found if text is not None}
