"""Accounts that a project's own messages mention, and the names that fit them.

A commit's author is often nameable although no noreply address, trailer or merge line names an account:
maintainers write ``@jdoe_`` about each other, and somebody who signs as ``j0hn-doe`` is seldom anybody else. Seldom
is not never: of those who sign so and whom nobody mentions, one in forty has another login. So a handle needs somebody
else's word; without it, it only joins who signs with it to each other. How often both are right is measured by
``handiwork eval identity``, see ``docs/explanation/identity.md``.

============ ======================================================================================================
reason       the login is taken because
============ ======================================================================================================
``mention``  the messages mention an account that fits the name of exactly one author
``handle``   the author signs with one word that is an account proved here, or that looks like nothing but an account
             and is mentioned
============ ======================================================================================================
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import normalize

__all__ = ["NameParts", "forms_of", "is_handle", "mentions_in"]

_LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9_])?"
_MENTION = re.compile(rf"(?<![\w.+/-])@({_LOGIN})(?![\w-]*[.@]\w)|github\.com[:/]({_LOGIN})/", re.IGNORECASE)
_HANDLE = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_LEAST_FORM = 4
_LEAST_HANDLE = 7


def mentions_in(message: str) -> Iterator[str]:
    """Yield the accounts a commit message mentions, as written.

    Examples
    --------
    >>> list(mentions_in("Thanks @ada_l, and git@github.com:bo_b/clock.git; see x@example.org"))
    ['ada_l', 'bo_b']
    """
    if "@" in message or "github.com" in message:
        for found in _MENTION.finditer(message):
            yield found[1] or found[2]


def forms_of(name: str) -> frozenset[str]:
    """Return the accounts a name could stand for, lower case, of at least four characters.

    A name of one word stands for itself; of several for the words run together or joined by hyphens, for the
    first and the last of them in either order, for the initial of the first with the last, and for the first with
    the initial of the last. The last with the initial of the first is too often somebody else.

    Examples
    --------
    >>> sorted(forms_of("Ada Lind"))
    ['ada-lind', 'adal', 'adalind', 'alind', 'lindada']
    >>> sorted(forms_of("ada_l"))
    ['ada_l']
    """
    if _HANDLE.fullmatch(name):
        return frozenset({name.lower()}) if len(name) >= _LEAST_FORM else frozenset()
    words = _words(name)
    if len(words) < 2:
        return frozenset()
    first, last = words[0], words[-1]
    initials = "".join(word[0] for word in words[:-1])
    found = {"".join(words), "-".join(words), first + last, f"{first}-{last}", last + first}
    found |= {first[0] + last, first + last[0], initials + last}
    return frozenset(form for form in found if len(form) >= _LEAST_FORM)


class NameParts:
    """The words that names of several words are made of: who signs with one of these signs with a given name.

    Parameters
    ----------
    names
        Every name of a history.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._count: Counter[str] = Counter()
        for name in names:
            words = set(_words(name))
            if len(words) > 1 and not _HANDLE.fullmatch(name):
                self._count.update(words)

    def has(self, word: str) -> bool:
        """Return whether somebody's name of several words has this word, in any case."""
        return word.lower() in self._count


def is_handle(name: str) -> bool:
    """Return whether a name looks like nothing but an account.

    That is one word of at least seven characters, all lower case, with a digit or a hyphen.

    Examples
    --------
    >>> is_handle("clock5mith"), is_handle("ada-lind"), is_handle("Adalind"), is_handle("clocksmith")
    (True, True, False, False)
    """
    has_sign = any(c.isdigit() or c == "-" for c in name)
    return len(name) >= _LEAST_HANDLE and name == name.lower() and has_sign and _HANDLE.fullmatch(name) is not None


# --- private ---


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower())
