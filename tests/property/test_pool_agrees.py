"""Who is caught in which month, by masks and by reading every act: the same on random worlds."""

import os
from collections import defaultdict
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.pool import LEAST_RELEVANCE, chao2, pool_moves, pool_size
from handiwork.pool.estimators import Frequencies
from handiwork.search import SearchOptions
from handiwork.search.filters import resolve_filters
from handiwork.search.ranking import brief_of_words, match_all

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 10)
TITLES = ["async routing", "fix routing", "web parser", "spell the docs", "async io loop"]
acts = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["ada_l", "bob_k", "cyd_m", "dan_o", "eve_p"]),
        "repo": st.sampled_from(["acme/web", "acme/routing", "zeta/web"]),
        "kind": st.sampled_from(["commit", "commit_review", "co_commit"]),
        "title": st.sampled_from(TITLES),
        "sha": st.sampled_from(["a", "b", "c", "d"]).map(lambda letter: letter * 40),
        "paths": st.sampled_from([None, ["web/routing.py"], ["docs/parser.md", "web/io.py"]]),
        "at": st.integers(0, 2500).map(
            lambda ago: datetime(2024, 6, 10) - timedelta(days=ago),
        ),
    }
)


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("indexes")
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield lambda world: Index.open(build_index(engine, inputs_from_acts(world), folder, built_on=BUILT_ON))


def months_ago(at):
    return 12 * (BUILT_ON.year - at.year) + BUILT_ON.month - at.month


def plainly(index, query, options, months):
    """Return how many persons were caught so and so often, and the occasions, act by act."""
    filters = resolve_filters(index, options)
    matched = {
        (m.documents.kind, doc)
        for m in match_all(index, brief_of_words(index, query), filters)
        for doc, relevance in zip(m.docs.tolist(), m.relevance.tolist(), strict=True)
        if relevance >= LEAST_RELEVANCE
    }
    rows = index.contributions.to_pylist()
    ties = defaultdict(list)
    for row in rows:
        places = [("repository", row["repo_no"]), ("title", row["title_doc"]), *(("area", d) for d in row["areas"])]
        for place in matched.intersection(places):
            ties[row["person_id"], place].append(row["at"])
    first = months - 1 if options.since is None else min(months - 1, months_ago(options.since))
    caught = defaultdict(set)
    for (person, _), days in ties.items():
        if options.since is None or max(days).date() >= options.since:
            caught[person].update(months_ago(at) for at in days)
    known = {person: {m for m in ago if m <= first} for person, ago in caught.items()}
    often = defaultdict(int)
    for ago in known.values():
        often[len(ago)] += 1
    often.pop(0, None)
    return often, {months_ago(row["at"]) for row in rows} & set(range(first + 1))


@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    world=st.lists(acts, min_size=1, max_size=25),
    query=st.sampled_from(["async routing", "web parser", "docs"]),
    since=st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2024, 6, 10))),
    months=st.sampled_from([1, 6, 24, 64]),
)
def test_a_pool_counts_the_months_that_reading_every_act_counts(build, world, query, since, months):
    index, options = build(world), SearchOptions(since=since)

    pool, moves = pool_moves(index, query, options=options, months=months)

    often, occasions = plainly(index, query, options, months)
    assert (pool.observed, pool.once, pool.twice) == (sum(often.values()), often[1], often[2])
    assert pool.months == len(occasions)
    assert pool.observed <= pool.low <= pool.estimate
    assert pool.high is None or pool.estimate <= pool.high
    assert all(m.pool.observed <= pool.observed for m in moves if m.constraint == "repository")
    assert pool == pool_size(index, query, options=options, months=months)


@given(persons=st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_an_estimate_lies_in_its_interval_and_is_no_less_than_was_seen(persons):
    found = Frequencies(len(persons), np.array([0, *persons]), len(persons))

    interval = chao2(found)

    assert found.observed <= interval.low <= interval.estimate
    assert interval.high is None or interval.estimate <= interval.high
