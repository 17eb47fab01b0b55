"""Every row of the lake that is somebody's or says something of them, for the person themselves to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.privacy.erasing import rules_of
from handiwork.privacy.identifiers import Identifiers
from handiwork.privacy.theirs import OTHERS, OWN, find_theirs, is_person, repository_of

__all__ = ["ANOTHER", "Claim", "claims_about"]

ANOTHER = "(another person)"
"""What stands where a row names somebody else."""

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Claim:
    """One row.

    Attributes
    ----------
    table
        Of the lake.
    relation
        theirs (act, profile or work) | names them (another's act says who they are) | their repository (another's act
        in a repository under their name) | mentions them (in a text).
    record
        The package it came with: origin, source and when.
    row
        Its columns that have a value, as JSON values; whoever else it names is :data:`ANOTHER`.
    """

    table: str
    relation: str
    record: PackageRecord
    row: dict[str, Any]


def claims_about(lake: Lake, engine: Engine, who: Identifiers) -> Iterator[Claim]:
    """Yield every row that an erasure of somebody would remove or change, table by table.

    Parameters
    ----------
    lake, engine
        Where to look.
    who
        As :func:`handiwork.privacy.theirs.identifiers_of` returns. Where ids are known, a row with another id is
        another person's, whatever its login: logins pass from one account to another.
    """
    find_theirs(engine, lake, who)
    engine.attach(lake)
    by_table: dict[str, dict[str, PackageRecord]] = {}
    for record in lake.records():
        for file in record.files:
            if file.rows:
                by_table.setdefault(file.table, {})[lake.address(file.path)] = record
    for table in sorted(by_table):
        yield from _claims_of(engine, table, by_table[table], who)


# --- private ---


def _claims_of(engine: Engine, table: str, files: dict[str, PackageRecord], who: Identifiers) -> Iterator[Claim]:
    listed = ", ".join("'" + address.replace("'", "''") + "'" for address in files)
    source = f"read_parquet([{listed}], hive_partitioning = false, union_by_name = true, filename = 'in_file')"
    columns = [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    theirs, changes = rules_of(table, set(columns), who)
    differs = " OR ".join(f'"{name}" IS DISTINCT FROM {value}' for name, value in changes.items()) or "false"
    if table == "works":  # also those in which others have part
        theirs += " OR work IN (SELECT work FROM erased_parts)"
    named = " OR ".join(is_person(*pair[:2]) for pair in OTHERS.get(table, ())) or "false"
    below = repository_of("repo_name") if "repo_name" in columns else "false"
    query = (
        f"SELECT *, ({theirs}) AS is_theirs, ({named}) AS is_named, ({below}) AS is_below FROM {source} "
        f"WHERE ({theirs}) OR ({differs})"
    )
    found = engine.execute(query)
    while rows := found.fetchmany(_AT_ONCE):
        for values in rows:
            *cells, is_theirs, is_named, is_below = values
            row = dict(zip(columns, cells, strict=True))
            record = files[row.pop("in_file")]
            if _is_anothers(table, row, who):
                continue
            is_known = is_theirs or is_named
            relation = ("theirs" if is_theirs else "names them") if is_known else "their repository" if is_below else ""
            yield Claim(table, relation or "mentions them", record, _shown(table, row, who))


def _is_anothers(table: str, row: dict[str, Any], who: Identifiers) -> bool:
    """Whether a row is of an account with another id, though its login is one of theirs."""
    pairs = (*OWN.get(table, ()), *((number, login) for number, login, _ in OTHERS.get(table, ())))
    ours = [
        (row.get(number), (row.get(login) or "").lower() in who.logins)
        for number, login in pairs
        if row.get(number) in who.ids or (row.get(login) or "").lower() in who.logins
    ]
    return bool(who.ids and ours) and all(number is not None and number not in who.ids for number, _ in ours)


def _shown(table: str, row: dict[str, Any], who: Identifiers) -> dict[str, Any]:
    found = {name: _plain(value) for name, value in row.items() if value is not None and value != []}
    pairs = (*OWN.get(table, ()), *((number, login) for number, login, _ in OTHERS.get(table, ())))
    for number, login in pairs:
        number_is_theirs = row.get(number) in who.ids if row.get(number) is not None else None
        login_is_theirs = (row.get(login) or "").lower() in who.logins
        if number_is_theirs is False or (number_is_theirs is None and not login_is_theirs):
            found.pop(number, None)
            if login in found:
                found[login] = ANOTHER
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
