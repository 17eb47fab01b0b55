"""One act as evidence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handiwork.evidence.links import url_of
from handiwork.index import CONTRIBUTION_KINDS, Index

__all__ = ["Evidence", "read_acts"]

_KINDS = {kind.code: kind.name for kind in CONTRIBUTION_KINDS}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One act behind a score.

    Attributes
    ----------
    kind
        As in the contributions table.
    repository
        owner/name.
    number
        Pull request or issue number; None if it has none.
    sha
        Commit id; None if it is no commit.
    title
        Subject or title; None if none was delivered.
    at
        When, UTC without zone.
    times
        Acts it stands for, at least 1.
    url
        Where to look at it; None where its repository has no public name.
    value
        Share of the score that is due to it, not negative; 0 where no share was asked for.
    """

    kind: str
    repository: str
    number: int | None
    sha: str | None
    title: str | None
    at: datetime
    times: int
    url: str | None
    value: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return what the command line's JSON shows: one of ``number`` and ``sha``, ``at`` in ISO 8601, UTC."""
        place = {"number": self.number} if self.sha is None and self.number is not None else {"sha": self.sha}
        return {
            "kind": self.kind,
            "repo": self.repository,
            **place,
            "title": self.title,
            "at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "url": self.url,
        }


def read_acts(index: Index, rows: list[int], values: list[float]) -> tuple[Evidence, ...]:
    """Return rows of an index's contributions as evidence, in the order given."""
    found = [index.contribution(row) for row in rows]
    logins = {i: index.login(i) for i in {row["person_id"] for row in found}}
    return tuple(
        _evidence(index, row, logins[row["person_id"]], value) for row, value in zip(found, values, strict=True)
    )


# --- private ---


def _evidence(index: Index, row: dict[str, Any], login: str | None, value: float) -> Evidence:
    kind = _KINDS[row["kind"]]
    repository = index.repository_name(row["repo_no"])
    number = row["number"] if row["number"] >= 0 else None
    comment_id = row["comment_id"] if row["comment_id"] >= 0 else None
    sha = row["sha"] or None
    url = url_of(kind, repository, number=number, sha=sha, comment_id=comment_id, login=login)
    return Evidence(kind, repository, number, sha, row["title"] or None, row["at"], row["times"], url, value)
