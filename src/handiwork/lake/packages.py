"""The manifest: which packages are committed, read without opening one file for each of them.

A package's record is its own file, ``manifest/<origin>/<package>.json``: its appearance is the commit. When there
are :data:`FOLD_AT` such files, the writer copies them into one segment, ``segments/<number>.jsonl.gz``, and then
removes them. A record of its own wins over every segment, a later segment over an earlier one, so that a crash
at any moment, also between the copy and the removal, changes nothing. A package that is removed after it went
into a segment leaves a record with the status ``removed``.

A reader looks at records first and at segments afterwards: what is folded in between it finds in the segment.
"""

import gzip
from urllib.parse import quote

from handiwork.errors import StoreError
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.places import Place

__all__ = ["FOLD_AT", "LAYOUT_WITH_SEGMENTS", "Packages", "safe_name"]

FOLD_AT = 1000
"""Records of their own after which they are folded into a segment."""

LAYOUT_WITH_SEGMENTS = 2
"""Version of a lake's layout from its first segment on: a version that does not know them must not write to it."""

REMOVED = "removed"
"""Status of a package that was removed although an earlier segment has it."""

_Key = tuple[str, str]


def safe_name(name: str) -> str:
    """Return a file name for any package name; different names stay different.

    Examples
    --------
    >>> safe_name("pallets/flask")
    'pallets%2Fflask'
    """
    return quote(name, safe="@").replace("..", "%2E%2E")


class Packages:
    """The records of one lake.

    Parameters
    ----------
    place
        Where the lake is.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._own: dict[str, tuple[str, PackageRecord]] = {}
        self._segments: dict[str, list[PackageRecord]] = {}
        self._held: dict[_Key, PackageRecord] | None = None

    def all(self) -> dict[_Key, PackageRecord]:
        """Return every committed package by origin and name; only what changed since the last call is read."""
        found = self._every() if self._held is None else self._held
        return {key: record for key, record in sorted(found.items()) if record.status != REMOVED}

    def get(self, origin: str, package: str) -> PackageRecord | None:
        """Return one committed package, None if there is none."""
        found = (self._every() if self._held is None else self._held).get((origin, package))
        return None if found is None or found.status == REMOVED else found

    def hold(self) -> None:
        """Remember the manifest from now on: this is the only writer."""
        self._held = self._every()

    def release(self) -> None:
        """Look at the place again from now on."""
        self._held = None

    def put(self, record: PackageRecord) -> None:
        """Commit a package; only between :meth:`hold` and :meth:`release`."""
        path = _path_of(record)
        self._place.write(path, record.to_json().encode())
        self._own[path] = ("", record)
        self._holding()[record.origin, record.package] = record
        if len(self._own) >= FOLD_AT:
            self.fold()

    def remove(self, record: PackageRecord) -> None:
        """Take a package back; only between :meth:`hold` and :meth:`release`."""
        key = (record.origin, record.package)
        if any((r.origin, r.package) == key for segment in self._segments.values() for r in segment):
            self.put(PackageRecord(*key, REMOVED))
            return
        self._place.remove([_path_of(record)])
        self._own.pop(_path_of(record), None)
        self._holding().pop(key, None)

    def fold(self) -> None:
        """Copy the records that have files of their own into a segment, then remove those files."""
        if not self._segments:
            self._place.write("format", f"{LAYOUT_WITH_SEGMENTS}\n".encode())
        numbers = [int(path.partition("/")[2].partition(".")[0]) for path in self._segments]
        path = f"segments/{max(numbers, default=0) + 1:06d}.jsonl.gz"
        records = [record for _, (_, record) in sorted(self._own.items())]
        lines = "".join(f"{record.to_line()}\n" for record in records)
        self._place.write(path, gzip.compress(lines.encode(), 6, mtime=0))
        self._segments[path] = records
        self._place.remove(list(self._own))
        self._own.clear()

    def refold(self) -> None:
        """Write all records into one new segment and remove the earlier ones; nothing happens if there is none."""
        if not self._segments:
            return
        earlier, own = list(self._segments), list(self._own)
        held = {key: record for key, record in self._holding().items() if record.status != REMOVED}
        number = 1 + max(int(path.partition("/")[2].partition(".")[0]) for path in earlier)
        path = f"segments/{number:06d}.jsonl.gz"
        lines = "".join(f"{record.to_line()}\n" for _, record in sorted(held.items()))
        self._place.write(path, gzip.compress(lines.encode(), 6, mtime=0))
        # Removed packages keep their records until no earlier segment can bring them back.
        self._place.remove(earlier)
        self._place.remove(own)
        self._segments, self._own = {path: list(held.values())}, {}
        self._held = dict(held)

    # --- private ---

    def _holding(self) -> dict[_Key, PackageRecord]:
        if self._held is None:
            raise RuntimeError("packages are committed only while the manifest is held")
        return self._held

    def _every(self) -> dict[_Key, PackageRecord]:
        self._read_own()
        self._read_segments()
        found: dict[_Key, PackageRecord] = {}
        for _, records in sorted(self._segments.items()):
            found.update(((r.origin, r.package), r) for r in records)
        found.update(((r.origin, r.package), r) for _, r in self._own.values())
        return found

    def _read_own(self) -> None:
        listed = {p: stamp for p, stamp in self._place.listing("manifest").items() if p.endswith(".json")}
        known = {p: own for p, own in self._own.items() if listed.get(p) == own[0]}
        contents = self._place.read(p for p in listed if p not in known)
        read = {p: (listed[p], PackageRecord.parse(c, self._place.address(p))) for p, c in contents.items()}
        self._own = known | read

    def _read_segments(self) -> None:
        listed = self._place.listing("segments")
        contents = self._place.read(p for p in listed if p.endswith(".gz") and p not in self._segments)
        for path, content in contents.items():
            where = self._place.address(path)
            try:
                lines = gzip.decompress(content).splitlines()
            except (OSError, EOFError) as error:
                raise StoreError(
                    f"{where} is damaged ({error}): restore it, or ingest again into a new lake"
                ) from error
            self._segments[path] = [PackageRecord.parse(line, where) for line in lines]


def _path_of(record: PackageRecord) -> str:
    return f"manifest/{record.origin}/{safe_name(record.package)}.json"
