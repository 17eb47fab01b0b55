"""The command that looks a home over and mends it."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import json_text, plain

__all__ = ["doctor"]

_BROKEN = 6


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended without loss.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Look everything over that the home keeps: every file, column and digest, the log's chain, rights, room, clock.

    Nothing is changed without --repair. With it, leftovers go, damaged packages and indexes are moved into
    `quarantine`, and the newest whole index answers. Exits with 6 while something is damaged.
    """
    from dataclasses import asdict

    from handiwork.app.doctor import examine

    with opened() as app:
        found = examine(app, mend=repair)
    if as_json:
        say(json_text([asdict(each) for each in found]))
    else:
        for each in found:
            say(
                f"{each.status:<7} {each.part:<6} {plain(each.what)}"
                + (f" → {plain(each.remedy)}" if each.remedy else "")
            )
    if any(each.status == "bad" for each in found):
        tell("something is damaged")
        raise typer.Exit(_BROKEN)
