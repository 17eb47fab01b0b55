"""Merge lines as evidence: "Merge pull request #7 from LOGIN/branch" says whose the merged branch is.

A login is an author's where at least two thirds of the author's branches carry it, and at least two thirds of
the branches that carry it are the author's. Branches of the repository's own owner are everybody's.
Maintainers push to other people's branches: one merge alone says nothing about an author of more than 20
commits, unless the login resembles a name or an address of theirs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

__all__ = ["Ballot", "Vote", "Voter", "most_frequent", "resembles"]

_CONSISTENT = 2 / 3
_MANY_COMMITS = 20


@dataclass(frozen=True, slots=True)
class Vote:
    """A merge line or a message that says a line's author is an account."""

    line: int
    login: str


@dataclass(frozen=True, slots=True)
class Voter:
    """An author as far as it is known before merge lines are read.

    Attributes
    ----------
    author
        Number of the author.
    name
        Full name for comparison, or something of the author's own if it has none: namesakes vote together.
    n_authored
        Commits of the author.
    words
        Names, and what stands before the ``@`` of addresses; for memory only.
    """

    author: int
    name: str
    n_authored: int
    words: frozenset[str]


class Ballot:
    """Counts which logins an author's branches carry, and which authors a login's branches have.

    Parameters
    ----------
    votes
        Authors and logins as written, one pair for each merged branch.
    """

    def __init__(self, votes: Collection[tuple[Voter, str]]) -> None:
        self._by_author: dict[int, Counter[str]] = defaultdict(Counter)
        self._by_name: dict[str, Counter[str]] = defaultdict(Counter)
        self._by_login: dict[str, Counter[str]] = defaultdict(Counter)
        self._spelled: dict[str, Counter[str]] = defaultdict(Counter)
        self.names: dict[int, set[str]] = defaultdict(set)
        repeated = Counter((voter.name, login.lower()) for voter, login in votes)
        for voter, written in votes:
            login = written.lower()
            is_weak = repeated[voter.name, login] == 1 and voter.n_authored > _MANY_COMMITS
            if is_weak and not resembles(login, voter.words):
                continue
            self._by_author[voter.author][login] += 1
            self._by_name[voter.name][login] += 1
            self._by_login[login][voter.name] += 1
            self._spelled[login][written] += 1
            self.names[voter.author].add(voter.name)

    def elected(self) -> Iterator[tuple[int, str, int]]:
        """Yield author, login and votes where both agree about each other; ordered by author."""
        for author, own in sorted(self._by_author.items()):
            login, n_votes = most_frequent(own)
            voters = self._by_login[login]
            names = self.names[author]
            named = sum((self._by_name[name] for name in sorted(names)), Counter[str]())
            of_author = sum(voters[name] for name in names) / voters.total()
            if min(_share(own, login), _share(named, login), of_author) >= _CONSISTENT:
                yield author, most_frequent(self._spelled[login])[0], n_votes


def most_frequent(counts: Counter[str]) -> tuple[str, int]:
    """Return the most frequent key and its count; of equals the first in the alphabet.

    Examples
    --------
    >>> most_frequent(Counter("abcb")), most_frequent(Counter("ba"))
    (('b', 2), ('a', 1))
    """
    return min(counts.items(), key=lambda item: (-item[1], item[0]))


def resembles(login: str, words: Iterable[str]) -> bool:
    """Return whether a login holds the start of a word: its first four letters, or all three.

    Examples
    --------
    >>> resembles("ada_l", ["Ada Lind"]), resembles("clockmaker", ["Ada Lind"])
    (True, False)
    """
    plain = normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode("ascii").lower()
    return any(len(word) > 2 and word[:4] in login.lower() for word in re.split(r"[\W_]+", plain))


# --- private ---


def _share(counts: Counter[str], key: str) -> float:
    return counts[key] / counts.total()
