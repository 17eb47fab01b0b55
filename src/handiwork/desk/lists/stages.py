"""The stages of a list, what a move from one to another needs, and the pause after a contact."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from handiwork.errors import UsageError

__all__ = ["PAUSE_DAYS", "REASONS", "STAGES", "check_move", "paused_until"]

STAGES: tuple[str, ...] = (
    "found",
    "reviewed",
    "shortlisted",
    "drafted",
    "contacted",
    "replied",
    "in process",
    "closed",
)
"""In the order of the work; a move may skip some, and go back."""

REASONS: dict[str, str] = {
    "hired": "Hired",
    "not interested": "They are not interested",
    "no reply": "They did not reply",
    "work does not fit": "The work that was seen does not fit the role",
    "role is filled": "The role is filled or gone",
    "asked to be left alone": "They asked to be left alone",
    "other": "Another reason, in words",
}
"""Why an entry is closed: chosen, and said further in words if that helps."""

PAUSE_DAYS = 90
"""So long nobody is contacted again who was and has not replied."""


def check_move(before: str, after: str, *, reason: str = "", words: str = "") -> None:
    """Refuse a move that cannot be.

    Parameters
    ----------
    before, after
        Stages.
    reason, words
        Why, needed to close: a key of :data:`REASONS`; ``other`` needs words.

    Raises
    ------
    UsageError
        If a stage or reason is unknown, nothing would change, or the reason is missing.
    """
    for stage in (before, after):
        if stage not in STAGES:
            raise UsageError(f"there is no stage {stage!r}; there are: {', '.join(STAGES)}")
    if before == after:
        raise UsageError(f"the stage is {after!r} already")
    if after == "closed":
        if reason not in REASONS:
            raise UsageError(f"closing needs a reason, not {reason!r}: one of {', '.join(REASONS)}")
        if reason == "other" and not words.strip():
            raise UsageError("the reason 'other' needs words that say which")
    elif reason:
        raise UsageError(f"a reason belongs to the stage closed, not to {after!r}")


def paused_until(moves: Iterable[tuple[str, datetime]]) -> date | None:
    """Return until when somebody is not to be contacted again.

    Parameters
    ----------
    moves
        The stage each move led to, and when; of all lists, those taken back left out.

    Returns
    -------
    date or None
        The last day of the pause after the last contact without a later reply; None if there was none. The day may
        be past.

    Examples
    --------
    >>> paused_until([("contacted", datetime(2026, 1, 1))]).isoformat()
    '2026-04-01'
    >>> paused_until([("contacted", datetime(2026, 1, 1)), ("replied", datetime(2026, 1, 9))]) is None
    True
    """
    contacted: datetime | None = None
    for stage, at in sorted(moves, key=lambda move: move[1]):
        if stage == "contacted":
            contacted = at
        elif stage in {"replied", "in process"}:
            contacted = None
    return None if contacted is None else (contacted + timedelta(days=PAUSE_DAYS)).date()
