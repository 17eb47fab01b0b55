"""Commands that bring data in and prepare it: ingest, ecosystem, index, config."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handiwork.errors import InputError, PartialLoadError, SourceError, UsageError
from handiwork.faces.cli.catalog import ecosystem_lines
from handiwork.faces.cli.shared import call, day, opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_lines, json_text, plain

if TYPE_CHECKING:  # pragma: no branch - a name for annotations only
    from handiwork.app import Handiwork

__all__ = ["config", "ecosystem", "index", "ingest", "print_records"]

ingest = typer.Typer(help="Load public contributions into the lake.", no_args_is_help=True)
ecosystem = typer.Typer(help="Ecosystems and their key repositories.", no_args_is_help=True)
index = typer.Typer(help="Build and choose the index that answers.", no_args_is_help=True)
config = typer.Typer(help="Settings, and where each came from.", no_args_is_help=True)

_MOST_PROBLEMS = 3
_Output = Annotated[Format, typer.Option("--format", help="How to print the outcome.")]


# --- ingest ---


@ingest.command("gharchive")
def ingest_gharchive(
    targets: Annotated[list[str] | None, typer.Argument(help="Files, folders or addresses of archive hours.")] = None,
    since: Annotated[str | None, typer.Option(help="First hour to download: 2025-09-01 or 2025-09-01-7.")] = None,
    until: Annotated[str | None, typer.Option(help="Hour after the last one; default: one day after --since.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Download hours again that are there already.")] = False,
    output: _Output = Format.TABLE,
) -> None:
    """Load GH Archive hours: files, folders, addresses, or a range to download.

    All four formats are told apart by their fields. What cannot be read is counted and reported, the rest is kept.
    """
    from handiwork.ingest.gharchive.run import FileResult

    if bool(targets) == bool(since):
        raise UsageError("say what to load: files, folders or addresses; or a range with --since and --until")
    results: list[FileResult] = []
    with opened(progress=True) as app:
        if since:
            results += app.ingest_archive_hours(*_range(since, until), refresh=refresh)
        addresses = [t for t in targets or () if "://" in t]
        paths = [Path(t) for t in targets or () if "://" not in t]
        for address in addresses:
            results += app.ingest_archive_address(address)
        if paths:
            results += app.ingest_archive_files(paths)
    from handiwork.faces.present import record_view

    rows = [record_view(r.record, unchanged=r.unchanged) for r in results]
    new = sum(r.record.counts.get("events", 0) for r in results if not r.unchanged)
    _print_load(rows, output, f"{new:,} events loaded from {len(rows):,} files")


@ingest.command("git")
def ingest_git(
    targets: Annotated[list[str], typer.Argument(help="Local repositories or addresses.")],
    repo: Annotated[str | None, typer.Option(help="owner/name, where the target does not say it itself.")] = None,
    sizes: Annotated[str, typer.Option(help="Count lines added and deleted: auto, always or never.")] = "auto",
    output: _Output = Format.TABLE,
) -> None:
    """Load the histories of git repositories: every commit with its authors, paths and pull request."""
    if sizes not in {"auto", "always", "never"}:
        raise UsageError(f"--sizes is {sizes!r}; it can be auto, always or never")
    if repo is not None and len(targets) > 1:
        raise UsageError("--repo names one repository, but several targets are given")
    with opened(progress=True) as app:
        records = app.ingest_git(targets, repo_name=repo, sizes=sizes)
    _print_histories(records, output)


# --- ecosystem ---


@ecosystem.command("list")
def ecosystem_list(output: _Output = Format.TABLE) -> None:
    """List the ecosystems of the catalogue."""
    with opened() as app:
        rows = [
            {"name": e.name, "title": e.title, "repositories": len(e.key_repositories)} for e in app.catalog.ecosystems
        ]
    _print_rows(rows, output)


@ecosystem.command("show")
def ecosystem_show(name: str, output: _Output = Format.TABLE) -> None:
    """Show all the catalogue says of an ecosystem: repositories, signals, pay, communities, exercises."""
    from handiwork.faces.present import ecosystem_view

    with opened() as app:
        view = ecosystem_view(app.ecosystem(name))
    if output is not Format.TABLE:
        _print_rows([view] if output is not Format.JSON else view, output)
        return
    for line in ecosystem_lines(view):
        say(line)


@ecosystem.command("pull")
def ecosystem_pull(name: str, output: _Output = Format.TABLE) -> None:
    """Load the histories of an ecosystem's key repositories (from GitHub, without file contents)."""
    with opened(progress=True) as app:
        records = app.pull_ecosystem(name)
    _print_histories(records, output)


# --- index ---


@index.command("build")
def index_build(
    built_on: Annotated[
        str | None, typer.Option("--date", help="The day that old work is measured from; default: today, UTC.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Build it as it would have been when this day began, for `search --as-of`.")
    ] = None,
) -> None:
    """Resolve who is who and build a new index from everything in the lake.

    It answers from now on, unless it is one as of a day: that is kept aside, for searches as of the same day.
    """
    from handiwork.app.dated import index_as_of
    from handiwork.app.retaining import look_at_ages

    moment, today = day("--as-of", as_of), day("--date", built_on)
    if moment and today:
        raise UsageError("an index as of a day is measured from that day: leave --date or --as-of out")
    with opened(progress=True) as app:
        if moment:
            index = index_as_of(app, moment)
        else:
            index = app.open_index(app.build_index(built_on=today or datetime.now(UTC).date()).name)
            look_at_ages(app, datetime.now(UTC))
            if app.has_state:
                _ask_saved(app)
    tell(", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in index.manifest.counts.items()))
    say(index.name)


@index.command("list")
def index_list(output: _Output = Format.TABLE) -> None:
    """List the indexes; the one that answers is marked."""
    with opened() as app:
        current = app.current_index()
        rows = [{"name": name, "answers": name == current} for name in app.indexes()]
    _print_rows(rows, output)


@index.command("use")
def index_use(name: str) -> None:
    """Let another index answer."""
    with opened() as app:
        app.use_index(name)
    tell(f"searches are answered from {name} now")


# --- config ---


@config.command("show")
def config_show(output: _Output = Format.TABLE) -> None:
    """Print each setting with its value and where it came from."""
    from handiwork.config import without_password

    resolved = call.settings()
    values = resolved.settings.model_dump(mode="json")
    values["state_url"] = without_password(values["state_url"])
    rows = [{"setting": k, "value": v, "from": resolved.provenance[k]} for k, v in values.items()]
    _print_rows(rows, output)


@config.command("validate")
def config_validate() -> None:
    """Check the settings and list every problem."""
    call.settings()
    tell("settings are fine")


def _ask_saved(app: "Handiwork") -> None:
    """Ask the new index what is saved; what cannot be asked any more is told and passed over."""
    from handiwork.app.saving import take_answer
    from handiwork.errors import HandiworkError
    from handiwork.faces.web.asking_again import asked_by

    for saved in app.saved_book.all():
        try:
            take_answer(app, saved, asked_by(saved))
        except HandiworkError as error:
            tell(f"the saved search {saved.number} ({saved.name}) was not asked: {error}")


def print_records(records: list[Any], output: Format, noun: str) -> None:
    """Print what became of each package of a small origin.

    Parameters
    ----------
    records
        As the load returned them.
    output
        How to print.
    noun
        What one package is, in the plural.

    Raises
    ------
    PartialLoadError
        If some failed.
    """
    from handiwork.faces.present import record_view

    rows = [record_view(r, unchanged=r.details.get("load") == "unchanged") for r in records]
    works = sum(r.counts.get("works", 0) for r in records)
    _print_load(rows, output, f"{works:,} works of {len(rows):,} {noun}")


# --- private ---


def _range(since: str, until: str | None) -> tuple[datetime, datetime]:
    from datetime import timedelta

    from handiwork.sources.gharchive import parse_when

    first = parse_when(since)
    return first, parse_when(until) if until else first + timedelta(days=1)


def _print_rows(rows: Any, output: Format) -> None:
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.JSONL:
        say(json_lines(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(rows[0]) if rows else []))
    else:
        for line in aligned(rows):
            say(line)


def _print_histories(records: list[Any], output: Format) -> None:
    from handiwork.faces.present import record_view

    if len(records) == 1 and records[0].status == "failed":
        kind = SourceError if records[0].details["exit_code"] == SourceError.exit_code else InputError
        raise kind(records[0].details["problem"])
    rows = [record_view(r, unchanged=r.details.get("load") == "unchanged") for r in records]
    commits = sum(r.counts.get("commits", 0) for r in records)
    _print_load(rows, output, f"{commits:,} commits in {len(rows):,} histories")


def _print_load(rows: list[dict[str, Any]], output: Format, summary: str) -> None:
    """Print what became of each package; damage is in the exit code."""
    if output is not Format.TABLE:
        _print_rows(rows, output)
    else:
        for row in rows:
            if row["status"] not in {"complete", "unchanged"} or row["problems"]:
                counts = ", ".join(f"{row[k]:,} {k}" for k in ("events", "commits", "rejected") if k in row)
                told = [row["status"], counts, *row["problems"][:_MOST_PROBLEMS]]
                more = len(row["problems"]) - _MOST_PROBLEMS
                told += [f"and {more:,} more (see --format json)"] if more > 0 else []
                tell(f"  {row['package']}: {'; '.join(plain(part) for part in told if part)}")
        say(summary)
        if any(row["status"] != "failed" for row in rows):
            tell('next: `handiwork index build`, then `handiwork search "…"`')
    damaged = [r["package"] for r in rows if r["status"] in {"partial", "failed"}]
    if damaged:
        raise PartialLoadError(
            f"{len(damaged)} of {len(rows)} could not be read whole; what could be read is kept "
            f"({', '.join(damaged[:5])}{', …' if len(damaged) > 5 else ''})"
        )
