"""The rules of the brief, with the catalogue that comes with the program: a role, and what it means."""

from datetime import date

import pytest

from handiwork.brief import parse_edits, understand_brief
from handiwork.catalog import load_catalog

TODAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def brief(catalog):
    def brief(text, *edits):
        return understand_brief(None, catalog, text, edits=parse_edits(edits), today=TODAY)

    return brief


def field(brief):
    return brief.ecosystems[0].name


def terms(brief):
    return {s.term for s in brief.skills}


def repositories(brief):
    return {r.name for r in brief.repositories}


def test_the_frameworks_of_a_role_name_its_field_and_its_repositories(brief):
    found = brief("someone who has worked with FastAPI and SQLAlchemy to build async REST APIs")

    assert field(found) == "python-web"
    assert [r.name for r in found.repositories if r.origin == "named"] == [
        "fastapi/fastapi",
        "sqlalchemy/sqlalchemy",
    ]
    assert 5 <= len(found.repositories) <= 10


def test_a_repository_is_named_by_its_short_name_its_alias_or_a_former_name(brief):
    found = brief("tiangolo/fastapi, vLLM, sklearn, TGI")

    assert {r.name for r in found.repositories if r.origin == "named"} == {
        "fastapi/fastapi",
        "huggingface/text-generation-inference",
        "scikit-learn/scikit-learn",
        "vllm-project/vllm",
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Airflow: DAGs, schedulers and dbt models", "data-engineering"),
        ("mypy and typeshed", "testing-and-typing"),
        ("Ansible collections and Terraform modules", "devops"),
        ("React server components and Redux", "react-frontend"),
        ("Spring Boot microservices in Java", "java-backend"),
        ("tokio and async Rust services", "rust-web"),
    ],
)
def test_the_most_specific_words_decide_the_field(brief, text, name):
    assert field(brief(text)) == name


@pytest.mark.parametrize("text", ["Wir suchen einen Entwickler für FastAPI und SQLAlchemy",
                                  "Nous cherchons un développeur FastAPI et SQLAlchemy",
                                  "Buscamos una desarrolladora con experiencia en FastAPI y SQLAlchemy",
                                  "Procuramos uma pessoa com experiência em FastAPI e SQLAlchemy",
                                  "Cerchiamo uno sviluppatore con FastAPI e SQLAlchemy",
                                  "Wij zoeken een ontwikkelaar met FastAPI en SQLAlchemy"])  # fmt: skip
def test_technical_words_are_understood_in_other_languages_and_grammar_is_left_out(brief, text):
    found = brief(text)

    assert (field(found), terms(found) >= {"fastapi", "sqlalchemy"}) == ("python-web", True)
    assert found.unknown == ()
    assert found.language != "en"


def test_typos_are_mended_and_said(brief):
    found = brief("Kuberntes and Pytroch engineer")

    assert {"kubernetes", "pytorch"} <= terms(found)
    assert '"Pytroch" is read as "pytorch".' in found.notes


def test_what_is_turned_down_adds_neither_skill_nor_repository(brief):
    found = brief("Python web engineer with Flask, not Django, no React work")

    assert "flask" in terms(found)
    assert {"django", "react"} & terms(found) == set()
    assert "django/django" not in repositories(found)


def test_company_talk_and_benefits_name_no_field(brief):
    found = brief(
        "Data engineer with Airflow\n\nAbout us\nWe love React, Vue, Angular and Kubernetes.\n\n"
        "Benefits\n- Django Fridays, great communication, attention to detail, health insurance"
    )

    assert field(found) == "data-engineering"
    assert {"react", "vue", "angular", "django", "kubernetes"} & terms(found) == set()
    assert {"About us", "Benefits"} <= set(found.ignored)


def test_what_would_be_nice_weighs_less_than_what_is_asked_for(brief):
    weights = {s.term: s.weight for s in brief("FastAPI engineer. Nice to have: Airflow").skills}

    assert weights["fastapi"] == 1.0
    assert min(weights.values()) < 0.5


def test_ordinary_english_words_are_not_taken_for_technologies(brief):
    found = brief("You express ideas well, react fast, go far and keep a rich, black sense of humour with pandas")

    assert {"express", "react", "go", "rich", "black"} & terms(found) == set()


def test_seniority_recency_and_constraints_are_read_and_only_what_is_about_work_counts(brief):
    found = brief("Senior Django engineer active in the last 12 months, maintainers only, remote, fluent in English")

    assert (found.seniority.level, found.since, found.since_cue) == (
        "senior", date(2025, 3, 31), "in the last 12 months")  # fmt: skip
    assert {c.kind: c.is_about_work for c in found.constraints} == {
        "contribution": True,
        "location": False,
        "language": False,
    }
    assert found.notes[-1] == "Named and not applied, as public work does not show it: language, location."


def test_everything_can_be_edited(brief):
    found = brief(
        "Django engineer", "repo:pallets/flask=0.5", "-repo:django/django", "ecosystem:devops=0.2", "skill:celery"
    )

    assert {r.name: r.weight for r in found.repositories}["pallets/flask"] == 0.5
    assert "django/django" not in repositories(found)
    assert {e.name: e.weight for e in found.ecosystems}["devops"] == 0.2
    assert "celery" in terms(found)
