"""Erasing somebody from the lake: their rows go, and what others' rows say of them; each package whole or not at all.

What is erased are the acts of the accounts, the author lines of git histories that are theirs, what other origins told
of them, and works that nobody else has part in. Of what others did in their repositories, the owner's name goes, as
when somebody is left out while loading; a history of a repository of theirs goes whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake, StagedFile
from handiwork.model.progress import Collector
from handiwork.privacy.identifiers import ERASED, Identifiers
from handiwork.privacy.suppression import WITHHELD_OWNER
from handiwork.privacy.theirs import OTHERS, find_theirs, is_person, repository_of, rows_gone

__all__ = ["LakeErasure", "erase_from_lake", "rules_of"]

_PARQUET = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3"

_Counts = tuple[int, int]

_KEPT_TEXTS = frozenset(
    {"type", "era", "action", "verdict", "state", "kind", "role", "proof", "sha", "ref_type", "merge_sha", "signal",
     "period", "revision", "author_key", "association", "work", "account", "other", "name", "author_name", "handle"}
)  # fmt: skip
"""Columns of text that are no prose: words of ours, digests, keys that have a rule of their own, and others' names."""


@dataclass
class LakeErasure:
    """What was erased from a lake.

    Attributes
    ----------
    removed, changed
        Rows by table: those that went, those that lost what named the person.
    packages
        Packages written anew.
    dropped
        Packages removed whole.
    repositories
        Git histories in which the person had part, lower case: their mirrors hold it, too.
    """

    removed: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    packages: int = 0
    dropped: int = 0
    repositories: frozenset[str] = frozenset()


def erase_from_lake(lake: Lake, engine: Engine, who: Identifiers, *, collector: Collector) -> LakeErasure:
    """Erase somebody from every package; a package is replaced whole, so that an interruption leaves nothing half done.

    Parameters
    ----------
    lake
        Its writers' lock is held throughout.
    engine
        Reads and writes.
    who
        As :func:`identifiers_of` returns.
    collector
        Told the packages.

    Raises
    ------
    LockedError
        If another process is writing to the lake.
    """
    done = LakeErasure(repositories=find_theirs(engine, lake, who))
    with lake.writing():
        records = lake.records()
        engine.attach(lake)
        touched = _touched(lake, engine, records, who)
        for record in records:
            collector.update("packages", total=len(records))
            if _is_theirs(record, who):
                for file in record.files:
                    done.removed[file.table] = done.removed.get(file.table, 0) + file.rows
                lake.remove(record.origin, record.package)
                done.dropped += 1
            else:
                _rewrite(lake, engine, record, who, touched, done)
        lake.rewrite_manifest()
    return done


def rules_of(table: str, columns: set[str], who: Identifiers) -> tuple[str, dict[str, str]]:
    """Return which rows of a table go, as a condition, and what becomes of its columns, as expressions."""
    return rows_gone(table, columns), _changed(table, columns, who)


# --- private ---


def _is_theirs(record: PackageRecord, who: Identifiers) -> bool:
    """Return whether a package is about them or about a repository of theirs, as its name says."""
    name = record.package.lower()
    head, _, rest = name.partition(":")
    return name.partition("/")[0] in who.handles or name in who.keys or (rest in who.handles and head.isalpha())


def _touched(lake: Lake, engine: Engine, records: Iterable[PackageRecord], who: Identifiers) -> dict[str, _Counts]:
    """Return for each file that is to change how many rows go and how many change; each table is read once."""
    paths: dict[str, list[str]] = {}
    for record in records:
        for file in record.files:
            if file.rows:
                paths.setdefault(file.table, []).append(file.path)
    found: dict[str, _Counts] = {}
    for table, several in paths.items():
        addresses = {lake.address(path): path for path in several}
        listed = ", ".join(_literal(address) for address in addresses)
        source = f"read_parquet([{listed}], hive_partitioning = false, union_by_name = true, filename = 'in_file')"
        columns = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        drop, changes = rules_of(table, columns, who)
        differs = " OR ".join(f'"{name}" IS DISTINCT FROM {value}' for name, value in changes.items()) or "false"
        query = (
            f"SELECT in_file, count(*) FILTER ({drop}), count(*) FILTER (NOT ({drop}) AND ({differs})) "
            f"FROM {source} WHERE ({drop}) OR ({differs}) GROUP BY in_file"
        )
        for address, gone, changed in engine.execute(query).fetchall():
            found[addresses[address]] = (gone, changed)
    return found


def _rewrite(
    lake: Lake,
    engine: Engine,
    record: PackageRecord,
    who: Identifiers,
    touched: Mapping[str, _Counts],
    done: LakeErasure,
) -> None:
    said = replace(record, source=_without(record.source, who), details=_without(record.details, who))
    if said == record and not any(file.path in touched for file in record.files):
        return
    folder, staged = lake.staging(record.package), {}
    for file in record.files:
        partition = PurePosixPath(file.path).parts[2]
        if file.path not in touched:
            staged[file.table] = StagedFile(folder, file.rows, partition, committed=(file.path, file.bytes))
            continue
        gone, changed = touched[file.path]
        source = f"read_parquet({_literal(lake.address(file.path))}, hive_partitioning = false)"
        columns = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        drop, changes = rules_of(file.table, columns, who)
        replaced = ", ".join(f'{value} AS "{name}"' for name, value in changes.items())
        kept = f"SELECT * {f'REPLACE ({replaced})' if replaced else ''} FROM {source} WHERE NOT ({drop})"
        path = folder / f"{file.table}.parquet"
        engine.execute(f"COPY ({kept}) TO {_literal(str(path))} ({_PARQUET})")
        staged[file.table] = StagedFile(path, file.rows - gone, partition)
        done.removed[file.table] = done.removed.get(file.table, 0) + gone
        done.changed[file.table] = done.changed.get(file.table, 0) + changed
    text = "".join(sorted([*(f.path for f in record.files), *who.keys]))
    lake.commit(said, staged, token=sha256(text.encode()).hexdigest()[:12])
    done.packages += 1


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _without(value: Any, who: Identifiers) -> Any:
    if isinstance(value, str):
        return who.removed_from(value)
    if isinstance(value, Mapping):
        return {who.removed_from(key): _without(each, who) for key, each in value.items()}
    return [_without(each, who) for each in value] if isinstance(value, list) else value


def _changed(table: str, columns: set[str], who: Identifiers) -> dict[str, str]:
    found: dict[str, str] = {}
    for account_id, login, texts in OTHERS.get(table, ()):
        named = is_person(account_id, login)
        for column in (account_id, login, *texts):
            found[column] = f"CASE WHEN {named} THEN NULL ELSE {found.get(column, _quoted(column))} END"
    for declared in TABLES[table].columns:
        name, kind = declared.name, declared.type
        if name not in columns or name in _KEPT_TEXTS or name.endswith(("_login", "_id")) or name == "login":
            continue
        if name == "repo_name":
            found[name] = _public(name)
        elif pa.types.is_string(kind):
            found[name] = _clean(found.get(name, _quoted(name)), who)
        elif pa.types.is_list(kind):
            found[name] = f"list_transform({_quoted(name)}, lambda x: {_clean('x', who)})"
    return found


def _quoted(column: str) -> str:
    return f'"{column}"'


def _public(column: str) -> str:
    return (
        f"CASE WHEN {repository_of(column)} "
        f"THEN regexp_replace({column}, '^[^/]*', '{WITHHELD_OWNER}') ELSE {column} END"
    )


def _clean(value: str, who: Identifiers) -> str:
    """Return an expression of a text without mentions of them; twice, as two may share the character between them."""
    for _ in range(2):
        value = f"regexp_replace({value}, '{who.pattern.replace(chr(39), chr(39) * 2)}', '{who.replacement}', 'g')"
    for name in sorted(name for name in who.names if " " in name.strip()):
        escaped = "".join(c if c.isalnum() or c == " " else f"\\{c}" if c.isascii() else c for c in name)
        quoted = escaped.replace("'", "''")
        value = f"regexp_replace({value}, '(?i){quoted}', '{ERASED}', 'g')"
    return value
