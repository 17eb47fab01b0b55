"""The command that shows how a role is understood, before searching."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, json_text, plain

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.brief import Brief

__all__ = ["brief", "brief_from_file", "role_or_brief"]

_MOST_BYTES = 4_000_000


def brief(
    role: Annotated[str | None, typer.Argument(help="The role in plain language, or a whole advert.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="Read the role from this file; - for stdin.")] = None,
    kept: Annotated[Path | None, typer.Option("--from", help="Go on from a brief kept as JSON.")] = None,
    edit: Annotated[
        list[str] | None,
        typer.Option(
            help="Change it: repo:OWNER/NAME, ecosystem:NAME, skill:WORDS or since:DAY; - before it removes, "
            "=WEIGHT after it weighs. Repeatable."
        ),
    ] = None,
    index: Annotated[str | None, typer.Option(help="Understand it with this index.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it: table or json.")] = Format.TABLE,
) -> None:
    """Show how a role is understood: ecosystems, key repositories with their lift, skills, cues.

    What is printed as JSON can be edited and passed back with --from.
    """
    from handiwork.app.briefing import brief_answer
    from handiwork.brief import parse_edits
    from handiwork.faces.present import brief_view

    if output not in {Format.TABLE, Format.JSON}:
        raise UsageError(f"--format {output.value} does not fit a brief: choose table or json")
    asked = role_or_brief(role, file, kept, name="--from")
    edits = parse_edits(edit or ())
    with opened() as app:
        view = brief_view(brief_answer(app, asked, edits=edits, today=date.today(), index_name=index))
    say(json_text(view)) if output is Format.JSON else _print_brief(view)


def role_or_brief(role: str | None, file: str | None, kept: Path | None, *, name: str) -> "str | Brief":
    """Return what is asked for: the role as given, the text of a file, or a kept brief.

    Raises
    ------
    UsageError
        If not exactly one of them is given, or a file cannot be read.
    """
    if sum(given is not None for given in (role, file, kept)) != 1:
        raise UsageError(f"give one of: the role itself, --file with its text, {name} with a kept brief")
    if kept is not None:
        return brief_from_file(kept)
    return role if role is not None else _text(str(file))


def brief_from_file(path: Path) -> "Brief":
    """Read a brief that ``handiwork brief --format json`` printed, edited by hand or not.

    Raises
    ------
    UsageError
        If the file cannot be read, is no JSON, or a key or value is wrong, with every problem.
    """
    from handiwork.brief import Brief

    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the brief {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise UsageError(f"the brief {path} is no JSON: {error}") from error
    return Brief.from_dict(value["brief"] if isinstance(value, dict) and "brief" in value else value)


# --- private ---


def _text(file: str) -> str:
    try:
        with sys.stdin.buffer if file == "-" else Path(file).open("rb") as handle:
            content = handle.read(_MOST_BYTES)
    except OSError as error:
        raise UsageError(f"the role {file} cannot be read: {error.strerror}") from error
    return content.decode("utf-8", "replace")


def _print_brief(view: dict[str, Any]) -> None:
    brief = view["brief"]
    for item in brief["ecosystems"]:
        because = f"   {', '.join(map(plain, item['because']))}" if item["because"] else ""
        say(f"ecosystem    {item['weight']:6.1%}  {item['title']}{because}")
    lifts = {lift["repository"]: lift for lift in view["lift"]}
    for item in brief["repositories"]:
        _print_repository(item, lifts.get(item["name"]))
    for item in brief["skills"]:
        term = f" ({plain(item['term'])})" if item["term"] != item["written"].lower() else ""
        say(f"skill        {item['weight']:6.2f}  {plain(item['written'])}{term}")
    if brief["seniority"]:
        say(f"seniority    {brief['seniority']['level']}: {', '.join(map(plain, brief['seniority']['cues']))}")
    if brief["since"]:
        say(f"since        {brief['since']}" + (f": {plain(brief['since_cue'])}" if brief["since_cue"] else ""))
    _print_constraints(brief)
    for name in ("unknown", "ignored"):
        if brief[name]:
            say(f"{name:<12} {', '.join(map(plain, brief[name][:40]))}")
    for note in brief["notes"]:
        tell(plain(note))


def _print_constraints(brief: dict[str, Any]) -> None:
    for item in brief["declined"]:
        say(f"declined     {item['attribute']}: {plain(item['written'])} ({item['why']})")
    for item in brief["constraints"]:
        use = "about work" if item["is_about_work"] else "named, not applied"
        say(f"constraint   {item['kind']}: {plain(item['written'])} ({use})")


def _print_repository(item: dict[str, Any], lift: dict[str, Any] | None) -> None:
    say(f"repository   {item['weight']:6.2f}  {plain(item['name'])}   {plain(item['why'])}")
    if lift is None or not item["repo_numbers"]:
        return
    moves = [f"{word} {', '.join(map(plain, lift[word]))}" for word in ("appear", "drop") if lift[word]]
    gone = f"; without it {'; '.join(moves)}" if moves else "; without it the same people"
    say(f"                     {lift['share']:.1%} of the first people's scores{gone}")
