"""Whose accounts: of git authors by one commit of each, and of people by login; a hundred at once, each author once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow.parquet as pq

from handiwork.errors import PermanentSourceError, TransientSourceError
from handiwork.ingest.github.keeping import ORIGIN, Keeper
from handiwork.ingest.github.rows import Repository, Told, add_commit_account, add_profile, understood
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.github import GitHubApi, GraphAnswer
from handiwork.sources.github_queries import accounts_of_commits, people

__all__ = ["Author", "authors_to_ask", "load_authors", "load_people"]

_AT_ONCE = 100
_NO_ACCOUNT = "GitHub has no account of that name: renamed, deleted or suspended"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Author:
    """An author of a git history and the commit to ask about.

    Attributes
    ----------
    repo_name
        As the history was loaded.
    key
        See the table ``authors``.
    sha
        Their newest commit.
    same_as
        ``owner/name#key`` of authors of other histories with the same address.
    """

    repo_name: str
    key: str
    sha: str
    same_as: tuple[str, ...] = ()


def authors_to_ask(lake: Lake, repository: Repository) -> list[Author]:
    """Return the people in a repository's git history whose account is not known and was not asked for, by key.

    An account is known as well if that of the same address in another history is.

    Parameters
    ----------
    lake
        Where the history may be.
    repository
        Which.
    """
    names = {repository.name.lower(), repository.package.lower()}
    asked = lake.record(ORIGIN, f"{repository.package}/authors")
    known = {(r["repo_name"], r["author_key"]) for r in _rows(lake, asked, "author_accounts")} if asked else set()
    found: list[Author] = []
    for record in lake.records("git"):
        if record.package.lower() in names:
            found += [a for a in _authors_of(lake, record) if (a.repo_name, a.key) not in known]
    elsewhere = _known_elsewhere(lake, {name.partition("#")[0] for author in found for name in author.same_as})
    return [author for author in found if not elsewhere & set(author.same_as)]


def load_authors(api: GitHubApi, keeper: Keeper, repository: Repository) -> int:
    """Ask for the accounts of a git history's authors, each once ever; return how many were asked about."""
    wanted = authors_to_ask(keeper.lake, repository)
    owner, _, name = repository.name.partition("/")
    for some in _batches(wanted, _AT_ONCE):
        document = accounts_of_commits(len(some))
        commits = {f"c{n}": author.sha for n, author in enumerate(some)}
        answer = api.ask(document, {"owner": owner, "name": name, **commits})
        if answer.data.get("repository") is None:
            raise TransientSourceError(f"GitHub did not tell the authors of {repository.name}")
        told, lost = Told.now(answer.at), _lost(answer, 1)
        with understood(f"authors of {repository.name}"):
            for n, author in enumerate(some):
                if f"c{n}" not in lost:
                    commit = answer.data["repository"][f"c{n}"]
                    add_commit_account(told, author.repo_name, author.key, author.sha, commit)
        keeper.put(f"{repository.package}/authors", told.rows)
    return len(wanted)


def load_people(
    api: GitHubApi, keeper: Keeper, logins: Sequence[str], suppressions: Suppressions
) -> Iterator[PackageRecord]:
    """Ask for public profiles; people who are left out are not asked about.

    Yields
    ------
    PackageRecord
        One a login, ``missing`` if GitHub has no such account.
    """
    wanted = [login for login in dict.fromkeys(x.lower() for x in logins) if not suppressions.covers(None, login)]
    for some in _batches(wanted, _AT_ONCE):
        answer = api.ask(people(len(some)), {f"p{n}": login for n, login in enumerate(some)})
        lost = _lost(answer, 0)
        for n, login in enumerate(some):
            if f"p{n}" in lost:
                yield _failed(login, "GitHub did not tell it; try again later")
            elif (record := _profile_or_failure(keeper, login, answer, n, suppressions)) is not None:
                yield record


# --- private ---


def _batches(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]


def _failed(login: str, problem: str) -> PackageRecord:
    return PackageRecord(ORIGIN, f"profile:{login}", "failed", details={"problem": problem})


def _profile_or_failure(
    keeper: Keeper, login: str, answer: GraphAnswer, n: int, suppressions: Suppressions
) -> PackageRecord | None:
    try:
        return _profile(keeper, login, answer, n, suppressions)
    except PermanentSourceError as error:
        return _failed(login, str(error))


def _profile(
    keeper: Keeper, login: str, answer: GraphAnswer, n: int, suppressions: Suppressions
) -> PackageRecord | None:
    """Keep one profile; None if it turns out to be of somebody who is left out."""
    package = f"profile:{login}"
    told = Told.now(answer.at)
    with understood("a profile"):
        node: Any = answer.data.get(f"p{n}")
        if node is None:
            gone = PackageRecord(ORIGIN, package, "missing", details={"problem": _NO_ACCOUNT})
            return keeper.put(package, {}, record=gone, is_whole=True)
        if suppressions.covers(int(node["databaseId"]), node["login"]):
            keeper.lake.remove(ORIGIN, package)
            return None
        key = add_profile(told, node, node["url"])
    record = PackageRecord(ORIGIN, package, "complete", details={"account": key})
    return keeper.put(package, told.rows, record=record, is_whole=True)


def _lost(answer: GraphAnswer, depth: int) -> set[str]:
    """Return the names at a depth that are missing because of GitHub's trouble.

    Raises
    ------
    TransientSourceError
        If GitHub does not say which.
    """
    if any(len(place) <= depth for place in answer.failed):
        raise TransientSourceError("GitHub answered with errors about all that was asked")
    return {str(place[depth]) for place in answer.failed}


def _authors_of(lake: Lake, record: PackageRecord) -> list[Author]:
    newest = _newest_commits(lake, record)
    rows = _rows(lake, record, "authors", "repo_name", "author_key", "github_id", "is_bot", "same_as")
    asked = (row for row in rows if row["github_id"] is None and not row["is_bot"] and row["author_key"] in newest)
    found = [Author(r["repo_name"], r["author_key"], newest[r["author_key"]], tuple(r["same_as"] or ())) for r in asked]
    return sorted(found, key=lambda author: author.key)


def _known_elsewhere(lake: Lake, repositories: set[str]) -> set[str]:
    """Return ``owner/name#key`` of the authors of repositories whose account a history proves or GitHub named."""
    found = set()
    for record in lake.records("git"):
        if record.package in repositories:
            rows = _rows(lake, record, "authors", "repo_name", "author_key", "github_id")
            found |= {f"{r['repo_name']}#{r['author_key']}" for r in rows if r["github_id"] is not None}
    for record in lake.records(ORIGIN) if repositories else ():
        rows = _rows(lake, record, "author_accounts", "repo_name", "author_key", "account_id")
        found |= {f"{r['repo_name']}#{r['author_key']}" for r in rows if r["account_id"] is not None}
    return found


def _newest_commits(lake: Lake, record: PackageRecord) -> dict[str, str]:
    """Return the newest commit that each author wrote; equal times go to the greater id."""
    commits = {r["sha"]: r["authored_at"] for r in _rows(lake, record, "commits", "sha", "authored_at")}
    newest: dict[str, tuple[Any, str]] = {}
    for row in _rows(lake, record, "credits", "sha", "author_key", "role"):
        at = commits.get(row["sha"])
        if row["role"] == "author" and at is not None:
            key, told = row["author_key"], (at, row["sha"])
            newest[key] = max(newest.get(key, told), told)
    return {key: sha for key, (_, sha) in newest.items()}


def _rows(lake: Lake, record: PackageRecord, table: str, *columns: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in record.files:
        if file.table == table:
            read = pq.read_table(lake.open(file.path), columns=list(columns) or None, partitioning=None)
            found += read.to_pylist()
    return found
