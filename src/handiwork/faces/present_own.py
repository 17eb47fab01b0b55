"""The view model of a person's own work in repositories on disk: figures with places, and what did not count."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from handiwork.faces.present_observed import place_view
from handiwork.signals.own.figures import SIGNALS

if TYPE_CHECKING:  # names for annotations only
    from handiwork.app.own_answer import OwnAnswer, RepositoryFigures
    from handiwork.signals.own.nouns import Figure

__all__ = ["LEFT_OUT", "own_view"]

LEFT_OUT: dict[str, str] = {
    "merge": "commits that merge",
    "revert": "commits that take back others",
    "mass_change": "commits over more files than anybody writes by hand",
    "reformatting": "commits that only lay code out anew",
    "same_tree": "files of which only the layout, comments or spelling changed",
    "earlier_content": "files that came back as they had been before",
    "vendored": "files of others that are kept along",
    "generated": "generated files",
    "moved": "functions that only moved",
    "again": "functions that came back as they had been before",
    "syntax": "files that no parser of today reads",
    "encoding": "files in no known encoding",
    "too_large": "files that are too large",
    "too_deep": "files that nest too deep",
}
"""What did not count, by the reason's name."""


def own_view(answer: "OwnAnswer", hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what a person's own work shows.

    Parameters
    ----------
    answer
        What was read.
    hidden
        Logins, lower case, that must not be shown as owners.

    Returns
    -------
    dict
        ``login``, ``by``, ``index``, ``saved``; ``figures`` of all repositories together and ``repositories``, each
        with its own ``figures``, counts of commits and ``left_out``. A figure has ``signal``, ``family``, ``unit``,
        ``meaning``, ``value`` (None: not observed), ``hits``, ``n``, ``trend`` and ``examples`` with links.
    """
    return {
        "login": answer.person.login,
        "index": answer.person.index_name,
        "by": answer.by,
        "saved": answer.saved,
        "figures": _figures(answer.figures, hidden),
        "repositories": [_repository(answer, each, hidden) for each in answer.repositories],
    }


# --- private ---


def _repository(answer: "OwnAnswer", told: "RepositoryFigures", hidden: frozenset[str]) -> dict[str, Any]:
    work = told.work
    return {
        "repo": work.repo_name,
        "revision": work.revision,
        "is_known": work.repo_name in answer.person.known,
        "commits": work.n_commits,
        "commits_absent": work.n_absent,
        "commits_counted": work.n_counted,
        "left_out": [
            {"reason": reason, "count": count, "meaning": LEFT_OUT.get(reason, reason.replace("_", " "))}
            for reason, count in work.found.left_out.items()
        ],
        "has_reviews": told.has_reviews,
        "figures": _figures(told.figures, hidden),
    }


def _figures(figures: "Sequence[Figure]", hidden: frozenset[str]) -> list[dict[str, Any]]:
    found = []
    for signal, group in groupby(figures, attrgetter("signal")):
        whole, *periods = list(group)
        known = SIGNALS[signal]
        found.append(
            {
                "signal": signal,
                "family": known.family,
                "unit": known.unit,
                "meaning": known.meaning,
                **{name: getattr(whole, name) for name in ("value", "hits", "n")},
                "trend": [{name: getattr(row, name) for name in ("period", "value", "hits", "n")} for row in periods],
                "examples": [place_view(_place(place), hidden) for place in whole.examples],
            }
        )
    return found


def _place(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("repo_name", "sha", "path", "line", "text", "number")}
