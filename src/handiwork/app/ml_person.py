"""What is known of a person's ML work beyond one tree: rows of the index and the catalogue → facts with links."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.catalog import Catalog
    from handiwork.index import Index, PersonTold
    from handiwork.signals.ml_facts import FrameworkRow, MLFact, ModelRow, PaperRow

__all__ = ["ml_facts_of"]

_SIGNAL = "ml-work"
"""Ecosystems in which this signal matters are those of machine learning."""

_MADE = frozenset({"commit", "co_commit", "pull_request", "merged_pull_request", "review", "commit_review"})
"""Kinds of contribution that work on a framework is made of; opening an issue or pushing a branch alone is not."""

_AUTHORS = frozenset({"author", "owner", "maintainer"})


def ml_facts_of(
    index: "Index", catalog: "Catalog", person_id: int, told: "PersonTold | None", hidden: frozenset[str]
) -> "tuple[MLFact, ...]":
    """Return what is known of a person's ML work: contributions to frameworks, models, papers with official code.

    Parameters
    ----------
    index, catalog
        Where acts are, and which repositories are the frameworks of the field.
    person_id
        Who.
    told
        What other origins told of them; only accepted links count. None if nothing did.
    hidden
        Logins, lower case: nothing that belongs to one of them is told.
    """
    from handiwork.signals.ml_facts import ml_facts

    frameworks = [row for row in _frameworks(index, catalog, person_id) if not _is_hidden(row.repo, hidden)]
    return ml_facts(frameworks=frameworks, models=_models(told, hidden), papers=_papers(told, hidden))


# --- private ---


def _is_hidden(name: str, hidden: frozenset[str]) -> bool:
    return name.partition("/")[0].lower() in hidden


def _frameworks(index: "Index", catalog: "Catalog", person_id: int) -> "list[FrameworkRow]":
    from handiwork.index import CONTRIBUTION_KINDS
    from handiwork.signals.ml_facts import FrameworkRow

    fields = [e for e in catalog.ecosystems if any(s.name == _SIGNAL for s in e.signals)]
    names = {name for e in fields for key in e.key_repositories for name in (key.name, *key.former_names)}
    keys = {number for name in names for number in index.repository_numbers(name)}
    codes = {kind.code for kind in CONTRIBUTION_KINDS if kind.name in _MADE}
    first, last = index.contribution_offsets[person_id : person_id + 2].tolist()
    acts = index.contributions.slice(first, last - first).select(["repo_no", "kind", "times", "at"]).to_pylist()
    counts: Counter[int] = Counter()
    newest: dict[int, datetime] = {}
    for act in acts:
        if act["repo_no"] in keys and act["kind"] in codes:
            counts[act["repo_no"]] += act["times"]
            newest[act["repo_no"]] = max(act["at"], newest.get(act["repo_no"], act["at"]))
    named = {number: index.repository_name(number) for number in counts}
    login = index.person(person_id).login
    return [
        FrameworkRow(named[number], _work_page(named[number], login), "work", n, newest[number])
        for number, n in sorted(counts.items())
    ]


def _work_page(name: str, login: str | None) -> str:
    page = f"https://github.com/{name}"
    return f"{page}/commits?author={login}" if login else page


def _models(told: "PersonTold | None", hidden: frozenset[str]) -> "list[ModelRow]":
    from handiwork.signals.ml_facts import ModelRow

    return [
        ModelRow(
            work.title,
            work.url or "",
            tuple(name for name in _bases(work.facts) if not _is_hidden(name, hidden)),
            downloads=work.facts.get("downloads_30_days"),
        )
        for work in (told.works if told else ())
        if work.kind == "model" and work.link.status == "accepted" and work.url and not _is_hidden(work.title, hidden)
    ]


def _bases(facts: dict[str, Any]) -> list[str]:
    return [str(base["name"]) for base in facts.get("base_models", ()) if base.get("name")]


def _papers(told: "PersonTold | None", hidden: frozenset[str]) -> "list[PaperRow]":
    from handiwork.signals.ml_facts import PaperRow

    return [
        PaperRow(work.title, work.url or "", name, f"https://github.com/{name}", proof == "official")
        for work in (told.works if told else ())
        if work.kind == "paper" and work.role in _AUTHORS and work.link.status == "accepted"
        for name, proof in work.repositories
        if not _is_hidden(name, hidden)
    ]
