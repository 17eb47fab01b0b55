"""Commits → contributions: those inside archived pushes, and those of whole git histories, each once."""

import ibis
import ibis.expr.types as ir

from handiwork.identity.accounts import Accounts
from handiwork.identity.acts import in_columns
from handiwork.identity.expressions import look_up
from handiwork.identity.observed import know
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place

__all__ = ["find_git_commits", "find_pushed_commits"]

_ROLES = ("author", "co_author", "reviewer")
_KINDS = ("commit", "co_commit", "commit_review")

_ENOUGH = 12
"""Characters of a commit's id that tell nearly all commits apart, and that an engine keeps within its rows."""


def find_git_commits(plan: Plan, repositories: Repositories, accounts: Accounts, *, subjects: ir.Table) -> ir.Table:
    """Return the parts people had in the commits of git histories; merges are left out.

    A person has one part in a commit: that of its author, else of a co-author, else of a reviewer.

    Parameters
    ----------
    plan
        Where to read the lake.
    repositories, accounts
        Whose the commits are.
    subjects
        Labels of the pull requests that commits name.
    """
    commits = plan.lake_table("commits").filter(lambda t: ~t.is_merge)
    parts = place(plan.lake_table("credits"), repositories)
    parts = parts.join(accounts.authors.select("rno", "author_key", "pno"), ["rno", "author_key"])
    role = ibis.cases(*((parts.role == name, rank) for rank, name in enumerate(_ROLES)))
    # A repository loaded under two names holds each commit twice: one is taken.
    parts = parts.group_by("rno", "sha", "pno").aggregate(rank=role.min(), repo_name=parts.repo_name.min())
    found = parts.filter(parts["rank"].notnull()).join(commits, ["repo_name", "sha"])
    labels = subjects.select("rno", "number", "labels")
    found = look_up(found, labels, "rno", "number")
    when = ibis.ifelse(found["rank"] == _ROLES.index("reviewer"), found.committed_at, found.authored_at)
    kind = ibis.array(list(_KINDS))[found["rank"]]
    return in_columns(found, kind=kind, at=when, title=found.subject, is_bulk=found.is_bulk)


def find_pushed_commits(plan: Plan, repositories: Repositories, accounts: Accounts) -> ir.Table:
    """Return the commits inside pushes, each once a repository, by their authors.

    Merges, commits that were already on another branch and those of a loaded git history are left out.
    """
    pushed = plan.lake_table("push_commits")
    is_new = pushed.is_distinct.fill_null(True) & ~pushed.is_merge.fill_null(False)
    pushed = pushed.filter(is_new & pushed.sha.notnull()).select(
        *("event_id", "repo_id", "repo_name", "sha", "pushed_at", "author_name", "author_id", "author_login"),
        "subject",
    )
    # Nearly every commit is pushed once, as the beginning of its id alone tells: only the others are worth comparing.
    pushed = pushed.mutate(beginning=pushed.sha.left(_ENOUGH))
    counts = pushed.group_by("beginning").aggregate(copies=pushed.count())
    repeated = plan.keep("repeated_commits", counts.filter(counts.copies > 1).select("beginning"))
    once = _by_whom(plan, repositories, accounts, pushed.anti_join(repeated, "beginning"))
    again = _by_whom(plan, repositories, accounts, pushed.semi_join(repeated, "beginning"))
    again = again.mutate(
        first=ibis.struct({"by_name": again.by_name, "at": again.pushed_at, "pno": again.pno, "title": again.title})
    )
    again = again.group_by("rno", "sha").aggregate(first=again["first"].min())
    first = again["first"]
    again = again.select("rno", "sha", at=first["at"], pno=first["pno"], title=first["title"])
    every = once.select("rno", "sha", "pno", "title", at="pushed_at").select(*again.columns).union(again)
    return in_columns(every, kind="commit", title=every.title.nullif(""))


# --- private ---


def _by_whom(plan: Plan, repositories: Repositories, accounts: Accounts, pushed: ir.Table) -> ir.Table:
    """Return pushed commits whose author is known and that no git history tells, with ``rno`` and ``pno``."""
    in_git = place(plan.lake_table("commits").select("repo_name", "sha"), repositories).select("rno", "sha")
    found = place(pushed, repositories).anti_join(in_git, ["rno", "sha"])
    found = know(found, accounts.ids, accounts.logins, "author")
    bylines = accounts.bylines.select("rno", "author_name", pno_of_name="pno")
    found = look_up(found, bylines, "rno", "author_name")
    found = found.mutate(
        by_name=ibis.ifelse(found.author.isnull(), 1, 0),
        pno=ibis.coalesce(found.author, found.pno_of_name),
        title=found.subject.fill_null(""),
    )
    return found.filter(found.pno.notnull())
