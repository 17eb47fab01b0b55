"""Archive files: acts as lines in the format of their era, with the dirt real files have."""

import gzip
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from handiwork.world.dice import Random, dice
from handiwork.world.nouns import Act, Create, Delete, IssueComment, PullRequest, Push
from handiwork.world.payloads import Era, event
from handiwork.world.payloads.timeline import pacific
from handiwork.world.truth import FileTruth

__all__ = ["write_hours"]

_FIRST_IDS = {"first": 1_500_000_000, "timeline": 0, "full": 54_000_000_000, "trimmed": 5_600_000_000}
_LEVEL = 2
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def write_hours(folder: Path, era: Era, acts: Iterable[Act], seed: int) -> list[FileTruth]:
    """Write the files of one era, each act in the file of its hour; the era's first file gets the dirt.

    Dirt is: a line cut in the middle, a line partly overwritten with NUL bytes, an empty line, two objects on
    one line, an exact repetition (but in the timeline era, where without ids it could be a second act), and
    lines slightly out of time order. In the trimmed era, where GitHub counts git events and the others
    separately, two events of different types share an id.

    Parameters
    ----------
    folder
        Where; must exist.
    era
        Format of the files.
    acts
        What happened, in any order; their event ids are replaced.
    seed
        Of the world.

    Returns
    -------
    list
        What is in each file, by hour.
    """
    hours: dict[datetime, list[Act]] = {}
    for act in _with_ids(era, acts):
        hours.setdefault(act.at.replace(minute=0, second=0), []).append(act)
    r = dice(seed, "dirt", era)
    made: list[FileTruth] = []
    with ThreadPoolExecutor(2) as writers:
        pending = []
        for number, (hour, inside) in enumerate(sorted(hours.items())):
            path = folder / _file_name(era, hour)
            lines = _lines(era, inside, r)
            accepted = len(lines)
            text, rejected, duplicates = _soiled(era, lines, r) if number == 0 else ("\n".join(lines) + "\n", 0, 0)
            pending.append(writers.submit(_write, path, text))
            made.append(FileTruth(path, era, accepted, rejected, duplicates))
        for write in pending:
            write.result()
    return made


# --- private ---


def _with_ids(era: Era, acts: Iterable[Act]) -> list[Act]:
    """Return acts in time order with ids; since the trim git events have a sequence of their own."""
    git_ids, other_ids = count(_FIRST_IDS[era]), count(_FIRST_IDS[era])
    made = []
    for act in sorted(acts, key=lambda act: (act.at, act.event_type, act.actor.id, act.repo.id)):
        if era != "trimmed" or isinstance(act, Push | Create | Delete):
            made.append(replace(act, event_id=next(git_ids)))
        else:
            made.append(replace(act, event_id=next(other_ids)))
    return made


def _file_name(era: Era, hour: datetime) -> str:
    """Return the file's name: the hour is not padded, and in Pacific time in the timeline era."""
    local = pacific(hour) if era == "timeline" else hour
    return f"{local:%Y-%m-%d}-{local.hour}.json.gz"


def _lines(era: Era, acts: Sequence[Act], r: Random) -> list[str]:
    """Return distinct lines, nearly in time order; half of a first-era hour is of 2011, without comments."""
    lines: dict[str, None] = {}
    for number, act in enumerate(acts):
        if era != "trimmed" and isinstance(act, PullRequest) and act.action == "labeled":
            continue
        terse = 2 * number < len(acts) and not isinstance(act, IssueComment)
        made = event(era, act, terse=terse)
        lines[_JSON.encode(made)] = None
    ordered = list(lines)
    for _ in range(len(ordered) // 200):
        at = r.randrange(len(ordered) - 1)
        ordered[at], ordered[at + 1] = ordered[at + 1], ordered[at]
    return ordered


def _soiled(era: Era, lines: list[str], r: Random) -> tuple[str, int, int]:
    """Return a file's text with dirt, the number of rejected objects and that of repetitions."""
    dirty = list(lines)
    repetitions = 0 if era == "timeline" else 1
    twice = r.randrange(len(dirty))
    dirty[twice:twice] = [dirty[twice]] * repetitions
    pair = r.randrange(len(dirty) - 1)
    dirty[pair : pair + 2] = [dirty[pair] + dirty[pair + 1]]
    victim = r.choice(lines)
    dirty.insert(r.randrange(len(dirty)), victim[: len(victim) * 3 // 5])
    dirty.insert(r.randrange(len(dirty)), victim[0] + "\0" * 10 + victim[11:])
    dirty.insert(r.randrange(len(dirty)), "")
    return "\n".join(dirty) + "\n", 2, repetitions


def _write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode(), _LEVEL, mtime=0))
