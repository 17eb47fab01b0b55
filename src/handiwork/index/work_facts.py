"""Which facts of a work an index keeps: what it is and how it is kept up, and nobody else's names or numbers."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

__all__ = ["KEPT_FACTS", "chosen_facts", "is_maintained"]

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
        "latest_version",
        "last_release_at",
        "maintained",
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


def chosen_facts(
    kind: str, told: str | None, *, hidden: Collection[str] = (), on: datetime | None = None
) -> dict[str, Any]:
    """Return the facts of a work that are kept, without those that were not observed.

    Parameters
    ----------
    kind
        package | talk | model | dataset | space | paper; of any other kind nothing is kept.
    told
        The column ``facts`` of the table ``works``: a JSON object, or None.
    hidden
        Names of accounts, lower case: models that belong to one of them are not named as bases.
    on
        When the origin told it: what ``maintained`` is counted from; None leaves that out.

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
    if kind == "package" and on is not None:
        facts["maintained"] = is_maintained(facts, on)
    kept = {name: facts[name] for name in KEPT_FACTS.get(kind, ()) if facts.get(name) is not None}
    bases = [base for base in kept.pop("base_models", ()) if _owner(base) not in hidden]
    return {**({"base_models": bases} if bases else {}), **kept}


def is_maintained(facts: Mapping[str, Any], on: datetime) -> bool | None:
    """Return whether a package was being maintained, by its releases and what the index and its makers say.

    It was, if its newest release is at most a year old, or at most three times as old as the days that usually lie
    between two of its releases (three years at most); it was not, if the index marks the project as archived,
    deprecated or quarantined, or its makers as inactive, or if the newest release is older. None if no release has a
    date.

    Parameters
    ----------
    facts
        As ``ingest pypi`` keeps them.
    on
        When the index told them; UTC.

    Examples
    --------
    >>> is_maintained({"last_release_at": "2024-01-01T00:00:00+00:00"}, datetime(2024, 6, 1))
    True
    >>> is_maintained({"last_release_at": "2020-01-01T00:00:00+00:00"}, datetime(2024, 6, 1))
    False
    """
    if facts.get("index_status") in _ENDED or str(facts.get("development_status", "")).endswith("Inactive"):
        return False
    try:
        last = datetime.fromisoformat(str(facts.get("last_release_at"))).replace(tzinfo=None)
    except ValueError:
        return None
    usual = facts.get("median_days_between_releases")
    patience = min(max(_YEAR_DAYS, 3 * usual if isinstance(usual, int) else 0), 3 * _YEAR_DAYS)
    return (on.replace(tzinfo=None) - last).days <= patience


# --- private ---

_YEAR_DAYS = 365
_ENDED = frozenset({"archived", "deprecated", "quarantined"})


def _owner(base: Any) -> str:
    name = base.get("name") if isinstance(base, dict) else base
    return str(name).partition("/")[0].lower()
