"""Events in the trimmed format, since 2025-10-15: pushes without commits, pull requests nearly empty."""

from functools import singledispatch

from handiwork.world.nouns import (
    Act,
    CommitComment,
    Create,
    Delete,
    Fork,
    Issue,
    IssueComment,
    Member,
    PullRequest,
    Push,
    Release,
    Repository,
    Review,
    ReviewComment,
    Thread,
    fork_of,
)
from handiwork.world.payloads import full, objects
from handiwork.world.payloads.parts import API, Json, full_repository, full_user, label, reactions

__all__ = ["event", "payload"]


def event(act: Act) -> Json:
    """Return one event in the trimmed format; merging is an action of its own.

    Parameters
    ----------
    act
        What happened.

    Returns
    -------
    dict
        The JSON object of one line, keys in the real order.
    """
    return full.envelope(act, payload(act))


@singledispatch
def payload(act: Act) -> Json:
    """Return the payload of an act; what was not trimmed (Watch, Gollum, Public) is as in the full format."""
    return full.payload(act)


@payload.register
def _push(act: Push) -> Json:
    """Imitate PushEvent of 2025-11-01: five fields, no commits, no size."""
    return {
        "repository_id": act.repo.id,
        "push_id": act.push_id,
        "ref": act.ref,
        "head": act.head,
        "before": act.before,
    }


@payload.register
def _pull_request(act: PullRequest) -> Json:
    """Imitate PullRequestEvent of 2025-12-17; ``label`` and ``labels`` only when one was just added."""
    made: Json = {"action": act.action, "number": act.thread.number, "pull_request": _pull(act)}
    if act.label is not None:
        made["label"] = label(act.repo, act.label)
        made["labels"] = [label(act.repo, name) for name in act.thread.labels]
    return made


@payload.register
def _review(act: Review) -> Json:
    """Imitate PullRequestReviewEvent as GitHub's OpenAPI describes it since the trim."""
    review = objects.review_object(act, view_type=True)
    return {
        "action": "created",
        "review": review | {"updated_at": review["submitted_at"]},
        "pull_request": _pull(act),
    }


@payload.register
def _review_comment(act: ReviewComment) -> Json:
    """Imitate PullRequestReviewCommentEvent since the trim: body, path and hunk are kept."""
    return {
        "action": "created",
        "comment": objects.comment_on_line(act, view_type=True),
        "pull_request": _pull(act),
    }


@payload.register
def _issue(act: Issue) -> Json:
    """Imitate IssuesEvent of 2026-08-15: the whole issue, ``label`` when one was just added."""
    made: Json = {"action": act.action, "issue": _issue_object(act.repo, act.thread)}
    if act.label is not None:
        made["label"] = label(act.repo, act.label)
        made["labels"] = [label(act.repo, name) for name in act.thread.labels]
    return made


@payload.register
def _issue_comment(act: IssueComment) -> Json:
    """Imitate IssueCommentEvent of 2025-12-17: the one place that still has a pull request's title."""
    return {
        "action": "created",
        "issue": _issue_object(act.repo, act.thread),
        "comment": objects.comment_object(act, view_type=True),
    }


@payload.register
def _create(act: Create) -> Json:
    """Imitate CreateEvent of 2025-12-02: with ``full_ref``."""
    return {
        "ref": act.ref,
        "ref_type": act.ref_type,
        "full_ref": _full_ref(act.ref, act.ref_type),
        "master_branch": act.repo.default_branch,
        "description": act.repo.description,
        "pusher_type": "user",
    }


@payload.register
def _delete(act: Delete) -> Json:
    """Imitate DeleteEvent of 2025-12-19: with ``full_ref``."""
    return {
        "ref": act.ref,
        "ref_type": act.ref_type,
        "full_ref": _full_ref(act.ref, act.ref_type),
        "pusher_type": "user",
    }


@payload.register
def _fork(act: Fork) -> Json:
    """Imitate ForkEvent of 2025-12-17: the whole object of the new fork, and an action."""
    forkee = full_repository(act.forkee)
    forkee["owner"] = full_user(act.forkee.owner, view_type=True)
    more = {"has_pull_requests": True, "pull_request_creation_policy": "all"}
    return {"action": "forked", "forkee": forkee | more}


@payload.register
def _release(act: Release) -> Json:
    """Imitate ReleaseEvent since the trim: kept, with a short description in HTML."""
    made = full.payload(act)
    made["release"] |= {
        "short_description_html": f"<p>{act.title}</p>",
        "is_short_description_html_truncated": False,
    }
    return made


@payload.register
def _member(act: Member) -> Json:
    """Imitate MemberEvent since the trim."""
    return {"action": "added", "member": full_user(act.member, view_type=True)}


@payload.register
def _commit_comment(act: CommitComment) -> Json:
    """Imitate CommitCommentEvent since the trim: an action, no author_association."""
    comment = full.payload(act)["comment"]
    del comment["author_association"]
    return {"action": "created", "comment": comment | {"reactions": reactions(comment["url"])}}


# --- private ---


def _full_ref(ref: str | None, ref_type: str) -> str:
    folder = "tags" if ref_type == "tag" else "heads"
    return "" if ref is None else f"refs/{folder}/{ref}"


def _end(repo: Repository, ref: str, sha: str) -> Json:
    return {
        "ref": ref,
        "sha": sha,
        "repo": {"id": repo.id, "url": f"{API}/repos/{repo.name}", "name": repo.short},
    }


def _pull(act: PullRequest | Review | ReviewComment) -> Json:
    """Return exactly what is left of a pull request; ``repo.name`` is the short name."""
    repo, thread = act.repo, act.thread
    base = objects.base_sha(repo)
    fork = fork_of(repo, thread.author, thread.opened_at)
    return {
        "url": f"{API}/repos/{repo.name}/pulls/{thread.number}",
        "id": repo.id * 10 + thread.number,
        "number": thread.number,
        "head": _end(fork, thread.head_ref, thread.head_sha),
        "base": _end(repo, repo.default_branch, base),
    }


def _issue_object(repo: Repository, thread: Thread) -> Json:
    made = objects.issue_object(repo, thread, view_type=True)
    made["type"] = None
    if not thread.is_pull_request:
        made["sub_issues_summary"] = {"total": 0, "completed": 0, "percent_completed": 0}
        made["issue_dependencies_summary"] = {
            "blocked_by": 0,
            "total_blocked_by": 0,
            "blocking": 0,
            "total_blocking": 0,
        }
    return made
