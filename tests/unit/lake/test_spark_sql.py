"""What is compiled for Spark where its answer would differ from embedded DuckDB's; the cluster's tests run it."""

import ibis
import pytest
from ibis.common.exceptions import UnsupportedOperationError

from handiwork.catalog import load_catalog
from handiwork.identity.resolve import plan_of
from handiwork.lake.engine import to_sql
from handiwork.lake.spark_sql import columns_read, to_spark_sql

ROWS = ibis.table({"k": "int64", "a": "string", "at": "timestamp(6)", "tags": "array<string>"}, name="rows")


def test_each_field_of_a_compared_struct_is_preceded_by_whether_it_is_none():
    found = to_spark_sql(ROWS.aggregate(last=ibis.struct({"at": ROWS["at"], "a": ROWS.a}).max()))
    assert found == (
        "SELECT MAX(NAMED_STRUCT('at is none', `t0`.`at` IS NULL, 'at', `t0`.`at`, "
        "'a is none', `t0`.`a` IS NULL, 'a', `t0`.`a`)) AS `last` FROM `rows` AS `t0`"
    )


def test_a_list_of_nothing_is_none_and_a_list_in_order_is_sorted():
    assert to_spark_sql(ROWS.aggregate(found=ROWS.a.collect())) == (
        "SELECT NULLIF(COLLECT_LIST(IF(NOT `t0`.`a` IS NULL, `t0`.`a`, NULL)), ARRAY()) AS `found` FROM `rows` AS `t0`"
    )
    ordered = to_spark_sql(ROWS.aggregate(found=ROWS.a.collect(where=ROWS.k > 1, order_by=ROWS.k, distinct=False)))
    assert "TRANSFORM(ARRAY_SORT(COLLECT_LIST(IF(`t0`.`k` > 1 AND NOT `t0`.`a` IS NULL, NAMED_STRUCT(" in ordered
    assert ordered.count("pair -> pair.value") == 1


def test_the_end_in_a_pattern_is_the_very_end():
    assert "RLIKE '(?i:x|y)\\\\z'" in to_spark_sql(ROWS.filter(ROWS.a.re_search("(?i:x|y)$")))


@pytest.mark.parametrize(
    "expression",
    [
        ROWS.aggregate(found=ROWS.a.collect(include_null=True)),
        ROWS.aggregate(found=ROWS.a.collect(order_by=ROWS.k.desc())),
        ROWS.filter(ROWS.a.re_search(r"costs \$")),
    ],
)
def test_what_has_no_sure_equal_is_refused(expression):
    with pytest.raises(UnsupportedOperationError):
        to_spark_sql(expression)


def test_the_embedded_engine_stays_the_default_dialect():
    assert to_sql(ROWS.select("k")).split() == ["SELECT", '"t0"."k"', "FROM", '"rows"', "AS", '"t0"']


def test_every_step_of_a_resolution_compiles_for_both():
    catalog = load_catalog()
    steps = {
        dialect: [(s.name, s.schema) for phase in plan_of(catalog, dialect).phases.values() for s in phase]
        for dialect in ("duckdb", "spark")
    }
    assert steps["duckdb"] == steps["spark"]


def test_only_the_columns_that_a_query_needs_are_read():
    tables = {"lake_events": ["type", "ref", "title"], "kept": ["ref"]}
    query = "SELECT e.ref FROM (SELECT * FROM lake_events AS t WHERE t.type = 'x') AS e JOIN kept ON e.ref = kept.ref"
    assert columns_read(query, tables, ["lake_events"]) == {"lake_events": ["type", "ref"]}
