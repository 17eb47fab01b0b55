"""The command that says how many people a role could reach."""

from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.faces.cli.briefing import role_or_brief
from handiwork.faces.cli.narrowing import (
    ActiveSince,
    Ecosystems,
    ExcludedOwners,
    ExcludedRepos,
    Kinds,
    MaintainersOnly,
    MinEvidence,
    Repos,
    Signals,
    Since,
    narrowed,
)
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["pool", "print_pool"]

_COLUMNS = ("constraint", "change", "value", "observed", "estimate", "low", "high", "months")


def pool(
    role: Annotated[str | None, typer.Argument(help="The role in plain language, or a whole advert.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="Read the role from this file; - for stdin.")] = None,
    brief: Annotated[Path | None, typer.Option("--brief", help="Use a brief kept as JSON.")] = None,
    months: Annotated[int, typer.Option(min=1, max=64, help="Look at so many months back from the index.")] = 24,
    repo: Repos = None,
    ecosystem: Ecosystems = None,
    since: Since = None,
    active_since: ActiveSince = None,
    kind: Kinds = None,
    maintainers_only: MaintainersOnly = False,
    min_evidence: MinEvidence = 0,
    exclude_repo: ExcludedRepos = None,
    exclude_owner: ExcludedOwners = None,
    signal: Signals = None,
    index: Annotated[str | None, typer.Option(help="Answer from this index.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.TABLE,
) -> None:
    """Estimate how many people a role could reach, and how that moves with each constraint.

    People are counted by the months they worked on what matches; how often they were seen says how many were not.
    """
    from handiwork.faces.present import pool_view

    asked_for = role_or_brief(role, file, brief, name="--brief")
    options = narrowed(
        repo=repo,
        ecosystem=ecosystem,
        since=since,
        active_since=active_since,
        kind=kind,
        maintainers_only=maintainers_only,
        min_evidence=min_evidence,
        exclude_repo=exclude_repo,
        exclude_owner=exclude_owner,
        signal=signal,
    )
    with opened() as app:
        view = pool_view(app.pool(asked_for, options=options, months=months, index_name=index))
    found = view["pool"]
    asked = {"constraint": "asked", "change": "", "value": "", **{c: found[c] for c in _COLUMNS[3:]}}
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines([asked, *found["moves"]]))
    elif output is Format.CSV:
        say(csv_text([asked, *found["moves"]], _COLUMNS))
    else:
        print_pool(found)


def print_pool(found: dict[str, Any]) -> None:
    """Print an estimate and its moves for reading in a terminal."""
    say(f"pool    {_sentence(found)}, in {found['months']} months; {found['observed']:,} seen")
    for note in found["notes"]:
        say(f"        {note}")
    for move in found["moves"]:
        what = f"{move['value']} months" if move["change"] == "months" else f"{move['change']} {_name(move)}"
        say(f"        {_sentence(move):<36} {plain(what)}")
    tell("An estimate of how many did such work in public, not of how many there are in the world.")


# --- private ---


def _sentence(found: dict[str, Any]) -> str:
    if found["high"] is None:
        return f"{found['estimate']:,} people counted, no bound above"
    return f"{found['estimate']:,} people ({found['low']:,} to {found['high']:,})"


def _name(move: dict[str, Any]) -> str:
    return str(move["value"]).replace("_", " ") if move["constraint"] == "filter" else str(move["value"])
