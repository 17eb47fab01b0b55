"""The catalogue that comes with the package is complete, consistent and quick to load."""

import re
import subprocess
import sys
import tomllib
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from handiwork.catalog import Catalog, load_catalog, read_catalog
from handiwork.catalog.compiled import COMPILED_NAME, compiled_text, digest_of, read_compiled
from handiwork.errors import NotFoundError
from handiwork.privacy.addresses import has_address

_DATA = Path(sys.modules["handiwork.catalog"].__file__ or "").parent / "data"
_OF_THE_GUIDE = {
    "ai": [
        "pytorch/pytorch",
        "tensorflow/tensorflow",
        "huggingface/transformers",
        "langchain-ai/langchain",
        "openai/openai-python",
        "scikit-learn/scikit-learn",
        "vllm-project/vllm",
    ],
    "llm-applications": ["langchain-ai/langchain", "run-llama/llama_index", "deepset-ai/haystack"],
    "llm-serving": ["vllm-project/vllm", "huggingface/text-generation-inference", "huggingface/transformers"],
    "python-web": [
        "fastapi/fastapi",
        "django/django",
        "pallets/flask",
        "Kludex/starlette",
        "sqlalchemy/sqlalchemy",
        "sqlalchemy/alembic",
        "pydantic/pydantic",
    ],
    "data-engineering": ["apache/airflow", "pola-rs/polars", "pandas-dev/pandas", "dbt-labs/dbt-core"],
    "data-analysis": ["pandas-dev/pandas", "jupyter/notebook"],
    "devops": ["ansible/ansible"],
    "python-tooling": ["astral-sh/ruff", "astral-sh/uv", "psf/black", "pypa/setuptools", "pypa/hatch"],
    "python-language": ["python/cpython"],
    "testing-and-typing": ["pytest-dev/pytest", "python/mypy", "microsoft/pyright", "pydantic/pydantic"],
}
"""What the sourcing guide of March 2026 names for each field it describes."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_the_catalogue_is_read_once() -> None:
    assert load_catalog() is load_catalog()


def test_the_ecosystems_are_there_by_name_and_in_order(catalog: Catalog) -> None:
    names = [e.name for e in catalog.ecosystems]
    assert names == sorted(set(names))
    assert set(_OF_THE_GUIDE) <= set(names)
    assert len(names) >= 28
    assert len({r.name for e in catalog.ecosystems for r in e.repositories}) >= 340
    assert catalog.ecosystem(" Python-Web ").title == "Python web back ends"


@pytest.mark.parametrize("name", sorted(_OF_THE_GUIDE))
def test_the_repositories_that_the_guide_names_for_a_field_are_key_to_it(catalog: Catalog, name: str) -> None:
    names = {r.name for r in catalog.ecosystem(name).key_repositories}
    assert sorted(set(_OF_THE_GUIDE[name]) - names) == []


def test_every_ecosystem_is_whole(catalog: Catalog) -> None:
    for e in catalog.ecosystems:
        assert 8 <= len(e.repositories) <= 16, e.name
        assert len(e.vocabulary) >= 12, e.name
        assert len(e.packages) >= 10, e.name
        assert len(e.example_roles) >= 3, e.name
        assert len(e.titles) >= 8, e.name
        assert min(map(len, (e.languages, e.related, e.signals, e.communities, e.exercises))) >= 1, e.name


def test_every_repository_says_what_it_shows_and_what_a_role_may_call_it(catalog: Catalog) -> None:
    repositories = [r for e in catalog.ecosystems for r in e.repositories]
    assert [r.name for r in repositories if len(r.shows) < 60 or len(r.topics) < 4] == []
    shown = [r.shows for r in repositories]
    assert len(set(shown)) == len(shown)


def test_salaries_are_those_of_the_guide(catalog: Catalog) -> None:
    bands = {(s.low, s.high, s.currency, s.region, s.kind) for e in catalog.ecosystems for s in e.salaries}
    assert bands == {
        (130_000, 200_000, "USD", "US", "total compensation"),
        (150_000, 250_000, "USD", "US", "total compensation"),
    }
    assert {(s.source, s.as_of) for e in catalog.ecosystems for s in e.salaries} == {
        ("sourcing guide, March 2026", "2026-03")
    }


@pytest.mark.parametrize(
    "told",
    [
        "53 %",
        "5 to 10 %",
        "40 to 60 %",
        "20 to 25 %",
        "18 to 20 million",
        "less than 5 %",
        "3 to 4 times",
        "more than 2,500 contributors",
        "about 20 % a year",
        "perhaps 5 %",
        "TIOBE",
    ],
)
def test_a_figure_of_the_guide_is_a_hiring_fact(catalog: Catalog, told: str) -> None:
    facts = [f for e in catalog.ecosystems for f in e.facts if told in f.text]
    assert facts
    assert {f.source for f in facts} == {"sourcing guide, March 2026"}


def test_the_communities_and_conferences_of_the_guide_are_there(catalog: Catalog) -> None:
    communities = {c.name for e in catalog.ecosystems for c in e.communities}
    conferences = {c.name for e in catalog.ecosystems for c in e.conferences}
    assert {
        "Python Discord",
        "r/Python",
        "r/learnpython",
        "Hacker News",
        "Hugging Face",
        "Papers With Code",
        "MLOps Community",
    } <= communities
    assert {"PyCon", "PyData", "EuroPython"} <= conferences


def test_the_compiled_catalogue_is_that_of_the_files() -> None:
    compiled = read_compiled(_DATA)
    assert compiled is not None, "run make docs"
    strict = read_catalog(_DATA, trust_compiled=False)
    assert compiled == strict
    assert (_DATA / COMPILED_NAME).read_text(encoding="utf-8") == compiled_text(strict, digest_of(_DATA))


@pytest.mark.parametrize(
    ("ecosystem", "alias", "term"),
    [
        ("llm-serving", "tgi", "text generation inference"),
        ("ai", "sklearn", "scikit-learn"),
        ("ai", "maschinelles lernen", "machine learning"),
        ("ai", "apprentissage automatique", "machine learning"),
        ("llm-applications", "rag", "retrieval augmented generation"),
        ("data-engineering", "etl", "extract transform load"),
        ("python-web", "drf", "django rest framework"),
        ("python-web", "k8s", "kubernetes"),
        ("data-engineering", "pyspark", "apache spark"),
    ],
)
def test_a_short_form_stands_under_its_term(catalog: Catalog, ecosystem: str, alias: str, term: str) -> None:
    assert alias in catalog.ecosystem(ecosystem).vocabulary[term]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("tiangolo/fastapi", "fastapi/fastapi"),
        ("FastAPI/FastAPI", "fastapi/fastapi"),
        ("encode/starlette", "Kludex/starlette"),
        ("ENCODE/Uvicorn", "Kludex/uvicorn"),
        ("hwchase17/langchain", "langchain-ai/langchain"),
        ("airbnb/airflow", "apache/airflow"),
        ("apache/incubator-airflow", "apache/airflow"),
        ("fishtown-analytics/dbt", "dbt-labs/dbt-core"),
        ("ritchie46/polars", "pola-rs/polars"),
        ("charliermarsh/ruff", "astral-sh/ruff"),
        ("microsoft/lightgbm", "lightgbm-org/LightGBM"),
        ("home-assistant/home-assistant", "home-assistant/core"),
        ("google/jax", "jax-ml/jax"),
    ],
)
def test_a_repository_is_found_by_any_name_in_any_case(catalog: Catalog, asked: str, name: str) -> None:
    found = catalog.repository(asked)
    assert found is not None
    assert found.name == name


def test_a_shared_repository_stands_for_several_ecosystems_its_own_first(catalog: Catalog) -> None:
    names = [e.name for e in catalog.ecosystems_of("PANDAS-dev/pandas")]
    assert names[0] == "data-engineering"
    assert "data-analysis" in names[1:]
    assert names[1:] == sorted(names[1:])
    assert catalog.ecosystems_of("pydata/pandas") == catalog.ecosystems_of("pandas-dev/pandas")
    assert catalog.ecosystems_of("nobody_n/nothing") == ()


def test_a_repository_that_is_not_a_key_repository_is_none(catalog: Catalog) -> None:
    assert catalog.repository("nobody_n/nothing") is None


@pytest.mark.real
def test_every_history_of_an_ecosystem_is_found_by_its_published_name(catalog: Catalog, shared: Path) -> None:
    published = [p.name.split(".fe.")[0].replace("__", "/") for p in (shared / "data" / "git").glob("*.zst")]
    found = sorted(n for n in published if catalog.repository(n) is not None)
    assert "encode/starlette" in found
    assert len(found) >= 20


def test_an_unknown_ecosystem_names_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError, match=r"'pyton-web'; did you mean python-web or"):
        catalog.ecosystem("pyton-web")
    with pytest.raises(NotFoundError, match=r"there are .*ai, .*data-engineering, .*python-web"):
        catalog.ecosystem("zzzzzz")


def test_every_repository_name_is_well_formed_and_belongs_to_one_repository(catalog: Catalog) -> None:
    repositories = [r for e in catalog.ecosystems for r in e.repositories]
    names = [n for r in repositories for n in (r.name, *r.former_names)]
    assert [n for n in names if not re.fullmatch(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", n)] == []
    assert len({n.lower() for n in names}) == len(names)
    ids = [r.repo_id for r in repositories if r.repo_id is not None]
    assert len(set(ids)) == len(ids)


def test_gaps_are_ordered_and_do_not_overlap_within_a_kind(catalog: Catalog) -> None:
    assert list(catalog.gaps) == sorted(catalog.gaps, key=lambda g: (g.first_hour, g.kind))
    for kind in ("missing", "thin"):
        gaps = [g for g in catalog.gaps if g.kind == kind]
        assert all(g.first_hour <= g.last_hour for g in gaps)
        assert all(a.last_hour < b.first_hour for a, b in pairwise(gaps))


@pytest.mark.parametrize(
    ("hour", "kind"),
    [
        (datetime(2012, 3, 11, 2), "missing"),
        (datetime(2013, 3, 10, 2), "missing"),
        (datetime(2014, 3, 9, 2), "missing"),
        (datetime(2018, 10, 22, 0), "missing"),
        (datetime(2025, 10, 9, 0), "missing"),
        (datetime(2025, 10, 14, 23), "missing"),
        (datetime(2015, 1, 5, 20), "thin"),
        (datetime(2021, 9, 11, 9), "thin"),
        (datetime(2026, 8, 12, 14), "thin"),
        (datetime(2015, 1, 1, 1), None),
        (datetime(2024, 1, 15, 9), None),
    ],
)
def test_a_known_gap_is_known(catalog: Catalog, hour: datetime, kind: str | None) -> None:
    assert {g.kind for g in catalog.gaps if g.first_hour <= hour <= g.last_hour} == ({kind} - {None})


@pytest.mark.real
def test_no_hour_that_is_there_in_full_is_called_a_gap(catalog: Catalog, shared: Path) -> None:
    hours = [p.name.removesuffix(".json.gz") for p in (shared / "data" / "gharchive").glob("*.json.gz")]
    assert len(hours) == 11
    for name in hours:
        day, _, number = name.rpartition("-")
        hour = datetime.fromisoformat(day) + timedelta(hours=int(number))
        assert [g for g in catalog.gaps if g.first_hour <= hour <= g.last_hour] == []


def test_every_origin_that_is_ingested_first_has_a_licence_with_attribution(catalog: Catalog) -> None:
    terms = {licence.origin: licence for licence in catalog.licences}
    assert terms["gharchive"].licence == "CC-BY-4.0"
    assert {"git", "github", "pypi"} <= set(terms)
    assert list(terms) == sorted(terms)


def test_at_least_150_machines_are_known_each_with_what_it_does(catalog: Catalog) -> None:
    assert len(catalog.bots.logins) >= 150
    assert {catalog.bots.categories[login] for login in catalog.bots.logins} >= {
        "dependency",
        "ci",
        "review",
        "release",
        "cla",
        "stale",
        "ai_agent",
    }


def test_the_catalogue_holds_no_address() -> None:
    tables = [tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted(_DATA.rglob("*.toml"))]
    assert len(tables) == len(load_catalog().ecosystems) + 3
    assert [text for text in _texts(tables) if has_address(text.replace("[^@]*", ""))] == []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for v in inner for text in _texts(v)]


def test_importing_the_catalogue_loads_nothing_heavy() -> None:
    program = (
        "import sys; from handiwork.catalog import load_catalog; load_catalog(); "
        "print(sorted({'duckdb', 'ibis', 'pandas', 'pyarrow', 'pydantic', 'sqlalchemy', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


_MACHINES = [
    "dependabot[bot]",
    "some-new-app[BOT]",
    "Renovate Bot",
    "pyup.io bot",
    "pre-commit-ci",
    "GitHub Actions",
    "github-actions",
    "GitHub Merge Button",
    "Travis CI",
    "CircleCI",
    "semantic-release-bot",
    "Haystack Bot",
    "Angular Robot",
    "FishtownBuildBot",
    "piwik-auto-commit-bot",
    "Step Security Bot",
    "knative-automation",
    "svc-builder",
    "Copilot",
    "Claude Opus 4.5",
    "Cursor Agent",
]
_PEOPLE = [
    "Jane Talbot",
    "Jo Barbot",
    "Jan Bot",
    "Ada Abbott",
    "Robot Jelly",
    "Mr Robot",
    "ada_bot_l",
    "jane_talbot",
    "Claude Roe",
    "Claude",
    "Devin Roe",
    "Travis Roe",
    "Jane Jenkins",
    "Jules Roe",
    "Cursor Roe",
    "Alex Build",
    "Ro Bott",
    "",
]


@pytest.mark.parametrize("name", _MACHINES)
def test_a_name_that_only_a_machine_has_is_a_machine(catalog: Catalog, name: str) -> None:
    assert catalog.bots.is_machine_name(name)


@pytest.mark.parametrize("name", [*_PEOPLE, None])
def test_a_person_with_a_name_like_a_machine_stays_a_person(catalog: Catalog, name: str | None) -> None:
    assert not catalog.bots.is_machine_name(name)


def test_the_engine_reads_the_name_patterns_as_python_does(catalog: Catalog) -> None:
    names = [*_MACHINES, *_PEOPLE]
    with duckdb.connect() as engine:
        rows = engine.execute(
            "SELECT list_transform(?::VARCHAR[], lambda n: len(list_filter(?::VARCHAR[], lambda p: regexp_matches(n, p))) > 0)",
            [names, list(catalog.bots.name_patterns)],
        ).fetchone()
    assert rows is not None
    assert rows[0] == [catalog.bots.is_machine_name(n) for n in names]
