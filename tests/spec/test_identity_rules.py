"""Who is one person, and who is none: each test is one rule."""

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
