"""A role's address: everything comes back from its canonical query, and links change one thing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.errors import UsageError
from handiwork.faces.web.reading import FieldsError, read_pairs
from handiwork.faces.web.role_query import RoleQuery

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    str.strip
)
QUERIES = st.builds(
    RoleQuery,
    role=WORDS,
    edit=st.lists(WORDS.map(lambda word: f"skill:{word}"), max_size=3).map(tuple),
    repo=st.lists(WORDS, max_size=2).map(tuple),
    since=st.none() | st.dates(),
    kind=st.lists(st.sampled_from(["commit", "review"]), max_size=2, unique=True).map(tuple),
    maintainers_only=st.booleans(),
    min_evidence=st.integers(0, 50),
    accounts=st.sampled_from(["known", "any"]),
    page=st.integers(1, 9),
)


@given(QUERIES)
def test_a_canonical_query_is_read_back_as_it_was(query):
    assert read_pairs(RoleQuery, query.pairs()) == query


def test_only_what_differs_from_the_defaults_is_written():
    assert RoleQuery(role="async web").to_query() == "role=async+web"
    assert RoleQuery(role="web", page=3).to_query(since=date(2025, 1, 31)) == "role=web&since=2025-01-31"


def test_an_edit_takes_the_place_of_an_older_one_about_the_same():
    query = RoleQuery(role="web", edit=("repo:a/b=0.5", "skill:django"))
    assert query.link("/brief", edit="-repo:A/b") == "/brief?role=web&edit=skill%3Adjango&edit=-repo%3AA%2Fb"
    assert query.link("/brief", edit="skill:django=2").endswith("edit=repo%3Aa%2Fb%3D0.5&edit=skill%3Adjango%3D2")


def test_what_is_added_in_a_field_becomes_an_edit():
    query = RoleQuery(role="web", add_repository=" pallets/flask ", add_skill="htmx")
    assert query.edits().repositories == {"pallets/flask": 1.0}
    assert query.edits().skills == {"htmx": 1.0}
    assert "add_repository" not in query.to_query()


def test_hidden_fields_carry_the_question_without_the_page_and_are_escaped():
    fields = str(RoleQuery(role='a "b" <c>', kind=("commit",), page=4).hidden())
    assert 'value="a &#34;b&#34; &lt;c&gt;"' in fields
    assert "page" not in fields
    assert fields.count("<input") == 2


@pytest.mark.parametrize("pairs", [[], [("role", "web"), ("page", "0")], [("role", "web"), ("since", "soon")]])
def test_a_wrong_field_is_named(pairs):
    with pytest.raises(FieldsError, match=r"role|page|since"):
        read_pairs(RoleQuery, pairs)


def test_an_unknown_kind_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'review'"):
        read_pairs(RoleQuery, [("role", "web"), ("kind", "revieu")]).options()


def test_empty_fields_of_a_form_count_as_absent():
    assert read_pairs(RoleQuery, [("role", "web"), ("since", ""), ("repo", " ")]) == RoleQuery(role="web")
