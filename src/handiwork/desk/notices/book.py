"""The book of notices: who was told what is held of them, how and when; and until when it is due."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from handiwork.desk.notices.writing import LANGUAGES
from handiwork.errors import UsageError
from handiwork.state.trust_models import NoticeRow

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["DAYS", "WAYS", "Given", "NoticeBook", "due_on"]

DAYS = 28
"""A notice is due within a month after somebody was singled out (GDPR Article 14(3)(a)): the shortest month."""

WAYS = ("message", "letter", "profile", "other")
"""How a notice can be given: with the first message, by letter, in a form on their own page, or otherwise."""


@dataclass(frozen=True, slots=True)
class Given:
    """A notice that was given: in which language, how, by whom and when."""

    language: str
    way: str
    by: str
    at: datetime


def due_on(singled_out: date, contacted: date | None) -> date:
    """Return the day on which a notice is due: a month after somebody was singled out, or with the first contact.

    Examples
    --------
    >>> due_on(date(2026, 1, 1), None), due_on(date(2026, 1, 1), date(2026, 1, 9))
    (datetime.date(2026, 1, 29), datetime.date(2026, 1, 9))
    """
    month = singled_out + timedelta(days=DAYS)
    return month if contacted is None else min(month, contacted)


class NoticeBook:
    """All notices that were given.

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

    def give(self, person: str, *, language: str, way: str, by: str = "") -> None:
        """Write down that somebody was told; it is nobody's work but the user's to tell them.

        Raises
        ------
        UsageError
            If the language or the way is unknown.
        """
        if language not in LANGUAGES:
            raise UsageError(f"{language!r} is no language of notices; there are: {', '.join(LANGUAGES)}")
        if way not in WAYS:
            raise UsageError(f"{way!r} is no way to give a notice; there are: {', '.join(WAYS)}")
        with self._database.transaction() as session:
            at = self._clock()
            session.add(NoticeRow(person=person, language=language, way=way, given_by=by[:100], given_at=at))

    def given(self) -> dict[str, Given]:
        """Return the first notice of everybody who was told, by the person's key."""
        found: dict[str, Given] = {}
        with self._database.transaction() as session:
            for row in session.scalars(select(NoticeRow).order_by(NoticeRow.given_at, NoticeRow.id)):
                found.setdefault(row.person, Given(row.language, row.way, row.given_by, row.given_at))
        return found

    def forget(self, persons: Collection[str]) -> int:
        """Remove what is written of some people; return how many notices that were."""
        with self._database.transaction() as session:
            numbers = session.scalars(select(NoticeRow.id).where(NoticeRow.person.in_(list(persons)))).all()
            session.execute(delete(NoticeRow).where(NoticeRow.id.in_(numbers)))
            return len(numbers)
