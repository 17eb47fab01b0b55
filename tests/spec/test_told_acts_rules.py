"""What GitHub's API told counts like an event of the archive, each act once: each test is one rule.

One lake holds all the cases, each in a pull request of its own.
"""

from datetime import datetime, timedelta

import pytest

ADA, BOB, CLEO, MACHINE, GONE = (1, "ada_l"), (2, "bob_b"), (3, "cleo_c"), (9, "merge_m[bot]"), (None, None)
WEB, API = (10, "acme/web"), (11, "acme/api")
NOON = datetime(2025, 11, 3, 12)
LATER = NOON + timedelta(days=2)
FEW, MANY = {"paths": ["a.py"], "changed_files": 50}, {"paths": ["a.py"], "changed_files": 51}

(OPEN, MERGED, OWN_MERGE, BY_MACHINE, OF_GONE, OPENED_TWICE, MERGED_TWICE, TRIMMED, SMALL, LARGE, COMMITTED) = range(
    1, 12
)
(REVIEWED, REVIEWED_TWICE, COMMENTED, SAME_IDS, ELSEWHERE) = range(20, 25)


def _pull(number, author=ADA, merger=None, **columns):
    (author_id, author_login), (merger_id, merger_login) = author, merger or GONE
    told = {"repo_id": WEB[0], "repo_name": WEB[1], "number": number, "title": "Fix it", "seen_at": LATER}
    who = {"author_id": author_id, "author_login": author_login, "merger_id": merger_id, "merger_login": merger_login}
    return told | who | {"created_at": NOON, "merged_at": LATER if merger else None} | columns


def _review(number, review_id, reviewer=BOB):
    told = {"repo_id": WEB[0], "repo_name": WEB[1], "number": number, "review_id": review_id, "seen_at": LATER}
    return told | {"reviewer_id": reviewer[0], "reviewer_login": reviewer[1], "submitted_at": NOON, "n_comments": 0}


def _comment(number, comment_id, author=BOB):
    told = {"repo_id": WEB[0], "repo_name": WEB[1], "number": number, "comment_id": comment_id, "seen_at": LATER}
    return told | {"author_id": author[0], "author_login": author[1], "created_at": NOON, "path": "src/a.py"}


@pytest.fixture(scope="module")
def resolved(identity_lake, tmp_path_factory):
    """Return what was made of all the cases."""
    lake = identity_lake.LakeBuilder(tmp_path_factory.mktemp("told") / "lake")
    lake.repository(WEB)
    lake.account(MACHINE, "Bot")
    lake.author("acme/web", "k1", "Ada Lo", ADA)
    lake.commit("acme/web", "s1", "k1", number=COMMITTED)
    opened, merged = {"action": "opened", "created_at": NOON}, {"action": "merged", "created_at": LATER}
    lake.event("PullRequestEvent", ADA, WEB, number=OPENED_TWICE, author=ADA, **opened)
    for number in (MERGED_TWICE, TRIMMED):
        lake.event("PullRequestEvent", BOB, WEB, number=number, **merged)
    reviewed, commented = "PullRequestReviewEvent", "PullRequestReviewCommentEvent"
    lake.event(reviewed, BOB, WEB, action="created", number=REVIEWED_TWICE, comment_id=73)
    lake.event(reviewed, BOB, API, action="created", number=ELSEWHERE, comment_id=77)
    for number, comment_id in ((COMMENTED, 81), (SAME_IDS, 75)):
        lake.event(commented, BOB, WEB, number=number, comment_id=comment_id, path="src/a.py")
    lake.rows["pull_requests"] += [
        _pull(OPEN, labels=["bug"]),
        _pull(MERGED, merger=BOB),
        _pull(OWN_MERGE, merger=ADA),
        _pull(BY_MACHINE, merger=MACHINE),
        _pull(OF_GONE, author=GONE),
        _pull(OPENED_TWICE),
        _pull(MERGED_TWICE, merger=BOB),
        _pull(TRIMMED, merger=BOB, labels=["bug"], paths=["src/a.py", "src/b.py"], changed_files=2),
        _pull(SMALL, **FEW),
        _pull(LARGE, **MANY),
        _pull(COMMITTED, merger=ADA),
        _pull(REVIEWED),
    ]
    ids = ((REVIEWED, 71), (REVIEWED_TWICE, 73), (REVIEWED_TWICE, 74), (SAME_IDS, 75), (ELSEWHERE, 77))
    lake.rows["reviews"] += [_review(*each) for each in ids] + [_review(REVIEWED, 72, CLEO)]
    lake.rows["review_comments"] += [_comment(COMMENTED, 81), _comment(COMMENTED, 82)]
    return lake.resolve()


@pytest.fixture
def acts_on(resolved):
    """Return a function that tells what was done to one pull request."""

    def acts(number, *columns):
        return [(who, kind, *told) for who, _, kind, n, *told in resolved.did("number", *columns) if n == number]

    return acts


class TestPullRequestsThatGitHubTold:
    def test_an_open_one_is_its_authors(self, acts_on):
        told = acts_on(OPEN, "at", "title", "labels")
        assert told == [("github:1", "pull_request", NOON, "Fix it", ["bug"])]

    def test_a_merged_one_is_its_authors_once_and_upkeep_of_the_merger(self, acts_on):
        assert acts_on(MERGED, "at") == [
            ("github:1", "merged_pull_request", LATER),
            ("github:2", "maintain", LATER),
        ]

    @pytest.mark.parametrize("number", [OWN_MERGE, BY_MACHINE])
    def test_one_that_its_author_or_a_machine_merged_is_its_authors_alone(self, acts_on, number):
        assert acts_on(number) == [("github:1", "merged_pull_request")]

    def test_one_of_an_account_that_is_gone_is_nobodys(self, acts_on):
        assert acts_on(OF_GONE) == []

    def test_the_same_opening_in_the_archive_is_the_same_act(self, acts_on):
        assert acts_on(OPENED_TWICE, "at", "title") == [("github:1", "pull_request", NOON, "Fix it")]

    def test_the_same_merge_in_the_archive_is_the_same_act_and_the_same_upkeep(self, acts_on):
        assert acts_on(MERGED_TWICE, "count") == [
            ("github:1", "merged_pull_request", 1),
            ("github:2", "maintain", 1),
        ]

    def test_a_trimmed_merge_learns_its_author_title_labels_and_files(self, acts_on):
        told = acts_on(TRIMMED, "title", "labels", "paths", "n_files")
        files = (["src/a.py", "src/b.py"], 2)
        assert told[0] == ("github:1", "merged_pull_request", "Fix it", ["bug"], *files)

    def test_one_that_changes_more_than_fifty_files_is_a_mass_change(self, acts_on):
        assert acts_on(SMALL, "is_bulk") == [("github:1", "pull_request", False)]
        assert acts_on(LARGE, "is_bulk") == [("github:1", "pull_request", True)]

    def test_one_that_a_commit_of_the_same_person_names_is_that_commit(self, acts_on):
        assert acts_on(COMMITTED) == [("github:1", "commit")]


class TestReviewsThatGitHubTold:
    def test_each_stands_for_itself_with_the_title_of_what_was_reviewed(self, acts_on):
        assert acts_on(REVIEWED, "title", "comment_id")[1:] == [
            ("github:2", "review", "Fix it", 71),
            ("github:3", "review", "Fix it", 72),
        ]

    def test_one_with_the_same_id_in_the_archive_is_the_same_act(self, acts_on):
        assert acts_on(REVIEWED_TWICE, "comment_id") == [("github:2", "review", 73), ("github:2", "review", 74)]

    def test_comments_on_lines_tell_their_file_and_count_once(self, acts_on):
        assert acts_on(COMMENTED, "paths", "comment_id") == [
            ("github:2", "review_comment", ["src/a.py"], 81),
            ("github:2", "review_comment", ["src/a.py"], 82),
        ]

    def test_a_review_and_a_comment_with_the_same_id_are_two_acts(self, acts_on):
        assert acts_on(SAME_IDS) == [("github:2", "review"), ("github:2", "review_comment")]

    def test_the_same_number_and_id_in_another_repository_is_another_act(self, resolved, acts_on):
        assert acts_on(ELSEWHERE) == [("github:2", "review"), ("github:2", "review")]
        assert sorted(r["name"] for r in resolved.repos) == ["acme/api", "acme/web"]
