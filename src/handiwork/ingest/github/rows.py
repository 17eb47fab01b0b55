"""What GitHub answers → rows of the lake: pure, scrubbed, instants in naive UTC to the second.

An address, a picture or the text of a comment is never looked at: no row has a place for it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from handiwork.errors import PermanentSourceError
from handiwork.privacy.addresses import scrub
from handiwork.privacy.wishes import asks_to_be_left_alone

__all__ = [
    "Repository",
    "Told",
    "add_commit_account",
    "add_profile",
    "add_pull_request",
    "add_repository",
    "add_review",
    "add_review_comment",
    "instant",
    "understood",
]

_GHOST_ID = 10137
"""The account that GitHub's REST API shows in place of a deleted one."""

_DATA_TERMS = "GitHub Terms of Service"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as GitHub names it now.

    Attributes
    ----------
    repo_id
        Numeric id.
    name
        ``owner/name``.
    package
        Name of its packages in the lake: the name it had when it was loaded first.
    """

    repo_id: int
    name: str
    package: str


@dataclass(slots=True)
class Told:
    """Rows of one answer.

    Attributes
    ----------
    at
        When it was told, naive UTC to the second.
    rows
        By table.
    """

    at: datetime
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def now(cls, at: datetime) -> "Told":
        """Begin with an answer's instant, aware."""
        return cls(at.astimezone(UTC).replace(tzinfo=None, microsecond=0))

    def add(self, table: str, **row: Any) -> None:
        """Add a row, its texts scrubbed and its lists sorted."""
        self.rows.setdefault(table, []).append({name: _clean(value) for name, value in row.items()})


@contextmanager
def understood(what: str) -> Iterator[None]:
    """Turn an answer of an unexpected shape into an error that says what it was about.

    Raises
    ------
    PermanentSourceError
        Without the answer's content, which may be personal.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise PermanentSourceError(
            f"GitHub's answer about {what} is not what its schema says ({type(error).__name__})"
        ) from error


def instant(text: str | None) -> datetime | None:
    """Return an instant as the lake has it; None stays None.

    Examples
    --------
    >>> instant("2025-11-03T10:00:00Z")
    datetime.datetime(2025, 11, 3, 10, 0)
    """
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    return (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)


def add_repository(told: Told, node: Mapping[str, Any]) -> Repository:
    """Add a repository's facts and return which it is."""
    found = Repository(int(node["databaseId"]), str(node["nameWithOwner"]), str(node["nameWithOwner"]))
    topics = (node.get("repositoryTopics") or {}).get("nodes") or ()
    told.add(
        "repositories",
        repo_id=found.repo_id,
        repo_name=found.name,
        first_seen_at=told.at,
        last_seen_at=told.at,
        facts_at=told.at,
        description=node["description"],
        topics=[topic["topic"]["name"] for topic in topics if topic],
        language=_of(node["primaryLanguage"], "name"),
        license=_of(node["licenseInfo"], "spdxId"),
        stars=node["stargazerCount"],
        is_fork=node["isFork"],
        default_branch=_of(node["defaultBranchRef"], "name"),
    )
    return found


def add_pull_request(told: Told, repository: Repository, node: Mapping[str, Any]) -> None:
    """Add a pull request, the reviews that came with it, and the accounts they name."""
    author, merger = _who(told, node["author"]), _who(told, node["mergedBy"])
    labels, files = node.get("labels"), node.get("files")
    told.add(
        "pull_requests",
        repo_id=repository.repo_id,
        repo_name=repository.name,
        number=int(node["number"]),
        title=node["title"],
        state=node["state"].lower(),
        created_at=instant(node["createdAt"]),
        closed_at=instant(node["closedAt"]),
        merged_at=instant(node["mergedAt"]),
        author_id=author[0],
        author_login=author[1],
        merger_id=merger[0],
        merger_login=merger[1],
        labels=_names(labels, "name"),
        additions=node["additions"],
        deletions=node["deletions"],
        changed_files=node["changedFiles"],
        paths=_names(files, "path"),
        verdict=_lower(node["reviewDecision"]),
        merge_sha=_of(node["mergeCommit"], "oid") if node["mergedAt"] else None,
        seen_at=told.at,
    )
    for review in (node.get("reviews") or {}).get("nodes") or ():
        if review is not None:
            add_review(told, repository, int(node["number"]), review)


def add_review(told: Told, repository: Repository, number: int, node: Mapping[str, Any]) -> None:
    """Add a review, unless it is not submitted yet or has no id that it could be told from others by."""
    if node["submittedAt"] is None or node["fullDatabaseId"] is None:
        return
    reviewer = _who(told, node["author"])
    told.add(
        "reviews",
        repo_id=repository.repo_id,
        repo_name=repository.name,
        number=number,
        review_id=int(node["fullDatabaseId"]),
        reviewer_id=reviewer[0],
        reviewer_login=reviewer[1],
        verdict=node["state"].lower(),
        submitted_at=instant(node["submittedAt"]),
        n_comments=int(node["comments"]["totalCount"]),
        seen_at=told.at,
    )


def add_review_comment(told: Told, repository: Repository, item: Mapping[str, Any]) -> None:
    """Add a comment on a line, as the REST API tells it, without its text."""
    author = _rest_account(told, item["user"])
    told.add(
        "review_comments",
        repo_id=repository.repo_id,
        repo_name=repository.name,
        number=int(item["pull_request_url"].rpartition("/")[2]),
        comment_id=int(item["id"]),
        author_id=author[0],
        author_login=author[1],
        created_at=instant(item["created_at"]),
        path=item["path"],
        seen_at=told.at,
    )


def add_commit_account(told: Told, repo_name: str, author_key: str, sha: str, commit: Mapping[str, Any] | None) -> None:
    """Add the account that GitHub names for the author of a commit; None if it has none, or not the commit."""
    user = ((commit or {}).get("author") or {}).get("user")
    account_id, login = (user["databaseId"], str(user["login"])) if user else (None, None)
    told.add(
        "author_accounts",
        repo_name=repo_name,
        author_key=author_key,
        sha=sha,
        account_id=account_id,
        login=login,
        seen_at=told.at,
    )
    if login is not None:
        _add_account(told, account_id, login, "User")


def add_profile(told: Told, node: Mapping[str, Any], source: str) -> str:
    """Add a public profile and return the account's key."""
    account_id = int(node["databaseId"])
    key = f"github:{account_id}"
    social = (node.get("socialAccounts") or {}).get("nodes") or ()
    links = [link for link in (node.get("websiteUrl"), *(s["url"] for s in social if s)) if link]
    told.add(
        "profiles",
        account=key,
        handle=node["login"],
        name=node["name"] or None,
        kind=node["__typename"],
        links=links,
        # What they say about themselves is read for this alone, and forgotten.
        is_hireable=False if asks_to_be_left_alone(node.get("bio")) else True if node.get("isHireable") else None,
        page=node["url"],
        data_licence=_DATA_TERMS,
        seen_at=told.at,
        source=source,
    )
    _add_account(told, account_id, node["login"], node["__typename"])
    return key


# --- private ---


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return sorted({scrub(item) for item in value})
    return value


def _lower(text: str | None) -> str | None:
    return text.lower() if text else None


def _of(node: Mapping[str, Any] | None, name: str) -> Any:
    return node[name] if node else None


def _names(connection: Mapping[str, Any] | None, name: str) -> list[str] | None:
    """Return one text of each member; None if GitHub does not tell the members."""
    if connection is None or connection["nodes"] is None:
        return None
    return [node[name] for node in connection["nodes"] if node]


def _who(told: Told, actor: Mapping[str, Any] | None) -> tuple[int | None, str | None]:
    """Add an account that GraphQL names, and return its id and login; the login of a machine as REST spells it."""
    if actor is None:
        return None, None
    kind, login = str(actor["__typename"]), str(actor["login"])
    if kind == "Bot" and not login.endswith("[bot]"):
        login = f"{login}[bot]"
    account_id = actor.get("databaseId")
    _add_account(told, account_id, login, kind)
    return account_id, login


def _rest_account(told: Told, user: Mapping[str, Any] | None) -> tuple[int | None, str | None]:
    if user is None or user["id"] == _GHOST_ID:
        return None, None
    account_id, login = int(user["id"]), str(user["login"])
    _add_account(told, account_id, login, user["type"])
    return account_id, login


def _add_account(told: Told, account_id: int | None, login: str, kind: str) -> None:
    told.add("accounts", account_id=account_id, login=login, kind=kind, first_seen_at=told.at, last_seen_at=told.at)
