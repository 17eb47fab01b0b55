"""Why an account is a machine."""

import pytest

from handiwork.catalog import Bots

_BOTS = Bots(logins=frozenset({"robo_r"}), name_patterns=(r"(?i:\bmachine$)",), categories={"robo_r": "dependency"})


@pytest.mark.parametrize(
    ("login", "kind", "reason"),
    [
        ("ada_l", None, None),
        ("ada_l", "User", None),
        (None, None, None),
        (None, "Bot", "type"),
        ("any_a[bot]", None, "suffix"),
        ("any_a[BOT]", "Bot", "suffix"),
        ("ada_l", "Bot", "type"),
        ("Robo_R", "User", "list"),
        ("robo_r2", None, None),
        ("", None, None),
    ],
)
def test_the_reason_is_the_first_that_holds(login: str | None, kind: str | None, reason: str | None) -> None:
    assert _BOTS.reason(login, kind) == reason


def test_without_patterns_no_name_is_a_machine() -> None:
    assert not Bots().is_machine_name("anything at all")
    assert not Bots().is_machine_name("")


def test_a_pattern_is_searched_for_in_the_name() -> None:
    assert _BOTS.is_machine_name("The MACHINE")
    assert not _BOTS.is_machine_name("machined")
