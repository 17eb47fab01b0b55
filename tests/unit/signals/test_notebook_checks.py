"""Notebooks: cells are read within bounds, and a notebook that fits a model shows how much of method there is."""

import json

import pytest
from tests.signal_trees import reports_of

from handiwork.signals import Result
from handiwork.signals.notebooks.reading import MOST_BYTES, read_notebook
from handiwork.signals.notebooks.steps import work_of

TITLE = "# Bikes"
AIM = "The goal is to predict how many bikes are rented in the next hour; the metric is the mean absolute error on unseen weeks."
LOOK = "df.describe()\ndf.isnull().sum()\ndf['n'].hist()"
BASE = "from sklearn.dummy import DummyRegressor\nDummyRegressor().fit(X, y)"
FIT = "model = RandomForestRegressor()\nmodel.fit(X, y)\nprint(model.score(X, y))"
FOLDS = "cross_val_score(model, X, y, cv=5)"
TUNE = "GridSearchCV(model, {'max_depth': [3, 9]})"
WHY = "Deeper trees overfit the few rainy days that there are, so the depth is searched between three and nine."
WRONG = "residuals = y - model.predict(X)\nresiduals.plot()"
SEED = "np.random.seed(7)"


def notebook(*cells, language="python", runs=None):
    """Return a notebook: code, or text where it begins with a letter of prose (a pair ``("md", text)``)."""
    made = []
    for number, cell in enumerate(cells):
        kind, text = cell if isinstance(cell, tuple) else ("code", cell)
        run = runs[number] if runs else None
        raw = {
            "cell_type": "markdown" if kind == "md" else "code",
            "source": text.splitlines(keepends=True),
            "metadata": {},
        }
        made.append(raw | ({"execution_count": run, "outputs": []} if kind == "code" else {}))
    return json.dumps({"cells": made, "metadata": {"language_info": {"name": language}}, "nbformat": 4})


GOOD = notebook(("md", TITLE), ("md", AIM), SEED, LOOK, BASE, FIT, FOLDS, ("md", WHY), TUNE, WRONG)
BARE = notebook(("md", TITLE), "df = pd.read_csv('a.csv')", FIT)


def result(text, check):
    return reports_of({"work.ipynb": text}, "notebooks")[check].outcome.result


CHECKS = sorted(reports_of({}, "notebooks"))


@pytest.mark.parametrize("check", sorted(set(CHECKS) - {"notebook-order"}))
def test_work_with_method_passes_every_check(check):
    assert result(GOOD, check) is Result.PASS


@pytest.mark.parametrize("check", sorted(set(CHECKS) - {"notebook-order", "notebook-tuning"}))
def test_fit_and_print_fails_every_check_and_names_the_cell(check):
    found = reports_of({"work.ipynb": BARE}, "notebooks")[check].outcome
    assert (found.result, found.examples[0].line) == (Result.FAIL, 3)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "files",
    [
        {},
        {"a.py": FIT},
        {"a.ipynb": "{"},
        {"a.ipynb": "[]"},
        {"a.ipynb": notebook(("md", AIM), LOOK)},
        {"a.ipynb": notebook(FIT, language="R")},
        {".ipynb_checkpoints/a.ipynb": BARE},
    ],
)
def test_without_a_notebook_that_fits_a_model_nothing_is_observed(files, check):
    assert reports_of(files, "notebooks")[check].outcome.result is Result.NOT_OBSERVED


class TestSteps:
    def work(self, *cells):
        return work_of(read_notebook(notebook(*cells).encode()))

    @pytest.mark.parametrize(
        "code",
        ["StandardScaler().fit(X)", "scaler.fit(X)", "pca.fit_transform(X)", "model.train()", "le.fit(y)", "train(X)"],
    )
    def test_preparing_data_or_switching_a_mode_fits_no_model(self, code):
        assert self.work(code).fits == ()

    @pytest.mark.parametrize(
        "code", ["clf.fit(X, y)", "SVC().fit(X, y)", "learn.fine_tune(3)", "loss.backward()", "trainer.train()"]
    )
    def test_fitting_and_training_do(self, code):
        assert self.work(code).fits == (1,)

    def test_a_title_frames_nothing(self):
        assert not self.work(("md", TITLE), FIT).has("framing")

    def test_what_is_said_after_the_model_does_not_frame_it(self):
        assert not self.work(FIT, ("md", AIM)).has("framing")

    def test_looking_at_predictions_afterwards_is_no_exploration(self):
        assert not self.work(FIT, "pd.Series(model.predict(X)).hist()").has("exploration")

    def test_a_simple_model_before_another_kind_is_a_baseline(self):
        assert self.work("LinearRegression().fit(X, y)", "XGBRegressor().fit(X, y)").has("baseline")
        assert not self.work("XGBRegressor().fit(X, y)").has("baseline")

    def test_a_held_out_part_is_told_and_is_no_cross_validation(self):
        work = self.work("train_test_split(X, y, random_state=1)", FIT)
        assert work.has("held_out")
        assert not work.has("validation")

    def test_a_grid_without_a_word_beside_it_has_no_rationale(self):
        assert not self.work(FIT, TUNE, ("md", "Done")).has("rationale")
        assert self.work(FIT, TUNE, ("md", WHY)).has("rationale")

    def test_no_state_is_no_seed(self):
        assert not self.work("RandomForestClassifier(random_state=None).fit(X, y)").has("seeds")

    def test_a_cell_that_no_parser_reads_does_not_spoil_the_others(self):
        work = self.work("print 'old'", FIT)
        assert (work.fits, work.n_broken) == ((2,), 1)

    def test_commands_of_the_shell_are_passed_over(self):
        assert self.work("%matplotlib inline\n!pip install x\nmodel.fit(X, y)", "%%bash\nmodel.fit(X)").fits == (1,)


@pytest.mark.parametrize(
    ("runs", "expected"), [([1, 2, 3], Result.PASS), ([3, 1, 2], Result.FAIL), (None, Result.NOT_OBSERVED)]
)
def test_notebooks_are_run_from_top_to_bottom(runs, expected):
    assert result(notebook("x = 1", FIT, WRONG, runs=runs), "notebook-order") is expected


def test_the_older_format_is_read():
    cell = {"cell_type": "code", "input": ["model.fit(X, y)"], "prompt_number": 1, "outputs": []}
    old = json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3, "metadata": {}})
    assert work_of(read_notebook(old.encode())).fits == (1,)


class TestBounds:
    def test_megabytes_of_output_are_passed_over(self):
        told = json.loads(GOOD)
        told["cells"][2]["outputs"] = [{"data": {"image/png": "A" * (8 << 20)}}]
        read = read_notebook(json.dumps(told).encode())
        assert sum(len(cell.text) for cell in read.cells) < 5_000

    def test_too_much_is_not_read(self):
        assert read_notebook(b" " * (MOST_BYTES + 1)).problem == "too_large"

    def test_nesting_without_end_is_no_notebook(self):
        assert read_notebook(b"[" * 200_000).problem == "no_notebook"

    def test_cells_that_are_none_are_passed_over(self):
        told = {
            "cells": [None, 7, {"cell_type": "code", "source": 3}, {"cell_type": "raw", "source": "x"}],
            "metadata": 3,
        }
        assert [cell.text for cell in read_notebook(json.dumps(told).encode()).cells] == [""]
