"""Archive events and GitHub's answers → contributions: who opened, merged, reviewed, released, maintained what.

======================================  =======================================================================
event                                   contribution
======================================  =======================================================================
PullRequestEvent opened                 ``pull_request`` by its author; gone once the pull request is merged
PullRequestEvent merged                 ``merged_pull_request`` by its author, ``maintain`` by another merger
PullRequestEvent, IssuesEvent closed,   ``maintain`` by somebody who is not the author
reopened, (un)labeled, (un)assigned
PullRequestReviewEvent                  ``review``
PullRequestReviewCommentEvent           ``review_comment`` with its path
IssuesEvent opened                      ``issue`` by its author
IssueCommentEvent, CommitCommentEvent,  ``comment``, one row a day and number
GollumEvent
ReleaseEvent                            ``release``
MemberEvent                             ``maintain`` by who added the member
CreateEvent of a repository             ``create``
PushEvent                               ``push``, one row a day
======================================  =======================================================================

The author of a pull request or issue is who the event names, else who any event about that number names,
else nobody. Where nobody is known to be the author, merging, labelling and assigning are ``maintain`` all the
same, since they need rights in the repository; closing and reopening are not, since authors do it too.
"""

import ibis
import ibis.expr.types as ir

from handiwork.identity.accounts import Accounts
from handiwork.identity.expressions import look_up, newest
from handiwork.identity.observed import know
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place
from handiwork.identity.told_acts import ACT_COLUMNS, find_told_acts

__all__ = ["COLUMNS", "find_acts", "find_pushes", "find_subjects", "in_columns", "to_contributions"]

COLUMNS = {
    "pno": "int32",
    "rno": "int32",
    "kind": "string",
    "at": "timestamp(6)",
    "number": "int32",
    "sha": "string",
    "title": "string",
    "paths": "array<string>",
    "created_paths": "array<string>",
    "labels": "array<string>",
    "n_files": "int32",
    "is_bulk": "boolean",
    "comment_id": "int64",
    "count": "int32",
}
"""Columns of contributions while resolving, with their types."""

_UNKNOWN = {name: ibis.null(kind) for name, kind in COLUMNS.items()} | {
    "count": ibis.literal(1),
    "is_bulk": ibis.literal(False),
}
_COMMENTS = ("IssueCommentEvent", "CommitCommentEvent", "GollumEvent")
_TYPES = (
    "PullRequestEvent",
    "PullRequestReviewEvent",
    "PullRequestReviewCommentEvent",
    "IssuesEvent",
    *_COMMENTS,
    "ReleaseEvent",
    "MemberEvent",
    "CreateEvent",
)
_UPKEEP = ("merged", "closed", "reopened", "labeled", "unlabeled", "assigned", "unassigned")
_NEEDS_RIGHTS = ("merged", "labeled", "unlabeled", "assigned", "unassigned")


def find_acts(plan: Plan, repositories: Repositories, accounts: Accounts) -> ir.Table:
    """Return the acts that may be contributions, but for pushes, with ``rno``, ``actor`` and ``author``.

    What GitHub's API told counts like an event, unless there is that event.
    """
    events = plan.lake_table("events")
    is_made = (events.type != "CreateEvent") | (events.ref_type == "repository")
    wanted = events.filter(events.type.isin(_TYPES) & is_made)
    found = place(wanted.select("repo_id", "repo_name", *ACT_COLUMNS), repositories).select("rno", *ACT_COLUMNS)
    found = found.union(find_told_acts(plan, repositories).select(*found.columns))
    for who in ("actor", "author"):
        found = know(found, accounts.ids, accounts.logins, who)
    return plan.keep("acts", found)


def find_pushes(plan: Plan, repositories: Repositories, accounts: Accounts) -> ir.Table:
    """Return who pushed how often where on which day, as contributions."""
    events = plan.lake_table("events")
    pushes = events.filter(events.type == "PushEvent")
    pushes = pushes.select(
        *("event_id", "actor_id", "actor_login", "repo_id", "repo_name", "created_at"), day=pushes.created_at.date()
    )
    # The same event may have been delivered in two hours: its id counts once.
    counts = pushes.group_by("event_id").aggregate(copies=pushes.count())
    repeated = plan.keep("repeated_pushes", counts.filter(counts.copies > 1).select("event_id"))
    again = pushes.semi_join(repeated, "event_id")
    again = again.group_by(*(c for c in again.columns if c != "created_at")).aggregate(
        created_at=again.created_at.max()
    )
    once = pushes.anti_join(repeated, "event_id")
    found = place(once.union(again.select(*once.columns)), repositories)
    found = know(found, accounts.ids, accounts.logins, "actor")
    found = found.filter(found.actor.notnull())
    daily = found.group_by("actor", "rno", "day").aggregate(n=found.count(), at=found.created_at.max())
    return in_columns(daily, kind="push", pno=daily.actor, count=daily.n)


def find_subjects(plan: Plan, acts: ir.Table) -> ir.Table:
    """Return what is known of each pull request and issue: ``rno``, ``number``, ``title``, ``labels``, ``author``."""
    about = acts.filter(acts.number.notnull())
    at = about.created_at
    opener = ibis.ifelse(about.action == "opened", about.actor, ibis.null("int32"))
    subjects = about.group_by("rno", "number").aggregate(
        title=newest(at, about.title, where=about.title.notnull()),
        labels=newest(at, about.labels, where=about.labels.notnull()),
        named=newest(at, about.author, where=about.author.notnull()),
        opener=opener.min(),
    )
    author = ibis.coalesce(subjects.named, subjects.opener)
    return plan.keep("subjects", subjects.mutate(author=author).drop("named", "opener"))


def to_contributions(plan: Plan, acts: ir.Table, *, subjects: ir.Table, files: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return the contributions that the acts are.

    Parameters
    ----------
    plan
        Where to keep the working tables: one for each grouping, as several at once need several times the memory.
    acts
        Events with ``rno``, ``actor`` and ``author``.
    subjects
        What is known of each pull request and issue.
    files
        What files pull requests change, as far as it was told.

    Returns
    -------
    pulls, others : ibis Table
        :data:`COLUMNS`; one row for each pull request and its author; one for each issue and its author, for each
        review, review comment, release and repository created, and for each day of comments and upkeep.
    """
    known = subjects.select("rno", "number", known_title="title", known_labels="labels", known_author="author")
    told = look_up(acts, known, "rno", "number")
    told = told.mutate(
        title=ibis.coalesce(told.known_title, told.title),
        labels=ibis.coalesce(told.known_labels, told.labels),
        author=ibis.coalesce(told.author, told.known_author),
    )
    told = plan.keep("acts_told", told.drop("known_title", "known_labels", "known_author"))
    opened = plan.keep("opened", _once(_are(told, "PullRequestEvent", "opened")))
    merged = plan.keep("merged", _once(_are(told, "PullRequestEvent", "merged")))
    issues = plan.keep("issues", _once(_are(told, "IssuesEvent", "opened")))
    unmerged = opened.anti_join(merged.select("rno", "number", "author"), ["rno", "number", "author"])
    unmerged, merged = (look_up(table, files, "rno", "number") for table in (unmerged, merged))
    pulls = ibis.union(
        *(
            in_columns(table, kind=kind, pno=table.author, is_bulk=table.is_bulk.fill_null(False))
            for table, kind in ((unmerged, "pull_request"), (merged, "merged_pull_request"))
        )
    )
    raised = in_columns(issues, kind="issue", pno=issues.author)
    return pulls, ibis.union(raised, _single(plan, told), _daily(plan, told))


def in_columns(table: ir.Table, **values: ir.Value | str) -> ir.Table:
    """Return the table in :data:`COLUMNS`: the values given, else its own columns, else one act and None."""
    chosen = dict(_UNKNOWN)
    chosen |= {name: table[name] for name in COLUMNS if name in table.columns}
    chosen |= {name: ibis.literal(v) if isinstance(v, str) else v for name, v in values.items()}
    return table.select(**{name: chosen[name].cast(kind) for name, kind in COLUMNS.items()})


# --- private ---


def _are(told: ir.Table, event_type: str, action: str) -> ir.Table:
    return told.filter((told.type == event_type) & (told.action == action))


def _once(told: ir.Table) -> ir.Table:
    """Return one row for each pull request or issue and its author, at the first such act."""
    credited = told.filter(told.author.notnull() & told.number.notnull())
    return credited.group_by("rno", "number", "author").aggregate(
        at=credited.created_at.min(), title=credited.title.max(), labels=credited.labels.max()
    )


def _single(plan: Plan, told: ir.Table) -> ir.Table:
    """Return the acts that stand for themselves; an event delivered twice is one."""
    kind = ibis.cases(
        (told.type == "PullRequestReviewEvent", "review"),
        (told.type == "PullRequestReviewCommentEvent", "review_comment"),
        (told.type == "ReleaseEvent", "release"),
        (told.type == "CreateEvent", "create"),
    )
    own = told.mutate(kind=kind).filter(kind.notnull() & told.actor.notnull())
    found = own.group_by("kind", "rno", "actor", "event_id").aggregate(
        at=own.created_at.min(),
        number=own.number.max(),
        title=ibis.coalesce(own.title, own.ref).max(where=own.kind != "create"),
        labels=own.labels.max(),
        path=own.path.max(where=own.kind == "review_comment"),
        comment_id=own.comment_id.max(),
    )
    found = plan.keep("single_acts", found)
    paths = ibis.ifelse(found.path.notnull(), ibis.array([found.path]), ibis.null("array<string>"))
    return in_columns(found, pno=found.actor, paths=paths)


def _daily(plan: Plan, told: ir.Table) -> ir.Table:
    """Return comments and upkeep, one row for each person, repository, number and day."""
    is_other = told.author.notnull() & (told.actor != told.author)
    needs_rights = told.author.isnull() & told.action.isin(_NEEDS_RIGHTS)
    is_about_work = told.type.isin(("PullRequestEvent", "IssuesEvent")) & told.action.isin(_UPKEEP)
    kind = ibis.cases(
        (told.type.isin(_COMMENTS), "comment"),
        (is_about_work & (is_other | needs_rights), "maintain"),
        ((told.type == "MemberEvent") & (told.action == "added"), "maintain"),
    )
    own = told.mutate(kind=kind, day=told.created_at.date()).filter(kind.notnull() & told.actor.notnull())
    found = own.group_by("kind", "rno", "actor", "number", "day").aggregate(
        at=own.created_at.max(),
        title=own.title.max(),
        labels=own.labels.max(),
        paths=own.path.collect(),
        comment_id=own.comment_id.min(where=own.kind == "comment"),
        count=own.event_id.nunique(),
    )
    found = plan.keep("daily_acts", found)
    # Few acts have a path: sorting once there are lists is cheaper than while they are gathered.
    paths = ibis.ifelse(found.paths.length() > 0, found.paths.unique().sort(), ibis.null("array<string>"))
    return in_columns(found, pno=found.actor, paths=paths)
