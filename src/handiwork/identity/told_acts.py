"""What GitHub's API told of pull requests, reviews and comments on lines, as acts beside the archive's, each act once.

=====================  ==================================  ====================================================
row                    act                                 the same act in the archive
=====================  ==================================  ====================================================
pull request           ``PullRequestEvent`` opened         any of that repository, number and author
merged pull request    ``PullRequestEvent`` merged         a merge of that repository and number
review                 ``PullRequestReviewEvent``          a review there with its id
comment on a line      ``PullRequestReviewCommentEvent``   a comment there with its id
=====================  ==================================  ====================================================
"""

import ibis
import ibis.expr.types as ir

from handiwork.identity.expressions import newest
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories, place

__all__ = ["ACT_COLUMNS", "find_pull_files", "find_told_acts"]

ACT_COLUMNS = (
    *("type", "event_id", "created_at", "actor_id", "actor_login", "action", "number"),
    *("author_id", "author_login", "title", "labels", "path", "ref", "comment_id"),
)
"""Columns of an act beside the repository it is about."""

_PULL, _REVIEW, _COMMENT = "PullRequestEvent", "PullRequestReviewEvent", "PullRequestReviewCommentEvent"
_MASS = 50
"""Files after which a pull request is a mass change, as of commits."""

_UNKNOWN = {
    "actor_id": ibis.null("int64"),
    "actor_login": ibis.null("string"),
    "author_id": ibis.null("int64"),
    "author_login": ibis.null("string"),
    "title": ibis.null("string"),
    "labels": ibis.null("array<string>"),
    "path": ibis.null("string"),
    "ref": ibis.null("string"),
    "comment_id": ibis.null("int64"),
}


def find_told_acts(plan: Plan, repositories: Repositories) -> ir.Table:
    """Return the acts that GitHub's API told and the archive did not.

    Parameters
    ----------
    plan
        Where to read the lake and keep the working tables.
    repositories
        What rows are about.

    Returns
    -------
    ibis Table
        :data:`ACT_COLUMNS` and ``rno``; ids are negative, no event has them.
    """
    told = ibis.union(*_of_pull_requests(plan), _of_reviews(plan), _of_comments(plan))
    told = plan.keep("api_acts", place(told, repositories).drop("repo_id", "repo_name"))
    rivals = plan.keep("api_rivals", _rivals(plan, repositories, told))
    is_merge = told.action == "merged"
    merged = told.filter(is_merge).anti_join(rivals.filter(rivals.action == "merged"), ["rno", "number"])
    texts = rivals.filter(rivals.comment_id.notnull()).select("type", "rno", "comment_id")
    others = told.filter(~is_merge).anti_join(texts, ["type", "rno", "comment_id"])
    return ibis.union(merged, others)


def find_pull_files(plan: Plan, repositories: Repositories) -> ir.Table:
    """Return the files that pull requests change: ``rno``, ``number``, ``paths``, ``n_files``, ``is_bulk``."""
    pulls = plan.lake_table("pull_requests")
    placed = place(pulls.select("repo_id", "repo_name", "number", "paths", "changed_files", "seen_at"), repositories)
    found = placed.group_by("rno", "number").aggregate(
        paths=newest(placed.seen_at, placed.paths, where=placed.paths.notnull()),
        n_files=newest(placed.seen_at, placed.changed_files, where=placed.changed_files.notnull()),
    )
    return plan.keep("pull_files", found.mutate(is_bulk=(found.n_files > _MASS).fill_null(False)))


# --- private ---


def _of_pull_requests(plan: Plan) -> tuple[ir.Table, ir.Table]:
    pulls = plan.lake_table("pull_requests")
    about = {name: pulls[name] for name in ("number", "author_id", "author_login", "title", "labels")}
    opener = {"actor_id": pulls.author_id, "actor_login": pulls.author_login}
    merger = {"actor_id": pulls.merger_id, "actor_login": pulls.merger_login}
    own_id = -pulls.number.cast("int64")
    opened = _acts(pulls, _PULL, "opened", event_id=own_id, created_at=pulls.created_at, **about, **opener)
    merged = _acts(pulls, _PULL, "merged", event_id=own_id, created_at=pulls.merged_at, **about, **merger)
    return opened, merged.filter(merged.created_at.notnull())


def _of_reviews(plan: Plan) -> ir.Table:
    reviews = plan.lake_table("reviews")
    return _acts(
        reviews,
        _REVIEW,
        "created",
        event_id=-reviews.review_id,
        created_at=reviews.submitted_at,
        number=reviews.number,
        actor_id=reviews.reviewer_id,
        actor_login=reviews.reviewer_login,
        comment_id=reviews.review_id,
    )


def _of_comments(plan: Plan) -> ir.Table:
    comments = plan.lake_table("review_comments")
    return _acts(
        comments,
        _COMMENT,
        "created",
        event_id=-comments.comment_id,
        created_at=comments.created_at,
        number=comments.number,
        actor_id=comments.author_id,
        actor_login=comments.author_login,
        path=comments.path,
        comment_id=comments.comment_id,
    )


def _acts(table: ir.Table, kind: str, action: str, **columns: ir.Value) -> ir.Table:
    given = _UNKNOWN | {"type": ibis.literal(kind), "action": ibis.literal(action)} | columns
    return table.select("repo_id", "repo_name", **{name: given[name] for name in ACT_COLUMNS})


def _rivals(plan: Plan, repositories: Repositories, told: ir.Table) -> ir.Table:
    """Return the archive's merges, reviews and comments with the numbers that the API told something about."""
    events = plan.lake_table("events")
    is_merge = (events.type == _PULL) & (events.action == "merged")
    same = events.filter(is_merge | events.type.isin((_REVIEW, _COMMENT)))
    same = same.select("type", "action", "number", "comment_id", "repo_id", "repo_name")
    same = same.semi_join(told.select("number").distinct(), "number")
    return place(same, repositories).drop("repo_id", "repo_name").distinct()
