"""What operators decided about who is who: kept as a log, read as what is in force, undone by another entry.

An account has one owner. Decisions are read in the order they were made, those taken back are passed over:

=========  =====================================================================================
accept     the account belongs to the other one, and to nobody it was accepted for before
reject     the account does not belong to the other one, whatever the evidence
split      the account, or author line, stands alone: nothing joins it until it is accepted again
undo       the decision it names, and no other, is as if it had not been made
=========  =====================================================================================

They are keyed by accounts (:mod:`handiwork.identity.account_keys`), so every later resolution respects them.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from handiwork.errors import NotFoundError, UsageError
from handiwork.identity.account_keys import checked_key, is_of_github

if TYPE_CHECKING:  # a value is for every room, also for those that need no SQLAlchemy
    from handiwork.state.database import Database
    from handiwork.state.models import DecisionRow

__all__ = ["Decision", "DecisionList", "Decisions", "Verb"]

Verb = Literal["accept", "reject", "split", "undo"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What is in force, as a value to hand to a resolution.

    Attributes
    ----------
    accepted
        Pairs of an account and the account of its owner; each first account once.
    rejected
        Pairs of accounts that are two people's.
    split
        Accounts and author lines that stand alone.
    """

    accepted: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()
    split: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """A digest of what is in force, empty if nothing is."""
        text = repr((sorted(self.accepted), sorted(self.rejected), sorted(self.split)))
        return hashlib.sha256(text.encode()).hexdigest()[:16] if self else ""

    def __bool__(self) -> bool:
        return bool(self.accepted or self.rejected or self.split)


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the log.

    Attributes
    ----------
    id
        Its number.
    verb
        accept | reject | split | undo.
    account, other
        What it is about; ``other`` is None for ``split``.
    undoes
        The number of the decision it takes back; None unless it is ``undo``.
    before
        What had been decided about the same until then: accepted, rejected, split, or empty.
    operator, note
        Who and why; empty if not told.
    decided_at
        When, UTC.
    is_undone
        Whether a later entry took it back.
    """

    id: int
    verb: str
    account: str
    other: str | None
    undoes: int | None
    before: str
    operator: str
    note: str
    decided_at: datetime
    is_undone: bool


class DecisionList:
    """The log of decisions, kept in the state.

    Parameters
    ----------
    database
        The opened state database.
    operator
        Who decides; empty if nobody is named.
    clock
        Tells the present instant, aware.
    """

    def __init__(
        self,
        database: "Database",
        *,
        operator: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._operator, self._clock = database, operator, clock

    def by(self, operator: str) -> "DecisionList":
        """Return the same log, as another operator writes into it."""
        return DecisionList(self._database, operator=operator, clock=self._clock)

    def accept(self, account: str, other: str, *, note: str = "") -> int:
        """Decide that two accounts are one person's, and return the decision's number.

        Parameters
        ----------
        account, other
            Keys in any order; one of them a GitHub account or an author line.
        note
            Why; addresses in it are replaced.

        Raises
        ------
        UsageError
            If a key is malformed, or the two can never be one person: two accounts with ids, or two accounts
            neither of which is GitHub's or an author line's.
        """
        return self._decide("accept", *ordered(account, other), note=note)

    def reject(self, account: str, other: str, *, note: str = "") -> int:
        """Decide that two accounts are two people's, and return the decision's number; as :meth:`accept`."""
        return self._decide("reject", *ordered(account, other), note=note)

    def split(self, account: str, *, note: str = "") -> int:
        """Decide that an account or author line stands alone, and return the decision's number.

        Raises
        ------
        UsageError
            If the key is malformed, or names an account with an id, which is what people are told apart by.
        """
        key = checked_key(account)
        if key.startswith("github:"):
            raise UsageError(f"{key} cannot be split off: people are told apart by it; split what was joined to it")
        return self._decide("split", key, None, note=note)

    def undo(self, number: int, *, note: str = "") -> int:
        """Take a decision back, and return the number of the entry that says so.

        Raises
        ------
        NotFoundError
            If there is no such decision.
        UsageError
            If it was taken back before, or is itself an ``undo``: decide anew instead.
        """
        with self._database.decisions() as table:
            rows = table.rows()
            row = next((r for r in rows if r.id == number), None)
            if row is None:
                raise NotFoundError(f"there is no decision {number}: `handiwork identity log` lists them")
            if row.verb == "undo" or any(r.undoes == number for r in rows):
                what = "takes another one back" if row.verb == "undo" else "was taken back before"
                raise UsageError(f"decision {number} {what}: decide anew instead")
            before = _replayed(rows).told(row.account, row.other)
            return table.append(self._row("undo", row.account, row.other, before=before, note=note, undoes=number))

    def entries(self) -> list[Decision]:
        """Return the whole log, oldest first."""
        with self._database.decisions() as table:
            rows = table.rows()
            undone = {r.undoes for r in rows}
            return [_entry(r, is_undone=r.id in undone) for r in rows]

    def current(self) -> Decisions:
        """Return what is in force now."""
        with self._database.decisions() as table:
            found = _replayed(table.rows())
        return Decisions(frozenset(found.accepted.items()), frozenset(found.rejected), frozenset(found.split))

    # --- private ---

    def _decide(self, verb: Verb, account: str, other: str | None, *, note: str) -> int:
        with self._database.decisions() as table:
            before = _replayed(table.rows()).told(account, other)
            return table.append(self._row(verb, account, other, before=before, note=note))

    def _row(
        self, verb: Verb, account: str, other: str | None, *, before: str, note: str, undoes: int | None = None
    ) -> "DecisionRow":
        from handiwork.privacy.addresses import scrub  # noqa: PLC0415 - its pattern is slow to make
        from handiwork.state.models import DecisionRow  # noqa: PLC0415 - as above, for writing only

        return DecisionRow(
            verb=verb,
            account=account,
            other=other,
            undoes=undoes,
            before=before,
            operator=scrub(self._operator.strip()),
            note=scrub(note.strip()),
            decided_at=self._clock(),
        )


def ordered(account: str, other: str) -> tuple[str, str]:
    """Return two keys as what is joined and whom it is joined to: a GitHub id before a login before an author line.

    Raises
    ------
    UsageError
        As for :meth:`DecisionList.accept`.
    """
    one, two = checked_key(account), checked_key(other)
    if one == two:
        raise UsageError(f"{one} is one account: name two")
    joined, owner = sorted((one, two), key=lambda key: (-_rank(key), key))
    if not is_of_github(owner):
        raise UsageError(f"neither {one} nor {two} is a GitHub account or an author line: name the person's")
    if joined.startswith("github:"):
        raise UsageError(f"{one} and {two} are two accounts with ids of their own: they stay two people")
    if joined.startswith("login:") and not owner.startswith("github:"):
        raise UsageError(f"{joined} can only belong to an account with an id, as github:123; got {owner}")
    return joined, owner


# --- private ---

_RANKS = ("github", "login", "author")


def _rank(key: str) -> int:
    return _RANKS.index(key.partition(":")[0]) if is_of_github(key) else len(_RANKS)


@dataclass(slots=True)
class _Replayed:
    """What is in force after some entries."""

    accepted: dict[str, str] = field(default_factory=dict)
    rejected: set[tuple[str, str]] = field(default_factory=set)
    split: set[str] = field(default_factory=set)

    def told(self, account: str, other: str | None) -> str:
        """Return what is in force about an account and another one, or about an account alone."""
        if other is not None and self.accepted.get(account) == other:
            return "accepted"
        if other is not None and (account, other) in self.rejected:
            return "rejected"
        return "split" if account in self.split else ""


def _replayed(rows: Sequence["DecisionRow"]) -> _Replayed:
    undone = {r.undoes for r in rows}
    found = _Replayed()
    for row in rows:
        if row.id in undone or row.verb == "undo":
            continue
        if row.other is None:
            found.accepted.pop(row.account, None)
            found.split.add(row.account)
        elif row.verb == "accept":
            found.accepted[row.account] = row.other
            found.rejected.discard((row.account, row.other))
            found.split.discard(row.account)
        else:
            found.rejected.add((row.account, row.other))
            if found.accepted.get(row.account) == row.other:
                del found.accepted[row.account]
    return found


def _entry(row: "DecisionRow", *, is_undone: bool) -> Decision:
    return Decision(
        id=row.id,
        verb=row.verb,
        account=row.account,
        other=row.other,
        undoes=row.undoes,
        before=row.before,
        operator=row.operator,
        note=row.note,
        decided_at=row.decided_at,
        is_undone=is_undone,
    )
