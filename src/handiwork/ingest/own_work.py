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

__all__ = ["ORIGIN", "ReadWork", "save_own_work"]

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
    """

    account: str
    repo_name: str
    revision: str
    checked_at: datetime


def save_own_work(
    lake: Lake, read: ReadWork, figures: Iterable[Mapping[str, Any]], *, suppressions: Suppressions
) -> PackageRecord:
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
    PackageRecord
        As committed, or as it was if the figures are the same at the same revision.
    """
    rows = [_row(figure, read) for figure in figures]
    package, digest = f"{read.account}/{read.repo_name}", _digest(rows)
    before = earlier(lake, ORIGIN, package, suppressions)
    if before is not None and before.details.get("digest") == digest:
        return before
    at = read.checked_at.replace(microsecond=0, tzinfo=None)
    record = PackageRecord(ORIGIN, package, "complete", details={"digest": digest, "revision": read.revision})
    return commit_rows(
        lake, record, {"own_work": [{**row, "checked_at": at} for row in rows]}, suppressions=suppressions
    )


# --- private ---


def _row(figure: Mapping[str, Any], read: ReadWork) -> dict[str, Any]:
    """Return a figure's row; a place whose path or name holds an address is not kept."""
    places = [json.dumps(place, ensure_ascii=False) for place in figure["examples"]]
    examples = f"[{', '.join(place for place in places if not has_address(place))}]"
    named = {"account": read.account, "repo_name": read.repo_name, "revision": read.revision, "examples": examples}
    return named | {name: figure[name] for name in ("signal", "period", "value", "hits", "n")}


def _digest(rows: Sequence[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:16]
