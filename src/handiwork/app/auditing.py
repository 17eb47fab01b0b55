"""What is noted of each act, and who does it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from handiwork import __version__

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.values import Answer
    from handiwork.privacy.audit import AuditEntry, AuditLog
    from handiwork.privacy.suppression import Suppressions
    from handiwork.search import SearchOptions

__all__ = ["Audited", "acting", "note", "note_search"]

_actor: ContextVar[str | None] = ContextVar("handiwork_actor", default=None)


class Audited(Protocol):
    """What noting needs of the app."""

    @property
    def audit(self) -> "AuditLog":
        """The log."""

    def suppressions(self) -> "Suppressions":
        """Return who is left out now."""


@contextmanager
def acting(user: str | None) -> Iterator[None]:
    """Let everything noted inside be by a user, by name; None is whoever sits at this machine."""
    before = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(before)


def note(app: Audited, act: str, *, persons: Sequence[str] = (), **details: Any) -> "AuditEntry":
    """Note an act.

    Parameters
    ----------
    app
        Over the home folder.
    act
        What it is.
    persons
        Keys of the people it is about; written as pseudonyms.
    details
        JSON values without names or addresses.
    """
    log, user = app.audit, _actor.get()
    told = {"persons": [log.pseudonym("person", key) for key in persons]} if persons else {}
    return log.note(act, {**details, **told}, by="operator" if user is None else log.pseudonym("user", user))


def note_search(app: Audited, answer: "Answer", *, options: "SearchOptions", first: int) -> None:
    """Note a search with all that is needed to ask it again: brief, options, index, and who came with which score."""
    from handiwork.privacy.addresses import scrub

    log, brief = app.audit, answer.result.brief
    note(
        app,
        "search",
        role=scrub(brief.text),
        edits=brief.edits.to_dict() if brief.edits else None,
        options=options.to_dict(),
        first=first,
        index=answer.index.name,
        version=__version__,
        left_out=app.suppressions().fingerprint,
        candidates=answer.result.n_candidates,
        results=[[log.pseudonym("person", hit.key), hit.micros] for hit in answer.result.hits],
    )
