"""What a kit is made of: steps in time, criteria with levels, what to prepare, to look for and to ask."""

from dataclasses import dataclass

__all__ = ["ChosenKit", "Criterion", "Kit", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the time box.

    Attributes
    ----------
    minutes
        How long; those of a kit add up to its time box.
    do
        What the candidate does in it.
    """

    minutes: int
    do: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged.

    Attributes
    ----------
    text
        As the catalogue says it.
    family
        What it is about, which decides the wording of its levels.
    levels
        What 0, 1, 2 and 3 look like.
    """

    text: str
    family: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Everything needed to give an exercise and to judge it.

    Attributes
    ----------
    key
        Short name within its ecosystem, for addresses.
    title, task, source
        As the catalogue says them.
    ecosystem
        Name of the ecosystem; of a reading exercise that of the role it is given for.
    archetype, kind
        Name and title of the kind of exercise.
    minutes
        The time box.
    steps
        How the time is spent.
    leave_out
        What to leave out when time is up, first to last.
    given
        What the interviewer makes ready and hands over.
    prepare
        What the interviewer makes ready besides, and the candidate is not told.
    tools
        What the candidate may use.
    criteria
        What is judged.
    look_for
        What good work of this kind shows, beside the criteria.
    questions
        For the conversation afterwards.
    must_be_paid
        True where the time box is longer than :data:`handiwork.desk.exercises.kits.UNPAID_MINUTES`.
    """

    key: str
    title: str
    task: str
    source: str
    ecosystem: str
    archetype: str
    kind: str
    minutes: int
    steps: tuple[Step, ...]
    leave_out: tuple[str, ...]
    given: tuple[str, ...]
    prepare: tuple[str, ...]
    tools: str
    criteria: tuple[Criterion, ...]
    look_for: tuple[str, ...]
    questions: tuple[str, ...]
    must_be_paid: bool


@dataclass(frozen=True, slots=True)
class ChosenKit:
    """A kit with the reasons for which it fits a brief.

    Attributes
    ----------
    kit
        What to give.
    score
        How well it fits beside the others, above 0; only good for ordering.
    why
        Sentences made of facts, the strongest first.
    """

    kit: Kit
    score: float
    why: tuple[str, ...]
