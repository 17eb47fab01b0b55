"""Properties of the brief: any text, any edits, whatever the order."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.brief import Brief, BriefEdits, understand_brief
from handiwork.catalog import load_catalog
from handiwork.errors import UsageError

TODAY = date(2026, 3, 31)
PIECES = [
    "FastAPI", "vllm", "not", "no", "Django", "or", "and", ",", ".", "\n", "Nice to have:", "Benefits", "Requirements:",
    "senior", "5+ years", "in the last 12 months", "based in Berlin", "wir suchen", "pas de", "pytroch", "engineer",
    "apache/airflow", "C++", ".NET", "Node.js", "🙂", "\0", "http://x.example/y", "not from ACME's repositories", "use",
    "machine learning", "is a plus", "instead of", "Kubernetes", "go", "\t", "'", "zymurgy",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.text(max_size=60))
ROLE = "FastAPI and Airflow engineer, Kafka would be nice, active in the last year"
WEIGHTS = st.sampled_from([0.0, 0.25, 1.0, 2.0])
EDITS = st.builds(
    BriefEdits,
    repositories=st.dictionaries(st.sampled_from(["apache/airflow", "django/django", "x/y"]), WEIGHTS, max_size=2),
    ecosystems=st.dictionaries(st.sampled_from(["ai", "devops", "python-web"]), WEIGHTS, max_size=2),
    skills=st.dictionaries(st.sampled_from(["fastapi", "celery", "kafka", "tea"]), WEIGHTS, max_size=2),
    since=st.sampled_from([None, date(2025, 1, 1)]),
)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def understood(catalog, text, edits=None):
    try:
        return understand_brief(None, catalog, text, edits=edits, today=TODAY)
    except UsageError as error:
        return str(error)


@given(text=TEXTS)
def test_any_text_is_understood_or_refused_and_always_the_same_way(catalog, text):
    assert understood(catalog, text) == understood(catalog, text)


@given(text=TEXTS, edits=EDITS)
def test_a_brief_survives_json(catalog, text, edits):
    brief = understood(catalog, text, edits)

    if isinstance(brief, Brief):
        assert Brief.from_dict(json.loads(json.dumps(brief.to_dict()))) == brief


@given(text=TEXTS)
def test_weights_are_in_their_range_and_in_order(catalog, text):
    brief = understood(catalog, text)

    if isinstance(brief, Brief):
        weights = [e.weight for e in brief.ecosystems]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < r.weight <= 1 for r in brief.repositories)
        assert all(0 < s.weight <= 1 for s in brief.skills)


@given(first=EDITS, second=EDITS)
def test_edits_of_different_things_commute(catalog, first, second):
    for kind in ("repositories", "ecosystems", "skills"):
        for name in getattr(first, kind).keys() & getattr(second, kind).keys():
            getattr(second, kind)[name] = getattr(first, kind)[name]

    assert understood(catalog, ROLE, first.then(second)) == understood(catalog, ROLE, second.then(first))


@given(edits=EDITS)
def test_an_edit_does_what_it_says(catalog, edits):
    brief = understood(catalog, ROLE, edits)
    weights = {
        "repositories": {r.name.lower(): r.weight for r in brief.repositories},
        "ecosystems": {e.name: e.weight for e in brief.ecosystems},
        "skills": {s.written.lower(): s.weight for s in brief.skills},
    }

    for kind, found in weights.items():
        for name, weight in getattr(edits, kind).items():
            assert found.get(name, 0.0) == weight, (kind, name)


@given(text=st.lists(st.sampled_from(["FastAPI", "Kafka", "dbt", "vLLM"]), min_size=1, max_size=4).map(", ".join))
def test_turning_everything_down_leaves_nothing_to_look_for(catalog, text):
    assert "only says what it is not" in understood(catalog, f"not {text.replace(', ', ' or ')}")
