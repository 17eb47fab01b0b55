"""How many drafts an operator made today, and whether a text was used for somebody else: counted, never kept."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from handiwork.desk.drafts.checking import body_of
from handiwork.errors import UsageError
from handiwork.state.drafts import DraftTable

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["MOST_A_DAY", "DraftLog"]

MOST_A_DAY = 20
"""More different drafts an operator does not make in a day (UTC): who writes more of them reads less."""

_KEPT = timedelta(days=180)


class DraftLog:
    """The counter of drafts: digests of texts, and when; no text, no person.

    Parameters
    ----------
    database
        The opened state database.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._clock = database, clock

    def count(self, text: str, *, person: str, operator: str) -> int:
        """Count a text as a draft of today; the same one for the same person counts once.

        Parameters
        ----------
        text
            The draft; only digests of it are kept, for half a year.
        person
            What stays the same of the person in the next index; part of a digest, never kept.
        operator
            Who drafts.

        Returns
        -------
        int
            How many drafts the operator made today, this one included.

        Raises
        ------
        UsageError
            If the operator has made :data:`MOST_A_DAY` today.
        """
        now = self._clock().astimezone(UTC)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.transaction() as session:
            table = DraftTable(session)
            table.delete_before(now - _KEPT)
            made = table.own_digests_since(today, operator=operator)
            own = _own_digest(text, person)
            if own in made:
                return len(made)
            if len(made) >= MOST_A_DAY:
                raise UsageError(
                    f"{operator} made {len(made)} drafts today, which is all: "
                    "a draft is written for one person, and read before it is sent. Go on tomorrow"
                )
            table.insert(operator=operator, text_digest=_text_digest(text), own_digest=own, made_at=now)
            return len(made) + 1

    def note(self, text: str, *, person: str, operator: str) -> None:
        """Keep the digests of a text that was sent, so that a copy is noticed; it counts like any other draft.

        The limit of the day does not refuse it, as it has happened.
        """
        now = self._clock().astimezone(UTC)
        with self._database.transaction() as session:
            table = DraftTable(session)
            own = _own_digest(text, person)
            if own not in table.own_digests_since(now - _KEPT, operator=operator):
                table.insert(operator=operator, text_digest=_text_digest(text), own_digest=own, made_at=now)

    def made_today(self, operator: str) -> int:
        """Return how many drafts an operator made today."""
        today = self._clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.transaction() as session:
            return len(DraftTable(session).own_digests_since(today, operator=operator))

    def is_made(self, text: str, *, person: str, operator: str) -> bool:
        """Return whether an operator made this draft for that person before."""
        with self._database.transaction() as session:
            return _own_digest(text, person) in DraftTable(session).own_digests_since(
                self._clock().astimezone(UTC) - _KEPT, operator=operator
            )

    def is_used_for_another(self, text: str, *, person: str) -> bool:
        """Return whether the same message was drafted for somebody else, greeting and spaces aside."""
        with self._database.transaction() as session:
            owners = DraftTable(session).own_digests_of(_text_digest(text))
        return any(own != _own_digest(text, person) for own in owners)


# --- private ---


def _message(text: str) -> str:
    """Return the words of a message without its greeting: the name alone makes no other text."""
    body = body_of(text)
    first, _, rest = body.partition("\n")
    is_greeting = len(first.split()) <= 8 and first.rstrip().endswith((",", ":", "!"))
    return " ".join(re.findall(r"\w+", (rest if is_greeting else body).casefold()))


def _text_digest(text: str) -> str:
    return hashlib.sha256(_message(text).encode()).hexdigest()


def _own_digest(text: str, person: str) -> str:
    return hashlib.sha256(f"{person}\n{_message(text)}".encode()).hexdigest()
