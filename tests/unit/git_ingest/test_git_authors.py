"""Which author lines of one history are one author, and why."""

from collections.abc import Iterable

import pytest

from handiwork.catalog.bots import Bots
from handiwork.ingest.git_authors import Said, group_lines
from handiwork.ingest.git_lines import Line, Usage, make_line
from handiwork.ingest.git_merge_lines import Vote

BOTS = Bots(frozenset({"robo_r"}), (r"(?i:\bmachine$)",))
ADA = ("Ada Lind", "ada@example.org")
HOME = ("Ada Lind", "ada@home.example")
NOREPLY = ("Ada Lind", "7+ada_l@users.noreply.github.com")


def grouped(
    *written: tuple[str, str],
    mailmap: dict | None = None,
    usage: dict[int, Usage] | None = None,
    votes: Iterable[tuple[int, str]] = (),
    logins: dict[int, str] | None = None,
    mentions: dict[str, int] | None = None,
):
    """Return authors as (line numbers, login, id, reasons), with every line the author line of one commit."""
    lines = [make_line(*pair, (logins or {}).get(i)) for i, pair in enumerate(written)]
    mapped = [make_line(*mailmap[pair]) if mailmap and pair in mailmap else lines[i] for i, pair in enumerate(written)]
    used = [(usage or {}).get(i, Usage(1, 1, i)) for i in range(len(written))]
    ballot = [Vote(line, login) for line, login in votes]
    found = group_lines(lines, mapped, used, said=Said("octo_org", ballot, mentions or {}), bots=BOTS)
    return [(a.lines, a.login, a.github_id, a.joins) for a in found]


class TestAddress:
    def test_lines_with_one_address_are_one_author(self):
        assert grouped(ADA, ("ada", "ADA@example.org")) == [((0, 1), None, None, ("address",))]

    def test_an_address_that_a_crowd_uses_joins_nobody(self):
        lines = [(name, "dev@example.org") for name in ("Ada", "Bo", "Cy", "Dee")]
        assert [a[0] for a in grouped(*lines)] == [(0,), (1,), (2,), (3,)]

    @pytest.mark.parametrize("name", ["bo_b", "Bo Marsh"])
    def test_an_address_that_two_accounts_sign_joins_nobody(self, name):
        bo = ("Bo Marsh", "8+bo_b@users.noreply.github.com")
        mixed_up = (name, ADA[1])
        assert [a[:2] for a in grouped(NOREPLY, ADA, bo, mixed_up)] == [((0, 1), "ada_l"), ((2, 3), "bo_b")]

    def test_an_address_that_one_account_signs_under_two_logins_is_its_own(self):
        new = ("Ada Lind", "7+ada_new@users.noreply.github.com")
        assert [a[0] for a in grouped(NOREPLY, new, ("ada_l", ADA[1]), ("ada_new", ADA[1]))] == [(0, 1, 2, 3)]

    @pytest.mark.parametrize("address", ["", "root@localhost", "noreply@github.com", "none@none"])
    def test_an_address_that_is_nobodys_joins_nobody(self, address):
        assert [a[0] for a in grouped(("Ada", address), ("Bo", address))] == [(0,), (1,)]

    def test_a_machine_with_a_persons_address_is_not_that_person(self):
        assert [a[0] for a in grouped(ADA, ("Ada machine", ADA[1]))] == [(0,), (1,)]


class TestMailmap:
    def test_what_the_mailmap_joins_is_one_author(self):
        assert grouped(ADA, ("al", "al@old.example"), mailmap={("al", "al@old.example"): ADA}) == [
            ((0, 1), None, None, ("mailmap",))
        ]

    def test_what_the_mailmap_tells_apart_stays_apart(self):
        shared = [("Ada", "pair@example.org"), ("Bo", "pair@example.org")]
        mailmap = {shared[0]: ADA, shared[1]: ("Bo Marsh", "bo@example.org")}
        assert [a[0] for a in grouped(*shared, mailmap=mailmap)] == [(0,), (1,)]

    def test_a_noreply_address_counts_on_either_side_of_the_mailmap(self):
        assert grouped(NOREPLY, mailmap={NOREPLY: ADA}) == [((0,), "ada_l", 7, ("mailmap", "noreply"))]
        assert grouped(ADA, mailmap={ADA: NOREPLY}) == [((0,), "ada_l", 7, ("mailmap", "noreply"))]

    def test_the_name_is_the_mapped_one_that_is_used_most(self):
        lines = [make_line("al", "al@old.example"), make_line("Ada L", "ada@example.org"), make_line(*ADA)]
        mapped = [make_line("Ada Lind", "ada@example.org"), *lines[1:]]
        usage = [Usage(3, 3), Usage(2, 2), Usage(1, 1)]
        (ada,) = group_lines(lines, mapped, usage, said=Said("octo_org"), bots=BOTS)
        assert ada.name == "Ada Lind"


class TestLogin:
    def test_noreply_addresses_of_one_id_are_one_author_with_the_newest_login(self):
        lines = [("x", "7+old_a@users.noreply.github.com"), ("y", "7+ada_l@users.noreply.github.com")]
        assert grouped(*lines) == [((0, 1), "ada_l", 7, ("noreply",))]

    def test_noreply_addresses_with_and_without_id_are_one_author(self):
        lines = [("x", "Ada_L@users.noreply.github.com"), ("y", "7+ada_l@users.noreply.github.com")]
        assert grouped(*lines) == [((0, 1), "ada_l", 7, ("noreply",))]

    def test_a_login_from_a_trailer_says_so(self):
        assert grouped(NOREPLY, usage={0: Usage(0, 3, 9)}) == [((0,), "ada_l", 7, ("trailer",))]
        assert grouped(("", ""), logins={0: "ada_l"}) == [((0,), "ada_l", None, ("trailer",))]

    def test_of_two_accounts_the_one_used_most_is_the_authors(self):
        two = [("A", "7+ada_l@users.noreply.github.com"), ("B", "8+ada_m@users.noreply.github.com")]
        mailmap = dict.fromkeys(two, ADA)
        assert grouped(*two, mailmap=mailmap, usage={1: Usage(5, 5, 0)})[0][1:3] == ("ada_m", 8)

    def test_of_two_logins_without_id_the_one_used_most_is_the_authors(self):
        two = [("A", "ada_l@users.noreply.github.com"), ("B", "ada_m@users.noreply.github.com")]
        mailmap = dict.fromkeys(two, ADA)
        assert grouped(*two, mailmap=mailmap, usage={1: Usage(5, 5, 0)})[0][1:3] == ("ada_m", None)
        assert grouped(*two, mailmap=mailmap)[0][1:3] == ("ada_l", None)


class TestMergeLines:
    def test_an_author_whose_branches_carry_one_login_is_that_login(self):
        assert grouped(ADA, votes=[(0, "ada_l")]) == [((0,), "ada_l", None, ("merge_line",))]

    def test_two_thirds_are_enough_and_less_is_not(self):
        votes = [(0, "ada_l"), (0, "ada_l"), (0, "bo_m")]
        assert grouped(ADA, votes=votes)[0][1] == "ada_l"
        assert grouped(ADA, votes=[*votes, (0, "bo_m")])[0][1] is None

    def test_a_login_whose_branches_many_people_wrote_is_nobodys(self):
        bo = ("Bo Marsh", "bo@example.org")
        assert [a[1] for a in grouped(ADA, bo, votes=[(0, "fork_org"), (1, "fork_org")])] == [None, None]

    def test_branches_of_the_repository_itself_are_everybodys(self):
        assert grouped(ADA, votes=[(0, "Octo_Org")])[0][1] is None

    def test_a_machines_branch_says_nothing(self):
        assert grouped(("Merge machine", "m@example.org"), votes=[(0, "ada_l")])[0][1] is None

    def test_one_merge_says_nothing_about_an_author_of_many_commits(self):
        many = {0: Usage(21, 21, 5)}
        assert grouped(ADA, usage=many, votes=[(0, "clock_k")])[0][1] is None
        assert grouped(ADA, usage=many, votes=[(0, "clock_k"), (0, "clock_k")])[0][1] == "clock_k"

    @pytest.mark.parametrize("line", [ADA, ("Al", "ada_l@example.org")])
    def test_one_merge_is_enough_if_the_login_resembles_a_name_or_an_address(self, line):
        assert grouped(line, usage={0: Usage(21, 21, 5)}, votes=[(0, "ada_l")])[0][1] == "ada_l"

    def test_one_merge_from_an_account_spoken_of_otherwise_needs_a_likeness_too(self):
        spoken = {"clockmaker": 2}
        assert grouped(ADA, votes=[(0, "clockmaker")], mentions={"clockmaker": 1})[0][1] == "clockmaker"
        assert grouped(ADA, votes=[(0, "clockmaker")], mentions=spoken)[0][1] is None
        assert grouped(ADA, votes=[(0, "clockmaker")] * 2, mentions=spoken | {"clockmaker": 3})[0][1] == "clockmaker"
        assert grouped(ADA, votes=[(0, "adasfork")], mentions={"adasfork": 2})[0][1] == "adasfork"

    def test_a_login_proved_by_an_address_is_not_changed_by_merges(self):
        assert grouped(NOREPLY, votes=[(0, "bo_m"), (0, "bo_m")])[0][1] == "ada_l"

    def test_a_namesake_with_another_login_is_evidence_against_it(self):
        assert grouped(NOREPLY, HOME, votes=[(1, "bo_m")]) == [((0, 1), "ada_l", 7, ("name", "noreply"))]

    def test_namesakes_vote_together(self):
        votes = [(0, "ada_l"), (0, "ada_l"), (1, "bo_m")]
        assert [a[:2] for a in grouped(ADA, HOME, votes=votes)] == [((0, 1), "ada_l")]

    def test_two_lines_with_one_login_are_one_author(self):
        lines = [("Ada", "a@example.org"), ("ada_l", "7+ada_l@users.noreply.github.com")]
        assert grouped(*lines, votes=[(0, "Ada_L")]) == [((0, 1), "ada_l", 7, ("merge_line", "noreply"))]

    def test_the_spelling_used_most_is_kept(self):
        assert grouped(ADA, votes=[(0, "Ada_L"), (0, "Ada_L"), (0, "ada_l")])[0][1] == "Ada_L"


class TestName:
    def test_lines_with_one_full_name_are_one_author(self):
        assert grouped(ADA, ("ADA  lind", "al@home.example")) == [((0, 1), None, None, ("name",))]

    def test_one_word_is_not_a_full_name(self):
        assert [a[0] for a in grouped(("Ada", "a@x.example"), ("Ada", "b@x.example"))] == [(0,), (1,)]

    def test_a_name_gives_the_login_of_its_only_account(self):
        assert grouped(ADA, NOREPLY) == [((0, 1), "ada_l", 7, ("name", "noreply"))]

    def test_a_name_never_joins_two_logins_and_then_joins_nobody(self):
        other = ("Ada Lind", "8+ada_m@users.noreply.github.com")
        assert [a[0] for a in grouped(ADA, NOREPLY, other)] == [(0,), (1,), (2,)]

    def test_a_chain_of_names_does_not_join_two_logins_either(self):
        lines = [
            ("Ada Lind", "7+ada_l@users.noreply.github.com"),
            ("Ada Lind", "both@example.org"),
            ("Bo Marsh", "both@example.org"),
            ("Bo Marsh", "8+bo_m@users.noreply.github.com"),
        ]
        assert [a[:2] for a in grouped(*lines)] == [((0, 1), "ada_l"), ((2, 3), "bo_m")]

    def test_a_name_whose_words_many_other_names_share_joins_nobody(self):
        crowd = [(f"Ada {x}", f"{x}@a.example") for x in ("Roe", "Fo", "Mo")]
        crowd += [(f"{x} Lind", f"{x}@l.example") for x in ("Bo", "Cy", "Di")]
        assert [a[0] for a in grouped(ADA, HOME, *crowd[:-1])][:2] == [(0, 1), (2,)]
        assert [a[0] for a in grouped(ADA, HOME, *crowd)][:2] == [(0,), (1,)]

    def test_machines_of_one_name_are_not_joined_by_it(self):
        assert [a[0] for a in grouped(("A machine", "a@x.example"), ("A machine", "b@x.example"))] == [(0,), (1,)]


class TestAuthor:
    @pytest.mark.parametrize(
        ("name", "address", "is_bot"),
        [
            ("Merge machine", "m@example.org", True),
            ("Tidy", "7+tidy[bot]@users.noreply.github.com", True),
            ("Robo", "robo_r@users.noreply.github.com", True),
            ("Ada Lind", "ada@example.org", False),
        ],
    )
    def test_machines_are_marked(self, name, address, is_bot):
        line = make_line(name, address)
        (author,) = group_lines([line], [line], [Usage(1, 1)], said=Said("octo_org"), bots=BOTS)
        assert author.is_bot is is_bot

    def test_only_addresses_that_are_the_authors_alone_may_link(self):
        lines = [Line("Ada", "pair@x.example"), Line("Bo", "pair@x.example"), Line("Ada", "ada@x.example")]
        mapped = [Line("Ada", "ada@x.example"), lines[1], lines[2]]
        ada, bo = group_lines(lines, mapped, [Usage(1, 1)] * 3, said=Said("octo_org"), bots=BOTS)
        assert (ada.addresses, bo.addresses) == ({"ada@x.example"}, set())

    def test_an_author_without_a_name_has_none(self):
        line = make_line("ada@example.org", "ada@example.org")
        (author,) = group_lines([line], [line], [Usage(1, 1)], said=Said("octo_org"), bots=BOTS)
        assert author.name is None
