"""Who is one author: joins the author lines of one history by evidence, each join with its reason.

Everything here is a pure function of lines in memory; addresses are compared and dropped.

============== ====================================================================================
reason         lines are one author, or the login was found, because
============== ====================================================================================
``mailmap``    the project's ``.mailmap`` says so
``address``    they have the same address, and no crowd of unrelated names uses it
``noreply``    an author line has GitHub's noreply address, which holds the login and often the id
``trailer``    a trailer has such an address, or names the account itself
``merge_line`` at least two thirds of the branches merged from them were ``login/branch``
``name``       they have the same full name, and no other of that name has another login
============== ====================================================================================

Two different logins never become one author by a name. A line that is a machine's shares no address and
no name with a person's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from handiwork.catalog.bots import Bots
from handiwork.privacy.addresses import scrub

__all__ = ["Author", "Line", "Usage", "Vote", "crowded", "full_name", "group_lines", "make_line"]

_NOREPLY = re.compile(
    r"(?:(\d{1,18})\+)?([a-z0-9](?:[a-z0-9_-]*[a-z0-9_])?(?:\[bot\])?)@users\.noreply\.github\.com",
    re.IGNORECASE,
)
_NOBODYS = frozenset(
    {"", "none", "unknown", "no-reply", "noreply", "donotreply", "nobody", "root", "devnull", "null", "git", "user"}
)
# Local parts that many different people and machines have.

_CONSISTENT = 2 / 3
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One author line or trailer: a name and an address, or a login.

    Attributes
    ----------
    name
        Name without addresses; None if there is none.
    address
        Address in lower case, for memory only; empty if there is none.
    login
        GitHub login from a noreply address or named outright; None if neither.
    github_id
        Account id from a noreply address; None if there is none.
    """

    name: str | None
    address: str = field(default="", repr=False)
    login: str | None = None
    github_id: int | None = None

    @property
    def is_shared(self) -> bool:
        """Whether the address is missing or of a kind that is not one person's."""
        return self.address.partition("@")[0] in _NOBODYS


@dataclass(frozen=True, slots=True)
class Usage:
    """How a line is used in the history.

    Attributes
    ----------
    n_authored
        Commits with it as the author line.
    n_credited
        Commits that name it in any role.
    last_s
        Newest commit that names it, seconds since 1970.
    """

    n_authored: int = 0
    n_credited: int = 0
    last_s: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """A merge line or a message that says a line's author is an account."""

    line: int
    login: str


@dataclass(frozen=True, slots=True)
class Author:
    """One author of a history.

    Attributes
    ----------
    lines
        Indices of the lines, ascending.
    name
        Name used most often after ``.mailmap``; None if no line has one.
    login, github_id
        The account proved by the history; None if it proves none.
    is_bot
        True if the lines are those of a machine.
    joins
        Reasons, sorted, each once.
    addresses
        Addresses that are this author's alone here, for memory only.
    addressed
        Every line with an address, as written and as mapped, for memory only.
    """

    lines: tuple[int, ...]
    name: str | None
    login: str | None
    github_id: int | None
    is_bot: bool
    joins: tuple[str, ...]
    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    addressed: tuple[Line, ...] = field(default=(), repr=False)


def make_line(name: str, address: str, login: str | None = None) -> Line:
    """Return the line for a name and an address as written.

    Examples
    --------
    >>> make_line("Ada Lind", "7+ada_l@users.noreply.github.com").login
    'ada_l'
    >>> make_line("ada@example.org", "").name is None
    True
    """
    address = "".join(address.split())
    github_id = None
    if found := _NOREPLY.fullmatch(address):
        login, github_id = found[2], int(found[1]) if found[1] else None
    cleaned = " ".join(scrub(name.replace("<", " ").replace(">", " ").replace("\0", " ")).split())
    has_name = cleaned.replace("(address)", "").strip(" ,;()\"'")
    return Line(cleaned if has_name else None, address.lower(), login, github_id)


def full_name(name: str | None) -> str | None:
    """Return a name for comparison: one case, one kind of space; None unless it has two words.

    Examples
    --------
    >>> full_name("Ada  LIND"), full_name("ada")
    ('ada lind', None)
    """
    words = normalize("NFKC", name or "").casefold().split()
    return " ".join(words) if len(words) > 1 else None


def group_lines(
    lines: Sequence[Line],
    mapped: Sequence[Line],
    usage: Sequence[Usage],
    votes: Iterable[Vote],
    *,
    owner: str,
    bots: Bots,
) -> list[Author]:
    """Group author lines into authors.

    Parameters
    ----------
    lines
        Distinct lines.
    mapped
        For each line what ``.mailmap`` makes of it.
    usage
        For each line how it is used.
    votes
        What merge lines say.
    owner
        Owner of the repository: branches of the repository itself are everybody's.
    bots
        What tells machines.

    Returns
    -------
    list of Author
        Every line in exactly one; ordered by first line.

    Notes
    -----
    Time grows with the lines and votes, nearly linearly.
    """
    groups = _Groups(lines, mapped, usage, bots)
    groups.join_by_evidence()
    groups.join_by_merge_lines(votes, owner.lower())
    groups.join_by_name()
    return groups.authors()


def crowded(lines: Iterable[Line]) -> frozenset[str]:
    """Return the addresses that more than three unrelated names use; names alike in a word are related.

    Examples
    --------
    >>> sorted(crowded(Line(name, "dev@example.org") for name in ("Ada", "Bob", "Cyd", "Dee")))
    ['dev@example.org']
    >>> sorted(crowded(Line(name, "ada@example.org") for name in ("Ada", "ada l", "A. Lind", "Ada Lind")))
    []
    """
    names: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.name:
            names[line.address].add(" ".join(normalize("NFKC", line.name).casefold().split()))
    return frozenset(a for a, found in names.items() if len(found) > _MOST_NAMES and _n_unrelated(found) > _MOST_NAMES)


# --- private ---


class _Groups:
    """Union-find over lines; the nodes after the lines themselves are the targets of ``.mailmap``."""

    def __init__(self, lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], bots: Bots) -> None:
        self.lines, self.mapped, self.usage, self.bots = lines, mapped, usage, bots
        self.machine = [_is_machine(line, bots) for line in mapped]
        self.crowded = crowded(mapped)
        self.parent = list(range(len(lines)))
        self.reasons: list[set[str]] = [set() for _ in lines]
        self.logins: list[dict[str, list[_Claim]]] = [{} for _ in lines]

    def find(self, node: int) -> int:
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: int, other: int, reason: str) -> None:
        one, other = sorted((self.find(one), self.find(other)))
        self.reasons[one].add(reason)
        if one == other:
            return
        self.parent[other] = one
        self.reasons[one] |= self.reasons[other]
        for login, claims in self.logins[other].items():
            self.logins[one].setdefault(login, []).extend(claims)

    def claim(self, node: int, claim: "_Claim") -> None:
        root = self.find(node)
        self.logins[root].setdefault(claim.login.lower(), []).append(claim)
        self.reasons[root].add(claim.reason)

    def join_by_evidence(self) -> None:
        """Join by mailmap, address and noreply login, which stand on their own."""
        first: dict[tuple[str, object], int] = {}
        for node, (line, mapped) in enumerate(zip(self.lines, self.mapped, strict=True)):
            is_mapped = mapped != line
            if is_mapped:
                self.reasons[self.find(node)].add("mailmap")
            if self.has_own_address(mapped):
                reason = "mailmap" if is_mapped else "address"
                self._meet(first, ("address", (mapped.address, self.machine[node])), node, reason)
            for source in (line, mapped) if is_mapped else (line,):
                self._take_login(first, node, source)

    def _take_login(self, first: dict[tuple[str, object], int], node: int, line: Line) -> None:
        if line.login is None:
            return
        usage = self.usage[node]
        reason = "noreply" if usage.n_authored and line.address else "trailer"
        strength = 3 if line.github_id else 2
        self.claim(node, _Claim(line.login, line.github_id, reason, strength, usage.n_credited, usage.last_s))
        self._meet(first, ("login", line.login.lower()), node, reason)
        if line.github_id is not None:
            self._meet(first, ("id", line.github_id), node, reason)

    def _meet(self, first: dict[tuple[str, object], int], key: tuple[str, object], node: int, reason: str) -> None:
        if key in first:
            self.join(first[key], node, reason)
        else:
            first[key] = node

    def has_own_address(self, line: Line) -> bool:
        return not line.is_shared and line.login is None and line.address not in self.crowded

    def join_by_merge_lines(self, votes: Iterable[Vote], owner: str) -> None:
        """Believe a merge line's login where author and login agree about each other."""
        ballot = _Ballot()
        for vote in votes:
            if vote.login.lower() != owner and not self.machine[vote.line]:
                name = full_name(self.mapped[vote.line].name)
                ballot.add(self.find(vote.line), name, vote.login)
        known = {login: root for root in self._roots() for login in self.logins[root]}
        for root, login, n_votes in ballot.elected():
            if self.logins[self.find(root)]:
                continue
            self.claim(root, _Claim(login, None, "merge_line", 1, n_votes, self.usage[root].last_s))
            self.join(known.setdefault(login.lower(), root), root, "merge_line")

    def join_by_name(self) -> None:
        """Join lines of the same full name unless that would join two different logins."""
        named: dict[str, list[int]] = defaultdict(list)
        for node, mapped in enumerate(self.mapped):
            name = full_name(mapped.name)
            if name and not self.machine[node]:
                named[name].append(node)
        for _name, nodes in sorted(named.items()):
            roots = sorted({self.find(node) for node in nodes})
            logins = {_best(self.logins[root]) for root in roots} - {None}
            if len(roots) > 1 and len(logins) <= 1:
                for other in roots[1:]:
                    self.join(roots[0], other, "name")

    def authors(self) -> list[Author]:
        members: dict[int, list[int]] = defaultdict(list)
        for node in range(len(self.lines)):
            members[self.find(node)].append(node)
        owners: dict[str, set[int]] = defaultdict(set)
        for root, nodes in members.items():
            for node in nodes:
                owners[self.lines[node].address].add(root)
                owners[self.mapped[node].address].add(root)
        return [self._author(root, nodes, owners) for root, nodes in sorted(members.items())]

    def _author(self, root: int, nodes: list[int], owners: dict[str, set[int]]) -> Author:
        best = _best(self.logins[root])
        login, github_id = best or (None, None)
        names: Counter[str] = Counter()
        for node in nodes:
            if name := self.mapped[node].name:
                names[name] += self.usage[node].n_credited
        name = _most(names)[0] if names else None
        sources = {source for node in nodes for source in (self.lines[node], self.mapped[node])}
        own = {s.address for s in sources if self.has_own_address(s) and len(owners[s.address]) == 1}
        is_bot = _is_machine(Line(name, login=login), self.bots)
        return Author(tuple(nodes), name, login, github_id, is_bot, tuple(sorted(self.reasons[root])), frozenset(own))

    def _roots(self) -> list[int]:
        return sorted({self.find(node) for node in range(len(self.lines))})


class _Ballot:
    """Counts which logins an author's branches carry, and which authors a login's branches have."""

    def __init__(self) -> None:
        self.by_author: dict[int, Counter[str]] = defaultdict(Counter)
        self.by_login: dict[str, Counter[str]] = defaultdict(Counter)
        self.spelled: dict[str, Counter[str]] = defaultdict(Counter)
        self.names: dict[int, set[str]] = defaultdict(set)

    def add(self, author: int, name: str | None, login: str) -> None:
        voter = name or str(author)
        self.by_author[author][login.lower()] += 1
        self.by_login[login.lower()][voter] += 1
        self.spelled[login.lower()][login] += 1
        self.names[author].add(voter)

    def elected(self) -> Iterator[tuple[int, str, int]]:
        """Yield author, login and votes where both agree about each other in two thirds of their merges."""
        for author, counts in sorted(self.by_author.items()):
            login, n_votes = _most(counts)
            voters = self.by_login[login]
            n_own = sum(voters[name] for name in self.names[author])
            if n_votes >= _CONSISTENT * counts.total() and n_own >= _CONSISTENT * voters.total():
                yield author, _most(self.spelled[login])[0], n_votes


@dataclass(frozen=True, slots=True)
class _Claim:
    """One piece of evidence that a group is an account."""

    login: str
    github_id: int | None
    reason: str
    strength: int
    n_uses: int
    last_s: int


def _best(logins: dict[str, list[_Claim]]) -> tuple[str, int | None] | None:
    """Return the account with the strongest, then most used, then newest evidence; None without any."""
    if not logins:
        return None
    ids: dict[int, list[_Claim]] = defaultdict(list)
    for claims in logins.values():
        for claim in claims:
            if claim.github_id is not None:
                ids[claim.github_id].append(claim)
    if ids:
        github_id, claims = min(ids.items(), key=lambda item: (-sum(c.n_uses for c in item[1]), item[0]))
        newest = max(claims, key=lambda c: (c.last_s, c.n_uses, c.login))
        return newest.login, github_id
    ranked = sorted(
        logins.items(),
        key=lambda i: (-max(c.strength for c in i[1]), -sum(c.n_uses for c in i[1]), i[0]),
    )
    newest = max(ranked[0][1], key=lambda c: (c.last_s, c.n_uses, c.login))
    return newest.login, None


def _most(counts: Counter[str]) -> tuple[str, int]:
    """Return the most frequent key and its count; of equals the first in the alphabet."""
    return min(counts.items(), key=lambda item: (-item[1], item[0]))


def _is_machine(line: Line, bots: Bots) -> bool:
    return bots.reason(line.login) is not None or bots.is_machine_name(line.name) or bots.is_machine_name(line.login)


def _n_unrelated(names: set[str]) -> int:
    """Return how many people the names look like: names that share a word or contain each other are one."""
    people: list[set[str]] = []
    for name in sorted(names):
        words = {w for w in re.split(r"\W+|_", name) if len(w) > 2} | {re.sub(r"\W|_", "", name)} - {""}
        related = [known for known in people if _are_related(known, words)]
        people = [known for known in people if known not in related] + [words.union(*related)]
    return len(people)


def _are_related(some: set[str], others: set[str]) -> bool:
    return any(a in b or b in a for a in some for b in others)
