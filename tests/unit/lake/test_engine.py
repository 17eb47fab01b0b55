"""The engine: lake tables typed even where nothing is committed, instants in UTC."""

from datetime import datetime

import pytest

from handiwork.errors import ConfigError
from handiwork.lake.engine import Engine, to_sql
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake


@pytest.fixture
def engine(tmp_path):
    with Engine(threads=1, memory_limit_mib=256, temp_folder=tmp_path / "tmp") as made:
        yield made


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_nothing_is_committed_to_is_empty_and_has_its_columns(engine, tmp_path, name):
    lake = Lake(tmp_path / "lake")
    for _ in range(2):
        found = engine.arrow(engine.table(lake, name))
        assert (found.num_rows, found.schema.names) == (0, TABLES[name].arrow.names)
        assert found.schema.types == TABLES[name].arrow.types


def test_an_instant_with_an_offset_becomes_utc(engine):
    row = engine.execute("SELECT CAST('2012-06-14T15:01:42-07:00'::TIMESTAMPTZ AS TIMESTAMP)").fetchone()
    assert row == (datetime(2012, 6, 14, 22, 1, 42),)


def test_values_are_bound(engine):
    assert engine.execute("SELECT ?", ["'; DROP TABLE x"]).fetchone() == ("'; DROP TABLE x",)


def test_an_expression_is_shown_as_sql_and_run(engine):
    engine.execute("CREATE TEMP TABLE numbers AS SELECT unnest([1, 2]) AS n")
    numbers = engine.backend.table("numbers")  # a table in memory would hold the engine after its end
    assert to_sql(numbers.select("n")).startswith("SELECT")
    assert engine.arrow(numbers.aggregate(total=numbers.n.sum())).to_pylist() == [{"total": 3}]


def test_work_that_needs_more_memory_than_allowed_names_the_setting_and_leaves_the_engine_usable(engine):
    with pytest.raises(ConfigError) as told:
        engine.execute("CREATE TEMP TABLE one AS SELECT list(n || 'and more and more') FROM range(20_000_000) t(n)")
    assert "256 MiB" in str(told.value)
    assert "HANDIWORK_MEMORY_LIMIT_MIB" in str(told.value)
    assert engine.execute("SELECT 1").fetchone() == (1,)
