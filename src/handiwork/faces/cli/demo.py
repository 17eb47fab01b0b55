"""The demo: an invented world through the real pipeline, then three example searches."""

import shutil
import time
from contextlib import nullcontext
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handiwork.faces.cli.answers import print_search
from handiwork.faces.cli.shared import call, say, tell

if TYPE_CHECKING:
    from handiwork.app import Handiwork
    from handiwork.world import WorldTruth

__all__ = ["demo"]

demo = typer.Typer(invoke_without_command=True)
"""Commands about invented worlds; without one of them, the demo itself."""


class Form(StrEnum):
    """The formats of a load world."""

    full = "full"
    trimmed = "trimmed"


BUILT_ON = date(2025, 12, 1)
"""The day the demo's index is measured from: soon after the last day of its world, so that it never ages."""


@demo.callback()
def show(
    context: typer.Context,
    people: Annotated[int, typer.Option(min=20, help="How many invented people.")] = 3000,
    seed: Annotated[int, typer.Option(help="Another number, another world.")] = 7,
) -> None:
    """Show it: an invented world through the real pipeline, with the answers to three example roles.

    Works offline. The world lives in its own folder below the home and is made anew each time.
    """
    from handiwork.app import Handiwork
    from handiwork.world import generate_world

    if context.invoked_subcommand is not None:
        return
    settings = call.settings().settings
    home = settings.home / "demo"
    shutil.rmtree(home, ignore_errors=True)
    started = time.monotonic()
    tell(f"1/4 inventing a world of {people:,} people (logins with an underscore: nobody real)")
    truth = generate_world(home / "world", seed=seed, people=people)
    with Handiwork(settings.model_copy(update={"home": home, "lake": "", "engine": "duckdb"})) as app:
        _load(app, truth)
        tell("4/4 who is who, and the index")
        folder = app.build_index(built_on=BUILT_ON)
        counts = app.open_index(folder.name).manifest.counts
        tell(f"    {counts['persons']:,} people, {counts['contributions']:,} contributions")
        tell(f"    ready after {time.monotonic() - started:.0f} s")
        for role in _one_of_each_ecosystem(truth):
            _answer(app, role)
    _next_steps(home)


@demo.command("world")
def load_world(
    folder: Annotated[Path, typer.Argument(help="Where; empty, or with an unfinished world of the same arguments.")],
    events: Annotated[int, typer.Option(min=100, help="How many events.")],
    form: Annotated[Form, typer.Option(help="Format: until 2025-10-08, or since 2025-10-15.")] = Form.full,
    seed: Annotated[int, typer.Option(min=0, help="Another number, another world.")] = 7,
    hours: Annotated[int, typer.Option(min=1, max=744, help="Hours the events are spread over.")] = 720,
    workers: Annotated[int, typer.Option(min=1, help="Processes; the bytes do not depend on it.")] = 2,
) -> None:
    """Write archive hours of an invented month, for load tests: any number of events, and what is true about them.

    Interrupted, it goes on when called again with the same arguments. Nobody in it is real.
    """
    from handiwork.faces.cli.progress import shown_progress
    from handiwork.model.progress import NullCollector
    from handiwork.world.load import generate_load

    started = time.monotonic()
    with nullcontext(NullCollector()) if call.quiet else shown_progress() as collector:
        truth = generate_load(
            folder, events=events, form=form.value, seed=seed, hours=hours, workers=workers, collector=collector
        )
    seconds = time.monotonic() - started
    tell(
        f"{truth.files:,} hours, {truth.accepted:,} events: {truth.gz_bytes / 1e6:,.1f} MB, "
        f"{truth.plain_bytes / 1e6:,.1f} MB unpacked; {seconds:.0f} s"
    )
    say(str(folder / "truth.json"))


# --- private ---


def _load(app: "Handiwork", truth: "WorldTruth") -> None:
    tell("2/4 archive hours, in all four formats, some lines damaged on purpose")
    results = app.ingest_archive_files([truth.gharchive])
    counts = [r.record.counts for r in results]
    tell(
        f"    {sum(c['events'] for c in counts):,} events from {len(counts)} hours; "
        f"{sum(c['rejected'] for c in counts)} damaged pieces rejected, {sum(c['duplicates'] for c in counts)} repeated"
    )
    tell("3/4 git histories")
    records = app.ingest_git([str(history.path) for history in truth.histories])
    tell(f"    {sum(r.counts['commits'] for r in records):,} commits from {len(records)} histories")


def _one_of_each_ecosystem(truth: "WorldTruth") -> list[str]:
    """Return the first role about whole repositories of each ecosystem."""
    first: dict[str, str] = {}
    for role in truth.roles:
        if role.area is None:
            first.setdefault(role.ecosystem, role.text)
    return [first[name] for name in sorted(first, reverse=True)]


def _answer(app: "Handiwork", role: str) -> None:
    from handiwork.faces.present import search_view
    from handiwork.search import SearchOptions

    say(f'\nINVENTED PEOPLE  handiwork search "{role}"')
    print_search(search_view(app.search(role, options=SearchOptions(limit=3))))


def _next_steps(home: Path) -> None:
    say("\nEverybody above is invented. What to try next, real data first:")
    for command, what in (
        ("handiwork ecosystem pull python-web", "the real histories of FastAPI, SQLAlchemy and others"),
        ("handiwork ingest gharchive --since 2025-09-01 --until 2025-09-02", "a real day of GitHub"),
        ('handiwork index build && handiwork search "…"', "then ask"),
        (f'handiwork --home {home} search "…" --explain', "or go on in the invented world"),
    ):
        say(f"  {command}\n      {what}")
