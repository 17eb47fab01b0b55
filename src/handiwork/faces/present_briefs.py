"""The view model of the brief's page: what was understood, what was declined and why, what each repository brings."""

from typing import TYPE_CHECKING, Any

from handiwork.faces.present import brief_view
from handiwork.faces.present_people import named

if TYPE_CHECKING:
    from handiwork.app.briefing import BriefAnswer

__all__ = ["brief_page_view"]

_WHY_NOT = {
    "years": "years do not show in public work, and stand in for age",
    "location": "where somebody lives is not known here, and is not asked",
    "work-permit": "public work does not show it, and it stands in for nationality: ask everybody alike, later",
    "language": "the language somebody was born into is no matter of their work: name what must be done in it",
    "degree": "public work does not show it",
    "clearance": "public work does not show it: ask everybody alike, later",
    "employment": "public work does not show it",
}
_FIRST = 20


def brief_page_view(
    answer: "BriefAnswer", pool: "dict[str, Any] | None", pool_reason: str, *, is_blind: bool = False
) -> dict[str, Any]:
    """Return a brief for its page.

    Parameters
    ----------
    answer
        The brief and what its repositories give.
    pool
        How many people it reaches; None if that cannot be said.
    pool_reason
        Why it cannot be said.
    is_blind
        Whether names and logins are hidden.
    """
    view = brief_view(answer)
    brief = view["brief"]
    lifts = {
        shown["repository"]: {
            "share": lift.share,
            "appear": [named(person, is_blind=is_blind) for person in lift.appear],
            "drop": [named(person, is_blind=is_blind) for person in lift.drop],
        }
        for shown, lift in zip(view["lift"], answer.lifts, strict=True)
    }
    return {
        "brief": brief,
        "declined": [
            {"kind": each["attribute"], "written": each["written"], "why": each["why"]} for each in brief["declined"]
        ],
        "not_applied": [
            {
                "kind": each["kind"],
                "written": each["written"],
                "why": _WHY_NOT.get(each["kind"], "work does not show it"),
            }
            for each in brief["constraints"]
            if not each["is_about_work"]
        ],
        "applied": [each for each in brief["constraints"] if each["is_about_work"]],
        "lifts": lifts,
        "first": _FIRST,
        "pool": pool,
        "pool_reason": pool_reason,
    }
