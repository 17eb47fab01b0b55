"""Whatever titles, names, roles and skills hold: a draft is plain text, without addresses and links but ours."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.draft_matters import OPERATOR, act, matter

from handiwork.desk.drafts import CITABLE, LANGUAGES, LENGTHS, check, parse_pay, safe_line, write
from handiwork.desk.drafts.checking import words_in
from handiwork.errors import UsageError
from handiwork.privacy.addresses import has_address

NASTY = (
    *("mira_k@tower.example", "jane@localhost", "\u202e", "\u2066", "\u200b", "\x00", "\x1b[31m", "\n--\n", "\r\n"),
    *(
        "https://evil.example/x",
        "HTTP://EVIL.example",
        "www.evil.example",
        "evil.com",
        "evil.example/p",
        "//evil.example",
    ),
    *("javascript:alert(1)", "<script>", "</textarea>", "<img src=x onerror=y>", "[x](y)", "![x](y)", "**", "`", "```"),
    *("“", "”", '"', "@mira_k", "@", "(#12)", "#13", "{repo}", "{0.__class__}", "%s", "--", "\u2028", "10.0.0.1:80"),
    *("(address)", "ftp://x", "data:text/html", "mailto:x", "é", "日本語", "C++", "a_b", "x" * 90),
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=8).map("".join),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=8).map(" ".join),
)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
URL = re.compile(r"\S*(?://|www\.)\S*", re.IGNORECASE)


def _is_plain(text):
    assert not has_address(text), text
    assert not any(unicodedata.category(c) in HIDDEN and c != "\n" for c in text), repr(text)
    assert not re.search(r"[<>`|\\]|\]\(|\*\*", text), repr(text)


@given(TEXTS, st.integers(1, 90))
@example("<a<b>script>x", 80)
@example("ht<b>tps://evil.example", 80)
@example("a@<b>b.example", 80)
@example("evil.co\u200bm", 80)
@example("[[x](y)](z)", 80)
@example("mira_k@(address)tower.example", 80)
def test_a_strangers_line_is_plain_short_and_stays_as_it_is(text, limit):
    line = safe_line(text, limit)
    _is_plain(line)
    assert "\n" not in line
    assert len(line) <= limit
    assert not URL.search(line)
    assert "@" not in line
    assert safe_line(line, limit) == line


@given(
    parts=st.fixed_dictionaries(
        {"name": st.none() | TEXTS, "role": TEXTS, "skills": st.lists(TEXTS, max_size=3).map(tuple)}
    ),
    title=st.none() | TEXTS,
    kind=st.sampled_from(CITABLE),
    language=st.sampled_from(LANGUAGES),
    length=st.sampled_from(LENGTHS),
)
def test_no_draft_holds_an_address_a_control_character_markup_or_a_link_that_is_not_ours(
    parts, title, kind, language, length
):
    acts = (act(kind, title=title), act("review", number=45, title=title))
    about = matter(acts=acts, **parts)
    if not safe_line(parts["role"], 60).rstrip(".;:,!? "):
        with pytest.raises(UsageError, match="role is called"):
            write(about, language=language, length=length)
        return
    draft = write(about, language=language, length=length)
    for part in (draft.subject, draft.body, draft.notice):
        _is_plain(part)
    ours = {OPERATOR.contact_page, OPERATOR.notice_page, *(a.url for a in acts)}
    assert set(URL.findall(draft.text)) <= ours
    assert "\n" not in draft.subject
    assert draft.text.count("\n--\n") == 1
    assert words_in(draft.body) < 120
    [plain] = [c for c in check(draft.text, about, language=language, used_for_another=False) if c.name == "plain"]
    assert plain.passed, plain.found


@given(TEXTS, st.booleans(), st.sampled_from(LANGUAGES))
def test_any_text_is_looked_over_and_what_passes_as_plain_is(text, used, language):
    about = matter()
    checks = check(text, about, language=language, used_for_another=used)
    assert [c.name for c in checks] == [
        *("repository", "act", "short", "personal", "role", "who", "pay", "source", "objection", "plain"),
    ]
    by_name = {c.name: c.passed for c in checks}
    assert not (used and by_name["personal"])
    if by_name["plain"]:
        assert not has_address(text)
        assert not any(unicodedata.category(c) in HIDDEN and c not in "\r\n\t" for c in text)
        assert "<script>" not in text
        assert "://" not in text


@given(st.one_of(TEXTS, st.from_regex(r"[0-9 .,k]{1,9}-[0-9 .,k]{1,9} (EUR|usd|€|xyz)", fullmatch=True)))
def test_a_band_is_read_in_order_or_refused(text):
    try:
        found = parse_pay(text, as_of="2026-03-01")
    except UsageError:
        return
    if found is not None:
        assert 0 < found.low <= found.high
        assert re.fullmatch("[A-Z]{3}", found.currency)
