"""View models of exercises: the kit for who gives it, the sheet for who does it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handiwork.catalog import Ecosystem
    from handiwork.desk.exercises import ChosenKit, Kit

__all__ = ["chosen_view", "exercises_view", "kit_view", "marks_view", "sheet_view"]

BEFORE = (
    "Do the exercise yourself, in half of the time. What you cannot do, leave out.",
    "Prepare what is handed over, and try it on a clean machine.",
    "Agree with everybody who will judge on what 0 to 3 looks like, before the first candidate.",
    "Give every candidate the same sheet and the same time; whoever asks for another form or more time gets it.",
)
"""What an interviewer does before."""

AFTER = (
    "Everybody marks alone, each criterion with a sentence of what was seen, then you talk.",
    "A mark without an observation does not count.",
    "Marks are for this exercise, on this day: they are no verdict on a person, and no sum decides for you.",
    "Tell every candidate the outcome with two observations they can use.",
)
"""What an interviewer does after."""

NOT_JUDGED = (
    "How fast you type, and whether you finish: say what you left out instead.",
    "Whether you know names by heart: look up what you need.",
    "Accent, nerves, camera, room.",
)
"""What a candidate is told does not count."""

YOURS = "What you make stays yours and is used for nothing but this conversation."
PAID = "It takes longer than two hours, so you are paid for it. The sum was agreed with you before you began."
SHORT = "It is short on purpose: stop when the time is over, wherever you are."
ADJUST = "If you need more time or another form, say so. You need not give a reason."


def exercises_view(found: "tuple[Ecosystem, tuple[Kit, ...]]") -> dict[str, Any]:
    """Return an ecosystem's kits."""
    ecosystem, kits = found
    return {
        "ecosystem": ecosystem.name,
        "title": ecosystem.title,
        "summary": ecosystem.summary,
        "exercises": [kit_view(kit) for kit in kits],
        "before": list(BEFORE),
        "after": list(AFTER),
    }


def chosen_view(role: str, chosen: "Sequence[ChosenKit]") -> dict[str, Any]:
    """Return the kits that fit a role, each with why."""
    return {
        "role": role,
        "exercises": [{**kit_view(each.kit), "why": list(each.why)} for each in chosen],
        "before": list(BEFORE),
        "after": list(AFTER),
    }


def kit_view(kit: "Kit") -> dict[str, Any]:
    """Return a kit as plain values; the minutes of its steps add up to its time box."""
    view = asdict(kit)
    for name in ("leave_out", "given", "prepare", "look_for", "questions"):
        view[name] = list(view[name])
    view["steps"] = list(view["steps"])
    view["criteria"] = [{**found, "levels": list(found["levels"])} for found in view["criteria"]]
    return view


def sheet_view(kit: "Kit") -> dict[str, Any]:
    """Return what a candidate is handed: nothing of it is news to who judges, and nothing is kept from who does it."""
    view = kit_view(kit)
    kept = ("title", "ecosystem", "key", "task", "minutes", "steps", "leave_out", "given", "tools", "must_be_paid")
    return {
        **{name: view[name] for name in kept},
        "criteria": [{"text": found["text"], "levels": found["levels"]} for found in view["criteria"]],
        "terms": [PAID if kit.must_be_paid else SHORT, ADJUST, YOURS],
        "not_judged": list(NOT_JUDGED),
    }


def marks_view(kit: "Kit") -> dict[str, Any]:
    """Return what whoever gives an exercise has before them: the kit, and what to do before and after."""
    return {**kit_view(kit), "before": list(BEFORE), "after": list(AFTER)}
