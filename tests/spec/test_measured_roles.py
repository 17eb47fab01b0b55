"""Roles as people write them are understood as the ecosystem and the repositories that they mean."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handiwork.brief import Brief, understand_brief
from handiwork.catalog import Catalog, load_catalog

TODAY = date(2026, 8, 1)
ROLES, HELD_OUT = (
    tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))["role"]
    for name in ("roles.toml", "roles_held_out.toml")
)


@dataclass(frozen=True)
class Understood:
    """One role: what was found first, which of the guide's repositories were proposed and which were not.

    ``proposed`` and ``unnamed`` count all proposed repositories, and those that the text does not name.
    """

    role: dict[str, Any]
    first: str
    proposed: int
    unnamed: int
    there: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return self.first in self.role["ecosystem"]

    def line(self) -> str:
        """Return what went wrong as one line of a table."""
        text = " ".join(self.role["text"].split())[:70]
        wrong = "" if self.is_right else f"{self.first or 'nothing'}, not {' or '.join(self.role['ecosystem'])}"
        return f"{self.role['kind']:<10} {text:<70}  {wrong:<50} {', '.join(self.missing)}"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def understood(catalog) -> list[Understood]:
    return [look(catalog, role, understand_brief(None, catalog, role["text"], today=TODAY)) for role in ROLES]


def look(catalog: Catalog, role: dict[str, Any], brief: Brief) -> Understood:
    """Compare one brief with what the role means; names compare by what the catalogue calls them now."""
    present = {same(catalog, r.name) for r in brief.repositories}
    wanted = role["repositories"]
    there = tuple(name for name in wanted if same(catalog, name) in present)
    missing = tuple(name for name in wanted if name not in there)
    first = brief.ecosystems[0].name if brief.ecosystems else ""
    unnamed = sum(r.origin != "named" for r in brief.repositories)
    return Understood(role, first, len(brief.repositories), unnamed, there, missing)


def same(catalog: Catalog, name: str) -> str:
    known = catalog.repository(name)
    return (known.name if known else name).lower()


def table(rows: Iterable[Understood]) -> str:
    return "\n" + "\n".join(row.line() for row in rows)


def test_there_are_roles_of_every_kind_and_their_ecosystems_exist(catalog):
    kinds = {role["kind"] for role in ROLES}
    assert kinds == {
        *("document", "title", "sentence", "paragraph", "advert", "typos"),
        *("german", "french", "spanish", "negation"),
    }
    assert len(ROLES) >= 80
    assert {role["ecosystem"][0] for role in ROLES} <= {e.name for e in catalog.ecosystems}


def test_the_right_ecosystem_is_first_for_95_of_100_roles(understood):
    wrong = [u for u in understood if not u.is_right]
    assert 1 - len(wrong) / len(understood) >= 0.95, table(wrong)


def test_9_of_10_of_the_guides_key_repositories_are_proposed(understood):
    wanted = sum(len(u.role["repositories"]) for u in understood)
    found = sum(len(u.there) for u in understood)
    assert found / wanted >= 0.90, table(u for u in understood if u.missing)


def test_5_to_10_repositories_are_proposed_and_more_only_if_the_text_names_them_all(understood):
    wrong = [u for u in understood if not (5 <= u.proposed <= 10 or (u.proposed > 10 and not u.unnamed))]
    assert not wrong, table(wrong)


def test_roles_that_were_never_used_to_mend_it_fare_alike(catalog):
    briefs = [(role, understand_brief(None, catalog, role["text"], today=TODAY)) for role in HELD_OUT]
    wrong = [role["text"] for role, brief in briefs if brief.ecosystems[0].name not in role["ecosystem"]]
    assert 1 - len(wrong) / len(HELD_OUT) >= 0.95, wrong
