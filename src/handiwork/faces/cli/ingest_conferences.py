"""The command ``ingest conferences``."""

from pathlib import Path
from typing import Annotated

import typer

from handiwork.faces.cli.data import ingest, print_records
from handiwork.faces.cli.shared import opened
from handiwork.faces.formats import Format

__all__ = ["ingest_conferences"]


@ingest.command("conferences")
def ingest_conferences(
    programmes: Annotated[
        list[str], typer.Argument(help="Folders, files, archives, or addresses (a pretalx event: https://host/event).")
    ],
    as_format: Annotated[
        str | None, typer.Option("--as", help="Read as pretalx, europython, pyvideo or front-matter.")
    ] = None,
    event: Annotated[str | None, typer.Option("--event", help="Key of the event, where it is one.")] = None,
    licence: Annotated[str | None, typer.Option("--licence", help="Terms that the programme came under.")] = None,
    do_not_publish: Annotated[
        Path | None,
        typer.Option("--do-not-publish", help="A file: one speaker's name or handle, or a talk's address, a line."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load talks and their speakers from the programmes of conferences.

    What a list says not to publish is kept out of later loads of the event too, as hashes.
    """
    from handiwork.app.origins.conferences import ProgrammeOptions
    from handiwork.app.origins.conferences import ingest_conferences as load

    options = ProgrammeOptions(as_format, event, licence, do_not_publish)
    with opened(progress=True) as app:
        records = load(app, programmes, options)
    print_records(records, output, "events")
