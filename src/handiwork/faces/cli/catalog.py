"""The command that checks the catalogue, and how an ecosystem is printed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["catalog", "ecosystem_lines"]

catalog = typer.Typer(help="The catalogue's files.", no_args_is_help=True)


@catalog.callback()
def group() -> None:
    """Work with the catalogue's files."""


@catalog.command("check")
def catalog_check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Your own ecosystem files (NAME.toml); default: the folder catalog in the home folder."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Check the catalogue and your own ecosystem files; list everything that is wrong, or count what is there."""
    from handiwork.faces.present import catalog_view

    with opened() as app:
        view = catalog_view(app.check_catalog(folder))
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.TABLE:
        for name, number in view["counts"].items():
            say(f"{name.replace('_', ' '):<18}{number:>8,}")
        for warning in view["warnings"]:
            tell(f"  {plain(warning)}")
        tell("the catalogue is right" + (f", with your {', '.join(view['own'])}" if view["own"] else ""))
    else:
        rows = [{"what": name, "count": number} for name, number in view["counts"].items()]
        say(json_lines(rows) if output is Format.JSONL else csv_text(rows, ["what", "count"]))


def ecosystem_lines(view: dict[str, Any]) -> Iterator[str]:
    """Yield an ecosystem's view as lines for people."""
    yield plain(view["title"])
    yield plain(view["summary"])
    for key in ("languages", "titles", "related"):
        if view[key]:
            yield plain(f"{key.capitalize()}: {', '.join(view[key])}")
    yield ""
    for repository in view["repositories"]:
        former = f" (was {', '.join(repository['former_names'])})" if repository["former_names"] else ""
        yield plain(f"  {repository['repository']}{former}")
        yield plain(f"      {repository['shows']}")
    for key, (title, line) in _SECTIONS.items():
        if view[key]:
            yield ""
            yield title
            yield from (plain(f"  {' '.join(line.format(**item).split())}") for item in view[key])
    for exercise in view["exercises"]:
        yield ""
        yield plain(f"Exercise: {exercise['title']} ({exercise['minutes']} minutes; {exercise['source']})")
        yield plain(f"  {exercise['task']}")
        yield from (plain(f"  - {criterion}") for criterion in exercise["rubric"])


# --- private ---

_SECTIONS = {
    "signals": ("What to look at in code", "{name}: {why} [{source}]"),
    "salaries": (
        "Pay",
        "{role}: {low:,} to {high:,} {currency}, {kind}, {region} [{source}; as of {as_of}] {note}",
    ),
    "facts": ("Hiring", "{text} [{source}; as of {as_of}]"),
    "communities": ("Where people talk", "{name} ({kind}) {url} [{source}]"),
    "conferences": ("Where people speak", "{name}: {focus} {url} [{source}]"),
}
"""Parts of a view that are lists: the heading and how an entry reads."""
