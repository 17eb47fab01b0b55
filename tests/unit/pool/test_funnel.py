"""The people of repositories as a funnel: by hand, and against a recount act by act on random worlds."""

import os
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.scoring_worlds import BUILT_ON, worlds

from handiwork.index import Index, IndexSettings, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.pool.funnel import Funnel, people_of

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


@pytest.fixture(scope="module")
def build():
    with tempfile.TemporaryDirectory() as folder, Engine(threads=1, memory_limit_mib=512) as engine:

        def build(world):
            inputs = inputs_from_acts(world[0], repositories=world[1])
            return Index.open(build_index(engine, inputs, Path(folder), built_on=BUILT_ON, settings=IndexSettings()))

        yield build


def act(who, at, kind="commit"):
    found = {"who": who, "repo": "acme/web", "kind": kind, "at": at, "title": "Route"}
    return found | ({"sha": f"{at:%Y%m%d}".zfill(40)} if kind == "commit" else {"number": 7})


def test_a_funnel_by_hand(build):
    index = build(
        [
            [
                act("ada_l", datetime(2024, 5, 2)),
                act("ada_l", datetime(2024, 4, 2)),
                act("ada_l", datetime(2020, 4, 2), kind="review"),
                act("bob_k", datetime(2024, 6, 1)),
                act("cyd_m", datetime(2023, 1, 1), kind="maintain"),
            ],
            [],
        ]
    )
    found = people_of(index, index.repository_numbers("acme/web"))
    assert found.funnels == (Funnel(12, 2, 1, 1, 1, 0), Funnel(24, 3, 2, 1, 1, 1))
    assert found.total == 3
    assert found.active[-3:] == (1, 1, 1)
    assert [index.person(i).login for i in found.latest] == ["bob_k", "ada_l", "cyd_m"]
    assert found.latest_days[0] == date(2024, 6, 1)
    without = people_of(index, index.repository_numbers("acme/web"), excluded={found.latest[0]})
    assert without.total == 2
    assert len(without.latest) == 2


def test_no_repository_has_nobody(build):
    index = build([[act("ada_l", datetime(2024, 5, 2))], []])
    assert people_of(index, ()).funnels[0] == Funnel(12, 0, 0, 0, 0, 0)


@settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "8")),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)
@given(world=worlds, months=st.integers(1, 60))
def test_a_funnel_is_what_a_recount_of_the_acts_gives(build, world, months):
    index = build(world)
    name = world[0][0]["repo"]
    numbers = index.repository_numbers(name)
    here = {}
    for row in index.contributions.to_pylist():
        if row["repo_no"] in numbers:
            here.setdefault(row["person_id"], []).append(row)

    def back(row):
        return (BUILT_ON.year - row["at"].year) * 12 + BUILT_ON.month - row["at"].month

    windows = {who: {back(row) for row in rows if 0 <= back(row) < months} for who, rows in here.items()}
    active = {who for who, seen in windows.items() if seen}
    (funnel,) = people_of(index, numbers, windows=(months,)).funnels
    assert funnel.contributors == len(active)
    assert funnel.newcomers == sum(all(back(row) < months or back(row) >= 64 for row in here[who]) for who in active)
    assert funnel.returning == sum(len(windows[who]) > 1 for who in active)
    assert funnel.reviewers == sum(any(row["kind"] in {2, 5, 6} for row in here[who]) for who in active)
    assert funnel.maintainers == sum(any(row["kind"] in {9, 10} for row in here[who]) for who in active)
