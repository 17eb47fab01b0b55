"""Where an act can be looked at on GitHub."""

import re
from urllib.parse import quote

__all__ = ["file_url", "url_of"]

_BASE = "https://github.com"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
_LOGIN = re.compile(r"[A-Za-z0-9_-]+(\[bot\])?")
_SHA = re.compile(r"[0-9a-f]{7,40}")
_COMMITS = frozenset({"commit", "co_commit", "commit_review"})
_PULLS = frozenset({"pull_request", "merged_pull_request"})


def url_of(
    kind: str,
    repository: str,
    *,
    number: int | None = None,
    sha: str | None = None,
    comment_id: int | None = None,
    login: str | None = None,
) -> str | None:
    """Return the address of an act; None where its repository has no name of the form owner/name.

    Parameters
    ----------
    kind
        As in the contributions table.
    repository
        owner/name.
    number
        Pull request or issue number.
    sha
        Commit id.
    comment_id
        Id of a review or comment.
    login
        Who acted; used for pushes, which have no page of their own.

    Examples
    --------
    >>> url_of("merged_pull_request", "encode/starlette", number=12)
    'https://github.com/encode/starlette/pull/12'
    >>> url_of("review", "encode/starlette", number=12, comment_id=7)
    'https://github.com/encode/starlette/pull/12#pullrequestreview-7'
    >>> url_of("push", "encode/starlette", login="ada_l")
    'https://github.com/encode/starlette/commits?author=ada_l'
    """
    if not _NAME.fullmatch(repository):
        return None
    place = f"{_BASE}/{repository}"
    if kind in _COMMITS and sha and _SHA.fullmatch(sha):
        return f"{place}/commit/{sha}"
    if number is not None:
        return f"{place}/{_numbered(kind, number, comment_id)}"
    if kind == "release":
        return f"{place}/releases"
    if login and _LOGIN.fullmatch(login) and (kind == "push" or kind in _COMMITS):
        return f"{place}/commits?author={login}"
    return place


def file_url(repository: str, sha: str, path: str, line: int | None = None) -> str | None:
    """Return the address of a file as a commit left it; None where its repository or commit has no proper name.

    Parameters
    ----------
    repository
        owner/name.
    sha
        Commit id.
    path
        Within the repository, parts joined by ``/``; empty for the commit itself.
    line
        The first line is 1; None for the whole file.

    Examples
    --------
    >>> file_url("encode/starlette", "0123abc", "starlette/routing.py", 7)
    'https://github.com/encode/starlette/blob/0123abc/starlette/routing.py#L7'
    """
    if not _NAME.fullmatch(repository) or not _SHA.fullmatch(sha):
        return None
    if not path:
        return f"{_BASE}/{repository}/commit/{sha}"
    return f"{_BASE}/{repository}/blob/{sha}/{quote(path)}" + ("" if line is None else f"#L{line}")


# --- private ---


def _numbered(kind: str, number: int, comment_id: int | None) -> str:
    if kind in {"review", "review_comment"}:
        anchor = "pullrequestreview-" if kind == "review" else "discussion_r"
        return f"pull/{number}" + (f"#{anchor}{comment_id}" if comment_id is not None else "")
    if kind in _PULLS or kind in _COMMITS:
        return f"pull/{number}"
    # GitHub sends an issue's address on to the pull request of that number.
    anchor = f"#issuecomment-{comment_id}" if kind == "comment" and comment_id is not None else ""
    return f"issues/{number}{anchor}"
