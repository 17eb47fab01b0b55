"""What is read from a commit message."""

import pytest

from handiwork.ingest.git_message import Person, read_message


class TestPullRequestNumber:
    @pytest.mark.parametrize(
        ("message", "number"),
        [
            ("Wind the clock (#12)", 12),
            ("Wind the clock (#12).", 12),
            ("bpo-7: Wind the clock (GH-12)", 12),
            ("Wind the clock (gh-12)", 12),
            ("Wind the clock (PR #12)", 12),
            ('Revert "Wind the clock (#12)" (#15)', 15),
            ("Wind the clock (#12) (#15)", 15),
            ("Merge pull request #12 from ada_l/clock", 12),
            ("Merge PR #12: wind the clock", 12),
            ("PR: #12 wind the clock", 12),
            ("Merge #12 #13", 12),
            ("Auto merge of #12 - ada_l:clock, r=bo_m", 12),
            ("Wind the clock\n\nPR-URL: https://example.org/octo_org/engine/pull/12", 12),
            ("Wind\n\nPull Request resolved: https://example.org/octo_org/engine/pull/12\n", 12),
            ("Wind\n\nPull-request: https://example.org/octo_org/engine/pull/12\n", 12),
            ("Wind\n\nPull-Request: #12\n", 12),
            ("Wind\n\nText\n\nCloses #12 from ada_l/clock.\n", 12),
        ],
    )
    def test_a_message_that_names_its_pull_request_gives_the_number(self, message, number):
        assert read_message(message).number == number

    @pytest.mark.parametrize(
        "message",
        [
            "Fixes #12",
            "Wind the clock, fixes #12",
            "gh-12: Wind the clock",
            "Wind the clock (closes #12)",
            'Revert "Wind the clock (#12)"',
            "Revert PR #12",
            "Wind the clock (#123456789)",
            "Wind the clock\n\nFixes: #12",
            "Wind the clock\n\nCloses #12\n",
            "Wind the clock\n\nLike https://example.org/octo_org/engine/pull/12",
            "Wind the clock (12)",
            "",
        ],
    )
    def test_an_issue_or_another_commits_pull_request_is_not_taken_for_it(self, message):
        assert read_message(message).number is None


class TestSubject:
    def test_the_subject_is_the_first_line_and_at_most_200_characters(self):
        assert read_message("\n\n  Wind it  \nmore").subject == "Wind it"
        assert len(read_message("w" * 5000).subject) == 200

    def test_an_address_is_not_kept(self):
        assert read_message("Ask ada@example.org").subject == "Ask (address)"

    @pytest.mark.parametrize(
        ("message", "subject"),
        [
            ("Merge pull request #7 from ada_l/clock", "Merge pull request #7 from clock"),
            ("Merge pull request #7 from ada_l/Ada_L-patch-1", "Merge pull request #7"),
            ("Merge pull request #7 from ada_l/x@example.org", "Merge pull request #7 from (address)"),
            ("Auto merge of #7 - ada_l:clock, r=bo_m", "Auto merge of #7"),
        ],
    )
    def test_a_merge_line_is_kept_without_the_login(self, message, subject):
        assert read_message(message).subject == subject


class TestWhoseBranch:
    def test_a_merge_line_says_whose_branch_came_in(self):
        assert read_message("Merge pull request #7 from ada_l/a/b").branch_login == "ada_l"
        assert read_message("Auto merge of #7 - ada_l:clock, r=<try>").branch_login == "ada_l"

    def test_a_closing_line_says_whose_the_commit_itself_is(self):
        message = read_message("Wind\n\nCloses #7 from ada_l/clock.\n")
        assert (message.own_login, message.branch_login) == ("ada_l", None)


class TestPeople:
    @pytest.mark.parametrize(
        ("line", "person"),
        [
            ("Co-authored-by: Bo Marsh <bo@example.org>", Person("co_author", "Bo Marsh", "bo@example.org")),
            ("CO-AUTHORED-BY:Bo Marsh<bo@example.org>", Person("co_author", "Bo Marsh", "bo@example.org")),
            ("  Co-Authored-By: Bo Marsh <bo@example.org>", Person("co_author", "Bo Marsh", "bo@example.org")),
            ("Reviewed-by: Bo Marsh <bo@example.org> (lead)", Person("reviewer", "Bo Marsh", "bo@example.org")),
            ("Acked-by: <bo@example.org>", Person("reviewer", "", "bo@example.org")),
            ("Approved-by: Bo Marsh <>", Person("reviewer", "Bo Marsh")),
            ("Reviewed-by: Bo Marsh bo@example.org", Person("reviewer", "Bo Marsh", "bo@example.org")),
            ("Reviewed-by: Bo Marsh (bo@example.org)", Person("reviewer", "Bo Marsh", "bo@example.org")),
            ("Reviewed-by: @bo_m", Person("reviewer", "", login="bo_m")),
            ("Reviewed-by: Bo Marsh (@bo_m)", Person("reviewer", "", login="bo_m")),
            ("Reviewed-by: Bo Marsh", Person("reviewer", "Bo Marsh")),
            ("Reviewed-by: Bo Marsh (on call)", Person("reviewer", "Bo Marsh")),
            ("Approved by: https://github.com/bo_m", Person("reviewer", "", login="bo_m")),
        ],
    )
    def test_a_trailer_gives_a_person_their_part(self, line, person):
        assert read_message(f"Wind\n\nText\n{line}\nmore").people == (person,)

    @pytest.mark.parametrize(
        "line",
        [
            "Tested-by: Bo Marsh <bo@example.org>",
            "Reported-by: Bo Marsh <bo@example.org>",
            "Signed-off-by: Bo Marsh <bo@example.org>",
            "Reviewed-by: bo",
            "Reviewed-by: everybody in the room on Tuesday morning at ten",
            "Reviewed-by: @octo_org/team",
            "Reviewed-by: < >",
            "Approved by: bo, cy",
            "Reviewed-by:",
            "It was Reviewed-by: Bo Marsh <bo@example.org>",
        ],
    )
    def test_other_lines_give_nobody_a_part(self, line):
        assert read_message(f"Wind\n\n{line}\n").people == ()

    def test_several_people_of_one_line_keep_their_order(self):
        people = read_message("Wind\n\nReviewed-by: Bo Marsh <b@example.org>, Cy Mill <c@example.org>").people
        assert [p.name for p in people] == ["Bo Marsh", "Cy Mill"]

    def test_the_approvers_of_an_automatic_merge_reviewed_it(self):
        people = read_message("Auto merge of #7 - ada_l:clock, r=bo_m,cy_m").people
        assert people == (Person("reviewer", "", login="bo_m"), Person("reviewer", "", login="cy_m"))

    def test_a_list_without_end_is_cut(self):
        body = "".join(f"Reviewed-by: P{i} Marsh <p{i}@example.org>\n" for i in range(500))
        assert len(read_message(f"Wind\n\n{body}").people) == 100

    def test_an_address_is_not_shown_by_repr(self):
        assert "@" not in repr(read_message("Wind\n\nReviewed-by: Bo Marsh <bo@example.org>"))
