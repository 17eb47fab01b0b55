"""The base of every check: a small class that says what it looks for, why, and answers from facts it names.

A check's class docstring is what it looks for, in one sentence; ``why`` and ``url`` say why it matters and where
to read more; ``check`` takes facts by parameter name (:mod:`handiwork.signals.facts`) and returns an
:class:`~handiwork.signals.nouns.Outcome`. After repo-review's shape.
"""

import inspect
from typing import Any, ClassVar, Protocol

from handiwork.signals.nouns import FAMILIES, CheckReport, Outcome

__all__ = ["Check", "Facts", "compute_check"]


class Facts(Protocol):
    """Where a check finds facts by name: a dict, or the book that computes them."""

    def __getitem__(self, name: str, /) -> object:
        """Return a fact; a KeyError if there is none of that name."""
        ...


class Check:
    """One rule over a tree."""

    name: ClassVar[str]
    """Stable name, unique over all families, lower case with hyphens."""
    family: ClassVar[str]
    """One of :data:`~handiwork.signals.nouns.FAMILIES`."""
    why: ClassVar[str]
    """Why it matters, one sentence."""
    url: ClassVar[str]
    """Where to read more: a specification or the tool's own documentation."""
    languages: ClassVar[tuple[str, ...]] = ()
    """The languages it reads, if it says nothing of others; such a check is folded away where they are absent."""

    check: Any
    """The rule: facts by parameter name → Outcome."""

    def __init_subclass__(cls) -> None:
        for told in ("name", "family", "why", "url"):
            if not getattr(cls, told, ""):
                raise TypeError(f"check {cls.__name__} does not say its {told}")
        if cls.family not in FAMILIES:
            raise TypeError(f"check {cls.__name__} has the unknown family {cls.family!r}")

    @classmethod
    def looks_for(cls) -> str:
        """Return what it looks for: the class docstring's first line."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]

    @classmethod
    def needs(cls) -> tuple[str, ...]:
        """Return the names of the facts it asks for."""
        return tuple(p for p in inspect.signature(cls.check).parameters if p != "self")

    @classmethod
    def report(cls, facts: Facts) -> CheckReport:
        """Answer from computed facts; a fact that is not there is a KeyError."""
        outcome: Outcome = cls().check(**{name: facts[name] for name in cls.needs()})
        return CheckReport(cls.name, cls.family, cls.looks_for(), cls.why, cls.url, outcome, cls.languages)


def compute_check(check: type[Check], **facts: object) -> Outcome:
    """Return what a check says of given facts: the way to test one by itself."""
    return check.report(facts).outcome
