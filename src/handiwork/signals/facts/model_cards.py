"""A model card's front matter as facts: base model, datasets, metrics."""

import re
from collections.abc import Mapping

import yaml

from handiwork.signals.facts.book import fact
from handiwork.signals.tree import Entry, Tree

__all__ = ["model_card"]

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TELLING = ("base_model", "datasets", "metrics", "model-index")
_CARDS = frozenset({*_TELLING, "pipeline_tag", "library_name"})
_MOST_CHARACTERS = 60
_MOST_FRONT = 50_000


@fact
def model_card(files: tuple[Entry, ...], tree: Tree) -> Mapping[str, str] | None:
    """Return what the top README's front matter tells of a model.

    Returns
    -------
    Mapping or None
        ``base_model``, ``datasets``, ``metrics`` and ``model-index`` as far as they are told, shortened; empty if it
        is a model card without them; None if there is no front matter, it is no YAML, or not a model's.
    """
    if "README.md" not in {e.path for e in files}:
        return None
    match = _FRONT.match((tree.read("README.md") or b"").decode("utf-8", "replace"))
    if match is None or len(match[1]) > _MOST_FRONT or "&" in match[1]:
        return None
    try:
        told = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or _CARDS.isdisjoint(told):
        return None
    return {key: _short(told[key]) for key in _TELLING if told.get(key)}


# --- private ---


def _short(value: object) -> str:
    if isinstance(value, list):
        named = [str(v.get("type", v.get("name", ""))) if isinstance(v, dict) else str(v) for v in value]
        text = ", ".join(n for n in named if n) or f"{len(value)} entries"
    else:
        text = str(value)
    return " ".join(text.split())[:_MOST_CHARACTERS]
