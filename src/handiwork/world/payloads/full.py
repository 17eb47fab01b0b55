"""Events in the full format, 2015-01-01 to 2025-10-08, with the fields of its last years."""

from functools import singledispatch

from handiwork.world.nouns import (
    Act,
    CommitComment,
    Create,
    Delete,
    Fork,
    Gollum,
    Issue,
    IssueComment,
    Member,
    Public,
    PullRequest,
    Push,
    Release,
    Review,
    ReviewComment,
    Watch,
)
from handiwork.world.payloads.objects import (
    comment_object,
    comment_on_line,
    issue_object,
    pull_object,
    review_object,
)
from handiwork.world.payloads.parts import API, Json, full_repository, full_user, iso

__all__ = ["envelope", "event", "payload"]


def event(act: Act) -> Json:
    """Return one event in the full format.

    Merging is ``closed`` with ``merged`` true, as everywhere in this format.

    Parameters
    ----------
    act
        What happened.

    Returns
    -------
    dict
        The JSON object of one line, keys in the real order.
    """
    return envelope(act, payload(act))


def envelope(act: Act, content: Json) -> Json:
    """Return the envelope around a payload; imitates the events of 2017 to 2023, which have display_login."""
    actor, repo = act.actor, act.repo
    made: Json = {
        "id": str(act.event_id),
        "type": act.event_type,
        "actor": {
            "id": actor.id,
            "login": actor.login,
            "display_login": actor.login.removesuffix("[bot]"),
            "gravatar_id": "",
            "url": f"{API}/users/{actor.login}",
            "avatar_url": f"https://avatars.githubusercontent.com/u/{actor.id}?",
        },
        "repo": {"id": repo.id, "name": repo.name, "url": f"{API}/repos/{repo.name}"},
        "payload": content,
        "public": True,
        "created_at": iso(act.at),
    }
    if repo.owner.kind == "Organization":
        made["org"] = {
            "id": repo.owner.id,
            "login": repo.owner.login,
            "gravatar_id": "",
            "url": f"{API}/orgs/{repo.owner.login}",
            "avatar_url": f"https://avatars.githubusercontent.com/u/{repo.owner.id}?",
        }
    return made


@singledispatch
def payload(act: Act) -> Json:
    """Return the payload of an act in the full format.

    Raises
    ------
    NotImplementedError
        For a class of act this format has no event for.
    """
    raise NotImplementedError(type(act).__name__)


@payload.register
def _push(act: Push) -> Json:
    """Imitate PushEvent as it is from 2023-02-23 on: with ``repository_id``, at most 20 commits listed."""
    commits = [
        {
            "sha": commit.sha,
            "author": {"email": commit.email, "name": commit.name},
            "message": commit.message,
            "distinct": commit.distinct,
            "url": f"{API}/repos/{act.repo.name}/commits/{commit.sha}",
        }
        for commit in act.commits[:20]
    ]
    return {
        "repository_id": act.repo.id,
        "push_id": act.push_id,
        "size": max(act.size, len(act.commits)),
        "distinct_size": max(act.size, len(act.commits)) - sum(not commit.distinct for commit in act.commits),
        "ref": act.ref,
        "head": act.head,
        "before": act.before,
        "commits": commits,
    }


@payload.register
def _pull_request(act: PullRequest) -> Json:
    """Imitate PullRequestEvent of 2023-01-30: the whole pull request with its counts."""
    thread = act.thread
    counts: Json = {
        "merged": thread.merged_at is not None,
        "mergeable": None,
        "rebaseable": None,
        "mergeable_state": "unknown",
        "merged_by": None if thread.merged_by is None else full_user(thread.merged_by),
        "comments": thread.comments,
        "review_comments": 0,
        "maintainer_can_modify": False,
        "commits": thread.commits,
        "additions": thread.additions,
        "deletions": thread.deletions,
        "changed_files": thread.changed_files,
    }
    action = "closed" if act.action == "merged" else act.action
    made: Json = {
        "action": action,
        "number": thread.number,
        "pull_request": pull_object(act.repo, thread) | counts,
    }
    return made


@payload.register
def _review(act: Review) -> Json:
    """Imitate PullRequestReviewEvent of 2023-01-30: the pull request comes without its counts."""
    review = review_object(act) | {"author_association": "MEMBER"}
    return {"action": "created", "review": review, "pull_request": pull_object(act.repo, act.thread)}


@payload.register
def _review_comment(act: ReviewComment) -> Json:
    """Imitate PullRequestReviewCommentEvent of 2023-01-30: path, hunk and line of the comment."""
    return {
        "action": "created",
        "comment": comment_on_line(act) | {"author_association": "MEMBER"},
        "pull_request": pull_object(act.repo, act.thread),
    }


@payload.register
def _issue(act: Issue) -> Json:
    """Imitate IssuesEvent of 2023-03-07: the whole issue with state_reason and reactions."""
    issue = issue_object(act.repo, act.thread) | {"author_association": act.thread.association}
    return {"action": act.action, "issue": issue}


@payload.register
def _issue_comment(act: IssueComment) -> Json:
    """Imitate IssueCommentEvent of 2023-01-19: issue and comment whole, ``issue.pull_request`` on a PR."""
    issue = issue_object(act.repo, act.thread) | {"author_association": act.thread.association}
    comment = comment_object(act) | {"author_association": "CONTRIBUTOR"}
    return {"action": "created", "issue": issue, "comment": comment}


@payload.register
def _create(act: Create) -> Json:
    """Imitate CreateEvent of 2018 to 2023: ``ref`` null for a repository, the description of that time."""
    return {
        "ref": act.ref,
        "ref_type": act.ref_type,
        "master_branch": act.repo.default_branch,
        "description": act.repo.description,
        "pusher_type": "user",
    }


@payload.register
def _delete(act: Delete) -> Json:
    """Imitate DeleteEvent of 2019-10-21."""
    return {"ref": act.ref, "ref_type": act.ref_type, "pusher_type": "user"}


@payload.register
def _fork(act: Fork) -> Json:
    """Imitate ForkEvent of 2023-03-02: the whole object of the new fork."""
    return {"forkee": full_repository(act.forkee) | {"public": True}}


@payload.register
def _watch(_act: Watch) -> Json:
    """Imitate WatchEvent: a star says ``started``."""
    return {"action": "started"}


@payload.register
def _release(act: Release) -> Json:
    """Imitate ReleaseEvent of 2015-01-01 with the node ids of later years."""
    url = f"{API}/repos/{act.repo.name}/releases/{act.release_id}"
    tag = act.tag
    release: Json = {
        "url": url,
        "assets_url": f"{url}/assets",
        "upload_url": f"{url.replace('api.', 'uploads.')}/assets{{?name,label}}",
        "html_url": f"https://github.com/{act.repo.name}/releases/tag/{tag}",
        "id": act.release_id,
        "author": full_user(act.actor),
        "node_id": f"RE_kw{act.release_id:x}",
        "tag_name": tag,
        "target_commitish": act.repo.default_branch,
        "name": act.title,
        "draft": False,
        "prerelease": "rc" in tag,
        "created_at": iso(act.at),
        "published_at": iso(act.at),
        "assets": [],
        "tarball_url": f"{API}/repos/{act.repo.name}/tarball/{tag}",
        "zipball_url": f"{API}/repos/{act.repo.name}/zipball/{tag}",
        "body": act.body,
    }
    return {"action": "published", "release": release}


@payload.register
def _member(act: Member) -> Json:
    """Imitate MemberEvent of 2020-04-25: the added collaborator whole."""
    return {"member": full_user(act.member), "action": "added"}


@payload.register
def _commit_comment(act: CommitComment) -> Json:
    """Imitate CommitCommentEvent of 2020-08-12; in this format it has no ``action``."""
    url = f"{API}/repos/{act.repo.name}/comments/{act.comment_id}"
    page = f"https://github.com/{act.repo.name}/commit/{act.sha}#commitcomment-{act.comment_id}"
    comment: Json = {
        "url": url,
        "html_url": page,
        "id": act.comment_id,
        "node_id": f"CC_kw{act.comment_id:x}",
        "user": full_user(act.actor),
        "position": act.line,
        "line": act.line,
        "path": act.path,
        "commit_id": act.sha,
        "created_at": iso(act.at),
        "updated_at": iso(act.at),
        "author_association": "CONTRIBUTOR",
        "body": act.body,
    }
    return {"comment": comment}


@payload.register
def _gollum(act: Gollum) -> Json:
    """Imitate GollumEvent of 2015-01-01."""
    page: Json = {
        "page_name": act.page,
        "title": act.page.replace("-", " "),
        "summary": None,
        "action": act.action,
        "sha": act.sha,
        "html_url": f"https://github.com/{act.repo.name}/wiki/{act.page}",
    }
    return {"pages": [page]}


@payload.register
def _public(_act: Public) -> Json:
    """Imitate PublicEvent of 2015-01-01: an empty payload."""
    return {}
