"""An index is the same whether its inputs are looked at where they are, or have to be copied and put in order."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from handiwork.errors import InputError
from handiwork.index import IndexInputs, build_index
from handiwork.index.settings import IndexSettings
from handiwork.index.staging import drop_all, stage
from handiwork.index.tables import INPUT_SCHEMAS, inputs_from_acts
from handiwork.lake.engine import Engine

TODAY = date(2024, 6, 1)
ACTS = [
    {
        "who": "ada_l",
        "repo": "acme/web",
        "kind": "commit",
        "at": datetime(2024, 5, 1),
        "sha": "aa",
        "title": "Add routes",
    },
    {"who": "ada_l", "repo": "acme/web", "kind": "commit", "at": datetime(2024, 5, 1), "sha": "ab", "title": None},
    {"who": "ada_l", "repo": "acme/web", "kind": "issue", "at": datetime(2024, 5, 1), "number": 3, "title": "Slow"},
    {"who": "ada_l", "repo": "acme/web", "kind": "comment", "at": datetime(2024, 5, 1), "number": 3, "title": "Slow"},
    {"who": "bob_m", "repo": "acme/app", "kind": "push", "at": datetime(2024, 5, 2), "count": 3},
    {"who": "bob_m", "repo": "acme/web", "kind": "review", "at": datetime(2024, 5, 3), "number": 3, "title": "Slow"},
]
IN_ORDER = [ACTS[0], ACTS[1], ACTS[2], ACTS[3], ACTS[4], ACTS[5]]


@pytest.fixture
def engine():
    with Engine(threads=1, memory_limit_mib=512) as opened:
        yield opened


def rows_of(engine: Engine, acts) -> dict[str, pa.Table]:
    inputs = inputs_from_acts(acts, persons=[{"login": "robo_r", "is_bot": True}])
    return {name: engine.arrow(getattr(inputs, name)) for name in INPUT_SCHEMAS}


def in_engine(engine: Engine, tables: dict[str, pa.Table]) -> IndexInputs:
    for name, rows in tables.items():
        engine.backend.con.register("given", rows)
        engine.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
        engine.backend.con.unregister("given")
    return IndexInputs(*(engine.backend.table(name) for name in INPUT_SCHEMAS))


def staged(engine: Engine, tables: dict[str, pa.Table]) -> tuple[str, int]:
    try:
        return stage(engine, in_engine(engine, tables), TODAY, IndexSettings())
    finally:
        drop_all(engine)


def ordered(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    order = [("person_id", "ascending"), ("repo_no", "ascending"), ("at", "ascending")]
    return tables | {"contributions": tables["contributions"].sort_by(order)}


def test_contributions_in_order_are_looked_at_where_they_are(engine):
    assert staged(engine, ordered(rows_of(engine, IN_ORDER))) == ("contributions", 0)


def test_contributions_in_another_order_are_copied(engine):
    tables = ordered(rows_of(engine, IN_ORDER))
    backwards = tables["contributions"].take(list(range(len(ACTS)))[::-1])
    assert staged(engine, tables | {"contributions": backwards}) == ("ix_contributions", 0)


def test_later_contributions_are_counted_and_left_out(engine):
    later = {"who": "bob_m", "repo": "acme/web", "kind": "push", "at": datetime(2024, 6, 2)}
    assert staged(engine, ordered(rows_of(engine, [*IN_ORDER, later]))) == ("ix_contributions", 1)


def test_contributions_of_machines_are_left_out(engine):
    theirs = {"who": "robo_r", "repo": "acme/web", "kind": "push", "at": datetime(2024, 5, 2)}
    assert staged(engine, ordered(rows_of(engine, [*IN_ORDER, theirs]))) == ("ix_contributions", 0)


def test_a_kind_without_a_weight_is_told(engine):
    odd = {"who": "bob_m", "repo": "acme/web", "kind": "applause", "at": datetime(2024, 5, 2)}
    with pytest.raises(InputError, match="no weight for contributions of kind applause"):
        staged(engine, ordered(rows_of(engine, [*IN_ORDER, odd])))


def test_the_index_is_the_same_to_the_byte_looked_at_or_copied(engine, tmp_path):
    tables = ordered(rows_of(engine, IN_ORDER))
    names = set()
    for order in (list(range(len(ACTS))), [3, 5, 0, 2, 4, 1]):
        inputs = in_engine(engine, tables | {"contributions": tables["contributions"].take(order)})
        names.add(build_index(engine, inputs, tmp_path, built_on=TODAY).name)
    assert len(names) == 1


def test_nothing_stays_in_the_engine(engine, tmp_path):
    build_index(engine, in_engine(engine, ordered(rows_of(engine, IN_ORDER))), tmp_path, built_on=TODAY)
    left = engine.execute(
        "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views()"
    ).fetchall()
    assert [name for (name,) in left if name.startswith("ix_")] == []
