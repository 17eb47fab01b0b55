"""Words become terms, the same for documents and queries."""

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.index.text import WORD_RE2, QueryWord, analyse, analyse_all, query_words, words_of
from handiwork.index.vocabulary import vocabulary
from handiwork.index.words import FUNCTION_WORDS, ROLE_WORDS


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("routing", ("rout",)),
        ("FastAPI", ("fastapi", "fast", "api")),
        ("APIs", ("api",)),
        ("HTTPServer", ("httpserver", "http", "server")),
        ("create_engine", ("createengin", "creat", "engin")),
        ("__init__", ("init",)),
        ("oauth2", ("oauth2", "oauth")),
        ("to_do", ("todo",)),
        ("dns", ("dns",)),
        ("C++", ("cpp",)),
        ("C#", ("csharp",)),
        ("fix#", ("fix",)),
        ("c", ("c",)),
        ("Größe", ("größe",)),
        ("日本", ("日本",)),
        ("the", ()),
        ("2024", ()),
        ("1e5d2f9a", ()),
        ("_", ()),
        ("x" * 41, ()),
    ],
)
def test_a_word_becomes_its_own_term_and_those_of_its_parts(word, terms):
    assert analyse(word) == terms


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


# Letters that Unicode had before either of the two was built.
@given(st.text(st.one_of(st.characters(max_codepoint=0x24F), st.sampled_from("жЖאबあ漢字한٣Ⅳ½²_+#-."))))
def test_the_engine_cuts_words_as_python_does(engine, text):
    found = engine.execute("SELECT regexp_extract_all(?, ?)", [text.replace("\0", " "), WORD_RE2]).fetchall()[0][0]

    assert [w for w in found if analyse(w)] == [w for w in words_of(text.replace("\0", " ")) if analyse(w)]


@given(st.text(max_size=60))
def test_terms_are_distinct_and_never_empty(text):
    for word in words_of(text):
        terms = analyse(word)
        assert len(set(terms)) == len(terms)
        assert all(terms)


def test_distinct_words_are_numbered_by_their_terms_in_order():
    terms, meanings = vocabulary(pa.array(["fastLoop", "loop", "the"]))

    assert terms.to_pylist() == ["fast", "fastloop", "loop"]
    assert meanings.to_pydict() == {"word": ["fastLoop", "fastLoop", "fastLoop", "loop"], "term": [1, 0, 2, 2]}
    assert list(analyse_all(["the", "loops"])) == [("loops", "loop")]


def test_a_query_keeps_what_means_something_and_joins_neighbours():
    words, left_out = query_words("Senior FastAPI engineer, snack bar; FastAPI in 2024")

    assert words == [
        QueryWord("FastAPI", "fastapi", ("fast", "api")),
        QueryWord("snack", "snack"),
        QueryWord("bar", "bar"),
        QueryWord("snack bar", "snackbar", is_pair=True),
        QueryWord("bar FastAPI", "barfastapi", is_pair=True),
    ]
    assert left_out == ["Senior", "engineer", "in", "2024"]


def test_no_word_is_listed_twice_or_in_capitals():
    assert not FUNCTION_WORDS & ROLE_WORDS
    assert all(word == word.lower() for word in FUNCTION_WORDS | ROLE_WORDS)
