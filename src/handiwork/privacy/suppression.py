"""People who asked to be left out: what every room asks before it keeps or shows somebody.

A request names a login, and the numeric account id if it is known. From the accounts a load has seen,
the list learns the rest of it:

- Every login seen with the id of a request is covered, so a rename changes nothing.
- A request without an id covers every account seen under its login, and then all their logins: who asked
  cannot be told from who held the login before or after, and leaving out too many is the safe side.
- A request with an id covers that account alone, whatever it is called. Another account that later takes
  one of its logins is covered while it holds that login, again the safe side, but not by its own id, so it
  is free under any other name. The same holds for the logins learned for an id.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError, UsageError
from handiwork.state.reading import read_left_out

if TYPE_CHECKING:  # the value is for every room, also for those that must not wait for SQLAlchemy
    from handiwork.state.database import Database
    from handiwork.state.models import SuppressionRow

__all__ = [
    "WITHHELD_OWNER",
    "SuppressionEntry",
    "SuppressionList",
    "Suppressions",
    "checked_digest",
    "checked_login",
    "handle_digest",
    "read_suppressions",
]

WITHHELD_OWNER = "(suppressed)"
"""What stands for the owner in the name of a repository that belongs to somebody who is left out."""

_DIGEST = "sha256:"
_HANDLE = re.compile(r"sha256:[a-z_]{1,20}:[0-9a-f]{40}")
_ORIGIN = re.compile(r"[a-z_]{1,20}")
_LOGIN = re.compile(r"[A-Za-z0-9_.\[\]-]{1,100}")


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The accounts that are left out, as a value to hand to a load, an index or a search.

    Attributes
    ----------
    ids
        Numeric account ids.
    logins
        Logins in lower case.
    handles
        Digests of other handles, see :func:`handle_digest`.

    Examples
    --------
    >>> Suppressions(ids=frozenset({7}), logins=frozenset({"ada_l"})).covers(None, "Ada_L")
    True
    """

    ids: frozenset[int] = frozenset()
    logins: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()

    def covers(self, account_id: int | None, login: str | None) -> bool:
        """Return whether either the id or the login, in any case, is left out; None matches nothing."""
        return account_id in self.ids or (login is not None and login.lower() in self.logins)

    def covers_key(self, key: str) -> bool:
        """Return whether the account behind a key is left out: ``github:7``, ``pypi:ada_l``, ``speaker:clockconf/a1``.

        An account of the same name as a login that is left out is, too; so is one whose digest is among the handles.
        """
        origin, _, name = key.partition(":")
        account_id = int(name) if origin == "github" and name.isdecimal() else None
        return self.covers(account_id, name) or (bool(self.handles) and handle_digest(origin, name) in self.handles)

    @property
    def fingerprint(self) -> str:
        """A digest of who is left out, empty if nobody is; what was loaded under another one is loaded anew."""
        text = repr((sorted(self.ids), sorted(self.logins)))
        text += repr(sorted(self.handles)) if self.handles else ""
        return hashlib.sha256(text.encode()).hexdigest()[:16] if self else ""

    def __bool__(self) -> bool:
        return bool(self.ids or self.logins or self.handles)


@dataclass(frozen=True, slots=True)
class SuppressionEntry:
    """One name of somebody who is left out.

    Attributes
    ----------
    login
        Login in lower case.
    account_id
        Numeric account id; None if the request named none.
    requested_as
        Login of the request this name belongs to; the same as ``login`` for the request itself.
    is_learned
        True if the name was learned from accounts that were seen, False if it was asked for.
    reason
        Why, as it was said; empty if nothing was said.
    added_at
        When it was written down, UTC.
    """

    login: str
    account_id: int | None
    requested_as: str
    is_learned: bool
    reason: str
    added_at: datetime


class SuppressionList:
    """The requests to be left out, kept in the state.

    Parameters
    ----------
    database
        The opened state database.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock

    def add(self, login: str, account_id: int | None = None, *, reason: str = "") -> None:
        """Leave somebody out from now on; asking twice changes nothing.

        Parameters
        ----------
        login
            Login in any case.
        account_id
            Numeric account id; None if it is not known.
        reason
            Why; addresses in it are replaced.

        Raises
        ------
        UsageError
            If the login cannot be one, or the id is not positive.
        """
        from handiwork.privacy.addresses import scrub  # noqa: PLC0415 - its pattern is slow to make, and for writing only

        name = checked_login(login)
        if account_id is not None and account_id <= 0:
            raise UsageError(f"{account_id} is not an account id: ids are positive numbers")
        with self._database.suppressions() as table:
            requests = {(r.login, r.account_id) for r in table.rows() if r.learned_from is None}
            if (name, account_id) not in requests:
                table.insert(name, account_id, learned_from=None, reason=scrub(reason.strip()), added_at=self._clock())

    def add_handle(self, origin: str, name: str, *, reason: str = "") -> None:
        """Leave an account at another origin out from now on; only a digest of its name is kept.

        Parameters
        ----------
        origin
            As in the keys of accounts: huggingface, pypi, speaker, author.
        name
            Of the account there, in any case.
        reason
            Why; addresses in it are replaced.

        Raises
        ------
        UsageError
            If the origin cannot be one, or the name is empty or an address.
        """
        if not _ORIGIN.fullmatch(origin) or origin in {"github", "login"}:
            raise UsageError(f"{origin[:50]!r} is no other origin: write huggingface:NAME, pypi:NAME, speaker:NAME")
        if not name.strip() or "@" in name:
            raise UsageError("a handle is needed after the colon; an e-mail address is not accepted and was not kept")
        self.add_digests([handle_digest(origin, name)], reason=reason)

    def add_digests(self, digests: Iterable[str], *, reason: str = "") -> int:
        """Leave accounts out whose digests came from elsewhere; return how many were not known.

        Raises
        ------
        UsageError
            If one is no digest; then none is kept.
        """
        from handiwork.privacy.addresses import scrub  # noqa: PLC0415 - as above

        wanted = list(dict.fromkeys(digests))
        for each in wanted:
            checked_digest(each)
        with self._database.suppressions() as table:
            known = {row.login for row in table.rows()}
            new = [each for each in wanted if each not in known]
            for each in new:
                table.insert(each, None, learned_from=None, reason=scrub(reason.strip()), added_at=self._clock())
        return len(new)

    def learn(self, pairs: Iterable[tuple[int, str]]) -> int:
        """Cover the other names of people who are left out.

        Parameters
        ----------
        pairs
            Account ids with a login each was seen under, in any order; held in memory.

        Returns
        -------
        int
            How many names were learned; 0 if nothing was new.

        Notes
        -----
        Two look-ups for each pair. What cannot be a login, such as an address, is passed over.
        """
        seen = list(pairs)
        with self._database.suppressions() as table:
            rows = table.rows()
            known = {(r.learned_from or r.id, r.login, r.account_id) for r in rows}
            news = [name for name in _names(rows, seen) if name not in known]
            for request, login, account_id in news:
                table.insert(login, account_id, learned_from=request, reason="", added_at=self._clock())
        return len(news)

    def remove(self, login: str) -> None:
        """Take back every request that covers a login, with all that was learned from it.

        Raises
        ------
        UsageError
            If the login cannot be one.
        NotFoundError
            If nobody of that login is left out.
        """
        name = checked_login(login)
        with self._database.suppressions() as table:
            rows = table.rows()
            requests = {r.learned_from or r.id for r in rows if r.login == name}
            if not requests:
                raise NotFoundError(f"nobody with the login {name!r} is left out")
            for row in rows:
                if row.id in requests:
                    table.delete(row)

    def entries(self) -> list[SuppressionEntry]:
        """Return every name that is left out, ordered by request, the request itself first."""
        with self._database.suppressions() as table:
            rows = table.rows()
            requested = {r.id: r.login for r in rows if r.learned_from is None}
            ordered = sorted(rows, key=lambda r: _entry_order(r, requested))
            return [_entry(r, requested) for r in ordered]

    def current(self) -> Suppressions:
        """Return who is left out now, as a value."""
        with self._database.suppressions() as table:
            return _suppressions([(r.login, r.account_id) for r in table.rows()])


def handle_digest(origin: str, name: str) -> str:
    """Return what stands for an account elsewhere: the same in every home, so that lists can be shared.

    It hides the name from whoever reads the list, not from whoever tries every name there is.

    Examples
    --------
    >>> handle_digest("huggingface", "Ada_Models")
    'sha256:huggingface:866652b24c4606bcdb860c0c7c74ad6e8f09bcf0'
    """
    digest = hashlib.sha256(f"handiwork left out\0{origin}\0{name.lower()}".encode()).hexdigest()
    return f"{_DIGEST}{origin}:{digest[:40]}"


def read_suppressions(file: Path) -> Suppressions | None:
    """Return who is left out by an SQLite state, quickly.

    Parameters
    ----------
    file
        The SQLite file.

    Returns
    -------
    Suppressions or None
        What :meth:`SuppressionList.current` says; None if only that can tell, as it migrates and explains.
    """
    rows = read_left_out(file)
    return None if rows is None else _suppressions(rows)


def checked_login(login: str) -> str:
    """Return a login in lower case; what cannot be one is refused, an address without repeating it."""
    if "@" in login:
        raise UsageError("a login is needed, without @; an e-mail address is not accepted and was not kept")
    if not _LOGIN.fullmatch(login):
        raise UsageError(f"{login[:100]!r} is not a login: it has 1 to 100 letters, digits or any of - _ . [ ]")
    return login.lower()


def checked_digest(value: object) -> str:
    """Return a digest of a handle; anything else is refused."""
    if not isinstance(value, str) or not _HANDLE.fullmatch(value):
        raise UsageError(f"{str(value)[:100]!r} is no digest of a handle: sha256:ORIGIN: and 40 hexadecimal digits")
    return value


# --- private ---


def _suppressions(rows: Sequence[tuple[str, int | None]]) -> Suppressions:
    return Suppressions(
        ids=frozenset(account_id for _, account_id in rows if account_id is not None),
        logins=frozenset(login for login, _ in rows if not login.startswith(_DIGEST)),
        handles=frozenset(login for login, _ in rows if login.startswith(_DIGEST)),
    )


def _names(rows: Sequence["SuppressionRow"], seen: Sequence[tuple[int, str]]) -> list[tuple[int, str, int]]:
    """Return (request, login, account id) of every pair that belongs to a request, ordered.

    A row without an account id is a request: what is learned always has one.
    """
    open_requests: dict[str, set[int]] = {}
    owners: dict[int, set[int]] = {}
    for row in rows:
        if row.account_id is not None:
            owners.setdefault(row.account_id, set()).add(row.learned_from or row.id)
        else:
            open_requests.setdefault(row.login, set()).add(row.id)
    for account_id, login in seen:
        if requests := open_requests.get(login.lower()):
            owners.setdefault(account_id, set()).update(requests)
    theirs = [(i, login.lower()) for i, login in seen if i in owners and _LOGIN.fullmatch(login)]
    return sorted({(request, login, i) for i, login in theirs for request in owners[i]})


def _entry_order(row: "SuppressionRow", requested: dict[int, str]) -> tuple[str, int, int, str, int]:
    request = row.learned_from or row.id
    return requested[request], request, row.learned_from or 0, row.login, row.account_id or 0


def _entry(row: "SuppressionRow", requested: dict[int, str]) -> SuppressionEntry:
    return SuppressionEntry(
        login=row.login,
        account_id=row.account_id,
        requested_as=requested[row.learned_from or row.id],
        is_learned=row.learned_from is not None,
        reason=row.reason,
        added_at=row.added_at,
    )
