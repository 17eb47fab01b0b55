"""Rows of a small origin → one committed package: scrubbed, in the declared schemas, nobody in it who is left out."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import TABLES, Table
from handiwork.lake.store import Lake, StagedFile
from handiwork.privacy.addresses import has_address, scrub
from handiwork.privacy.suppression import Suppressions

__all__ = ["Rows", "commit_rows", "earlier", "facts_text", "without_left_out"]

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table name → rows by column name; columns that a row lacks are None."""

_ACCOUNT_COLUMNS = ("account", "other")
_WHO = ("author", "merger", "reviewer", "actor")


def commit_rows(lake: Lake, record: PackageRecord, rows: Rows, *, suppressions: Suppressions) -> PackageRecord:
    """Commit the rows of one package whole, in place of an earlier one of its name.

    Every text is scrubbed of addresses. Rows that name somebody who is left out are not written: by numeric id, by
    login, by the same handle at any other origin, or by an account that a statement among these rows links to one
    of them; nor are works that only they had a part in.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    record
        What to say about the package; its ``counts`` and files are filled in here.
    rows
        Instants are aware, or naive in UTC; lists of texts are sorted here where the schema says so.
    suppressions
        Who is left out.

    Returns
    -------
    PackageRecord
        As committed.

    Raises
    ------
    ValueError
        If a table or column is not in the schema.
    """
    kept = without_left_out(rows, suppressions)
    folder = lake.staging(f"{record.origin}-{record.package}")
    partition = f"origin={record.origin}"
    staged, digest = {}, hashlib.sha256()
    for name in sorted(kept):
        table = _table(TABLES[name], kept[name]) if name in TABLES else _unknown(name)
        file = folder / f"{name}.parquet"
        pq.write_table(table, file, compression="zstd")
        digest.update(file.read_bytes())
        staged[name] = StagedFile(Path(file), table.num_rows, partition)
    counts = {name: file.rows for name, file in staged.items() if file.rows}
    details = {**record.details, "suppressed": suppressions.fingerprint}
    done = replace(record, counts={**counts, **record.counts}, details=details)
    return lake.commit(done, staged, token=digest.hexdigest()[:16])


def earlier(lake: Lake, origin: str, package: str, suppressions: Suppressions) -> PackageRecord | None:
    """Return the record of a package that was loaded for the same people left out, None if it is to be loaded anew."""
    record = lake.record(origin, package)
    same = record is not None and record.details.get("suppressed") == suppressions.fingerprint
    return record if same else None


def facts_text(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON text that holds no address and stays JSON when it is scrubbed.

    A column of facts is scrubbed as the text that it is, where the quotes of JSON could be taken for those of an
    address: so facts are written by this.

    Examples
    --------
    >>> facts_text({"tags": ["ask ada@invented.example", "tiny"]})
    '{"tags": ["ask (address)", "tiny"]}'
    """
    text = json.dumps(_scrubbed(facts, "@"), sort_keys=True, ensure_ascii=False)
    return json.dumps(_scrubbed(facts, ""), sort_keys=True, ensure_ascii=False) if has_address(text) else text


def without_left_out(rows: Rows, suppressions: Suppressions) -> Rows:
    """Return the rows that name nobody who is left out."""
    if not suppressions:
        return rows
    covered = _covered_accounts(rows, suppressions)
    touched = {row["work"] for row in rows.get("work_people", ()) if row["account"] in covered}
    kept = {
        name: [row for row in found if not _names_covered(row, covered, suppressions)] for name, found in rows.items()
    }
    left = {row["work"] for row in kept.get("work_people", ())}
    gone = touched - left
    return {name: [row for row in found if row.get("work") not in gone] for name, found in kept.items()}


# --- private ---


def _scrubbed(value: Any, at_sign: str) -> Any:
    """Return a JSON value whose texts hold no address; ``at_sign`` stands for what is left of that sign."""
    if isinstance(value, str):
        return scrub(value).replace("@", at_sign)
    if isinstance(value, Mapping):
        return {name: _scrubbed(inner, at_sign) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_scrubbed(inner, at_sign) for inner in value]
    return value


def _unknown(name: str) -> pa.Table:
    raise ValueError(f"no table {name!r} in the schema")


def _table(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows in a table's schema, ordered by its key and each key once, the last one given."""
    names = table.arrow.names
    by_key: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        if unknown := row.keys() - set(names):
            raise ValueError(f"the table {table.name} has no column {', '.join(sorted(unknown))}")
        clean = {name: _clean(row.get(name)) for name in names}
        by_key[tuple(str(clean[column]) for column in table.key)] = clean
    return pa.Table.from_pylist([by_key[key] for key in sorted(by_key)], table.arrow)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted({scrub(str(item)) for item in value})
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return value


def _covered_accounts(rows: Rows, suppressions: Suppressions) -> set[str]:
    """Return the keys of accounts that are, or are said to be, those of people who are left out."""
    keys = {
        row[column]
        for found in rows.values()
        for row in found
        for column in _ACCOUNT_COLUMNS
        if row.get(column) is not None
    }
    covered = {key for key in keys if suppressions.covers_key(key)}
    covered |= {row["account"] for row in rows.get("profiles", ()) if suppressions.covers(None, row.get("handle"))}
    links = [(row["account"], row["other"]) for row in rows.get("account_links", ())]
    grown = True
    while grown:
        more = {end for pair in links if covered & set(pair) for end in pair} - covered
        covered |= more
        grown = bool(more)
    return covered


def _names_covered(row: Mapping[str, Any], covered: set[str], suppressions: Suppressions) -> bool:
    if any(row.get(column) in covered for column in _ACCOUNT_COLUMNS):
        return True
    pairs = [(row.get(f"{who}_id"), row.get(f"{who}_login")) for who in _WHO]
    pairs.append((row.get("account_id"), row.get("login")))
    return any(suppressions.covers(account_id, login) for account_id, login in pairs)
