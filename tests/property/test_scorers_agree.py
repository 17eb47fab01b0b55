"""The fast scorer, a slow one nobody can doubt, and one in SQL agree on random worlds."""

import os
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.scoring_oracle import Slow
from tests.scoring_sql import title_sums_in_sql
from tests.scoring_worlds import BUILT_ON, KIND, PEOPLE, QUERIES, REPOS, constants, worlds

from handiwork.evidence import evidence
from handiwork.index import Index, IndexSettings, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, hit_of, search
from handiwork.search.filters import Filters
from handiwork.search.ranking import brief_of_words, match_all
from handiwork.search.scoring import score_kinds

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture(scope="module")
def build(engine):
    with tempfile.TemporaryDirectory() as folder:

        def build(world, constants=None):
            inputs = inputs_from_acts(world[0], repositories=world[1])
            return Index.open(
                build_index(engine, inputs, Path(folder), built_on=BUILT_ON, settings=constants or IndexSettings())
            )

        yield build


# Every try builds an index: failures are printed with their seed instead of being made smaller.
short = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)


def fast_sums(index, query, filters=None):
    """Return each kind's sums by login, before they are normalised and damped."""
    filters = filters or Filters(None, None, np.zeros(0, np.int64))
    kinds, _, _ = score_kinds(index, match_all(index, brief_of_words(index, query), filters), filters)
    found = {}
    for kind in kinds:
        sums = np.bincount(kind.persons, weights=kind.values, minlength=index.n_persons)
        found[kind.matched.documents.kind] = {index.person(i).login: sums[i] for i in np.flatnonzero(sums).tolist()}
    return found


def assert_agree(result, slow_scores):
    """Scores agree within a millionth and the order is that of the slow scores where they differ."""
    wanted = {who: score for who, score in slow_scores.items() if round(score * 1e6) > 0}
    assert {hit.login for hit in result.hits} == set(wanted)
    for hit in result.hits:
        assert hit.score == pytest.approx(wanted[hit.login], rel=1e-6, abs=1.01e-6)
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    assert list(result.hits) == sorted(result.hits, key=lambda hit: (-hit.micros, hit.key))


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES))
def test_the_fast_scorer_agrees_with_loops(build, world, constants, query):
    index, slow = build(world, constants), Slow(world, constants)

    assert_agree(search(index, query), slow.scores(query))
    for kind, own in slow.sums(query).items():
        assert fast_sums(index, query)[kind] == pytest.approx({w: s for w, s in own.items() if s > 0}, rel=1e-6)


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES))
def test_the_fast_scorer_agrees_with_sql_on_titles(build, world, constants, query):
    index, slow = build(world, constants), Slow(world, constants)

    assert fast_sums(index, query)["title"] == pytest.approx(title_sums_in_sql(slow, query), rel=1e-6)


days = st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2024, 6, 1)))
narrowings = st.fixed_dictionaries(
    {},
    optional={
        "repositories": st.sets(st.sampled_from(REPOS), min_size=1, max_size=3),
        "exclude_repositories": st.sets(st.sampled_from(REPOS), max_size=2),
        "exclude_owners": st.sets(st.sampled_from(["acme", "ZETA"]), max_size=1),
        "since": days,
        "active_since": days,
        "kinds": st.sets(st.sampled_from(sorted(KIND)), max_size=4),
        "maintainers_only": st.booleans(),
        "min_evidence": st.integers(0, 4),
        "excluded": st.sets(st.sampled_from(PEOPLE), max_size=2),
    },
)


def as_chosen(narrowing):
    """Return a narrowing as the slow scorer takes it."""
    owners = {owner.lower() for owner in narrowing.get("exclude_owners", ())}
    barred = {repo for repo in REPOS if repo.split("/")[0] in owners} | narrowing.get("exclude_repositories", set())
    names = ("repositories", "since", "active_since", "kinds", "maintainers_only", "min_evidence", "excluded")
    return {"barred": barred, **{name: narrowing[name] for name in names if name in narrowing}}


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES), narrowing=narrowings)
def test_filters_are_the_formula_over_what_remains(build, world, constants, query, narrowing):
    index, slow = build(world, constants), Slow(world, constants)
    named = narrowing.get("repositories", set()) | narrowing.get("exclude_repositories", set())
    owned = {repo.split("/")[0] for repo in slow.repos}
    assume(named <= set(slow.repos) and {o.lower() for o in narrowing.get("exclude_owners", ())} <= owned)
    values = {name: tuple(sorted(v)) if isinstance(v, set) else v for name, v in narrowing.items()}
    excluded = values.pop("excluded", ())
    options = SearchOptions(
        **{**values, "repositories": tuple(r.upper() for r in values.get("repositories", ()))},
        excluded_persons=frozenset(slow.people.index(who) for who in set(excluded) & set(slow.people)),
    )

    result = search(index, query, options=options)

    assert_agree(result, slow.scores(query, **as_chosen(narrowing)))
    for hit in result.hits:
        assert sum(part.micros for part in hit.parts) == hit.micros
        shown = evidence(index, hit, limit=30, since=options.since, kinds=options.kinds)
        assert all(options.since is None or item.at.date() >= options.since for item in shown)
        assert all(not options.kinds or item.kind in options.kinds for item in shown)
        assert len(shown) >= 1
    assert not set(excluded) & {hit.login for hit in result.hits}


@short
@given(world=worlds, query=st.sampled_from(QUERIES))
def test_parts_add_up_to_the_score_in_every_grouping(build, world, query):
    index = build(world)

    plain = search(index, query)
    explained = search(index, query, options=SearchOptions(explain=True))

    assert [(h.key, h.micros) for h in plain.hits] == [(h.key, h.micros) for h in explained.hits]
    for hit in (*plain.hits, *explained.hits):
        assert sum(part.micros for part in hit.parts) == hit.micros
        assert all(part.micros > 0 for part in hit.parts)
        assert sum(round(part.value * 1e6) for part in hit.parts) == round(hit.score * 1e6)


@short
@given(world=worlds, query=st.sampled_from(QUERIES), limit=st.integers(1, 4))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(build, world, query, limit):
    index = build(world)

    longer, shorter = search(index, query), search(index, query, options=SearchOptions(limit=limit))

    assert shorter.hits == longer.hits[:limit]
    assert shorter.n_candidates == longer.n_candidates


@short
@given(world=worlds, query=st.sampled_from(QUERIES), accounts=st.sampled_from(["known", "any"]))
def test_one_persons_hit_is_the_one_of_the_whole_list(build, world, query, accounts):
    index = build(world)
    options = SearchOptions(limit=100, accounts=accounts)

    result = search(index, query, options=options)
    whole = {hit.person_id: hit for hit in (*result.hits, *result.unnamed)}

    assert {i: hit_of(index, query, i, options=options) for i in range(index.n_persons)} == {
        i: whole.get(i) for i in range(index.n_persons)
    }


@short
@given(world=worlds, which=st.integers(0, 17), query=st.sampled_from(QUERIES), data=st.data())
def test_more_of_the_same_work_never_lowers_a_persons_own_sums(build, world, which, query, data):
    """Holds for acts on a title that is there already: they change no words, so relevance stays as it was."""
    act = world[0][which % len(world[0])]
    assume(act.get("title") and act["at"].date() <= BUILT_ON)
    again = {
        **act,
        "kind": data.draw(st.sampled_from(sorted({act["kind"], "commit_review" if "sha" in act else "review"}))),
    }

    before = fast_sums(build(world), query)
    after = fast_sums(build(([*world[0], again], world[1])), query)

    for kind, sums in before.items():
        assert after[kind].get(act["who"], 0.0) >= sums.get(act["who"], 0.0) * (1 - 1e-6)


@settings(short, max_examples=short.max_examples // 2)  # each try builds two
@given(world=worlds, query=st.sampled_from(QUERIES), seed=st.integers(0, 9))
def test_the_order_of_the_inputs_changes_neither_the_artifact_nor_the_answer(build, world, query, seed):
    shuffled = [world[0][i] for i in np.random.default_rng(seed).permutation(len(world[0]))]

    first, second = build(world), build((shuffled, world[1]))

    assert first.name == second.name
    assert search(first, query) == search(second, query)
