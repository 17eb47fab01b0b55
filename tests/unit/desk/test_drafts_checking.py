"""The checklist of a draft: each item passes for what was written, and fails for the one thing that is taken away."""

import pytest
from tests.draft_matters import OPERATOR, OWN, act, matter

from handiwork.desk.drafts import LANGUAGES, check, parse_pay, write
from handiwork.desk.drafts.checking import body_of
from handiwork.errors import UsageError

MATTER = matter(acts=(act(),))
TEXT = write(MATTER, language="en").text


def _failed(text, *, about=MATTER, language="en", used=False):
    return [c.name for c in check(text, about, language=language, used_for_another=used) if not c.passed]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_as_it_was_written_passes(language):
    for about in (MATTER, matter(pay=OWN), matter(acts=(act("commit", sha="0123456789abcdef", number=None),))):
        assert _failed(write(about, language=language).text, about=about, language=language) == []


@pytest.mark.parametrize(
    ("item", "change"),
    [
        ("repository", lambda text: text.replace("tower_org/gate", "tower_org/gateway", 1)),
        ("short", lambda text: "word " * 120 + text),
        ("role", lambda text: text.replace("Python backend engineer", "job").replace("asyncio and HTTP", "things")),
        ("who", lambda text: text.replace("https://kontor.example/contact", "")),
        ("who", lambda text: text.replace("Kontor Beispiel", "we")),
        ("pay", lambda text: text.replace("200,000", "250,000")),
        ("pay", lambda text: text.replace("sourcing guide", "a friend")),
        ("pay", lambda text: text.replace("as of March 2026", "")),
        ("pay", lambda text: text.replace("USD", "")),
        ("source", lambda text: text.replace("seen on 1 December 2025", "seen lately")),
        ("objection", lambda text: text.replace("https://kontor.example/notice", "")),
        ("plain", lambda text: text + " mira_k@tower.example"),
        ("plain", lambda text: text + " https://elsewhere.example/"),
        ("plain", lambda text: text + " www.elsewhere.example"),
        ("plain", lambda text: text + " <b>now</b>"),
        ("plain", lambda text: text + " [now](x)"),
        ("plain", lambda text: text + "\u202e"),
        ("plain", lambda text: text + "\u0007"),
    ],
)
def test_each_item_fails_alone_when_its_part_is_taken_away(item, change):
    assert _failed(change(TEXT)) == [item]


def test_a_message_that_refers_to_nothing_of_this_person_is_not_personal():
    assert _failed(TEXT.replace("#12", "#13")) == ["act", "personal"]


def test_a_text_that_was_used_for_somebody_else_is_not_personal():
    assert _failed(TEXT, used=True) == ["personal"]


def test_an_empty_text_fails_everything_but_plainness():
    assert len(_failed("")) == 9


def test_a_number_is_not_found_within_a_longer_one():
    assert "act" in _failed(TEXT.replace("#12", "#123"))
    assert "act" not in _failed(TEXT.replace("#12", "tower_org/gate/pull/12").replace("(“Close", "(“Close"))


def test_another_link_of_the_same_site_is_no_link_of_ours():
    assert _failed(TEXT.replace("/pull/12", "/pull/1234")) == ["plain"]


def test_the_band_may_be_written_with_other_separators():
    for low, high in (("130 000", "200 000"), ("130.000", "200.000"), ("130000", "200000"), ("130'000", "200'000")):
        assert _failed(TEXT.replace("130,000", low).replace("200,000", high)) == []


def test_without_a_band_the_checklist_asks_for_the_operators_own():
    about = matter(pay=None)
    [found] = [
        c for c in check(write(about, language="en").text, about, language="en", used_for_another=False) if not c.passed
    ]
    assert found.name == "pay"
    assert "your own" in found.found


def test_the_words_of_the_notice_do_not_count():
    assert body_of("Hello\r\n\r\n--\r\nnotice") == "Hello"
    assert body_of("Hello -- there\n--") == "Hello -- there"
    assert _failed(TEXT + " more" * 200) == []


@pytest.mark.parametrize(
    ("typed", "low", "high", "currency"),
    [
        ("70000-90000 EUR", 70_000, 90_000, "EUR"),
        ("70,000 to 90,000 usd", 70_000, 90_000, "USD"),
        ("70.000 bis 90.000 €", 70_000, 90_000, "EUR"),
        ("70 000 à 90 000 EUR", 70_000, 90_000, "EUR"),
        ("70-90k GBP", 70_000, 90_000, "GBP"),
        ("70k–90k £", 70_000, 90_000, "GBP"),
    ],
)
def test_an_own_band_is_read_as_people_write_it(typed, low, high, currency):
    found = parse_pay(typed, as_of="2026-03-01")
    assert (found.low, found.high, found.currency, found.as_of, found.is_own) == (
        low,
        high,
        currency,
        "2026-03-01",
        True,
    )


@pytest.mark.parametrize(
    "typed",
    ["much", "90000-70000 EUR", "70000 EUR", "0-10 EUR", "1-99999999999 EUR", "70000-90000", "70-90 per", "9" * 5000],
)
def test_a_band_that_cannot_be_read_is_refused(typed):
    with pytest.raises(UsageError, match="salary"):
        parse_pay(typed, as_of="2026-03-01")


def test_no_band_is_no_error():
    assert parse_pay("  ", as_of="2026-03-01") is None


def test_the_operators_pages_are_told_from_longer_ones():
    assert _failed(TEXT.replace(OPERATOR.notice_page, OPERATOR.notice_page + "/old")) == ["objection", "plain"]
