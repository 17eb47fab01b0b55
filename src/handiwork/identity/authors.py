"""Git authors: the account each history proves, and the authors of several histories that are one person."""

from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from handiwork.identity.expressions import integers, look_up, normal_name, numbered, text_key
from handiwork.identity.links import join_links
from handiwork.identity.observed import account_base
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place
from handiwork.privacy.addresses import REPLACEMENT

__all__ = ["find_authors", "join_by_address", "links_between", "settle"]


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


def join_by_address(linked: Any, links: Any) -> tuple[pa.Table, pa.Table]:
    """Return where linked authors go, and for whom an address was the reason.

    Parameters
    ----------
    linked
        Arrow table of the authors in ``links``: ``author_no``, ``own``, ``base``, ``is_settled``.
    links
        Arrow table of ``from_no`` and ``to_no``.

    Returns
    -------
    moves : pyarrow.Table
        ``from_node`` → ``node`` for every linked author and for the logins without an id they prove.
    reasons : pyarrow.Table
        ``node``, ``reason``: the people in whom a link joined what no account had joined.
    """
    linked = linked.sort_by("author_no")
    bases = _sorted_distinct(linked.column("base"))
    nodes: Any = pa.chunked_array([bases, *linked.column("own").cast(pa.string()).chunks], pa.string())
    base_of = _codes(linked.column("base"), bases)
    author = np.arange(len(linked)) + len(bases)
    is_settled = np.asarray(linked.column("is_settled"), dtype=bool)
    anchors = np.full(len(nodes), -1, dtype=np.int64)
    anchors[author[is_settled]] = base_of[is_settled]
    anchors[base_of[is_settled]] = base_of[is_settled]
    numbers = integers(linked, "author_no")
    pairs = np.column_stack(
        [np.searchsorted(numbers, integers(links, end)) + len(bases) for end in ("from_no", "to_no")]
    )
    proved = base_of >= 0
    to_bases = np.column_stack([author[proved], base_of[proved]])
    clusters, homes = join_links(np.concatenate([pairs, to_bases]), anchors)
    final = np.where(homes >= 0, homes, clusters)
    account = np.concatenate([np.arange(len(bases)), np.where(proved, base_of, author)])
    is_joined = (final[pairs[:, 0]] == final[pairs[:, 1]]) & (account[pairs[:, 0]] != account[pairs[:, 1]])
    joined = nodes.take(pa.array(np.unique(final[pairs[is_joined, 0]])))
    moves = pa.table({"from_node": nodes, "node": nodes.take(pa.array(final))})
    return moves, pa.table({"node": joined, "reason": pa.array(["address"] * len(joined), pa.string())})


def settle(authors: ir.Table, moves: ir.Table) -> ir.Table:
    """Return the authors with the ``node`` of their person."""
    found = look_up(authors, moves.select(own="from_node", node_of_own="node"), "own")
    found = look_up(found, moves.select(base="from_node", node_of_base="node"), "base")
    node = ibis.coalesce(found.node_of_own, found.node_of_base, found.base, found.own)
    return found.select("rno", "author_key", "name", "name_key", "is_bot", "joins", node=node)


# --- private ---


def _sorted_distinct(texts: Any) -> Any:
    found = pc.unique(texts.drop_null())
    return found.take(pc.array_sort_indices(found)).cast(pa.string())


def _codes(texts: Any, values: Any) -> npt.NDArray[np.int64]:
    """Return for each text its place among the values, -1 for None."""
    return np.asarray(pc.fill_null(pc.index_in(texts, value_set=values), -1), dtype=np.int64)
