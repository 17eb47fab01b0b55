"""The command that says what one person's own work shows, in repositories on disk."""

from typing import Annotated, Any

import typer

from handiwork.faces.cli.observed import figure_text, print_figure
from handiwork.faces.cli.shared import day, opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["signals_person"]

_CSV_COLUMNS = ("repo", "signal", "period", "value", "hits", "n")


def signals_person(
    login: Annotated[str, typer.Argument(help="A login the person has or had.")],
    repo: Annotated[
        list[str],
        typer.Option("--repo", help="A repository on disk: PATH, or PATH=owner/name; repeatable."),
    ],
    by: Annotated[str, typer.Option(help="Periods of the trend: year or quarter.")] = "year",
    since: Annotated[str | None, typer.Option(help="Only commits written on or after this day.")] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Fetch contents that a partial clone lacks.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep the figures; the next index shows them.")] = False,
    index: Annotated[str | None, typer.Option(help="Ask this index whose commits are whose.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Say what a person's own lines show: functions they added or changed, typed, documented, tested, and what stood.

    Merges, reverts, mass changes, reformatting, moved, vendored and generated code do not count. Where there is too
    little, it says "not observed". Nothing in the repositories is executed; nothing is sent anywhere.
    """
    from handiwork.app.own_answer import OwnAsked, person_signals
    from handiwork.faces.present_own import own_view

    asked = OwnAsked(tuple(repo), by, day("--since", since), fetch, save)
    with opened(progress=True) as app:
        view = own_view(person_signals(app, login, asked, index_name=index), app.suppressions().logins)
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(_rows(view)))
    elif output is Format.CSV:
        say(csv_text(_rows(view), _CSV_COLUMNS))
    else:
        _print(view)


# --- private ---


def _rows(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every figure of every period as a row; those of all repositories together have no repository."""
    rows = []
    for repo, figures in [("", view["figures"]), *((r["repo"], r["figures"]) for r in view["repositories"])]:
        for figure in figures:
            whole = {name: figure[name] for name in ("value", "hits", "n")}
            told = [{"period": "all", **whole}, *figure["trend"]]
            rows += [{"repo": repo, "signal": figure["signal"], **each} for each in told]
    return rows


def _print(view: dict[str, Any]) -> None:
    for repository in view["repositories"]:
        _print_repository(repository)
    say(f"{plain(view['login'] or 'This person')}'s own work" + _together(view))
    for figure in view["figures"]:
        print_figure(figure)
    for repository in view["repositories"]:
        reviews = [f for f in repository["figures"] if f["family"] == "reviews"]
        if not repository["has_reviews"]:
            say(f"Reviews in {plain(repository['repo'])}: not observed: `handiwork ingest github` asks for them")
        for place, figure in enumerate(reviews):
            if place == 0:
                say(f"Reviews in {plain(repository['repo'])}")
            say(f"  {figure['signal']:<22} {figure_text(figure)}")
    if view["saved"] is not None:
        tell("kept; `handiwork index build` lets pages and searches follow")


def _together(view: dict[str, Any]) -> str:
    n = len(view["repositories"])
    return f", {n} repositories together" if n > 1 else ""


def _print_repository(repository: dict[str, Any]) -> None:
    counted, commits = repository["commits_counted"], repository["commits"]
    tell(
        f"{plain(repository['repo'])} at {repository['revision'][:7]}: {counted:,} of {commits:,} commits change Python"
    )
    if not repository["is_known"]:
        tell("  the index does not know this repository: load its history (`handiwork ingest git`) and build the index")
    if repository["commits_absent"]:
        tell(f"  {repository['commits_absent']:,} of their commits are not in this copy")
    for item in repository["left_out"]:
        tell(f"  not counted: {item['count']:,} {item['meaning']}")
