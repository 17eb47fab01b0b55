"""How often a sign-in may be tried: waits that double, by name, by client address and by both, over restarts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, text

from handiwork.privacy.secrets import keyed
from handiwork.state.models import UtcInstant
from handiwork.state.team_models import AttemptRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from handiwork.state.database import Database

__all__ = ["Attempts"]

_KEPT = timedelta(days=30)
_FORGIVEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Limit:
    """Failures that cost nothing, and the longest wait in seconds; waits begin with one and double."""

    kind: str
    free: int
    most_s: int

    def wait_s(self, failures: int) -> int:
        return 0 if failures < self.free else min(2 ** min(failures - self.free, 20), self.most_s)


_BOTH = _Limit("both", 5, 900)
_ADDRESS = _Limit("address", 20, 900)
_NAME = _Limit("name", 20, 60)
_KNOWN = (_BOTH,)
_ALL = (_BOTH, _ADDRESS, _NAME)
"""Who signed in from the same place before is spared the waits that others there, or elsewhere, may cause: nobody can
lock others out. Rows are always locked in this order."""

_MAKE = text(
    "INSERT INTO sign_in_attempts (digest, failures, at) VALUES (:digest, 0, :at) ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=UtcInstant()))


class Attempts:
    """All attempts to sign in.

    Parameters
    ----------
    database
        The opened state database.
    key
        Names and addresses are stored as hashes with this key.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", key: bytes, clock: Callable[[], datetime]) -> None:
        self._database, self._key, self._clock = database, key, clock

    def begin(self, name: str, address: str) -> int:
        """Count an attempt as failed before it is checked, so that many at once gain nothing.

        Returns
        -------
        int
            Seconds to wait before the next attempt is looked at; 0 if this one may go on. One that must wait counts
            for nothing.
        """
        now = self._clock()
        with self._database.transaction() as session:
            limits = _KNOWN if self._is_known(session, name, address) else _ALL
            rows = [(limit, self._locked(session, self._of(limit, name, address), now)) for limit in limits]
            for _, row in rows:
                if now - row.at >= _FORGIVEN:
                    row.failures = 0
            waits = [row.at + timedelta(seconds=limit.wait_s(row.failures)) - now for limit, row in rows]
            longest = max(wait.total_seconds() for wait in waits)
            if longest > 0:
                return max(1, ceil(longest))
            for _, row in rows:
                row.failures, row.at = row.failures + 1, now
            return 0

    def succeeded(self, name: str, address: str) -> None:
        """Take the failures of a name and its place back; others' failures from the same address stay."""
        now = self._clock()
        with self._database.transaction() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.at < now - _KEPT))
            was_known = self._is_known(session, name, address)
            self._locked(session, self._digest("known", name, _place(address)), now).at = now
            for limit in _ALL:
                row = self._locked(session, self._of(limit, name, address), now)
                if limit is not _ADDRESS:
                    row.failures = 0
                elif not was_known:  # only what was counted: nobody washes an address clean with an account of theirs
                    row.failures = max(0, row.failures - 1)

    # --- private ---

    def _is_known(self, session: "Transaction", name: str, address: str) -> bool:
        row = session.get(AttemptRow, self._digest("known", name, _place(address)))
        return row is not None and self._clock() - row.at < _KEPT

    def _of(self, limit: _Limit, name: str, address: str) -> str:
        place = _place(address)
        parts = {"both": (name, place), "address": (place,), "name": (name,)}[limit.kind]
        return self._digest(limit.kind, *parts)

    def _digest(self, kind: str, *parts: str) -> str:
        return keyed(self._key, "sign-in", kind, *(part.strip().lower() for part in parts))

    @staticmethod
    def _locked(session: "Transaction", digest: str, now: datetime) -> AttemptRow:
        """Return a row that no other transaction changes meanwhile, making it where there is none."""
        session.execute(_MAKE, {"digest": digest, "at": now})
        return session.scalars(select(AttemptRow).where(AttemptRow.digest == digest).with_for_update()).one()


def _place(address: str) -> str:
    """Return an address as it is counted: of IPv6 the network, in which a client has 2**64 addresses to choose from."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else str(IPv6Network((found, 64), strict=False))
