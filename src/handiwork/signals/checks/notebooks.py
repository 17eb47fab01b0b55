"""Checks of notebooks that fit a model: is the work told, compared, validated and repeatable, or fitted and printed."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.notebooks.steps import Work
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed

__all__ = ["CHECKS"]

_FAMILY = "notebooks"
_HALF = 0.5
_GUIDE = "https://scikit-learn.org/stable/common_pitfalls.html"
_NONE = "No notebook is seen that fits a model."

Notebooks = Mapping[str, Work]


class Framed(Check):
    """Notebooks say what they are after before they fit a model."""

    name: ClassVar[str] = "notebook-framing"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Without a question, no figure is an answer."
    url: ClassVar[str] = "https://developers.google.com/machine-learning/problem-framing"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for a text before the first model that speaks of an aim, data or a measure; a heuristic."""
        return _share(model_notebooks, "framing", "say what they are after")


class Explored(Check):
    """Notebooks look at the data before they fit a model."""

    name: ClassVar[str] = "notebook-exploration"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What is missing, doubled or skewed decides what a model can learn."
    url: ClassVar[str] = "https://www.itl.nist.gov/div898/handbook/eda/eda.htm"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for summaries, distributions or missing values before the first model."""
        return _share(model_notebooks, "exploration", "look at the data first")


class Compared(Check):
    """Notebooks compare a model with something simpler."""

    name: ClassVar[str] = "notebook-baseline"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A score says nothing until one knows what guessing gives."
    url: ClassVar[str] = "https://scikit-learn.org/stable/modules/model_evaluation.html#dummy-estimators"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for a dummy, something called a baseline, or a simple model before another kind."""
        return _share(model_notebooks, "baseline", "compare with something simpler")


class Validated(Check):
    """Notebooks validate on more than one split."""

    name: ClassVar[str] = "notebook-cross-validation"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "One lucky split is no result; the spread over folds is."
    url: ClassVar[str] = "https://scikit-learn.org/stable/modules/cross_validation.html"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for folds; where deep models make that too dear, a split that is held out is told."""
        held = sum(work.has("held_out") for work in model_notebooks.values())
        found = _share(model_notebooks, "validation", "validate over folds")
        more = f" {held:,} hold a part out." if model_notebooks else ""
        return Outcome(found.result, found.message + more, found.figure, found.unit, found.examples)


class TunedWithReason(Check):
    """Where a notebook tunes, a text beside it says why so."""

    name: ClassVar[str] = "notebook-tuning"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A grid without a reason is a wish; its result will not hold elsewhere."
    url: ClassVar[str] = "https://scikit-learn.org/stable/modules/grid_search.html"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of those that search for parameters for some words right before or after."""
        tuned = {path: work for path, work in model_notebooks.items() if work.has("tuning")}
        if not tuned:
            return not_observed("No notebook is seen that tunes a model.")
        return _share(tuned, "rationale", "that tune a model tell why beside it")


class ErrorsLookedAt(Check):
    """Notebooks look at where a model is wrong."""

    name: ClassVar[str] = "notebook-error-analysis"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What to do next is in the errors, not in the mean."
    url: ClassVar[str] = "https://scikit-learn.org/stable/visualizations.html"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for figures by class, residuals, curves, importances or the wrong cases themselves."""
        return _share(model_notebooks, "errors", "look at errors")


class Seeded(Check):
    """Notebooks set seeds."""

    name: ClassVar[str] = "notebook-seeds"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Who cannot repeat a run cannot tell a better model from better luck."
    url: ClassVar[str] = "https://scikit-learn.org/stable/common_pitfalls.html#controlling-randomness"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for a seed or a random state."""
        return _share(model_notebooks, "seeds", "set a seed")


class RunInOrder(Check):
    """Notebooks were last run from top to bottom."""

    name: ClassVar[str] = "notebook-order"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What was run in another order cannot be run again."
    url: ClassVar[str] = "https://jupyter.org/documentation"

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of those that were run for ascending counts; cleared ones are not observed."""
        run = {path: work for path, work in model_notebooks.items() if work.is_in_order is not None}
        if not run:
            return not_observed("No notebook that fits a model keeps the counts of its runs.")
        good = [path for path, work in run.items() if work.is_in_order]
        share = len(good) / len(run)
        message = f"{len(good):,} of {len(run):,} notebooks were last run from top to bottom."
        places = tuple(Example(path) for path in (good if share >= _HALF else run))
        return (passed if share >= _HALF else failed)(message, figure=share, unit="share", examples=places)


class MoreThanFit(Check):
    """Notebooks do more than fit a model and print a score."""

    name: ClassVar[str] = "notebook-fit-and-print"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = (
        "Fit and print is what a first lesson looks like; such notebooks are often just that, or sketches."
    )
    url: ClassVar[str] = _GUIDE

    def check(self, model_notebooks: Notebooks) -> Outcome:
        """Ask half of them for a baseline, folds, tuning or a look at errors."""
        if not model_notebooks:
            return not_observed(_NONE)
        bare = [p for p, w in model_notebooks.items() if not w.has("baseline", "validation", "tuning", "errors")]
        share = 1 - len(bare) / len(model_notebooks)
        message = f"{len(bare):,} of {len(model_notebooks):,} notebooks fit a model and print a score, and no more."
        places = tuple(Example(p, model_notebooks[p].fits[0], f"cell {model_notebooks[p].fits[0]}") for p in bare)
        return (passed if share >= _HALF else failed)(message, figure=share, unit="share", examples=places)


CHECKS: tuple[type[Check], ...] = (
    Framed,
    Explored,
    Compared,
    Validated,
    TunedWithReason,
    ErrorsLookedAt,
    Seeded,
    RunInOrder,
    MoreThanFit,
)
"""The checks of notebooks."""


# --- private ---


def _share(notebooks: Notebooks, step: str, words: str) -> Outcome:
    """Return how many notebooks show a step; half of them pass. Examples name the cell in place of a line."""
    if not notebooks:
        return not_observed(_NONE)
    good = {path: work.steps[step][0] for path, work in notebooks.items() if work.has(step)}
    share = len(good) / len(notebooks)
    message = f"{len(good):,} of {len(notebooks):,} notebooks {words}."
    lacking = tuple(Example(p, w.fits[0], f"fits in cell {w.fits[0]}") for p, w in notebooks.items() if p not in good)
    places = tuple(Example(path, cell, f"cell {cell}") for path, cell in good.items())
    enough = share >= _HALF
    return (passed if enough else failed)(message, figure=share, unit="share", examples=places if enough else lacking)
