"""Commands about known tutorials: which a tree is compared with, and one more from a repository."""

from pathlib import Path
from typing import Annotated

import typer

from handiwork.faces.cli.shared import call, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_lines, json_text, plain

__all__ = ["tutorials"]

tutorials = typer.Typer(help="Tutorials and courses whose code a tree is compared with.", no_args_is_help=True)


@tutorials.command("add")
def tutorials_add(
    path: Annotated[Path, typer.Argument(help="The tutorial's repository or folder.")],
    name: Annotated[str, typer.Option(help="The work's name; an earlier one of that name is replaced.")],
    licence: Annotated[str, typer.Option(help="Its licence, as an SPDX identifier.")] = "",
) -> None:
    """Keep a tutorial's fingerprint in the home folder: hashes of its code and ids of its commits, no code."""
    from handiwork.app.tutorials import add_tutorial
    from handiwork.faces.cli.progress import shown_progress

    home = call.settings().settings.home
    with shown_progress() as collector:
        made = add_tutorial(path, name, home=home, licence=licence, collector=collector)
    tell(f"{plain(made.name)}: {len(made.hashes):,} hashes (1 of {made.scale}), {len(made.commits):,} commits")


@tutorials.command("list")
def tutorials_list(
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """List the known tutorials, those that are shipped and those added."""
    from handiwork.app.tutorials import known_tutorials

    rows = [
        {"name": plain(t.name), "licence": t.licence, "commit": t.commit[:12], "on": t.on, "hashes": len(t.hashes),
         "scale": t.scale, "commits": len(t.commits)}
        for t in known_tutorials(call.settings().settings.home)
    ]  # fmt: skip
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.JSONL:
        say(json_lines(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(rows[0])))
    else:
        for line in aligned(rows):
            say(line)
