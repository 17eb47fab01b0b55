"""What counts as an address and what does not, case by case."""

import pytest

from handiwork.privacy.addresses import PATTERN, has_address, scrub


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("mail jane@example.org now", "mail (address) now"),
        ("jane+tag@example.org", "(address)"),
        ('"jane roe"@example.org', "(address)"),
        ("jürgen@exämple.org", "(address)"),
        ("jane@xn--exmple-cua.org", "(address)"),
        ("0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33@example.org", "(address)"),
        ("jane@localhost", "(address)"),
        ("jane@host.local", "(address)"),
        ("jane@host.(none)", "(address)"),
        ("Co-authored-by: Jane Roe <a@b.c>", "Co-authored-by: Jane Roe <(address)>"),
        ("[write](mailto:jane@example.org)", "[write](mailto:(address))"),
        ("jane@a.org,joe@b.org", "(address),(address)"),
        ("git@github.com:owner/repo", "(address):owner/repo"),
        ("jane@@example.org", "(address)"),
        ("jane@6015fed2-1504-0410-9fe1-9d1591cc4771", "(address)"),
    ],
)
def test_an_address_is_replaced(text: str, clean: str) -> None:
    assert scrub(text) == clean
    assert has_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@mention",
        "cc @someone, @other-one",
        "lodash@4.17.21",
        "actions/checkout@v4",
        "actions/checkout@v4.1.2",
        "@types/node",
        "@types/node@18.0.0",
        "pkg@^1.2",
        "pkg@~1.2.3",
        "see packages/@scope/name",
        "a @ b",
        "3 @ 4.50",
        "@",
        "@@",
        "@property",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert scrub(text) == text
    assert not has_address(text)


def test_a_long_run_without_an_address_costs_no_more_than_its_length() -> None:
    run = "a" * 200_000 + " @"
    assert scrub(run) == run


@pytest.mark.parametrize("special", ["(?=", "(?!", "(?<", "(?i", r"\w", r"\s", r"\b", r"\d", r"\u", "&&", r"\1"])
def test_the_pattern_uses_nothing_that_engines_read_differently(special: str) -> None:
    assert special not in PATTERN
