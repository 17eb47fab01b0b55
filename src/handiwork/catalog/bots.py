"""Telling machines from people: by the login, the account type, a list, or the name of an author."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Bots"]


@dataclass(frozen=True)
class Bots:
    """What is known about automation accounts.

    Attributes
    ----------
    logins
        Logins of accounts known to be machines, in lower case.
    name_patterns
        Regular expressions, for ``re`` and RE2 alike, of author names and logins that only machines have;
        each is searched for (not matched whole) and carries its own anchors and flags.
    categories
        For each of ``logins`` what it does: dependency, ci, review, release, cla, stale, ai_agent, …
    """

    logins: frozenset[str] = frozenset()
    name_patterns: tuple[str, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)

    def reason(self, login: str | None, kind: str | None = None) -> str | None:
        """Return why an account is a machine.

        Parameters
        ----------
        login
            The account's login in any case; None if unknown.
        kind
            GitHub's account type, ``User``, ``Bot``, …; None if it was not delivered.

        Returns
        -------
        str or None
            ``suffix`` (the login ends in ``[bot]``), ``type`` (GitHub says Bot), ``list``
            (a login of :attr:`logins`), the first that holds; None if nothing says so.

        Examples
        --------
        >>> bots = Bots(logins=frozenset({"robo_r"}))
        >>> bots.reason("ada_l"), bots.reason("Robo_R"), bots.reason("any[bot]"), bots.reason("x", "Bot")
        (None, 'list', 'suffix', 'type')
        """
        name = (login or "").lower()
        if name.endswith("[bot]"):
            return "suffix"
        if kind == "Bot":
            return "type"
        return "list" if name in self.logins else None

    def is_machine_name(self, name: str | None) -> bool:
        """Return whether an author's name is one that only machines have; None is nobody's."""
        return bool(name) and self._names.search(str(name)) is not None

    # --- private ---

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """One expression for all patterns; one that matches nothing if there are none."""
        return re.compile("|".join(f"(?:{p})" for p in self.name_patterns) or r"[^\s\S]")
