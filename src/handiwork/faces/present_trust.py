"""View models of notices: who is to be told, until when."""

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handiwork.app.noticing import Due

__all__ = ["notices_view"]


def notices_view(found: "list[Due]", *, is_blind: bool = False) -> dict[str, Any]:
    """Return who is to be told what is held of them, the most urgent first, and how many of each status.

    Blind, neither login nor key is told of anybody: a notice is written down by who may see whom it is to.
    """
    counts = Counter(each.status for each in found)
    people = [
        {
            "person": None if is_blind else each.person,
            "login": None if is_blind else each.login,
            "lists": list(each.lists),
            "since": each.since.isoformat(),
            "due": each.due.isoformat(),
            "status": each.status,
            "given_at": f"{each.given.at:%Y-%m-%dT%H:%M:%SZ}" if each.given else None,
            "way": each.given.way if each.given else None,
            "language": each.given.language if each.given else None,
        }
        for each in found
    ]
    return {
        "counts": {name: counts[name] for name in ("overdue", "due", "late", "given") if counts[name]},
        "people": people,
    }
