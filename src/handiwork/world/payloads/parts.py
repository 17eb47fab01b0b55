"""Parts that the payloads of several eras share: instants, users, repositories, labels, reactions."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from handiwork.world.nouns import Account, Repository, archived_address

__all__ = ["API", "Json", "full_repository", "full_user", "iso", "label", "license_object", "reactions"]

Json = dict[str, Any]
"""A JSON object under construction."""

API = "https://api.github.com"
"""Prefix of the addresses inside payloads."""

SSH_USER = archived_address("git@github.com")
"""How the archive writes the user of SSH addresses: it takes ``git@github.com`` for an e-mail address."""

_LICENSES = {
    "MIT": ("mit", "MIT License"),
    "Apache-2.0": ("apache-2.0", "Apache License 2.0"),
    "BSD-3-Clause": ("bsd-3-clause", 'BSD 3-Clause "New" or "Revised" License'),
    "NOASSERTION": ("other", "Other"),
}
_COLORS = ("d73a4a", "0075ca", "a2eeef", "7057ff", "008672", "e4e669", "5319e7", "fbca04")


def iso(at: datetime | None) -> str | None:
    """Return an instant as payloads write it, ``2025-09-01T10:00:00Z``; None stays None."""
    return None if at is None else at.isoformat() + "Z"


@lru_cache(maxsize=65536)
def _user(account: Account) -> tuple[tuple[str, Any], ...]:
    login = quote(account.login, safe="")
    url = f"{API}/users/{login}"
    page = account.login.removesuffix("[bot]")
    kind = "users" if account.kind != "Bot" else "bots"
    return (
        ("login", account.login),
        ("id", account.id),
        ("node_id", f"U_{kind}{account.id:x}"),
        ("avatar_url", f"https://avatars.githubusercontent.com/u/{account.id}?v=4"),
        ("gravatar_id", ""),
        ("url", url),
        ("html_url", f"https://github.com/{'apps/' if account.login != page else ''}{page}"),
        ("followers_url", f"{url}/followers"),
        ("following_url", f"{url}/following{{/other_user}}"),
        ("gists_url", f"{url}/gists{{/gist_id}}"),
        ("starred_url", f"{url}/starred{{/owner}}{{/repo}}"),
        ("subscriptions_url", f"{url}/subscriptions"),
        ("organizations_url", f"{url}/orgs"),
        ("repos_url", f"{url}/repos"),
        ("events_url", f"{url}/events{{/privacy}}"),
        ("received_events_url", f"{url}/received_events"),
        ("type", account.kind),
        ("site_admin", False),
    )


def full_user(account: Account, *, view_type: bool = False) -> Json:
    """Return the user object inside payloads; ``view_type`` adds the field that 2025 brought."""
    made = dict(_user(account))
    if view_type:
        made["user_view_type"] = "public"
    return made


def license_object(spdx: str | None) -> Json | None:
    """Return the licence object of a repository, None without a licence."""
    if spdx is None:
        return None
    key, name = _LICENSES.get(spdx, (spdx.lower(), spdx))
    return {
        "key": key,
        "name": name,
        "spdx_id": spdx,
        "url": f"{API}/licenses/{key}",
        "node_id": f"MDc6TGljZW5zZ{len(key)}",
    }


_REPO_URLS = (
    "forks",
    "keys{/key_id}",
    "collaborators{/collaborator}",
    "teams",
    "hooks",
    "issues/events{/number}",
    "events",
    "assignees{/user}",
    "branches{/branch}",
    "tags",
    "git/blobs{/sha}",
    "git/tags{/sha}",
    "git/refs{/sha}",
    "git/trees{/sha}",
    "statuses/{sha}",
    "languages",
    "stargazers",
    "contributors",
    "subscribers",
    "subscription",
    "commits{/sha}",
    "git/commits{/sha}",
    "comments{/number}",
    "issues/comments{/number}",
    "contents/{+path}",
    "compare/{base}...{head}",
    "merges",
    "{archive_format}{/ref}",
    "downloads",
    "issues{/number}",
    "pulls{/number}",
    "milestones{/number}",
    "notifications{?since,all,participating}",
    "labels{/name}",
    "releases{/id}",
    "deployments",
)
_URL_NAMES = (
    "forks_url keys_url collaborators_url teams_url hooks_url issue_events_url events_url assignees_url "
    "branches_url tags_url blobs_url git_tags_url git_refs_url trees_url statuses_url languages_url "
    "stargazers_url contributors_url subscribers_url subscription_url commits_url git_commits_url "
    "comments_url issue_comment_url contents_url compare_url merges_url archive_url downloads_url "
    "issues_url pulls_url milestones_url notifications_url labels_url releases_url deployments_url"
)


@lru_cache(maxsize=16384)
def _repository(repo: Repository) -> tuple[tuple[str, Any], ...]:
    url = f"{API}/repos/{repo.name}"
    page = f"https://github.com/{repo.name}"
    born = iso(repo.created_at)
    forks = repo.stars // 9
    head: Json = {
        "id": repo.id,
        "node_id": f"R_kgDO{repo.id:x}",
        "name": repo.short,
        "full_name": repo.name,
        "private": False,
        "owner": full_user(repo.owner),
        "html_url": page,
        "description": repo.description,
        "fork": repo.is_fork,
        "url": url,
    }
    urls = {name: f"{url}/{path}" for name, path in zip(_URL_NAMES.split(), _REPO_URLS, strict=True)}
    tail: Json = {
        "created_at": born,
        "updated_at": born,
        "pushed_at": born,
        "git_url": f"git://github.com/{repo.name}.git",
        "ssh_url": f"{SSH_USER}:{repo.name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "homepage": None if repo.is_fork else f"https://{repo.short}.example.org",
        "size": 400 + len(repo.name) * 97,
        "stargazers_count": repo.stars,
        "watchers_count": repo.stars,
        "language": repo.language,
        "has_issues": not repo.is_fork,
        "has_projects": True,
        "has_downloads": True,
        "has_wiki": False,
        "has_pages": False,
        "has_discussions": False,
        "forks_count": forks,
        "mirror_url": None,
        "archived": False,
        "disabled": False,
        "open_issues_count": repo.stars // 40,
        "license": license_object(repo.license),
        "allow_forking": True,
        "is_template": False,
        "web_commit_signoff_required": False,
        "topics": list(repo.topics),
        "visibility": "public",
        "forks": forks,
        "open_issues": repo.stars // 40,
        "watchers": repo.stars,
        "default_branch": repo.default_branch,
    }
    return tuple((head | urls | tail).items())


def full_repository(repo: Repository) -> Json:
    """Return the repository object as it is inside pull requests and forks since 2022."""
    return dict(_repository(repo))


def label(repo: Repository, name: str) -> Json:
    """Return a label object; its colour and id follow from its name."""
    mark = sum(name.encode()) + len(name)
    return {
        "id": 1_000_000_000 + mark,
        "node_id": f"LA_kw{mark:x}",
        "url": f"{API}/repos/{repo.name}/labels/{quote(name)}",
        "name": name,
        "color": _COLORS[mark % len(_COLORS)],
        "default": name in {"bug", "documentation"},
        "description": None,
    }


def reactions(url: str) -> Json:
    """Return the reactions object of a comment or issue at ``url``: none so far."""
    kinds = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
    return {"url": f"{url}/reactions", "total_count": 0} | dict.fromkeys(kinds, 0)
