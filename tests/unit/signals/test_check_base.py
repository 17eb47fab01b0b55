"""What every check has in common, and how facts are computed."""

import pytest
from tests import signal_trees as trees

from handiwork.errors import UsageError
from handiwork.signals import known_checks
from handiwork.signals.check import Check
from handiwork.signals.facts.book import FactBook, fact, known_facts
from handiwork.signals.nouns import FAMILIES, Result
from handiwork.signals.python.nouns import decoded, encoded
from handiwork.signals.python.reading import read_module

ALL = known_checks()


@pytest.mark.parametrize("check", ALL, ids=lambda c: c.name)
def test_a_check_says_what_it_looks_for_why_and_where_to_read_more(check):
    assert check.looks_for().endswith(".")
    assert check.why.endswith(".")
    assert check.url.startswith("https://")


def test_names_of_checks_are_unique():
    assert len({c.name for c in ALL}) == len(ALL)


@pytest.mark.parametrize("check", ALL, ids=lambda c: c.name)
def test_a_check_asks_only_for_facts_that_exist(check):
    assert set(check.needs()) <= {*known_facts(), "tree", "modules", "lineage"}


def test_an_empty_tree_is_never_failed():
    results = {r.outcome.result for r in trees.reports_of({}).values()}
    assert results == {Result.NOT_OBSERVED}


def test_an_unknown_family_is_told_with_those_there_are():
    with pytest.raises(UsageError, match="no family of checks 'looks'; there are: type-hints"):
        known_checks(["looks"])


def test_checks_come_by_family():
    order = [FAMILIES.index(c.family) for c in ALL]
    assert order == sorted(order)


def test_a_check_without_a_reason_cannot_be_written():
    with pytest.raises(TypeError, match="does not say its why"):

        class Bare(Check):
            """Nothing."""

            name = "bare"
            family = "tests"


def test_a_fact_is_computed_once_and_only_when_asked(monkeypatch):
    calls = []
    monkeypatch.setattr("handiwork.signals.facts.book._KNOWN", {})

    @fact
    def counted(tree):
        calls.append(tree)
        return tree + 1

    @fact
    def doubled(counted):
        return counted * 2

    book = FactBook(tree=1)
    assert (calls, book["doubled"], book["counted"], calls) == ([1], 4, 2, [1])


def test_facts_in_a_circle_are_told(monkeypatch):
    monkeypatch.setattr("handiwork.signals.facts.book._KNOWN", {})
    fact(_named("hen", "egg"))
    fact(_named("egg", "hen"))
    with pytest.raises(RuntimeError, match="hen → egg → hen"):
        FactBook()["hen"]


def test_kept_facts_come_back_as_they_were():
    source = b'"""Doc."""\nimport os\n\nclass A(B):\n    @c.d(1)\n    def e(self, f: int, *g) -> None:\n        """S.\n\n        >>> 1\n        """\n'
    facts = read_module(source)
    assert decoded(encoded(facts)) == facts


def _named(name, needs):
    namespace = {}
    exec(f"def {name}({needs}): return {needs}", namespace)
    return namespace[name]
