"""How well the facts about an ML repository's origin are told, on a set of labelled trees.

Four facts: ``tutorial copy`` (half of the code or more stands in a known tutorial), ``single dump``, ``fork without own
commits`` and ``iterative history``. A tree is labelled yes, no, or not at all where it cannot be said; the kept table
has the figures that the facts are decided by, so that thresholds are tuned on one half (``tune``) and reported on the
other (``report``). Trees made from one source are in the same half.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from handiwork.signals.checks.ml_history import LEAST_HASHES, TUTORIAL_SHARE
from handiwork.signals.history import LEAST_LINES, Course, is_dump, is_iterative

__all__ = ["FACTS", "FactScore", "LabelledTree", "decided", "half_of", "kept_trees", "scores"]

FACTS: tuple[str, ...] = ("tutorial copy", "single dump", "fork without own commits", "iterative history")
"""The facts that are measured."""


@dataclass(frozen=True, slots=True)
class LabelledTree:
    """One tree of the set.

    Attributes
    ----------
    key
        An organisation's repository, or a neutral name.
    kind
        ``real`` or ``generated``.
    group
        What it was made from: trees of one group are in one half.
    reason
        Why it is labelled so.
    labels
        By fact; None where it cannot be said.
    figures
        ``share``, ``n_hashes``, ``n_own`` (None without a known upstream), ``course`` (fields, or None).
    """

    key: str
    kind: str
    group: str
    reason: str
    labels: Mapping[str, bool | None]
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FactScore:
    """How well one fact is told.

    Attributes
    ----------
    fact, half
        Which, and on which trees.
    n_yes, n_no
        Trees with a label that says yes, and no.
    n_right, n_wrong
        Of the trees of which the fact is told: labelled yes, labelled no.
    n_unseen
        Labelled trees of which nothing could be said; those labelled yes count as missed.
    """

    fact: str
    half: str
    n_yes: int
    n_no: int
    n_right: int
    n_wrong: int
    n_unseen: int

    @property
    def precision(self) -> float | None:
        """Of those told, the share that is right; None if none was told."""
        told = self.n_right + self.n_wrong
        return self.n_right / told if told else None

    @property
    def recall(self) -> float | None:
        """Of those labelled yes, the share that was told; None if there are none."""
        return self.n_right / self.n_yes if self.n_yes else None


def half_of(group: str) -> str:
    """Return ``tune`` or ``report``, from the group's name alone."""
    digest = hashlib.blake2b(group.encode(), digest_size=4).digest()
    return "tune" if digest[0] % 2 else "report"


def decided(tree: LabelledTree) -> dict[str, bool | None]:
    """Return what the facts say of a tree, by fact; None where nothing can be said."""
    figures = tree.figures
    course = Course(**figures["course"]) if figures["course"] else None
    seen = course if course is not None and course.n_lines >= LEAST_LINES else None
    return {
        "tutorial copy": figures["share"] >= TUTORIAL_SHARE if figures["n_hashes"] >= LEAST_HASHES else None,
        "single dump": is_dump(seen) if seen else None,
        "fork without own commits": figures["n_own"] == 0 if figures["n_own"] is not None else None,
        "iterative history": is_iterative(seen) if seen else None,
    }


def scores(trees: Iterable[LabelledTree], half: str) -> list[FactScore]:
    """Return how well each fact is told of the trees of a half, or of ``all``."""
    chosen = [t for t in trees if half in ("all", half_of(t.group))]
    return [_score(fact, half, chosen) for fact in FACTS]


def kept_trees() -> tuple[list[LabelledTree], Mapping[str, Any]]:
    """Return the kept set, and what it says of itself."""
    told = json.loads(files("handiwork.evaluation").joinpath("data/ml_work_set.json").read_text("utf-8"))
    return [LabelledTree(**t) for t in told["trees"]], told["about"]


# --- private ---


def _score(fact: str, half: str, trees: Sequence[LabelledTree]) -> FactScore:
    labelled = [(t.labels[fact], decided(t)[fact]) for t in trees if t.labels[fact] is not None]
    return FactScore(
        fact,
        half,
        n_yes=sum(label is True for label, _ in labelled),
        n_no=sum(label is False for label, _ in labelled),
        n_right=sum(label is True and told is True for label, told in labelled),
        n_wrong=sum(label is False and told is True for label, told in labelled),
        n_unseen=sum(told is None for _, told in labelled),
    )
