"""Author lines of a git history: what is read from a name and an address, and which addresses are shared."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from handiwork.privacy.addresses import REPLACEMENT, scrub

__all__ = ["Line", "Usage", "crowded", "full_name", "make_line"]

_NOREPLY = re.compile(
    r"(?:(\d{1,18})\+)?([a-z0-9](?:[a-z0-9_-]*[a-z0-9_])?(?:\[bot\])?)@users\.noreply\.github\.com",
    re.IGNORECASE,
)
_NOBODYS = frozenset(
    {"", "none", "unknown", "no-reply", "noreply", "donotreply", "nobody", "root", "devnull", "null", "git", "user"}
)
# Local parts that many different people and machines have.

_NO_BRACKETS = str.maketrans("<>\0", "   ")
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One author line or trailer: a name and an address, or a login.

    Attributes
    ----------
    name
        Name, without an address that may have been in it; None if there is none.
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
    bare = scrub(name.translate(_NO_BRACKETS)).replace(REPLACEMENT, " ")
    cleaned = " ".join(bare.split())
    return Line(cleaned if cleaned.strip(" ,;()\"'") else None, address.lower(), login, github_id)


def full_name(name: str | None) -> str | None:
    """Return a name for comparison: one case, one kind of space; None unless it has two words.

    Examples
    --------
    >>> full_name("Ada  LIND"), full_name("ada")
    ('ada lind', None)
    """
    words = normalize("NFKC", name or "").casefold().split()
    return " ".join(words) if len(words) > 1 else None


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
