"""The table of people: key, logins, name, whether a machine, and why accounts were joined."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from handiwork.identity.accounts import Accounts
from handiwork.identity.expressions import look_up, newest, numbered
from handiwork.identity.plan import Plan

__all__ = ["describe_people"]

_REASONS = ("suffix", "type", "list", "author_line", "name")
"""Why a person is a machine, the first that holds is told: as in :class:`handiwork.catalog.Bots`, or because
the author lines are those of a machine, or because a person without an account bears a machine's name."""


def describe_people(
    plan: Plan, accounts: Accounts, name_patterns: Sequence[str], *, repos: ir.Table, left_out: ir.Table
) -> ir.Table:
    """Return everybody who is not left out.

    Parameters
    ----------
    plan
        Where to keep the working tables.
    accounts
        Everybody.
    name_patterns
        Regular expressions of the names of machines.
    repos
        Names repositories in keys: ``rno`` → ``name``.
    left_out
        ``pno`` of the people to leave out.

    Returns
    -------
    ibis Table
        The columns of the contract and ``pno``.
    """
    people = accounts.nodes.anti_join(left_out, "pno")
    logins = plan.keep("people_logins", _logins(accounts.members))
    named = accounts.named.group_by("pno").aggregate(name=newest(accounts.named.n_commits, accounts.named.name))
    machines = plan.keep("machines", _machines(accounts, plan.given("listed_bots"), name_patterns))
    reasons = accounts.reasons.group_by("pno").aggregate(
        joins=accounts.reasons.reason.collect(order_by=accounts.reasons.reason)
    )
    for found in (logins, named, machines, reasons):
        people = look_up(people, found, "pno")
    none = ibis.literal([], "array<string>")
    people = people.mutate(
        logins=ibis.coalesce(people.logins, none),
        joins=ibis.coalesce(people.joins, none),
        is_bot=people.bot_reason.notnull(),
    )
    people = plan.keep("people_described", people)
    is_account = ~(people.node.startswith("author:") | people.node.startswith("name:"))
    bare = _told_apart(plan.keep("people_keyed", _keyed(people.filter(~is_account), repos)))
    people = people.filter(is_account).mutate(key="node").union(bare)
    told = ("person_id", "key", "login", "github_id", "name", "logins", "is_bot", "bot_reason", "joins", "pno")
    return plan.keep("people", numbered(people, "person_id", people.key).select(*told).order_by("person_id"))


# --- private ---


def _logins(members: ir.Table) -> ir.Table:
    """Return each person's id, present login and all logins, each as spelled last."""
    counts = members.group_by("pno").aggregate(n=members.count())
    only, several = (members.semi_join(counts.filter(is_it), "pno") for is_it in (counts.n == 1, counts.n > 1))
    sole = ibis.ifelse(only.login.notnull(), ibis.array([only.login]), ibis.null("array<string>"))
    alone = only.select("pno", github_id="account_id", login="login", logins=sole)
    each = several.group_by("pno", "login_key").aggregate(
        login=newest(several.last_seen, several.login),
        last_seen=several.last_seen.max(),
        account_id=several.account_id.min(),
    )
    is_login = each.login_key.notnull()
    found = each.group_by("pno").aggregate(
        github_id=each.account_id.min(),
        login=newest(each.last_seen, each.login, where=is_login),
        logins=each.login.collect(where=is_login, order_by=each.login_key),
    )
    return alone.union(found)


def _machines(accounts: Accounts, listed: ir.Table, name_patterns: Sequence[str]) -> ir.Table:
    """Return the people who are machines, with the first reason that holds."""
    members, named = accounts.members, accounts.named
    found = {
        "suffix": members.filter(members.login_key.endswith("[bot]")),
        "type": members.filter(members.kind.notnull()),
        "list": members.semi_join(listed, "login_key"),
        "author_line": accounts.authors.filter(accounts.authors.is_bot),
    }
    if name_patterns:
        pattern = "|".join(f"(?:{p})" for p in name_patterns)
        found["name"] = named.filter(named.name.re_search(pattern)).anti_join(members, "pno")
    ranked = [t.select("pno", rank=ibis.literal(_REASONS.index(r), "int8")) for r, t in found.items()]
    each = ibis.union(*ranked)
    each = each.group_by("pno").aggregate(rank=each["rank"].min())
    return each.select("pno", bot_reason=ibis.array(list(_REASONS))[each["rank"]])


def _keyed(people: ir.Table, repos: ir.Table) -> ir.Table:
    """Return people without an account with their key: the repository, and the author or the name there."""
    head = people.node.split("#")[0]
    rest = people.node.substr(head.length() + 1)
    found = people.mutate(rno=head.split(":")[1].cast("int32"), author_key=rest)
    found = look_up(found, repos.select("rno", repo_name="name"), "rno")
    by_author = ibis.literal("author:") + found.repo_name + "#" + found.author_key
    by_name = ibis.literal("name:") + found.repo_name + "#" + found["name"]
    key = ibis.ifelse(found.node.startswith("author:"), by_author, by_name)
    return found.mutate(key=key).select(*people.columns, "key")


def _told_apart(people: ir.Table) -> ir.Table:
    """Return people with different keys: two repositories may bear one name, one after the other."""
    counts = people.group_by("key").aggregate(n=people.count())
    repeated = counts.filter(counts.n > 1)
    alike = people.semi_join(repeated, "key")
    place = ibis.row_number().over(group_by=alike.key, order_by=alike.node)
    again = ibis.ifelse(place > 0, ibis.literal("~") + (place + 1).cast("string"), "")
    return people.anti_join(repeated, "key").union(alike.mutate(key=alike.key + again))
