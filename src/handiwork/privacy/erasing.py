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
from handiwork.privacy.suppression import WITHHELD_OWNER, Suppressions

__all__ = ["LakeErasure", "erase_from_lake", "identifiers_of"]

_PARQUET = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3"

_Pair = tuple[str, str]
_Counts = tuple[int, int]

_OWN: dict[str, tuple[_Pair, ...]] = {
    "events": (("actor_id", "actor_login"),),
    "push_commits": (("author_id", "author_login"),),
    "accounts": (("account_id", "login"),),
    "pull_requests": (("author_id", "author_login"),),
    "reviews": (("reviewer_id", "reviewer_login"),),
    "review_comments": (("author_id", "author_login"),),
    "author_accounts": (("account_id", "login"),),
    "authors": (("github_id", "login"),),
}
"""Whose a row is: it goes with them."""

_OTHERS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "events": (("author_id", "author_login", ("title",)), ("member_id", "member_login", ())),
    "push_commits": (("pusher_id", "pusher_login", ()),),
    "pull_requests": (("merger_id", "merger_login", ()),),
}
"""Who else a row names: id, login and their text are blanked."""

_ACCOUNTS: dict[str, tuple[str, ...]] = {
    "profiles": ("account",),
    "work_people": ("account",),
    "account_links": ("account", "other"),
    "own_work": ("account",),
}
"""Columns with keys of accounts: a row with one of theirs goes."""

_NAMES: dict[str, tuple[str, str]] = {"authors": ("name", "login"), "push_commits": ("author_name", "author_login")}
"""Names beside an account: a row without one that bears their name goes, as nobody could tell the two apart."""

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


def identifiers_of(lake: Lake, engine: Engine, who: Suppressions) -> Identifiers:
    """Return by what somebody can be recognised, as far as the lake tells.

    Parameters
    ----------
    lake, engine
        Where to look.
    who
        Every id and login of theirs, see :meth:`handiwork.privacy.suppression.SuppressionList.learn`.

    Returns
    -------
    Identifiers
        With the accounts at other origins that a record of their owner links to those, and the names all these bear.
    """
    keys = {f"github:{number}" for number in who.ids} | {f"login:{login}" for login in who.logins}
    _give(engine, Identifiers(who.ids, who.logins, frozenset(keys)))
    links = _rows(engine, lake, "account_links", "SELECT DISTINCT lower(account), lower(other) FROM {table}")
    # An account of the same name at another origin is taken for theirs, as it is when they are left out while loading.
    same = "lower(split_part({column}, ':', 2)) IN (SELECT login FROM erased_logins)"
    named = {
        ("work_people", "account"): same,
        ("account_links", "account"): same,
        ("profiles", "account"): f"lower(handle) IN (SELECT login FROM erased_logins) OR {same}",
    }
    for (table, column), condition in named.items():
        query = f"SELECT DISTINCT lower({column}) FROM {{table}} WHERE {condition.format(column=column)}"
        keys |= {key for (key,) in _rows(engine, lake, table, query) if not key.startswith("github:")}
    grown = True
    while grown:
        found = {end for pair in links if keys & set(pair) for end in pair}
        # Of GitHub's own accounts only those that are left out: a wrong link must not erase somebody else.
        found = {key for key in found if not key.startswith(("github:", "login:"))}
        grown = not found <= keys
        keys |= found
    _give(engine, Identifiers(who.ids, who.logins, frozenset(keys)))
    by_key = "SELECT DISTINCT lower(name) FROM {table} WHERE lower(account) IN (SELECT key FROM erased_keys)"
    naming = [
        ("profiles", by_key),
        ("work_people", by_key),
        ("authors", f"SELECT DISTINCT lower(name) FROM {{table}} WHERE {_is('github_id', 'login')}"),
        ("push_commits", f"SELECT DISTINCT lower(author_name) FROM {{table}} WHERE {_is('author_id', 'author_login')}"),
    ]
    names = {name for table, query in naming for (name,) in _rows(engine, lake, table, query) if name and name.strip()}
    return Identifiers(who.ids, who.logins, frozenset(keys), frozenset(names - who.logins))


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
    _give(engine, who)
    done = LakeErasure(repositories=frozenset(_find_authors(engine, lake)))
    _find_works(engine, lake)
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


# --- private ---


def _is(account_id: str, login: str) -> str:
    return (
        f"(coalesce({account_id} IN (SELECT id FROM erased_ids), false) "
        f"OR coalesce(lower({login}) IN (SELECT login FROM erased_logins), false))"
    )


def _give(engine: Engine, who: Identifiers) -> None:
    columns: dict[str, tuple[str, Any, list[Any]]] = {
        "ids": ("id", pa.int64(), sorted(who.ids)),
        "logins": ("login", pa.string(), sorted(who.logins)),
        "keys": ("key", pa.string(), sorted(key.lower() for key in who.keys)),
        "names": ("name", pa.string(), sorted(who.names)),
    }
    for name, (column, kind, values) in columns.items():
        engine.keep(f"erased_{name}", pa.table({column: pa.array(values, kind)}))


def _rows(engine: Engine, lake: Lake, table: str, query: str) -> list[tuple[Any, ...]]:
    addresses = lake.addresses(table)
    if not addresses:
        return []
    engine.attach(lake)
    engine.view(f"erasing_{table}", addresses)
    return engine.execute(query.format(table=f"erasing_{table}")).fetchall()


def _find_authors(engine: Engine, lake: Lake) -> set[str]:
    """Make the tables of author lines and commits that are theirs; return the repositories these are in."""
    nameless = "login IS NULL AND github_id IS NULL AND lower(name) IN (SELECT name FROM erased_names)"
    query = f"SELECT repo_name, author_key FROM {{table}} WHERE {_is('github_id', 'login')} OR ({nameless})"
    found = set(_rows(engine, lake, "authors", query))
    query = f"SELECT repo_name, author_key FROM {{table}} WHERE {_is('account_id', 'login')}"
    found |= set(_rows(engine, lake, "author_accounts", query))
    linked = "SELECT repo_name, author_key, unnest(same_as) FROM {table} WHERE len(same_as) > 0"
    links = [((repo, key), _author(other)) for repo, key, other in _rows(engine, lake, "authors", linked)]
    grown = True
    while grown:
        more = {end for pair in links if found & set(pair) for end in pair} - found
        found |= more
        grown = bool(more)
    _put_pairs(engine, "erased_authors", "author_key", found)
    theirs = "(repo_name, author_key) IN (SELECT repo_name, author_key FROM erased_authors)"
    commits = _rows(
        engine, lake, "credits", f"SELECT repo_name, sha FROM {{table}} GROUP BY ALL HAVING bool_and({theirs})"
    )
    _put_pairs(engine, "erased_commits", "sha", commits)
    return {repo.lower() for repo, _ in found}


def _author(other: str) -> _Pair:
    repo, _, key = other.partition("#")
    return repo, key


def _put_pairs(engine: Engine, name: str, column: str, pairs: Iterable[tuple[Any, ...]]) -> None:
    listed = sorted(pairs)
    rows = {"repo_name": [repo for repo, _ in listed], column: [value for _, value in listed]}
    engine.keep(name, pa.table({key: pa.array(values, pa.string()) for key, values in rows.items()}))


def _find_works(engine: Engine, lake: Lake) -> None:
    """Make the table of works in which nobody else has part, and of those that are kept under an account of theirs."""
    alone = "SELECT work FROM {table} GROUP BY work HAVING bool_and(lower(account) IN (SELECT key FROM erased_keys))"
    below = (
        "SELECT DISTINCT work FROM {table} WHERE contains(work, '/') AND 'huggingface:' || "
        "lower(split_part(split_part(work, ':', 2), '/', 1)) IN (SELECT key FROM erased_keys)"
    )
    queries = (("work_people", alone), ("works", below))
    works = {work for table, query in queries for (work,) in _rows(engine, lake, table, query)}
    engine.keep("erased_works", pa.table({"work": pa.array(sorted(works), pa.string())}))


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
        drop, changes = _rules(table, columns, who)
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
        drop, changes = _rules(file.table, columns, who)
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


def _rules(table: str, columns: set[str], who: Identifiers) -> tuple[str, dict[str, str]]:
    """Return which rows of a table go, as a condition, and what becomes of its columns, as expressions."""
    return " OR ".join(_gone(table, columns)) or "false", _changed(table, columns, who)


def _gone(table: str, columns: set[str]) -> list[str]:
    found = [_is(*pair) for pair in _OWN.get(table, ()) if set(pair) <= columns]
    found += [f"coalesce(lower({c}) IN (SELECT key FROM erased_keys), false)" for c in _ACCOUNTS.get(table, ())]
    if "author_key" in columns:
        found.append("(repo_name, author_key) IN (SELECT repo_name, author_key FROM erased_authors)")
    if table == "commits":
        found.append("(repo_name, sha) IN (SELECT repo_name, sha FROM erased_commits)")
    if "work" in columns:
        found.append("work IN (SELECT work FROM erased_works)")
    if table in _NAMES:
        name, login = _NAMES[table]
        found.append(f"({login} IS NULL AND coalesce(lower({name}) IN (SELECT name FROM erased_names), false))")
    return found


def _changed(table: str, columns: set[str], who: Identifiers) -> dict[str, str]:
    found: dict[str, str] = {}
    for account_id, login, texts in _OTHERS.get(table, ()):
        named = _is(account_id, login)
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
    owner = f"lower(split_part({column}, '/', 1))"
    return (
        f"CASE WHEN coalesce({owner} IN (SELECT login FROM erased_logins), false) "
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
