"""A plan knows which working tables need not be written down: those that are read once, by a working table."""

import pytest

from handiwork.identity.plan import Plan


@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_a_working_table_is_read_in_passing_if_one_working_table_mentions_it_once(dialect):
    plan = Plan(dialect)
    plan.begin("one")
    authors = plan.lake_table("authors")
    once = plan.keep("once", authors.select("name"))
    twice = plan.keep("twice", authors.select("name").distinct())
    plan.begin("two")
    plan.keep("both", once.union(twice))
    plan.keep("again", twice.filter(twice.name.notnull()))
    shown = plan.keep("shown", authors.select("name"))
    plan.publish("told", shown.order_by("name"))
    # `both` and `again` are mentioned by nobody: whoever wants their rows asks for them.
    assert plan.read_in_passing() == {"identity_once", "identity_both", "identity_again"}
