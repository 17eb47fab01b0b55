"""Topics are read whole, or refused with every line that is wrong."""

import json
from datetime import date

import pytest

from handiwork.errors import InputError
from handiwork.evaluation import Text, Topic, read_topics

GOOD = {"id": "acme/web:dns", "project": "acme/web", "query": "dns", "query_nl": "Manage names", "relevant": ["ada_l"]}


@pytest.fixture
def read(tmp_path):
    def read(*lines):
        path = tmp_path / "topics.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return read_topics(path)

    return read


def test_a_line_becomes_a_topic_and_what_it_says_beside_is_ignored(read):
    line = {**GOOD, "as_of": "2024-05-28", "kind": "label", "nl_source": "somewhere"}
    assert read(line) == (
        Topic(
            id="acme/web:dns",
            project="acme/web",
            query="dns",
            query_nl="Manage names",
            relevant=("ada_l",),
            as_of=date(2024, 5, 28),
            kind="label",
        ),
    )


def test_a_login_that_comes_twice_in_any_case_counts_once(read):
    (topic,) = read({**GOOD, "relevant": ["Ada_L", "bob_k", "ada_l "]})
    assert topic.relevant == ("Ada_L", "bob_k")


def test_empty_lines_are_skipped_and_the_order_is_that_of_the_file(read):
    assert [t.id for t in read({**GOOD, "id": "z"}, "", {**GOOD, "id": "a"})] == ["z", "a"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [(Text.QUERY, "dns"), (Text.QUERY_NL, "Manage names"), (Text.BOTH, "dns Manage names")],
)
def test_the_text_that_is_asked_is_the_one_that_is_wanted(read, text, asked):
    assert read(GOOD)[0].text(text) == asked


def test_a_topic_without_a_sentence_has_neither_the_sentence_nor_both(read):
    (topic,) = read({**GOOD, "query_nl": None})
    assert [topic.text(t) for t in Text] == ["dns", None, None]


def test_every_wrong_line_is_named_with_what_is_wrong_with_it(read):
    with pytest.raises(InputError) as told:
        read(
            GOOD,
            "{not json",
            "[]",
            {**GOOD, "id": "b", "project": "web"},
            {**GOOD, "id": "c", "relevant": []},
            {**GOOD, "id": "d", "relevant": "ada_l"},
            {**GOOD, "id": "e", "as_of": "last May"},
            {**GOOD, "id": "f", "query": None, "query_nl": " "},
            {**GOOD, "id": "g", "query": 7},
            {"id": "h"},
            GOOD,
        )
    lines = str(told.value).splitlines()
    assert lines[0] == "topics.jsonl has 12 problem(s); mend these lines:"
    assert [line.split("(")[0].strip() for line in lines[1:]] == [
        "- line 2: no JSON",
        "- line 3: no JSON object",
        "- line 4: project is 'web', but must be owner/name",
        "- line 5: relevant is [], but must be a list of at least one login",
        "- line 6: relevant is 'ada_l', but must be a list of at least one login",
        "- line 7: as_of is 'last May', but must be a day such as 2024-05-28",
        "- line 8: neither query nor query_nl has a text",
        "- line 9: query is 7, but must be a text",
        "- line 10: project is missing",
        "- line 10: neither query nor query_nl has a text",
        "- line 10: relevant is None, but must be a list of at least one login",
        "- line 11: the id 'acme/web:dns' is that of line 1 already",
    ]


def test_an_id_that_comes_twice_is_named_with_both_lines(read):
    with pytest.raises(InputError, match="line 2: the id 'acme/web:dns' is that of line 1 already"):
        read(GOOD, GOOD)


def test_only_the_first_twenty_problems_are_listed(read):
    with pytest.raises(InputError) as told:
        read(*["no"] * 30)
    assert (str(told.value).count("line "), str(told.value).splitlines()[-1]) == (20, "  - … and 10 more")


def test_a_file_without_a_topic_or_without_being_there_is_refused(read, tmp_path):
    with pytest.raises(InputError, match="has no topic"):
        read("")
    with pytest.raises(InputError, match="cannot be read"):
        read_topics(tmp_path / "nowhere.jsonl")
