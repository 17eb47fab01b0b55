"""Acts that somebody said are wrong: told as disputed, and without any part in a score."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["Dispute", "DisputeBook", "fingerprint_of"]

_LINK = re.compile(
    r"https://github\.com/([A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100})/(?:commit/([0-9a-f]{40})|(?:pull|issues)/(\d{1,9}))(?:[/?#].*)?"
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One act that somebody said is wrong.

    Attributes
    ----------
    number
        Of the dispute.
    person
        Key of whom it was told of.
    repository
        owner/name, lower case.
    sha, act
        Which commit, or which pull request or issue; the other is None.
    reason
        What is wrong, in words.
    by, at
        Who wrote it down, and when, UTC.
    """

    number: int
    person: str
    repository: str
    sha: str | None
    act: int | None
    reason: str
    by: str
    at: datetime

    @property
    def link(self) -> str:
        """Where the act can be looked at."""
        return f"https://github.com/{self.repository}/{f'commit/{self.sha}' if self.sha else f'pull/{self.act}'}"


class DisputeBook:
    """All acts that are disputed.

    Parameters
    ----------
    database
        The opened state database.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, database: "Database", *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._clock = database, clock

    def add(self, person: str, link: str, *, reason: str = "", by: str = "") -> int:
        """Write down that an act is disputed; return the dispute's number.

        Parameters
        ----------
        person
            Key of whom it is told of.
        link
            Address of the commit, the pull request or the issue on GitHub.
        reason
            What is wrong; addresses in it are replaced.
        by
            Who writes it down.

        Raises
        ------
        UsageError
            If the link is none of these.
        """
        from handiwork.privacy.addresses import scrub  # noqa: PLC0415 - its pattern is slow to make
        from handiwork.state.trust_models import DisputeRow  # noqa: PLC0415 - loads SQLAlchemy

        found = _LINK.fullmatch(link.strip())
        if found is None:
            raise UsageError(
                f"{link[:200]!r} is no commit, pull request or issue: give its address, as "
                "https://github.com/owner/name/commit/… with all 40 digits, or …/pull/1"
            )
        repository, sha, number = found.groups()
        with self._database.transaction() as session:
            row = DisputeRow(
                person=person,
                repository=repository.lower(),
                sha=sha,
                number=int(number) if number else None,
                reason=scrub(reason.strip())[:2000],
                made_by=by[:100],
                made_at=self._clock(),
            )
            session.add(row)
            session.flush()
            return int(row.id)

    def all(self) -> tuple[Dispute, ...]:
        """Return every dispute, in the order they were written down."""
        from sqlalchemy import select  # noqa: PLC0415 - heavy

        from handiwork.state.trust_models import DisputeRow  # noqa: PLC0415 - as above

        with self._database.transaction() as session:
            rows = session.scalars(select(DisputeRow).order_by(DisputeRow.id))
            return tuple(
                Dispute(r.id, r.person, r.repository, r.sha, r.number, r.reason, r.made_by, r.made_at) for r in rows
            )

    def remove(self, number: int) -> None:
        """Take a dispute back.

        Raises
        ------
        NotFoundError
            If there is none of that number.
        """
        from handiwork.state.trust_models import DisputeRow  # noqa: PLC0415 - loads SQLAlchemy

        with self._database.transaction() as session:
            row = session.get(DisputeRow, number)
            if row is None:
                raise NotFoundError(f"there is no dispute {number}")
            session.delete(row)

    def forget(self, persons: Collection[str]) -> int:
        """Remove the disputes of some people; return how many that were."""
        from sqlalchemy import delete  # noqa: PLC0415 - heavy

        from handiwork.state.trust_models import DisputeRow  # noqa: PLC0415 - as above

        numbers = [each.number for each in self.all() if each.person in persons]
        with self._database.transaction() as session:
            session.execute(delete(DisputeRow).where(DisputeRow.id.in_(numbers)))
        return len(numbers)


def fingerprint_of(disputes: Sequence[Dispute]) -> str:
    """Return a digest of what is disputed, empty if nothing is: another one means another index."""
    told = sorted((d.person, d.repository, d.sha or "", d.act or 0) for d in disputes)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16] if told else ""
