"""The command that shows selection rates by self-reported group."""

import csv
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, json_lines, json_text, plain

__all__ = ["fairness"]

fairness = typer.Typer(
    help="Whether a selection treats groups alike, by what people reported themselves.", no_args_is_help=True
)


@fairness.callback()
def _group() -> None:
    """Whether a selection treats groups alike, by what people reported themselves."""


@fairness.command("table")
def table(
    groups: Annotated[
        Path,
        typer.Option(help="CSV: person, and a column for each question people answered.", exists=True, dir_okay=False),
    ],
    list_number: Annotated[
        int | None, typer.Option("--list", help="Number of a list whose stages are counted.")
    ] = None,
    stages: Annotated[
        Path | None,
        typer.Option(help="CSV instead of a list: person, stage; stages in their order.", exists=True, dir_okay=False),
    ] = None,
    order: Annotated[str, typer.Option(help="Stages of that table, first to last, with commas between.")] = "",
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Show selection rates by self-reported group beside the best group's: the four-fifths rule.

    What people reported is read, counted and forgotten: nothing of it is kept, logged or joined to anything. Who
    reported nothing is counted apart and never guessed. A flag is where to look, not a verdict: beside it stands how
    likely so large a gap is by chance.
    """
    from handiwork.app.measuring_fairness import rates_of

    asked = [each.strip() for each in order.split(",") if each.strip()]
    with opened() as app:
        found = rates_of(app, groups, list_number=list_number, stages=stages, order=asked)
    rows = [
        {"column": each.column, "stage": stage.stage, **asdict(group)}
        for each in found
        for stage in each.stages
        for group in stage.groups
    ]
    if output is Format.JSON:
        say(json_text([{**asdict(each)} for each in found]))
    elif output is Format.TABLE:
        _print(found)
    else:
        say(json_lines(rows)) if output.value == "jsonl" else _csv(rows)


# --- private ---


def _csv(rows: list[dict[str, Any]]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else ["column"])
    writer.writeheader()
    writer.writerows(rows)


def _print(found: list[Any]) -> None:
    for each in found:
        say(plain(each.column))
        for stage in each.stages:
            say(f"  {stage.stage}")
            for g in stage.groups:
                ratio = "too few" if g.is_small else "" if g.ratio is None else f"{g.ratio:.2f}"
                chance = "" if g.p is None else f"p {g.p:.3f}"
                flag = "under four fifths" if g.is_flagged else ""
                counts = f"{g.reached:>6,} of {g.people:>6,}  {g.rate:>6.1%}"
                say(f"    {plain(g.group):<24} {counts}  {ratio:>7}  {chance:<8} {flag}".rstrip())
            if stage.unknown:
                say(f"    {'(reported nothing)':<24} {stage.unknown_reached:>6,} of {stage.unknown:>6,}")
        if each.absent:
            tell(f"{each.absent:,} who reported {plain(each.column)} are not among those who are counted")
