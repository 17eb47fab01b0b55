"""Events in the first format, 2011-02-12 to 2012-03-10: two kinds of payload under one envelope.

In 2011 payloads were terse (:func:`event` with ``terse=True``); by 2012 they held API v3 objects.
"""

from functools import singledispatch

from handiwork.world.nouns import (
    Account,
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
    Repository,
    Thread,
    Watch,
    fork_of,
)
from handiwork.world.payloads import full, objects, timeline
from handiwork.world.payloads.parts import API, Json, full_repository, iso

__all__ = ["event", "payload", "terse_payload"]

_DEV = "https://api.github.dev"


def event(act: Act, *, terse: bool = False) -> Json:
    """Return one event in the first format.

    Parameters
    ----------
    act
        What happened. Reviews, review comments and releases did not exist.
    terse
        True for the payloads of 2011, False for those of early 2012.

    Returns
    -------
    dict
        The JSON object of one line, keys in the order of 2012-02-15-0. Terse creations and deletions have
        the nameless repository ``/`` without an id, as the real ones do.
    """
    nameless = terse and isinstance(act, Create | Delete | Public)
    made: Json = {
        "type": act.event_type,
        "repo": _repo(None if nameless else act.repo),
        "created_at": iso(act.at),
        "payload": terse_payload(act) if terse else payload(act),
        "actor": _account(act.actor, f"{_DEV}/users"),
        "public": True,
        "id": str(act.event_id),
    }
    if act.repo.owner.kind == "Organization" and not nameless:
        made["org"] = _account(act.repo.owner, f"{_DEV}/orgs")
    return made


@singledispatch
def payload(act: Act) -> Json:
    """Return the payload of an act as early 2012 had it.

    Raises
    ------
    NotImplementedError
        For a class of act this format has no event for.
    """
    raise NotImplementedError(type(act).__name__)


@payload.register
def _push(act: Push) -> Json:
    """Imitate PushEvent of 2012-02-15-0: commits as objects, not yet ``distinct``."""
    commits = [
        {
            "sha": commit.sha,
            "author": {"email": commit.email, "name": commit.name},
            "url": f"{API}/repos/{act.repo.name}/commits/{commit.sha}",
            "message": commit.message,
        }
        for commit in act.commits
    ]
    return {
        "ref": act.ref,
        "push_id": act.push_id,
        "commits": commits,
        "head": act.head,
        "size": max(act.size, len(commits)),
    }


@payload.register
def _pull_request(act: PullRequest) -> Json:
    """Imitate PullRequestEvent of 2012-02-15-0: the whole pull request of API v3."""
    action = "closed" if act.action == "merged" else act.action
    return {"pull_request": _pull(act.repo, act.thread), "number": act.thread.number, "action": action}


@payload.register
def _issue(act: Issue) -> Json:
    """Imitate IssuesEvent of 2012-02-15-0: the whole issue."""
    return {"issue": _issue_object(act.repo, act.thread), "action": act.action}


@payload.register
def _issue_comment(act: IssueComment) -> Json:
    """Imitate IssueCommentEvent of 2012-02-15-0: a pull request is told by its non-null addresses."""
    comment: Json = {
        "user": _user(act.actor),
        "created_at": iso(act.at),
        "updated_at": iso(act.at),
        "id": act.comment_id,
        "body": act.body,
        "url": f"{API}/repos/{act.repo.name}/issues/comments/{act.comment_id}",
    }
    return {"issue": _issue_object(act.repo, act.thread), "comment": comment, "action": "created"}


@payload.register
def _create(act: Create) -> Json:
    """Imitate CreateEvent of 2012-02-15-0."""
    return {
        "ref": act.ref,
        "ref_type": act.ref_type,
        "master_branch": act.repo.default_branch,
        "description": act.repo.description,
    }


@payload.register
def _delete(act: Delete) -> Json:
    """Imitate DeleteEvent of 2012-02-15-0."""
    return {"ref": act.ref, "ref_type": act.ref_type}


@payload.register
def _fork(act: Fork) -> Json:
    """Imitate ForkEvent of 2012-02-15-0: the whole object of the new fork."""
    return {"forkee": _whole(act.forkee) | {"public": True}}


@payload.register
def _watch(_act: Watch) -> Json:
    """Imitate WatchEvent of 2012-02-15-0."""
    return {"action": "started"}


@payload.register
def _member(act: Member) -> Json:
    """Imitate MemberEvent of 2012-02-15-0."""
    return {"member": _user(act.member), "action": "added"}


@payload.register
def _commit_comment(act: CommitComment) -> Json:
    """Imitate CommitCommentEvent of 2012-02-15-0."""
    comment = full.payload(act)["comment"]
    del comment["node_id"], comment["author_association"]
    return {"comment": comment | {"user": _user(act.actor)}}


@payload.register
def _gollum(act: Gollum) -> Json:
    """Imitate GollumEvent of 2012-02-15-0."""
    return full.payload(act)


@payload.register
def _public(_act: Public) -> Json:
    """Imitate PublicEvent of 2012-02-15-0."""
    return {}


# --- 2011 ---


@singledispatch
def terse_payload(act: Act) -> Json:
    """Return the payload of an act as 2011 had it: ``repo`` and ``actor`` are names.

    Raises
    ------
    NotImplementedError
        For a class of act this format has no event for.
    """
    raise NotImplementedError(type(act).__name__)


@terse_payload.register
def _terse_push(act: Push) -> Json:
    """Imitate PushEvent of 2011-02-15-0: commits are lists (sha, address, message, name)."""
    shas = [[c.sha, c.email, c.message, c.name] for c in act.commits]
    made: Json = {"shas": shas, "ref": act.ref, "size": max(act.size, len(shas)), "head": act.head}
    return made | _names(act) | {"push_id": act.push_id}


@terse_payload.register
def _terse_pull_request(act: PullRequest) -> Json:
    """Imitate PullRequestEvent of 2011-02-15-0: a summary of the pull request."""
    thread = act.thread
    summary: Json = {
        "title": thread.title,
        "number": thread.number,
        "commits": thread.commits,
        "deletions": thread.deletions,
        "id": act.repo.id * 10 + thread.number,
        "issue_id": act.repo.id * 10 + thread.number,
        "additions": thread.additions,
    }
    action = "closed" if act.action == "merged" else act.action
    return {"number": thread.number, "pull_request": summary, "action": action} | _names(act)


@terse_payload.register
def _terse_issue(act: Issue) -> Json:
    """Imitate IssuesEvent of 2011-02-15-0: the issue is its numeric id."""
    issue = act.repo.id * 10 + act.thread.number
    return {"number": act.thread.number, "issue": issue, "action": act.action} | _names(act)


@terse_payload.register
def _terse_create(act: Create) -> Json:
    """Imitate CreateEvent of 2011-02-15-0: the repository is only its short name."""
    return {"name": act.repo.short, "object": act.ref_type, "object_name": act.ref}


@terse_payload.register
def _terse_delete(act: Delete) -> Json:
    """Imitate DeleteEvent of 2011-02-15-0: it does not say in which repository."""
    return {"ref_type": act.ref_type, "ref": act.ref}


@terse_payload.register
def _terse_fork(act: Fork) -> Json:
    """Imitate ForkEvent of 2011-02-15-0: the fork is its numeric id."""
    return {"forkee": act.forkee.id} | _names(act)


@terse_payload.register
def _terse_watch(act: Watch) -> Json:
    """Imitate WatchEvent of 2011-02-15-0."""
    return {"action": "started"} | _names(act)


@terse_payload.register
def _terse_member(act: Member) -> Json:
    """Imitate MemberEvent of 2011-02-15-0: the member is a login."""
    return {"member": act.member.login, "action": "added"} | _names(act)


@terse_payload.register
def _terse_commit_comment(act: CommitComment) -> Json:
    """Imitate CommitCommentEvent of 2011-02-15-0: two ids."""
    return {"comment_id": act.comment_id, "commit": act.sha} | _names(act)


@terse_payload.register
def _terse_gollum(act: Gollum) -> Json:
    """Imitate GollumEvent of 2011-02-15-0: one page, flat."""
    title = act.page.replace("-", " ")
    page: Json = {
        "title": title,
        "summary": None,
        "sha": act.sha,
        "page_name": act.page,
        "action": act.action,
    }
    return page | _names(act)


@terse_payload.register
def _terse_public(act: Public) -> Json:
    """Imitate PublicEvent of 2011-02-15-0."""
    return _names(act)


# --- private ---


def _names(act: Act) -> Json:
    gravatar = timeline.old_user(act.actor)["gravatar_id"]
    return {"repo": act.repo.name, "actor": act.actor.login, "actor_gravatar": gravatar}


def _repo(repo: Repository | None) -> Json:
    if repo is None:
        return {"url": f"{_DEV}/repos//", "name": "/"}
    return {"id": repo.id, "url": f"{_DEV}/repos/{repo.name}", "name": repo.name}


def _account(account: Account, prefix: str) -> Json:
    made = _user(account)
    return made | {"url": f"{prefix}/{account.login}"}


def _user(account: Account) -> Json:
    gravatar = timeline.old_user(account)["gravatar_id"]
    return {
        "id": account.id,
        "login": account.login,
        "url": f"{API}/users/{account.login}",
        "gravatar_id": gravatar,
        "avatar_url": f"https://secure.gravatar.com/avatar/{gravatar}?d=identicon",
    }


_REPO_KEYS = (
    "open_issues git_url watchers created_at updated_at fork id language has_wiki html_url name description "
    "clone_url forks pushed_at ssh_url has_issues mirror_url url has_downloads homepage size private svn_url"
)


def _whole(repo: Repository) -> Json:
    whole = full_repository(repo)
    made: Json = {key: whole[key] for key in _REPO_KEYS.split()}
    return made | {"master_branch": repo.default_branch, "owner": _user(repo.owner)}


def _issue_object(repo: Repository, thread: Thread) -> Json:
    page = f"https://github.com/{repo.name}/issues/{thread.number}"
    pull = f"https://github.com/{repo.name}/pull/{thread.number}" if thread.is_pull_request else None
    return {
        "user": _user(thread.author),
        "title": thread.title,
        "milestone": None,
        "created_at": iso(thread.opened_at),
        "updated_at": iso(thread.closed_at or thread.opened_at),
        "state": "open" if thread.closed_at is None else "closed",
        "labels": [
            {"name": name, "color": "d7e102", "url": f"{API}/repos/{repo.name}/labels/{name}"} for name in thread.labels
        ],
        "id": repo.id * 10 + thread.number,
        "html_url": page,
        "pull_request": {
            "patch_url": pull and f"{pull}.patch",
            "html_url": pull,
            "diff_url": pull and f"{pull}.diff",
        },
        "closed_at": iso(thread.closed_at),
        "body": thread.body,
        "number": thread.number,
        "url": f"{API}/repos/{repo.name}/issues/{thread.number}",
        "comments": thread.comments,
        "assignee": None,
    }


def _pull(repo: Repository, thread: Thread) -> Json:
    url = f"{API}/repos/{repo.name}/pulls/{thread.number}"
    page = f"https://github.com/{repo.name}/pull/{thread.number}"
    fork = fork_of(repo, thread.author, thread.opened_at)
    return {
        "user": _user(thread.author),
        "merged_at": iso(thread.merged_at),
        "title": thread.title,
        "created_at": iso(thread.opened_at),
        "updated_at": iso(thread.closed_at or thread.opened_at),
        "state": "open" if thread.closed_at is None else "closed",
        "review_comments": 0,
        "id": repo.id * 10 + thread.number,
        "patch_url": f"{page}.patch",
        "deletions": thread.deletions,
        "html_url": page,
        "closed_at": iso(thread.closed_at),
        "mergeable": None,
        "issue_url": f"https://github.com/{repo.name}/issues/{thread.number}",
        "base": _end(repo, repo.owner, repo.default_branch, objects.base_sha(repo)),
        "body": thread.body,
        "commits": thread.commits,
        "number": thread.number,
        "additions": thread.additions,
        "_links": {"self": {"href": url}, "html": {"href": page}},
        "diff_url": f"{page}.diff",
        "merged_by": None if thread.merged_by is None else _user(thread.merged_by),
        "url": url,
        "comments": thread.comments,
        "changed_files": thread.changed_files,
        "head": _end(fork, thread.author, thread.head_ref, thread.head_sha),
        "merged": thread.merged_at is not None,
    }


def _end(repo: Repository, owner: Account, ref: str, sha: str) -> Json:
    label = f"{owner.login}:{ref}"
    return {"user": _user(owner), "ref": ref, "sha": sha, "repo": _whole(repo), "label": label}
