"""An exercise of the catalogue → a kit: its time shared out, its criteria with levels, what belongs to its kind."""

import re

from handiwork.catalog import Ecosystem
from handiwork.catalog.hiring import Exercise
from handiwork.desk.exercises.archetypes import archetype_of, archetypes, steps_of
from handiwork.desk.exercises.judging import criterion_of, read_table
from handiwork.desk.exercises.nouns import Kit
from handiwork.errors import NotFoundError

__all__ = ["READING_KIND", "UNPAID_MINUTES", "key_of", "kit_named", "kit_of", "kits_of", "reading_kits"]

UNPAID_MINUTES = 120
"""An exercise that takes longer is paid: nobody gives more than two hours away to be judged."""

READING_KIND = {"reviews": "review", "notebooks": "notebook-reading", "senior": "design"}
"""For what a reading exercise is given → the kind it is."""


def kits_of(ecosystem: Ecosystem) -> tuple[Kit, ...]:
    """Return the kits of an ecosystem: its own exercises in the catalogue's order, then those of reading."""
    return (*(kit_of(ecosystem.name, exercise) for exercise in ecosystem.exercises), *reading_kits(ecosystem))


def kit_of(ecosystem: str, exercise: Exercise, *, archetype: str | None = None) -> Kit:
    """Turn an exercise into a kit.

    Parameters
    ----------
    ecosystem
        Name of the ecosystem.
    exercise
        As the catalogue has it.
    archetype
        Name of its kind; None reads it from the words.
    """
    name = archetype or archetype_of(exercise)
    kind = archetypes()[name]
    return Kit(
        key=key_of(exercise.title),
        title=exercise.title,
        task=exercise.task,
        source=exercise.source,
        ecosystem=ecosystem,
        archetype=name,
        kind=kind["title"],
        minutes=exercise.minutes,
        steps=steps_of(name, exercise.minutes),
        leave_out=tuple(kind["leave_out"]),
        given=tuple(kind["given"]),
        prepare=tuple(kind.get("prepare", ())),
        tools=kind["tools"],
        criteria=tuple(criterion_of(text) for text in exercise.rubric),
        look_for=tuple(kind["look_for"]),
        questions=tuple(kind["questions"]),
        must_be_paid=exercise.minutes > UNPAID_MINUTES,
    )


def reading_kits(ecosystem: Ecosystem, *, all_of_them: bool = False) -> tuple[Kit, ...]:
    """Return the exercises of reading that fit a field: a review always, a notebook where the field has them.

    Parameters
    ----------
    ecosystem
        Whose signals say whether notebooks matter.
    all_of_them
        Also those for experienced people.
    """
    signals = {signal.name for signal in ecosystem.signals} | {"reviews"} | ({"senior"} if all_of_them else set())
    return tuple(
        kit_of(
            ecosystem.name,
            Exercise(found["title"], found["task"], found["minutes"], tuple(found["rubric"]), "own"),
            archetype=READING_KIND[found["when"]],
        )
        for found in read_table("reading.toml")["exercise"]
        if found["when"] in signals
    )


def kit_named(ecosystem: Ecosystem, key: str) -> Kit:
    """Return one kit by its key or title, in any case.

    Raises
    ------
    NotFoundError
        If the ecosystem has none of that name; with those there are.
    """
    kits = (*(kit_of(ecosystem.name, e) for e in ecosystem.exercises), *reading_kits(ecosystem, all_of_them=True))
    for kit in kits:
        if key_of(key) == kit.key:
            return kit
    raise NotFoundError(f"{ecosystem.name} has no exercise {key[:80]!r}; there are: {', '.join(k.key for k in kits)}")


def key_of(title: str) -> str:
    """Return a title as it stands in an address.

    Examples
    --------
    >>> key_of("One query, not a hundred")
    'one-query-not-a-hundred'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
