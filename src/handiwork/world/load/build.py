"""Writing a load world: each hour in one of several processes, resumable, then its truth."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from handiwork.errors import UsageError
from handiwork.model.progress import Collector, NullCollector
from handiwork.world.load.hours import Hour, HourWriter
from handiwork.world.load.mixes import KINDS
from handiwork.world.load.plan import Form, LoadPlan
from handiwork.world.load.tally import Sum, Tally, renamed_people, renamed_repositories
from handiwork.world.load.truth import LoadTruth

__all__ = ["generate_load"]

_PLAN = "arguments.txt"
_VERSION = 1


def generate_load(  # noqa: PLR0913 - the arguments of a world are many, and all by name
    folder: Path,
    *,
    events: int,
    form: Form,
    seed: int = 7,
    hours: int = 720,
    workers: int = 1,
    collector: Collector | None = None,
) -> LoadTruth:
    """Write archive hours of an invented month, and return what is true about them.

    Equal arguments give equal bytes, whatever the number of workers. A world that was interrupted goes on where
    it was when called again with the same arguments.

    Parameters
    ----------
    folder
        Where; created if absent, empty, or with an unfinished world of the same arguments.
    events
        Distinct well-formed events, at least 100.
    form
        ``full`` (a month from 2025-09-01 on) or ``trimmed`` (from 2026-08-01 on).
    seed
        0 or more.
    hours
        Hours they are spread over, 1 to 744.
    workers
        Processes; 1 works in this one.
    collector
        Told of ``events`` after each hour; None to tell nobody.

    Returns
    -------
    LoadTruth
        Also in ``truth.json``.

    Raises
    ------
    UsageError
        If an argument is out of range, or the folder holds something else.
    """
    plan = LoadPlan(events, form, seed, hours)
    _claim(folder, plan)
    wanted = [hour for hour in range(hours) if plan.counts[hour]]
    collector = NullCollector() if collector is None else collector
    done: list[Hour] = []
    seen = Sum()
    for made, tally in _written(folder, plan, wanted, workers):
        done.append(made)
        seen.add(tally)
        collector.update("events", made.accepted, events)
    return _truth(folder, plan, done, seen.total())


# --- private ---

_writers: dict[LoadPlan, HourWriter] = {}


def _claim(folder: Path, plan: LoadPlan) -> None:
    """Make the folder the plan's own."""
    said = asdict(plan) | {"version": _VERSION}
    mark = folder / _PLAN
    folder.mkdir(parents=True, exist_ok=True)
    if mark.exists() and json.loads(mark.read_text("utf-8")) == said:
        return
    if any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty: choose another folder, or one with the same arguments to go on")
    mark.write_text(json.dumps(said) + "\n", "utf-8")


def _written(folder: Path, plan: LoadPlan, hours: list[int], workers: int) -> Iterator[tuple[Hour, Tally]]:
    """Yield each hour when its file is there, in any order."""
    if workers <= 1:
        for hour in hours:
            yield _write(folder, plan, hour)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_write, folder, plan, hour) for hour in hours]):
            yield future.result()


def _write(folder: Path, plan: LoadPlan, hour: int) -> tuple[Hour, Tally]:
    return _writer(plan).write(folder, hour)


def _writer(plan: LoadPlan) -> HourWriter:
    """Return this process' writer of a plan, which is kept for the next hour."""
    if plan not in _writers:
        _writers.clear()
        _writers[plan] = HourWriter(plan)
    return _writers[plan]


def _truth(folder: Path, plan: LoadPlan, done: list[Hour], tally: Tally) -> LoadTruth:
    writer = _writer(plan)
    world, planted = writer.scene.world, writer.planted
    acts = [act for listed in planted.acts.values() for act in listed]
    by_type = Counter[str](act.event_type for act in acts)
    for kind, count in zip(KINDS, tally.kinds.tolist(), strict=True):
        by_type[kind.event_type] += count
    truth = LoadTruth(
        folder=folder,
        events=plan.events,
        form=plan.form,
        seed=plan.seed,
        hours=plan.hours,
        files=len(done),
        missing=tuple(plan.file_name(hour) for hour in sorted(plan.missing)),
        accepted=sum(hour.accepted for hour in done),
        rejected=sum(hour.rejected for hour in done),
        duplicates=sum(hour.duplicates for hour in done),
        by_type={name: count for name, count in by_type.most_common() if count},
        people=len(tally.people) + len({act.actor.id for act in acts}),
        repositories=len(tally.repositories) + len({act.repo.id for act in acts}),
        machines={m.login: count for m, count in zip(world.machines, tally.machines.tolist(), strict=True) if count},
        renamed_people=tuple(renamed_people(world, tally)),
        renamed_repositories=tuple(renamed_repositories(world, tally)),
        experts=planted.experts,
        plain_bytes=sum(hour.plain_bytes for hour in done),
        gz_bytes=sum(hour.gz_bytes for hour in done),
    )
    truth.write()
    return truth
