"""Saved searches in the state: kept, answered index by index, read as a feed."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hmac import compare_digest
from typing import TYPE_CHECKING

from sqlalchemy import select

from handiwork.desk.naming import one_line
from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.addresses import scrub
from handiwork.privacy.secrets import digest_of, new_secret
from handiwork.state.saved_models import SavedRow, TakenRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from handiwork.state.database import Database

__all__ = ["SavedBook", "SavedSearch", "Taken"]

_KEPT = 12
_MOST_TOP = 200


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One saved search: its number and name, what it asks, how many it watches, whether it has a feed, who made it."""

    number: int
    name: str
    query: str
    top: int
    has_feed: bool
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What an index answered.

    Attributes
    ----------
    index, built_on
        Which, and the day it was built on.
    people
        The keys of the first people with their scores in millionths, best first.
    taken_at
        When it was asked.
    last_at
        By key, the last act of each in that index, UTC without zone; not there where it was not kept.
    """

    index: str
    built_on: date
    people: tuple[tuple[str, int], ...]
    taken_at: datetime
    last_at: Mapping[str, datetime] = field(default_factory=dict)


class SavedBook:
    """All saved searches of a home.

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

    def add(self, name: str, query: str, *, top: int = 50, by: str = "") -> int:
        """Save a search and return its number.

        Raises
        ------
        UsageError
            If the name is empty or too long, or the number of people is not 1 to 200.
        """
        title = one_line(name, "the name of a saved search")
        if not 1 <= top <= _MOST_TOP:
            raise UsageError(f"1 to {_MOST_TOP} people can be watched, not {top}")
        with self._database.transaction() as session:
            row = SavedRow(
                name=title, query=scrub(query), top=top, feed_digest=None, made_by=by[:100], made_at=self._clock()
            )
            session.add(row)
            session.flush()
            return row.id

    def all(self) -> list[SavedSearch]:
        """Return all saved searches, the newest first."""
        with self._database.transaction() as session:
            return [_value(row) for row in session.scalars(select(SavedRow).order_by(SavedRow.id.desc()))]

    def read(self, number: int) -> SavedSearch:
        """Return one saved search.

        Raises
        ------
        NotFoundError
            If there is none of that number.
        """
        with self._database.transaction() as session:
            return _value(_saved(session, number))

    def remove(self, number: int) -> None:
        """Remove one, with its answers; errors as :meth:`read`."""
        with self._database.transaction() as session:
            session.delete(_saved(session, number))

    def take(
        self,
        number: int,
        index: str,
        built_on: date,
        people: Sequence[tuple[str, int]],
        *,
        last_at: Mapping[str, datetime] | None = None,
    ) -> None:
        """Keep what an index answered, as :class:`Taken`; an index is asked once. The last twelve answers are kept."""
        acts = {key: at.isoformat() for key, at in (last_at or {}).items()}
        with self._database.transaction() as session:
            _saved(session, number)
            rows = list(session.scalars(select(TakenRow).where(TakenRow.saved_id == number).order_by(TakenRow.id)))
            if any(row.index_name == index for row in rows):
                return
            for row in rows[: max(0, len(rows) - _KEPT + 1)]:
                session.delete(row)
            session.add(
                TakenRow(
                    saved_id=number,
                    index_name=index,
                    built_on=built_on,
                    people=json.dumps([[key, micros, acts.get(key)] for key, micros in people], ensure_ascii=False),
                    taken_at=self._clock(),
                )
            )

    def taken(self, number: int) -> list[Taken]:
        """Return what was answered, the oldest first."""
        with self._database.transaction() as session:
            rows = session.scalars(select(TakenRow).where(TakenRow.saved_id == number).order_by(TakenRow.id))
            return [_taken(row) for row in rows]

    def open_feed(self, number: int) -> str:
        """Make the secret under which the feed is read, told this once; an older one ends."""
        secret = new_secret()
        with self._database.transaction() as session:
            _saved(session, number).feed_digest = digest_of(secret)
        return secret

    def close_feed(self, number: int) -> None:
        """End the feed."""
        with self._database.transaction() as session:
            _saved(session, number).feed_digest = None

    def is_feed_open(self, number: int, secret: str) -> bool:
        """Return whether a secret opens the feed of a saved search."""
        with self._database.transaction() as session:
            kept = session.scalar(select(SavedRow.feed_digest).where(SavedRow.id == number))
        return kept is not None and compare_digest(kept, digest_of(secret))

    def forget(self, persons: Collection[str]) -> int:
        """Remove people from all answers for good; return from how many."""
        gone = set(persons)
        changed = 0
        with self._database.transaction() as session:
            for row in session.scalars(select(TakenRow)):
                people = json.loads(row.people)
                left = [pair for pair in people if pair[0] not in gone]
                if len(left) != len(people):
                    row.people = json.dumps(left, ensure_ascii=False)
                    changed += 1
        return changed


# --- private ---


def _saved(session: "Session", number: int) -> SavedRow:
    row = session.get(SavedRow, number)
    if row is None:
        raise NotFoundError(f"there is no saved search {number}: see /saved or `handiwork saved list`")
    return row


def _taken(row: TakenRow) -> Taken:
    people = json.loads(row.people)
    last_at = {each[0]: datetime.fromisoformat(each[2]) for each in people if each[2:] and each[2]}
    return Taken(row.index_name, row.built_on, tuple((each[0], each[1]) for each in people), row.taken_at, last_at)


def _value(row: SavedRow) -> SavedSearch:
    return SavedSearch(row.id, row.name, row.query, row.top, row.feed_digest is not None, row.made_by, row.made_at)
