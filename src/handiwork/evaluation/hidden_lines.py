"""How well author lines are joined to accounts: half of the noreply addresses of real histories are hidden and guessed.

Author lines with GitHub's noreply address give the true login. A repeatable half of them loses address and login;
the history is grouped again without them; then the other half. Where a hidden line's author has a login then, the
join was *accepted*; where it has none but signs with a rare handle that is a login seen in any of the histories, the
ledger would show it as *possible*. Either is right if it is the hidden login, or another login of the same numeric
account. Rules are chosen by looking at the first half; the second tells what they are worth on what nobody looked at.

A wrong join is *unclear* if the hidden line is signed as the account that was found: with the full name, or the login,
under which the history itself proves it. Then the hidden account and the one found are one person's two accounts, or
those of two people who sign alike, and nothing in the history tells which.

Hiding says little about joins by name: hardly anybody but who has two accounts has two noreply addresses. So another
gold set looks at names alone: of the full names that noreply addresses prove an account for, those with one account
are right, those with two wrong (a person's second account among them). The more other names share a name's words, the
more often there are two; so common names join nothing.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handiwork.catalog.bots import Bots
from handiwork.evaluation.joins import JoinScore, scored
from handiwork.identity.ledger.rarity import is_rare, name_parts
from handiwork.ingest.git_authors import Author, Said, group_lines
from handiwork.ingest.git_history import read_history
from handiwork.ingest.git_lines import Line, Usage, common_names, full_name
from handiwork.sources.git import GitRepository

__all__ = ["Guess", "HiddenLines", "hide_lines"]

_FINDING = ("merge_line", "mention")
_GROUPING = ("handle", "address", "mailmap")


@dataclass(frozen=True, slots=True)
class Guess:
    """What became of one hidden line.

    Attributes
    ----------
    login, github_id
        The truth; the login in lower case.
    found
        The login of its author, lower case; None if none was found.
    reason
        Why it was found, of the reasons of :mod:`handiwork.ingest.git_authors`; empty if none was.
    name
        What the line is signed with.
    is_signed_so
        Whether the line is signed as the account found: with a full name, or the login, that the history proves for it.
    """

    login: str
    github_id: int | None
    found: str | None
    reason: str
    name: str | None
    is_signed_so: bool


@dataclass(slots=True)
class HiddenLines:
    """What became of the hidden lines, and what the others tell.

    Attributes
    ----------
    half
        Which half is hidden, 0 or 1.
    guesses
        One for each hidden line.
    ids
        The numeric accounts each login was seen with, lower case.
    names
        Full names of all lines, for what makes a handle rare.
    logins
        Every login, lower case.
    proved
        For each history the logins that each full name, common or not, was seen with: name, is common → logins.
    """

    half: int = 0
    guesses: list[Guess] = field(default_factory=list)
    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)
    proved: list[dict[tuple[str, bool], set[str]]] = field(default_factory=list)

    def __call__(
        self, lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], *, said: Said, bots: Bots
    ) -> list[Author]:
        """Group the lines without the hidden ones' addresses and keep what was found; return the authors."""
        hidden = {i: line for i, line in enumerate(mapped) if line.login and line.address and _half(line) == self.half}
        masked = [Line(m.name, f"{i}@hidden.example") if i in hidden else m for i, m in enumerate(mapped)]
        raw = [masked[i] if i in hidden else line for i, line in enumerate(lines)]
        self._learn(mapped, bots)
        authors = group_lines(raw, masked, usage, said=said, bots=bots)
        for author in authors:
            for number in sorted(set(author.lines) & hidden.keys()):
                others = [masked[i] for i in author.lines if i != number]
                self.guesses.append(_guess(hidden[number], author, others))
        return authors

    def scores(self) -> list[JoinScore]:
        """Return precision and recall: of what is accepted, of each reason, and with what is possible."""
        accepted = [g for g in self.guesses if g.found is not None]
        told = {reason: [g for g in accepted if g.reason == reason] for reason in sorted({g.reason for g in accepted})}
        parts = name_parts(self.names)
        shown = [
            Guess(g.login, g.github_id, g.name.lower(), "signed", g.name, False)
            for g in self.guesses
            if g.found is None and g.name and is_rare(g.name, parts) and g.name.lower() in self.logins
        ]
        return [
            self._scored("accepted", accepted),
            *(self._scored(f"accepted by {reason}", found) for reason, found in told.items()),
            self._scored("possible", shown),
            self._scored("accepted or possible", [*accepted, *shown]),
        ]

    def name_scores(self) -> list[JoinScore]:
        """Return how often all accounts that a full name is seen with in one history are one; by what joins."""
        counts: Counter[tuple[bool, bool]] = Counter()
        for history in self.proved:
            for (_, is_common), logins in history.items():
                first, *more = sorted(logins)
                counts[is_common, all(self._are_one(first, other) for other in more)] += 1
        total = counts.total()
        return [
            scored("name, joined", counts[False, True], counts[False, False], total),
            scored("common name, not joined", counts[True, True], counts[True, False], total),
        ]

    # --- private ---

    def _learn(self, mapped: Sequence[Line], bots: Bots) -> None:
        common = common_names(mapped)
        proved: dict[tuple[str, bool], set[str]] = defaultdict(set)
        for line in mapped:
            name = full_name(line.name)
            if name:
                self.names.add(name)
            if line.login:
                login = line.login.lower()
                self.logins.add(login)
                if line.github_id is not None:
                    self.ids[login].add(line.github_id)
                if name and line.address and not (bots.reason(login) or bots.is_machine_name(line.name)):
                    proved[name, name in common].add(login)
        self.proved.append(proved)

    def _scored(self, what: str, guesses: Sequence[Guess]) -> JoinScore:
        wrong = [g for g in guesses if g.found is None or not self._are_one(g.found, g.login, g.github_id)]
        unclear = sum(g.is_signed_so for g in wrong)
        return scored(what, len(guesses) - len(wrong), len(wrong), len(self.guesses), unclear=unclear)

    def _are_one(self, one: str, other: str, github_id: int | None = None) -> bool:
        """Return whether two logins are one account's."""
        theirs = self.ids[other] | ({github_id} if github_id is not None else set())
        return one == other or bool(theirs & self.ids[one])


def hide_lines(repositories: Iterable[GitRepository], *, bots: Bots) -> tuple[HiddenLines, HiddenLines]:
    """Hide each half of the noreply addresses of histories and guess them.

    Parameters
    ----------
    repositories
        Read one after the other.
    bots
        What tells machines.

    Returns
    -------
    tuple
        With the first half hidden, and with the second.
    """
    first, second = HiddenLines(0), HiddenLines(1)

    def group(
        lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], *, said: Said, bots: Bots
    ) -> list[Author]:
        first(lines, mapped, usage, said=said, bots=bots)
        return second(lines, mapped, usage, said=said, bots=bots)

    for repository in repositories:
        read_history(repository, bots=bots, group=group)
    return first, second


# --- private ---


def _half(line: Line) -> int:
    return hashlib.sha256(f"{line.name} {line.login}".encode()).digest()[0] // 128


def _guess(line: Line, author: Author, others: Sequence[Line]) -> Guess:
    """Return what was found for a hidden line, from the lines its author has otherwise."""
    found = author.login.lower() if author.login else None
    name = full_name(line.name)
    alike = [other for other in others if name is not None and full_name(other.name) == name]
    proving = [other for other in others if (other.login or "").lower() == found]
    is_signed_so = bool(proving) and ((line.name or "").lower() == found or any(other in alike for other in proving))
    reason = _reason(line, author, is_alike=bool(alike)) if found else ""
    return Guess((line.login or "").lower(), line.github_id, found, reason, line.name, is_signed_so)


def _reason(line: Line, author: Author, *, is_alike: bool) -> str:
    """Return why a hidden line has its author's login: what found it, else what joined the line to one that had it."""
    for reason in _FINDING:
        if reason in author.joins:
            return reason
    if "handle" in author.joins and (line.name or "").lower() == (author.login or "").lower():
        return "handle"
    return "name" if is_alike else next((r for r in _GROUPING if r in author.joins), "other")
