"""All contributions: events, pushed commits and git histories in one table, the same work once."""

import ibis
import ibis.expr.types as ir

from handiwork.identity.accounts import Accounts
from handiwork.identity.acts import COLUMNS, find_acts, find_pushes, find_subjects, to_contributions
from handiwork.identity.commits import find_git_commits, find_pushed_commits
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories
from handiwork.identity.told_acts import find_pull_files

__all__ = ["KINDS", "find_contributions", "in_order"]

KINDS = (
    *("commit", "co_commit", "commit_review", "merged_pull_request", "pull_request", "review", "review_comment"),
    *("issue", "comment", "release", "maintain", "push", "create"),
)
"""Kinds of contribution in the order in which those of one instant are told: that of an index, which then need
not order them again."""


def find_contributions(
    plan: Plan, repositories: Repositories, accounts: Accounts, *, who: ir.Table, where: ir.Table
) -> ir.Table:
    """Return everything people did.

    A pull request whose number a commit of the same person names is that commit, and told by it alone.

    Parameters
    ----------
    plan
        Where to read the lake and keep the working tables.
    repositories, accounts
        What rows are about.
    who, where
        Who and what is told: ``pno`` → ``person_id``, without machines, and ``rno`` → ``repo_no``.

    Returns
    -------
    ibis Table
        The columns of the contract.
    """
    plan.begin("acts")
    acts = find_acts(plan, repositories, accounts)
    subjects = find_subjects(plan, acts)
    git = plan.keep("git_commits", find_git_commits(plan, repositories, accounts, subjects=subjects))
    named = git.filter(git.number.notnull() & git.kind.isin(("commit", "co_commit")))
    files = find_pull_files(plan, repositories)
    pulls, others = to_contributions(plan, acts, subjects=subjects, files=files)
    plan.begin("contributions")
    key = ["rno", "number", "pno"]
    everything = ibis.union(
        git,
        others,
        pulls.anti_join(named.select(*key), key),
        find_pushed_commits(plan, repositories, accounts),
        plan.keep("pushes", find_pushes(plan, repositories, accounts)),
    )
    told = everything.join(who, "pno").join(where, "rno")
    told = told.select("person_id", "repo_no", *(c for c in COLUMNS if c not in ("pno", "rno")))
    return plan.keep("told", told)


def in_order(told: ir.Table) -> ir.Table:
    """Return the contributions found, ordered by person, repository, time and kind.

    Ordering needs much memory: it is done when everything but its own rows is gone.
    """
    rank = ibis.cases(*((told.kind == kind, place) for place, kind in enumerate(KINDS)), else_=len(KINDS))
    # A commit is one row of a person: long texts would only make the order dearer.
    title = ibis.ifelse(told.sha.isnull(), told.title, ibis.null("string"))
    return told.order_by("person_id", "repo_no", "at", rank.cast("int8"), "number", "sha", title, "comment_id", "count")
