"""Commands that write a backup, and that make a home from one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from handiwork.faces.cli.shared import call, opened, tell

__all__ = ["backup", "restore"]


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, .tar.gz; not one that exists.", dir_okay=False)],
    with_lake: Annotated[bool, typer.Option("--with-lake", help="The lake, too: everything that was loaded.")] = False,
    with_index: Annotated[bool, typer.Option("--with-index", help="The index that answers, too.")] = False,
) -> None:
    """Write lists, decisions, users, who is left out, settings and the log into one file, while others go on working.

    What was loaded can be loaded again and is in it only if it is asked for; caches and mirrors never are. It holds
    keys and data about people: keep it like a password, and no longer than what it holds may be kept.
    """
    from handiwork.app.backing_up import back_up

    with opened() as app:
        done = back_up(app, file, has_lake=with_lake, has_index=with_index)
    tell(f"{done.file}: {done.files:,} files, {done.bytes:,} bytes")


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.", exists=True, dir_okay=False)],
    over: Annotated[
        bool, typer.Option("--over", help="Set the home that is there aside; who is left out in it stays out.")
    ] = False,
    left_out: Annotated[
        Path | None,
        typer.Option(help="A list of `privacy list-export`, newer than the backup.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Make the home from a backup; every digest is checked first.

    Who was left out or erased since the backup was made must not come back: with --over that is taken from the home as
    it was, else from a list. Whoever is on it and was not in the backup is left out and erased from what was restored.
    """
    from handiwork.app import Handiwork
    from handiwork.app.auditing import note
    from handiwork.app.backing_up import bring_back_left_out
    from handiwork.app.backing_up import restore as restored
    from handiwork.app.forgetting import shared_list

    settings = call.settings().settings
    home, lists = settings.home, []
    if left_out is not None:
        lists.append(json.loads(left_out.read_text(encoding="utf-8")))
    if over and home.exists() and any(home.iterdir()):
        with Handiwork(settings) as app:
            lists.append(shared_list(app))
        aside = home.with_name(f"{home.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        home.rename(aside)
        tell(f"the home as it was is at {aside}: remove it when all is well")
        try:
            done = restored(file, home)
        except BaseException:
            aside.rename(home)
            raise
    else:
        done = restored(file, home)
    new = people = 0
    with Handiwork(call.settings().settings) as app:
        note(app, "restore", made_at=done.made_at, files=done.files)
        for each in lists:
            more = bring_back_left_out(app, each)
            new, people = new + more[0], people + more[1]
    tell(f"{done.files:,} files of {done.made_at} are at {home}; {new:,} names left out since, {people:,} erased")
    if not lists:
        tell("if anybody was left out after the backup was made, leave them out again, or they come back")
