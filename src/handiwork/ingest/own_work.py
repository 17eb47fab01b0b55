"""Figures of a person's own lines in one repository → one committed package; written again only if they changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handiwork.ingest.rows import commit_rows, earlier
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.privacy.addresses import has_address
from handiwork.privacy.suppression import Suppressions

__all__ = ["ORIGIN", "ReadWork", "forget_left_out", "save_own_work"]

ORIGIN = "signals"
"""What these packages are under in the lake."""


@dataclass(frozen=True, slots=True)
class ReadWork:
    """Whose work was read, where and when.

    Attributes
    ----------
    account
        Key of the account the figures are kept under.
    repo_name
        owner/name.
    revision
        The commit that was read.
    checked_at
        When, UTC.
    logins
        The person's logins in lower case, also former ones: by these, too, they can be left out.
    """

    account: str
    repo_name: str
    revision: str
    checked_at: datetime
    logins: frozenset[str] = frozenset()


def save_own_work(
    lake: Lake, read: ReadWork, figures: Iterable[Mapping[str, Any]], *, suppressions: Suppressions
) -> PackageRecord | None:
    """Keep what a person's own lines in one repository show, in place of what was kept before.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    read
        What they are about.
    figures
        ``signal``, ``period``, ``value``, ``hits``, ``n`` and ``examples`` (objects), of this repository alone.
    suppressions
        Who is left out: nothing is kept of them.

    Returns
    -------
    PackageRecord or None
        As committed, or as it was if the figures are the same at the same revision; None of somebody left out.
    """
    if _is_left_out(read.account, read.logins, suppressions):
        return None
    rows = [_row(figure, read) for figure in figures]
    package, digest = f"{read.account}/{read.repo_name}", _digest(rows)
    before = earlier(lake, ORIGIN, package, suppressions)
    if before is not None and before.details.get("digest") == digest:
        return before
    at = read.checked_at.replace(microsecond=0, tzinfo=None)
    details = {"digest": digest, "revision": read.revision, "logins": sorted(read.logins)}
    record = PackageRecord(ORIGIN, package, "complete", details=details)
    return commit_rows(
        lake, record, {"own_work": [{**row, "checked_at": at} for row in rows]}, suppressions=suppressions
    )


def forget_left_out(lake: Lake, suppressions: Suppressions) -> int:
    """Remove what was kept of people who were left out since; return how many packages that were.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    suppressions
        Who is left out.
    """
    records = lake.records(ORIGIN) if suppressions else []
    gone = [
        record.package
        for record in records
        if _is_left_out(record.package.partition("/")[0], record.details.get("logins", ()), suppressions)
    ]
    for package in gone:
        lake.remove(ORIGIN, package)
    return len(gone)


# --- private ---


def _is_left_out(account: str, logins: Iterable[str], suppressions: Suppressions) -> bool:
    origin, _, name = account.partition(":")
    account_id = int(name) if origin == "github" and name.isdecimal() else None
    named = {*logins, name} if origin == "login" else set(logins)
    return suppressions.covers(account_id, None) or any(suppressions.covers(None, login) for login in named)


def _row(figure: Mapping[str, Any], read: ReadWork) -> dict[str, Any]:
    """Return a figure's row; a place whose path or name holds an address is not kept."""
    places = [json.dumps(place, ensure_ascii=False) for place in figure["examples"]]
    examples = f"[{', '.join(place for place in places if not has_address(place))}]"
    named = {"account": read.account, "repo_name": read.repo_name, "revision": read.revision, "examples": examples}
    return named | {name: figure[name] for name in ("signal", "period", "value", "hits", "n")}


def _digest(rows: Sequence[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]
