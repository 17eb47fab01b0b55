"""What is read of an archive line: declared schemas, so that unknown fields cost nothing and break nothing.

Two schemas cover the four formats. *Modern* lines (2011 to early 2012, and since 2015) have ``id``,
``actor{}`` and ``repo{}``; *timeline* lines (2012-03 to 2014) have ``repository{}`` and a text ``actor``.
A field that has another type in some era is read as None there, never as an error. Instants are read with
their offset; one that the reader does not know (``2012/03/10 22:00:00 -0800``) makes the line odd, see ``mend``.
"""

import ibis
import ibis.expr.types as ir

__all__ = ["MODERN", "PUSHES", "PUSH_LINE", "TIMELINE", "modern_table", "push_table", "timeline_table"]

_USER = "struct<id: int64, login: string, type: string>"
_REPOSITORY = (
    "struct<id: int64, full_name: string, description: string, language: string, stargazers_count: int32, "
    "topics: array<string>, license: struct<spdx_id: string>, fork: boolean, default_branch: string>"
)
_LABELS = "array<struct<name: string>>"
_PULL_REQUEST = (
    f"struct<number: int32, title: string, state: string, merged: boolean, user: {_USER}, "
    f"labels: {_LABELS}, commits: int32, additions: int32, deletions: int32, changed_files: int32, "
    f"author_association: string, base: struct<repo: {_REPOSITORY}>>"
)
_ISSUE = (
    f"struct<number: int32, title: string, user: {_USER}, labels: {_LABELS}, author_association: string, "
    "pull_request: struct<url: string>>"
)
_KIND = "struct<type: string>"
_COMMENT = f"struct<id: int64, user: {_KIND}, path: string, author_association: string>"
_FORKEE = (
    "struct<full_name: string, description: string, language: string, topics: array<string>, "
    "license: struct<spdx_id: string>, default_branch: string>"
)
_COMMIT = "struct<sha: string, message: string, author: struct<name: string, email: string>, distinct: boolean>"
_RELEASE = "struct<tag_name: string, name: string>"

MODERN = {
    "type": "string",
    "id": "int64",
    "created_at": "timestamp('UTC')",
    "actor": "struct<id: int64, login: string>",
    "repo": "struct<id: int64, name: string, url: string>",
    "payload": (
        "struct<action: string, number: int32, ref: string, ref_type: string, object: string, full_ref: string, "
        "description: string, master_branch: string, repository_id: int64, push_id: int64, size: int32, "
        f"shas: array<array<string>>, commits: array<{_COMMIT}>, pull_request: {_PULL_REQUEST}, issue: {_ISSUE}, "
        f"comment: {_COMMENT}, review: struct<id: int64, user: {_KIND}, state: string, author_association: string>, "
        f"forkee: {_FORKEE}, release: {_RELEASE}, member: {_USER}>"
    ),
}
"""Columns read of a modern line."""

PUSHES = {
    "type": "string",
    "id": "int64",
    "created_at": "timestamp('UTC')",
    "actor_id": "int64",
    "actor_login": "string",
    "repo_id": "int64",
    "repo_name": "string",
    "is_first": "boolean",
    "push_id": "int64",
    "size": "int32",
    "ref": "string",
    "commits": f"array<{_COMMIT}>",
    "shas": "array<array<string>>",
}
"""Columns kept of a modern push: fields that only other events have are not looked for in one."""

PUSH_LINE = {
    **{name: MODERN[name] for name in ("type", "id", "created_at", "actor", "repo")},
    "payload": (
        f"struct<push_id: int64, size: int32, ref: string, commits: array<{_COMMIT}>, shas: array<array<string>>>"
    ),
}
"""Columns read of a modern line that is a push: most of a modern schema's fields would be empty there."""

TIMELINE = {
    "type": "string",
    "id": "int64",
    "created_at": "timestamp('UTC')",
    "url": "string",
    "actor": "string",
    "actor_attributes": "struct<login: string, type: string>",
    "repository": (
        "struct<id: int64, name: string, owner: string, description: string, language: string, watchers: int32, "
        "stargazers: int32, fork: boolean, master_branch: string>"
    ),
    "payload": (
        "struct<action: string, number: int32, ref: string, ref_type: string, head: string, id: int64, name: string, "
        "description: string, master_branch: string, size: int32, shas: array<array<string>>, comment_id: int64, "
        f"issue_id: int64, pull_request: {_PULL_REQUEST}, comment: {_COMMENT}, release: {_RELEASE}, member: {_USER}, "
        "target: struct<login: string>>"
    ),
}
"""Columns read of a timeline line."""


def modern_table(name: str = "raw_modern") -> ir.Table:
    """Return an unbound Ibis table of modern lines, to build expressions on."""
    return ibis.table(ibis.schema(MODERN), name=name)


def push_table(name: str = "raw_pushes") -> ir.Table:
    """Return an unbound Ibis table of modern pushes, to build expressions on."""
    return ibis.table(ibis.schema(PUSHES), name=name)


def timeline_table(name: str = "raw_timeline") -> ir.Table:
    """Return an unbound Ibis table of timeline lines, to build expressions on."""
    return ibis.table(ibis.schema(TIMELINE), name=name)
