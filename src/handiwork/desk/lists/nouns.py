"""What lists are made of, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = ["Entry", "Move", "Note", "PeopleList", "Share"]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One list.

    Attributes
    ----------
    number, name
        Which.
    role
        The role it is for; empty if none was named.
    made_by, made_at
        Who made it, and when, UTC.
    """

    number: int
    name: str
    role: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """One move from stage to stage, as :class:`handiwork.state.lists_models.MoveRow`; ``is_undone`` if taken back."""

    number: int
    before: str
    after: str
    reason: str
    words: str
    by: str
    at: datetime
    undoes: int | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its number, its text, who wrote it, and when."""

    number: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on a list.

    Attributes
    ----------
    number, list_number
        Which entry of which list.
    person
        Key of the person, the same in every index.
    login
        Their login when they were added; None if they had none.
    stage
        Where they are.
    due
        When something is to be done; None if nothing is.
    role, index, rank, micros
        What they were found by; empty or None if by hand.
    facts
        Linked contributions as they were when the person was added: view models of evidence.
    by, at
        Who added them, and when.
    moves
        Oldest first.
    notes
        Oldest first.
    """

    number: int
    list_number: int
    person: str
    login: str | None
    github_id: int | None
    stage: str
    due: date | None
    role: str
    index: str | None
    rank: int | None
    micros: int | None
    facts: tuple[dict[str, Any], ...]
    by: str
    at: datetime
    moves: tuple[Move, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """One link to read a list: what it shows, until when; ``secret`` only when it was just made."""

    number: int
    list_number: int
    expires_at: datetime
    is_blind: bool
    has_notes: bool
    by: str
    at: datetime
    secret: str | None = None
