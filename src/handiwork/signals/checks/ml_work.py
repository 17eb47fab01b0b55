"""Marks of machine-learning work in a tree: own models, training, data, evaluation, experiments, and their use."""

import re
from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.own.exclusions import is_test_path
from handiwork.signals.tree import Entry, Tree

__all__ = ["CHECKS", "NO_ML"]

NO_ML = "Nothing, or hardly anything, in the tree imports a library of machine learning."

Marks = Mapping[str, tuple[Example, ...]]

_FAMILY = "ml-work"
_NO_MODULES = "Machine learning is in notebooks alone; classes and functions of notebooks are not looked at."
_PINNED = re.compile(r"^\s*[\w.-]+(?:\[[^\]]*\])?\s*==\s*[\w.!+]+", re.MULTILINE)
_CONFIGURATIONS = re.compile(
    r"(?:^|/)(?:conf|config|configs|configuration|experiments?|params|hparams|recipes)/.+\.(?:ya?ml|toml)$"
)


class OwnArchitectures(Check):
    """Models are built here: classes with layers and a forward pass of their own."""

    name: ClassVar[str] = "ml-architectures"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = (
        "A model that is written shows more than one that is loaded; much good work needs no own model."
    )
    url: ClassVar[str] = "https://pytorch.org/docs/stable/notes/modules.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one class that does more than hand its input to one layer; tests' models do not count."""
        found = tuple(e for e in ml_marks.get("ml_architecture", ()) if not is_test_path(e.path))
        thin = len(ml_marks.get("ml_thin", ()))
        rest = f" {thin:,} more only hand their input on." if thin else ""
        return _told(ml_files, found, "models with a forward pass of their own", rest)


class OwnTraining(Check):
    """Training is written here: a loop, or a step of one, that makes gradients and follows them."""

    name: ClassVar[str] = "ml-training"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = (
        "Who writes the loop decides on losses, schedules and precision; trainers of libraries do as well."
    )
    url: ClassVar[str] = "https://pytorch.org/tutorials/beginner/basics/optimization_tutorial.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one function or script that computes gradients and steps."""
        return _told(ml_files, ml_marks.get("ml_training", ()), "places that train")


class OwnData(Check):
    """Data is prepared here: datasets, loaders or pipelines of the project's own."""

    name: ClassVar[str] = "ml-data"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Most of the work on a model is work on its data."
    url: ClassVar[str] = "https://pytorch.org/docs/stable/data.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one class of a dataset, loader, or tf.data pipeline."""
        return _told(ml_files, ml_marks.get("ml_data", ()), "datasets and loaders")


class OwnEvaluation(Check):
    """Results are measured here: metrics of the project's own, an evaluation without gradients, or held-out data."""

    name: ClassVar[str] = "ml-evaluation"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A result is worth what its measurement is worth."
    url: ClassVar[str] = "https://scikit-learn.org/stable/modules/model_evaluation.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one function that computes a measure, or a split or search that holds data out."""
        own, held = ml_marks.get("ml_evaluation", ()), ml_marks.get("ml_held_out", ())
        return _told(ml_files, own + held, f"places that evaluate ({len(held):,} hold data out)")


class TracksExperiments(Check):
    """Experiments are recorded or configured in files."""

    name: ClassVar[str] = "ml-experiments"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What was tried, with which settings, can be looked up and repeated."
    url: ClassVar[str] = "https://mlflow.org/docs/latest/ml/tracking/"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks, own_files: tuple[Entry, ...]) -> Outcome:
        """Trackers or configuration libraries are called, or there are folders of configurations."""
        settings = tuple(Example(e.path, None, "configuration") for e in own_files if _CONFIGURATIONS.search(e.path))
        return _told(
            ml_files, ml_marks.get("ml_tracking", ()) + settings, "places that record or configure experiments"
        )


class IsReproducible(Check):
    """Results can be made again: seeds, pinned requirements and checkpoints, two of the three at least."""

    name: ClassVar[str] = "ml-reproducibility"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A result that cannot be made again cannot be built on."
    url: ClassVar[str] = "https://pytorch.org/docs/stable/notes/randomness.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks, own_files: tuple[Entry, ...], tree: Tree) -> Outcome:
        """Of a seed that is set, requirements with exact versions, and saved or loaded weights."""
        pins = _pins(own_files, tree)
        kinds = (("seeds", ml_marks.get("ml_seed", ())), ("pinned requirements", pins),
                 ("checkpoints", ml_marks.get("ml_checkpoint", ())))  # fmt: skip
        told = ", ".join(name for name, examples in kinds if examples) or "none"
        if not ml_files:
            return not_observed(NO_ML)
        if not pins and _only_notebooks(ml_files):
            return not_observed(_NO_MODULES)
        n = sum(bool(examples) for _, examples in kinds)
        message = f"Of seeds, pinned requirements and checkpoints there are: {told}."
        examples = tuple(e for _, some in kinds for e in some[:2])
        return (passed if n >= 2 else failed)(message, figure=float(n), unit="count", examples=examples)


class HasModelCard(Check):
    """A model card tells what a model was made from and how well it does."""

    name: ClassVar[str] = "ml-model-card"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Who uses a model has to know its data, its base and its limits."
    url: ClassVar[str] = "https://huggingface.co/docs/hub/model-cards"

    def check(self, model_card: Mapping[str, str] | None) -> Outcome:
        """At least a base model, datasets or metrics, in the README's front matter; without that nothing is seen."""
        if model_card is None:
            return not_observed("No README has front matter of a model card.")
        if not model_card:
            return failed("The README's front matter names neither a base model nor datasets nor metrics.")
        message = "; ".join(f"{key}: {value}" for key, value in model_card.items())
        return passed(f"The model card tells {message}.", figure=float(len(model_card)), unit="count",
                      examples=(Example("README.md", 1, "front matter"),))  # fmt: skip


class ServesModels(Check):
    """Models are put to use here: inference, export or serving."""

    name: ClassVar[str] = "ml-serving"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A model that others can run was carried past its training."
    url: ClassVar[str] = "https://pytorch.org/docs/stable/generated/torch.inference_mode.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one function that predicts without gradients, or call that exports or serves a model."""
        return _told(ml_files, ml_marks.get("ml_serving", ()), "places that infer, export or serve")


class TestsNumbers(Check):
    """Numerical code has tests that compare numbers."""

    __test__ = False

    name: ClassVar[str] = "ml-numeric-tests"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Numerical code fails by being a little wrong; only a comparison with a tolerance sees that."
    url: ClassVar[str] = "https://numpy.org/doc/stable/reference/routines.testing.html"

    def check(self, ml_files: tuple[str, ...], ml_marks: Marks) -> Outcome:
        """At least one comparison of arrays or approximate numbers in a file of tests."""
        found = tuple(e for e in ml_marks.get("ml_numeric_test", ()) if is_test_path(e.path))
        return _told(ml_files, found, "comparisons of numbers in tests")


CHECKS: tuple[type[Check], ...] = (
    OwnArchitectures, OwnTraining, OwnData, OwnEvaluation, TracksExperiments, IsReproducible, HasModelCard,
    ServesModels, TestsNumbers,
)  # fmt: skip
"""The checks of this family over a tree."""


# --- private ---


def _told(ml_files: tuple[str, ...], found: tuple[Example, ...], what: str, rest: str = "") -> Outcome:
    if not ml_files:
        return not_observed(NO_ML)
    if found:
        n_files = len({e.path for e in found})
        return passed(
            f"{len(found):,} {what}, in {n_files:,} files.{rest}",
            figure=float(len(found)),
            unit="count",
            examples=found,
        )
    if _only_notebooks(ml_files):
        return not_observed(_NO_MODULES)
    return failed(f"There are no {what.partition(' (')[0]}.{rest}", figure=0.0, unit="count")


def _only_notebooks(ml_files: tuple[str, ...]) -> bool:
    return all(path.endswith(".ipynb") for path in ml_files)


def _pins(own_files: tuple[Entry, ...], tree: Tree) -> tuple[Example, ...]:
    found = []
    for entry in own_files:
        is_list = entry.suffix == ".txt" and "requirements" in entry.path.lower()
        is_lock = entry.name in {"uv.lock", "poetry.lock", "Pipfile.lock", "conda-lock.yml", "pdm.lock", "pixi.lock"}
        if is_lock or (is_list and _PINNED.search((tree.read(entry.path) or b"").decode("utf-8", "replace"))):
            found.append(Example(entry.path, None, "exact versions"))
    return tuple(found)
