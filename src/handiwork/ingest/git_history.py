"""A whole history in columns: every commit without its paths, every credit, and the authors they belong to.

Read anew at each load, since one new commit can join two authors; the paths, which are what takes time, are
not (:mod:`handiwork.ingest.git_rows`).
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.catalog.bots import Bots
from handiwork.ingest.git_authors import Author, Said, group_lines
from handiwork.ingest.git_lines import Line, Usage, make_line
from handiwork.ingest.git_mentions import mentions_in
from handiwork.ingest.git_merge_lines import Vote
from handiwork.ingest.git_message import Message, read_message
from handiwork.sources.git import GitRepository, RawCommit

__all__ = ["ROLES", "Credits", "Grouping", "History", "read_history"]

ROLES: tuple[str, ...] = ("author", "co_author", "reviewer")
"""Parts in a commit; somebody with several has the first of them."""

_LAST_S = 4_102_444_800
# 2100-01-01: what claims to be later, or before 1970, is a damaged date.

_Ints = npt.NDArray[np.int32]


class Grouping(Protocol):
    """What groups lines into authors, as :func:`handiwork.ingest.git_authors.group_lines` does."""

    def __call__(
        self, lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], *, said: Said, bots: Bots
    ) -> list[Author]:
        """Return the authors, every line in exactly one."""
        ...


@dataclass(frozen=True, slots=True)
class Credits:
    """Who has which part in which commit; one row for each commit and author, ordered by commit, then place.

    Attributes
    ----------
    commit
        Row of the commit, int32.
    author
        Index of the author, int32.
    role
        Index into :data:`ROLES`, int32.
    place
        0 for the author line, else the ordinal of the trailer, int32.
    """

    commit: _Ints
    author: _Ints
    role: _Ints
    place: _Ints


@dataclass(frozen=True, slots=True)
class History:
    """One repository's history.

    Attributes
    ----------
    commits
        Columns sha, authored_at, committed_at, subject, number, is_merge; newest commit first, ties by sha.
    credits
        Who did what in them.
    authors
        The authors, as numbered in ``credits``.
    keys
        For each author the key without personal data: twelve digits of the first commit, a colon, and ``a``
        for its author line or the ordinal of the trailer.
    """

    commits: pa.Table
    credits: Credits
    authors: tuple[Author, ...]
    keys: tuple[str, ...]


def read_history(repository: GitRepository, *, bots: Bots, group: Grouping = group_lines) -> History:
    """Read all commits of a repository and group their author lines.

    Parameters
    ----------
    repository
        What to read.
    bots
        What tells machines.
    group
        Groups the lines; another one than the usual is for measuring.

    Raises
    ------
    NotARepositoryError
        If objects are missing or damaged.

    Notes
    -----
    Memory grows with the commits, a few hundred bytes each; messages are not kept.
    """
    gathered = _Gathered()
    for commit in repository.commits():
        gathered.add(commit)
    return gathered.finished(repository, bots, group)


# --- private ---


class _Gathered:
    """Columns as they grow while git tells commits."""

    def __init__(self) -> None:
        self.shas: list[str] = []
        self.authored, self.committed = array("q"), array("q")
        self.subjects: list[str] = []
        self.numbers: list[int | None] = []
        self.is_merge: list[bool] = []
        self.lines: dict[Line, int] = {}
        self.written: dict[tuple[str, str, str | None], int] = {}
        self.commit, self.line, self.role, self.place = array("i"), array("i"), array("i"), array("i")
        self.votes: list[Vote] = []
        self.branches: list[tuple[str, str]] = []
        self.mentions: Counter[str] = Counter()

    def add(self, raw: RawCommit) -> None:
        message = read_message(raw.message)
        self.mentions.update(mentions_in(raw.message))
        committed = _instant(raw.committed)
        authored = _instant(raw.authored)
        self.shas.append(raw.sha)
        self.authored.append(committed or 0 if authored is None else authored)
        self.committed.append(authored or 0 if committed is None else committed)
        self.subjects.append(message.subject)
        self.numbers.append(message.number)
        parents = raw.parents.split()
        self.is_merge.append(len(parents) > 1)
        own = self._credit(0, 0, self._line(raw.name, raw.address, None))
        for place, person in enumerate(message.people, start=1):
            line = self._line(person.name, person.address, person.login)
            self._credit(ROLES.index(person.role), place, line)
        self._vote(message, parents, own)

    def _credit(self, role: int, place: int, line: int) -> int:
        self.commit.append(len(self.shas) - 1)
        self.line.append(line)
        self.role.append(role)
        self.place.append(place)
        return line

    def _line(self, name: str, address: str, login: str | None) -> int:
        written = (name, address, login)
        if (known := self.written.get(written)) is None:
            line = make_line(name, address, login)
            known = self.written[written] = self.lines.setdefault(line, len(self.lines))
        return known

    def _vote(self, message: Message, parents: list[str], own: int) -> None:
        self.mentions.update(login for login in (message.own_login, message.branch_login) if login)
        if message.own_login:
            self.votes.append(Vote(own, message.own_login))
        if message.branch_login and len(parents) == 2:
            self.branches.append((parents[1], message.branch_login))

    def finished(self, repository: GitRepository, bots: Bots, group: Grouping) -> History:
        order = self._order()
        lines, number = _sorted_lines(self.lines)
        line = number[np.frombuffer(self.line, dtype=np.int32)]
        row = np.empty(len(order), dtype=np.int32)
        row[order] = np.arange(len(order), dtype=np.int32)
        commit = row[np.frombuffer(self.commit, dtype=np.int32)]
        role, place = np.frombuffer(self.role, dtype=np.int32), np.frombuffer(self.place, dtype=np.int32)
        usage = _usage(len(lines), line, role, np.frombuffer(self.committed, dtype=np.int64)[order][commit])
        votes = [Vote(int(number[v.line]), v.login) for v in (*self.votes, *self._branch_votes())]
        owner = repository.repo_name.partition("/")[0]
        mapped = _mapped(repository, lines)
        authors = group(lines, mapped, usage, said=Said(owner, votes, self.mentions), bots=bots)
        author = np.empty(len(lines), dtype=np.int32)
        for index, found in enumerate(authors):
            author[list(found.lines)] = index
        credits_ = _one_each(commit, author[line], role, place)
        commits = self._commits(order)
        return History(commits, credits_, tuple(authors), _keys(commits, credits_, len(authors)))

    def _order(self) -> npt.NDArray[np.int64]:
        """Return the commits' indices, newest first, ties by sha: the same whatever order git tells them in."""
        shas = np.array(self.shas, dtype="S")
        return np.lexsort((shas, -np.frombuffer(self.committed, dtype=np.int64)))

    def _branch_votes(self) -> Iterator[Vote]:
        """Yield for each merged branch whose tip is not itself a merge who wrote that tip."""
        if not self.branches:
            return
        wanted: dict[str, list[str]] = defaultdict(list)
        for tip, login in self.branches:
            wanted[tip].append(login)
        own = {c: n for c, n, role in zip(self.commit, self.line, self.role, strict=True) if role == 0}
        for index, sha in enumerate(self.shas):
            if sha in wanted and not self.is_merge[index]:
                yield from (Vote(own[index], login) for login in wanted[sha])

    def _commits(self, order: npt.NDArray[np.int64]) -> pa.Table:
        at = pa.timestamp("us")
        columns = {
            "sha": pa.array(self.shas, pa.string()),
            "authored_at": pa.array(np.frombuffer(self.authored, dtype=np.int64) * 1_000_000, at),
            "committed_at": pa.array(np.frombuffer(self.committed, dtype=np.int64) * 1_000_000, at),
            "subject": pa.array(self.subjects, pa.string()),
            "number": pa.array(self.numbers, pa.int32()),
            "is_merge": pa.array(self.is_merge, pa.bool_()),
        }
        return pa.table(columns).take(order)


def _instant(written: str) -> int | None:
    """Return seconds since 1970; None for what cannot be a commit's date."""
    seconds = int(written) if written.lstrip("-").isascii() and written.lstrip("-").isdigit() else -1
    return seconds if 0 <= seconds < _LAST_S else None


def _sorted_lines(lines: dict[Line, int]) -> tuple[list[Line], _Ints]:
    """Return the lines in an order of their own, and for each old number the new one."""
    ordered = sorted(lines, key=lambda line: (line.name or "", line.address, line.login or ""))
    number = np.empty(len(ordered), dtype=np.int32)
    for new, line in enumerate(ordered):
        number[lines[line]] = new
    return ordered, number


def _mapped(repository: GitRepository, lines: list[Line]) -> list[Line]:
    """Return for each line what ``.mailmap`` makes of it; lines without an address stay."""
    with_address = [i for i, line in enumerate(lines) if line.address]
    found = repository.mapped([(lines[i].name or "", lines[i].address) for i in with_address])
    mapped = list(lines)
    for i, (name, address) in zip(with_address, found, strict=True):
        if (name, address.lower()) != (lines[i].name or "", lines[i].address):
            mapped[i] = make_line(name, address)
    return mapped


def _usage(n_lines: int, line: _Ints, role: _Ints, at_s: npt.NDArray[np.int64]) -> list[Usage]:
    authored = np.bincount(line[role == 0], minlength=n_lines)
    credited = np.bincount(line, minlength=n_lines)
    last = np.zeros(n_lines, dtype=np.int64)
    np.maximum.at(last, line, at_s)
    return [Usage(*map(int, row)) for row in zip(authored, credited, last, strict=True)]


def _one_each(commit: _Ints, author: _Ints, role: _Ints, place: _Ints) -> Credits:
    """Keep one credit for each commit and author: the foremost role at its first place."""
    order = np.lexsort((place, role, author, commit))
    commit, author, role, place = (column[order] for column in (commit, author, role, place))
    is_first = np.ones(len(commit), dtype=bool)
    is_first[1:] = (commit[1:] != commit[:-1]) | (author[1:] != author[:-1])
    commit, author, role, place = (column[is_first] for column in (commit, author, role, place))
    order = np.lexsort((place, commit))
    return Credits(commit[order], author[order], role[order], place[order])


def _keys(commits: pa.Table, credits_: Credits, n_authors: int) -> tuple[str, ...]:
    """Return each author's key: the oldest commit that names them, ties by sha, and their place in it."""
    at = commits.column("committed_at").cast(pa.int64()).to_numpy()[credits_.commit]
    order = np.lexsort((credits_.commit, at, credits_.author))
    authors = credits_.author[order]
    first = order[np.searchsorted(authors, np.arange(n_authors))]
    shas = commits.column("sha").take(credits_.commit[first]).to_pylist()
    places = credits_.place[first].tolist()
    return tuple(f"{sha[:12]}:{place or 'a'}" for sha, place in zip(map(str, shas), places, strict=True))
