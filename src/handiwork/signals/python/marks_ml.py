"""Recognised places of machine learning: architectures, training, data, evaluation, tracking, seeds, checkpoints, use.

Kinds: ``ml_architecture``, ``ml_thin`` (a class that only hands on to one layer), ``ml_training``, ``ml_data``,
``ml_evaluation``, ``ml_held_out``, ``ml_tracking``, ``ml_seed``, ``ml_checkpoint``, ``ml_serving``,
``ml_numeric_test``.
Only files that import one of :data:`LIBRARIES` are looked at; names are followed to their imports.
"""

import ast
import re
from collections.abc import Iterable, Iterator

from handiwork.signals.python.names import dotted

__all__ = ["LIBRARIES", "ml_marks"]

Found = tuple[str, int, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef

LIBRARIES = frozenset(
    {
        "torch", "torchvision", "torchaudio", "torchmetrics", "pytorch_lightning", "lightning",
        "lightning_fabric", "tensorflow",
        "keras", "tf_keras", "jax", "flax", "haiku", "equinox", "optax", "sklearn", "xgboost", "lightgbm", "catboost",
        "transformers", "diffusers", "accelerate", "peft", "trl", "timm", "sentence_transformers", "fastai", "mxnet",
        "gluon", "paddle", "theano", "chainer", "tinygrad", "deepspeed", "vllm", "spacy", "gensim", "allennlp", "onnx",
        "onnxruntime", "stable_baselines3", "ray.rllib", "torch_geometric", "dgl", "ignite", "catalyst", "d2l", "mlx",
    }
)  # fmt: skip
"""Packages whose import makes a file one of machine learning."""

_MODULES = frozenset(
    {
        "torch.nn.Module", "torch.jit.ScriptModule", "flax.linen.Module", "flax.nnx.Module", "equinox.Module",
        "haiku.Module", "transformers.PreTrainedModel", "transformers.modeling_utils.PreTrainedModel",
        "pytorch_lightning.LightningModule", "lightning.LightningModule", "lightning.pytorch.LightningModule",
        "chainer.Chain", "mxnet.gluon.nn.Block", "mxnet.gluon.Block", "mxnet.gluon.HybridBlock", "paddle.nn.Layer",
        "sonnet.Module", "sonnet.AbstractModule", "mlx.nn.Module", "torch.autograd.Function",
    }
)  # fmt: skip
_KERAS = re.compile(r"^(?:tensorflow\.|tf_)?keras(?:\..*)?\.(?:Model|Layer)$|^tensorflow\.Module$")
_ROLES = frozenset({"forward", "call", "__call__", "build", "setup", "_build", "hybrid_forward", "compute_loss"})
_DATA_BASES = re.compile(
    r"^(?:torch\.utils\.data\.(?:\w+\.)*(?:Dataset|IterableDataset|Sampler|BatchSampler)|torchvision\.datasets\.\w+"
    r"|(?:pytorch_lightning|lightning(?:\.pytorch)?)\.LightningDataModule|datasets\.\w*Builder"
    r"|tensorflow_datasets\..*Builder"
    r"|(?:tensorflow\.)?keras\.utils\.Sequence|torch_geometric\.data\.\w*Dataset)$"
)
_DATA_CALLS = re.compile(
    r"^(?:torch\.utils\.data\.(?:\w+\.)*DataLoader|tensorflow\.data\.(?:\w+\.)*(?:Dataset|TFRecordDataset)\.?\w*)$"
)
_METRIC_BASES = re.compile(
    r"^(?:torchmetrics\.(?:\w+\.)*Metric|(?:tensorflow\.)?keras\.metrics\.\w+|ignite\.metrics\.\w+"
    r"|datasets\.Metric|evaluate\.Metric)$"
)
_HELD_OUT = re.compile(
    r"^sklearn\.model_selection\.(?:\w+\.)*(?:train_test_split|\w*KFold|\w*ShuffleSplit|cross_val\w*|cross_validate"
    r"|\w*SearchCV|TimeSeriesSplit|LeaveOneOut)$|^torch\.utils\.data\.(?:\w+\.)*random_split$"
)
_TRACKING = re.compile(
    r"^(?:wandb\.(?:init|log|Artifact|watch)|mlflow\.\w+(?:\.\w+)?|hydra\.(?:main|initialize|compose)"
    r"|neptune\.\w+|comet_ml\.\w+"
    r"|clearml\.Task\.init|aim\.Run|sacred\.Experiment|omegaconf\.OmegaConf\.\w+|ml_collections\.\w*ConfigDict"
    r"|(?:torch\.utils\.tensorboard\.|tensorboardX\.)(?:\w+\.)*SummaryWriter"
    r"|(?:tensorflow\.)?keras\.callbacks\.TensorBoard"
    r"|tensorflow\.summary\.create_file_writer|(?:pytorch_lightning"
    r"|lightning(?:\.pytorch)?)\.(?:cli\.LightningCLI|loggers\.\w+)"
    r"|lightning\.pytorch\.(?:cli|loggers)\.\w+|pytorch_lightning\.(?:cli|loggers)\.\w+|dvclive\.Live|trackio\.\w+)$"
)
_SEED = re.compile(
    r"^(?:torch\.(?:cuda\.|random\.)?manual_seed(?:_all)?|numpy\.random\.(?:seed|default_rng|RandomState)|random\.seed"
    r"|tensorflow\.(?:random\.)?set_(?:random_)?seed|tensorflow\.compat\.v1\.set_random_seed"
    r"|jax\.random\.(?:PRNGKey|key)"
    r"|transformers\.set_seed|accelerate\.utils\.set_seed|(?:tensorflow\.)?keras\.utils\.set_random_seed"
    r"|(?:pytorch_lightning|lightning(?:\.pytorch|\.fabric)?)\.seed_everything|torch\.Generator)$"
)
_CHECKPOINT = re.compile(
    r"^(?:torch\.(?:save|load)|joblib\.(?:dump|load)|safetensors(?:\.\w+)*\.(?:save_file|load_file|safe_open)"
    r"|(?:tensorflow\.)?keras\.callbacks\.ModelCheckpoint|tensorflow\.train\.(?:Checkpoint|Saver)\w*"
    r"|flax\.training\.checkpoints\.\w+"
    r"|orbax\.checkpoint\.\w+|(?:pytorch_lightning|lightning\.pytorch)\.callbacks\.ModelCheckpoint)$"
)
_CHECKPOINT_METHODS = frozenset(
    {"save_pretrained", "save_weights", "load_weights", "load_state_dict", "save_checkpoint"}
)
_SERVING = re.compile(
    r"^(?:gradio\.(?:Interface|Blocks)|torch\.onnx\.export|torch\.jit\.(?:script|trace|save)|torch\.export\.export"
    r"|tensorflow\.saved_model\.save|tensorflow\.lite\.TFLiteConverter\.\w+|bentoml\.\w+|onnxruntime\.InferenceSession"
    r"|coremltools\.convert|ray\.serve\.\w+|litserve\.\w+|openvino\.\w+)$"
)
_SERVES = re.compile(
    r"^_?(?:predict|infer|inference|generate|sample|serve|classify|embed|encode|transcribe|translate|detect|decode)"
)
_NUMERIC = re.compile(
    r"^(?:numpy\.testing\.assert_\w+|torch\.testing\.assert_\w+|torch\.(?:allclose|equal)|numpy\.(?:allclose"
    r"|isclose|array_equal)"
    r"|pytest\.approx|torch\.autograd\.gradcheck|chex\.assert_\w+|tensorflow\.debugging\.assert_\w+"
    r"|jax\.numpy\.allclose)$"
)
_NUMERIC_METHODS = frozenset({"assertAlmostEqual", "assertAllClose", "assertAllEqual", "assert_allclose"})
_EVALUATES = re.compile(
    r"(?:^|_)(?:evaluate|evaluation|eval|validate|validation|test|benchmark|metrics?|accuracy|acc|precision"
    r"|recall|f1|iou|miou|auc|auroc"
    r"|bleu|rouge|perplexity|ppl|psnr|ssim|fid|ndcg|mrr|map|score|confusion|error_rate|wer|mae|rmse)(?:_|$"
    r"|\d)", re.IGNORECASE
)  # fmt: skip
_GRADIENT_FREE = re.compile(r"^torch\.(?:no_grad|inference_mode)$")
_JAX = re.compile(r"^(?:jax\.(?:numpy|nn|lax)\.)")


def ml_marks(tree: ast.AST, _scope: ast.AST) -> Iterable[Found]:
    """Return what a module shows of machine learning; nothing if it imports none of its libraries.

    Notes
    -----
    Cost is linear in the module's nodes, and in its imports alone where none is of machine learning.
    """
    names = _imports(tree)
    if not any(full.split(".")[0] in LIBRARIES for full in names.values()):
        return ()
    return sorted(set(_marks(tree, names)), key=lambda m: (m[1], m[0], m[2]))


# --- private ---


def _imports(tree: ast.AST) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update((a.asname, a.name) if a.asname else (a.name.split(".")[0],) * 2 for a in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.update((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)
    return found


def _meaning(node: ast.AST, names: dict[str, str]) -> str:
    root, dot, rest = dotted(node).partition(".")
    return f"{names[root]}{dot}{rest}" if root in names else ""


def _marks(tree: ast.AST, names: dict[str, str]) -> Iterator[Found]:
    models: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(node, names, models)
        elif isinstance(node, ast.Call):
            yield from _of_call(node, names)
        elif isinstance(node, Function):
            yield from _of_function(node, names)
    if isinstance(tree, ast.Module):
        yield from _training(tree, "the script", names, tree.body[0].lineno if tree.body else 1)


def _of_class(node: ast.ClassDef, names: dict[str, str], models: set[str]) -> Iterator[Found]:
    meanings = [_meaning(b, names) for b in node.bases]
    methods = {m.name: m for m in node.body if isinstance(m, Function)}
    if any(m in _MODULES or _KERAS.match(m) for m in meanings) or any(dotted(b) in models for b in node.bases):
        models.add(node.name)
        roles = [m for name, m in methods.items() if name in _ROLES]
        if roles:
            yield ("ml_architecture" if _works(methods, roles) else "ml_thin"), node.lineno, node.name
        if "training_step" in methods:
            yield "ml_training", methods["training_step"].lineno, f"{node.name}.training_step"
    is_read = not {"__getitem__", "__iter__", "_generate_examples", "setup", "train_dataloader", "process"}.isdisjoint(
        methods
    )
    if is_read and any(_DATA_BASES.match(m) for m in meanings):
        yield "ml_data", node.lineno, node.name
    if not {"update", "update_state", "_compute"}.isdisjoint(methods) and any(_METRIC_BASES.match(m) for m in meanings):
        yield "ml_evaluation", node.lineno, node.name


def _works(methods: dict[str, Function], roles: list[Function]) -> bool:
    """Return whether a model's class does more than hand its input to one layer."""
    n_steps = sum(isinstance(n, ast.Call | ast.BinOp | ast.Subscript) for role in roles for n in ast.walk(role))
    made = methods.get("__init__")
    n_layers = sum(
        isinstance(n, ast.Assign) and isinstance(n.value, ast.Call) and dotted(n.targets[0]).startswith("self.")
        for n in (ast.walk(made) if made is not None else ())
    )
    return n_steps >= 3 or (n_steps >= 1 and n_layers >= 3)


def _of_call(node: ast.Call, names: dict[str, str]) -> Iterator[Found]:
    name = _meaning(node.func, names)
    last = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name:
        for kind, pattern in _CALLS:
            if pattern.match(name):
                yield kind, node.lineno, name
    if last in _CHECKPOINT_METHODS:
        yield "ml_checkpoint", node.lineno, last
    elif last in _NUMERIC_METHODS:
        yield "ml_numeric_test", node.lineno, last


def _of_function(node: Function, names: dict[str, str]) -> Iterator[Found]:
    for decorator in node.decorator_list:
        if _TRACKING.match(_meaning(decorator, names)):
            yield "ml_tracking", node.lineno, _meaning(decorator, names)
    yield from _training(node, node.name, names, node.lineno)
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
    lasts = {c.func.attr for c in calls if isinstance(c.func, ast.Attribute)}
    if "backward" in lasts:
        return
    meanings = {_meaning(c.func, names) for c in calls} | {_meaning(d, names) for d in node.decorator_list}
    is_free = any(_GRADIENT_FREE.match(m) for m in meanings)
    counts = any(isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) for n in ast.walk(node)) or "mean" in lasts
    uses_metrics = any(m.startswith(("sklearn.metrics.", "torchmetrics.", "evaluate.")) for m in meanings)
    if (
        len(node.body) > 2
        and _EVALUATES.search(node.name)
        and (uses_metrics or (counts and (is_free or _returns(node))))
    ):
        yield "ml_evaluation", node.lineno, node.name
    elif is_free and _SERVES.match(node.name) and len(node.body) > 1:
        yield "ml_serving", node.lineno, node.name
    if len({m for m in meanings if _JAX.match(m)}) >= 3 and "params" in {a.arg for a in node.args.args}:
        yield "ml_architecture", node.lineno, node.name


def _returns(node: Function) -> bool:
    return any(isinstance(n, ast.Return) and n.value is not None for n in ast.walk(node))


def _training(scope: ast.AST, label: str, names: dict[str, str], line: int) -> Iterator[Found]:
    """Yield a loop that makes gradients and steps by them, both in the scope itself."""
    calls = [n for n in _inside(scope) if isinstance(n, ast.Call)]
    lasts = {c.func.attr for c in calls if isinstance(c.func, ast.Attribute)}
    meanings = {_meaning(c.func, names) for c in calls}
    is_torch = "backward" in lasts and "step" in lasts
    is_keras = "tensorflow.GradientTape" in meanings and "apply_gradients" in lasts
    is_jax = not {"jax.grad", "jax.value_and_grad"}.isdisjoint(meanings) or "optax.apply_updates" in meanings
    if is_torch or is_keras or is_jax:
        yield "ml_training", line, label


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    stack = list(ast.iter_child_nodes(scope))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))


_CALLS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ml_data", _DATA_CALLS),
    ("ml_held_out", _HELD_OUT),
    ("ml_tracking", _TRACKING),
    ("ml_seed", _SEED),
    ("ml_checkpoint", _CHECKPOINT),
    ("ml_serving", _SERVING),
    ("ml_numeric_test", _NUMERIC),
)
