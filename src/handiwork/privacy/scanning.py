"""Proof by looking: every file of a home read to the last byte for what could name somebody."""

import gzip
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ipc

from handiwork.privacy.identifiers import Identifiers

__all__ = ["Found", "Scan", "scan_database", "scan_folder"]

_ID_COLUMNS = re.compile(
    "(?:actor|author|member|pusher|merger|reviewer|account|github|owner)_id|id_of_(?:account|person)"
)
"""Columns of whole numbers that are account ids."""

_NAME_COLUMNS = frozenset({"name", "author_name"})
"""Columns of names of people: somebody else may bear the same, so a name there proves nothing."""

_TEXTS = frozenset({".json", ".jsonl", ".toml", ".txt", ".md", ".csv", ".html", ""})

_MOST_SHOWN = 60
_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    Attributes
    ----------
    where
        File below the folder that was looked through, and the column, table or member within it.
    what
        What stands there, at most 60 characters.
    """

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What looking through came to.

    Attributes
    ----------
    files, bytes
        Read.
    found
        What is still there; empty is the proof.
    unread
        Files that could not be read as what they say they are; their raw bytes were looked through.
    """

    files: int
    bytes: int
    found: tuple[Found, ...]
    unread: tuple[str, ...]


def scan_folder(root: Path, who: Identifiers, *, apart: Callable[[Path], bool]) -> Scan:
    """Look for somebody in every file below a folder.

    Parameters
    ----------
    root
        The folder.
    who
        Whom to look for.
    apart
        Says of a file that it is looked through in another way, as the state is.

    Notes
    -----
    Parquet and Arrow are read by their columns, SQLite by its tables, gzip unpacked; everything is also looked through
    as raw bytes, which covers what is not compressed. Mirrors of git histories are compressed by git: an erasure
    removes those in which the person has part.
    """
    files = size = 0
    found: list[Found] = []
    unread: list[str] = []
    raw = _raw_pattern(who)
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink()):
        if apart(path):
            continue
        where = path.relative_to(root).as_posix()
        files, size = files + 1, size + path.stat().st_size
        found += [Found(f"{where} (name)", said) for said in who.found_in(where.replace("%2F", "/"))]
        try:
            found += [Found(f"{where}: {part}", what[:_MOST_SHOWN]) for part, what in _read(path, who)]
        except (OSError, EOFError, ValueError, pa.ArrowInvalid, sqlite3.DatabaseError):
            unread.append(where)
        found += [Found(f"{where} (bytes)", said) for said in _raw(path, raw)]
    return Scan(files, size, tuple(dict.fromkeys(found)), tuple(unread))


def scan_database(file: Path, who: Identifiers, *, without: str) -> Scan:
    """Look for somebody in an SQLite database, one table aside.

    Parameters
    ----------
    file
        The database; read only. A copy without the table is looked through to its last byte, and the database itself
        must have no free pages, in which something could be left.
    who
        Whom to look for.
    without
        The table that may name them.
    """
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.sqlite")
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
            (free,) = source.execute("PRAGMA freelist_count").fetchone()
            if free:
                found.append(Found(f"{file.name}: {free} free pages", "may hold what was deleted"))
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA foreign_keys = OFF")
                target.execute(f'DELETE FROM "{without}"')  # noqa: S608 - a table of ours
                target.commit()
                target.execute("VACUUM")
                target.execute("PRAGMA journal_mode = DELETE")
        whole = scan_folder(Path(folder), who, apart=lambda _: False)
    found += [Found(each.where.replace("copy.sqlite", file.name), each.what) for each in whole.found]
    beside = [file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-journal")]
    for each in beside:
        if each.exists() and each.stat().st_size:
            raw = _raw(each, _raw_pattern(who))
            found += [Found(f"{each.name} (bytes)", said) for said in raw]
    return Scan(1, file.stat().st_size, tuple(dict.fromkeys(found)), whole.unread)


# --- private ---


def _read(path: Path, who: Identifiers) -> Iterator[tuple[str, str]]:
    """Yield where in a file something is found, and what."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        with pq.ParquetFile(path) as opened:
            for batch in opened.iter_batches(batch_size=_AT_ONCE):
                yield from _in_columns(batch, who)
    elif ending == ".arrow":
        with pa.memory_map(str(path)) as opened:
            for batch in _batches(opened):
                yield from _in_columns(batch, who)
    elif ending == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            yield from _in_lines(lines, who)
    elif ending in {".sqlite", ".db"}:
        yield from _in_database(path, who)
    elif ending in _TEXTS:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from _in_lines(lines, who)


def _in_lines(lines: Iterable[str], who: Identifiers) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        for said in [*who.found_in(line), *_ids_in(line, who)]:
            yield f"line {number}", said


def _batches(opened: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    reader = ipc.open_file(opened)
    for number in range(reader.num_record_batches):
        yield reader.get_batch(number)


def _in_columns(batch: pa.RecordBatch, who: Identifiers) -> Iterator[tuple[str, str]]:
    for field, column in zip(batch.schema, batch.columns, strict=True):
        kind = field.type
        if pa.types.is_integer(kind):
            if who.ids and _ID_COLUMNS.fullmatch(field.name):
                for value in set(column.to_pylist()) & who.ids:
                    yield field.name, str(value)
            continue
        values: Iterable[Any] = column.to_pylist()
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            values = (each for several in values for each in several or ())
        for value in {each for each in values if isinstance(each, str)}:
            for said in _in_text(value, who, field.name):
                yield field.name, said


def _in_text(value: str, who: Identifiers, column: str) -> list[str]:
    lowered = value.lower()
    if lowered in who.logins or lowered in who.keys:
        return [value]
    if column in _NAME_COLUMNS:
        return [] if lowered in who.names else [said for said in who.found_in(value) if said.lower() not in who.names]
    return who.found_in(value)


def _ids_in(line: str, who: Identifiers) -> list[str]:
    """Return account ids that stand in JSON under a key for one."""
    if not who.ids:
        return []
    numbers = "|".join(str(number) for number in sorted(who.ids))
    keyed = rf'"(?:{_ID_COLUMNS.pattern})"\s*:\s*(?:{numbers})(?![0-9])|github:(?:{numbers})(?![0-9])'
    return [match[0] for match in re.finditer(keyed, line)]


def _in_database(path: Path, who: Identifiers) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        opened.text_factory = lambda content: content.decode("utf-8", "replace")
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = opened.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - its own tables
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    for said in _in_value(name, value, who):
                        yield f"{table}.{name}", said


def _in_value(column: str, value: Any, who: Identifiers) -> list[str]:
    if isinstance(value, int):
        return [str(value)] if value in who.ids and _ID_COLUMNS.fullmatch(column) else []
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return []
    return [*_in_text(value, who, column), *_ids_in(value, who)]


def _raw_pattern(who: Identifiers) -> "re.Pattern[bytes] | None":
    """Return what is looked for in raw bytes: handles that can be no ordinary word, and keys."""
    odd = [each for each in who.handles if not each.isalpha() or len(each) > 7]
    wanted = [*odd, *(key for key in who.keys if not key.startswith("login:"))]
    if not wanted:
        return None
    either = "|".join(re.escape(each) for each in sorted(wanted, key=len, reverse=True))
    return re.compile(rf"(?i)(?<![A-Za-z0-9_-])(?:{either})(?![A-Za-z0-9_-])".encode())


def _raw(path: Path, pattern: "re.Pattern[bytes] | None") -> list[str]:
    if pattern is None:
        return []
    found: set[str] = set()
    with path.open("rb") as opened:
        tail = b""
        while content := opened.read(1 << 22):
            found |= {match[0].decode("utf-8", "replace") for match in pattern.finditer(tail + content)}
            tail = content[-200:]
    return sorted(found)
