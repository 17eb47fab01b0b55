"""View models of what a person's own lines show: each figure with its trend and its places, or not observed."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from shlex import quote
from typing import TYPE_CHECKING, Any

from handiwork.evidence.links import file_url, url_of
from handiwork.faces.covering import public_name
from handiwork.signals.own.figures import SIGNALS

if TYPE_CHECKING:  # names for annotations only
    from handiwork.index import Observation

__all__ = ["observed_view", "place_view"]


def observed_view(
    observations: "Sequence[Observation] | None", who: str, hidden: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return what a person's own lines show.

    Parameters
    ----------
    observations
        As the index has them; None if it has none of anybody.
    who
        The person's login, or key: what the command that looks is written with.
    hidden
        Logins, lower case, that must not be shown as owners.

    Returns
    -------
    dict
        ``status`` (observed, or not observed: nobody looked, which says nothing about the person), ``ask`` (the
        command that looks), ``repositories`` that were read (with revision and instant) and ``figures``: of each
        signal its meaning, value (None: too little was seen), ``hits`` of ``n``, ``trend`` by period,
        ``repositories`` and ``examples`` with links.
    """
    rows = observations or ()
    figures = [_figure(signal, list(group), hidden) for signal, group in groupby(rows, attrgetter("signal"))]
    return {
        "status": "observed" if rows else "not observed",
        "ask": f"handiwork signals person {quote(who)} --repo PATH --save",
        "repositories": _read(rows, hidden),
        "figures": figures,
    }


def place_view(example: dict[str, Any], hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return a place behind a figure with its link; no link where the owner is left out."""
    repo = str(example["repo_name"])
    shown = public_name(repo, hidden)
    number, sha = example.get("number"), str(example.get("sha") or "")
    found = (
        url_of("pull_request", repo, number=number)
        if number is not None
        else file_url(repo, sha, str(example.get("path") or ""), example.get("line"))
    )
    return {**example, "repo_name": shown, "url": found if shown == repo else None}


# --- private ---


def _figure(signal: str, rows: "list[Observation]", hidden: frozenset[str]) -> dict[str, Any]:
    whole = [row for row in rows if row.period == "all"]
    first = whole[0] if whole and (whole[0].repo_name is None or len(whole) == 1) else None
    known = SIGNALS.get(signal)
    examples = [place for row in whole for place in row.examples]
    return {
        "signal": signal,
        "family": known.family if known else None,
        "unit": known.unit if known else None,
        "meaning": known.meaning if known else None,
        "value": first.value if first else None,
        "hits": first.hits if first else None,
        "n": first.n if first else None,
        "trend": [
            {"period": row.period, "value": row.value, "hits": row.hits, "n": row.n}
            for row in _trend(row for row in rows if row.period != "all")
        ],
        "repositories": [
            {"repo": public_name(row.repo_name, hidden), "value": row.value, "hits": row.hits, "n": row.n}
            for row in whole
            if row.repo_name is not None
        ],
        "examples": [place_view(place, hidden) for place in examples[:5]],
    }


def _trend(rows: "Iterable[Observation]") -> "list[Observation]":
    """Return one row a period: of all repositories together, or the only one there is."""
    found = []
    for _, group in groupby(rows, attrgetter("period")):
        some = list(group)
        if some[0].repo_name is None or len(some) == 1:
            found.append(some[0])
    return found


def _read(rows: "Iterable[Observation]", hidden: frozenset[str]) -> list[dict[str, Any]]:
    found = {row.repo_name: row for row in rows if row.repo_name is not None}
    return [
        {
            "repo": public_name(name, hidden),
            "revision": row.revision,
            "checked_at": f"{row.checked_at:%Y-%m-%dT%H:%M:%SZ}",
        }
        for name, row in sorted(found.items())
    ]
