"""What a role text may not ask: it is declined with the reason, and the rest is understood as if it had not been there."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.brief import understand_brief
from handiwork.brief.declined import refused_in, without
from handiwork.brief.declined_patterns import ATTRIBUTES
from handiwork.catalog import load_catalog
from handiwork.errors import UsageError

VARIANTS = tomllib.loads((Path(__file__).parent / "declined_variants.toml").read_text(encoding="utf-8"))
ASKS = [(attribute, *text.split(" :: ")) for attribute, texts in VARIANTS["asks"].items() for text in texts]
LAWFUL = VARIANTS["lawful"]["texts"]
TODAY = date(2026, 3, 31)

ROLES = (
    "Senior Django engineer, REST APIs, PostgreSQL",
    "someone who has worked with FastAPI and SQLAlchemy to build async REST APIs",
    "Kubernetes operators in Go, not Java",
    "maintainer of Airflow providers, active in the last 12 months",
    "PyTorch research engineer with CUDA kernels. Nice to have: Rust.",
)


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def understood(catalog, text):
    found = understand_brief(None, catalog, text, today=TODAY)
    return {
        **{name: getattr(found, name) for name in ("ecosystems", "repositories", "skills", "words", "terms")},
        **{name: getattr(found, name) for name in ("seniority", "since", "constraints", "titles")},
    }


def test_there_are_more_than_two_hundred_variants_of_every_attribute():
    assert len(ASKS) + len(VARIANTS["held_out"]["texts"]) > 200
    assert len(LAWFUL) > 200
    assert set(VARIANTS["asks"]) == {attribute.name for attribute in ATTRIBUTES}


@pytest.mark.parametrize(("attribute", "text", "skills"), ASKS)
def test_what_is_asked_of_a_protected_attribute_is_declined_and_the_skills_stay(catalog, attribute, text, skills):
    found = understand_brief(None, catalog, text, today=TODAY)
    assert attribute in {each.attribute for each in found.declined}
    assert all(each.why for each in found.declined)
    assert [name for name in skills.split(", ") if not any(name in s.term for s in found.skills)] == []


@pytest.mark.parametrize("text", VARIANTS["held_out"]["texts"])
def test_what_was_written_before_the_patterns_were_tried_on_it_is_declined_too(text):
    assert refused_in(text)


@pytest.mark.parametrize("text", LAWFUL)
def test_what_asks_for_nothing_of_the_kind_is_left_as_it_is(text):
    assert refused_in(text) == ()


def test_of_the_48_queries_of_a_benchmark_the_three_that_ask_are_declined_and_no_other(shared):
    queries = json.loads((shared / "data" / "pearch_benchmark_queries.json").read_text(encoding="utf-8"))
    found = {n: [each.declined.attribute for each in refused_in(text)] for n, text in enumerate(queries)}
    assert len(queries) == 48
    assert {n: asked for n, asked in found.items() if asked} == {
        6: ["nationality"],
        16: ["native language"],
        40: ["ethnicity"],
    }


PHRASES = sorted(
    {each.declined.written for _, text, _ in ASKS for each in refused_in(text)}
    # Alone, these ask only of the person that the next words name: "female" of "female developer".
    - {
        each.declined.written
        for _, text, _ in ASKS
        for each in refused_in(text)
        if not refused_in(each.declined.written)
    }
)


@settings(max_examples=60)
@given(role=st.sampled_from(ROLES), phrase=st.sampled_from(PHRASES), is_first=st.booleans())
def test_a_role_with_what_is_declined_is_understood_as_the_role_without_it(catalog, role, phrase, is_first):
    text = f"{phrase}. {role}" if is_first else f"{role}. {phrase}."
    assert understood(catalog, text) == understood(catalog, role)


@settings(max_examples=40)
@given(text=st.lists(st.sampled_from([*PHRASES, *LAWFUL, *(text for _, text, _ in ASKS), "\n", "é", "İ"]), max_size=6))
def test_spans_are_in_order_do_not_overlap_and_only_they_are_blanked(text):
    text = ", ".join(text)
    found = refused_in(text)
    ends = [0, *(each.end for each in found)]
    assert all(before <= each.start < each.end <= len(text) for before, each in zip(ends, found, strict=False))
    left = without(text, found)
    assert len(left) == len(text)
    inside = {at for each in found for at in range(each.start, each.end)}
    assert all(left[at] == (" " if at in inside else text[at]) for at in range(len(text)))


def test_a_role_that_asks_for_nothing_else_is_refused_with_the_reason(catalog):
    with pytest.raises(UsageError, match=r"'Only women': sex and gender decide nothing here"):
        understand_brief(None, catalog, "Only women.", today=TODAY)


def test_a_brief_that_was_kept_says_what_was_declined(catalog):
    found = understand_brief(None, catalog, "Django developer under 30 years old", today=TODAY)
    again = type(found).from_dict(json.loads(json.dumps(found.to_dict())))
    assert again.declined == found.declined
    assert [(each.attribute, each.written) for each in again.declined] == [("age", "under 30 years old")]
    assert 'Declined, and without any part in the answer: "under 30 years old" (age).' in found.notes
