"""Who is one person, and what counts as their contribution: each test is one rule."""

from datetime import datetime, timedelta

from handiwork.catalog import Bots, KeyRepository
from handiwork.privacy.suppression import Suppressions

ADA, BOB, CLEO = (1, "ada_l"), (2, "bob_b"), (3, "cleo_c")
WEB, API = (10, "acme/web"), (11, "acme/api")
NOON = datetime(2024, 5, 1, 12)


def key_repository(name, repo_id=None, former=(), shows="web", topics=("http",)):
    return KeyRepository(name, repo_id, tuple(former), shows, tuple(topics), "Python")


class TestAccounts:
    def test_all_logins_of_one_id_are_one_person_and_the_last_seen_is_the_present_one(self, world):
        world.event("WatchEvent", (1, "ada_old"), WEB, created_at=NOON)
        world.event("WatchEvent", (1, "ada_l"), WEB, created_at=NOON + timedelta(days=1))
        (ada,) = world.resolve().persons
        assert (ada["key"], ada["login"], ada["logins"]) == ("github:1", "ada_l", ["ada_l", "ada_old"])
        assert ada["joins"] == []

    def test_logins_compare_without_case_and_are_spelled_as_seen_last(self, world):
        world.event("WatchEvent", (1, "ADA_L"), WEB, created_at=NOON)
        world.event("WatchEvent", (1, "Ada_L"), WEB, created_at=NOON + timedelta(days=1))
        world.event("WatchEvent", "ada_l", WEB, created_at=NOON - timedelta(days=1))
        (ada,) = world.resolve().persons
        assert (ada["login"], ada["logins"]) == ("Ada_L", ["Ada_L"])

    def test_a_login_without_an_id_joins_the_one_id_it_was_seen_with(self, world):
        world.event("WatchEvent", "ada_l", WEB)
        world.account(ADA)
        (ada,) = world.resolve().persons
        assert (ada["key"], ada["joins"]) == ("github:1", ["login"])

    def test_a_login_that_several_ids_held_stays_a_person_of_its_own(self, world):
        world.event("WatchEvent", "ada_l", WEB)
        world.account((1, "ada_l"))
        world.account((2, "ada_l"))
        assert world.resolve().keys() == ["github:1", "github:2", "login:ada_l"]

    def test_a_login_no_id_was_ever_seen_with_is_a_person_of_its_own(self, world):
        world.event("MemberEvent", "ada_l", WEB, action="added", member="bob_b")
        found = world.resolve()
        assert found.keys() == ["login:ada_l", "login:bob_b"]
        assert found.persons[0]["github_id"] is None

    def test_what_an_archive_saw_is_the_present_login_whatever_later_commits_are_signed_with(self, world):
        world.event("WatchEvent", (1, "ada_new"), WEB, created_at=NOON)
        world.author("acme/web", "k1", "Ada Lo", (1, "ada_old"))
        world.commit("acme/web", "s1", "k1", committed_at=NOON + timedelta(days=900))
        (ada,) = world.resolve().persons
        assert (ada["login"], ada["logins"]) == ("ada_new", ["ada_new", "ada_old"])

    def test_of_git_histories_alone_the_latest_commit_tells_the_present_login(self, world):
        world.author("acme/web", "k1", "Ada Lo", (1, "ada_old"))
        world.author("acme/api", "k1", "Ada Lo", (1, "ada_new"))
        world.commit("acme/web", "s1", "k1", committed_at=NOON)
        world.commit("acme/api", "s2", "k1", committed_at=NOON + timedelta(days=1))
        (ada,) = world.resolve().persons
        assert (ada["login"], ada["logins"]) == ("ada_new", ["ada_new", "ada_old"])

    def test_people_are_numbered_in_the_order_of_their_keys(self, world):
        for account in ((12, "zoe_z"), (2, "bob_b"), "ada_l"):
            world.event("WatchEvent", account, WEB)
        world.author("acme/web", "k1", "Rae Roe")
        found = world.resolve()
        assert found.keys() == ["author:acme/web#k1", "github:12", "github:2", "login:ada_l"]
        assert [p["person_id"] for p in found.persons] == [0, 1, 2, 3]

    def test_an_empty_lake_has_nobody(self, world):
        found = world.resolve()
        assert (found.persons, found.repos, found.contributions) == ([], [], [])


class TestGitAuthors:
    def test_an_author_joins_the_account_the_history_proves_for_the_reasons_it_gives(self, world):
        world.account(ADA)
        world.author("acme/web", "k1", "Ada Lo", ADA, joins=["noreply", "mailmap"])
        (ada,) = world.resolve().persons
        assert (ada["key"], ada["name"], ada["joins"]) == ("github:1", "Ada Lo", ["mailmap", "noreply"])

    def test_an_author_known_by_login_joins_the_one_id_of_that_login(self, world):
        world.account(ADA)
        world.author("acme/web", "k1", "Ada Lo", "Ada_L", joins=["noreply"])
        (ada,) = world.resolve().persons
        assert (ada["key"], ada["joins"]) == ("github:1", ["login", "noreply"])

    def test_an_author_who_proves_no_account_is_a_person_of_the_repository(self, world):
        world.author("acme/web", "k1", "Rae Roe")
        (rae,) = world.resolve().persons
        assert (rae["key"], rae["name"], rae["login"], rae["logins"]) == ("author:acme/web#k1", "Rae Roe", None, [])

    def test_authors_of_two_histories_with_one_address_are_one_person(self, world):
        world.author("acme/web", "k1", "Rae Roe")
        world.author("acme/api", "k9", "R. Roe", same_as=["ACME/web#k1"])
        (rae,) = world.resolve().persons
        assert rae["joins"] == ["address"]

    def test_an_address_leads_an_author_to_the_account_another_history_proves(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        world.author("acme/api", "k9", "R. Roe", same_as=["acme/web#k1"])
        (rae,) = world.resolve().persons
        assert (rae["key"], rae["joins"]) == ("github:7", ["address"])

    def test_an_address_never_joins_two_ids(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        world.author("acme/api", "k9", "R. Roe", (8, "rae_work"), same_as=["acme/web#k1"])
        found = world.resolve()
        assert [(p["key"], p["joins"]) for p in found.persons] == [("github:7", []), ("github:8", [])]

    def test_an_author_between_two_ids_joins_neither(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        world.author("acme/api", "k1", "Rae Roe", (8, "rae_work"))
        world.author("acme/cli", "k1", "Rae Roe", same_as=["acme/web#k1", "acme/api#k1"])
        assert world.resolve().keys() == ["author:acme/cli#k1", "github:7", "github:8"]

    def test_an_address_never_joins_an_id_and_a_login_that_several_ids_held(self, world):
        world.account((1, "foo_f"))
        world.account((2, "foo_f"))
        world.author("acme/web", "k1", "Foo Fo", "foo_f")
        world.author("acme/api", "k1", "Foo Fo", (7, "rae_r"), same_as=["acme/web#k1"])
        assert world.resolve().keys() == ["github:1", "github:2", "github:7", "login:foo_f"]

    def test_an_address_leads_a_login_without_an_id_and_all_its_acts_to_the_account(self, world):
        world.author("acme/web", "k1", "Rae Roe", "rae_old")
        world.author("acme/api", "k1", "Rae Roe", (7, "rae_r"), same_as=["acme/web#k1"])
        world.author("acme/cli", "k1", "Rae Roe", "rae_old")
        world.event("CreateEvent", "rae_old", (12, "acme/new"), ref_type="repository")
        found = world.resolve()
        assert [(p["key"], p["logins"], p["joins"]) for p in found.persons] == [
            ("github:7", ["rae_old", "rae_r"], ["address"])
        ]
        assert found.did() == [("github:7", "acme/new", "create")]

    def test_a_link_to_an_author_who_is_not_loaded_means_nothing(self, world):
        world.author("acme/web", "k1", "Rae Roe", same_as=["gone/repo#k1", "acme/web#k2", "acme/web#k1"])
        (rae,) = world.resolve().persons
        assert rae["joins"] == []

    def test_a_name_that_is_an_address_is_no_name(self, world):
        world.author("acme/web", "k1", "(address)")
        (somebody,) = world.resolve().persons
        assert somebody["name"] is None


class TestNames:
    def test_unattributed_commits_join_the_one_person_of_that_full_name_in_the_repository(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA)
        world.pushed(WEB, "s2", "ADA  lo")
        found = world.resolve()
        assert [(p["key"], p["joins"]) for p in found.persons] == [("github:1", ["name"])]
        assert found.did("sha") == [
            ("github:1", "acme/web", "commit", "s1"),
            ("github:1", "acme/web", "commit", "s2"),
        ]

    def test_unattributed_commits_join_the_git_author_of_that_name(self, world):
        world.author("acme/web", "k1", "Jürgen Roe", ADA)
        world.pushed("acme/web", "s1", "JU\u0308RGEN\u00a0Roe")
        assert world.resolve().keys() == ["github:1"]

    def test_names_never_join_across_repositories(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA)
        world.pushed(API, "s2", "Ada Lo")
        assert world.resolve().keys() == ["github:1", "name:acme/api#Ada Lo"]

    def test_a_name_that_two_people_bear_joins_neither(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA)
        world.pushed(WEB, "s2", "Ada Lo", BOB)
        world.pushed(WEB, "s3", "Ada Lo")
        assert world.resolve().keys() == ["github:1", "github:2", "name:acme/web#Ada Lo"]

    def test_a_single_word_never_joins(self, world):
        world.pushed(WEB, "s1", "Ada", ADA)
        world.pushed(WEB, "s2", "Ada")
        world.pushed(WEB, "s3", "ada")
        found = world.resolve()
        assert len(found.persons) == 2
        assert found.did("sha")[1:] == [
            ("name:acme/web#ada", "acme/web", "commit", "s2"),
            ("name:acme/web#ada", "acme/web", "commit", "s3"),
        ]

    def test_a_person_is_called_what_most_commits_say(self, world):
        for sha, name in (("s1", "Ada L"), ("s2", "Ada Lowen"), ("s3", "Ada Lowen")):
            world.pushed(WEB, sha, name, ADA)
        assert world.resolve().persons[0]["name"] == "Ada Lowen"

    def test_commits_without_a_usable_name_are_nobodys(self, world):
        for n, name in enumerate([None, "", "  ", "(address)", "by (address)"]):
            world.pushed(WEB, f"s{n}", name)
        found = world.resolve()
        assert (found.persons, found.contributions) == ([], [])

    def test_namesakes_in_two_repositories_of_one_name_have_different_keys(self, world):
        world.pushed((1, "acme/web"), "s1", "Rae Roe")
        world.pushed((2, "acme/web"), "s2", "Rae Roe")
        assert world.resolve().keys() == ["name:acme/web#Rae Roe", "name:acme/web#Rae Roe~2"]


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


class TestMachines:
    def test_a_machine_or_organisation_is_marked_and_contributes_nothing(self, world):
        machines = [
            ("a_helper[bot]", "Bot", "suffix"),
            ("b_helper", "Bot", "type"),
            ("c_group", "Organization", "type"),
            ("d_moved", "Mannequin", "type"),
            ("Robo_R", "User", "list"),
        ]
        for n, (login, kind, _) in enumerate(machines):
            world.account((n, login), kind)
            world.event("PushEvent", (n, login), WEB)
        found = world.resolve()
        assert [(p["login"], p["is_bot"], p["bot_reason"]) for p in found.persons] == [
            (login, True, reason) for login, _, reason in machines
        ]
        assert found.contributions == []

    def test_a_person_is_a_machine_if_any_of_their_accounts_is(self, world):
        world.account((1, "robo_r"), at=NOON - timedelta(days=9))
        world.event("PushEvent", (1, "ada_l"), WEB)
        found = world.resolve()
        assert [(p["login"], p["bot_reason"]) for p in found.persons] == [("ada_l", "list")]
        assert found.contributions == []

    def test_author_lines_and_names_of_machines_are_machines(self, world):
        world.author("acme/web", "k1", "Build", is_bot=True)
        world.commit("acme/web", "s1", "k1")
        world.pushed(API, "s2", "Release Machine")
        found = world.resolve()
        assert [(p["key"], p["bot_reason"]) for p in found.persons] == [
            ("author:acme/web#k1", "author_line"),
            ("name:acme/api#Release Machine", "name"),
        ]
        assert found.contributions == []

    def test_a_person_with_an_account_may_bear_any_name(self, world):
        world.pushed(WEB, "s1", "Ada Machine", ADA)
        assert [p["is_bot"] for p in world.resolve().persons] == [False]

    def test_merging_a_machines_pull_request_is_upkeep(self, world):
        world.account((9, "robo_r"))
        world.event("PullRequestEvent", ADA, WEB, action="merged", number=4, author=(9, "robo_r"))
        assert world.resolve().did() == [("github:1", "acme/web", "maintain")]

    def test_without_name_patterns_no_name_is_a_machines(self, world, identity_lake):
        world.pushed(WEB, "s1", "Release Machine")
        assert world.resolve(identity_lake.catalog_of(bots=Bots())).persons[0]["is_bot"] is False


class TestSuppression:
    def test_a_suppressed_person_is_in_no_table_also_after_a_rename(self, world):
        world.event("PushEvent", (1, "ada_old"), (20, "ada_old/tool"), created_at=NOON)
        world.event("PushEvent", (1, "ada_l"), WEB, created_at=NOON + timedelta(days=1))
        world.event("PushEvent", BOB, (20, "ada_old/tool"))
        found = world.resolve(suppressions=Suppressions(logins=frozenset({"ada_l"})))
        assert found.keys() == ["github:2"]
        assert [(r["name"], r["names"]) for r in found.repos] == [
            ("(suppressed)/tool", ["(suppressed)/tool"]),
            ("acme/web", ["acme/web"]),
        ]
        assert found.did() == [("github:2", "(suppressed)/tool", "push")]

    def test_the_id_alone_suppresses_all_logins(self, world):
        world.account((1, "ada_old"))
        world.account((1, "ada_l"))
        world.author("acme/web", "k1", "Ada Lo", "ada_old")
        world.commit("acme/web", "s1", "k1")
        found = world.resolve(suppressions=Suppressions(ids=frozenset({1})))
        assert (found.persons, found.contributions) == ([], [])

    def test_a_repository_is_told_by_a_name_without_the_suppressed_owner(self, world):
        world.event("PushEvent", BOB, (20, "acme/tool"), created_at=NOON)
        world.event("PushEvent", BOB, (20, "ada_l/tool"), created_at=NOON + timedelta(days=1))
        (tool,) = world.resolve(suppressions=Suppressions(logins=frozenset({"ada_l"}))).repos
        assert (tool["name"], tool["names"]) == ("acme/tool", ["acme/tool"])

    def test_a_catalogued_name_with_a_suppressed_owner_is_not_told(self, world, identity_lake):
        catalog = identity_lake.catalog_of(key_repository("Ada_L/web", 10))
        world.author("ada_l/web", "k1", "Rae Roe")
        found = world.resolve(catalog, Suppressions(logins=frozenset({"ada_l"})))
        assert [(r["name"], r["names"]) for r in found.repos] == [("(suppressed)/web", ["(suppressed)/web"])]
        assert found.keys() == ["author:(suppressed)/web#k1"]

    def test_who_took_over_a_suppressed_login_is_left_out_too(self, world):
        world.account((1, "ada_l"))
        world.account((1, "ada_old"))
        world.account((2, "ada_old"))
        world.account((3, "cleo_c"))
        assert world.resolve(suppressions=Suppressions(ids=frozenset({1}))).keys() == ["github:3"]

    def test_people_without_an_account_who_bear_a_suppressed_name_or_login_are_left_out(self, world):
        world.pushed(WEB, "s1", "Ada Lo", ADA)
        world.pushed(API, "s2", "ada lo")
        world.pushed(API, "s3", "Ada_L")
        world.pushed(API, "s4", "Rae Roe")
        world.pushed(API, "s5", "Ada Lo", BOB)
        found = world.resolve(suppressions=Suppressions(ids=frozenset({1})))
        assert found.keys() == ["github:2", "name:acme/api#Rae Roe"]

    def test_numbers_stay_dense(self, world):
        for account in (ADA, BOB, CLEO):
            world.event("PushEvent", account, WEB)
        found = world.resolve(suppressions=Suppressions(logins=frozenset({"bob_b"})))
        assert [(p["person_id"], p["login"]) for p in found.persons] == [(0, "ada_l"), (1, "cleo_c")]
        assert [c["person_id"] for c in found.contributions] == [0, 1]
