"""Facts of packages against what was read by hand."""

from tests.signal_trees import MemoryTree

from handiwork.evaluation.signals_facts import (
    COMPARED,
    ReadPackage,
    agreement_rows,
    disagreements,
    kept_agreement,
    our_facts,
    read_by_hand,
)


def test_thirty_packages_and_more_were_read_and_every_value_has_its_kind():
    packages = read_by_hand()
    lists = {"linters", "formatters", "type_checkers", "ci_systems"}
    texts = {"build_backend", "version_source", "requires_python", "licence_kind", "publishing"}
    kinds = {name: list if name in lists else str if name in texts else bool for name in COMPARED}
    wrong = [(p.name, k, v) for p in packages for k, v in p.facts.items() if type(v) is not kinds[k]]
    assert (len(packages) >= 30, wrong) == (True, [])


def test_the_kept_rows_are_about_the_facts_that_were_read():
    packages = read_by_hand()
    read = {name: sum(name in p.facts for p in packages) for name in COMPARED}
    assert {row["fact"]: row["packages"] for row in kept_agreement()["rows"]} == read


def test_what_differs_is_told_and_what_was_not_read_is_not_compared():
    ours = our_facts(MemoryTree({"ruff.toml": "", "a.py": ""}))
    package = ReadPackage("a", "1", "0", {"linters": ["ruff"], "hooks": True})

    assert disagreements(package, ours) == [("hooks", True, False)]
    rows = {row["fact"]: row for row in agreement_rows([(package, ours)])}
    assert (rows["linters"]["agree"], rows["hooks"]["beyond"], rows["ci_types"]["packages"]) == (1, ["a"], 0)
