"""Notices: when they are due, and that the text tells in each language what Article 14 asks for."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handiwork.desk.drafts import Operator
from handiwork.desk.notices import DAYS, LANGUAGES, NoticeBook, NoticeMatter, due_on, notice_text
from handiwork.errors import UsageError
from handiwork.state.database import Database

OPERATOR = Operator("Acme Tools", "https://acme.example/contact", "https://acme.example/your-data")
MATTER = NoticeMatter(OPERATOR, [("GH Archive", "https://www.gharchive.org"), ("the package index", "")], 12, 24)
TOLD = {
    "en": ["Article 6(1)(f)", "legitimate interest", "12 months", "24 months", "object", "erased", "complain", "not sold"],
    "de": ["Artikel 6 Absatz 1", "berechtigtes", "12 Monate", "24 Monate", "widersprechen", "Löschung", "beschweren", "verkauft"],
    "fr": ["article 6, paragraphe 1", "intérêt", "12 mois", "24 mois", "opposer", "effacer", "autorité", "vendu"],
    "es": ["artículo 6, apartado 1", "interés", "12 meses", "24 meses", "oponerse", "suprimirlos", "autoridad", "vende"],
}  # fmt: skip


@given(since=st.dates(date(2020, 1, 1), date(2030, 1, 1)), after=st.none() | st.integers(0, 400))
def test_a_notice_is_due_within_the_shortest_month_or_with_the_first_contact(since, after):
    contacted = None if after is None else since + timedelta(days=after)
    due = due_on(since, contacted)
    assert since <= due <= since + timedelta(days=DAYS)
    assert contacted is None or due <= contacted
    assert due in {contacted, since + timedelta(days=DAYS)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_tells_who_why_what_from_where_to_whom_how_long_and_which_rights(language):
    text = notice_text(MATTER, language)
    assert [word for word in TOLD[language] if word not in text] == []
    for each in (
        "Acme Tools",
        "https://acme.example/contact",
        "https://acme.example/your-data",
        "GH Archive: https://",
    ):
        assert each in text
    assert "- the package index\n" in text
    assert not re.search(r"[{}]|[\w.]+@[\w.]+", text)
    assert len(re.findall(r"\n\n", text)) == 7


def test_languages_tell_the_same_parts():
    assert len({notice_text(MATTER, language).count("\n\n") for language in LANGUAGES}) == 1


def test_a_language_there_is_none_for_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no language of notices"):
        notice_text(MATTER, "pt")


def test_the_first_notice_counts_and_can_be_forgotten(state_url):
    with Database(state_url) as database:
        book = NoticeBook(database)
        book.give("github:1", language="de", way="letter", by="mira")
        book.give("github:1", language="en", way="message")
        book.give("github:2", language="en", way="message")
        assert {key: (g.language, g.way, g.by) for key, g in book.given().items()} == {
            "github:1": ("de", "letter", "mira"),
            "github:2": ("en", "message", ""),
        }
        assert book.forget({"github:1", "github:9"}) == 2
        assert list(book.given()) == ["github:2"]
        with pytest.raises(UsageError, match="no way to give"):
            book.give("github:2", language="en", way="telegram")
