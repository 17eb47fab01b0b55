"""Commands about the audit log: reading it, checking that nobody changed it, and asking a search of it again."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, json_lines, json_text, plain

__all__ = ["audit"]

audit = typer.Typer(help="Who did what, in a log that shows when it was changed.", no_args_is_help=True)


@audit.command("list")
def audit_list(
    first: Annotated[int, typer.Option("--from", min=1, help="Begin with the entry of this number.")] = 1,
    act: Annotated[str, typer.Option(help="Only acts of this kind: search, view, export, erasure, …")] = "",
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """List entries; with --format jsonl as they are written, for an auditor.

    People and users are pseudonyms: the same one is the same person, and who it is only this home's key can tell.
    """
    with opened() as app:
        chosen = (entry for entry in app.audit.entries(first=first) if act in {"", entry.act})
        if output is Format.TABLE:
            for entry in chosen:
                about = "taken away" if entry.details is None else f"{len(entry.details.get('results', ()))} results"
                what = about if entry.act == "search" else "" if entry.details is not None else about
                say(f"{entry.number}\t{entry.at[:19]}Z\t{entry.act}\t{plain(entry.by)}\t{what}".rstrip())
            return
        rows = [
            {"n": e.number, "at": e.at, "by": e.by, "act": e.act, "digest": e.digest, "details": e.details}
            for e in chosen
        ]
    say(json_text(rows) if output is Format.JSON else json_lines(rows))


@audit.command("verify")
def audit_verify(
    head: Annotated[
        str | None, typer.Option(help="A digest that an earlier check printed: it must still be in the log.")
    ] = None,
) -> None:
    """Check every entry and the chain between them; print the last digest, to be kept elsewhere."""
    with opened() as app:
        found = app.audit.check(head=head)
    if found.without_details:
        tell(f"{found.without_details:,} entries are without details: an erasure took them away, the chain holds")
    if found.is_torn:
        tell("the last line was cut off while it was written; it does not count, and the next one replaces it")
    tell(f"{found.entries:,} entries, {found.first:,} to {found.last:,}: whole")
    say(found.head)


@audit.command("replay")
def audit_replay(number: Annotated[int, typer.Argument(min=1, help="Number of an entry that is a search.")]) -> None:
    """Ask a search of the log again, and say whether the same people come in the same order with the same scores."""
    from handiwork.app.replaying import replayed

    with opened() as app:
        found = replayed(app, number)
    since = f", without {found.left_out_since} who were left out since" if found.left_out_since else ""
    if not found.is_same:
        say(f"entry {number}: other results from place {found.first_difference} on{since}")
        raise typer.Exit(1)
    say(f"entry {number}: the same {found.recorded - found.left_out_since} results{since}")


@audit.command("keep")
def audit_keep(
    since: Annotated[str, typer.Option("--from", help="The first month to keep, as 2026-05.")],
) -> None:
    """Remove the months before one, and note that it was done.

    The EU's AI Act wants logs kept for six months at least, California's rules for four years.
    """
    import re

    from handiwork.errors import UsageError

    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", since):
        raise UsageError(f"{since!r} is no month: write it as 2026-05")
    with opened() as app:
        tell(f"{app.audit.keep_from(since):,} entries removed")
