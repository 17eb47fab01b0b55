"""Marks of ML work in a tree: what counts as an own model, training, data and evaluation, and what only looks like it."""

import json

import pytest
from tests.signal_trees import facts_of, reports_of

from handiwork.signals import Outcome, Result

CHECKS = (
    "ml-architectures", "ml-training", "ml-data", "ml-evaluation", "ml-experiments", "ml-reproducibility", "ml-serving",
    "ml-numeric-tests",
)  # fmt: skip
HISTORY_CHECKS = ("ml-iterative-history", "ml-single-commit", "ml-own-commits", "ml-tutorial-code")
PLAIN = {"pkg/a.py": "import json\nclass Net:\n    def forward(self, x): return x\n"}
LOADED = {"pkg/a.py": "import torch\nx = 1\n"}
NET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 3)
        self.b = nn.Linear(3, 1)
    def forward(self, x):
        h = torch.relu(self.a(x))
        return self.b(h) + x
"""
THIN = """
import torch.nn as nn
class Head(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
    def forward(self, x):
        return self.inner(x)
"""


def outcome(check, files) -> Outcome:
    return reports_of(files, "ml-work")[check].outcome


def marks(code, path="a.py"):
    return {(kind, e.text) for kind, found in facts_of({path: code})["ml_marks"].items() for e in found}


@pytest.mark.parametrize("check", [*CHECKS, *HISTORY_CHECKS])
@pytest.mark.parametrize("files", [{}, PLAIN], ids=["empty", "no machine learning"])
def test_without_machine_learning_nothing_is_observed(check, files):
    assert outcome(check, files).result is Result.NOT_OBSERVED


@pytest.mark.parametrize("check", CHECKS)
def test_a_tree_that_uses_it_and_has_none_of_it_fails(check):
    assert outcome(check, LOADED).result is Result.FAIL


@pytest.mark.parametrize("check", HISTORY_CHECKS)
def test_a_tree_without_history_shows_nothing_of_one(check):
    assert outcome(check, LOADED).result is Result.NOT_OBSERVED


def test_machine_learning_in_notebooks_alone_is_not_failed_for_lacking_classes():
    cell = {"cell_type": "code", "source": ["import torch\n"]}
    notebook = json.dumps({"cells": [cell]})

    assert facts_of({"a.ipynb": notebook})["ml_files"] == ("a.ipynb",)
    assert outcome("ml-architectures", {"a.ipynb": notebook}).result is Result.NOT_OBSERVED


def test_other_peoples_code_does_not_make_a_tree_one_of_machine_learning():
    assert outcome("ml-architectures", {"vendor/net.py": NET, "a.py": "x = 1\n"}).result is Result.NOT_OBSERVED


def test_a_model_with_a_forward_pass_passes_and_is_shown():
    found = outcome("ml-architectures", {"net.py": NET})

    assert (found.result, found.figure) == (Result.PASS, 1.0)
    assert [(e.path, e.line, e.text) for e in found.examples] == [("net.py", 4, "Net")]


def test_a_model_that_hands_its_input_on_is_told_and_does_not_count():
    found = outcome("ml-architectures", {"net.py": THIN})

    assert found.result is Result.FAIL
    assert found.message == "There are no models with a forward pass of their own. 1 more only hand their input on."


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import keras\nclass A(keras.layers.Layer):\n    def call(self, x): return x * self.w + f(x)\n", {("ml_architecture", "A")}),
        ("import torch.nn as n\nclass Base(n.Module): ...\nclass B(Base):\n    def forward(self, x): return f(x) + g(x)\n",
         {("ml_architecture", "B")}),
        ("import torch\nfrom mine import Module\nclass B(Module):\n    def forward(self, x): return f(g(x) + h(x))\n", set()),
        ("import jax.numpy as jnp\nimport jax\ndef apply(params, x): return jax.nn.relu(jnp.dot(x, params)) + jnp.sum(x)\n",
         {("ml_architecture", "apply")}),
        ("import torch\ndef train(m, o):\n    loss = m()\n    loss.backward()\n    o.step()\n", {("ml_training", "train")}),
        ("import torch\nfor b in data:\n    m(b).backward()\n    o.step()\n", {("ml_training", "the script")}),
        ("import torch\ndef train(o):\n    o.step()\n", set()),
        ("import torch\ndef f(m):\n    def g(): m.backward()\n    o.step()\n", set()),
        ("import tensorflow as tf\ndef fit(o):\n    with tf.GradientTape() as t: ...\n    o.apply_gradients([])\n",
         {("ml_training", "fit")}),
        ("from torch.utils.data import Dataset\nclass D(Dataset):\n    def __getitem__(self, i): ...\n", {("ml_data", "D")}),
        ("from torch.utils.data import Dataset\nclass D(Dataset): ...\n", set()),
        ("import torch\nclass Dataset: ...\nclass D(Dataset):\n    def __getitem__(self, i): ...\n", set()),
        ("import torch\ndef top1_accuracy(a, b):\n    n = len(a)\n    hits = (a == b).sum()\n    return hits / n\n",
         {("ml_evaluation", "top1_accuracy")}),
        ("import torch\ndef test_loader(a):\n    b = a\n    c = b\n    return c\n", set()),
        ("from sklearn.model_selection import KFold\nKFold(5)\n", {("ml_held_out", "sklearn.model_selection.KFold")}),
        ("import wandb, torch\nwandb.init()\n", {("ml_tracking", "wandb.init")}),
        ("import hydra, torch\n@hydra.main()\ndef run(): ...\n", {("ml_tracking", "hydra.main")}),
        ("import torch\ntorch.manual_seed(0)\n", {("ml_seed", "torch.manual_seed")}),
        ("import torch\nseed(0)\nmanual_seed(0)\n", set()),
        ("import torch\n@torch.no_grad()\ndef predict(x):\n    y = m(x)\n    return y\n", {("ml_serving", "predict")}),
        ("import torch\ndef predict(x):\n    y = m(x)\n    return y\n", set()),
        ("import json\nclass A(json.nn.Module):\n    def forward(self): ...\n", set()),
    ],
)  # fmt: skip
def test_what_is_recognised(code, expected):
    assert marks(code) == expected


def test_reproducibility_needs_two_of_seeds_pins_and_checkpoints():
    seed = {"a.py": "import torch\ntorch.manual_seed(1)\n"}
    one, two = (
        outcome("ml-reproducibility", seed),
        outcome("ml-reproducibility", seed | {"requirements.txt": "torch==2.4.0\nnumpy>=1\n"}),
    )

    assert (one.result, two.result) == (Result.FAIL, Result.PASS)
    assert two.message == "Of seeds, pinned requirements and checkpoints there are: seeds, pinned requirements."
    assert outcome("ml-reproducibility", seed | {"requirements.txt": "torch>=2.4\n"}).result is Result.FAIL


def test_comparisons_of_numbers_count_in_tests_alone():
    code = "import numpy as np\nimport torch\nnp.testing.assert_allclose(1, 1)\n"

    assert outcome("ml-numeric-tests", {"tests/test_a.py": code}).result is Result.PASS
    assert outcome("ml-numeric-tests", {"pkg/a.py": code}).result is Result.FAIL


def test_folders_of_configurations_count_as_experiments():
    assert outcome("ml-experiments", LOADED | {"configs/base.yaml": "lr: 1\n"}).result is Result.PASS
    assert outcome("ml-experiments", LOADED | {".github/workflows/a.yaml": "on: push\n"}).result is Result.FAIL


@pytest.mark.parametrize(
    ("readme", "result"),
    [
        ("---\nbase_model: org/base\ndatasets: [a, b]\nmetrics:\n- accuracy\n---\n# Model\n", Result.PASS),
        ("---\nlibrary_name: peft\n---\n", Result.FAIL),
        ("# Model\nbase_model: org/base\n", Result.NOT_OBSERVED),
        ("---\ntitle: a page\n---\n", Result.NOT_OBSERVED),
        ("---\nbase_model: [\n---\n", Result.NOT_OBSERVED),
    ],
)
def test_a_model_card_is_the_readmes_front_matter(readme, result):
    assert outcome("ml-model-card", {"README.md": readme}).result is result


def test_what_a_model_card_tells_is_shown_shortly():
    card = "---\nbase_model: org/base\nmodel-index:\n- name: mine\n---\n"
    assert outcome("ml-model-card", {"README.md": card}).message == (
        "The model card tells base_model: org/base; model-index: mine."
    )


def test_one_file_of_many_does_not_make_a_project_one_of_machine_learning():
    files = {"app/nlp.py": "import torch\n"} | {f"app/m{n}.py": f"x = {n}\n" for n in range(60)}
    assert {report.outcome.result for report in reports_of(files, "ml-work").values()} == {Result.NOT_OBSERVED}
