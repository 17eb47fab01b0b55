"""Commands about lists: making them, putting people on them, moving them along, sharing and exporting."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import day, opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_text, plain

__all__ = ["lists"]

lists = typer.Typer(help="Lists of people for a role, and how far each has come.", no_args_is_help=True)

_List = Annotated[int, typer.Argument(help="Number of the list.")]
_Entry = Annotated[int, typer.Argument(help="Number of the entry, as `list show` prints it.")]
_Output = Annotated[Format, typer.Option("--format", help="How to print it.")]


@lists.command("make")
def make(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    role: Annotated[str, typer.Option(help="The role it is for.")] = "",
) -> None:
    """Make a list; print its number."""
    with opened() as app:
        say(str(app.list_book.make(name, role=role, by=app.settings.operator)))


@lists.command("show")
def show(
    number: Annotated[int | None, typer.Argument(help="Number of the list; none shows them all.")] = None,
    output: _Output = Format.TABLE,
) -> None:
    """Show all lists, or the people on one."""
    from handiwork.app.listing import list_answer, lists_told
    from handiwork.faces.present_lists import list_view, lists_view

    with opened() as app:
        if number is None:
            view = lists_view(lists_told(app))
        else:
            view = list_view(list_answer(app, number), today=datetime.now(UTC).date())
    if output is Format.JSON:
        say(json_text(view))
        return
    if output is Format.JSONL:
        raise UsageError("--format jsonl does not fit a list: choose table, json or csv")
    if number is None:
        rows = [{k: each[k] for k in ("number", "name", "people", "stages", "made_at")} for each in view["lists"]]
        for row in rows:
            row["stages"] = ", ".join(f"{count} {stage}" for stage, count in row["stages"].items())
    else:
        rows = [
            {k: each[k] for k in ("number", "shown", "stage", "due", "rank", "score", "added_at")}
            for each in view["people"]
        ]
    if output is Format.CSV:
        say(csv_text(rows, list(rows[0]) if rows else []))
        return
    for line in aligned(rows):
        say(line)


@lists.command("add")
def add(
    number: _List,
    logins: Annotated[list[str], typer.Argument(help="Logins of an index, or no:NUMBER.")],
    role: Annotated[str, typer.Option(help="The role they were found for.")] = "",
    stage: Annotated[str, typer.Option(help="Where they begin.")] = "found",
) -> None:
    """Put people on a list, with the contributions that speak for them; print their entries' numbers."""
    from handiwork.app.listing import add_to_list

    with opened() as app:
        for login in logins:
            say(str(add_to_list(app, number, login, role=role, stage=stage, by=app.settings.operator)))


@lists.command("move")
def move(
    entry: _Entry,
    stage: Annotated[str, typer.Argument(help="found, reviewed, shortlisted, drafted, contacted, replied, …")],
    reason: Annotated[str, typer.Option(help="Why, needed to close.")] = "",
    words: Annotated[str, typer.Option(help="More about the reason.")] = "",
) -> None:
    """Move somebody to another stage."""
    from handiwork.app.listing import entry_told, move_entry

    with opened() as app:
        number = entry_told(app, entry).number
        move_entry(app, number, stage, reason=reason, words=words, by=app.settings.operator)
    tell(f"entry {entry} is at {stage}")


@lists.command("undo")
def undo(entry: _Entry) -> None:
    """Take the last move back."""
    from handiwork.app.listing import entry_told

    with opened() as app:
        tell(f"entry {entry} is at {app.list_book.undo(entry_told(app, entry).number, by=app.settings.operator)}")


@lists.command("note")
def note(entry: _Entry, text: Annotated[str, typer.Argument(help="The note; addresses are replaced.")]) -> None:
    """Write a note."""
    from handiwork.app.listing import entry_told

    with opened() as app:
        app.list_book.note(entry_told(app, entry).number, text, by=app.settings.operator)


@lists.command("due")
def due(
    entry: _Entry, on: Annotated[str | None, typer.Argument(help="A day as 2026-01-31; none takes it away.")] = None
) -> None:
    """Say when something is to be done."""
    from handiwork.app.listing import entry_told

    with opened() as app:
        app.list_book.set_due(entry_told(app, entry).number, day("the day", on))


@lists.command("remove")
def remove(entry: _Entry) -> None:
    """Take somebody off a list, with notes and moves."""
    from handiwork.app.listing import entry_told

    with opened() as app:
        app.list_book.remove(entry_told(app, entry).number)


@lists.command("delete")
def delete(number: _List) -> None:
    """Delete a list with everything on it."""
    with opened() as app:
        app.list_book.delete(number)


@lists.command("export")
def export(
    number: _List,
    layout: Annotated[str, typer.Option("--for", help="csv, greenhouse, lever, ashby or json.")] = "csv",
    blind: Annotated[bool, typer.Option("--blind", help="Without names and logins.")] = False,
) -> None:
    """Print a list in the columns of a spreadsheet or an applicant tracking system."""
    from handiwork.app.listing import list_answer, note_export
    from handiwork.desk.exports import rows_of
    from handiwork.faces.present_lists import exported, list_view

    with opened() as app:
        answer = list_answer(app, number)
        note_export(app, answer, layout=layout, is_blind=blind)
    if layout == "json":
        say(json_text(list_view(answer, today=datetime.now(UTC).date(), is_blind=blind)))
        return
    rows, columns = rows_of(layout, exported(answer, is_blind=blind))
    say(csv_text(rows, columns))


@lists.command("share")
def share(
    number: _List,
    days: Annotated[int, typer.Option(help="How long the link lasts, 1 to 90.")] = 14,
    blind: Annotated[bool, typer.Option("--blind", help="Without names and logins.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="With notes, reasons and dates.")] = False,
) -> None:
    """Make a link to read a list on the desk; print its path, which is told only once."""
    with opened() as app:
        made = app.list_book.share(number, days=days, is_blind=blind, has_notes=notes, by=app.settings.operator)
    say(f"/shared/{made.secret}")
    tell(f"read-only until {made.expires_at:%Y-%m-%d}; after the address of `handiwork serve`, {plain('told once')}")
