"""What the small origins share: what became of a package, whose names may be told, and how a text is cut short."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handiwork.errors import HandiworkError
from handiwork.lake.manifest import PackageRecord
from handiwork.privacy.addresses import scrub
from handiwork.privacy.suppression import Suppressions

__all__ = ["Visible", "digest_of", "failed", "first_sentence", "unchanged"]

_LONGEST_SUMMARY = 300


class Visible:
    """Names that may be told: those of nobody who is left out.

    Parameters
    ----------
    suppressions
        Who is left out.
    """

    def __init__(self, suppressions: Suppressions) -> None:
        self._left_out = suppressions

    def handle(self, name: str | None) -> bool:
        """Return whether an account's name may be told."""
        return not self._left_out.covers(None, name)

    def owned(self, name: str) -> bool:
        """Return whether ``owner/name`` may be told."""
        return self.handle(name.partition("/")[0])


def failed(origin: str, package: str, error: HandiworkError) -> PackageRecord:
    """Return what to say about a package that could not be loaded; it is not committed."""
    problem = scrub(str(error))
    details = {"problem": problem, "error": type(error).__name__, "exit_code": error.exit_code, "load": "failed"}
    return PackageRecord(origin, package, "failed", details=details)


def unchanged(record: PackageRecord) -> PackageRecord:
    """Return what to say about a package that is as it was."""
    return replace(record, details={**record.details, "load": "unchanged"})


def digest_of(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return a digest of what rows say, whenever it was told."""
    plain = {
        table: [{name: value for name, value in row.items() if name != "seen_at"} for row in found]
        for table, found in rows.items()
    }
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]


def first_sentence(text: str | None) -> str | None:
    """Return the first sentence of a text on one line, at most 300 characters; None if there is none.

    Examples
    --------
    >>> first_sentence("Small models.  They fit in a pocket.")
    'Small models.'
    """
    line = scrub(" ".join((text or "").split()))
    end = line.find(". ")
    line = line[: end + 1] if end >= 0 else line
    if len(line) > _LONGEST_SUMMARY:
        line = line[: _LONGEST_SUMMARY - 1].rstrip() + "…"
    return line or None
