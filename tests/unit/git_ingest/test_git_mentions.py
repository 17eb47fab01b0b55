"""Authors whom a project's own messages name, and authors who sign with nothing but an account."""

import pytest

from handiwork.catalog.bots import Bots
from handiwork.ingest.git_authors import Said, group_lines
from handiwork.ingest.git_lines import Usage, make_line
from handiwork.ingest.git_mentions import NameParts, forms_of, is_handle, mentions_in

BOTS = Bots(frozenset({"robo_r"}), (r"(?i:\bmachine$)",))


def logins(*names: str, mentions: dict[str, int] | None = None, owner: str = "octo_org", proved: str = ""):
    """Return (name, login, reasons) of authors with an address each; ``proved`` has the first one's noreply login."""
    addresses = [f"{i}@{chr(97 + i)}.example.org" for i in range(len(names))]
    if proved:
        addresses[0] = f"{proved}@users.noreply.github.com"
    lines = [make_line(name, address) for name, address in zip(names, addresses, strict=True)]
    usage = [Usage(1, 1, i) for i in range(len(names))]
    found = group_lines(lines, lines, usage, said=Said(owner, mentions=mentions or {}), bots=BOTS)
    return [(a.name, a.login, a.joins) for a in found]


class TestWhatAMessageMentions:
    @pytest.mark.parametrize(
        ("message", "found"),
        [
            ("Thanks @ada_l!", ["ada_l"]),
            ("cc @ada_l, @bo_b.", ["ada_l", "bo_b"]),
            ("Merge branch 'main' of github.com:ada_l/clock", ["ada_l"]),
            ("see https://github.com/ada_l/clock/pull/3", ["ada_l"]),
            ("write to ada@example.org", []),
            ("drop @property.setter and a/@scope", []),
            ("nobody", []),
        ],
    )
    def test_accounts_are_read_as_people_write_them(self, message, found):
        assert list(mentions_in(message)) == found


class TestMention:
    def test_a_mentioned_account_is_the_one_author_whose_name_it_fits(self):
        assert logins("Ada Lind", "Bo Marsh", mentions={"alind": 2}) == [
            ("Ada Lind", "alind", ("mention",)),
            ("Bo Marsh", None, ()),
        ]

    def test_it_is_written_as_it_is_mentioned_most(self):
        assert logins("Ada Lind", mentions={"alind": 1, "ALind": 2})[0][1] == "ALind"

    def test_an_account_that_fits_two_authors_is_nobodys(self):
        assert [a[1] for a in logins("Ada Lind", "Al Lind", mentions={"alind": 1})] == [None, None]

    def test_of_two_accounts_that_fit_the_one_mentioned_more_is_taken(self):
        assert logins("Ada Lind", mentions={"alind": 1, "ada-lind": 3})[0][1] == "ada-lind"

    def test_the_owner_of_the_repository_is_mentioned_by_its_address_alone(self):
        assert logins("Ada Lind", mentions={"alind": 9}, owner="alind")[0][1] is None

    def test_an_account_proved_for_somebody_is_not_given_to_another(self):
        found = logins("Anders Lind", "Ada Lind", mentions={"alind": 1}, proved="alind")
        assert [a[1] for a in found] == ["alind", None]

    def test_a_given_name_alone_is_no_account(self):
        assert logins("Adele Lind", "adele", mentions={"adele": 5})[1][1] is None

    def test_a_machine_is_nobody_the_messages_mention(self):
        assert logins("Ada machine", mentions={"adamachine": 5})[0][1] is None

    def test_who_has_an_account_gets_no_other(self):
        assert logins("Ada Lind", mentions={"ada-lind": 5}, proved="clock_ada") == [
            ("Ada Lind", "clock_ada", ("noreply",))
        ]


class TestHandle:
    def test_who_signs_with_what_can_only_be_an_account_has_it_if_the_messages_know_it(self):
        assert logins("clock5mith") == [("clock5mith", None, ())]
        assert logins("clock5mith", mentions={"Clock5mith": 1}) == [("clock5mith", "Clock5mith", ("mention",))]
        assert logins("clock5mith", "clock5mith", mentions={"clock5mith": 1}) == [
            ("clock5mith", "clock5mith", ("handle",))
        ]

    @pytest.mark.parametrize("name", ["clocksmith", "Clock5mith", "cl0ck", "clock 5mith", ""])
    def test_other_names_are_no_proof(self, name):
        assert logins(name, name, mentions={"clocksmith": 0})[0][1] is None

    def test_who_signs_with_an_account_proved_here_is_its_owner(self):
        assert logins("Ada Lind", "clocksmith", proved="clocksmith") == [
            ("Ada Lind", "clocksmith", ("handle", "noreply"))
        ]

    def test_two_lines_with_one_handle_are_one_author_whether_or_not_the_account_is_known(self):
        assert logins("clock5mith", "clock5mith") == [("clock5mith", None, ("handle",))]

    def test_two_lines_with_one_word_that_may_be_a_name_are_two_authors(self):
        assert logins("clocksmith", "clocksmith") == [("clocksmith", None, ()), ("clocksmith", None, ())]


def test_a_name_stands_for_what_people_make_of_it():
    assert forms_of("Ada B. Lind") == {
        "adablind", "ada-b-lind", "adalind", "ada-lind", "lindada", "alind", "adal", "ablind",
    }  # fmt: skip


def test_accents_are_left_out_and_short_forms_too():
    assert forms_of("Åsa Ek") == {"asaek", "asa-ek", "ekasa", "asae"}


def test_letters_without_a_latin_form_stand_for_nothing():
    assert forms_of("田中 太郎") == frozenset()


def test_a_part_of_a_name_is_found_in_any_case():
    parts = NameParts(["Ada Lind", "clock-smith", "Bo"])
    assert [parts.has(word) for word in ("ada", "LIND", "clock", "Bo")] == [True, True, False, False]


def test_a_handle_has_a_digit_or_a_hyphen():
    assert [is_handle(n) for n in ("ada-lind", "adalind", "ada-l", "adalind1")] == [True, False, False, True]
