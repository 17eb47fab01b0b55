"""The packages of one repository: rows put into them by pull request number, each page durable, unchanged ones left.

=========================  ========================================================================================
package                    what it holds
=========================  ========================================================================================
``owner/name``             repository facts; its record keeps where to go on (``owner/name~12`` for the one with that
                           id, where another one of the same name was loaded before)
``owner/name/pulls/00003`` pull requests 3,000 to 3,999 with reviews, comments on lines and the accounts in them
``owner/name/authors``     accounts of git authors
``profile:ada_l``          one public profile
=========================  ========================================================================================
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow.parquet as pq

from handiwork.ingest.rows import Rows, commit_rows
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

__all__ = ["ORIGIN", "Keeper"]

ORIGIN = "github"
"""Name of the origin in the manifest."""

_AT_ONCE = 1000
_TOLD_AT = ("seen_at", "facts_at", "first_seen_at", "last_seen_at")
_AUTHORS = ("author", "reviewer")
_KEYS = {"pull_requests": ("number",), "reviews": ("review_id",), "review_comments": ("comment_id",)}
"""What identifies a row within one repository, whatever that was called when the row was told."""

_Row = Mapping[str, Any]


class Keeper:
    """Puts rows into the packages of one repository, or of profiles.

    Parameters
    ----------
    lake
        Being written to.
    suppressions
        Who is left out: their rows go, and whom they merged for stays.
    source
        The API's address.

    Attributes
    ----------
    has_written
        Whether anything was committed.
    """

    def __init__(self, lake: Lake, suppressions: Suppressions, source: str) -> None:
        self.lake, self.has_written = lake, False
        self._suppressions, self._source = suppressions, {"address": source}

    def put(
        self, package: str, rows: Rows, *, record: PackageRecord | None = None, is_whole: bool = False
    ) -> PackageRecord:
        """Put rows into a package, in place of those with the same key; nothing is written if nothing is new.

        Parameters
        ----------
        package
            Its name.
        rows
            As :mod:`handiwork.ingest.github.rows` makes them.
        record
            What to say about the package; None for what is said of it already.
        is_whole
            The rows are all that the package is to hold.

        Returns
        -------
        PackageRecord
            As it is in the lake now.
        """
        earlier = self.lake.record(ORIGIN, package)
        old = self.rows_of(earlier) if earlier else {}
        merged = {}
        for table in {*old, *rows}:
            before, given = self._allowed(old.get(table, ())), self._allowed(rows.get(table, ()))
            if found := _merged(table, before, given, is_whole=is_whole):
                merged[table] = found
        said = record or earlier or PackageRecord(ORIGIN, package, "complete")
        said = replace(said, source=self._source, files=())
        if earlier and old == merged and self._says_the_same(earlier, said):
            return earlier
        self.has_written = True
        counts = {k: v for k, v in said.counts.items() if record is not None or k not in TABLES}
        return commit_rows(self.lake, replace(said, counts=counts), merged, suppressions=self._suppressions)

    def put_by_number(self, repository: str, rows: Rows) -> None:
        """Put rows about pull requests into the packages of their numbers; accounts go with the first of them."""
        parts: dict[int, dict[str, list[_Row]]] = defaultdict(lambda: defaultdict(list))
        for table, found in rows.items():
            for row in found:
                if table != "accounts":
                    parts[row["number"] // _AT_ONCE][table].append(row)
        for place, part in sorted(parts.items()):
            named = _names_in(part)
            part["accounts"] = [r for r in rows.get("accounts", ()) if (r["account_id"], r["login"]) in named]
            self.put(f"{repository}/pulls/{place:05d}", part)

    def refilter(self, packages: Iterable[str]) -> None:
        """Take people out of packages who were left out since they were written."""
        for package in packages:
            self.put(package, {})

    def packages_of(self, repository: str) -> list[PackageRecord]:
        """Return the packages of a repository beside its own."""
        return [r for r in self.lake.records(ORIGIN) if r.package.startswith(f"{repository}/")]

    def rows_of(self, record: PackageRecord) -> dict[str, list[_Row]]:
        """Return the rows of a package by table."""
        found: dict[str, list[_Row]] = {}
        for file in record.files:
            found.setdefault(file.table, []).extend(
                pq.read_table(self.lake.open(file.path), partitioning=None).to_pylist()
            )
        return found

    # --- private ---

    def _says_the_same(self, earlier: PackageRecord, said: PackageRecord) -> bool:
        details = {**said.details, "suppressed": self._suppressions.fingerprint}
        same = (earlier.status, earlier.details, earlier.first_at, earlier.last_at, earlier.source)
        counts = {k: v for k, v in said.counts.items() if earlier.counts.get(k) != v}
        return same == (said.status, details, said.first_at, said.last_at, said.source) and not counts

    def _allowed(self, rows: Sequence[_Row]) -> list[_Row]:
        return [self._shown(row) for row in rows if not self._is_left_out(row)]

    def _is_left_out(self, row: _Row) -> bool:
        pairs = [(row.get(f"{who}_id"), row.get(f"{who}_login")) for who in _AUTHORS]
        pairs.append((row.get("account_id"), row.get("login")))
        return any(self._suppressions.covers(*pair) for pair in pairs)

    def _shown(self, row: _Row) -> _Row:
        """Return a row without the name of a merger who is left out: what was merged is somebody else's work."""
        if "merger_id" in row and self._suppressions.covers(row["merger_id"], row["merger_login"]):
            return {**row, "merger_id": None, "merger_login": None}
        return row


# --- private ---


def _names_in(part: Mapping[str, Sequence[_Row]]) -> set[tuple[int | None, str | None]]:
    who = (*_AUTHORS, "merger")
    return {
        (row[f"{w}_id"], row[f"{w}_login"]) for rows in part.values() for row in rows for w in who if f"{w}_id" in row
    }


def _merged(table: str, old: Sequence[_Row], new: Sequence[_Row], *, is_whole: bool) -> list[_Row]:
    """Return rows by key, a new one in place of an old one unless it tells the same again."""
    columns = _KEYS.get(table, TABLES[table].key)
    names = TABLES[table].arrow.names
    found = {_key(columns, row): dict(row) for row in old}
    for given in new:
        row = {name: given.get(name) for name in names}
        key = _key(columns, row)
        if key not in found or _fact(found[key]) != _fact(row):
            found[key] = row
    wanted = {_key(columns, row) for row in new} if is_whole else found.keys()
    return [found[key] for key in sorted(wanted)]


def _key(columns: Sequence[str], row: _Row) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in columns)


def _fact(row: _Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _TOLD_AT}
