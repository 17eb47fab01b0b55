"""A search that minds signals, against plain arithmetic over one that does not, on random worlds."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from tests.observed_rows import row, table
from tests.scoring_worlds import BUILT_ON, PEOPLE, QUERIES, worlds

from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

short = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
shares = st.dictionaries(st.sampled_from(PEOPLE), st.floats(0, 1), min_size=1)


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@short
@given(worlds, shares, st.floats(0, 1), st.sampled_from(QUERIES))
def test_a_bound_leaves_whom_it_would_leave_if_all_others_were_left_out_and_preferring_adds_its_share(
    engine, world, values, least, query
):
    rows = [row(f"login:{login}", "typed", value=value, n=10) for login, value in values.items()]
    with tempfile.TemporaryDirectory() as folder:
        inputs = replace(inputs_from_acts(world[0], repositories=world[1]), own_work=table(rows))
        index = Index.open(build_index(engine, inputs, Path(folder), built_on=BUILT_ON))
        people = {index.person(i).login: i for i in range(index.n_persons)}
        assume("typed" in index.observed.values)
        every = SearchOptions(limit=100)

        below = {i for login, i in people.items() if not values.get(login, -1) >= least}
        bound = search(index, query, options=replace(every, signals=(f"typed>={least!r}",)))
        assert bound.hits == search(index, query, options=replace(every, excluded_persons=below)).hits

        plain = search(index, query, options=every).hits
        expected = {h.login: h.micros + round(0.05 * values.get(h.login, 0.0) * h.micros) for h in plain}
        preferred = search(index, query, options=replace(every, prefer=("typed",))).hits
        assert {h.login: h.micros for h in preferred} == expected
        assert [h.login for h in preferred] == sorted(expected, key=lambda who: (-expected[who], people[who]))
        assert all(h.micros == sum(part.micros for part in h.parts) for h in preferred)
