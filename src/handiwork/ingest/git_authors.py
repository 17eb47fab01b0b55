"""Who is one author: joins the author lines of one history by evidence, each join with its reason.

Everything here is a pure function of lines in memory; addresses are compared and dropped.

============== ====================================================================================
reason         lines are one author, or the login was found, because
============== ====================================================================================
``mailmap``    the project's ``.mailmap`` says so
``address``    they have the same address, and neither a crowd of unrelated names nor two accounts use it
``noreply``    an author line has GitHub's noreply address, which holds the login and often the id
``trailer``    a trailer has such an address, or names the account itself
``merge_line`` at least two thirds of their merged branches were ``login/branch``, and of that login's theirs
``mention``    the messages mention an account that fits this author's name and nobody else's
``handle``     they sign with one word that is an account known here, or with the same word that only an account is
``name``       they have the same full name, not a common one, and no other of that name has another login
============== ====================================================================================

Two different logins never become one author by a name. A line that is a machine's shares no address and
no name with a person's. How merge lines are counted is told in :mod:`handiwork.ingest.git_merge_lines`, what is
taken from mentions and handles, and how often that is right, in :mod:`handiwork.ingest.git_mentions`.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handiwork.catalog.bots import Bots
from handiwork.ingest.git_lines import Line, Usage, common_names, crowded, full_name, signed_by_two
from handiwork.ingest.git_mentions import NameParts, forms_of, is_handle
from handiwork.ingest.git_merge_lines import Ballot, Vote, Voter, most_frequent, resembles

__all__ = ["Author", "Said", "group_lines"]


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


@dataclass(frozen=True, slots=True)
class Said:
    """What the messages of a history say about accounts.

    Attributes
    ----------
    owner
        Owner of the repository: branches of the repository itself are everybody's.
    votes
        What merge lines say.
    mentions
        Accounts that the messages mention, as written → how often.
    """

    owner: str
    votes: Sequence[Vote] = ()
    mentions: Mapping[str, int] = field(default_factory=dict)


def group_lines(
    lines: Sequence[Line],
    mapped: Sequence[Line],
    usage: Sequence[Usage],
    *,
    said: Said,
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
    said
        What the messages say about accounts.
    bots
        What tells machines.

    Returns
    -------
    list of Author
        Every line in exactly one; ordered by first line.

    Notes
    -----
    Time grows with the lines, votes and mentions, nearly linearly.
    """
    groups = _Groups(lines, mapped, usage, bots)
    groups.join_by_evidence()
    groups.join_by_merge_lines(said.votes, said.mentions, said.owner.lower())
    groups.join_by_name()
    groups.join_by_mentions(said.mentions, said.owner.lower())
    groups.join_by_handles(said.mentions)
    return groups.authors()


# --- private ---


class _Groups:
    """Union-find over lines; of each group, by its root, the reasons and what is known of its login."""

    def __init__(self, lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], bots: Bots) -> None:
        self.lines, self.mapped, self.usage, self.bots = lines, mapped, usage, bots
        self.machine = [_is_machine(line, bots) for line in mapped]
        self.shared = crowded(mapped) | signed_by_two(mapped)
        self.parts = NameParts(line.name for line in mapped if line.name)
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
        return not line.is_shared and line.login is None and line.address not in self.shared

    def join_by_merge_lines(self, votes: Sequence[Vote], mentions: Mapping[str, int], owner: str) -> None:
        """Believe a merge line's login where author and login agree about each other."""
        voters = self._voters()
        spelled, n_votes_for = _spelled(mentions), Counter(vote.login.lower() for vote in votes)
        ballot = Ballot(
            [
                (voters[self.find(vote.line)], vote.login)
                for vote in votes
                if vote.login.lower() != owner and not self.machine[vote.line]
            ]
        )
        known = {login: root for root in self._roots() for login in self.logins[root]}
        namesakes = self._logins_by_name()
        for root, login, n_votes in ballot.elected():
            of_namesakes = set().union(*(namesakes[name] for name in ballot.names[root]))
            if self.logins[self.find(root)] or of_namesakes - {login.lower()}:
                continue
            # Who is spoken of otherwise too, and has no likeness to this author, may be an organisation.
            is_known = n_votes == 1 and spelled[login.lower()].total() > n_votes_for[login.lower()]
            if is_known and not resembles(login, voters[root].words):
                continue
            self.claim(root, _Claim(login, None, "merge_line", 1, n_votes, self.usage[root].last_s))
            self.join(known.setdefault(login.lower(), root), root, "merge_line")

    def _voters(self) -> dict[int, Voter]:
        """Return the groups as they are, ready to be counted by the ballot."""
        found = {}
        for root, nodes in self._members().items():
            names: Counter[str] = Counter()
            for node in nodes:
                if name := full_name(self.mapped[node].name):
                    names[name] += self.usage[node].n_authored
            own = [self.mapped[node].address for node in nodes if self.has_own_address(self.mapped[node])]
            words = {self.mapped[node].name or "" for node in nodes} | {a.partition("@")[0] for a in own}
            n_authored = sum(self.usage[node].n_authored for node in nodes)
            name = most_frequent(names)[0] if names else str(root)
            found[root] = Voter(root, name, n_authored, frozenset(words))
        return found

    def _logins_by_name(self) -> dict[str, set[str]]:
        """Return for each full name the logins already proved for lines that have it."""
        found: dict[str, set[str]] = defaultdict(set)
        for node, mapped in enumerate(self.mapped):
            if name := full_name(mapped.name):
                found[name].update(self.logins[self.find(node)])
        return found

    def join_by_name(self) -> None:
        """Join lines of the same full name unless it is a common one, or that would join two different logins."""
        named: dict[str, list[int]] = defaultdict(list)
        common = common_names(self.mapped)
        for node, mapped in enumerate(self.mapped):
            name = full_name(mapped.name)
            if name and name not in common and not self.machine[node]:
                named[name].append(node)
        for _name, nodes in sorted(named.items()):
            roots = sorted({self.find(node) for node in nodes})
            logins = {_best(self.logins[root]) for root in roots} - {None}
            if len(roots) > 1 and len(logins) <= 1:
                for other in roots[1:]:
                    self.join(roots[0], other, "name")

    def join_by_mentions(self, mentions: Mapping[str, int], owner: str) -> None:
        """Believe that a mentioned account is the one author, without a login so far, whose name it fits."""
        spelled = _spelled(mentions)
        proved = {login for root in self._roots() for login in self.logins[root]}
        fitting: dict[str, set[int]] = defaultdict(set)
        for node, mapped in enumerate(self.mapped):
            if mapped.name and not self.machine[node]:
                for form in self._own_forms(mapped.name) & spelled.keys() - proved - {owner}:
                    fitting[form].add(self.find(node))
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for form, roots in fitting.items():
            root = min(roots)
            if len(roots) == 1 and not self.logins[root]:
                found[root][form] = spelled[form].total()
        for root, forms in sorted(found.items()):
            login, n_uses = most_frequent(forms)
            written = most_frequent(spelled[login])[0]
            self.claim(root, _Claim(written, None, "mention", 1, n_uses, self.usage[root].last_s))

    def _own_forms(self, name: str) -> frozenset[str]:
        """Return the accounts a name could stand for; a given name alone stands for none."""
        return frozenset() if self.parts.has(name) else forms_of(name)

    def join_by_handles(self, mentions: Mapping[str, int]) -> None:
        """Join who signs with an account's name to that account, if it is known here, and to each other."""
        spelled = _spelled(mentions)
        first = {login: root for root in self._roots() for login in self.logins[root]}
        proved = set(first)
        for node, mapped in enumerate(self.mapped):
            name, root = mapped.name or "", self.find(node)
            if self.machine[node] or self.logins[root] or self.parts.has(name):
                continue
            login = name.lower()
            if login in proved and forms_of(name) == {login}:
                self.join(first[login], node, "handle")
            elif is_handle(name):
                if login in spelled:
                    usage = self.usage[node]
                    self.claim(node, _Claim(name, None, "handle", 1, usage.n_credited, usage.last_s))
                    proved.add(login)
                if login in first:
                    self.join(first[login], node, "handle")
                first.setdefault(login, root)

    def authors(self) -> list[Author]:
        members = self._members()
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
        name = most_frequent(names)[0] if names else None
        sources = {source for node in nodes for source in (self.lines[node], self.mapped[node])}
        own = {s.address for s in sources if self.has_own_address(s) and len(owners[s.address]) == 1}
        is_bot = _is_machine(Line(name, login=login), self.bots)
        return Author(
            lines=tuple(nodes),
            name=name,
            login=login,
            github_id=github_id,
            is_bot=is_bot,
            joins=tuple(sorted(self.reasons[root])),
            addresses=frozenset(own),
            addressed=tuple(source for source in sources if source.address),
        )

    def _members(self) -> dict[int, list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for node in range(len(self.lines)):
            members[self.find(node)].append(node)
        return dict(members)

    def _roots(self) -> list[int]:
        return sorted({self.find(node) for node in range(len(self.lines))})


@dataclass(frozen=True, slots=True)
class _Claim:
    """One piece of evidence that a group is an account."""

    login: str
    github_id: int | None
    reason: str
    strength: int
    n_uses: int
    last_s: int


def _spelled(mentions: Mapping[str, int]) -> dict[str, Counter[str]]:
    """Return how often each account, lower case, is mentioned in which spelling."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for written, times in mentions.items():
        found[written.lower()][written] += times
    return found


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


def _is_machine(line: Line, bots: Bots) -> bool:
    return bots.reason(line.login) is not None or bots.is_machine_name(line.name) or bots.is_machine_name(line.login)
