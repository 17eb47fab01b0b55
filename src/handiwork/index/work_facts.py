"""Which facts of a work an index keeps: what it is and how it is kept up, and nobody else's names or numbers."""

import json
from collections.abc import Collection
from typing import Any

__all__ = ["KEPT_FACTS", "chosen_facts"]

_OF_HUB = (
    "base_models",
    "downloads_30_days",
    "downloads_all_time",
    "library",
    "task",
    "sdk",
    "commits",
    "commits_are_all",
    "first_commit_at",
    "last_commit_at",
)

KEPT_FACTS: dict[str, tuple[str, ...]] = {
    "package": (
        "last_release_at",
        "first_release_at",
        "releases",
        "median_days_between_releases",
        "typed",
        "development_status",
        "index_status",
        "requires_python",
    ),
    "talk": ("event", "language", "duration_minutes", "recording", "slides"),
    "model": _OF_HUB,
    "dataset": _OF_HUB,
    "space": _OF_HUB,
    "paper": ("arxiv", "conference", "frameworks"),
}
"""Names of facts that are kept, by kind of work, in the order they are told."""


def chosen_facts(kind: str, told: str | None, *, hidden: Collection[str] = ()) -> dict[str, Any]:
    """Return the facts of a work that are kept, without those that were not observed.

    Parameters
    ----------
    kind
        package | talk | model | dataset | space | paper; of any other kind nothing is kept.
    told
        The column ``facts`` of the table ``works``: a JSON object, or None.
    hidden
        Names of accounts, lower case: models that belong to one of them are not named as bases.

    Examples
    --------
    >>> chosen_facts("package", '{"typed": true, "classifiers": ["Typing :: Typed"]}')
    {'typed': True}
    """
    try:
        facts = json.loads(told or "{}")
    except ValueError:
        return {}
    if not isinstance(facts, dict):
        return {}
    kept = {name: facts[name] for name in KEPT_FACTS.get(kind, ()) if facts.get(name) is not None}
    bases = [base for base in kept.pop("base_models", ()) if _owner(base) not in hidden]
    return {**({"base_models": bases} if bases else {}), **kept}


# --- private ---


def _owner(base: Any) -> str:
    name = base.get("name") if isinstance(base, dict) else base
    return str(name).partition("/")[0].lower()
