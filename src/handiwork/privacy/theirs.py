"""Which rows of the lake are somebody's, and which name them: for erasing them, and for showing them to that person."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.identifiers import Identifiers
from handiwork.privacy.suppression import Suppressions

__all__ = ["OTHERS", "OWN", "find_theirs", "identifiers_of", "is_person", "repository_of", "rows_gone"]

_Pair = tuple[str, str]

OWN: dict[str, tuple[_Pair, ...]] = {
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

OTHERS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
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
        ("authors", f"SELECT DISTINCT lower(name) FROM {{table}} WHERE {is_person('github_id', 'login')}"),
        (
            "push_commits",
            f"SELECT DISTINCT lower(author_name) FROM {{table}} WHERE {is_person('author_id', 'author_login')}",
        ),
    ]
    names = {name for table, query in naming for (name,) in _rows(engine, lake, table, query) if name and name.strip()}
    return Identifiers(who.ids, who.logins, frozenset(keys), frozenset(names - who.logins))


def find_theirs(engine: Engine, lake: Lake, who: Identifiers) -> frozenset[str]:
    """Keep by what rows are told in the engine's tables ``erased_*``; return the histories with some, lower case."""
    _give(engine, who)
    repositories = _find_authors(engine, lake)
    _find_works(engine, lake)
    return frozenset(repositories)


def rows_gone(table: str, columns: set[str]) -> str:
    """Return the condition of the rows of a table that are theirs, as :func:`find_theirs` left what tells them."""
    found = [is_person(*pair) for pair in OWN.get(table, ()) if set(pair) <= columns]
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
    return " OR ".join(found) or "false"


def is_person(account_id: str, login: str) -> str:
    """Return the condition that two columns, an account's id and its login, are theirs."""
    return (
        f"(coalesce({account_id} IN (SELECT id FROM erased_ids), false) "
        f"OR coalesce(lower({login}) IN (SELECT login FROM erased_logins), false))"
    )


def repository_of(column: str) -> str:
    """Return the condition that a repository, ``owner/name``, stands under a login of theirs."""
    return f"coalesce(lower(split_part({column}, '/', 1)) IN (SELECT login FROM erased_logins), false)"


# --- private ---


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
    query = f"SELECT repo_name, author_key FROM {{table}} WHERE {is_person('github_id', 'login')} OR ({nameless})"
    found = set(_rows(engine, lake, "authors", query))
    query = f"SELECT repo_name, author_key FROM {{table}} WHERE {is_person('account_id', 'login')}"
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
    query = "SELECT DISTINCT work FROM {table} WHERE lower(account) IN (SELECT key FROM erased_keys)"
    parts = sorted(work for (work,) in _rows(engine, lake, "work_people", query))
    engine.keep("erased_parts", pa.table({"work": pa.array(parts, pa.string())}))
