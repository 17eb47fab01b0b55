"""Objects inside API v3 payloads: issues, comments, reviews, pull requests; the trimmed format keeps most."""

from handiwork.world.nouns import (
    IssueComment,
    Repository,
    Review,
    ReviewComment,
    Thread,
    archived_address,
    fork_of,
)
from handiwork.world.payloads.parts import API, Json, full_repository, full_user, iso, label, reactions

__all__ = ["base_sha", "comment_object", "comment_on_line", "issue_object", "pull_object", "review_object"]


def base_sha(repo: Repository) -> str:
    """Return the commit pull requests of a repository are based on."""
    return archived_address(f"{repo.name}@base")[:40]


def issue_object(repo: Repository, thread: Thread, *, view_type: bool = False) -> Json:
    """Return an issue (or a pull request seen as one) without author_association."""
    url = f"{API}/repos/{repo.name}/issues/{thread.number}"
    kind = "pull" if thread.is_pull_request else "issues"
    page = f"https://github.com/{repo.name}/{kind}/{thread.number}"
    made: Json = {
        "url": url,
        "repository_url": f"{API}/repos/{repo.name}",
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": page,
        "id": repo.id * 10 + thread.number,
        "node_id": f"I_kw{repo.id + thread.number:x}",
        "number": thread.number,
        "title": thread.title,
        "user": full_user(thread.author, view_type=view_type),
        "labels": [label(repo, name) for name in thread.labels],
        "state": "open" if thread.closed_at is None else "closed",
        "locked": False,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": thread.comments,
        "created_at": iso(thread.opened_at),
        "updated_at": iso(thread.closed_at or thread.opened_at),
        "closed_at": iso(thread.closed_at),
        "active_lock_reason": None,
    }
    if thread.is_pull_request:
        pull = f"{API}/repos/{repo.name}/pulls/{thread.number}"
        made["draft"] = False
        made["pull_request"] = {
            "url": pull,
            "html_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "merged_at": iso(thread.merged_at),
        }
    done = "completed" if thread.closed_at is not None and not thread.is_pull_request else None
    return made | {
        "body": thread.body,
        "reactions": reactions(url),
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": done,
    }


def comment_object(act: IssueComment, *, view_type: bool = False) -> Json:
    """Return a conversation comment without author_association."""
    url = f"{API}/repos/{act.repo.name}/issues/comments/{act.comment_id}"
    kind = "pull" if act.thread.is_pull_request else "issues"
    page = f"https://github.com/{act.repo.name}/{kind}/{act.thread.number}#issuecomment-{act.comment_id}"
    return {
        "url": url,
        "html_url": page,
        "issue_url": f"{API}/repos/{act.repo.name}/issues/{act.thread.number}",
        "id": act.comment_id,
        "node_id": f"IC_kw{act.comment_id:x}",
        "user": full_user(act.actor, view_type=view_type),
        "created_at": iso(act.at),
        "updated_at": iso(act.at),
        "body": act.body,
        "reactions": reactions(url),
        "performed_via_github_app": None,
    }


def review_object(act: Review, *, view_type: bool = False) -> Json:
    """Return a review without author_association."""
    page = f"https://github.com/{act.repo.name}/pull/{act.thread.number}#pullrequestreview-{act.review_id}"
    pull = f"{API}/repos/{act.repo.name}/pulls/{act.thread.number}"
    return {
        "id": act.review_id,
        "node_id": f"PRR_kw{act.review_id:x}",
        "user": full_user(act.actor, view_type=view_type),
        "body": act.body,
        "commit_id": act.thread.head_sha,
        "submitted_at": iso(act.at),
        "state": act.state,
        "html_url": page,
        "pull_request_url": pull,
        "_links": {"html": {"href": page}, "pull_request": {"href": pull}},
    }


def comment_on_line(act: ReviewComment, *, view_type: bool = False) -> Json:
    """Return a review comment without author_association."""
    url = f"{API}/repos/{act.repo.name}/pulls/comments/{act.comment_id}"
    pull = f"{API}/repos/{act.repo.name}/pulls/{act.thread.number}"
    page = f"https://github.com/{act.repo.name}/pull/{act.thread.number}#discussion_r{act.comment_id}"
    sha = act.thread.head_sha
    return {
        "url": url,
        "pull_request_review_id": act.review_id,
        "id": act.comment_id,
        "node_id": f"PRRC_kw{act.comment_id:x}",
        "diff_hunk": f"@@ -{act.line},3 +{act.line},4 @@\n     value = before\n+    value = after",
        "path": act.path,
        "position": act.line,
        "original_position": act.line,
        "commit_id": sha,
        "original_commit_id": sha,
        "user": full_user(act.actor, view_type=view_type),
        "body": act.body,
        "created_at": iso(act.at),
        "updated_at": iso(act.at),
        "html_url": page,
        "pull_request_url": pull,
        "_links": {"self": {"href": url}, "html": {"href": page}, "pull_request": {"href": pull}},
        "reactions": reactions(url),
        "start_line": None,
        "original_start_line": None,
        "start_side": None,
        "line": act.line,
        "original_line": act.line,
        "side": "RIGHT",
        "subject_type": "line",
    }


def pull_object(repo: Repository, thread: Thread) -> Json:
    """Return a pull request without its counts, as reviews carry it."""
    url = f"{API}/repos/{repo.name}/pulls/{thread.number}"
    issue = f"{API}/repos/{repo.name}/issues/{thread.number}"
    page = f"https://github.com/{repo.name}/pull/{thread.number}"
    made: Json = {
        "url": url,
        "id": repo.id * 10 + thread.number,
        "node_id": f"PR_kw{repo.id + thread.number:x}",
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": issue,
        "number": thread.number,
        "state": "open" if thread.closed_at is None else "closed",
        "locked": False,
        "title": thread.title,
        "user": full_user(thread.author),
        "body": thread.body,
        "created_at": iso(thread.opened_at),
        "updated_at": iso(thread.closed_at or thread.opened_at),
        "closed_at": iso(thread.closed_at),
        "merged_at": iso(thread.merged_at),
        "merge_commit_sha": thread.merge_sha,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "labels": [label(repo, name) for name in thread.labels],
        "milestone": None,
        "draft": False,
    }
    addresses = {
        "commits": f"{url}/commits",
        "review_comments": f"{url}/comments",
        "review_comment": f"{API}/repos/{repo.name}/pulls/comments{{/number}}",
        "comments": f"{issue}/comments",
        "statuses": f"{API}/repos/{repo.name}/statuses/{thread.head_sha}",
    }
    made |= {f"{name}_url": address for name, address in addresses.items()}
    made |= _ends(repo, thread)
    links = {"self": url, "html": page, "issue": issue} | addresses
    made["_links"] = {name: {"href": href} for name, href in links.items()}
    made |= {"author_association": thread.association, "auto_merge": None, "active_lock_reason": None}
    return made


# --- private ---


def _ends(repo: Repository, thread: Thread) -> Json:
    """Return ``head`` (the author's fork) and ``base`` (the repository) of a pull request."""
    author = thread.author
    return {
        "head": {
            "label": f"{author.login}:{thread.head_ref}",
            "ref": thread.head_ref,
            "sha": thread.head_sha,
            "user": full_user(author),
            "repo": full_repository(fork_of(repo, author, thread.opened_at)),
        },
        "base": {
            "label": f"{repo.owner.login}:{repo.default_branch}",
            "ref": repo.default_branch,
            "sha": base_sha(repo),
            "user": full_user(repo.owner),
            "repo": full_repository(repo),
        },
    }
