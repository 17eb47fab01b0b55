"""The command that prints exercises for a field or a role, and the sheet for a candidate."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["exercise"]

_COLUMNS = ("ecosystem", "key", "title", "kind", "minutes", "must_be_paid", "task", "source")


def exercise(
    ecosystem: Annotated[str | None, typer.Argument(help="Name of an ecosystem, as `ecosystem list` has it.")] = None,
    role: Annotated[str | None, typer.Option(help="Choose by this role instead.")] = None,
    name: Annotated[str | None, typer.Option("--exercise", help="Only this one, by key or title.")] = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="Print the candidate's sheet; needs --exercise.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many for a role.")] = 4,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Print exercises that resemble the job: time box, steps, what to prepare, criteria with levels, questions."""
    from handiwork.app.exercising import exercise_named, exercises_for, exercises_in
    from handiwork.faces.present_exercise import chosen_view, exercises_view, kit_view, sheet_view

    if (ecosystem is None) == (role is None):
        raise UsageError("name an ecosystem, or a role with --role: one of the two")
    if sheet and (ecosystem is None or name is None):
        raise UsageError("a sheet is for one exercise: name its ecosystem and --exercise")
    with opened() as app:
        if role is not None:
            found = chosen_view(role, exercises_for(app, role, today=datetime.now(UTC).date(), limit=limit))
        elif sheet:
            found = sheet_view(exercise_named(app, str(ecosystem), str(name)))
        elif name is not None:
            found = {"exercises": [kit_view(exercise_named(app, str(ecosystem), name))]}
        else:
            found = exercises_view(exercises_in(app, str(ecosystem)))
    if output is Format.JSON:
        say(json_text(found))
    elif output is Format.JSONL:
        say(json_lines(found.get("exercises", [found])))
    elif output is Format.CSV:
        say(csv_text(found.get("exercises", [found]), _COLUMNS))
    else:
        for line in _sheet_lines(found) if sheet else _lines(found):
            say(plain(line))
        tell("Marks are for an exercise, never a verdict on a person.")


# --- private ---


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for kit in found["exercises"]:
        paid = "; longer than two hours: pay for it" if kit["must_be_paid"] else ""
        yield f"{kit['title']} ({kit['ecosystem']}; {kit['kind'].lower()}; {kit['minutes']} minutes{paid})"
        for reason in kit.get("why", []):
            yield f"  {reason}"
        yield f"  {kit['task']}"
        yield from _steps(kit)
        yield from _listed("Prepare and hand over", kit["given"])
        yield from _listed("Prepare, and keep to yourself", kit["prepare"])
        yield from _listed("Leave out first when time is up", kit["leave_out"])
        yield from _criteria(kit)
        yield from _listed("Look for", kit["look_for"])
        yield from _listed("Ask afterwards", kit["questions"])
        yield f"  Candidate's sheet: handiwork exercise {kit['ecosystem']} --exercise {kit['key']} --sheet"
        yield ""


def _sheet_lines(sheet: dict[str, Any]) -> Iterator[str]:
    yield f"{sheet['title']}, {sheet['minutes']} minutes"
    yield f"  {sheet['task']}"
    yield from _steps(sheet)
    yield from _listed("You are given", sheet["given"])
    yield from _listed("You may use", [sheet["tools"]])
    yield from _listed("Leave out first when time is short", sheet["leave_out"])
    yield from _criteria(sheet)
    yield from _listed("What does not count", sheet["not_judged"])
    yield from _listed("Good to know", sheet["terms"])


def _steps(kit: dict[str, Any]) -> Iterator[str]:
    yield "  Time:"
    for step in kit["steps"]:
        yield f"    {step['minutes']:>3} min  {step['do']}"


def _criteria(kit: dict[str, Any]) -> Iterator[str]:
    yield "  Judged by, each from 0 to 3:"
    for criterion in kit["criteria"]:
        yield f"    - {criterion['text']}"
        for number, level in enumerate(criterion["levels"]):
            yield f"        {number}  {level}"


def _listed(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"  {title}:"
    for item in items:
        yield f"    - {item}"
