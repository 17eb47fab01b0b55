"""Folds: parameters are chosen on some topics and reported on others, so that no figure is of topics it was tuned on.

A grid's best is chosen by its mean over the training topics of each fold. What is fitted beside (learned weights)
needs folds within those: call the same functions with the training topics alone.
"""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from handiwork.errors import UsageError
from handiwork.evaluation.topics import Topic

__all__ = ["Fold", "Held", "choose", "nested", "project_folds", "topic_folds"]

Parameters = TypeVar("Parameters", bound=Hashable)

Results = Mapping[Parameters, Mapping[str, float]]
"""Parameters → topic id → a measure; each with the same topics."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One split of topics.

    Attributes
    ----------
    name
        What is held out.
    train, test
        Topic ids to choose on and to report on, in the order given; none is in both.
    """

    name: str
    train: tuple[str, ...]
    test: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held(Generic[Parameters]):
    """What nested folds found.

    Attributes
    ----------
    chosen
        Parameters by name of the fold.
    values
        The measure by topic id, each with the parameters of the fold that held it out.
    """

    chosen: dict[str, Parameters]
    values: dict[str, float]

    @property
    def mean(self) -> float:
        """Mean over topics."""
        return float(np.mean(list(self.values.values())))


def topic_folds(topics: Sequence[Topic], n_folds: int = 5) -> tuple[Fold, ...]:
    """Split topics at random but always alike; each fold holds out about the same part of every project.

    Parameters
    ----------
    topics
        At least as many as folds.
    n_folds
        At least 2.

    Raises
    ------
    UsageError
        If there are fewer topics than folds, or fewer than 2 folds.
    """
    _check(len(topics), n_folds, "topics")
    # In the order of a hash within each project, dealt out in turn: the remainder of one project goes on in the next.
    dealt = sorted(topics, key=lambda t: (t.project.lower(), hashlib.sha256(t.id.encode()).digest()))
    place = {t.id: i % n_folds for i, t in enumerate(dealt)}
    return tuple(
        _fold(f"topics {n + 1} of {n_folds}", topics, {i for i, p in place.items() if p == n}) for n in range(n_folds)
    )


def project_folds(topics: Sequence[Topic], n_folds: int | None = None) -> tuple[Fold, ...]:
    """Split topics by project: those of one project are never on both sides.

    Parameters
    ----------
    topics
        Of at least two projects.
    n_folds
        How many groups of projects, about equal in topics; None holds out one project at a time.

    Raises
    ------
    UsageError
        If there are fewer projects than folds, or fewer than 2.
    """
    sizes: dict[str, int] = defaultdict(int)
    for topic in topics:
        sizes[topic.project.lower()] += 1
    n_folds = len(sizes) if n_folds is None else n_folds
    _check(len(sizes), n_folds, "projects")
    groups: list[list[str]] = [[] for _ in range(n_folds)]
    for project in sorted(sizes, key=lambda p: (-sizes[p], p)):
        smallest = min(groups, key=lambda g: sum(sizes[p] for p in g))
        smallest.append(project)
    return tuple(
        _fold(", ".join(sorted(group)), topics, {t.id for t in topics if t.project.lower() in group})
        for group in groups
    )


def choose(results: Results[Parameters], train: Sequence[str]) -> Parameters:
    """Return the parameters with the best mean over some topics; of equal ones the first given.

    Parameters
    ----------
    results
        At least one set of parameters.
    train
        Topic ids to choose on, at least one; nothing else is looked at.
    """
    return max(results, key=lambda parameters: float(np.mean([results[parameters][i] for i in train])))


def nested(results: Results[Parameters], folds: Sequence[Fold]) -> Held[Parameters]:
    """Choose on the training topics of each fold and report on those it holds out.

    Parameters
    ----------
    results
        The measure of every topic under all parameters.
    folds
        Whose held-out parts cover each topic once.

    Raises
    ------
    UsageError
        If a topic is held out twice.
    """
    chosen: dict[str, Parameters] = {}
    values: dict[str, float] = {}
    for fold in folds:
        best = choose(results, fold.train)
        chosen[fold.name] = best
        if twice := sorted(values.keys() & set(fold.test)):
            raise UsageError(f"these folds hold out topics twice: {', '.join(twice[:3])}")
        values |= {i: results[best][i] for i in fold.test}
    return Held(chosen, values)


# --- private ---


def _check(available: int, n_folds: int, what: str) -> None:
    if not 2 <= n_folds <= available:
        raise UsageError(f"{n_folds} folds of {available} {what}: there must be at least 2, and one for each fold")


def _fold(name: str, topics: Sequence[Topic], held: set[str]) -> Fold:
    ids = [t.id for t in topics]
    return Fold(name, tuple(i for i in ids if i not in held), tuple(i for i in ids if i in held))
