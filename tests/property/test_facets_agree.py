"""Facet counts against asking again with the value chosen, and sorts against plain loops, on random worlds."""

import os
import tempfile
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.observed_rows import row, table
from tests.scoring_worlds import BUILT_ON, PEOPLE, QUERIES, REPOS, worlds

from handiwork.brief import Brief, BriefRepository
from handiwork.brief.terms import understand
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search
from handiwork.search.filters import MAINTAINER_KINDS, kinds_mask

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

short = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
choices = st.lists(
    st.sampled_from(
        [
            *("repository:acme/web-server", "repository:zeta/web", "last:24", "last:older"),
            *("kind:commit", "kind:review", "signal:typed", "ecosystem:web"),
        ]
    ),
    max_size=3,
    unique=True,
)
narrowings = st.fixed_dictionaries({}, optional={"min_evidence": st.just(2), "has": st.just(("maintainer",))})


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture(scope="module")
def opened(engine):
    with tempfile.TemporaryDirectory() as folder:

        def opened(world):
            own = table([row(f"login:{login}", "typed", value=0.5, n=10) for login in PEOPLE[:3]])
            inputs = replace(inputs_from_acts(world[0], repositories=world[1]), own_work=own)
            return Index.open(build_index(engine, inputs, Path(folder), built_on=BUILT_ON))

        yield opened


def brief_of(index, query):
    """A brief that proposes every repository of the world that the index has."""
    there = [name for name in REPOS if index.repository_numbers(name)]
    proposed = tuple(BriefRepository(n, 1.0, "", "named", tuple(index.repository_numbers(n))) for n in there)
    meaning = understand(index, query)
    return Brief(
        text=query, understood=meaning.understood, terms=meaning.terms, repositories=proposed, index=index.name
    )


@short
@given(worlds, st.sampled_from(QUERIES), choices, narrowings)
def test_a_count_is_how_many_remain_when_it_is_chosen_and_no_score_moves(opened, world, query, chosen, narrowing):
    index = opened(world)
    brief = brief_of(index, query)
    there = {f"repository:{name}" for name in REPOS if not index.repository_numbers(name)}
    if index.observed is None or "typed" not in index.observed.values:
        there.add("signal:typed")
    chosen = tuple(facet for facet in chosen if facet not in there)
    named = (("web", tuple(n for name in REPOS[:2] for n in index.repository_numbers(name))),)
    options = SearchOptions(limit=100, count_facets=True, facets=chosen, ecosystem_numbers=named, **narrowing)

    def ask(options):
        return search(index, brief, options=options)

    answer = ask(options)
    for group in answer.facets:
        for value in group.values:
            if group.group == "has":
                asked = replace(options, has=tuple({*options.has, value.value}))
            else:
                kept = tuple(f for f in chosen if group.group == "signal" or not f.startswith(f"{group.group}:"))
                asked = replace(options, facets=tuple(dict.fromkeys([*kept, f"{group.group}:{value.value}"])))
            assert ask(asked).n_candidates == value.count, (group.group, value)
    free = {hit.login: hit.micros for hit in ask(replace(options, facets=(), has=())).hits}
    assert {hit.login: hit.micros for hit in answer.hits}.items() <= free.items()


@short
@given(worlds, st.sampled_from(QUERIES))
def test_sorts_order_by_what_they_say_and_then_by_score(opened, world, query):
    index = opened(world)
    brief = brief_of(index, query)
    hits = search(index, brief, options=SearchOptions(limit=100, explain=True)).hits

    def last(hit):
        days = []
        for kind, documents in index.documents.items():
            for doc in range(documents.count):
                if any(part.kind == kind and part.doc == doc for part in hit.parts):
                    first, after = documents.offsets[doc : doc + 2].tolist()
                    own = [i for i in range(first, after) if documents.persons[i] == hit.person_id]
                    days += [int(documents.days[i]) for i in own]
        return max(days)

    def by_repository(hit):
        found = defaultdict(float)
        for part in hit.parts:
            found[part.repository] += part.micros
        return found

    keys = {
        "recency": last,
        "depth": lambda hit: max(by_repository(hit).values()),
        "breadth": lambda hit: len(by_repository(hit)),
    }
    for sort, key in keys.items():
        found = search(index, brief, options=SearchOptions(limit=100, sort=sort, explain=True)).hits
        values = [key(hit) for hit in found]
        slack = 3 * len(PEOPLE) if sort == "depth" else 0  # parts are rounded so that they add up
        assert all(a >= b - slack for a, b in pairwise(values)), (sort, values)
        assert {hit.login: hit.micros for hit in found} == {hit.login: hit.micros for hit in hits}
        assert [hit.rank for hit in found] == list(range(1, len(found) + 1))
        if sort != "depth":
            ordered = sorted(hits, key=lambda hit: (-key(hit), -hit.micros, hit.person_id))
            assert [hit.login for hit in found] == [hit.login for hit in ordered]

    def keeps(hit):
        ties = index.documents["repository"]
        spans = [range(*ties.offsets[number : number + 2].tolist()) for number in hit.repositories]
        mask = kinds_mask(MAINTAINER_KINDS)
        return any(ties.persons[i] == hit.person_id and ties.kinds[i] & mask for span in spans for i in span)

    asked = SearchOptions(limit=100, has=("maintainer",), explain=True)
    kept = search(index, brief, options=asked).hits
    assert [hit.login for hit in kept] == [hit.login for hit in hits if keeps(hit)]
