"""One hour's file: lines from templates and columns, in the order of time, with the dirt that real files have."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from isal import igzip

from handiwork.world.load.chance import below, keyed
from handiwork.world.load.drawing import Drawn, draw_hour
from handiwork.world.load.experts import plant
from handiwork.world.load.mixes import KINDS
from handiwork.world.load.plan import LoadPlan
from handiwork.world.load.population import NOBODY, Population
from handiwork.world.load.slots import Group, Scene
from handiwork.world.load.tally import Tally, tallied
from handiwork.world.load.templates import template
from handiwork.world.load.texts import Texts, literal
from handiwork.world.payloads import event

__all__ = ["Hour", "HourWriter"]

_LEVEL = 2
_FIRST_IDS = {"full": 54_000_000_000, "trimmed": 18_000_000_000}
_STRIDE = 6
_IS_GIT = np.array([kind.event_type in {"PushEvent", "CreateEvent", "DeleteEvent"} for kind in KINDS])
_REJECTED, _REPEATED = 2, 1
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hour:
    """What is in one file.

    Attributes
    ----------
    name
        File name.
    accepted
        Distinct well-formed events.
    rejected
        Pieces that are cut or otherwise no JSON.
    duplicates
        Exact repetitions of an event of the same file.
    plain_bytes, gz_bytes
        Size unpacked and as it is.
    """

    name: str
    accepted: int
    rejected: int
    duplicates: int
    plain_bytes: int
    gz_bytes: int


class HourWriter:
    """Makes the files of a plan; each hour is a function of the plan and its number alone.

    Parameters
    ----------
    plan
        What to write.

    Attributes
    ----------
    scene
        What all hours share.
    planted
        The experts' acts.
    """

    def __init__(self, plan: LoadPlan) -> None:
        self.plan = plan
        self.scene = Scene(Population(plan), Texts(plan.seed))
        self.planted = plant(plan, self.scene.world)

    def draw(self, hour: int) -> Drawn:
        """Return who does what in an hour, without what is planted."""
        count = self.plan.counts[hour] - len(self.planted.acts.get(hour, ()))
        return draw_hour(self.scene.world, hour, count)

    def lines(self, drawn: Drawn) -> list[bytes]:
        """Return the distinct lines of an hour, nearly in the order of time."""
        acts = self.planted.acts.get(drawn.hour, [])
        start = self.plan.at(drawn.hour)
        seconds = [int((act.at - start).total_seconds()) for act in acts]
        order = np.argsort(np.concatenate([drawn.second, np.array(seconds, dtype=np.int64)]), kind="stable")
        is_git = np.concatenate([_IS_GIT[drawn.kind], np.zeros(len(acts), dtype=np.bool_)])
        ids = np.empty(len(order), dtype=np.int64)
        ids[order] = self._event_ids(drawn.hour, is_git[order])
        made = self._filled(drawn, ids[: len(drawn.key)])
        for act, event_id in zip(acts, ids[len(drawn.key) :].tolist(), strict=True):
            made.append(literal(event(self.plan.form, replace(act, event_id=event_id))))
        lines = [made[at] for at in order.tolist()]
        for at in below(keyed(np.arange(len(made) // 1000), drawn.hour), 201, len(made) - 1).tolist():
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        return lines

    def write(self, folder: Path, hour: int) -> tuple[Hour, Tally]:
        """Write an hour's file, whole or not at all; leave one alone that is there.

        Parameters
        ----------
        folder
            Where.
        hour
            Number of the hour; not a missing one.

        Returns
        -------
        tuple
            What is in it, and who did what, without what is planted.
        """
        drawn = self.draw(hour)
        path = folder / self.plan.file_name(hour)
        if not path.exists():
            lines = self.lines(drawn)
            text = b"\n".join(_soiled(lines, hour) if self.plan.is_dirty(hour) else lines) + b"\n"
            partial = path.with_suffix(".part")
            partial.write_bytes(igzip.compress(text, _LEVEL, mtime=0))
            partial.rename(path)
        packed = path.read_bytes()
        rejected, duplicates = (_REJECTED, _REPEATED) if self.plan.is_dirty(hour) else (0, 0)
        plain_bytes = int.from_bytes(packed[-4:], "little")
        made = Hour(path.name, self.plan.counts[hour], rejected, duplicates, plain_bytes, len(packed))
        return made, tallied(self.scene.world, drawn)

    # --- private ---

    def _event_ids(self, hour: int, is_git: npt.NDArray[np.bool_]) -> _Numbers:
        """Return rising ids; since the trim git events have a sequence of their own, of the same numbers."""
        first = self.plan.before[hour]
        start = _FIRST_IDS[self.plan.form] + first * _STRIDE
        steps = 1 + below(first + np.arange(len(is_git)), 200 + self.plan.seed, _STRIDE - 1)
        if self.plan.form == "full":
            return start + np.cumsum(steps)
        return start + np.where(is_git, np.cumsum(steps * is_git), np.cumsum(steps * ~is_git))

    def _filled(self, drawn: Drawn, ids: _Numbers) -> list[bytes]:
        made: list[bytes] = [b""] * len(drawn.key)
        whole = Group(self.scene, drawn, ids)
        for rows, kind, org, machine in _groups(self.scene.world, drawn):
            filled = template(self.plan.form, KINDS[kind].name, org=org, machine=machine).fill(whole.part(rows))
            for at, line in zip(rows.tolist(), filled, strict=True):
                made[at] = line
        return made


# --- private ---


def _groups(world: Population, drawn: Drawn) -> list[tuple[npt.NDArray[np.intp], int, bool, bool]]:
    """Return the rows of each template: kind, whether an organization owns the repository, whether a ``[bot]`` acts."""
    org = (drawn.owner == NOBODY) & world.has_organization(drawn.place)
    suffixed = np.array([*(machine.reason == "suffix" for machine in world.machines), False])
    code = drawn.kind * 4 + org * 2 + suffixed[drawn.machine]
    order = np.argsort(code, kind="stable")
    values, starts = np.unique(code[order], return_index=True)
    parts = np.split(order, starts[1:])
    return [
        (rows, value // 4, bool(value & 2), bool(value & 1)) for value, rows in zip(values.tolist(), parts, strict=True)
    ]


def _soiled(lines: list[bytes], hour: int) -> list[bytes]:
    """Return lines with dirt.

    Two lines become one; one is repeated; of one a piece is cut off, of another a part is overwritten with NUL bytes,
    both kept whole elsewhere; one line is empty.
    """
    dirty = list(lines)
    spots = below(keyed(np.arange(6), 202 + hour), 203, len(lines) - 2).tolist()
    victim = lines[spots[0]]
    dirty[spots[1] : spots[1] + 2] = [dirty[spots[1]] + dirty[spots[1] + 1]]
    dirty.insert(spots[2], victim[: len(victim) * 3 // 5])
    dirty.insert(spots[3], victim[:1] + b"\0" * 10 + victim[11:])
    dirty.insert(spots[4], b"")
    dirty.insert(spots[5], lines[spots[5]])
    return dirty
