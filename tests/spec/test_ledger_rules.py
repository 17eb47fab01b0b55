"""Whose an account at another origin is, and what an operator may change: each test is one rule."""

from datetime import datetime, timedelta

from handiwork.identity.decisions import Decisions
from handiwork.privacy.suppression import Suppressions

ADA, BOB = (1, "ada_l"), (2, "bob_b")
WEB, API = (10, "acme/web"), (11, "acme/api")
NOON = datetime(2024, 5, 1, 12)
DAY = timedelta(days=1)


def accepted(*pairs):
    return Decisions(accepted=frozenset(pairs))


def rejected(*pairs):
    return Decisions(rejected=frozenset(pairs))


def split(*accounts):
    return Decisions(split=frozenset(accounts))


class TestReasons:
    def test_a_profile_that_names_the_github_account_is_accepted_with_its_proof(self, world):
        world.account(ADA)
        world.says("huggingface:adas-models", "login:ada_l")
        found = world.resolve()
        assert found.linked() == [("github:1", "huggingface:adas-models", "accepted", 0.95, ["profile_link"])]
        (link,) = found.links
        assert (link["origin"], link["handle"]) == ("huggingface", "adas-models")
        proof = {"source": "https://huggingface:adas-models.example", "seen_at": NOON}
        assert link["reasons"] == [{"reason": "profile_link", "weight": 0.95} | proof]

    def test_profiles_that_name_each_other_are_certain(self, world):
        world.account(ADA)
        world.says("huggingface:adas-models", "login:ada_l")
        world.says("github:1", "huggingface:adas-models")
        reasons = ["mutual_link", "profile_link", "profile_link"]
        assert world.resolve().linked() == [("github:1", "huggingface:adas-models", "accepted", 1.0, reasons)]

    def test_a_programme_entry_with_the_handle_is_accepted(self, world):
        world.account(ADA)
        world.says("speaker:clockconf-2024/ab12", "login:ada_l", "programme")
        assert world.resolve().linked() == [
            ("github:1", "speaker:clockconf-2024/ab12", "accepted", 0.95, ["programme"])
        ]

    def test_owning_a_package_and_committing_where_it_is_made_is_accepted_for_the_same_handle(self, world):
        world.author("acme/web", "k1", "Ada Lo", ADA, joins=["noreply"])
        world.commit("acme/web", "s1", "k1")
        world.package("package:web", "pypi:ada_l", "acme/web")
        world.package("package:web", "pypi:somebody", "acme/web")
        found = world.resolve()
        assert found.linked()[1:] == [("github:1", "pypi:ada_l", "accepted", 0.9, ["role_commits", "rare_handle"])]

    def test_a_package_published_from_the_repository_weighs_more_than_one_that_mentions_it(self, world):
        world.account(ADA)
        world.event("PushEvent", ADA, WEB)
        world.package("package:web", "pypi:ada_l", "acme/web", "attestation")
        world.package("package:tool", "pypi:ada_l", "acme/web", "mention")
        assert world.resolve().linked() == [
            ("github:1", "pypi:ada_l", "accepted", 0.95, ["attested_commits", "rare_handle"])
        ]

    def test_owning_a_package_without_work_in_its_repository_proves_nothing_more_than_the_handle(self, world):
        world.account(ADA)
        world.event("WatchEvent", ADA, WEB)
        world.package("package:web", "pypi:ada_l", "acme/web", "attestation")
        assert world.resolve().linked() == [("github:1", "pypi:ada_l", "possible", 0.5, ["rare_handle"])]

    def test_a_rare_handle_with_the_same_full_name_is_possible(self, world):
        world.account(ADA)
        world.profile("github:1", "Ada Lovage", handle="ada_l")
        world.profile("huggingface:Ada_L", "ADA  lovage", handle="Ada_L", page="https://models.example/ada_l")
        found = world.resolve()
        assert found.linked() == [("github:1", "huggingface:Ada_L", "possible", 0.75, ["rare_handle_name", "name"])]
        assert found.links[0]["reasons"][0]["source"] == "https://models.example/ada_l"

    def test_the_name_on_commits_is_a_name_as_good_as_that_of_a_profile(self, world):
        world.author("acme/web", "k1", "Ada Lovage", ADA)
        world.profile("huggingface:ada_l", "Ada Lovage")
        assert world.resolve().linked()[1][1:4] == ("huggingface:ada_l", "possible", 0.75)

    def test_a_name_alone_makes_no_link(self, world):
        world.author("acme/web", "k1", "Ada Lovage", ADA)
        world.profile("huggingface:countess", "Ada Lovage")
        world.profile("speaker:clockconf/ada lovage", "Ada Lovage")
        assert [k[1] for k in world.resolve().linked()] == ["author:acme/web#k1"]

    def test_a_handle_that_is_short_or_a_word_or_a_given_name_makes_no_link(self, world):
        for number, login in enumerate(("adal", "python", "clarissa"), 1):
            world.account((number, login))
            world.package("package:x", f"pypi:{login}")
        world.author("acme/web", "k1", "Clarissa One", (8, "c_one"))
        world.author("acme/web", "k2", "Clarissa Two", (9, "c_two"))
        world.profile("huggingface:any_one")
        assert [k for k in world.resolve().linked() if not k[1].startswith("author:")] == []

    def test_an_author_line_signed_with_a_rare_login_is_possible(self, world):
        world.account((1, "clockwright"))
        world.author("acme/web", "k1", "clockwright")
        found = world.resolve()
        assert found.linked() == [("github:1", "author:acme/web#k1", "possible", 0.5, ["rare_handle"])]
        assert found.keys() == ["author:acme/web#k1", "github:1"]

    def test_joined_author_lines_are_told_with_why_they_are_joined(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"), joins=["noreply", "name"])
        world.author("acme/api", "k9", "R. Roe", same_as=["acme/web#k1"])
        assert world.resolve().linked() == [
            ("github:7", "author:acme/api#k9", "accepted", 0.95, ["address"]),
            ("github:7", "author:acme/web#k1", "accepted", 1.0, ["noreply", "name"]),
        ]

    def test_an_account_that_nobody_here_could_own_makes_no_link(self, world):
        world.account(ADA)
        world.says("huggingface:cleo_c", "login:cleo_c")
        world.package("package:web", "pypi:cleo_c", "acme/web")
        assert world.resolve().linked() == []


class TestContested:
    def test_two_github_accounts_with_equal_claims_are_both_only_possible(self, world):
        for account in (ADA, BOB):
            world.account(account)
            world.says(f"github:{account[0]}", "huggingface:shared-models")
        reasons = ["profile_link", "contested"]
        assert world.resolve().linked() == [
            ("github:1", "huggingface:shared-models", "possible", 0.95, reasons),
            ("github:2", "huggingface:shared-models", "possible", 0.95, reasons),
        ]

    def test_the_stronger_claim_wins_and_the_other_stays_possible(self, world):
        for account in (ADA, BOB):
            world.account(account)
            world.says(f"github:{account[0]}", "huggingface:adas-models")
        world.says("huggingface:adas-models", "login:ada_l")
        assert [(k[0], k[2]) for k in world.resolve().linked()] == [("github:1", "accepted"), ("github:2", "possible")]

    def test_two_accounts_of_one_origin_that_name_the_same_person_contest_each_other(self, world):
        world.account(ADA)
        world.says("huggingface:ada-one", "login:ada_l")
        world.says("huggingface:ada-two", "login:ada_l")
        assert [(k[1], k[2]) for k in world.resolve().linked()] == [
            ("huggingface:ada-one", "possible"),
            ("huggingface:ada-two", "possible"),
        ]

    def test_one_person_may_speak_at_two_events(self, world):
        world.account(ADA)
        world.says("speaker:clockconf-2023/a", "login:ada_l", "programme")
        world.says("speaker:clockconf-2024/a", "login:ada_l", "programme")
        assert {k[2] for k in world.resolve().linked()} == {"accepted"}


class TestWhoIsNobody:
    def test_machines_organisations_and_mannequins_get_no_link(self, world):
        world.account((1, "robo_r"))
        world.account((2, "acme_inc"), "Organization")
        world.account((3, "mann_e"), "Mannequin")
        world.account((4, "ada_l"))
        for login in ("robo_r", "acme_inc", "mann_e", "ada_l"):
            world.says(f"huggingface:{login}-models", f"login:{login}")
        world.profile("huggingface:ada_l-models", kind="Organization")
        assert world.resolve().linked() == []

    def test_the_account_that_stands_for_deleted_ones_is_nobody(self, world):
        world.account((10137, "ghost"))
        world.says("huggingface:gone-models", "login:ghost")
        assert world.resolve().linked() == []

    def test_a_github_profile_tells_an_organisation(self, world):
        world.event("PushEvent", (5, "acme_inc"), WEB)
        world.profile("github:5", "Acme", handle="acme_inc", kind="Organization")
        (acme,) = world.resolve().persons
        assert (acme["is_bot"], acme["bot_reason"]) == (True, "type")

    def test_what_may_belong_to_somebody_left_out_is_nobody_elses(self, world):
        for account in (ADA, BOB):
            world.account(account)
            world.says(f"github:{account[0]}", "huggingface:shared-models")
        assert world.resolve(suppressions=Suppressions(ids=frozenset({1}))).linked() == []


class TestLoginsThatChangeHands:
    def test_a_link_by_login_is_about_who_held_it_then(self, world):
        world.account((1, "ada_l"), at=NOON - 900 * DAY)
        world.account((2, "ada_l"), at=NOON)
        world.says("speaker:clockconf-2021/a", "login:ada_l", "programme", NOON - 1000 * DAY)
        world.says("speaker:clockconf-2024/a", "login:ada_l", "programme", NOON - DAY)
        assert [k[:2] for k in world.resolve().linked()] == [
            ("github:1", "speaker:clockconf-2021/a"),
            ("github:2", "speaker:clockconf-2024/a"),
        ]

    def test_a_login_given_up_names_nobody_afterwards(self, world):
        world.account((1, "ada_old"), at=NOON - 900 * DAY)
        world.account((1, "ada_new"), at=NOON)
        world.says("speaker:clockconf-2021/a", "login:ada_old", "programme", NOON - 1000 * DAY)
        world.says("speaker:clockconf-2024/a", "login:ada_old", "programme", NOON - DAY)
        assert [k[1] for k in world.resolve().linked()] == ["speaker:clockconf-2021/a"]

    def test_a_link_by_id_is_about_the_account_whatever_it_is_called(self, world):
        world.account((1, "ada_old"), at=NOON - 900 * DAY)
        world.account((1, "ada_new"), at=NOON)
        world.says("huggingface:adas-models", "github:1")
        assert [k[0] for k in world.resolve().linked()] == ["github:1"]


class TestWhatGithubSaysOfCommits:
    def test_an_author_is_the_account_github_names_for_a_commit(self, world):
        world.author("acme/web", "k1", "Rae Roe")
        world.commit("acme/web", "s1", "k1")
        world.told("Acme/Web", "k1", (7, "rae_r"))
        found = world.resolve()
        assert [(p["key"], p["login"], p["joins"]) for p in found.persons] == [("github:7", "rae_r", ["commit"])]
        assert found.did() == [("github:7", "acme/web", "commit")]

    def test_the_answer_comes_before_a_login_that_a_history_guessed(self, world):
        world.account((8, "rae_guess"))
        world.author("acme/web", "k1", "Rae Roe", "rae_guess", joins=["handle"])
        world.told("acme/web", "k1", (7, "rae_r"))
        assert world.resolve().linked()[0][0] == "github:7"

    def test_an_id_that_a_history_proves_comes_before_the_answer(self, world):
        world.author("acme/web", "k1", "Rae Roe", (8, "rae_work"), joins=["noreply"])
        world.told("acme/web", "k1", (7, "rae_r"))
        assert world.resolve().linked()[0][0] == "github:8"

    def test_that_github_knows_no_account_changes_nothing(self, world):
        world.author("acme/web", "k1", "Rae Roe")
        world.told("acme/web", "k1", (None, None))
        assert world.resolve().keys() == ["author:acme/web#k1"]


class TestDecisions:
    def test_an_accepted_account_is_certain_whoever_else_claims_it(self, world):
        for account in (ADA, BOB):
            world.account(account)
            world.says(f"github:{account[0]}", "huggingface:shared-models")
        found = world.resolve(decisions=accepted(("huggingface:shared-models", "github:2")))
        assert [(k[0], k[2], k[3]) for k in found.linked()] == [
            ("github:1", "possible", 0.95),
            ("github:2", "accepted", 1.0),
        ]

    def test_an_account_that_no_evidence_links_can_be_accepted(self, world):
        world.account(ADA)
        found = world.resolve(decisions=accepted(("pypi:countess", "login:ada_l")))
        assert found.linked() == [("github:1", "pypi:countess", "accepted", 1.0, ["operator"])]

    def test_a_rejected_link_is_gone_and_contests_nothing(self, world):
        for account in (ADA, BOB):
            world.account(account)
            world.says(f"github:{account[0]}", "huggingface:shared-models")
        found = world.resolve(decisions=rejected(("huggingface:shared-models", "github:2")))
        assert [(k[0], k[2]) for k in found.linked()] == [("github:1", "accepted")]

    def test_an_account_that_is_split_off_is_nobodys(self, world):
        world.account(ADA)
        world.says("huggingface:adas-models", "login:ada_l")
        assert world.resolve(decisions=split("huggingface:adas-models")).linked() == []

    def test_an_author_line_is_joined_to_the_account_an_operator_names(self, world):
        world.account(ADA)
        world.author("acme/web", "k1", "countess", (7, "rae_r"), joins=["handle"])
        world.commit("acme/web", "s1", "k1")
        found = world.resolve(decisions=accepted(("author:acme/web#k1", "github:1")))
        assert found.did() == [("github:1", "acme/web", "commit")]
        assert found.linked() == [("github:1", "author:acme/web#k1", "accepted", 1.0, ["operator"])]
        assert found.person("github:1")["joins"] == ["operator"]

    def test_an_author_line_that_is_split_off_is_a_person_of_its_own(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"), joins=["noreply"])
        world.author("acme/api", "k9", "Not Rae", same_as=["acme/web#k1"])
        world.commit("acme/web", "s1", "k1")
        found = world.resolve(decisions=split("author:acme/web#k1"))
        assert found.keys() == ["author:acme/api#k9", "author:acme/web#k1", "github:7"]
        assert found.did() == [("author:acme/web#k1", "acme/web", "commit")]
        assert found.person("author:acme/web#k1")["joins"] == []

    def test_a_rejected_author_line_is_not_led_there_by_an_address_either(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        world.author("acme/api", "k9", "Not Rae", same_as=["acme/web#k1", "acme/cli#k5"])
        world.author("acme/cli", "k5", "Rae Again", same_as=["acme/web#k1"])
        found = world.resolve(decisions=rejected(("author:acme/api#k9", "github:7")))
        assert found.keys() == ["author:acme/api#k9", "github:7"]

    def test_a_rejected_author_line_keeps_another_account_that_it_proves(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        world.account(ADA)
        assert world.resolve(decisions=rejected(("author:acme/web#k1", "github:1"))).linked()[0][0] == "github:7"

    def test_two_author_lines_can_be_joined_to_one_person(self, world):
        world.author("acme/web", "k1", "Rae Roe")
        world.author("acme/api", "k9", "R. R.")
        found = world.resolve(decisions=accepted(("author:acme/web#k1", "author:acme/api#k9")))
        assert [p["joins"] for p in found.persons] == [["operator"]]

    def test_a_login_without_an_id_joins_the_account_an_operator_names(self, world):
        world.account(ADA)
        world.event("CreateEvent", "ada_old", (12, "acme/new"), ref_type="repository")
        found = world.resolve(decisions=accepted(("login:ada_old", "github:1")))
        assert found.did() == [("github:1", "acme/new", "create")]

    def test_a_login_that_is_split_off_is_a_person_of_its_own(self, world):
        world.account(ADA)
        world.event("CreateEvent", "ada_l", (12, "acme/new"), ref_type="repository")
        for decisions in (split("login:ada_l"), rejected(("login:ada_l", "github:1"))):
            found = world.resolve(decisions=decisions)
            assert found.did() == [("login:ada_l", "acme/new", "create")]

    def test_a_decision_about_what_is_not_loaded_changes_nothing(self, world):
        world.author("acme/web", "k1", "Rae Roe", (7, "rae_r"))
        away = ("author:gone/away#k1", "github:7"), ("author:acme/web#k1", "author:gone/away#k1")
        found = world.resolve(decisions=Decisions(frozenset(away), frozenset(), frozenset({"login:nobody_n"})))
        assert found.linked() == [("github:7", "author:acme/web#k1", "accepted", 0.95, ["login"])]


class TestPagesAndPapers:
    def test_a_github_profile_that_links_a_page_names_its_account(self, world):
        world.account(ADA)
        world.profile("github:1", handle="ada_l", links=["https://huggingface.co/adas-models", "https://ada.example"])
        world.profile("huggingface:adas-models", links=["https://github.com/Ada_L"])
        reasons = ["mutual_link", "profile_link", "profile_link"]
        assert world.resolve().linked() == [("github:1", "huggingface:adas-models", "accepted", 1.0, reasons)]

    def test_a_paper_author_is_the_one_committer_of_that_name_to_its_own_repository(self, world):
        world.author("acme/web", "k1", "Ada Lovage", ADA)
        world.commit("acme/web", "s1", "k1")
        world.author("acme/api", "k1", "Bo Roe", BOB)
        world.commit("acme/api", "s2", "k1")
        seen = {"seen_at": NOON, "source": "https://papers.example/1"}
        for paper, repo, proof in (("1", "acme/web", "official"), ("2", "acme/api", "mention")):
            world.rows["work_repositories"].append({"work": f"paper:{paper}", "repo_name": repo, "proof": proof} | seen)
        for paper, name in (("1", "ADA Lovage"), ("1", "Bo Roe"), ("2", "Bo Roe")):
            key = f"author:{paper}/{name.lower().replace(' ', '-')}"
            world.rows["work_people"].append(
                {"work": f"paper:{paper}", "account": key, "role": "author", "name": name} | seen
            )
        found = world.resolve()
        assert [k for k in found.linked() if "#" not in k[1]] == [
            ("github:1", "author:1/ada-lovage", "accepted", 0.9, ["official_commits"])
        ]
        assert [k["origin"] for k in found.links if "#" not in k["account"]] == ["papers"]

    def test_records_of_one_event_and_full_name_are_one_speaker(self, world):
        world.account(ADA)
        world.says("speaker:clockconf-2024/ab12", "login:ada_l", "programme")
        world.profile("speaker:clockconf-2024/ab12", "Ada Lovage")
        world.profile("speaker:clockconf-2024/ada lovage", "ada LOVAGE")
        world.profile("speaker:clockconf-2023/ada lovage", "Ada Lovage")
        assert [(k[1], k[2]) for k in world.resolve().linked()] == [
            ("speaker:clockconf-2024/ab12", "accepted"),
            ("speaker:clockconf-2024/ada lovage", "accepted"),
        ]
