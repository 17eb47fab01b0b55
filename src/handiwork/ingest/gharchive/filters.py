"""Suppressed people leave the rows before anything is written; the same rules for every table.

The engine holds two small tables, ``suppressed_ids(id)`` and ``suppressed_logins(login)``.
Their own acts are dropped; in other people's acts their names, ids and texts are blanked,
and repositories in their account's name lose the owner part.
"""

import ibis
import ibis.expr.types as ir

from handiwork.privacy.suppression import WITHHELD_OWNER

__all__ = ["known_pairs", "without_suppressed"]

_IDS = ibis.table({"id": "int64"}, name="suppressed_ids")
_LOGINS = ibis.table({"login": "string"}, name="suppressed_logins")


def without_suppressed(table: str, rows: ir.Table) -> ir.Table:
    """Return the rows of a lake table without suppressed people.

    Parameters
    ----------
    table
        ``events``, ``push_commits``, ``accounts`` or ``repositories``.
    rows
        In that table's schema.
    """
    return {
        "events": _events,
        "push_commits": _push_commits,
        "accounts": _accounts,
        "repositories": _repositories,
    }[table](rows)


def known_pairs(accounts: ir.Table) -> ir.Table:
    """Return the (account_id, login) pairs of which one half is suppressed: how a rename is learned."""
    named = accounts.filter(accounts.account_id.notnull() & accounts.login.notnull())
    return named.filter(_is_suppressed(named.account_id, named.login)).select("account_id", "login").distinct()


# --- private ---


def _events(rows: ir.Table) -> ir.Table:
    rows = rows.filter(~_is_suppressed(rows.actor_id, rows.actor_login))
    by_them = _is_suppressed(rows.author_id, rows.author_login)
    member = _is_suppressed(rows.member_id, rows.member_login)
    return rows.mutate(
        author_id=_unless(by_them, rows.author_id),
        author_login=_unless(by_them, rows.author_login),
        title=_unless(by_them, rows.title),
        member_id=_unless(member, rows.member_id),
        member_login=_unless(member, rows.member_login),
        repo_name=_public_name(rows.repo_name),
    )


def _push_commits(rows: ir.Table) -> ir.Table:
    rows = rows.filter(~_is_suppressed(rows.author_id, rows.author_login))
    pushed = _is_suppressed(rows.pusher_id, rows.pusher_login)
    return rows.mutate(
        pusher_id=_unless(pushed, rows.pusher_id),
        pusher_login=_unless(pushed, rows.pusher_login),
        repo_name=_public_name(rows.repo_name),
    )


def _accounts(rows: ir.Table) -> ir.Table:
    return rows.filter(~_is_suppressed(rows.account_id, rows.login))


def _repositories(rows: ir.Table) -> ir.Table:
    return rows.mutate(repo_name=_public_name(rows.repo_name))


def _is_suppressed(account_id: ir.IntegerValue, login: ir.StringValue) -> ir.BooleanValue:
    return account_id.isin(_IDS.id).fill_null(False) | login.lower().isin(_LOGINS.login).fill_null(False)


def _unless(condition: ir.BooleanValue, value: ir.Value) -> ir.Value:
    return ibis.cases((~condition, value))


def _public_name(repo_name: ir.StringValue) -> ir.StringValue:
    owner = repo_name.split("/")[0]
    theirs = owner.lower().isin(_LOGINS.login).fill_null(False)
    return ibis.cases((theirs, repo_name.re_replace("^[^/]*", WITHHELD_OWNER)), else_=repo_name)
