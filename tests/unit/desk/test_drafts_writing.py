"""Drafts: what they say, in four languages, and what strangers' titles cannot do in them."""

import re
from datetime import date

import pytest
from tests.draft_matters import OPERATOR, OWN, act, matter

from handiwork.catalog import load_catalog
from handiwork.desk.drafts import CITABLE, LANGUAGES, LENGTHS, check, language_of, published_pay, safe_line, write
from handiwork.desk.drafts.checking import words_in
from handiwork.errors import UsageError

CATALOG = load_catalog(None)
SHA = "0123456789abcdef0123456789abcdef01234567"


def _body(language="en", length="short", **changes):
    return write(matter(**changes), language=language, length=length).body


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Hello Mira Kestrel,\n\n"),
        ("de", "Guten Tag Mira Kestrel,\n\nich"),
        ("fr", "Bonjour Mira Kestrel,\n\n"),
        ("es", "Hola, Mira Kestrel:\n\n"),
    ],
)
def test_a_draft_greets_as_the_language_does(language, expected):
    assert _body(language).startswith(expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "your pull request #12 in tower_org/gate (“Close idle sockets”, merged in September 2025)"),
        ("de", "Ihren Pull Request #12 in tower_org/gate („Close idle sockets“, gemergt im September 2025)"),
        (
            "fr",
            "votre pull request #12 dans tower_org/gate («\xa0Close idle sockets\xa0», fusionnée en septembre 2025)",
        ),
        ("es", "tu pull request #12 en tower_org/gate («Close idle sockets», integrada en septiembre de 2025)"),
    ],
)
def test_the_act_is_named_with_repository_number_title_and_month(language, expected):
    assert expected in _body(language)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("commit", "your commit 0123456789 to tower_org/gate"),
        ("co_commit", "your co-authored commit 0123456789 to tower_org/gate"),
        ("commit_review", "your review of commit 0123456789 in tower_org/gate"),
        ("pull_request", "your pull request #12 in tower_org/gate"),
        ("review", "your review of pull request #12 in tower_org/gate"),
        ("review_comment", "your review comment on pull request #12 in tower_org/gate"),
        ("issue", "your issue #12 in tower_org/gate"),
        ("comment", "your comment on #12 in tower_org/gate"),
        ("maintain", "your work as a maintainer on #12 in tower_org/gate"),
    ],
)
def test_each_kind_of_act_has_its_own_words(kind, expected):
    sha = SHA if "commit" in kind else None
    assert f"{expected} (“Close idle sockets”" in _body(acts=(act(kind, sha=sha),))


def test_a_commit_that_only_has_a_number_is_named_as_the_pull_request():
    assert "your pull request #12 in tower_org/gate" in _body(acts=(act("commit"),))


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 contribution of yours to gate", "1,204 contributions of yours to gate"),
        ("de", "1 Beitrag von Ihnen zu gate", "1.204 Beiträge von Ihnen zu gate"),
        ("fr", "1 contribution de votre part à gate", "1\xa0204 contributions de votre part à gate"),
        ("es", "1 contribución tuya a gate", "1204 contribuciones tuyas a gate"),
    ],
)
def test_counting_knows_singular_plural_and_thousands(language, one, many):
    assert many in _body(language, "medium")
    assert one in language_of(language).count("count", 1, repo="gate")
    assert one not in _body(language, "medium", counts={"tower_org/gate": 1}), "one act is the one that is named"


def test_french_has_the_singular_for_none_and_spanish_groups_from_five_digits_on():
    assert "0 contribution de" in language_of("fr").count("count", 0, repo="gate")
    assert language_of("es").number(12_345) == "12.345"
    assert language_of("es").listed(["SQL", "inglés"]) == "SQL e inglés"
    assert language_of("es").listed(["SQL", "hierro"]) == "SQL y hierro"
    assert language_of("fr").day(date(2025, 12, 1)) == "1er décembre 2025"
    assert language_of("fr").day(date(2025, 12, 2)) == "2 décembre 2025"


@pytest.mark.parametrize(
    ("language", "published", "own"),
    [
        (
            "en",
            "130,000 to 200,000 USD a year (total compensation, US; source: sourcing guide, as of March 2026)",
            "7,500 to 90,000 EUR a year (our own figure, as of 1 March 2026)",
        ),
        (
            "de",
            "130.000 bis 200.000 USD im Jahr (Gesamtvergütung, USA; Quelle: sourcing guide, Stand März 2026)",
            "7.500 bis 90.000 EUR im Jahr (unsere eigene Angabe, Stand 1. März 2026)",
        ),
        (
            "fr",
            "de 130\xa0000 à 200\xa0000 USD par an (rémunération totale, États-Unis\xa0; source\xa0: sourcing guide, mars 2026)",
            "de 7\xa0500 à 90\xa0000 EUR par an (notre propre chiffre, au 1er mars 2026)",
        ),
        (
            "es",
            "de 130.000 a 200.000 USD al año (remuneración total, EE. UU.; fuente: sourcing guide, marzo de 2026)",
            "de 7500 a 90.000 EUR al año (dato propio, a 1 de marzo de 2026)",
        ),
    ],
)
def test_pay_is_named_with_source_and_date(language, published, own):
    assert published in _body(language)
    assert own in _body(language, pay=OWN)


def test_without_a_figure_no_pay_is_made_up():
    assert not re.search(r"USD|EUR|salar|pay", _body(pay=None))


def test_the_same_matter_gives_the_same_text_and_another_variant_another_beginning():
    texts = {write(matter(), language="en", variant=n).body for n in range(3)}
    assert len(texts) == 3
    assert write(matter(), language="en", variant=3).body in texts
    assert write(matter(), language="en").body == write(matter(), language="en").body


def test_two_acts_are_both_named_where_there_is_room():
    acts = (act(), act("review", number=45, title="Route by host"))
    body = _body(length="medium", acts=acts)
    assert "I also looked at your review of pull request #45 in gate (“Route by host”, September 2025)." in body
    assert "#45" not in _body(length="short", acts=acts)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "At Kontor Beispiel we are hiring in this field: Python web back ends."),
        ("de", "Bei Kontor Beispiel suchen wir jemanden für diesen Bereich: Python web back ends."),
        ("fr", "Chez Kontor Beispiel, nous recrutons dans ce domaine\xa0: Python web back ends."),
        ("es", "En Kontor Beispiel buscamos a alguien para este campo: Python web back ends."),
    ],
)
def test_a_role_without_a_title_is_told_as_its_field(language, expected):
    assert expected in _body(language, role="Python web back ends", is_field=True)


def test_somebody_without_a_name_is_greeted_without_one():
    assert _body(name=None).startswith("Hello,\n")
    assert _body("es", name="\u202e\u2066").startswith("Hola:\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("kind", CITABLE)
def test_a_body_has_fewer_than_120_words_however_long_its_parts_are(language, length, kind):
    long = "a very long title of many short words that goes on and on until it is cut off somewhere"
    sha = SHA if "commit" in kind else None
    acts = (act(kind, sha=sha, title=long), act(kind, number=13, sha=sha, title=long))
    found = write(
        matter(acts=acts, name=long, role=long, skills=("one two",) * 9, operator=OPERATOR),
        language=language,
        length=length,
    )
    assert words_in(found.body) < 120
    assert acts[0].ref in found.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ecosystem", CATALOG.ecosystems, ids=lambda e: e.name)
def test_a_draft_for_any_field_passes_its_checklist_but_for_pay_that_nobody_published(ecosystem, language):
    pay = published_pay(ecosystem.salaries)
    found = matter(role=ecosystem.title, pay=pay, skills=tuple(ecosystem.vocabulary)[:3])
    for length in LENGTHS:
        draft = write(found, language=language, length=length)
        failed = {c.name for c in check(draft.text, found, language=language, used_for_another=False) if not c.passed}
        assert failed == (set() if pay else {"pay"})


# --- what a title cannot do ---


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fix\r\n\r\nKind regards,\r\nMallory", "Fix Kind regards, Mallory"),
        ('“Fix” «it» "now"', "'Fix' 'it' 'now'"),
        ("See https://evil.example/x?y=1 for more", "See for more"),
        ("see www.evil.example now", "see now"),
        ("get it at evil.com, today", "get it at today"),
        ("go to evil.example/path", "go to"),
        ("javascript:alert(1) fix", "fix"),
        ("<script>alert(1)</script> fix <b>it</b>", "alert(1) fix it"),
        ("[click](https://evil.example) **here** `now`", "click here now"),
        ("mail mira_k@tower.example today", "mail today"),
        ("thanks @mira_k", "thanks mira_k"),
        ("\u202etxt.exe\u202c \u200bfix\u0000\u001b[31m", "txt.exe fix[31m"),
        ("Close sockets (#713169)", "Close sockets"),
        ("Use asyncio.run in README.md and v1.2.3", "Use asyncio.run in README.md and v1.2.3"),
        ("C++ and C# and a_b", "C++ and C# and a_b"),
        ("at 10.0.0.1:8080 now", "at now"),
        ("@@@", ""),
    ],
)
def test_a_title_becomes_one_plain_line(title, expected):
    assert safe_line(title, 80) == expected


def test_a_long_title_ends_at_a_word():
    assert safe_line("Handle errors in host-based routing on Python", 30) == "Handle errors in host-based…"
    assert safe_line("x" * 50, 10) == "x" * 9 + "…"


def test_what_cannot_be_written_says_why():
    with pytest.raises(UsageError, match="evidence"):
        write(matter(acts=()), language="en")
    with pytest.raises(UsageError, match="en, de, fr, es"):
        write(matter(), language="it")
    with pytest.raises(UsageError, match="short or medium"):
        write(matter(), language="en", length="long")
    with pytest.raises(UsageError, match="role is called"):
        write(matter(role="https://evil.example/x"), language="en")
