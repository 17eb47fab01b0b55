"""Which person each account is: numeric ids, every login they had, logins without an id, authors, names.

A *node* names a person while resolving; it is told to nobody:

=========================  ==============================================================================
``github:123``             a numeric account id, with every login ever observed with it
``login:ada_l``            a login of which no id, or more than one id, was ever observed
``author:<rno>#<key>``     an author of a git history who proves no account
``name:<rno>#<name>``      a name on unattributed commits inside one repository
=========================  ==============================================================================

Who joins whom, and the reason told:

1. all logins of an id are one person;
2. a login observed without an id joins the one id it was ever observed with (``login``);
3. a git author joins the account its history proves (the author's own reasons);
4. authors of several histories with the same address join (``address``), see :mod:`handiwork.identity.links`;
5. a full name on unattributed commits joins the one person of that name in the same repository (``name``).
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from handiwork.identity.authors import find_authors, links_between, settle
from handiwork.identity.decided import decided_authors
from handiwork.identity.expressions import look_up, numbered
from handiwork.identity.names import attribute_names, count_names, find_pushed_names
from handiwork.identity.observed import account_base, observe_accounts, sole_ids_of_logins
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories

__all__ = ["Accounts", "find_accounts"]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which person each account, author and name is; ``pno`` numbers people while resolving.

    Attributes
    ----------
    nodes
        ``pno`` (dense from 0), ``node``.
    members
        ``account_id``, ``login_key``, ``login``, ``last_seen``, ``kind``, ``pno``: every pair observed.
    ids
        ``account_id`` → ``pno``.
    logins
        ``login_key`` → ``pno``, for logins observed without an id.
    authors
        ``rno``, ``author_key`` → ``pno``, with ``is_bot``.
    lines
        ``rno``, ``author_key``, ``pno``, ``reason``: every author who is an account's, or another author's too.
    signed
        ``rno``, ``author_key``, ``pno``, ``login_key``: every author who is a person of its own and signs with one
        word that is somebody's login.
    bylines
        ``rno``, ``author_name`` → ``pno`` of unattributed commits.
    named
        ``pno``, ``name``, ``name_key``, ``n_commits``: every name on the commits of a person.
    reasons
        ``pno``, ``reason``: why more than one account is that person.
    """

    nodes: ir.Table
    members: ir.Table
    ids: ir.Table
    logins: ir.Table
    authors: ir.Table
    lines: ir.Table
    signed: ir.Table
    bylines: ir.Table
    named: ir.Table
    reasons: ir.Table


def find_accounts(plan: Plan, repositories: Repositories) -> Accounts:
    """Return which person each account, author and name is.

    Parameters
    ----------
    plan
        Where to read the lake and keep the working tables. A phase ends with the tables ``links`` and
        ``linked`` for :func:`handiwork.identity.address_links.join_by_address`, whose answer the next one needs.
    repositories
        Names join only inside one repository.
    """
    seen = plan.keep("accounts_seen", observe_accounts(plan))
    sole_ids = plan.keep("sole_ids", sole_ids_of_logins(seen, plan.given("decided_logins")))
    bases = plan.keep("author_bases", find_authors(plan, repositories, sole_ids))
    decided = plan.keep("decided", decided_authors(plan, repositories, bases, sole_ids))
    moves, by_address = _join_by_address(plan, repositories, bases, decided)
    members = plan.keep("member_nodes", _members(seen, sole_ids, moves))
    ids = members.filter(members.account_id.notnull()).select("account_id", "node").distinct()
    logins = members.filter(members.account_id.isnull()).select("login_key", "node")
    authors = plan.keep("author_nodes", settle(bases, moves, decided))
    pushed = plan.keep("pushed_names", find_pushed_names(plan, repositories, ids=ids, logins=logins))
    bylines = plan.keep("byline_nodes", attribute_names(pushed, authors))
    named = count_names(plan, repositories, authors=authors, pushed=pushed, bylines=bylines)
    nodes = ibis.union(*(t.select("node") for t in (members, authors, bylines)), distinct=True)
    nodes = plan.keep("nodes", numbered(nodes, "pno", nodes.node))
    tables = {
        "members": members.drop("is_by_login"),
        "ids": ids,
        "logins": logins,
        "authors": authors.select("rno", "author_key", "is_bot", "node"),
        "lines": _lines(authors),
        "signed": _signed(authors, members),
        "bylines": bylines.select("rno", "author_name", "node"),
        "named": named,
        "reasons": _reasons(members, authors, bylines, by_address),
    }
    kept = {n: plan.keep(n, t.join(nodes, "node").drop("node")) for n, t in tables.items()}
    return Accounts(nodes, **kept)


# --- private ---

_ONE_WORD = "^[a-z0-9][a-z0-9_-]{4,}$"


def _join_by_address(
    plan: Plan, repositories: Repositories, bases: ir.Table, decided: ir.Table
) -> tuple[ir.Table, ir.Table]:
    links = plan.keep("links", links_between(bases, repositories))
    others = decided.filter(decided.other_no.notnull()).select(author_no="other_no")
    named = (links.select(author_no="from_no"), links.select(author_no="to_no"), decided.select("author_no"), others)
    ends = ibis.union(*named, distinct=True)
    linked = bases.semi_join(ends, "author_no").select("author_no", "own", "base", "is_settled")
    plan.keep("linked", linked)
    plan.begin("joining")
    return plan.given("moves"), plan.given("address_reasons")


def _members(seen: ir.Table, sole_ids: ir.Table, moves: ir.Table) -> ir.Table:
    """Return the pairs observed with the node of their person."""
    found = look_up(seen, sole_ids, "login_key")
    bare = found.account_id.isnull()
    base = account_base(found.account_id, ibis.ifelse(bare, found.sole_id, ibis.null("int64")), found.login_key)
    found = found.mutate(from_node=base, is_by_login=bare & found.sole_id.notnull()).drop("sole_id")
    found = look_up(found, moves, "from_node")
    return found.mutate(node=ibis.coalesce(found.node, found.from_node)).drop("from_node")


def _lines(authors: ir.Table) -> ir.Table:
    """Return why each joined author is whose it is; without a reason of its own it is that of its login."""
    joined = authors.filter(authors.is_joined)
    told = joined.select("rno", "author_key", "node", reason=joined.led_by.unnest())
    told = told.filter(told.reason.notnull()).distinct()
    silent = joined.anti_join(told, ["rno", "author_key"]).select("rno", "author_key", "node")
    return told.union(silent.mutate(reason=ibis.literal("login")))


def _signed(authors: ir.Table, members: ir.Table) -> ir.Table:
    """Return the authors on their own whose name is a login; ``login_key`` is that login."""
    alone = authors.filter(~authors.is_joined & ~authors.is_bot & authors.name_key.re_search(_ONE_WORD))
    alone = alone.select("rno", "author_key", "node", login_key="name_key")
    return alone.semi_join(members, "login_key")


def _reasons(members: ir.Table, authors: ir.Table, bylines: ir.Table, by_address: ir.Table) -> ir.Table:
    """Return why each person is more than one account: ``node``, ``reason``."""
    by_login = members.filter(members.is_by_login).select("node", reason=ibis.literal("login"))
    by_history = authors.select("node", reason=authors.joins.unnest())
    by_name = bylines.filter(bylines.is_joined).select("node", reason=ibis.literal("name"))
    found = ibis.union(by_login, by_history, by_name, by_address, distinct=True)
    return found.filter(found.reason.notnull())
