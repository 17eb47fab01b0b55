"""No text keeps an address, whatever stands around it, and the engine agrees with Python to the byte."""

import re

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handiwork.privacy.addresses import PATTERN, REPLACEMENT, has_address, scrub

_HOSTS = st.one_of(
    st.sampled_from(
        [
            "example.org",
            "mail.example.co.uk",
            "exämple.org",
            "xn--exmple-cua.org",
            "例え.jp",
            "b.c",
            "localhost",
            "build.local",
            "build.(none)",
            "(none)",
            "[192.0.2.1]",
            "[IPv6:2001:db8::1]",
            "192.0.2.1",
            "workstation",
            "6015fed2-1504-0410-9fe1-9d1591cc4771",
            "users.noreply.github.com",
            "163.com",
        ]
    ),
    st.from_regex(r"([a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?\.){1,3}[a-z]{2,6}", fullmatch=True),
)
_LOCALS = st.one_of(
    st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]([A-Za-z0-9._+-]{0,8}[A-Za-z0-9])", fullmatch=True),
    st.from_regex(r"[0-9a-f]{40}", fullmatch=True),
    st.from_regex(r'"[a-z (),:;<>@\[\].]{1,9}"', fullmatch=True).map(lambda q: q.replace("(a", "(b")),
    st.sampled_from(["jürgen", "用户", "ada.l+tag", "49699333+ada_l", "o'brien", r'"ada \"l\" l"']),
)
_AROUND = st.text(alphabet=" \t\n<>()[]{},;:!?\"'@.-/\\aZé9漢，_^~=+v", max_size=12)
_ADDRESSES = st.builds(lambda local, host: f"{local}@{host}", _LOCALS, _HOSTS)
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet='ab"@.(\\) v4[]-:\u00e9\u3000\n', max_size=40),
    st.lists(st.one_of(_AROUND, _ADDRESSES), max_size=8).map("".join),
)


@given(local=_LOCALS, host=_HOSTS)
def test_an_address_goes_whole(local: str, host: str) -> None:
    assert scrub(f"{local}@{host}") == REPLACEMENT


@given(before=_AROUND, local=st.from_regex(r"[g-u]{9}", fullmatch=True), host=_HOSTS, after=_AROUND)
def test_neither_the_local_part_nor_an_address_is_left_in_any_surroundings(
    before: str, local: str, host: str, after: str
) -> None:
    clean = scrub(f"{before}{local}@{host}{after}")
    assert local not in clean
    assert not has_address(clean)


@given(text=_TEXTS)
@example('"q "a"@b.c"@d.e')
@example(r'\"x y\"@c.d"@e.f')
@example('"x(a@b"@c.d')
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once
    assert not has_address(once)
    assert has_address(text) == (once != text)


@given(text=st.text().map(lambda t: t.replace("@", "")))
def test_text_without_an_at_sign_is_unchanged(text: str) -> None:
    assert scrub(text) == text


@given(text=_TEXTS)
def test_python_finds_what_the_pattern_finds(text: str) -> None:
    assert scrub(text) == re.sub(PATTERN, REPLACEMENT, text)


@pytest.fixture(scope="module")
def engine():  # no annotation: it would be kept to the very end, and the engine's binding calls that a leak
    with duckdb.connect() as connection:
        yield connection


@given(texts=st.lists(_TEXTS.map(lambda t: t.replace("\0", "")), min_size=1, max_size=20))
@example(texts=['"q "a"@b.c"@d.e', r'\"x y\"@c.d"@e.f', "x@v4", "x@@b.c", "漢字，ada@例え.jp"])
def test_the_engine_scrubs_like_python(engine, texts: list[str]) -> None:
    query = "SELECT list_transform(?::VARCHAR[], lambda t: regexp_replace(t, ?, ?, 'g'))"
    (found,) = engine.execute(query, [texts, PATTERN, REPLACEMENT]).fetchone()
    assert found == [scrub(t) for t in texts]
