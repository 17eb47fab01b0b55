"""Author lines of a git history: what is read from a name and an address, and which addresses are shared."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from handiwork.privacy.addresses import REPLACEMENT, scrub

__all__ = ["Line", "Usage", "common_names", "crowded", "full_name", "make_line", "signed_by_two"]

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
_MANY_BEARERS = 4


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


def signed_by_two(lines: Iterable[Line]) -> frozenset[str]:
    """Return the addresses under which two accounts sign, with their logins or their full names.

    A trailer written by hand, or by a tool, may put one person's address behind another one's name; to join by such
    an address would make two people one.

    Parameters
    ----------
    lines
        All of a history: those with a login tell which accounts there are, and whose a full name is.

    Examples
    --------
    >>> ada, bo = make_line("Ada Lind", "", "ada_l"), make_line("Bo", "2+bo_b@users.noreply.github.com")
    >>> team = [make_line(name, "team@example.org") for name in ("Ada Lind", "bo_b", "Team")]
    >>> sorted(signed_by_two([ada, bo, *team])), sorted(signed_by_two([ada, *team]))
    (['team@example.org'], [])
    """
    listed = list(lines)
    account = _accounts(listed)
    owners: dict[str, set[str]] = defaultdict(set)
    for line in listed:
        if line.login and (name := full_name(line.name)):
            owners[name].add(account[line.login.lower()])
    signing: dict[str, set[str]] = defaultdict(set)
    for line in listed:
        if line.address and line.login is None:
            named = account.get((line.name or "").lower())
            theirs = owners.get(full_name(line.name) or "", set())
            signing[line.address] |= {named} if named else theirs if len(theirs) == 1 else set()
    return frozenset(address for address, found in signing.items() if len(found) > 1)


def common_names(lines: Iterable[Line]) -> frozenset[str]:
    """Return the full names that two people may well bear: three other full names or more have each of their words.

    Examples
    --------
    >>> names = [f"{first} {last}" for first in ("ada", "bo", "cy", "di") for last in ("lind", "roe", "fo", "mo")]
    >>> common = common_names(Line(name) for name in [*names, "ada quill"])
    >>> len(common), "ada quill" in common
    (16, False)
    """
    names = {name for line in lines if (name := full_name(line.name))}
    bearers = Counter(word for name in names for word in set(name.split()))
    return frozenset(name for name in names if min(bearers[word] for word in name.split()) >= _MANY_BEARERS)


# --- private ---


def _accounts(lines: list[Line]) -> dict[str, str]:
    """Return for each login, lower case, one login of the same account: of those of its id the first."""
    known = sorted((line.login.lower(), line.github_id) for line in lines if line.login and line.github_id is not None)
    first: dict[int, str] = {}
    for login, github_id in known:
        first.setdefault(github_id, login)
    account = {line.login.lower(): line.login.lower() for line in lines if line.login}
    for login, github_id in known:
        account[login] = min(account[login], first[github_id])
    return account


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
