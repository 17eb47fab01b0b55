"""Events in the timeline format, 2012-03-11 to 2014-12-31: no ids, Pacific time, a ``repository`` each."""

from datetime import UTC, datetime
from functools import singledispatch
from hashlib import md5
from zoneinfo import ZoneInfo

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
    Release,
    Repository,
    ReviewComment,
    Thread,
    Watch,
    archived_address,
    fork_of,
)
from handiwork.world.payloads import full, objects
from handiwork.world.payloads.parts import API, Json, full_repository, iso

__all__ = ["event", "old_user", "pacific", "payload"]

_PACIFIC = ZoneInfo("America/Los_Angeles")


def pacific(at: datetime) -> datetime:
    """Return a naive UTC instant as an aware one in US Pacific time, the zone of this era's files."""
    return at.replace(tzinfo=UTC).astimezone(_PACIFIC)


def event(act: Act) -> Json:
    """Return one event in the timeline format.

    Parameters
    ----------
    act
        What happened; its ``event_id`` is not written, this era has none.

    Returns
    -------
    dict
        The JSON object of one line, keys in the order of 2014-02-15-0. Pull request reviews did not exist,
        and publishing a repository has no payload.
    """
    content = {} if isinstance(act, Public) else {"payload": payload(act)}
    return {
        "created_at": pacific(act.at).isoformat(),
        **content,
        "public": True,
        "type": act.event_type,
        "url": _url(act),
        "actor": act.actor.login,
        "actor_attributes": _attributes(act.actor),
        "repository": _repository(act),
    }


@singledispatch
def payload(act: Act) -> Json:
    """Return the payload of an act in the timeline format.

    Raises
    ------
    NotImplementedError
        For a class of act this format has no event for.
    """
    raise NotImplementedError(type(act).__name__)


@payload.register
def _push(act: Push) -> Json:
    """Imitate PushEvent of 2014-02-15-0: commits are lists (sha, address, message, name, distinct)."""
    shas = [[c.sha, c.email, c.message, c.name, c.distinct] for c in act.commits]
    return {"shas": shas, "size": max(act.size, len(shas)), "ref": act.ref, "head": act.head}


@payload.register
def _pull_request(act: PullRequest) -> Json:
    """Imitate PullRequestEvent of 2014-02-15-0: the whole pull request, without labels."""
    action = "closed" if act.action == "merged" else act.action
    return {"action": action, "number": act.thread.number, "pull_request": _pull(act.repo, act.thread)}


@payload.register
def _review_comment(act: ReviewComment) -> Json:
    """Imitate PullRequestReviewCommentEvent of 2014-02-15-0: the comment alone."""
    keys = (
        "url id diff_hunk path position original_position commit_id original_commit_id user body "
        "created_at updated_at html_url pull_request_url _links"
    )
    comment = objects.comment_on_line(act)
    return {"comment": {key: comment[key] for key in keys.split()} | {"user": old_user(act.actor)}}


@payload.register
def _issue(act: Issue) -> Json:
    """Imitate IssuesEvent of 2014-02-15-0: the issue is its numeric id, no title."""
    return {"action": act.action, "issue": _issue_id(act.repo, act.thread), "number": act.thread.number}


@payload.register
def _issue_comment(act: IssueComment) -> Json:
    """Imitate IssueCommentEvent of 2014-02-15-0: two ids; the number is in the event's url."""
    return {"issue_id": _issue_id(act.repo, act.thread), "comment_id": act.comment_id}


@payload.register
def _create(act: Create) -> Json:
    """Imitate CreateEvent of 2014-02-15-0."""
    return {
        "ref": act.ref,
        "ref_type": act.ref_type,
        "master_branch": act.repo.default_branch,
        "description": act.repo.description,
        "pusher_type": "user",
    }


@payload.register
def _delete(act: Delete) -> Json:
    """Imitate DeleteEvent of 2014-02-15-0."""
    return {"ref": act.ref, "ref_type": act.ref_type, "pusher_type": "user"}


@payload.register
def _fork(_act: Fork) -> Json:
    """Imitate ForkEvent of 2014-02-15-0: nothing; the url is the fork's, the repository the parent."""
    return {}


@payload.register
def _watch(_act: Watch) -> Json:
    """Imitate WatchEvent of 2014-02-15-0."""
    return {"action": "started"}


@payload.register
def _release(act: Release) -> Json:
    """Imitate ReleaseEvent of 2014-02-15-0."""
    release = full.payload(act)["release"] | {"author": old_user(act.actor)}
    del release["node_id"]
    return {"action": "published", "release": release}


@payload.register
def _member(act: Member) -> Json:
    """Imitate MemberEvent of 2014-02-15-0."""
    return {"member": old_user(act.member), "action": "added"}


@payload.register
def _commit_comment(act: CommitComment) -> Json:
    """Imitate CommitCommentEvent of 2014-02-15-0: two ids."""
    return {"commit": act.sha, "comment_id": act.comment_id}


@payload.register
def _gollum(act: Gollum) -> Json:
    """Imitate GollumEvent of 2014-02-15-0, which is as in the full format."""
    return full.payload(act)


def old_user(account: Account) -> Json:
    """Return a user object as payloads had it until 2014, with a gravatar."""
    gravatar = _gravatar(account)
    url = f"{API}/users/{account.login}"
    return {
        "login": account.login,
        "id": account.id,
        "avatar_url": f"https://gravatar.com/avatar/{gravatar}?d=identicon&r=x",
        "gravatar_id": gravatar,
        "url": url,
        "html_url": f"https://github.com/{account.login}",
        "followers_url": f"{url}/followers",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "subscriptions_url": f"{url}/subscriptions",
        "organizations_url": f"{url}/orgs",
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events{{/privacy}}",
        "received_events_url": f"{url}/received_events",
        "type": account.kind,
        "site_admin": False,
    }


# --- private ---


def _gravatar(account: Account) -> str:
    return md5(account.login.encode(), usedforsecurity=False).hexdigest()


def _attributes(account: Account) -> Json:
    made: Json = {"login": account.login, "type": account.kind, "gravatar_id": _gravatar(account)}
    if account.name:
        made |= {
            "name": account.name,
            "company": "Example Works",
            "blog": f"https://{account.login.replace('_', '-')}.example.org",
            "location": "Elsewhere",
            "email": archived_address(f"{account.login}@example.org"),
        }
    return made


def _repository(act: Act) -> Json:
    repo = act.repo
    made: Json = {
        "id": repo.id,
        "name": repo.short,
        "url": f"https://github.com/{repo.name}",
        "description": repo.description or "",
        "watchers": repo.stars,
        "stargazers": repo.stars,
        "forks": repo.stars // 9,
        "fork": repo.is_fork,
        "size": 180,
        "owner": repo.owner.login,
        "private": False,
        "open_issues": 3,
        "has_issues": True,
        "has_downloads": True,
        "has_wiki": True,
    }
    if repo.language is not None:
        made["language"] = repo.language
    made |= {
        "created_at": pacific(repo.created_at).isoformat(),
        "pushed_at": pacific(act.at).isoformat(),
        "master_branch": repo.default_branch,
    }
    if repo.owner.kind == "Organization":
        made["organization"] = repo.owner.login
    return made


def _issue_id(repo: Repository, thread: Thread) -> int:
    return repo.id * 10 + thread.number


@singledispatch
def _url(act: Act) -> str:
    return f"https://github.com/{act.repo.name}"


@_url.register
def _push_url(act: Push) -> str:
    return f"https://github.com/{act.repo.name}/compare/{act.before[:10]}...{act.head[:10]}"


@_url.register
def _issue_url(act: Issue) -> str:
    return f"https://github.com/{act.repo.name}/issues/{act.thread.number}"


@_url.register
def _pull_url(act: PullRequest) -> str:
    return f"https://github.com/{act.repo.name}/pull/{act.thread.number}"


@_url.register
def _comment_url(act: IssueComment) -> str:
    kind = "pull" if act.thread.is_pull_request else "issues"
    return f"https://github.com/{act.repo.name}/{kind}/{act.thread.number}#issuecomment-{act.comment_id}"


@_url.register
def _line_url(act: ReviewComment) -> str:
    return f"https://github.com/{act.repo.name}/pull/{act.thread.number}#discussion_r{act.comment_id}"


@_url.register
def _commit_url(act: CommitComment) -> str:
    return f"https://github.com/{act.repo.name}/commit/{act.sha}#commitcomment-{act.comment_id}"


@_url.register
def _fork_url(act: Fork) -> str:
    return f"https://github.com/{act.forkee.name}"


@_url.register
def _release_url(act: Release) -> str:
    return f"https://github.com/{act.repo.name}/releases/tag/{act.tag}"


@_url.register
def _delete_url(_act: Delete) -> str:
    return "https://github.com/"


def _pull(repo: Repository, thread: Thread) -> Json:
    url = f"{API}/repos/{repo.name}/pulls/{thread.number}"
    page = f"https://github.com/{repo.name}/pull/{thread.number}"
    issue = f"{API}/repos/{repo.name}/issues/{thread.number}"
    fork = fork_of(repo, thread.author, thread.opened_at)
    return {
        "url": url,
        "id": repo.id * 10 + thread.number,
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": issue,
        "number": thread.number,
        "state": "open" if thread.closed_at is None else "closed",
        "title": thread.title,
        "user": old_user(thread.author),
        "body": thread.body,
        "created_at": iso(thread.opened_at),
        "updated_at": iso(thread.closed_at or thread.opened_at),
        "closed_at": iso(thread.closed_at),
        "merged_at": iso(thread.merged_at),
        "merge_commit_sha": thread.merge_sha,
        "assignee": None,
        "milestone": None,
        "commits_url": f"{url}/commits",
        "review_comments_url": f"{url}/comments",
        "review_comment_url": f"{API}/repos/{repo.name}/pulls/comments/{{number}}",
        "comments_url": f"{issue}/comments",
        "statuses_url": f"{API}/repos/{repo.name}/statuses/{thread.head_sha}",
        "head": _end(fork, thread.author, thread.head_ref, thread.head_sha),
        "base": _end(repo, repo.owner, repo.default_branch, objects.base_sha(repo)),
        "_links": {name: {"href": href} for name, href in {"self": url, "html": page, "issue": issue}.items()},
        "merged": thread.merged_at is not None,
        "mergeable": None,
        "mergeable_state": "unknown",
        "merged_by": None if thread.merged_by is None else old_user(thread.merged_by),
        "comments": thread.comments,
        "review_comments": 0,
        "commits": thread.commits,
        "additions": thread.additions,
        "deletions": thread.deletions,
        "changed_files": thread.changed_files,
    }


_REPO_KEYS = (
    "id name full_name owner private html_url description fork url created_at updated_at pushed_at git_url "
    "ssh_url clone_url svn_url homepage size stargazers_count watchers_count language has_issues "
    "has_downloads has_wiki forks_count mirror_url open_issues_count forks open_issues watchers "
    "default_branch"
)


def _end(repo: Repository, owner: Account, ref: str, sha: str) -> Json:
    whole = full_repository(repo)
    inner: Json = {key: whole[key] for key in _REPO_KEYS.split()} | {"owner": old_user(owner)}
    inner["master_branch"] = repo.default_branch
    return {"label": f"{owner.login}:{ref}", "ref": ref, "sha": sha, "user": old_user(owner), "repo": inner}
