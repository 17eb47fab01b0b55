"""What counts as whose contribution, and to which repository: each test is one rule."""

from datetime import datetime, timedelta

from handiwork.catalog import KeyRepository

ADA, BOB, CLEO = (1, "ada_l"), (2, "bob_b"), (3, "cleo_c")
WEB, API = (10, "acme/web"), (11, "acme/api")
NOON = datetime(2024, 5, 1, 12)


def key_repository(name, repo_id=None, former=(), shows="web", topics=("http",)):
    return KeyRepository(name, repo_id, tuple(former), shows, tuple(topics), "Python")


class TestRepositories:
    def test_a_renamed_repository_keeps_its_id_and_all_its_names(self, world):
        world.event("WatchEvent", ADA, (10, "old/web"), created_at=NOON)
        world.event("WatchEvent", ADA, (10, "Acme/Web"), created_at=NOON + timedelta(days=1))
        (web,) = world.resolve().repos
        assert (web["repo_id"], web["name"], web["names"]) == (10, "Acme/Web", ["Acme/Web", "old/web"])

    def test_a_name_without_an_id_joins_the_one_id_of_that_name(self, world):
        world.event("PushEvent", ADA, "ACME/web")
        world.event("PushEvent", ADA, WEB)
        world.author("acme/web", "k1", "Ada Lo", ADA)
        world.commit("acme/web", "s1", "k1")
        found = world.resolve()
        assert [r["repo_id"] for r in found.repos] == [10]
        assert [(c["kind"], c["count"]) for c in found.contributions] == [("commit", 1), ("push", 2)]

    def test_a_name_that_two_ids_had_stays_a_repository_of_its_own(self, world):
        world.repository((1, "acme/web"))
        world.repository((2, "acme/web"))
        world.repository("acme/web")
        assert [r["repo_id"] for r in world.resolve().repos] == [1, 2, None]

    def test_the_catalogue_joins_former_names_and_says_the_canonical_one(self, world, identity_lake):
        catalog = identity_lake.catalog_of(key_repository("Acme/Web", 10, ["old/web"]))
        world.author("old/web", "k1", "Ada Lo", ADA)
        world.repository((10, "acme/web"))
        (web,) = world.resolve(catalog).repos
        assert (web["repo_id"], web["name"], web["names"]) == (10, "Acme/Web", ["Acme/Web", "old/web"])
        assert (web["ecosystems"], web["catalog_text"]) == (["python-web"], "web\nhttp")

    def test_another_id_with_a_former_name_is_another_repository_if_the_catalogue_knows_the_id(
        self, world, identity_lake
    ):
        catalog = identity_lake.catalog_of(key_repository("acme/web", 10, ["old/web"]))
        world.repository((10, "acme/web"))
        world.repository((99, "old/web"))
        assert [(r["repo_id"], r["name"]) for r in world.resolve(catalog).repos] == [(10, "acme/web"), (99, "old/web")]

    def test_ids_with_the_catalogues_names_are_one_where_it_knows_no_id(self, world, identity_lake):
        catalog = identity_lake.catalog_of(key_repository("acme/web", None, ["old/web"]))
        world.repository((99, "old/web"), at=NOON + timedelta(days=1))
        world.repository((10, "acme/web"))
        assert [(r["repo_id"], r["name"]) for r in world.resolve(catalog).repos] == [(10, "acme/web")]

    def test_a_present_name_in_the_catalogue_wins_over_a_former_one(self, world, identity_lake):
        catalog = identity_lake.catalog_of(
            key_repository("acme/web", None, ["acme/api"]), key_repository("acme/api", None)
        )
        world.repository("acme/web")
        world.repository("acme/api")
        assert [r["names"] for r in world.resolve(catalog).repos] == [["acme/api"], ["acme/web"]]

    def test_facts_are_the_newest_that_were_delivered(self, world):
        world.repository(WEB, at=NOON, description="old", language="Python", topics=["http"], is_fork=True)
        world.repository(WEB, at=NOON + timedelta(days=1), description="new", stars=5)
        world.repository(WEB, at=NOON + timedelta(days=2))
        (web,) = world.resolve().repos
        told = {k: web[k] for k in ("description", "language", "topics", "stars", "license", "is_fork")}
        assert told == {
            "description": "new",
            "language": "Python",
            "topics": ["http"],
            "stars": 5,
            "license": None,
            "is_fork": True,
        }

    def test_repositories_are_numbered_in_the_order_of_their_names_without_case(self, world):
        for repo in ((1, "b/x"), (2, "A/z"), (3, "a/B")):
            world.repository(repo)
        assert [(r["repo_no"], r["name"]) for r in world.resolve().repos] == [(0, "a/B"), (1, "A/z"), (2, "b/x")]

    def test_what_has_no_owner_and_name_is_no_repository(self, world):
        for name in ("/", "web", None, "a/b/c"):
            world.event("PushEvent", ADA, name)
        found = world.resolve()
        assert (found.repos, found.contributions) == ([], [])


class TestPullRequests:
    def test_an_opened_pull_request_is_its_authors(self, world):
        world.event("PullRequestEvent", ADA, WEB, action="opened", number=4, title="Fix it", labels=["bug"])
        found = world.resolve()
        assert found.did("number", "title", "labels") == [
            ("github:1", "acme/web", "pull_request", 4, "Fix it", ["bug"])
        ]

    def test_a_merged_pull_request_is_its_authors_once_and_upkeep_of_the_merger(self, world):
        world.event("PullRequestEvent", ADA, WEB, action="opened", number=4, author=ADA)
        world.event("PullRequestEvent", BOB, WEB, action="merged", number=4, author=ADA)
        assert world.resolve().did("number") == [
            ("github:1", "acme/web", "merged_pull_request", 4),
            ("github:2", "acme/web", "maintain", 4),
        ]

    def test_who_merges_their_own_pull_request_does_no_upkeep(self, world):
        world.event("PullRequestEvent", ADA, WEB, action="merged", number=4, author=ADA)
        assert world.resolve().did() == [("github:1", "acme/web", "merged_pull_request")]

    def test_a_trimmed_merge_is_credited_to_who_opened_it(self, world):
        world.event("PullRequestEvent", ADA, WEB, action="opened", number=4)
        world.event("PullRequestEvent", BOB, WEB, action="merged", number=4)
        world.event("PullRequestEvent", ADA, API, action="opened", number=4)
        assert world.resolve().did() == [
            ("github:1", "acme/api", "pull_request"),
            ("github:1", "acme/web", "merged_pull_request"),
            ("github:2", "acme/web", "maintain"),
        ]

    def test_a_comment_that_names_the_author_and_title_tells_a_trimmed_merge_who_and_what_it_was(self, world):
        world.event("PullRequestEvent", BOB, WEB, action="merged", number=4)
        world.event("IssueCommentEvent", BOB, WEB, action="created", number=4, author=ADA, title="Fix it")
        assert world.resolve().did("title")[0] == ("github:1", "acme/web", "merged_pull_request", "Fix it")

    def test_a_merge_by_an_unknown_author_is_credited_to_nobody_as_author(self, world):
        world.event("PullRequestEvent", BOB, WEB, action="merged", number=4)
        assert world.resolve().did() == [("github:2", "acme/web", "maintain")]

    def test_care_for_others_work_is_upkeep(self, world):
        for number, action in enumerate(["closed", "labeled", "unlabeled", "assigned", "reopened"]):
            world.event("PullRequestEvent", BOB, WEB, action=action, number=number, author=ADA)
            world.event("IssuesEvent", BOB, API, action=action, number=number, author=ADA)
            world.event("PullRequestEvent", ADA, WEB, action=action, number=number, author=ADA)
        assert world.resolve().did("number") == [
            ("github:2", repo, "maintain", number) for repo in ("acme/api", "acme/web") for number in range(5)
        ]

    def test_closing_what_nobody_is_known_to_have_opened_is_no_upkeep(self, world):
        world.event("PullRequestEvent", BOB, WEB, action="closed", number=4)
        world.event("PullRequestEvent", BOB, WEB, action="labeled", number=5)
        assert world.resolve().did("number") == [("github:2", "acme/web", "maintain", 5)]

    def test_a_pull_request_that_a_commit_of_the_same_person_names_is_that_commit(self, world):
        world.author("acme/web", "k1", "Ada Lo", ADA)
        world.commit("acme/web", "s1", "k1", number=4, subject="Fix it (#4)")
        world.event("PullRequestEvent", ADA, WEB, action="merged", number=4, author=ADA, labels=["bug"])
        world.event("PullRequestEvent", ADA, WEB, action="opened", number=4, author=ADA)
        world.event("PullRequestEvent", BOB, WEB, action="opened", number=5, author=BOB)
        assert world.resolve().did("number", "labels") == [
            ("github:1", "acme/web", "commit", 4, ["bug"]),
            ("github:2", "acme/web", "pull_request", 5, None),
        ]

    def test_a_merge_commit_or_a_review_does_not_stand_for_the_pull_request(self, world):
        world.author("acme/web", "k1", "Ada Lo", ADA)
        world.author("acme/web", "k2", "Bob Bo", BOB)
        world.commit("acme/web", "s1", "k1", number=4, is_merge=True)
        world.commit("acme/web", "s2", "k2", number=4)
        world.commit("acme/web", "s2", "k1", role="reviewer")
        world.event("PullRequestEvent", ADA, WEB, action="merged", number=4, author=ADA)
        assert world.resolve().did() == [
            ("github:1", "acme/web", "commit_review"),
            ("github:1", "acme/web", "merged_pull_request"),
            ("github:2", "acme/web", "commit"),
        ]


class TestOtherActs:
    def test_reviews_and_review_comments_stand_for_themselves(self, world):
        world.event("PullRequestReviewEvent", BOB, WEB, action="approved", number=4, comment_id=70)
        world.event("PullRequestReviewCommentEvent", BOB, WEB, action="created", number=4, path="a/b.py", comment_id=71)
        assert world.resolve().did("number", "paths", "comment_id") == [
            ("github:2", "acme/web", "review", 4, None, 70),
            ("github:2", "acme/web", "review_comment", 4, ["a/b.py"], 71),
        ]

    def test_issues_releases_and_new_repositories_count(self, world):
        world.event("IssuesEvent", ADA, WEB, action="opened", number=3, author=ADA, title="It breaks")
        world.event("ReleaseEvent", ADA, WEB, action="published", ref="v1.0")
        world.event("CreateEvent", ADA, API, ref_type="repository")
        assert world.resolve().did("number", "title") == [
            ("github:1", "acme/api", "create", None, None),
            ("github:1", "acme/web", "issue", 3, "It breaks"),
            ("github:1", "acme/web", "release", None, "v1.0"),
        ]

    def test_adding_a_member_is_upkeep(self, world):
        world.event("MemberEvent", ADA, WEB, action="added", member=BOB)
        assert world.resolve().did() == [("github:1", "acme/web", "maintain")]

    def test_stars_forks_branches_and_tags_are_no_contributions(self, world):
        for type_ in ("WatchEvent", "ForkEvent", "DeleteEvent", "PublicEvent"):
            world.event(type_, ADA, WEB)
        for ref_type in ("branch", "tag", None):
            world.event("CreateEvent", ADA, WEB, ref_type=ref_type)
        assert world.resolve().contributions == []

    def test_comments_of_one_day_on_one_number_are_one_row(self, world):
        for minutes in (0, 5):
            at = NOON + timedelta(minutes=minutes)
            world.event("IssueCommentEvent", ADA, WEB, number=3, created_at=at, comment_id=80 + minutes)
        world.event("IssueCommentEvent", ADA, WEB, number=4)
        world.event("GollumEvent", ADA, WEB)
        world.event("CommitCommentEvent", ADA, WEB, path="a.py")
        assert world.resolve().did("number", "count", "comment_id", "paths") == [
            ("github:1", "acme/web", "comment", 3, 2, 80, None),
            ("github:1", "acme/web", "comment", 4, 1, None, None),
            ("github:1", "acme/web", "comment", None, 2, None, ["a.py"]),
        ]

    def test_pushes_of_one_day_are_one_row_and_an_event_delivered_twice_counts_once(self, world):
        world.event("PushEvent", ADA, WEB, event_id=1)
        world.event("PushEvent", ADA, WEB, event_id=1)
        world.event("PushEvent", "ada_l", "acme/web", event_id=2, created_at=NOON + timedelta(hours=1))
        world.event("PushEvent", ADA, WEB, event_id=3, created_at=NOON + timedelta(days=1))
        assert world.resolve().did("at", "count") == [
            ("github:1", "acme/web", "push", NOON + timedelta(hours=1), 2),
            ("github:1", "acme/web", "push", NOON + timedelta(days=1), 1),
        ]

    def test_acts_of_nobody_are_no_contributions(self, world):
        world.event("PushEvent", None, WEB)
        world.event("ReleaseEvent", None, WEB)
        world.event("GollumEvent", None, WEB)
        world.event("PullRequestEvent", None, WEB, action="opened", number=3)
        assert world.resolve().contributions == []


class TestCommits:
    def test_a_pushed_commit_is_its_authors_not_the_pushers(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA, pusher_id=2, pusher_login="bob_b")
        assert world.resolve().did("sha", "title") == [("github:1", "acme/web", "commit", "s1", "change s1")]

    def test_merges_and_commits_of_other_branches_are_no_contributions(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA, is_merge=True)
        world.pushed(WEB, "s2", "Ada Lo", ADA, is_distinct=False)
        world.author("acme/web", "k1", "Ada Lo", ADA)
        world.commit("acme/web", "s3", "k1", is_merge=True)
        assert world.resolve().contributions == []

    def test_a_commit_pushed_twice_counts_once_and_the_proven_author_wins(self, world):
        world.pushed(WEB, "s1", "Rae Roe", pushed_at=NOON - timedelta(days=1))
        world.pushed(WEB, "s1", "Ada Lo", ADA, pushed_at=NOON)
        world.pushed(WEB, "s1", "Ada Lo", ADA, pushed_at=NOON + timedelta(days=1))
        assert world.resolve().did("at") == [("github:1", "acme/web", "commit", NOON)]

    def test_the_git_history_wins_over_pushed_commits(self, world):
        world.author("acme/web", "k1", "Ada Lo", ADA)
        world.commit("acme/web", "s1", "k1", paths=["x.py"])
        world.pushed(WEB, "s1", "Bob Bo", BOB)
        assert world.resolve().did("paths") == [("github:1", "acme/web", "commit", ["x.py"])]

    def test_authors_co_authors_and_reviewers_have_one_part_each(self, world):
        for key, account in (("k1", ADA), ("k2", BOB), ("k3", CLEO)):
            world.author("acme/web", key, key.upper(), account)
        world.commit("acme/web", "s1", "k1", committed_at=NOON + timedelta(days=1))
        world.commit("acme/web", "s1", "k2", role="co_author")
        world.commit("acme/web", "s1", "k2", role="reviewer")
        world.commit("acme/web", "s1", "k3", role="reviewer")
        assert world.resolve().did("at") == [
            ("github:1", "acme/web", "commit", NOON),
            ("github:2", "acme/web", "co_commit", NOON),
            ("github:3", "acme/web", "commit_review", NOON + timedelta(days=1)),
        ]

    def test_a_history_loaded_under_two_names_counts_once(self, world, identity_lake):
        catalog = identity_lake.catalog_of(key_repository("acme/web", None, ["old/web"]))
        for name in ("acme/web", "old/web"):
            world.author(name, "k1", "Ada Lo", ADA)
            world.commit(name, "s1", "k1", created_paths=["b.py"], is_bulk=True, n_files=900)
        assert world.resolve(catalog).did("sha", "created_paths", "is_bulk", "n_files") == [
            ("github:1", "acme/web", "commit", "s1", ["b.py"], True, 900)
        ]
