"""Cells → the steps of work on a model: framing, exploration, baseline, validation, tuning, errors, seeds, order.

Code is read as syntax trees, cell by cell; a name counts as what it is called by whatever it was imported from, as
cells of a notebook are run in any order. Whether a text frames a problem is a heuristic, and said to be one: it comes
before the first model, is more than a title, and speaks of an aim, a question, data or a measure, in five languages.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from handiwork.signals.notebooks.reading import Cell, Notebook

__all__ = ["STEPS", "Work", "work_of"]

STEPS: tuple[str, ...] = (
    "framing",
    "exploration",
    "baseline",
    "validation",
    "held_out",
    "tuning",
    "rationale",
    "errors",
    "seeds",
)
"""The steps that are looked for."""

_LEAST_WORDS = 15
_RATIONALE_WORDS = 8
_FITS = frozenset(
    {"fit", "fit_transform", "fit_generator", "fit_one_cycle", "fine_tune", "train", "backward", "fit_predict"}
)
_NO_MODEL = re.compile(
    r"(?:Scaler|Encoder|Imputer|Vectorizer|PCA|Transformer|Binarizer|Tokenizer|TSNE|scaler|encoder|imputer|vectorizer"
    r"|tokenizer|preprocessor|selector)$|^(?:pca|tsne|umap|poly|ct|lb|le|ohe|sc|ss|tfidf|cv)$"
)
_EXPLORES = frozenset({
    "describe", "info", "value_counts", "isnull", "isna", "hist", "histplot", "pairplot", "heatmap", "boxplot", "countplot",
    "corr", "scatter", "scatterplot", "distplot", "kdeplot", "nunique", "violinplot", "scatter_matrix", "groupby", "imshow",
    "duplicated", "displot", "catplot", "barplot", "crosstab", "skew", "profile_report", "ProfileReport", "missingno",
})  # fmt: skip
_BASELINES = frozenset({"DummyClassifier", "DummyRegressor", "NaiveForecaster", "SeasonalNaive", "Naive", "HistoricAverage",
                        "NaiveDrift", "NaiveSeasonal", "ZeroRClassifier"})  # fmt: skip
_SIMPLE_MODELS = frozenset({"LinearRegression", "LogisticRegression", "GaussianNB", "MultinomialNB", "DecisionTreeClassifier",
                            "DecisionTreeRegressor", "KNeighborsClassifier", "Ridge"})  # fmt: skip
_ESTIMATOR = re.compile(r"(?:Classifier|Regressor|Regression|SVC|SVR|NB|Ridge|Lasso|Sequential|XGB\w*|LGBM\w*|CatBoost\w*|Model"
                        r"|Net|KMeans|ElasticNet)$")  # fmt: skip
_VALIDATES = re.compile(
    r"^(?:cross_val(?:_score|idate|_predict)|\w*KFold|TimeSeriesSplit|\w*ShuffleSplit|LeaveOneOut|LeaveOneGroupOut"
    r"|LeavePOut|learning_curve|validation_curve|cross_validation|backtesting?|historical_forecasts)$"
)
_HOLDS_OUT = frozenset({"train_test_split", "random_split", "temporal_train_test_split"})
_TUNES = re.compile(r"^(?:(?:Halving)?(?:Grid|Randomized|Random)Search(?:CV)?|BayesSearchCV|HalvingGridSearchCV|HalvingRandomSearchCV"
                    r"|create_study|fmin|Tuner|RandomSearch|Hyperband|BayesianOptimization|lr_find|LRFinder|tune_model|ParameterGrid"
                    r"|suggest_(?:float|int|categorical))$")  # fmt: skip
_ERRORS = re.compile(r"^(?:confusion_matrix|ConfusionMatrixDisplay|plot_confusion_matrix|classification_report|residplot"
                     r"|PredictionErrorDisplay|plot_roc_curve|RocCurveDisplay|roc_curve|precision_recall_curve|PrecisionRecallDisplay"
                     r"|permutation_importance|PartialDependenceDisplay|plot_top_losses|most_confused|ClassificationInterpretation"
                     r"|TreeExplainer|Explainer|KernelExplainer|LimeTabularExplainer|calibration_curve|residuals_plot|ResidualsPlot"
                     r"|multilabel_confusion_matrix|print_evaluation)$")  # fmt: skip
_ERROR_NAMES = re.compile(r"residual|misclassif|wrong_pred|errors?_df|worst|mistakes|false_(?:pos|neg)", re.IGNORECASE)
_SEEDS = frozenset({"seed", "manual_seed", "set_seed", "set_random_seed", "seed_everything", "manual_seed_all", "PRNGKey",
                    "default_rng", "RandomState", "key"})  # fmt: skip
_AIMS = re.compile(
    r"\b(?:goal|aim|objective|problem|question|predict|classif|forecast|estimat|hypothes|metric|dataset|target|task"
    r"|ziel|frage|vorhersag|datensatz|aufgabe|but de|objectif|question|prédi|données|jeu de"
    r"|objetivo|predecir|problema|conjunto de datos|pregunta|prever|dados|tarefa)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class Work:
    """What one notebook shows.

    Attributes
    ----------
    fits
        Cells that fit or train a model, ascending; empty for a notebook about something else.
    steps
        Cells that show each step, by its name in :data:`STEPS`.
    is_in_order
        True if the cells that were run were run from top to bottom; None if hardly any was run.
    n_broken
        Cells of code that no parser reads.
    """

    fits: tuple[int, ...] = ()
    steps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    is_in_order: bool | None = None
    n_broken: int = 0

    def has(self, *names: str) -> bool:
        """Return True if any of some steps is shown."""
        return any(self.steps.get(name) for name in names)


def work_of(notebook: Notebook) -> Work:
    """Return what a notebook shows of work on a model; hardly anything where it fits none."""
    trees: dict[int, ast.Module] = {}
    n_broken = 0
    for cell in notebook.cells:
        if cell.is_code and cell.text.strip():
            tree = _parsed(cell.text)
            n_broken += tree is None
            if tree is not None:
                trees[cell.number] = tree
    fits = tuple(number for number, tree in trees.items() if any(_fits_model(call) for call in _calls(tree)))
    if not fits:
        return Work(n_broken=n_broken)
    steps = {name: tuple(numbers) for name, numbers in _steps(notebook, trees, fits).items()}
    return Work(fits, steps, _in_order(notebook.cells), n_broken)


# --- private ---


def _parsed(code: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in other people's code are not ours to report
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    """Return the last part of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _fits_model(call: ast.Call) -> bool:
    """Return whether a call fits or trains a model, and no scaler, encoder or the like."""
    if _name(call) not in _FITS or not isinstance(call.func, ast.Attribute):
        return False
    receiver = call.func.value
    if _name(call) == "train":
        # ``model.train()`` only switches a mode; ``trainer.train()`` and ``xgb.train(params, data)`` train.
        is_given = bool(call.args) and not isinstance(call.args[0], ast.Constant)
        return is_given or "trainer" in _written(receiver).lower()
    made = _name(receiver) if isinstance(receiver, ast.Call) else _written(receiver).rpartition(".")[2]
    return not _NO_MODEL.search(made)


def _written(node: ast.AST) -> str:
    try:
        return ast.unparse(node)
    except (ValueError, RecursionError):
        return ""


def _steps(notebook: Notebook, trees: dict[int, ast.Module], fits: tuple[int, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {name: [] for name in STEPS}
    first = fits[0]
    texts = [cell for cell in notebook.cells if not cell.is_code]
    found["framing"] = [c.number for c in texts if c.number < first and _frames(c.text)]
    estimators: list[tuple[int, str]] = []
    for number, tree in trees.items():
        names = [(call, _name(call)) for call in _calls(tree)]
        called = {name for _, name in names}
        if number <= first and called & _EXPLORES:
            found["exploration"].append(number)
        if called & _BASELINES or _says_baseline(tree):
            found["baseline"].append(number)
        estimators += [(number, name) for _, name in names if _ESTIMATOR.search(name)]
        found["validation"] += [number] if any(map(_VALIDATES.match, called)) or _has_folds(names) else []
        found["held_out"] += [number] if called & _HOLDS_OUT else []
        found["tuning"] += [number] if any(map(_TUNES.match, called)) else []
        found["errors"] += [number] if any(map(_ERRORS.match, called)) or _names_errors(tree) else []
        found["seeds"] += [number] if called & _SEEDS or _has_seed(names) else []
    found["baseline"] += _texts_about(texts, r"\bbaseline\b") or _simple_first(estimators)
    found["rationale"] = [n for n in found["tuning"] if _told_around(notebook, n)]
    return found


def _frames(text: str) -> bool:
    return len(_WORD.findall(text)) >= _LEAST_WORDS and bool(_AIMS.search(text))


def _says_baseline(tree: ast.Module) -> bool:
    names = (n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return any("baseline" in name.lower() or name.lower().startswith("dummy_") for name in names)


def _texts_about(texts: list[Cell], pattern: str) -> list[int]:
    return [cell.number for cell in texts if re.search(pattern, cell.text, re.IGNORECASE)]


def _simple_first(estimators: list[tuple[int, str]]) -> list[int]:
    """Return where a simple model comes before another kind of model."""
    if len({name for _, name in estimators}) < 2 or estimators[0][1] not in _SIMPLE_MODELS:
        return []
    return [estimators[0][0]]


def _has_folds(names: list[tuple[ast.Call, str]]) -> bool:
    """Return whether something is given a number of folds."""
    return any(k.arg in {"cv", "nfold", "n_splits", "folds"} for call, _ in names for k in call.keywords)


def _has_seed(names: list[tuple[ast.Call, str]]) -> bool:
    return any(
        k.arg in {"random_state", "seed", "random_seed"}
        and not (isinstance(k.value, ast.Constant) and k.value.value is None)
        for call, _ in names
        for k in call.keywords
    )


def _names_errors(tree: ast.Module) -> bool:
    names = (n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    return any(_ERROR_NAMES.search(name) for name in names)


def _told_around(notebook: Notebook, number: int) -> bool:
    """Return whether a text of some words stands right before or after a cell."""
    beside = (c for c in notebook.cells if not c.is_code and abs(c.number - number) == 1)
    return any(len(_WORD.findall(c.text)) >= _RATIONALE_WORDS for c in beside)


def _in_order(cells: tuple[Cell, ...]) -> bool | None:
    runs = [cell.run for cell in cells if cell.is_code and cell.run is not None]
    return None if len(runs) < 3 else all(a < b for a, b in pairwise(runs))
