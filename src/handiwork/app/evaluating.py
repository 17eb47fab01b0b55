"""Evaluation over a home folder: which index answers which topics, and what is asked of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.app.dated import DatedIndexes, Moment
from handiwork.errors import UsageError
from handiwork.evaluation import Group, Plan, Pool, Run, Topic, rank_topics, read_topics, with_overrides
from handiwork.evaluation.variants import QUERY_TIME
from handiwork.index import Index, IndexSettings

if TYPE_CHECKING:
    from handiwork.app.handiwork import Handiwork

__all__ = ["Selection", "evaluate"]

BY_TOPIC, CURRENT = "topic", "none"
"""What ``as_of`` can be beside a day: each topic's own day, or the current index whatever the day."""


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
    """Yield the topics with the index that answers them, opened when it is its turn; all are built before."""
    moments: dict[Moment | None, list[Topic]] = {}
    for topic in sorted(topics, key=lambda t: (t.as_of or date.min, t.project.lower())):
        moments.setdefault(_moment(app, topic, plan), []).append(topic)
    with DatedIndexes(app) as dated:
        wanted = [m for m in moments if m is not None]
        app.collector.update("indexes", 0, len(wanted))
        paths = {}
        for moment in wanted:
            paths[moment] = dated.path(moment)
            app.collector.update("indexes", 1)
    for place, own in moments.items():
        index = app.open_index() if place is None else Index.open(paths[place])
        index.settings = with_overrides(index.settings, plan.settings) if place is None else place.settings
        yield _group(app, index, own)


def _moment(app: "Handiwork", topic: Topic, plan: Plan) -> Moment | None:
    """Return which index answers a topic; None for the current one."""
    settings = with_overrides(IndexSettings(), plan.settings)
    day = topic.as_of if plan.as_of == BY_TOPIC else None if plan.as_of == CURRENT else _day(plan.as_of)
    if day is not None:
        return Moment.as_of(day, (topic.project,) if plan.pool is Pool.PROJECT else None, settings=settings)
    if plan.settings.keys() <= QUERY_TIME:
        return None
    return Moment(built_on=app.open_index().built_on, before=None, settings=settings)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--as-of is {text!r}; it can be {BY_TOPIC}, {CURRENT} or a day such as 2024-05-28") from error


def _group(app: "Handiwork", index: Index, topics: Sequence[Topic]) -> Group:
    suppressions = app.suppressions()
    excluded = index.persons_named(suppressions.ids, suppressions.logins)
    return Group(index, topics, excluded, app.catalog)
