"""One hour's file: lines from templates and columns, in the order of time, with the dirt that real files have."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from isal import igzip

from handiwork.world.load.chance import below, keyed
from handiwork.world.load.drawing import NOBODY, Drawn, draw_hour
from handiwork.world.load.mixes import KINDS
from handiwork.world.load.plan import LoadPlan
from handiwork.world.load.population import Population
from handiwork.world.load.slots import Group, Scene
from handiwork.world.load.templates import template
from handiwork.world.load.texts import Texts

__all__ = ["Hour", "HourWriter"]

_LEVEL = 2
_FIRST_IDS = {"full": 54_000_000_000, "trimmed": 18_000_000_000}
_STRIDE = 6
_GIT = {"PushEvent", "CreateEvent", "DeleteEvent"}
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
    plain_bytes
        Size unpacked.
    """

    name: str
    accepted: int
    rejected: int
    duplicates: int
    plain_bytes: int


class HourWriter:
    """Makes the files of a plan; each hour is a function of the plan and its number alone.

    Parameters
    ----------
    plan
        What to write.
    """

    def __init__(self, plan: LoadPlan) -> None:
        self.plan = plan
        self.scene = Scene(Population(plan), Texts(plan.seed))

    def draw(self, hour: int) -> Drawn:
        """Return who does what in an hour."""
        return draw_hour(self.scene.world, hour, self.plan.counts[hour])

    def lines(self, drawn: Drawn) -> list[bytes]:
        """Return the distinct lines of an hour, nearly in the order of time."""
        ids = self._event_ids(drawn)
        made: list[bytes] = [b""] * len(drawn.key)
        for rows, kind, org, machine in _groups(self.scene.world, drawn):
            group = Group(self.scene, drawn.take(rows), ids[rows])
            filled = template(self.plan.form, KINDS[kind].name, org=org, machine=machine).fill(group)
            for at, line in zip(rows.tolist(), filled, strict=True):
                made[at] = line
        for at in below(keyed(np.arange(len(made) // 1000), drawn.hour), 201, len(made) - 1).tolist():
            made[at], made[at + 1] = made[at + 1], made[at]
        return made

    def write(self, folder: Path, hour: int) -> Hour:
        """Write an hour's file, whole or not at all.

        Parameters
        ----------
        folder
            Where.
        hour
            Number of the hour; not a missing one.

        Returns
        -------
        Hour
            What is in it.
        """
        lines = self.lines(self.draw(hour))
        accepted, rejected, duplicates = len(lines), 0, 0
        if self.plan.is_dirty(hour):
            lines, rejected, duplicates = _soiled(lines, hour)
        text = b"\n".join(lines) + b"\n"
        path = folder / self.plan.file_name(hour)
        partial = path.with_suffix(".part")
        partial.write_bytes(igzip.compress(text, _LEVEL, mtime=0))
        partial.rename(path)
        return Hour(path.name, accepted, rejected, duplicates, len(text))

    # --- private ---

    def _event_ids(self, drawn: Drawn) -> _Numbers:
        """Return rising ids; since the trim git events have a sequence of their own, of the same numbers."""
        start = _FIRST_IDS[self.plan.form] + self.plan.before[drawn.hour] * _STRIDE
        steps = 1 + below(drawn.key, 200, _STRIDE - 1)
        if self.plan.form == "full":
            return start + np.cumsum(steps)
        git = np.array([kind.event_type in _GIT for kind in KINDS])[drawn.kind]
        return start + np.where(git, np.cumsum(steps * git), np.cumsum(steps * ~git))


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


def _soiled(lines: list[bytes], hour: int) -> tuple[list[bytes], int, int]:
    """Return lines with dirt, the number of pieces to reject and that of repetitions.

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
    return dirty, 2, 1
