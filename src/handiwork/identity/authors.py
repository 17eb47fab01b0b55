"""Git authors: the account each history proves, and the authors of several histories that are one person."""

import ibis
import ibis.expr.types as ir

from handiwork.identity.expressions import LONG_AGO, look_up, newest, normal_name, numbered, text_key
from handiwork.identity.observed import account_base
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place
from handiwork.privacy.addresses import REPLACEMENT

__all__ = ["find_authors", "links_between", "settle"]


def find_authors(plan: Plan, repositories: Repositories, sole_ids: ir.Table) -> ir.Table:
    """Return every git author, once a repository, with the account its history proves.

    Parameters
    ----------
    plan
        Where to read the lake.
    repositories
        A repository loaded under two names is one.
    sole_ids
        The one id of each login.

    Returns
    -------
    ibis Table
        ``author_no`` (dense from 0), ``rno``, ``author_key``, ``own`` node, ``base``: the node of the
        account, None if none is proved, ``is_settled``: whether the base is a known id or a login that several
        ids held, ``name``, ``name_key``, ``is_bot``, ``joins``, ``same_as``.
    """
    authors = place(plan.lake_table("authors"), repositories)
    is_name = ~authors.name.contains(REPLACEMENT)
    found = authors.group_by("rno", "author_key").aggregate(
        github_id=authors.github_id.min(),
        login_key=text_key(authors.login.nullif("")).min(),
        name=authors.name.max(where=is_name),
        is_bot=authors.is_bot.any(),
        joins=authors.joins.collect().flatten(),
        same_as=authors.same_as.collect().flatten(),
    )
    found = _as_github_says(plan, repositories, found)
    found = look_up(found, sole_ids.mutate(is_held=ibis.literal(True)), "login_key")
    found = found.mutate(
        own=ibis.literal("author:") + found.rno.cast("string") + "#" + found.author_key,
        base=account_base(found.github_id, found.sole_id, found.login_key),
        is_settled=found.github_id.notnull() | found.is_held.notnull(),
        name_key=normal_name(found.name),
    )
    found = found.drop("github_id", "login_key", "sole_id", "is_held")
    return numbered(found, "author_no", found.rno, found.author_key)


def links_between(authors: ir.Table, repositories: Repositories) -> ir.Table:
    """Return the pairs of authors with the same address, ``from_no`` and ``to_no``, both loaded."""
    told = authors.select(from_no="author_no", told=authors.same_as.unnest())
    repo_name = told.told.split("#")[0]
    told = told.select("from_no", repo_name=repo_name, author_key=told.told.substr(repo_name.length() + 1))
    targets = authors.select("rno", "author_key", to_no="author_no")
    found = place(told, repositories).join(targets, ["rno", "author_key"])
    return found.filter(found.from_no != found.to_no).select("from_no", "to_no").distinct()


def settle(authors: ir.Table, moves: ir.Table, decided: ir.Table) -> ir.Table:
    """Return the authors with the ``node`` of their person, and whether an account of theirs or a link led there.

    Parameters
    ----------
    authors
        As found.
    moves
        ``from_node`` → ``node``.
    decided
        What operators decided: whom they accepted or split is where it is for that reason alone.

    Returns
    -------
    ibis Table
        ``rno``, ``author_key``, ``name``, ``name_key``, ``is_bot``, ``joins``: why the author is what it is,
        ``node``, ``is_joined``: False where the author is a person of its own, ``led_by``: why it is not.
    """
    is_known = decided.node.notnull() | decided.other_no.notnull()
    ours = decided.group_by("author_no").aggregate(
        is_accepted=((decided.verb == "accept") & is_known).any(), is_split=(decided.verb == "split").any()
    )
    found = look_up(authors, ours, "author_no")
    accepted, none = ibis.array(["operator"]), ibis.literal([], "array<string>")
    found = found.mutate(joins=ibis.ifelse(found.is_accepted, accepted, ibis.ifelse(found.is_split, none, found.joins)))
    found = look_up(found, moves.select(own="from_node", node_of_own="node"), "own")
    found = look_up(found, moves.select(base="from_node", node_of_base="node"), "base")
    node = ibis.coalesce(found.node_of_own, found.node_of_base, found.base, found.own)
    # Whom no link moved was led to its account by its own reasons alone.
    is_linked = (node != ibis.coalesce(found.base, found.own)) & ~found.is_accepted.fill_null(False)
    led_by = ibis.ifelse(is_linked, found.joins.concat(ibis.array(["address"])), found.joins)
    return found.select(
        *("rno", "author_key", "name", "name_key", "is_bot", "joins"),
        node=node,
        led_by=led_by,
        is_joined=node != found.own,
    )


# --- private ---


def _as_github_says(plan: Plan, repositories: Repositories, authors: ir.Table) -> ir.Table:
    """Return the authors with the accounts that GitHub names for their commits, but where a history proves an id."""
    told = place(plan.lake_table("author_accounts"), repositories)
    told = told.filter(told.account_id.notnull())
    answer = ibis.struct({"id": told.account_id, "login": told.login})
    told = told.group_by("rno", "author_key").aggregate(answer=newest(told.seen_at.fill_null(LONG_AGO), answer))
    found = look_up(authors, told, "rno", "author_key")
    is_told = found.answer.notnull() & found.github_id.isnull()
    return found.mutate(
        github_id=ibis.coalesce(found.github_id, found.answer["id"]),
        login_key=ibis.ifelse(is_told, text_key(found.answer["login"]), found.login_key),
        joins=ibis.ifelse(is_told, found.joins.concat(ibis.array(["commit"])), found.joins),
    ).drop("answer")
