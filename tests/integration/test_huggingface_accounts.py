"""What is known of accounts on the Hugging Face Hub after a load, and what a second load asks."""

import json
import sys
from typing import get_args

import pytest
from tests.huggingface_hub_answers import account, commit, fill_hub, model, user
from tests.origin_server import OriginServer, Reply
from tests.source_contract import lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.huggingface import ingest_huggingface, linked_accounts
from handiwork.config import Settings
from handiwork.errors import InputError, PermanentSourceError, TransientSourceError, UsageError
from handiwork.ingest.rows import commit_rows
from handiwork.lake.manifest import PackageRecord
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Manners
from handiwork.sources.huggingface import Hub, pace_s


@pytest.fixture
def server():
    with OriginServer() as server:
        fill_hub(server)
        yield server


@pytest.fixture
def app(server, tmp_path):
    settings = Settings(home=tmp_path / "home", threads=1, retry_wait_s=0, huggingface_url=server.url)
    with Handiwork(settings) as app:
        yield app


def works_of(app):
    return {row["work"]: {**row, "facts": json.loads(row["facts"])} for row in lake_rows(app).get("works", ())}


def people_of(app):
    return {(row["work"], row["account"], row["role"]) for row in lake_rows(app)["work_people"]}


def test_a_model_says_what_it_was_made_from_and_how(app):
    ingest_huggingface(app, ["ada_l", "bo_b"])
    works = works_of(app)
    assert works["model:ada_l/tiny-chat"]["facts"]["base_models"] == [{"name": "tiny_lab/base", "relation": "finetune"}]
    assert works["model:bo_b/adapter"]["facts"]["base_models"] == [{"name": "ada_l/tiny", "relation": "adapter"}]
    assert "base_models" not in works["model:Ada_L/tiny"]["facts"]


def test_facts_of_a_work_are_those_that_were_told(app):
    ingest_huggingface(app, ["ada_l"])
    works = works_of(app)
    assert works["model:ada_l/tiny-chat"]["facts"] == {
        "base_models": [{"name": "tiny_lab/base", "relation": "finetune"}],
        "commits": 3,
        "commits_are_all": True,
        "downloads_30_days": 120,
        "downloads_all_time": 4000,
        "evaluations": [
            {"dataset": "Invented Eval by (address)", "metric": "accuracy", "task": "Text generation", "value": 71.5}
        ],
        "first_commit_at": "2024-03-01T10:00:00+00:00",
        "last_commit_at": "2024-03-09T10:00:00+00:00",
        "library": "transformers",
        "likes": 7,
        "modified_at": "2025-02-03T10:00:00+00:00",
        "papers": ["2401.00001"],
        "tags": ["transformers"],
        "task": "text-generation",
    }
    space = works["space:ada_l/demo"]
    assert (space["summary"], space["licence"], space["facts"]["sdk"]) == ("Talk to a tiny model.", "mit", "gradio")
    assert {"downloads_30_days", "downloads_all_time"} & space["facts"].keys() == set()
    data = works["dataset:ada_l/poems"]
    assert (data["summary"], data["licence"]) == ("Poems, asked of (address).", "cc0-1.0")


def test_a_work_older_than_the_hub_remembers_is_dated_by_its_first_commit(app):
    ingest_huggingface(app, ["ada_l"])
    works = works_of(app)
    assert works["model:Ada_L/tiny"]["at"].isoformat() == "2024-03-01T10:00:00"
    assert works["model:ada_l/tiny-chat"]["at"].isoformat() == "2024-03-01T09:30:00"


def test_only_accounts_are_authors_not_names_typed_into_git(app):
    ingest_huggingface(app, ["ada_l"])
    assert people_of(app) == {
        ("model:ada_l/tiny-chat", "huggingface:ada_l", "owner"),
        ("model:ada_l/tiny-chat", "huggingface:ada_l", "author"),
        ("model:ada_l/tiny-chat", "huggingface:bo_b", "author"),
        ("model:Ada_L/tiny", "huggingface:ada_l", "owner"),
        ("model:Ada_L/tiny", "huggingface:ada_l", "author"),
        ("dataset:ada_l/poems", "huggingface:ada_l", "owner"),
        ("dataset:ada_l/poems", "huggingface:ada_l", "author"),
        ("space:ada_l/demo", "huggingface:ada_l", "owner"),
    }


def test_a_profile_field_for_github_links_accounts_and_a_link_in_a_text_does_not(app, server):
    server.routes["/api/users/bo_b/overview"] = Reply(user("Bo_B", details="I like https://github.com/tiny_lab"))
    ingest_huggingface(app, ["ada_l", "bo_b"])
    rows = lake_rows(app)
    assert [(r["account"], r["other"], r["proof"]) for r in rows["account_links"]] == [
        ("huggingface:ada_l", "login:ada_l", "profile")
    ]
    profiles = {row["account"]: row for row in rows["profiles"]}
    assert profiles["huggingface:ada_l"]["links"] == [
        "https://ada.example",
        "https://ada.example/blog",
        "https://github.com/ada_l",
        "https://github.com/tiny_lab",
    ]
    assert (profiles["huggingface:bo_b"]["handle"], profiles["huggingface:bo_b"]["kind"]) == ("Bo_B", "User")


def test_repositories_that_a_card_names_are_told_apart_from_those_a_text_mentions(app):
    ingest_huggingface(app, ["ada_l", "bo_b"])
    rows = lake_rows(app)["work_repositories"]
    assert {(r["work"], r["repo_name"], r["proof"]) for r in rows} == {
        ("model:bo_b/adapter", "bo_b/adapter", "metadata"),
        ("dataset:ada_l/poems", "ada_l/poems", "mention"),
    }


def test_an_organisation_is_one(app):
    (record,) = ingest_huggingface(app, ["tiny_lab"])
    (profile,) = lake_rows(app)["profiles"]
    assert (record.counts, profile["kind"], profile["links"]) == (
        {"profiles": 1},
        "Organization",
        ["https://lab.example"],
    )


def test_private_works_are_not_loaded_even_with_a_token_and_the_token_is_not_kept(app, server, monkeypatch, tmp_path):
    monkeypatch.setenv("HF_TOKEN", "hf_invented_token")
    ingest_huggingface(app, ["ada_l"])
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer hf_invented_token"}
    assert "model:ada_l/secret" not in works_of(app)
    kept = [p for p in tmp_path.rglob("*") if p.is_file() and b"hf_invented_token" in p.read_bytes()]
    assert kept == []


def test_without_a_token_nobody_is_told_one(app, server, monkeypatch):
    monkeypatch.delenv("HF_TOKEN", raising=False)
    ingest_huggingface(app, ["tiny_lab"])
    assert [asked.headers.get("authorization") for asked in server.asked] == [None] * len(server.asked)


def test_a_next_page_elsewhere_is_not_followed(app, server, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_invented_token")
    with OriginServer() as other:
        elsewhere = {"Link": f'<{other.url}/api/models?cursor=2>; rel="next"'}
        server.routes["/api/models"] = Reply([model("bo_b/adapter")], headers=elsewhere)
        (record,) = ingest_huggingface(app, ["bo_b"])
        assert (record.status, record.details["error"], other.asked) == ("failed", "PermanentSourceError", [])


def test_the_official_client_asks_nothing_of_its_own_and_only_for_what_it_knows(server, monkeypatch, tmp_path):
    from huggingface_hub import constants, hf_api
    from huggingface_hub.utils import _detect_agent

    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    monkeypatch.setattr(constants, "AGENT_HARNESSES_PATH", str(tmp_path / "harnesses.json"))
    monkeypatch.setattr(_detect_agent, "_registry", None)
    with Handiwork(Settings(home=tmp_path / "home", retry_wait_s=0)) as app:
        ingest_huggingface(app, ["bo_b"])
    assert [path for path in server.paths() if "commits" not in path] == [
        "/api/users/bo_b/overview",
        "/api/models",
        "/api/datasets",
        "/api/spaces",
    ]
    known = (hf_api.ExpandModelProperty_T, hf_api.ExpandDatasetProperty_T, hf_api.ExpandSpaceProperty_T)
    for asked, properties in zip(server.asked[1:4], known, strict=True):
        assert set(asked.query["expand"]) - set(get_args(properties)) == set()
    assert not (tmp_path / "harnesses.json").exists()


def test_only_new_commits_are_asked_about(app, server):
    ingest_huggingface(app, ["bo_b", "ada_l"])
    server.asked.clear()
    server.routes["/api/spaces"] = Reply([])
    adapter = model("bo_b/adapter", sha="c3", downloads=999)
    server.routes["/api/models"] = Reply([adapter])
    server.routes["/api/models/bo_b/adapter/commits/main"] = Reply([commit(8, account("cleo_c"))])
    records = ingest_huggingface(app, ["bo_b", "ada_l"])
    assert [path for path in server.paths() if "commits" in path] == ["/api/models/bo_b/adapter/commits/main"]
    facts = works_of(app)["model:bo_b/adapter"]["facts"]
    assert (facts["downloads_30_days"], facts["commits"]) == (999, 1)
    assert ("model:bo_b/adapter", "huggingface:cleo_c", "author") in people_of(app)
    assert works_of(app)["dataset:ada_l/poems"]["facts"]["commits"] == 2
    assert [record.details["load"] for record in records] == ["loaded", "loaded"]


def test_a_second_load_writes_nothing_if_nothing_changed(app):
    ingest_huggingface(app, ["ada_l", "bo_b", "tiny_lab"])
    before = app.lake.fingerprint()
    records = ingest_huggingface(app, ["ada_l", "bo_b", "tiny_lab"])
    assert [record.details["load"] for record in records] == ["unchanged"] * 3
    assert app.lake.fingerprint() == before


def test_an_account_of_which_all_answers_are_the_same_costs_one_question_each(app, server):
    for path in ("/api/models", "/api/datasets", "/api/spaces"):
        server.routes[path] = Reply([], headers={"ETag": f'"{path}"'})
    ingest_huggingface(app, ["ada_l"])
    server.asked.clear()
    (record,) = ingest_huggingface(app, ["ada_l"])
    assert record.details["load"] == "unchanged"
    assert server.paths() == ["/api/users/ada_l/overview", "/api/models", "/api/datasets", "/api/spaces"]


def test_commits_that_are_refused_are_not_observed_and_asked_for_again(app, server):
    path = "/api/models/bo_b/adapter/commits/main"
    told, server.routes[path] = server.routes[path], Reply({"error": "gated"}, 403)
    (record,) = ingest_huggingface(app, ["bo_b"])
    assert (record.status, record.details["problems"]) == ("complete", ["commits of 1 works were not told"])
    assert "commits" not in works_of(app)["model:bo_b/adapter"]["facts"]
    server.routes[path] = told
    (record,) = ingest_huggingface(app, ["bo_b"])
    assert "problems" not in record.details
    assert works_of(app)["model:bo_b/adapter"]["facts"]["commits"] == 2


def test_an_account_that_is_not_there_fails_alone(app):
    missing, there = ingest_huggingface(app, ["tiny_lab", "no_one"])
    assert (missing.package, missing.status, missing.details["exit_code"]) == ("no_one", "failed", 5)
    assert (there.package, there.status) == ("tiny_lab", "complete")
    assert [record.package for record in app.lake.records()] == ["tiny_lab"]


def test_who_asks_for_a_long_wait_is_left_alone_for_the_rest_of_the_run(app, server):
    server.faults.append(Reply({"error": "slow down"}, 429, {"RateLimit": '"api";r=0;t=3600'}))
    records = ingest_huggingface(app, ["ada_l", "bo_b", "tiny_lab"])
    assert [record.status for record in records] == ["failed"] * 3
    assert len(server.asked) == 1


def test_a_limit_is_waited_for_as_the_hub_tells(server):
    server.faults.append(Reply({"error": "slow down"}, 429, {"RateLimit": '"api";r=0;t=55'}))
    waits = []
    with Hub(server.url, Manners(sleep=waits.append, longest_wait_s=300)) as hub:
        assert hub.account("tiny_lab").value.is_organization
    assert waits == [55.0]


def test_an_account_that_was_renamed_is_not_taken_for_the_other(server):
    server.routes["/api/users/old_name/overview"] = Reply(user("new_name"))
    with Hub(server.url, Manners()) as hub, pytest.raises(PermanentSourceError, match="another account"):
        hub.account("old_name")


def test_a_list_without_an_end_is_given_up(server):
    server.routes["/api/spaces"] = lambda _: Reply(
        [], headers={"Link": f'<{server.url}/api/spaces?n={len(server.asked)}>; rel="next"'}
    )
    with Hub(server.url, Manners()) as hub, pytest.raises(PermanentSourceError, match="pages"):
        hub.works("space", "ada_l")
    assert len(server.asked) == 100


def test_who_has_very_many_commits_is_said_to_have_more(server):
    server.routes["/api/models/ada_l/busy/commits/main"] = lambda asked: Reply(
        [commit(3, account("ada_l"))], headers={"Link": f'<{server.url}{asked.path}?n={len(server.asked)}>; rel="next"'}
    )
    with Hub(server.url, Manners()) as hub:
        told = hub.commits("model", "ada_l/busy")
    assert (told.n, told.is_complete, told.first_at, told.authors) == (20, False, None, ("ada_l",))


def test_accounts_that_profiles_link_to_are_loaded_when_asked_for(app):
    profile = {
        "account": "github:1",
        "links": [
            "https://huggingface.co/Bo_B",
            "https://huggingface.co/spaces",
            "https://huggingface.co/bo_b/adapter",
        ],
        "data_licence": "invented",
        "source": "https://api.invented.example",
    }
    with app.lake.writing() as lake:
        commit_rows(
            lake, PackageRecord("github", "x", "complete"), {"profiles": [profile]}, suppressions=Suppressions()
        )
    assert linked_accounts(app.lake) == {"bo_b"}
    assert [record.package for record in ingest_huggingface(app, is_linked=True)] == ["bo_b"]


def test_who_is_left_out_on_github_is_left_out_by_the_link_of_the_profile(app, server):
    server.routes["/api/users/bo_b/overview"] = Reply(user("Bo_B", githubUsername="other_name"))
    ingest_huggingface(app, ["bo_b"])
    assert [record.package for record in app.lake.records()] == ["bo_b"]
    app.suppress("other_name")
    assert ingest_huggingface(app, ["bo_b"]) == []
    assert app.lake.records() == []


def test_what_is_no_name_is_refused_before_anybody_is_asked(app, server):
    with pytest.raises(InputError, match="no name of an account"):
        ingest_huggingface(app, ["https://huggingface.co/ada_l"])
    with pytest.raises(UsageError, match="--linked"):
        ingest_huggingface(app)
    assert server.asked == []


def test_without_the_official_client_it_says_how_to_install_it(app, monkeypatch):
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(UsageError, match=r"pip install 'handiwork\[huggingface\]'"):
        ingest_huggingface(app, ["ada_l"])


def test_the_public_hub_is_paced_by_its_limits():
    assert pace_s("https://huggingface.co", has_token=False) * 500 == pytest.approx(300)
    assert pace_s("https://huggingface.co", has_token=True) * 1000 == pytest.approx(300)
    assert pace_s("http://127.0.0.1:8080", has_token=False) == 0


def test_a_hub_that_is_down_is_told_as_a_failure_that_may_pass(server):
    server.break_after = 0
    with Hub(server.url, Manners(retry_wait_s=0)) as hub, pytest.raises(TransientSourceError):
        hub.account("ada_l")
    assert len(server.asked) == 5


@pytest.mark.real
def test_a_real_answer_of_the_hub_is_read(shared, tmp_path):
    told = json.loads((shared / "data" / "api" / "hf_models_author_sdsc.json").read_text(encoding="utf-8"))
    (real,) = told["response"]
    owner = real["id"].partition("/")[0]
    with OriginServer() as server:
        server.routes["/api/models"] = Reply(told["response"])
        with Hub(server.url, Manners()) as hub:
            (work,) = hub.works("model", owner).value
    assert (work.name, work.licence, work.facts) == (real["id"], "mit", {"downloads_30_days": 0, "likes": 0})
    assert work.created_at.isoformat() == "2025-07-14T09:40:40+00:00"
