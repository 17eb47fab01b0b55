"""How long things are kept: pure rules over instants."""

from dataclasses import dataclass
from datetime import datetime, timedelta

__all__ = ["Retention"]

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Retention:
    """Months after the last refresh, and months after the first storing, whichever comes first.

    Attributes
    ----------
    months
        Since it was last loaded with something new, or since somebody last did something with it.
    cap_months
        Since it was first stored: no refresh renews that.
    """

    months: int = 12
    cap_months: int = 24

    def ends(self, first: datetime, refreshed: datetime, *, is_capped: bool = True) -> datetime:
        """Return the instant from which something may not be kept any more.

        Examples
        --------
        >>> from datetime import UTC
        >>> first, later = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 11, 1, tzinfo=UTC)
        >>> Retention(12, 24).ends(first, first).date().isoformat()
        '2027-01-01'
        >>> Retention(12, 24).ends(first, later).date().isoformat()
        '2028-01-01'
        """
        idle = max(first, refreshed) + timedelta(days=round(self.months * _DAYS_A_MONTH))
        return min(idle, first + timedelta(days=round(self.cap_months * _DAYS_A_MONTH))) if is_capped else idle
