"""The lists in the state: read and changed, each change in one transaction."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from handiwork.desk.lists.nouns import Entry, Move, Note, PeopleList, Share
from handiwork.desk.lists.stages import check_move, paused_until
from handiwork.desk.naming import one_line
from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.addresses import scrub
from handiwork.privacy.secrets import digest_of, new_secret
from handiwork.state.lists_models import EntryRow, ListRow, MoveRow, NoteRow, ShareRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from handiwork.state.database import Database

__all__ = ["MOST_SHARE_DAYS", "ListBook", "NewEntry"]

MOST_SHARE_DAYS = 90
"""A link to share ends after so many days at the latest."""

_MOST_NOTE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Somebody to be put on a list; as :class:`Entry`."""

    person: str
    login: str | None = None
    github_id: int | None = None
    role: str = ""
    index: str | None = None
    rank: int | None = None
    micros: int | None = None
    facts: tuple[Mapping[str, Any], ...] = ()


class ListBook:
    """All lists of a home.

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

    def make(self, name: str, *, role: str = "", by: str = "") -> int:
        """Make a list and return its number.

        Raises
        ------
        UsageError
            If the name is empty or longer than 100 characters.
        """
        title = one_line(name, "the name of a list")
        with self._database.transaction() as session:
            row = ListRow(name=title, role=scrub(role.strip()), made_by=by[:100], made_at=self._clock())
            session.add(row)
            session.flush()
            return row.id

    def rename(self, number: int, name: str) -> None:
        """Call a list something else; errors as :meth:`make` and :meth:`read`."""
        title = one_line(name, "the name of a list")
        with self._database.transaction() as session:
            _list(session, number).name = title

    def delete(self, number: int) -> None:
        """Delete a list with everything on it, for good.

        Raises
        ------
        NotFoundError
            If there is no such list.
        UsageError
            If a pause runs that only an entry of this list knows of.
        """
        with self._database.transaction() as session:
            row = _list(session, number)
            for entry in session.scalars(select(EntryRow).where(EntryRow.list_id == number).order_by(EntryRow.id)):
                self._keep_pause(session, entry)
            session.delete(row)

    def all(self) -> list[PeopleList]:
        """Return all lists, the newest first."""
        with self._database.transaction() as session:
            return [_people_list(row) for row in session.scalars(select(ListRow).order_by(ListRow.id.desc()))]

    def names(self) -> dict[int, str]:
        """Return the names of all lists by number, the newest first."""
        with self._database.transaction() as session:
            found = session.execute(select(ListRow.id, ListRow.name).order_by(ListRow.id.desc()))
            return {row.id: row.name for row in found}

    def read(self, number: int) -> PeopleList:
        """Return one list.

        Raises
        ------
        NotFoundError
            If there is no such list.
        """
        with self._database.transaction() as session:
            return _people_list(_list(session, number))

    def entries(self, number: int | None = None, *, persons: Collection[str] | None = None) -> list[Entry]:
        """Return the entries of a list, or of all, in the order they were added, with moves and notes.

        Parameters
        ----------
        number
            Of the list; None for all lists.
        persons
            Only these people; None for all.
        """
        with self._database.transaction() as session:
            wanted = select(EntryRow).order_by(EntryRow.id)
            if number is not None:
                _list(session, number)
                wanted = wanted.where(EntryRow.list_id == number)
            if persons is not None:
                wanted = wanted.where(EntryRow.person.in_(list(persons)))
            return _entries(session, session.scalars(wanted).all())

    def entry(self, number: int) -> Entry:
        """Return one entry.

        Raises
        ------
        NotFoundError
            If there is no such entry.
        """
        with self._database.transaction() as session:
            return _entries(session, [_entry(session, number)])[0]

    def add(self, number: int, new: NewEntry, *, by: str = "", stage: str = "found") -> int:
        """Put somebody on a list and return the entry's number; who is on it already stays as they are.

        Raises
        ------
        NotFoundError
            If there is no such list.
        """
        with self._database.transaction() as session:
            _list(session, number)
            there = session.scalar(select(EntryRow).where(EntryRow.list_id == number, EntryRow.person == new.person))
            if there is not None:
                return there.id
            row = EntryRow(
                list_id=number,
                person=new.person,
                login=new.login,
                github_id=new.github_id,
                stage="found",
                due=None,
                role=scrub(new.role.strip()),
                index_name=new.index,
                rank=new.rank,
                micros=new.micros,
                facts=json.dumps([dict(fact) for fact in new.facts], ensure_ascii=False),
                added_by=by[:100],
                added_at=self._clock(),
            )
            session.add(row)
            session.flush()
            if stage != "found":
                self._move(session, row, stage, by=by)
            return row.id

    def move(self, entry: int, stage: str, *, reason: str = "", words: str = "", by: str = "") -> None:
        """Move an entry to another stage; the move is kept.

        Raises
        ------
        UsageError
            As :func:`check_move`; or if the person was contacted within the pause and has not replied, on any list.
        NotFoundError
            If there is no such entry.
        """
        with self._database.transaction() as session:
            self._move(session, _entry(session, entry), stage, reason=reason, words=words, by=by)

    def undo(self, entry: int, *, by: str = "") -> str:
        """Take the last move of an entry back and return the stage it has again.

        Raises
        ------
        UsageError
            If there is none to take back.
        NotFoundError
            If there is no such entry.
        """
        with self._database.transaction() as session:
            row = _entry(session, entry)
            moves = list(session.scalars(select(MoveRow).where(MoveRow.entry_id == entry).order_by(MoveRow.id)))
            undone = {move.undoes for move in moves}
            open_ = [move for move in moves if move.undoes is None and move.id not in undone]
            if not open_:
                raise UsageError("there is no move to take back")
            last = open_[-1]
            session.add(
                MoveRow(
                    entry_id=entry,
                    before=last.after,
                    after=last.before,
                    reason="",
                    words="",
                    undoes=last.id,
                    moved_by=by[:100],
                    moved_at=self._clock(),
                )
            )
            row.stage = last.before
            return last.before

    def note(self, entry: int, text: str, *, by: str = "") -> int:
        """Write a note, addresses in it replaced; return its number.

        Raises
        ------
        UsageError
            If it is empty or longer than 5,000 characters.
        NotFoundError
            If there is no such entry.
        """
        if not text.strip() or len(text) > _MOST_NOTE:
            raise UsageError(f"a note has 1 to {_MOST_NOTE:,} characters, this one has {len(text.strip()):,}")
        with self._database.transaction() as session:
            _entry(session, entry)
            row = NoteRow(entry_id=entry, text=scrub(text.strip()), noted_by=by[:100], noted_at=self._clock())
            session.add(row)
            session.flush()
            return row.id

    def set_due(self, entry: int, due: date | None) -> None:
        """Say when something is to be done; None for nothing."""
        with self._database.transaction() as session:
            _entry(session, entry).due = due

    def remove(self, entry: int) -> None:
        """Take somebody off a list, with notes and moves, for good.

        Raises
        ------
        NotFoundError
            If there is no such entry.
        UsageError
            If they were contacted by it and their pause runs: it would be forgotten with the entry.
        """
        with self._database.transaction() as session:
            row = _entry(session, entry)
            self._keep_pause(session, row)
            session.delete(row)

    def pause_of(self, person: str) -> date | None:
        """Return the last day on which a person is not to be contacted again; None if there is none."""
        with self._database.transaction() as session:
            return self._pause(session, person)

    def share(
        self, number: int, *, days: int = 14, is_blind: bool = False, has_notes: bool = False, by: str = ""
    ) -> Share:
        """Make a link to read a list; its secret is told this once.

        Raises
        ------
        UsageError
            If the days are none, or too many.
        NotFoundError
            If there is no such list.
        """
        if not 1 <= days <= MOST_SHARE_DAYS:
            raise UsageError(f"a link lasts 1 to {MOST_SHARE_DAYS} days, not {days}")
        secret = new_secret()
        with self._database.transaction() as session:
            _list(session, number)
            row = ShareRow(
                list_id=number,
                digest=digest_of(secret),
                expires_at=self._clock() + timedelta(days=days),
                is_blind=is_blind,
                has_notes=has_notes,
                made_by=by[:100],
                made_at=self._clock(),
            )
            session.add(row)
            session.flush()
            return _share(row, secret)

    def shares(self, number: int) -> list[Share]:
        """Return the links of a list that have not ended."""
        with self._database.transaction() as session:
            rows = session.scalars(select(ShareRow).where(ShareRow.list_id == number).order_by(ShareRow.id))
            return [_share(row) for row in rows if row.expires_at > self._clock()]

    def shared(self, secret: str) -> Share:
        """Return the link that a secret opens.

        Raises
        ------
        NotFoundError
            If there is none, or it has ended: the two are not told apart.
        """
        with self._database.transaction() as session:
            row = session.scalar(select(ShareRow).where(ShareRow.digest == digest_of(secret)))
            if row is None or row.expires_at <= self._clock():
                raise NotFoundError("this link has ended or never was: ask whoever sent it for a new one")
            return _share(row)

    def revoke(self, share: int) -> None:
        """End a link now; nothing happens if it has ended."""
        with self._database.transaction() as session:
            session.execute(delete(ShareRow).where(ShareRow.id == share))

    def forget(self, *, persons: Collection[str], github_ids: Collection[int], logins: Collection[str]) -> int:
        """Remove people from all lists for good, with notes and moves; return how many entries that were.

        Parameters
        ----------
        persons
            Keys of people.
        github_ids, logins
            Accounts; logins in lower case.
        """
        with self._database.transaction() as session:
            rows = [
                row
                for row in session.scalars(select(EntryRow))
                if row.person in persons or row.github_id in github_ids or (row.login or "").lower() in logins
            ]
            for row in rows:
                session.delete(row)
            return len(rows)

    # --- private ---

    def _move(
        self, session: "Session", row: EntryRow, stage: str, *, reason: str = "", words: str = "", by: str = ""
    ) -> None:
        check_move(row.stage, stage, reason=reason, words=words)
        if stage == "contacted":
            pause = self._pause(session, row.person)
            if pause is not None and pause >= self._clock().date():
                raise UsageError(
                    f"they were contacted and have not replied: not again until {pause} has passed "
                    "(note a reply by moving them to replied)"
                )
        session.add(
            MoveRow(
                entry_id=row.id,
                before=row.stage,
                after=stage,
                reason=reason,
                words=scrub(words.strip()),
                undoes=None,
                moved_by=by[:100],
                moved_at=self._clock(),
            )
        )
        row.stage = stage

    def _keep_pause(self, session: "Session", row: EntryRow) -> None:
        """Refuse to lose an entry that a running pause began with."""
        moves = session.scalars(select(MoveRow).where(MoveRow.entry_id == row.id)).all()
        undone = {move.undoes for move in moves}
        if not any(m.after == "contacted" and m.undoes is None and m.id not in undone for m in moves):
            return
        pause = self._pause(session, row.person)
        if pause is not None and pause >= self._clock().date():
            raise UsageError(
                f"entry {row.id} keeps the pause of somebody who was contacted and has not replied, until {pause} has "
                "passed: close it instead (who asks to be forgotten is left out: `handiwork privacy suppress`)"
            )

    def _pause(self, session: "Session", person: str) -> date | None:
        rows = list(
            session.scalars(select(MoveRow).join(EntryRow).where(EntryRow.person == person).order_by(MoveRow.id))
        )
        undone = {row.undoes for row in rows}
        return paused_until((row.after, row.moved_at) for row in rows if row.undoes is None and row.id not in undone)


def _list(session: "Session", number: int) -> ListRow:
    row = session.get(ListRow, number)
    if row is None:
        known = session.scalar(select(func.count()).select_from(ListRow))
        raise NotFoundError(f"there is no list {number}; there are {known}: see /lists or `handiwork list show`")
    return row


def _entry(session: "Session", number: int) -> EntryRow:
    row = session.get(EntryRow, number)
    if row is None:
        raise NotFoundError(f"there is no entry {number} on any list: was the person taken off?")
    return row


def _people_list(row: ListRow) -> PeopleList:
    return PeopleList(row.id, row.name, row.role, row.made_by, row.made_at)


def _share(row: ShareRow, secret: str | None = None) -> Share:
    return Share(row.id, row.list_id, row.expires_at, row.is_blind, row.has_notes, row.made_by, row.made_at, secret)


def _entries(session: "Session", rows: Iterable[EntryRow]) -> list[Entry]:
    found = list(rows)
    numbers = [row.id for row in found]
    moves: dict[int, list[MoveRow]] = defaultdict(list)
    notes: dict[int, list[NoteRow]] = defaultdict(list)
    for first in range(0, len(numbers), 500):  # a database binds so many values at once
        some = numbers[first : first + 500]
        for move in session.scalars(select(MoveRow).where(MoveRow.entry_id.in_(some)).order_by(MoveRow.id)):
            moves[move.entry_id].append(move)
        for note in session.scalars(select(NoteRow).where(NoteRow.entry_id.in_(some)).order_by(NoteRow.id)):
            notes[note.entry_id].append(note)
    return [_value(row, moves[row.id], notes[row.id]) for row in found]


def _value(row: EntryRow, moves: list[MoveRow], notes: list[NoteRow]) -> Entry:
    undone = {move.undoes for move in moves}
    return Entry(
        number=row.id,
        list_number=row.list_id,
        person=row.person,
        login=row.login,
        github_id=row.github_id,
        stage=row.stage,
        due=row.due,
        role=row.role,
        index=row.index_name,
        rank=row.rank,
        micros=row.micros,
        facts=tuple(json.loads(row.facts)),
        by=row.added_by,
        at=row.added_at,
        moves=tuple(
            Move(m.id, m.before, m.after, m.reason, m.words, m.moved_by, m.moved_at, m.undoes, m.id in undone)
            for m in moves
        ),
        notes=tuple(Note(n.id, n.text, n.noted_by, n.noted_at) for n in notes),
    )
