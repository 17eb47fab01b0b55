"""What the catalogue knows about hiring in a field: signals, salaries, facts, communities, conferences, exercises."""

from dataclasses import dataclass

__all__ = [
    "COMMUNITY_KINDS",
    "SIGNALS",
    "Community",
    "Conference",
    "Exercise",
    "Fact",
    "Salary",
    "Signal",
]

SIGNALS = (
    "type-hints",
    "tests",
    "ci",
    "packaging",
    "tooling",
    "docs",
    "backend-practice",
    "data-practice",
    "notebooks",
    "ml-work",
    "reviews",
    "performance",
    "concurrency",
    "security-practice",
    "api-design",
    "accessibility",
    "memory-safety",
    "benchmarks",
    "infrastructure-as-code",
    "observability-practice",
)
"""Names a signal may have: what can be looked at in a person's code."""

COMMUNITY_KINDS = ("slack", "discord", "forum", "subreddit", "mailing-list", "hub", "newsletter", "chat")
"""Kinds a community may be of."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What to look at in the code of somebody who works in a field.

    Attributes
    ----------
    name
        One of :data:`SIGNALS`.
    why
        Why it matters in this field, one sentence.
    source
        Where that is said.
    """

    name: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Salary:
    """A band that was published for a role; yearly.

    Attributes
    ----------
    role
        The role as the source calls it.
    low, high
        Ends of the band in units of ``currency``, ``low`` < ``high``.
    currency
        ISO 4217 code.
    region
        Where it holds.
    kind
        What is counted, for example ``total compensation``.
    as_of
        Month or day of the source, ``2026-03`` or ``2026-03-01``.
    source
        Where it was published.
    note
        What else the source says of it; empty if nothing.
    """

    role: str
    low: int
    high: int
    currency: str
    region: str
    kind: str
    as_of: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that was published about hiring in a field.

    Attributes
    ----------
    text
        The fact, in our words.
    source
        Where it was published.
    as_of
        Month or day of the source, ``2026-03`` or ``2026-03-01``.
    """

    text: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Community:
    """Where people of a field talk.

    Attributes
    ----------
    name
        What it is called.
    kind
        One of :data:`COMMUNITY_KINDS`.
    source
        Where it is known from.
    url
        Where it is; empty if we do not say.
    """

    name: str
    kind: str
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Conference:
    """Where people of a field speak.

    Attributes
    ----------
    name
        What it is called.
    focus
        What is spoken about.
    source
        Where it is known from.
    url
        Where it is; empty if we do not say.
    """

    name: str
    focus: str
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A piece of work to ask of a candidate that resembles the job.

    Attributes
    ----------
    title
        Its name.
    task
        What the candidate builds, two to four sentences.
    minutes
        How long it should take, more than 0.
    rubric
        What to judge, at least three criteria.
    source
        ``own``, or where the idea is from.
    """

    title: str
    task: str
    minutes: int
    rubric: tuple[str, ...]
    source: str
