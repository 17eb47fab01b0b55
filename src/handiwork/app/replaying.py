"""A search of the audit log asked again, and compared with what was answered then."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError, UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.app.values import Answer
    from handiwork.privacy.audit import AuditEntry

__all__ = ["Replay", "answer_again", "replayed"]


@dataclass(frozen=True, slots=True)
class Replay:
    """A search of the log asked again.

    Attributes
    ----------
    number
        Of its entry.
    recorded, found
        How many results there were, and are.
    is_same
        Whether the same people come in the same order with the same scores, those who were left out since aside.
    left_out_since
        How many of the recorded results are not shown any more because somebody was left out since.
    first_difference
        Place of the first result that differs, from 1; None if none does.
    """

    number: int
    recorded: int
    found: int
    is_same: bool
    left_out_since: int
    first_difference: int | None


def replayed(app: "Handiwork", number: int) -> Replay:
    """Ask a search of the log again, and compare.

    Raises
    ------
    NotFoundError
        If there is no such entry, or its index is gone.
    UsageError
        If the entry is no search, or its details were taken away.
    """
    entry = app.audit.entry(number)
    answer, asked = answer_again(app, entry), entry.details or {}
    found = [[app.audit.pseudonym("person", hit.key), hit.micros] for hit in answer.result.hits]
    recorded = asked["results"]
    gone = 0
    if app.suppressions().fingerprint != asked["left_out"]:
        there = {person for person, _ in found}
        remaining = [each for each in recorded if each[0] in there]
        gone, recorded = len(recorded) - len(remaining), remaining
    pairs = list(zip(recorded, found, strict=False))
    first = next((place for place, (one, other) in enumerate(pairs, start=1) if one != other), None)
    if first is None and not gone and len(recorded) != len(found):
        first = len(pairs) + 1
    return Replay(number, len(asked["results"]), len(found), first is None, gone, first)


def answer_again(app: "Handiwork", entry: "AuditEntry") -> "Answer":
    """Return what the same index answers now to a search of the log.

    Raises
    ------
    NotFoundError
        If its index is gone.
    UsageError
        If the entry is no search, or its details were taken away.
    """
    from handiwork.brief import BriefEdits
    from handiwork.brief.fields import Fields
    from handiwork.search import SearchOptions

    number = entry.number
    if entry.act != "search":
        raise UsageError(f"entry {number} of the audit log is no search but: {entry.act}")
    if entry.details is None:
        raise UsageError(
            f"what entry {number} of the audit log asked was taken away, as it named somebody who was erased"
        )
    asked = entry.details
    if asked["index"] not in app.indexes():
        raise NotFoundError(f"entry {number} was answered by the index {asked['index']}, which is gone")
    edits = None if asked["edits"] is None else BriefEdits.read(Fields(asked["edits"], f"entry {number}"))
    return app.find(
        asked["role"],
        options=SearchOptions.from_dict(asked["options"]),
        edits=edits,
        index_name=asked["index"],
        first=asked["first"],
    )
