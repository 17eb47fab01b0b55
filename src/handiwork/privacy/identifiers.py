"""By what somebody can be recognised in stored data, and how that is found in text: for erasing and for proving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["ERASED", "Identifiers"]

ERASED = "(erased)"
"""What stands where a name was."""

_PLAIN = re.compile(r"[a-z]{1,7}")
_WORD = "A-Za-z0-9_-"


@dataclass(frozen=True)
class Identifiers:
    """By what one person can be recognised.

    Attributes
    ----------
    ids
        Numeric account ids on GitHub.
    logins
        Logins they have or had there, in lower case.
    keys
        Keys of accounts at any origin: ``github:1``, ``login:ada_l``, ``pypi:ada_l``, ``speaker:conf/a1``.
    names
        Names as profiles and author lines show them, in lower case.

    Notes
    -----
    In text, a login counts wherever it stands as a word, unless it could be an ordinary one: of seven letters at most
    and nothing else. Then only ``@login``, ``github.com/login`` and ``from login`` are taken for the person, as "bob"
    in a title may be anybody.
    """

    ids: frozenset[int] = frozenset()
    logins: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    names: frozenset[str] = field(default=frozenset())

    @property
    def handles(self) -> frozenset[str]:
        """What accounts are called at any origin, in lower case: logins, and the names in account keys."""
        named = (key.partition(":") for key in self.keys)
        return self.logins | {name.lower() for origin, _, name in named if origin != "github" and "/" not in name}

    @cached_property
    def pattern(self) -> str:
        """Regular expression of a mention in text, for ``re`` and RE2 alike; its last group is what comes after."""
        plain = sorted(each for each in self.handles if _PLAIN.fullmatch(each))
        odd = sorted(each for each in self.handles if not _PLAIN.fullmatch(each))
        keys = sorted(key for key in self.keys if not key.startswith("login:"))
        ways = []
        if odd or keys:
            ways.append(f"(^|[^{_WORD}])(?:{_any([*odd, *keys])})")
        if plain:
            ways.append(f"(@|github\\.com/|from )(?:{_any(plain)})")
        return f"(?i)(?:{'|'.join(ways)})($|[^{_WORD}])" if ways else ""

    @property
    def replacement(self) -> str:
        """What RE2 puts in place of a match of :attr:`pattern`."""
        groups = re.compile(self.pattern).groups
        before = "".join(f"\\{n}" for n in range(1, groups))
        return f"{before}{ERASED}\\{groups}"

    def found_in(self, text: str) -> list[str]:
        """Return what of them stands in a text: handles, keys and names, each as it is written there."""
        found = []
        if self._compiled is not None:
            found += [match[0] for match in self._compiled.finditer(text)]
        if self._named is not None:
            found += [match[0] for match in self._named.finditer(text)]
        return found

    def removed_from(self, text: str) -> str:
        """Return a text without them."""
        if self._compiled is None:
            return text
        for _ in range(2):  # two of them may share the character between them
            text = self._compiled.sub(self._without, text)
        return self._named.sub(ERASED, text) if self._named is not None else text

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.ids or self.logins or self.keys)

    # --- private ---

    @cached_property
    def _compiled(self) -> "re.Pattern[str] | None":
        return re.compile(self.pattern) if self.pattern else None

    @cached_property
    def _named(self) -> "re.Pattern[str] | None":
        # A single word may be anybody's name.
        whole = [name for name in self.names if " " in name.strip()]
        return re.compile(rf"(?i)(?<!\w)(?:{_any(whole)})(?!\w)") if whole else None

    @staticmethod
    def _without(match: "re.Match[str]") -> str:
        *before, after = (group or "" for group in match.groups())
        return "".join(before) + ERASED + after


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda t: (-len(t), t)))
