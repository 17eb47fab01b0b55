"""What a committed load package says about itself: the one file whose appearance is the commit."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from handiwork.errors import StoreError
from handiwork.lake.schema import FORMAT_VERSION

__all__ = ["DataFile", "PackageRecord"]


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a package: its table, its path below the lake, rows and bytes."""

    table: str
    path: str
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """One committed load package.

    Attributes
    ----------
    origin
        ``gharchive``, ``git``, …
    package
        What was loaded, unique within the origin: an hour (``2015-01-01-0``) or a repository (``pallets/flask``).
    status
        ``complete``, ``partial`` (something was rejected), ``missing`` (the origin has none) or ``failed``.
    source
        Where it came from: name, bytes, sha256 of the input, as far as they apply; never an absolute path.
    counts
        Whole numbers by name: ``events``, ``rejected``, ``duplicates``, ``commits``, …
    files
        The committed data files.
    first_at, last_at
        First and last instant in the data, ISO 8601 in UTC; None if it has no rows.
    details
        Anything else worth telling: era, problems by kind, cursor.
    """

    origin: str
    package: str
    status: str
    source: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    files: tuple[DataFile, ...] = ()
    first_at: str | None = None
    last_at: str | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the record as stable JSON text."""
        return json.dumps({"format": FORMAT_VERSION, **asdict(self)}, indent=1, sort_keys=True, ensure_ascii=False)

    def to_line(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps({"format": FORMAT_VERSION, **asdict(self)}, sort_keys=True, ensure_ascii=False)

    @classmethod
    def parse(cls, text: bytes | str, where: str) -> "PackageRecord":
        """Return the record that a file's content is.

        Parameters
        ----------
        text
            JSON.
        where
            Names the file in errors.

        Raises
        ------
        StoreError
            If it is damaged or was written by another version.
        """
        try:
            found = json.loads(text)
            version = found.pop("format")
            if version != FORMAT_VERSION:
                raise StoreError(
                    f"{where} has lake format {version}, this version reads {FORMAT_VERSION}: "
                    "use the version that wrote it, or ingest again into a new HANDIWORK_HOME"
                )
            found["files"] = tuple(DataFile(**f) for f in found["files"])
            return cls(**found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{where} is damaged ({error}): remove it and load the package again") from error
