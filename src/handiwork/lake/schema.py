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

TABLES: dict[str, Table] = {
    t.name: t for t in (EVENTS, PUSH_COMMITS, ACCOUNTS, REPOSITORIES, COMMITS, CREDITS, AUTHORS)
}
"""All tables by name."""
