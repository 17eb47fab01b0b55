"""What an author line says, and which addresses are shared."""

import pytest

from handiwork.ingest.git_lines import Line, crowded, full_name, make_line
from handiwork.ingest.git_merge_lines import resembles


class TestLine:
    @pytest.mark.parametrize(
        ("address", "login", "github_id"),
        [
            ("7+Ada_L@users.noreply.github.com", "Ada_L", 7),
            ("Ada_L@users.noreply.github.com", "Ada_L", None),
            ("7+tidy[bot]@users.noreply.github.com", "tidy[bot]", 7),
            ("ada@example.org", None, None),
            ("7+@users.noreply.github.com", None, None),
            ("noreply@github.com", None, None),
            ("7+ada_l@users.noreply.github.com.example.org", None, None),
        ],
    )
    def test_a_noreply_address_holds_the_account(self, address, login, github_id):
        line = make_line("Ada Lind", address)
        assert (line.login, line.github_id) == (login, github_id)

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            (" Ada  Lind ", "Ada Lind"),
            ("Ada Lind ada@example.org", "Ada Lind"),
            ("ada@example.org", None),
            ('"ada@example.org"', None),
            ("", None),
            ("Ada <Lind>", "Ada Lind"),
        ],
    )
    def test_a_name_is_kept_without_an_address_in_it(self, written, name):
        assert make_line(written, "").name == name

    def test_an_address_is_not_shown_by_repr(self):
        assert "@" not in repr(make_line("Ada Lind", "ada@example.org"))

    def test_full_names_are_compared_without_case_and_spacing(self):
        assert full_name("ADA \u00a0Lind") == full_name("ada lind") == "ada lind"
        assert [full_name(None), full_name(""), full_name("Ada")] == [None, None, None]

    def test_addresses_that_many_have_are_nobodys(self):
        assert [Line("A", a).is_shared for a in ("", "root@host", "noreply@github.com", "ada@example.org")] == [
            True,
            True,
            True,
            False,
        ]


class TestCrowd:
    @pytest.mark.parametrize(
        ("names", "is_crowd"),
        [
            (["Ada", "Bo", "Cy"], False),
            (["Ada", "Bo", "Cy", "Dee"], True),
            (["Ada Lind", "Ada L", "lind", "adalind", "A. Lind"], False),
            (["Ada Lind", "Ada Lind", "ada lind", "ADA LIND"], False),
            (["!", "?", "…", "&"], True),
            (["Ada", "Bo", "Cy", "Ada Bo Cy"], False),
            ([None, None, None, None], False),
        ],
    )
    def test_only_more_than_three_unrelated_names_make_a_crowd(self, names, is_crowd):
        assert crowded(Line(name, "x@example.org") for name in names) == ({"x@example.org"} if is_crowd else set())


@pytest.mark.parametrize(
    ("login", "words", "is_alike"),
    [
        ("adalind", ["Ada Lind"], True),
        ("LindyHop", ["Ada Lind"], True),
        ("clock", ["Ada Lind"], False),
        ("clock", ["Ada Lind", "clock"], True),
        ("bo_x", ["Bo Xi"], False),
        ("noel_j", ["Noël Jü"], True),
        ("x", [], False),
    ],
)
def test_a_login_resembles_a_word_whose_start_it_holds(login, words, is_alike):
    assert resembles(login, words) is is_alike
