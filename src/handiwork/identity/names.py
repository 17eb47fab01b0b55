"""Names on commits: whose unattributed commits are, inside one repository, and what people are called."""

import ibis
import ibis.expr.types as ir

from handiwork.identity.expressions import look_up, normal_name
from handiwork.identity.observed import know
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place
from handiwork.privacy.addresses import REPLACEMENT

__all__ = ["attribute_names", "count_names", "find_pushed_names"]


def find_pushed_names(plan: Plan, repositories: Repositories, *, ids: ir.Table, logins: ir.Table) -> ir.Table:
    """Return the author names on pushed commits; merges and names with an address in them are left out.

    Parameters
    ----------
    plan
        Where to read the lake.
    repositories
        Where the commits were pushed to.
    ids, logins
        ``account_id`` and ``login_key`` → ``node``.

    Returns
    -------
    ibis Table
        ``rno``, ``author_name`` as written, ``name_key``, ``node`` (None where the author line proves no
        account), ``n_commits``.
    """
    pushed = plan.lake_table("push_commits")
    is_name = pushed.author_name.notnull() & ~pushed.author_name.contains(REPLACEMENT)
    pushed = pushed.filter(is_name & ~pushed.is_merge.fill_null(False))
    keys = ("repo_id", "repo_name", "author_id", "author_login", "author_name")
    counted = pushed.group_by(*keys).aggregate(n_commits=pushed.count())
    found = know(place(counted, repositories), ids.rename(pno="node"), logins.rename(pno="node"), "author")
    found = found.group_by("rno", "author_name", node=found.author).aggregate(n_commits=found.n_commits.sum())
    found = found.mutate(name_key=normal_name(found.author_name))
    return found.filter(found.name_key != "")


def attribute_names(pushed: ir.Table, authors: ir.Table) -> ir.Table:
    """Return whose the unattributed commits are.

    A full name, two words or more, joins the person who bears it on attributed commits or in the git history
    of the same repository, if it is exactly one; else the name is a person of its own there.

    Parameters
    ----------
    pushed
        The names on pushed commits.
    authors
        Git authors with ``rno``, ``name_key`` and ``node``.

    Returns
    -------
    ibis Table
        ``rno``, ``author_name``, ``name_key``, ``node``, ``n_commits``, ``is_joined``.
    """
    attributed = pushed.filter(pushed.node.notnull()).select("rno", "name_key", "node")
    known = attributed.union(
        authors.filter(authors.name_key.notnull()).select("rno", "name_key", "node"), distinct=True
    )
    bearers = known.group_by("rno", "name_key").aggregate(n_bearers=known.count(), bearer=known.node.min())
    bearers = bearers.filter((bearers.n_bearers == 1) & bearers.name_key.contains(" "))
    found = look_up(pushed.filter(pushed.node.isnull()).drop("node"), bearers, "rno", "name_key")
    own = ibis.literal("name:") + found.rno.cast("string") + "#" + found.name_key
    found = found.mutate(node=ibis.coalesce(found.bearer, own), is_joined=found.bearer.notnull())
    return found.drop("n_bearers", "bearer")


def count_names(
    plan: Plan, repositories: Repositories, *, authors: ir.Table, pushed: ir.Table, bylines: ir.Table
) -> ir.Table:
    """Return every name each person's commits bear: ``node``, ``name``, ``name_key``, ``n_commits``."""
    credits_ = plan.lake_table("credits")
    by_author = credits_.group_by("repo_name", "author_key").aggregate(n_commits=credits_.count())
    by_author = place(by_author, repositories)
    by_author = by_author.group_by("rno", "author_key").aggregate(n_commits=by_author.n_commits.sum())
    of_git = look_up(authors.filter(authors.name_key.notnull()), by_author, "rno", "author_key")
    of_git = of_git.select("node", "name", "name_key", n_commits=of_git.n_commits.fill_null(0))
    of_pushes = [
        table.select("node", "author_name", "name_key", "n_commits").rename(name="author_name")
        for table in (pushed.filter(pushed.node.notnull()), bylines)
    ]
    each = ibis.union(of_git, *of_pushes)
    return each.group_by("node", "name", "name_key").aggregate(n_commits=each.n_commits.sum())
