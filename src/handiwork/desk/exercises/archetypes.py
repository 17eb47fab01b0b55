"""Which kind of exercise a task is, read from its words, and how the time of that kind is spent."""

from collections.abc import Mapping
from typing import Any

from handiwork.catalog.hiring import Exercise
from handiwork.desk.exercises.judging import count_cues, read_table
from handiwork.desk.exercises.nouns import Step

__all__ = ["archetype_of", "archetypes", "steps_of"]

_OTHER = "service"
"""The kind of a task without any cue: it builds something small."""

_IN_TITLE = 3
_STEP_MINUTES = 5


def archetypes() -> Mapping[str, Any]:
    """Return every kind by name, as the data file has it."""
    return read_table("archetypes.toml")


def archetype_of(exercise: Exercise) -> str:
    """Return the name of an exercise's kind: that of most cues, those in the title counted three times."""
    rest = " ".join([exercise.task, *exercise.rubric])
    counts = {
        name: _IN_TITLE * count_cues(exercise.title, kind["cues"]) + count_cues(rest, kind["cues"])
        for name, kind in archetypes().items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else _OTHER


def steps_of(archetype: str, minutes: int) -> tuple[Step, ...]:
    """Share out a time box among the steps of a kind.

    Parameters
    ----------
    archetype
        Name of a kind.
    minutes
        The whole, more than 0.

    Returns
    -------
    tuple of Step
        In order; their minutes add up to the whole, and are multiples of five where the whole is long enough. There
        are fewer steps than the kind has where there are fewer minutes.

    Examples
    --------
    >>> [step.minutes for step in steps_of("service", 90)]
    [15, 35, 25, 15]
    """
    steps = archetypes()[archetype]["steps"][:minutes]
    unit = _STEP_MINUTES if minutes >= 2 * _STEP_MINUTES * len(steps) else 1
    units, shares = minutes // unit, sum(step["share"] for step in steps)
    # Every step has a unit; the others go by its share.
    exact = [(units - len(steps)) * step["share"] / shares for step in steps]
    whole = [1 + int(each) for each in exact]
    order = sorted(range(len(steps)), key=lambda i: (int(exact[i]) - exact[i], i))
    for i in order[: units - sum(whole)]:
        whole[i] += 1
    found = [each * unit for each in whole]
    found[found.index(max(found))] += minutes - sum(found)
    return tuple(Step(each, step["do"]) for each, step in zip(found, steps, strict=True))
