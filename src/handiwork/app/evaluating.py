"""Evaluation over a home folder: which index answers which topics, and what is asked of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import UsageError
from handiwork.evaluation import Group, Plan, Run, Topic, rank_topics, read_topics, with_overrides

if TYPE_CHECKING:
    from handiwork.app.handiwork import Handiwork
    from handiwork.index import Index

__all__ = ["Selection", "evaluate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which topics of a file are asked.

    Attributes
    ----------
    projects
        Only topics of these projects, in any case; empty means all.
    limit
        At most so many, the first ones of the file; None means all.
    """

    projects: tuple[str, ...] = ()
    limit: int | None = None


def evaluate(app: "Handiwork", path: Path, plan: Plan, *, selection: Selection | None = None) -> Run:
    """Ask the topics of a file and measure the answers.

    Parameters
    ----------
    app
        Over the home folder whose indexes answer.
    path
        The topics.
    plan
        How they are asked.
    selection
        Which of them; None means all.

    Raises
    ------
    InputError
        If lines of the file are wrong.
    UsageError
        If no topic is left to ask.
    NotFoundError
        If there is no index.
    """
    topics = _selected(read_topics(path), selection or Selection())
    asked = [t for t in topics if t.text(plan.text)]
    if not asked:
        raise UsageError(f"none of the {len(topics)} topics has the text {plan.text}: ask another with --text")
    app.collector.update("topics", 0, len(asked))
    results = {r.id: r for r in rank_topics(_groups(app, asked, plan), plan, collector=app.collector)}
    return Run(
        plan=plan,
        topics=path.name,
        skipped=len(topics) - len(asked),
        results=tuple(results[t.id] for t in asked),
    )


# --- private ---


def _selected(topics: Sequence[Topic], selection: Selection) -> list[Topic]:
    wanted = {p.lower() for p in selection.projects}
    if unknown := sorted(wanted - {t.project.lower() for t in topics}):
        raise UsageError(f"no topic is of project {', '.join(unknown)}")
    found = [t for t in topics if not wanted or t.project.lower() in wanted]
    return found[: selection.limit]


def _groups(app: "Handiwork", topics: Sequence[Topic], plan: Plan) -> Iterator[Group]:
    by_index: dict[tuple[date | None, str | None], list[Topic]] = {}
    for topic in topics:
        by_index.setdefault((None, None), []).append(topic)
    for own in by_index.values():
        index = app.open_index()
        index.settings = with_overrides(index.settings, plan.settings)
        yield _group(app, index, own)


def _group(app: "Handiwork", index: "Index", topics: Sequence[Topic]) -> Group:
    suppressions = app.suppressions()
    excluded = index.persons_named(suppressions.ids, suppressions.logins)
    return Group(index, sorted(topics, key=lambda t: t.project.lower()), excluded)
