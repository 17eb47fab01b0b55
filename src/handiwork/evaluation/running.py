"""Topics → a run: each is asked of its index, by our ranking and by the baselines, and measured."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from handiwork.brief import Brief, understand_brief
from handiwork.catalog import Catalog
from handiwork.errors import UsageError
from handiwork.evaluation.baselines import BASELINES, Baselines
from handiwork.evaluation.measures import MEASURES, Ranking, measure_rankings
from handiwork.evaluation.runs import Plan, Pool, TopicResult
from handiwork.evaluation.topics import Topic
from handiwork.index import Index
from handiwork.model.progress import Collector, NullCollector
from handiwork.search import SearchOptions, search

__all__ = ["Group", "MakeRanker", "Ranker", "known_as", "rank_topics", "search_ranker"]

TIMED_DEPTH = 20
"""How many people are asked for when time is taken."""

Ranker = Callable[[Topic], Ranking]
"""A topic → logins, best first; None holds the place of a person without a login."""

MakeRanker = Callable[["Group", Plan], Ranker]
"""An index with its topics, and how they are asked → what ranks them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Topics that one index answers.

    Attributes
    ----------
    index
        Opened, with the settings to rank with.
    topics
        Each has the text that is asked.
    excluded
        Person ids that must not be ranked.
    catalog
        What texts are understood with; None for their words alone.
    """

    index: Index
    topics: Sequence[Topic]
    excluded: Collection[int] = frozenset()
    catalog: Catalog | None = None


def search_ranker(group: Group, plan: Plan) -> Ranker:
    """Return :func:`handiwork.search.search` as a ranker; a topic it cannot understand gets an empty ranking."""
    index = group.index

    def ranker(topic: Topic) -> Ranking:
        options = SearchOptions(
            limit=plan.depth,
            accounts="any",
            repositories=(topic.project,) if plan.pool is Pool.PROJECT else (),
            excluded_persons=group.excluded,
        )
        try:
            hits = search(index, _role(group, plan, topic), options=options).hits
        except UsageError:  # no word to look for, or the index lacks the project: nobody is found
            return ()
        return [hit.login or _login(index, hit.person_id) for hit in hits]

    return ranker


def rank_topics(
    groups: Iterable[Group],
    plan: Plan,
    *,
    make_ranker: MakeRanker = search_ranker,
    collector: Collector | None = None,
) -> tuple[TopicResult, ...]:
    """Ask and measure topics.

    Parameters
    ----------
    groups
        Indexes with their topics; may open each index when it is asked for.
    plan
        How topics are asked.
    make_ranker
        What ranks; :func:`search_ranker` unless a variant is tried.
    collector
        Told of every topic.

    Returns
    -------
    tuple of TopicResult
        In the order of the groups and of their topics.

    Notes
    -----
    Times are of searches for :data:`TIMED_DEPTH` people, what a page may show, not for the depth that is measured.
    The first topic of a group is asked once more before, so that they are times of an opened index.
    """
    collector = collector or NullCollector()
    asked: list[TopicResult] = []
    others: list[dict[str, Ranking]] = []
    for group in groups:
        rankers = make_ranker(group, replace(plan, depth=TIMED_DEPTH)), make_ranker(group, plan)
        rivals = _rivals(group, plan)
        for place, topic in enumerate(group.topics):
            if place == 0:
                rankers[0](topic)
            asked.append(_ask(group, plan, topic, rankers))
            others.append({name: rival(topic) for name, rival in rivals.items()})
            collector.update("topics", 1)
    return _measured(asked, others, only_known=plan.accounts == "known")


def known_as(index: Index, logins: Iterable[str], excluded: Collection[int] = frozenset()) -> tuple[list[str], bool]:
    """Return judged logins as the index names their persons, and whether it has any of them.

    Parameters
    ----------
    index
        Where persons are looked up.
    logins
        In any case.
    excluded
        Persons who do not count as there.

    Returns
    -------
    tuple
        Logins in lower case, each person once: the present login of who has (else had) it, the login itself if
        nobody does. And False if nobody has or had any.
    """
    found: dict[str, None] = {}
    is_reachable = False
    for login in (login.lower() for login in logins):
        persons = sorted(index.persons_named(frozenset(), frozenset({login})) - frozenset(excluded))
        names = [(_login(index, person) or login).lower() for person in persons]
        is_reachable |= bool(names)
        found[login if login in names or not names else names[0]] = None
    return list(found), is_reachable


# --- private ---


def _login(index: Index, person_id: int) -> str | None:
    person = index.person(person_id)
    return person.login or next(iter(person.logins), None)


def _role(group: Group, plan: Plan, topic: Topic) -> Brief | str:
    text = topic.text(plan.text) or ""
    if plan.understanding == "words" or group.catalog is None:
        return text
    return understand_brief(group.index, group.catalog, text, today=group.index.built_on)


def _ask(group: Group, plan: Plan, topic: Topic, rankers: tuple[Ranker, Ranker]) -> TopicResult:
    timed, deep = rankers
    started = perf_counter()
    timed(topic)
    ms = 1000 * (perf_counter() - started)
    ranking = tuple(deep(topic))
    relevant, is_reachable = known_as(group.index, topic.relevant, group.excluded)
    return TopicResult(
        id=topic.id,
        project=topic.project,
        text=topic.text(plan.text) or "",
        index=group.index.name,
        judged=tuple(sorted(login.lower() for login in topic.relevant)),
        relevant=tuple(relevant),
        is_reachable=is_reachable,
        ranking=ranking[: plan.depth],
        ms=round(ms, 3),
        measures={},
        everybody={},
        baselines={},
    )


def _rivals(group: Group, plan: Plan) -> dict[str, Ranker]:
    """Return the baselines as rankers; their tables are made once for each pool of acts."""
    if not plan.baselines:
        return {}
    index = group.index
    made: dict[tuple[int, ...] | None, Baselines] = {}
    names: dict[int, str | None] = {}

    def pool(topic: Topic) -> Baselines:
        numbers = tuple(index.repository_numbers(topic.project)) if plan.pool is Pool.PROJECT else None
        if numbers not in made:
            made.clear()  # topics come project by project; one pool at a time is in memory
            made[numbers] = Baselines(index, numbers, group.excluded)
        return made[numbers]

    def rival(name: str) -> Ranker:
        def ranker(topic: Topic) -> Ranking:
            ids = pool(topic).rank(name, topic.text(plan.text) or "", plan.depth)
            return [names[i] if i in names else names.setdefault(i, _login(index, i)) for i in ids]

        return ranker

    return {name: rival(name) for name in BASELINES}


def _measured(
    asked: Sequence[TopicResult], others: Sequence[Mapping[str, Ranking]], *, only_known: bool
) -> tuple[TopicResult, ...]:
    relevant = [r.relevant for r in asked]

    def values(rankings: Sequence[Ranking], *, condensed: bool) -> list[dict[str, float]]:
        if condensed:
            rankings = [[login for login in ranking if login] for ranking in rankings]
        found = measure_rankings(rankings, relevant)
        return [{m: float(found[m][i]) for m in MEASURES} for i in range(len(rankings))]

    own = [r.ranking for r in asked]
    measures, everybody = values(own, condensed=only_known), values(own, condensed=False)
    names = list(others[0]) if others else []
    rivals = {name: values([rankings[name] for rankings in others], condensed=only_known) for name in names}
    return tuple(
        replace(
            result,
            measures=measures[i],
            everybody=everybody[i],
            baselines={name: rivals[name][i] for name in names},
        )
        for i, result in enumerate(asked)
    )
