"""Leaving out people who asked for it, with everything that could name them."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.identity.accounts import Accounts
from handiwork.identity.bench import Bench
from handiwork.identity.expressions import normal_name
from handiwork.identity.plan import Plan
from handiwork.privacy.suppression import Suppressions

__all__ = ["cover", "plan_covering", "plan_leaving_out"]


def plan_covering(plan: Plan, accounts: Accounts) -> None:
    """Plan the phase ``covering``, one round of :func:`cover`: from ids and logins to people and all their logins.

    Parameters
    ----------
    plan
        Gets the working tables ``covered`` (``pno``) and ``covering`` (``login_key``).
    accounts
        Everybody.
    """
    plan.begin("covering")
    members = accounts.members
    covered = [
        members.semi_join(plan.given("covered_ids"), "account_id").select("pno"),
        members.semi_join(plan.given("covered_logins"), "login_key").select("pno"),
    ]
    people = plan.keep("covered", ibis.union(*covered, distinct=True))
    held = members.semi_join(people, "pno").filter(members.login_key.notnull()).select("login_key")
    plan.keep("covering", held.union(plan.given("covered_logins"), distinct=True))


def cover(bench: Bench, plan: Plan, suppressions: Suppressions) -> None:
    """Find everybody who is covered.

    A person is covered if any id or login they ever had is. All their logins are covered from then on, so
    that a login they gave up or took over does not name them; rounds are repeated until nothing is added.

    Parameters
    ----------
    bench
        Where the working tables are.
    plan
        Its phase ``covering`` is one round.
    suppressions
        The ids and logins to begin with.
    """
    logins, n_before = set(suppressions.logins), -1
    bench.give("covered_ids", pa.table({"account_id": pa.array(sorted(suppressions.ids), pa.int64())}))
    while len(logins) > n_before:
        n_before = len(logins)
        bench.give("covered_logins", pa.table({"login_key": pa.array(sorted(logins), pa.string())}))
        bench.run(plan, "covering")
        logins = set(bench.rows("covering").column("login_key").to_pylist())


def plan_leaving_out(plan: Plan, accounts: Accounts) -> ir.Table:
    """Return who is left out: ``pno``, distinct.

    Besides those who are covered, a person without any account who bears a name or login of somebody who is:
    nobody could tell the two apart.

    Parameters
    ----------
    plan
        Has ``covered`` and ``covering``.
    accounts
        Everybody.
    """
    covered = plan.kept("covered", pno="int32")
    logins = plan.kept("covering", login_key="string")
    names = accounts.named.semi_join(covered, "pno").select("name_key")
    names = names.union(logins.select(name_key=normal_name(logins.login_key)), distinct=True)
    namesakes = accounts.named.semi_join(names, "name_key").anti_join(accounts.members, "pno")
    return plan.keep("left_out", covered.union(namesakes.select("pno"), distinct=True))
