"""What `ingest github` loads: rows as told, only what changed, from where it was, and nobody who is left out."""

from datetime import date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from tests.github_server import START, GitHubServer, Pull, Repo, World, user
from tests.origin_server import Reply

from handiwork.app import Handiwork
from handiwork.app.origins.github import github_token, ingest_github, key_repositories, price_github
from handiwork.config import Settings
from handiwork.errors import HandiworkError, UsageError
from handiwork.ingest.github import Price, Targets
from handiwork.ingest.rows import commit_rows
from handiwork.lake.manifest import PackageRecord
from handiwork.model.progress import DictCollector
from handiwork.privacy.suppression import Suppressions

ADA, BOB, CLEO = user(1, "ada_l"), user(2, "bob_b"), user(3, "cleo_c")
ROBO, OLD = user(9, "robo_r", "Bot"), user(8, "old_o", "Mannequin")
DAY = timedelta(days=1)


def pulls_of(count):
    return [Pull(n, ADA, f"Change {n}", START + n * timedelta(hours=1)) for n in range(1, count + 1)]


@pytest.fixture
def web():
    return Repo(10, "acme/web")


@pytest.fixture
def world(web):
    return World([web], [ADA, BOB, CLEO])


@pytest.fixture
def server(world):
    with GitHubServer(world) as server:
        yield server


@pytest.fixture
def app(server, tmp_path):
    settings = Settings(home=tmp_path / "home", threads=1, retry_wait_s=0, github_url=server.url)
    with Handiwork(settings, collector=DictCollector()) as app:
        yield app


def load(app, *repositories, people=(), since=None):
    """Load and return the records."""
    return ingest_github(app, Targets(repositories or ("acme/web",), people, since), token="t0ken")


def rows(app, table, *columns):
    found = [row for file in app.lake.files(table) for row in pq.read_table(file, partitioning=None).to_pylist()]
    return sorted(tuple(row[c] for c in columns) for row in found) if columns else found


def numbers(app):
    return [number for (number,) in rows(app, "pull_requests", "number")]


def naive(at):
    return at.replace(tzinfo=None)


class TestRows:
    def test_a_pull_request_is_told_with_author_merger_verdict_labels_sizes_and_paths(self, app, web):
        paths = ("src/b.py", "src/a.py")
        merged = {"merged_by": BOB, "is_merged": True, "labels": ("bug", "api"), "paths": paths}
        web.pulls.append(Pull(7, ADA, "Fix it", START + DAY, decision="APPROVED", **merged))
        load(app)
        (row,) = rows(app, "pull_requests")
        seen_at = row.pop("seen_at")
        assert seen_at.microsecond == 0
        assert row == {
            "repo_id": 10,
            "repo_name": "acme/web",
            "number": 7,
            "title": "Fix it",
            "state": "merged",
            "created_at": naive(START),
            "closed_at": naive(START + DAY),
            "merged_at": naive(START + DAY),
            "author_id": 1,
            "author_login": "ada_l",
            "merger_id": 2,
            "merger_login": "bob_b",
            "labels": ["api", "bug"],
            "additions": 3,
            "deletions": 1,
            "changed_files": 2,
            "paths": ["src/a.py", "src/b.py"],
            "verdict": "approved",
            "merge_sha": f"{7:040x}",
        }

    def test_an_open_one_of_an_account_that_is_gone_has_no_author_and_no_merge(self, app, web):
        web.pulls.append(Pull(7, None))
        load(app)
        told = ("state", "author_id", "author_login", "closed_at", "merged_at", "merger_id", "merge_sha", "verdict")
        assert rows(app, "pull_requests", *told) == [("open", *[None] * 7)]

    def test_reviews_are_told_once_submitted_also_those_beyond_the_first_fifty(self, app, web, server):
        pull = Pull(7, ADA)
        for n in range(160):
            pull.review(100 + n, BOB, "COMMENTED", n_comments=2)
        pull.review(999, CLEO, "PENDING")
        web.pulls.append(pull)
        load(app)
        columns = ("review_id", "reviewer_id", "verdict", "n_comments", "number", "submitted_at")
        assert rows(app, "reviews", *columns) == [(100 + n, 2, "commented", 2, 7, naive(START)) for n in range(160)]
        assert server.documents().count("MoreReviews") == 2

    def test_comments_on_lines_are_told_without_their_text(self, app, web):
        web.comment(500, 7, BOB)
        web.comment(501, 1200, None)
        load(app)
        told = ("comment_id", "number", "author_id", "author_login", "path", "created_at")
        assert rows(app, "review_comments", *told) == [
            (500, 7, 2, "bob_b", "src/a.py", naive(START)),
            (501, 1200, None, None, "src/a.py", naive(START)),
        ]

    def test_repository_facts_are_told(self, app):
        load(app)
        facts = ("repo_id", "repo_name", "description", "topics", "language", "license", "stars", "is_fork")
        assert rows(app, "repositories", *facts, "default_branch") == [
            (10, "acme/web", "Web things", ["async", "http"], "Python", "MIT", 5, False, "main")
        ]

    def test_machines_are_called_as_everywhere_else_and_accounts_have_their_kind(self, app, web):
        web.pulls.append(Pull(7, ROBO, merged_by=OLD, is_merged=True))
        load(app)
        assert rows(app, "accounts", "account_id", "login", "kind") == [
            (8, "old_o", "Mannequin"),
            (9, "robo_r[bot]", "Bot"),
        ]

    def test_files_that_github_does_not_tell_are_not_observed_rather_than_none(self, app, web):
        pull = Pull(7, ADA)
        web.pulls.append(pull)
        node = pull.node()
        pull.node = lambda: node | {"files": None}
        load(app)
        assert rows(app, "pull_requests", "number", "paths") == [(7, None)]


class TestOnlyWhatChanged:
    def test_a_second_run_asks_one_page_and_writes_nothing(self, app, web, server):
        web.pulls += pulls_of(120)
        web.comment(500, 7, BOB)
        load(app)
        before = app.lake.fingerprint()
        server.asked.clear()
        (record,) = load(app)
        assert server.documents() == ["Repository", "PullRequests"]
        assert [a.headers.get("if-none-match") is not None for a in server.asked if a.path != "/graphql"] == [True]
        assert (app.lake.fingerprint(), record.details["load"]) == (before, "unchanged")

    def test_what_changed_takes_the_place_of_what_was_told_before(self, app, web, server):
        web.pulls += pulls_of(120)
        load(app)
        told = dict(rows(app, "pull_requests", "number", "title"))
        web.pulls[3].title, web.pulls[3].updated_at = "Changed", START + 30 * DAY
        web.pulls.append(Pull(121, BOB, "New", START + 31 * DAY))
        server.asked.clear()
        load(app)
        assert dict(rows(app, "pull_requests", "number", "title")) == told | {4: "Changed", 121: "New"}
        assert server.documents() == ["Repository", "PullRequests"]

    def test_comments_that_came_later_are_asked_for_since_the_last(self, app, web, server):
        for n in range(250):
            web.comment(n + 1, 7, BOB, START + n * timedelta(seconds=1))
        load(app)
        web.comment(900, 7, CLEO, START + DAY)
        server.asked.clear()
        load(app)
        assert len(rows(app, "review_comments")) == 251
        assert [a.query["since"] for a in server.asked if a.path != "/graphql"] == [["2025-10-01T09:03:16Z"]]

    def test_more_comments_of_one_second_than_a_page_has_are_all_there(self, app, web):
        for n in range(330):
            web.comment(n + 1, 7, BOB)
        load(app)
        assert [i for (i,) in rows(app, "review_comments", "comment_id")] == list(range(1, 331))

    def test_a_walk_that_broke_off_goes_on_at_its_cursor(self, app, web, server):
        web.pulls += pulls_of(170)
        server.break_after = 3  # the facts and two pages
        (failed,) = load(app)
        server.break_after = None
        assert (failed.status, numbers(app)) == ("failed", list(range(71, 171)))
        server.asked.clear()
        load(app)
        asked = [a.json()["variables"].get("after") for a in server.asked if a.path == "/graphql"]
        assert numbers(app) == list(range(1, 171))
        assert [cursor is None for cursor in asked] == [True, True, False, False]  # facts, what is new, then the rest

    def test_what_changes_while_a_walk_is_broken_off_is_told_as_well(self, app, web, server):
        web.pulls += pulls_of(60)
        load(app)
        for n, pull in enumerate(web.pulls):
            pull.title, pull.updated_at = "Changed", START + 10 * DAY + n * timedelta(hours=1)
        server.asked.clear()
        server.break_after = 2
        load(app)
        server.break_after = None
        web.pulls[0].title, web.pulls[0].updated_at = "Changed again", START + 40 * DAY
        load(app)
        titles = dict(rows(app, "pull_requests", "number", "title"))
        assert titles == {1: "Changed again"} | dict.fromkeys(range(2, 61), "Changed")

    def test_since_bounds_a_first_load_and_an_earlier_one_goes_on_from_there(self, app, web, server):
        web.pulls += pulls_of(170)
        load(app, since=date(2025, 10, 7))  # 135 hours after the start is 2025-10-07, midnight
        first = numbers(app)
        server.asked.clear()
        load(app)
        later = server.documents()
        load(app, since=date(2025, 1, 1))
        assert (first[0] in range(86, 136), first[-1]) == (True, 170)
        assert later == ["Repository", "PullRequests"]
        assert numbers(app) == list(range(1, 171))

    def test_the_first_pull_request_of_an_empty_repository_is_found_whatever_the_clocks_say(self, app, web):
        load(app)
        before = app.lake.fingerprint()
        load(app)
        assert app.lake.fingerprint() == before
        web.pulls += pulls_of(60)
        load(app)
        assert numbers(app) == list(range(1, 61))

    def test_a_renamed_repository_is_the_same_and_is_not_loaded_again(self, app, web, server):
        web.pulls += pulls_of(60)
        load(app)
        web.name = "acme/net"
        web.pulls.append(Pull(61, BOB, "New", START + 31 * DAY))
        server.asked.clear()
        load(app, "acme/net")
        assert server.documents() == ["Repository", "PullRequests"]
        assert numbers(app) == list(range(1, 62))
        assert {name for (name,) in rows(app, "repositories", "repo_name")} == {"acme/net"}

    def test_a_repository_asked_for_by_its_former_name_is_the_same(self, app, web, world, server):
        web.pulls += pulls_of(60)
        web.comment(500, 7, BOB)
        load(app)
        web.name, world.moved = "acme/net", {"acme/web": "acme/net"}
        server.asked.clear()
        (record,) = load(app, "acme/web")
        assert server.documents() == ["Repository", "PullRequests"]
        assert (record.package, record.details["repository"]) == ("acme/web", "acme/net")

    def test_another_repository_that_got_the_name_of_a_renamed_one_is_loaded_beside_it(self, app, web, world):
        web.pulls += pulls_of(3)
        load(app)
        web.name = "acme/net"
        world.repos.append(Repo(11, "acme/web", pulls=[Pull(1, CLEO, "Anew", START - 90 * DAY)]))
        new, old = load(app, "acme/web", "acme/net")
        assert (new.package, old.package) == ("acme/web~11", "acme/web")
        assert rows(app, "pull_requests", "repo_id", "number") == [(10, 1), (10, 2), (10, 3), (11, 1)]
        assert [told.repository for told in app.status().told] == ["acme/net", "acme/web"]


class TestTrouble:
    def test_one_that_github_cannot_tell_is_counted_and_the_others_are_there(self, app, web, world):
        web.pulls += pulls_of(3)
        world.troubled = {2}
        (record,) = load(app)
        assert (record.status, record.counts["rejected"], numbers(app)) == ("partial", 1, [1, 3])

    def test_one_that_was_not_told_is_asked_for_by_the_next_load(self, app, web, world):
        web.pulls += pulls_of(3)
        world.troubled = {2}
        load(app)
        (still,) = load(app)
        world.troubled = set()
        (record,) = load(app)
        assert (still.status, still.counts["rejected"]) == ("partial", 1)
        assert (record.status, record.counts["rejected"], numbers(app)) == ("complete", 0, [1, 2, 3])

    def test_one_that_cannot_be_told_hides_none_of_those_that_changed_before_it(self, app, web, world):
        web.pulls += pulls_of(60)
        load(app)
        for n, pull in enumerate(web.pulls):
            pull.title, pull.updated_at = "Changed", START + 10 * DAY + n * timedelta(hours=1)
        world.troubled = {58}
        load(app)
        titles = dict(rows(app, "pull_requests", "number", "title"))
        assert titles == {n: "Change 58" if n == 58 else "Changed" for n in range(1, 61)}

    def test_one_that_never_comes_in_time_is_told_without_files_and_reviews(self, app, web, world):
        web.pulls += pulls_of(5)
        web.pulls[2].review(71, BOB)
        world.heavy = {3}
        (record,) = load(app)
        assert rows(app, "pull_requests", "number", "author_login", "paths")[1:4] == [
            (2, "ada_l", ["src/a.py"]),
            (3, "ada_l", None),
            (4, "ada_l", ["src/a.py"]),
        ]
        world.heavy = set()
        (later,) = load(app)
        assert (record.status, record.counts["rejected"], later.status) == ("partial", 1, "complete")
        assert rows(app, "pull_requests", "number", "paths")[2] == (3, ["src/a.py"])
        assert rows(app, "reviews", "review_id") == [(71,)]

    def test_a_review_without_an_id_is_passed_over(self, app, web):
        pull = Pull(7, ADA)
        pull.review(71, BOB)
        pull.review(72, CLEO)
        pull.reviews[0]["fullDatabaseId"] = None
        web.pulls.append(pull)
        (record,) = load(app)
        assert (record.status, rows(app, "reviews", "review_id")) == ("complete", [(72,)])

    def test_a_slow_github_is_asked_for_smaller_pages(self, app, web, world, server):
        web.pulls += pulls_of(40)
        world.largest = 12
        load(app)
        sizes = [a.json()["variables"].get("size") for a in server.asked if a.path == "/graphql"]
        assert numbers(app) == list(range(1, 41))
        assert sizes[:4] == [None, 50, 25, 12]

    def test_a_repository_that_is_not_there_leaves_the_others_alone(self, app, web):
        web.pulls += pulls_of(2)
        gone, there = load(app, "acme/gone", "acme/web")
        assert (gone.status, there.status, numbers(app)) == ("failed", "complete", [1, 2])
        assert "acme/gone" in gone.details["problem"]

    def test_an_answer_of_another_shape_is_told_without_what_is_in_it(self, app, server):
        odd = {"data": {"repository": {"databaseId": "ada_l"}, "rateLimit": None}}
        server.faults.append(Reply(odd))
        (record,) = load(app)
        assert record.status == "failed"
        assert "ada_l" not in record.details["problem"]

    @pytest.mark.parametrize("name", ["web", "acme/web/x", "acme/we b", "../web", ""])
    def test_what_is_no_repository_is_refused_before_anything_is_asked(self, app, server, name):
        with pytest.raises(UsageError):
            ingest_github(app, Targets((name,)), token="t0ken")
        assert server.asked == []


class TestPeopleWhoAreLeftOut:
    def test_what_they_merged_stays_without_their_name(self, app, web):
        web.pulls.append(Pull(7, ADA, merged_by=BOB, is_merged=True))
        app.suppress("bob_b")
        load(app)
        assert rows(app, "pull_requests", "author_login", "merger_id", "merger_login") == [("ada_l", None, None)]

    def test_leaving_somebody_out_later_asks_for_nothing_twice(self, app, web, server):
        web.pulls += [Pull(1, ADA), Pull(2, BOB, merged_by=ADA, is_merged=True)]
        load(app)
        app.suppress("ada_l")
        server.asked.clear()
        load(app)
        assert rows(app, "pull_requests", "number", "merger_login") == [(2, None)]
        assert server.documents() == ["Repository", "PullRequests"]

    def test_who_is_no_longer_left_out_comes_back_also_if_somebody_else_is_now(self, app, web):
        web.pulls += [*pulls_of(2), Pull(3, BOB)]
        app.suppress("ada_l")
        load(app)
        app.suppression_list.remove("ada_l")
        app.suppress("bob_b")
        load(app)
        assert numbers(app) == [1, 2]

    def test_who_is_no_longer_left_out_comes_back(self, app, web):
        web.pulls += pulls_of(2)
        app.suppress("ada_l")
        load(app)
        app.suppression_list.remove("ada_l")
        load(app)
        assert numbers(app) == [1, 2]

    def test_their_profile_is_not_asked_for_and_goes(self, app, server):
        load(app, people=("ada_l", "bob_b"))
        app.suppress("ada_l")
        server.asked.clear()
        load(app, people=("ada_l", "bob_b"))
        asked = [a.json()["variables"] for a in server.asked if a.path == "/graphql"]
        assert {"p0": "bob_b"} in asked
        assert "not asked for, since these people are left out: 1 of the profiles" in app.collector.notes
        assert rows(app, "profiles", "handle") == [("bob_b",)]
        assert app.lake.record("github", "profile:ada_l") is None


class TestAuthors:
    @pytest.fixture
    def history(self, app):
        """Put a git history of 120 authors into the lake, three of whom need no asking."""
        at = datetime(2025, 1, 1)
        authors, credits_, commits = [], [], []
        for n in range(123):
            known = {"github_id": 77} if n == 120 else {"is_bot": True} if n == 121 else {}
            authors.append({"repo_name": "acme/web", "author_key": f"k{n:03}", "is_bot": False, "name": "A", **known})
            for age in range(2):
                sha = f"{n * 2 + age:040x}"
                commits.append({"repo_name": "acme/web", "sha": sha, "authored_at": at + age * DAY})
                role = "co_author" if n == 122 else "author"
                credits_.append({"repo_name": "acme/web", "sha": sha, "author_key": f"k{n:03}", "role": role})
        told = {"authors": authors, "commits": commits, "credits": credits_}
        with app.lake.writing() as lake:
            commit_rows(lake, PackageRecord("git", "acme/web", "complete"), told, suppressions=Suppressions())

    @pytest.mark.usefixtures("history")
    def test_each_author_is_asked_about_once_ever_by_their_newest_commit(self, app, web, server):
        web.commits = {f"{1:040x}": ADA, f"{3:040x}": None}
        load(app)
        told = rows(app, "author_accounts", "author_key", "sha", "account_id", "login")
        assert told[:3] == [
            ("k000", f"{1:040x}", 1, "ada_l"),
            ("k001", f"{3:040x}", None, None),
            ("k002", f"{5:040x}", None, None),
        ]
        assert [key for key, *_ in told] == [f"k{n:03}" for n in range(120)]
        assert server.documents().count("AccountsOfCommits") == 2
        load(app)
        assert server.documents().count("AccountsOfCommits") == 2

    @pytest.mark.usefixtures("history")
    def test_an_address_is_asked_about_once_in_all_histories(self, app, web, world, server):
        web.commits = {f"{1:040x}": ADA}
        world.repos.append(Repo(11, "acme/api"))
        author = {"repo_name": "acme/api", "is_bot": False, "name": "A"}
        known = [{**author, "author_key": k, "same_as": [f"acme/web#{s}"]} for k, s in (("x", "k000"), ("y", "k120"))]
        unknown = [{**author, "author_key": "z", "same_as": ["acme/web#k001"]}]
        commits = [{"repo_name": "acme/api", "sha": k * 40, "authored_at": datetime(2025, 1, 1)} for k in "xyz"]
        credits_ = [{"repo_name": "acme/api", "sha": k * 40, "author_key": k, "role": "author"} for k in "xyz"]
        told = {"authors": known + unknown, "commits": commits, "credits": credits_}
        with app.lake.writing() as lake:
            commit_rows(lake, PackageRecord("git", "acme/api", "complete"), told, suppressions=Suppressions())
        load(app, "acme/web")
        server.asked.clear()
        load(app, "acme/api")
        asked = [a.json()["variables"] for a in server.asked if a.path == "/graphql" and b"AccountsOf" in a.body]
        assert asked == [{"owner": "acme", "name": "api", "c0": "z" * 40}]

    @pytest.mark.usefixtures("history")
    def test_no_question_asks_for_an_address_or_a_picture(self, app, web, server):
        web.pulls.append(Pull(7, ADA))
        load(app, people=("ada_l",))
        asked = " ".join(a.json()["query"] for a in server.asked if a.path == "/graphql").lower()
        assert [word for word in ("email", "avatar", "location", "company", "followers") if word in asked] == []


class TestProfiles:
    def test_a_profile_tells_name_links_and_what_the_person_says_of_being_hired(self, app, world):
        links = {"websiteUrl": "https://ada.invented.example", "social": ["https://social.invented.example/@ada_l"]}
        world.people[0] = user(1, "Ada_L", name="Ada Lo", isHireable=True, **links)
        load(app, people=("ada_l",))
        (row,) = rows(app, "profiles")
        row.pop("seen_at")
        assert row == {
            "account": "github:1",
            "handle": "Ada_L",
            "name": "Ada Lo",
            "kind": "User",
            "links": ["https://ada.invented.example", "https://social.invented.example/@ada_l"],
            "is_hireable": True,
            "page": "https://github.com/Ada_L",
            "data_licence": "GitHub Terms of Service",
            "source": "https://github.com/Ada_L",
        }

    def test_who_says_that_they_do_not_want_to_be_asked_is_noted_as_that_and_their_words_are_forgotten(
        self, app, world
    ):
        world.people[0] = user(1, "Ada_L", isHireable=True, bio="Curious zymurgist. No recruiters, please.")
        load(app, people=("ada_l",))
        assert rows(app, "profiles", "is_hireable") == [(False,)]
        kept = b"".join(path.read_bytes() for path in app.settings.home.rglob("*") if path.is_file())
        assert b"zymurgist" not in kept

    def test_who_says_nothing_has_nothing_said(self, app):
        load(app, people=("bob_b",))
        assert rows(app, "profiles", "name", "links", "is_hireable") == [(None, [], None)]

    def test_a_login_that_is_gone_is_missing_and_so_is_what_was_told_of_it(self, app, world):
        load(app, people=("bob_b",))
        world.people.remove(BOB)
        *_, record = load(app, people=("bob_b",))
        assert (record.status, rows(app, "profiles")) == ("missing", [])
        assert record.details["problem"] == "GitHub has no account of that name: renamed, deleted or suspended"

    def test_one_that_github_cannot_tell_or_tells_oddly_leaves_the_others_alone(self, app, world):
        world.troubled = {"bob_b"}
        world.people[2] = CLEO | {"databaseId": None}
        _, *records = load(app, people=("ada_l", "bob_b", "cleo_c"))
        assert [(r.package, r.status) for r in records] == [
            ("profile:ada_l", "complete"),
            ("profile:bob_b", "failed"),
            ("profile:cleo_c", "failed"),
        ]
        assert rows(app, "profiles", "handle") == [("ada_l",)]

    def test_a_hundred_profiles_are_one_question(self, app, world, server):
        world.people += [user(100 + n, f"p_{n}") for n in range(99)]
        load(app, people=("ada_l", *(f"p_{n}" for n in range(99)), "bob_b"))
        assert server.documents().count("People") == 2
        assert len(rows(app, "profiles")) == 101


class TestPriceAndCoverage:
    def test_the_price_is_githubs_own_and_nothing_is_loaded(self, app, web, server, world):
        web.pulls += pulls_of(120)
        world.cost = 4
        assert price_github(app, Targets(("acme/web",)), token="t0ken") == [Price("acme/web", 120, 1 + 3 * 4, 0)]
        assert server.documents() == ["Repository", "PagePrice"]
        assert app.lake.records() == []

    def test_the_price_of_going_on_counts_what_changed(self, app, web):
        web.pulls += pulls_of(120)
        load(app)
        (price,) = price_github(app, Targets(("acme/web",)), token="t0ken")
        assert (price.pull_requests, price.points) == (1, 3)
        (price,) = price_github(app, Targets(("acme/web",), since=date(2025, 1, 1)), token="t0ken")
        assert price.pull_requests == 1

    def test_profiles_have_a_price_and_a_repository_that_is_not_there_leaves_the_others_alone(self, app, web):
        web.pulls += pulls_of(3)
        targets = Targets(("acme/gone", "https://github.com/acme/web"), tuple(f"p_{n}" for n in range(101)))
        gone, there, profiles = price_github(app, targets, token="t0ken")
        assert "GitHub has no repository acme/gone" in gone.problem
        assert (there, profiles) == (Price("acme/web", 3, 3, 0), Price("profiles", 0, 2, 0))

    def test_a_day_that_has_not_come_is_refused(self, app, server):
        with pytest.raises(UsageError, match="in the future"):
            load(app, since=date(2999, 1, 1))
        assert server.asked == []

    def test_what_was_filled_is_covered_from_the_day_asked_for(self, app, web):
        web.pulls += pulls_of(60)
        web.comment(500, 7, BOB, START + 20 * DAY)
        load(app, since=date(2025, 10, 1))
        (told,) = app.status().told
        assert (told.repository, told.status, told.first_at) == ("acme/web", "complete", "2025-10-01T00:00:00")
        assert told.counts == {"pull_requests": 60, "reviews": 0, "review_comments": 1, "author_accounts": 0}
        assert told.kinds == ("pull_requests", "reviews", "review_comments")

    def test_what_is_spent_is_told(self, app, web):
        web.pulls += pulls_of(3)
        load(app)
        assert app.collector.notes[-1] == "GitHub: 4 points and 1 REST requests used, 4,996 left this hour"


class TestToken:
    def test_the_products_own_name_wins(self):
        assert github_token({"HANDIWORK_GITHUB_TOKEN": " a ", "GITHUB_TOKEN": "b"}) == "a"
        assert github_token({"HANDIWORK_GITHUB_TOKEN": "", "GITHUB_TOKEN": "b"}) == "b"

    @pytest.mark.parametrize("environ", [{}, {"GITHUB_TOKEN": " "}, {"GITHUB_TOKEN": "two words"}])
    def test_without_a_usable_one_it_says_what_to_do_and_never_the_token(self, environ):
        with pytest.raises(HandiworkError) as refused:
            github_token(environ)
        assert "two words" not in str(refused.value)

    def test_it_is_kept_nowhere(self, app, web, tmp_path):
        web.pulls += pulls_of(2)
        ingest_github(app, Targets(("acme/web",), ("ada_l",)), token="s3cret-t0ken")
        kept = [p for p in tmp_path.rglob("*") if p.is_file() and b"s3cret-t0ken" in p.read_bytes()]
        assert kept == []


def test_the_key_repositories_of_an_ecosystem_are_asked_about_each_once(app):
    (ecosystem, *_) = app.catalog.ecosystems
    names = key_repositories(app, [ecosystem.name, ecosystem.name])
    assert names == list(dict.fromkeys(r.name for r in ecosystem.key_repositories))
