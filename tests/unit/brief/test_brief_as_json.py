"""A brief as JSON: what is written is read, and what is wrong is said with its key."""

import json
from datetime import date

import pytest

from handiwork.brief import Brief, parse_edits, reopen_brief
from handiwork.errors import UsageError

TODAY = date(2026, 3, 31)


def test_what_is_written_is_read(with_index):
    brief = with_index(
        "Senior kettle engineer, 5+ years, last 12 months, not toaster, maintainer of things, remote",
        edits=parse_edits(["repo:flora/compost=0.5", "-skill:python"]),
    )

    assert Brief.from_dict(json.loads(json.dumps(brief.to_dict()))) == brief


def test_the_text_alone_is_enough():
    assert Brief.from_dict({"text": "kettle"}) == Brief(text="kettle")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "brief is not an object: []"),
        ({}, "brief.text is missing; it must be a text"),
        ({"text": 3}, "brief.text is 3; it must be a text"),
        ({"text": "a", "skils": []}, "brief.skils is unknown; did you mean 'skills'?"),
        ({"text": "a", "skills": [{"term": "b", "weight": 11}]}, "brief.skills[0].weight is 11; it must be a number"),
        ({"text": "a", "skills": {}}, "brief.skills is {}; it must be a list of objects"),
        ({"text": "a", "repositories": ["x/y"]}, "brief.repositories[0] is not an object: 'x/y'"),
        ({"text": "a", "repositories": [{"name": "x/y", "origin": "god"}]}, "must be one of named, catalogue, text"),
        ({"text": "a", "repositories": [{"name": "x/y", "repo_numbers": [-1]}]}, "must be a list of whole numbers"),
        ({"text": "a", "since": "tomorrow"}, "brief.since is 'tomorrow'; it must be a day such as 2025-01-31"),
        ({"text": "a", "terms": {"x": 1}}, "brief.terms.x is no number of a term"),
        ({"text": "a", "format": 9}, "brief.format is 9; it must be 1"),
        ({"text": "a", "notes": "n"}, "brief.notes is 'n'; it must be a list of texts"),
        ({"text": "a", "edits": {"drop_since": 1}}, "brief.edits.drop_since is 1; it must be true or false"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_it_must_be(value, said):
    with pytest.raises(UsageError) as refused:
        Brief.from_dict(value)
    assert said in str(refused.value)


def test_every_problem_is_listed():
    with pytest.raises(UsageError) as refused:
        Brief.from_dict({"skills": 1, "extra": 2})
    assert str(refused.value).count("\n  - ") == 3


def test_a_brief_edited_by_hand_keeps_its_edits_when_it_is_opened_again(with_index, index, catalog):
    kept = with_index("kettle and irrigation").to_dict()
    kept["repositories"] = [r for r in kept["repositories"] if r["name"] != "acme/toaster"]
    kept["repositories"].append({"name": "wide/infuser"})
    kept["skills"][0]["weight"] = 0.5
    kept["since"] = "2025-01-01"

    again = reopen_brief(index, catalog, Brief.from_dict(kept), today=TODAY)

    found = {r.name: r for r in again.repositories}
    assert "acme/toaster" not in found
    assert (found["wide/infuser"].why, found["wide/infuser"].origin) == (
        "You added it; 7 people of the index worked on it.",
        "named",
    )
    assert {s.term: s.weight for s in again.skills}["kettle"] == 0.5
    assert again.since == date(2025, 1, 1)


def test_a_brief_opened_unchanged_is_the_same_brief(with_index, index, catalog):
    brief = with_index("kettle and irrigation in the last year")

    assert reopen_brief(index, catalog, brief, today=TODAY) == brief


def test_a_brief_made_without_an_index_gets_the_numbers_of_one(understood, index, catalog):
    again = reopen_brief(index, catalog, understood("kettle"), today=TODAY)

    assert (again.index, len(again.terms) > 0) == (index.name, True)
    assert {r.name: r.repo_numbers for r in again.repositories}["acme/kettle"] == tuple(
        index.repository_numbers("acme/kettle")
    )
