"""Every lake table: its grain, its columns with type, unit and meaning.

Instants are naive timestamps in UTC with microsecond type and one-second resolution.
Text columns have passed :func:`handiwork.privacy.addresses.scrub`: no e-mail address is in them.
"""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

__all__ = ["FORMAT_VERSION", "TABLES", "Column", "Table"]

FORMAT_VERSION = 1
"""Version of the lake's layout and schemas; a lake written by another version is refused."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Arrow type and meaning (with unit, range and what None means)."""

    name: str
    type: pa.DataType
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: its name, what one row is, what identifies a row, and its columns."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema, columns in declared order."""
        return pa.schema([(c.name, c.type) for c in self.columns])


_I64, _I32, _TEXT, _BOOL, _AT = pa.int64(), pa.int32(), pa.string(), pa.bool_(), pa.timestamp("us")
_TEXTS = pa.list_(pa.string())

EVENTS = Table(
    "events",
    "one accepted GH Archive event",
    ("type", "event_id", "created_at"),
    (
        Column("type", _TEXT, "GitHub's event type, for example PushEvent"),
        Column(
            "event_id",
            _I64,
            "GitHub's id; negative and derived from the content where the era has none",
        ),
        Column("created_at", _AT, "when it happened"),
        Column("era", _TEXT, "first | timeline | full | trimmed"),
        Column(
            "actor_id",
            _I64,
            "numeric account id of who acted; None in the timeline era and for anonymous acts",
        ),
        Column("actor_login", _TEXT, "login of who acted, at that time"),
        Column("repo_id", _I64, "numeric repository id; None where the era has none"),
        Column("repo_name", _TEXT, "owner/name at that time; None for acts outside a repository"),
        Column(
            "action",
            _TEXT,
            "opened, closed, merged, reopened, created, published, approved, … ; merges are always 'merged'",
        ),
        Column("number", _I32, "pull request or issue number"),
        Column(
            "on_pull_request",
            _BOOL,
            "True if `number` is a pull request, False if an issue; None if there is no number",
        ),
        Column(
            "author_id",
            _I64,
            "account that opened the pull request or issue, where the payload says so",
        ),
        Column("author_login", _TEXT, "its login"),
        Column("title", _TEXT, "title of the pull request, issue or release"),
        Column("labels", _TEXTS, "label names on the pull request or issue; None if not delivered"),
        Column("path", _TEXT, "file a review or commit comment is about"),
        Column("ref", _TEXT, "branch or tag of a push, create or delete; tag of a release"),
        Column("ref_type", _TEXT, "repository | branch | tag, for create and delete"),
        Column("commits", _I32, "commits in the push or pull request; None if not delivered"),
        Column("additions", _I32, "lines added by the pull request; None if not delivered"),
        Column("deletions", _I32, "lines deleted by the pull request; None if not delivered"),
        Column("changed_files", _I32, "files changed by the pull request; None if not delivered"),
        Column(
            "association",
            _TEXT,
            "GitHub's author_association of the actor's own text; None if not delivered",
        ),
        Column("member_id", _I64, "account added as a collaborator (MemberEvent)"),
        Column("member_login", _TEXT, "its login"),
        Column("comment_id", _I64, "id of the comment or review, for its link"),
    ),
)

PUSH_COMMITS = Table(
    "push_commits",
    "one commit as delivered inside a push of a full or older payload",
    ("repo_name", "sha", "event_id"),
    (
        Column("event_id", _I64, "the push event's id"),
        Column("repo_id", _I64, "numeric repository id; None where the era has none"),
        Column("repo_name", _TEXT, "owner/name at that time"),
        Column("sha", _TEXT, "commit id, 40 hex digits"),
        Column("pushed_at", _AT, "when the push happened"),
        Column("pusher_id", _I64, "account that pushed; not the author"),
        Column("pusher_login", _TEXT, "its login"),
        Column("author_name", _TEXT, "name on the author line"),
        Column("author_id", _I64, "account of the author where the author line proves it, else None"),
        Column("author_login", _TEXT, "login of the author where the author line proves it, else None"),
        Column("subject", _TEXT, "first line of the message, at most 200 characters"),
        Column(
            "is_distinct",
            _BOOL,
            "False if the commit was already on another branch; None if not delivered",
        ),
        Column("is_merge", _BOOL, "True if the subject is that of a merge"),
    ),
)

ACCOUNTS = Table(
    "accounts",
    "one account name as observed in one load package, unless its events tell as much of it",
    ("account_id", "login"),
    (
        Column("account_id", _I64, "numeric account id; None in the timeline era"),
        Column("login", _TEXT, "login at that time"),
        Column("kind", _TEXT, "User | Bot | Organization | Mannequin; None if not delivered"),
        Column("first_seen_at", _AT, "first observation in the package"),
        Column("last_seen_at", _AT, "last observation in the package"),
    ),
)

REPOSITORIES = Table(
    "repositories",
    "one repository name as observed in one load package, with the newest facts delivered with it, unless there are none "
    "and the package's events have the name",
    ("repo_id", "repo_name"),
    (
        Column("repo_id", _I64, "numeric repository id; None where the era has none"),
        Column("repo_name", _TEXT, "owner/name at that time"),
        Column("first_seen_at", _AT, "first observation in the package"),
        Column("last_seen_at", _AT, "last observation in the package"),
        Column("facts_at", _AT, "when the facts below were delivered; None if none were"),
        Column("description", _TEXT, "what its owner says it is"),
        Column("topics", _TEXTS, "topics set by its owner; None if not delivered"),
        Column("language", _TEXT, "primary language"),
        Column("license", _TEXT, "SPDX id"),
        Column("stars", _I32, "stargazers"),
        Column("is_fork", _BOOL, "True if it is a fork; None if not delivered"),
        Column("default_branch", _TEXT, "default branch"),
    ),
)

COMMITS = Table(
    "commits",
    "one commit of a git history",
    ("repo_name", "sha"),
    (
        Column("repo_name", _TEXT, "owner/name the history was loaded as"),
        Column("sha", _TEXT, "commit id, 40 hex digits"),
        Column("authored_at", _AT, "author date"),
        Column("committed_at", _AT, "committer date"),
        Column("subject", _TEXT, "first line of the message, at most 200 characters"),
        Column("number", _I32, "pull request number named by the message; None if it names none"),
        Column("is_merge", _BOOL, "True if it has more than one parent"),
        Column("is_bulk", _BOOL, "True for a mass change: more files than one person edits by hand"),
        Column("n_files", _I32, "files changed, before `paths` is cut"),
        Column("paths", _TEXTS, "files changed, at most 200, sorted; empty for merges"),
        Column("created_paths", _TEXTS, "those of `paths` that the commit added to the tree"),
        Column(
            "additions",
            _I32,
            "lines added; None where counting would need file contents that are not on disk",
        ),
        Column("deletions", _I32, "lines deleted; None as above"),
    ),
)

CREDITS = Table(
    "credits",
    "one author's part in one commit",
    ("repo_name", "sha", "author_key", "role"),
    (
        Column("repo_name", _TEXT, "owner/name the history was loaded as"),
        Column("sha", _TEXT, "commit id"),
        Column("author_key", _TEXT, "author within the repository (see authors)"),
        Column("role", _TEXT, "author | co_author | reviewer"),
    ),
)

AUTHORS = Table(
    "authors",
    "one author of a git history: all the author lines there that are one person by evidence",
    ("repo_name", "author_key"),
    (
        Column("repo_name", _TEXT, "owner/name the history was loaded as"),
        Column(
            "author_key",
            _TEXT,
            "stable key without personal data: the author's first commit there and a place in it",
        ),
        Column("name", _TEXT, "name used most often"),
        Column("login", _TEXT, "GitHub login proved by the history; None if it proves none"),
        Column("github_id", _I64, "numeric account id proved by the history; None if it proves none"),
        Column("is_bot", _BOOL, "True if the author lines are those of a machine"),
        Column(
            "joins",
            _TEXTS,
            "why the lines were joined or the login found: noreply, mailmap, trailer, merge_line, address, mention, handle, "
            "name",
        ),
        Column(
            "same_as",
            _TEXTS,
            "'owner/name#author_key' of authors of other histories with the same address (address itself not kept)",
        ),
    ),
)

_SEEN_AT = Column("seen_at", _AT, "when the origin told it")
_SOURCE = Column("source", _TEXT, "page or address of the origin that told it")

PULL_REQUESTS = Table(
    "pull_requests",
    "one pull request as GitHub's API told it",
    ("repo_name", "number"),
    (
        Column("repo_id", _I64, "numeric repository id"),
        Column("repo_name", _TEXT, "owner/name at that time"),
        Column("number", _I32, "its number"),
        Column("title", _TEXT, "its title"),
        Column("state", _TEXT, "open | closed | merged"),
        Column("created_at", _AT, "when it was opened"),
        Column("closed_at", _AT, "when it was closed or merged; None if it is open"),
        Column("merged_at", _AT, "when it was merged; None if it was not"),
        Column("author_id", _I64, "numeric account id of who opened it; None if the account is gone"),
        Column("author_login", _TEXT, "its login"),
        Column("merger_id", _I64, "account that merged it; None if none did or the account is gone"),
        Column("merger_login", _TEXT, "its login"),
        Column("labels", _TEXTS, "label names"),
        Column("additions", _I32, "lines added"),
        Column("deletions", _I32, "lines deleted"),
        Column("changed_files", _I32, "files changed, before `paths` is cut"),
        Column("paths", _TEXTS, "files changed, at most 100, sorted; None if not asked for"),
        Column("verdict", _TEXT, "approved | changes_requested | review_required; None if GitHub gives none"),
        Column("merge_sha", _TEXT, "commit that it was merged as; None if it was not"),
        _SEEN_AT,
    ),
)

REVIEWS = Table(
    "reviews",
    "one review of a pull request as GitHub's API told it",
    ("repo_name", "review_id"),
    (
        Column("repo_id", _I64, "numeric repository id"),
        Column("repo_name", _TEXT, "owner/name at that time"),
        Column("number", _I32, "pull request number"),
        Column("review_id", _I64, "GitHub's id, for its link"),
        Column("reviewer_id", _I64, "numeric account id; None if the account is gone"),
        Column("reviewer_login", _TEXT, "its login"),
        Column("verdict", _TEXT, "approved | changes_requested | commented | dismissed"),
        Column("submitted_at", _AT, "when it was submitted"),
        Column("n_comments", _I32, "comments on lines that belong to it"),
        _SEEN_AT,
    ),
)

REVIEW_COMMENTS = Table(
    "review_comments",
    "one comment on a line of a pull request as GitHub's API told it",
    ("repo_name", "comment_id"),
    (
        Column("repo_id", _I64, "numeric repository id"),
        Column("repo_name", _TEXT, "owner/name at that time"),
        Column("number", _I32, "pull request number"),
        Column("comment_id", _I64, "GitHub's id, for its link"),
        Column("author_id", _I64, "numeric account id; None if the account is gone"),
        Column("author_login", _TEXT, "its login"),
        Column("created_at", _AT, "when it was written"),
        Column("path", _TEXT, "file it is about"),
        _SEEN_AT,
    ),
)

AUTHOR_ACCOUNTS = Table(
    "author_accounts",
    "the account that GitHub names for one author of a git history",
    ("repo_name", "author_key"),
    (
        Column("repo_name", _TEXT, "owner/name the history was loaded as"),
        Column("author_key", _TEXT, "author within the repository (see authors)"),
        Column("sha", _TEXT, "commit that was asked about"),
        Column("account_id", _I64, "numeric account id; None if GitHub knows no account for it"),
        Column("login", _TEXT, "its login; None as above"),
        _SEEN_AT,
    ),
)

PROFILES = Table(
    "profiles",
    "one account's public profile at its origin",
    ("account",),
    (
        Column("account", _TEXT, "key of the account: github:123, pypi:name, huggingface:name, speaker:event/code"),
        Column("handle", _TEXT, "what the account is called there; None if it has no handle"),
        Column("name", _TEXT, "display name; None if not shown"),
        Column("kind", _TEXT, "User | Organization | Bot | Mannequin; None if not told"),
        Column("links", _TEXTS, "public addresses of pages that the profile names, sorted"),
        Column(
            "is_hireable",
            _BOOL,
            "true: says they are available; false: says they do not want to be asked; None if nothing",
        ),
        Column("page", _TEXT, "public page of the account; None if there is none"),
        Column("data_licence", _TEXT, "terms of the origin that the record came under"),
        _SEEN_AT,
        _SOURCE,
    ),
)

WORKS = Table(
    "works",
    "one package, talk, model, dataset, space or paper",
    ("work",),
    (
        Column("work", _TEXT, "key: kind:name at its origin, for example package:ada-http"),
        Column("kind", _TEXT, "package | talk | model | dataset | space | paper"),
        Column("title", _TEXT, "what it is called"),
        Column("summary", _TEXT, "one sentence of its makers, at most 300 characters; None if there is none"),
        Column("url", _TEXT, "its public page"),
        Column("at", _AT, "when it was published, given or last released; None if not told"),
        Column("licence", _TEXT, "licence of the work itself; None if not told"),
        Column("facts", _TEXT, "JSON object of further facts; a fact that was not observed is not in it"),
        Column("data_licence", _TEXT, "terms of the origin that the record came under"),
        _SEEN_AT,
        _SOURCE,
    ),
)

WORK_PEOPLE = Table(
    "work_people",
    "one account's part in one work",
    ("work", "account", "role"),
    (
        Column("work", _TEXT, "key of the work (see works)"),
        Column("account", _TEXT, "key of the account (see profiles)"),
        Column("role", _TEXT, "owner | maintainer | author | speaker"),
        Column("name", _TEXT, "name as the work shows it; None if it shows none"),
        _SEEN_AT,
        _SOURCE,
    ),
)

WORK_REPOSITORIES = Table(
    "work_repositories",
    "one statement that a work is made in a repository",
    ("work", "repo_name", "proof"),
    (
        Column("work", _TEXT, "key of the work (see works)"),
        Column("repo_name", _TEXT, "owner/name on GitHub"),
        Column("proof", _TEXT, "attestation | official | metadata | mention, the strongest first"),
        _SEEN_AT,
        _SOURCE,
    ),
)

ACCOUNT_LINKS = Table(
    "account_links",
    "one statement of an origin that two accounts are the same person's",
    ("account", "other", "proof"),
    (
        Column("account", _TEXT, "key of the account whose record says so (see profiles)"),
        Column("other", _TEXT, "key of the account it names; login:name for a GitHub login"),
        Column("proof", _TEXT, "profile | programme: a profile its owner keeps, or a programme entry they gave"),
        _SEEN_AT,
        _SOURCE,
    ),
)

OWN_WORK = Table(
    "own_work",
    "one figure of what a person's own lines in one repository show",
    ("account", "repo_name", "signal", "period"),
    (
        Column("account", _TEXT, "github:ID, else login:name, else the key of the person in the index that was asked"),
        Column("repo_name", _TEXT, "owner/name on GitHub"),
        Column("signal", _TEXT, "which figure: typed, tested, …"),
        Column("period", _TEXT, "all, a year (2024) or a quarter (2024-Q1), UTC"),
        Column("value", pa.float64(), "the figure; None if too little was seen to say anything"),
        Column("hits", _I64, "so many of n; None where the figure is no share"),
        Column("n", _I64, "what it is a share of, or how many it was counted from"),
        Column("examples", _TEXT, "JSON list of up to five places: repo_name, sha, path, line, text, number"),
        Column("revision", _TEXT, "the commit the repository was read at"),
        Column("checked_at", _AT, "when that was"),
    ),
)

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        *(EVENTS, PUSH_COMMITS, ACCOUNTS, REPOSITORIES, COMMITS, CREDITS, AUTHORS),
        *(PULL_REQUESTS, REVIEWS, REVIEW_COMMENTS, AUTHOR_ACCOUNTS),
        *(PROFILES, WORKS, WORK_PEOPLE, WORK_REPOSITORIES, ACCOUNT_LINKS),
        OWN_WORK,
    )
}
"""All tables by name."""
