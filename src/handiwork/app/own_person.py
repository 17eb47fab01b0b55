"""Which commits of which repositories are a person's: as the index knows, and operators decided since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handiwork.errors import NotFoundError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only; importing them would load the engine
    from handiwork.app.handiwork import Handiwork
    from handiwork.index import Index
    from handiwork.lake.store import Lake

__all__ = ["OwnPerson", "find_person", "lake_rows"]

_OWN_KINDS = ("commit", "co_commit")
_OWN_ROLES = frozenset({"author", "co_author"})


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """One person of the index and their commits.

    Attributes
    ----------
    account
        Key of the account figures are kept under: ``github:123``, ``login:ada_l``, or the person's key.
    login
        The present login; None if none is known.
    ids, logins
        Numeric ids and logins in lower case, also former ones.
    index_name
        Which index was asked.
    commits
        For each repository that was asked for, by the name it was asked for, the ids of their commits there.
    known
        Those of the names that the index knows.
    """

    account: str
    login: str | None
    ids: frozenset[int]
    logins: frozenset[str]
    index_name: str
    commits: dict[str, frozenset[str]]
    known: frozenset[str]


def find_person(
    app: "Handiwork", login: str, repo_names: Collection[str], *, index_name: str | None = None
) -> OwnPerson:
    """Return a person and their commits in some repositories, those they are co-author of included.

    Parameters
    ----------
    app
        Over the home folder.
    login
        A login they have or had, in any case.
    repo_names
        ``owner/name`` each, by any name the repository had.
    index_name
        Ask this index; None for the current one.

    Raises
    ------
    NotFoundError
        If nobody in the index has the login, or the person is left out.

    Notes
    -----
    Whose an author line is, the index says: accepted links alone. What operators decided since it was built
    counts for the author lines that it is about.
    """
    index = app.open_index(index_name)
    suppressions = app.suppressions()
    found = index.persons_named(frozenset(), frozenset({login.lower()}))
    found -= index.persons_named(suppressions.ids, suppressions.logins)
    if not found:
        raise NotFoundError(f"nobody in index {index.name} has the login {login!r}: is their work loaded?")
    person_id = min(found)
    row = index.persons.slice(person_id, 1).to_pylist()[0]
    ids = frozenset({row["github_id"]} - {-1, None})
    logins = frozenset(each.lower() for each in row["logins"])
    account = f"github:{min(ids)}" if ids else f"login:{row['login'].lower()}" if row["login"] else str(row["key"])
    numbers = {name: frozenset(index.repository_numbers(name)) for name in repo_names}
    theirs = _commits_of(index, person_id, numbers)
    keys = {account, str(row["key"]), *(f"login:{each}" for each in logins)}
    commits = {name: frozenset(_as_decided(app, name, shas, keys)) for name, shas in theirs.items()}
    known = frozenset(name for name, found_numbers in numbers.items() if found_numbers)
    return OwnPerson(account, row["login"] or None, ids, logins, index.name, commits, known)


def lake_rows(lake: "Lake", table: str, columns: Collection[str], repo_name: str) -> list[dict[str, Any]]:
    """Return the rows of a lake table that are about one repository, by its name in any case.

    Parameters
    ----------
    lake
        Read with Arrow alone: no engine is started.
    table
        One with the column ``repo_name``.
    columns
        Which columns.
    repo_name
        owner/name.
    """
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []
    for record in lake.records():
        for file in record.files:
            if file.table != table:
                continue
            found = pq.read_table(lake.open(file.path), columns=[*columns, "repo_name"], partitioning=None)
            rows += [row for row in found.to_pylist() if str(row["repo_name"]).lower() == repo_name.lower()]
    return rows


# --- private ---


def _commits_of(index: "Index", person_id: int, numbers: dict[str, frozenset[int]]) -> dict[str, set[str]]:
    from handiwork.index import CONTRIBUTION_KINDS

    kinds = {kind.code for kind in CONTRIBUTION_KINDS if kind.name in _OWN_KINDS}
    first, last = index.contribution_offsets[person_id : person_id + 2].tolist()
    acts = index.contributions.slice(first, last - first).select(["repo_no", "kind", "sha"])
    theirs: dict[str, set[str]] = {name: set() for name in numbers}
    for act in acts.to_pylist():
        if act["kind"] in kinds and act["sha"]:
            for name, known in numbers.items():
                if act["repo_no"] in known:
                    theirs[name].add(act["sha"])
    return theirs


def _as_decided(app: "Handiwork", repo_name: str, shas: set[str], keys: set[str]) -> set[str]:
    """Return commits with what operators decided about author lines of this repository."""
    decisions = app.decisions()
    head = f"author:{repo_name.lower()}#"
    given = {_key(a) for a, other in decisions.accepted if a.startswith(head) and other in keys}
    taken = {_key(a) for a, other in decisions.accepted if a.startswith(head) and other not in keys}
    taken |= {_key(a) for a, other in decisions.rejected if a.startswith(head) and other in keys}
    taken |= {_key(a) for a in decisions.split if a.startswith(head)}
    taken -= given
    if not given and not taken:
        return shas
    rows = list(_credits(app.lake, repo_name))
    own = {sha for sha, key in rows if key in given}
    others = {sha for sha, key in rows if key in taken}
    return (shas - others) | own


def _key(account: str) -> str:
    return account.partition("#")[2]


def _credits(lake: "Lake", repo_name: str) -> Iterator[tuple[str, str]]:
    for row in lake_rows(lake, "credits", ("sha", "author_key", "role"), repo_name):
        if row["role"] in _OWN_ROLES:
            yield row["sha"], row["author_key"]
