"""`ingest github` as a person uses it: token, price, load, what is covered, and who is found by it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.github_server import GitHubServer, Pull, Repo, World, user
from tests.origin_server import Reply

ADA, BOB = user(1, "ada_l", name="Ada Lo"), user(2, "bob_b")
START = datetime(2025, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def server(monkeypatch):
    web = Repo(10, "acme/web", "A framework for nested routers")
    for n in range(1, 6):
        title = f"Nested routers keep their prefix, part {n}"
        web.pulls.append(Pull(n, ADA, title, START + n * timedelta(days=1), BOB, is_merged=True))
    web.pulls[0].review(71, BOB)
    with GitHubServer(World([web], [ADA])) as server:
        monkeypatch.setenv("HANDIWORK_GITHUB_URL", server.url)
        monkeypatch.setenv("HANDIWORK_RETRY_WAIT_S", "0")
        monkeypatch.setenv("HANDIWORK_GITHUB_TOKEN", "t0ken")
        yield server


def test_what_github_told_after_the_archive_was_trimmed_is_found_and_its_coverage_told(server, command, tmp_path):
    loaded = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--since", "2025-10-08", "--format", "json")
    again = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--format", "json")
    built = command(tmp_path, "index", "build", "--date", "2025-12-01")
    found = json.loads(command(tmp_path, "search", "nested routers", "--format", "json").out)
    status = command(tmp_path, "status")
    assert [(r["package"], r["status"], r["pull_requests"], r["reviews"]) for r in json.loads(loaded.out)] == [
        ("acme/web", "complete", 5, 1)
    ]
    assert [r["status"] for r in json.loads(again.out)] == ["unchanged"]
    assert (loaded.code, again.code, built.code, status.code) == (0, 0, 0, 0)
    evidence = found["hits"][0]["evidence"][0]
    assert (found["hits"][0]["login"], evidence["kind"]) == ("ada_l", "merged_pull_request")
    assert evidence["url"] == f"https://github.com/acme/web/pull/{evidence['number']}"
    (line,) = found["coverage"]
    assert (line["origin"], line["repository"], line["status"]) == ("github", "acme/web", "complete")
    assert (line["from"], line["kinds"]) == ("2025-10-08T00:00:00", ["pull_requests", "reviews", "review_comments"])
    assert "coverage      github acme/web  2025-10-08 to " in status.out
    assert server.documents()[0] == "Repository"


def test_the_price_is_told_and_nothing_is_loaded(server, command, tmp_path):
    done = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--dry-run", "--format", "json")
    told = {"repository": "acme/web", "pull_requests": 5, "authors": 0, "points": 3, "problem": ""}
    assert json.loads(done.out) == [told]
    assert server.documents() == ["Repository", "PagePrice"]
    table = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--dry-run")
    assert "about 3 points of the 5,000 that an hour has" in table.out
    gone = command(tmp_path, "ingest", "github", "--repo", "acme/gone", "--repo", "acme/web", "--dry-run")
    assert (gone.code, "acme/web    5              0        3" in gone.out) == (7, True)
    assert "GitHub told no price of 1 of 2: GitHub has no repository acme/gone" in gone.err


@pytest.mark.usefixtures("server")
def test_profiles_are_loaded_by_login(command, tmp_path):
    done = command(tmp_path, "ingest", "github", "--person", "ada_l", "--person", "nobody_n", "--format", "csv")
    assert done.out.splitlines() == [
        "origin,package,status,problem",
        "github,profile:ada_l,complete,",
        'github,profile:nobody_n,missing,"GitHub has no account of that name: renamed, deleted or suspended"',
    ]


@pytest.mark.usefixtures("server")
def test_a_table_counts_what_is_in_the_lake_now(command, tmp_path):
    both = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--person", "ada_l", "--person", "nobody_n")
    assert both.out == "5 pull requests of 1 repository, 1 profile in the lake\n"
    assert "acme/web: complete; 5 pull requests, 1 review\n" in both.err


def test_a_token_that_github_does_not_accept_is_said_and_never_shown(server, command, tmp_path):
    server.routes["/graphql"] = Reply({"message": "Bad credentials"}, 401)
    done = command(tmp_path, "ingest", "github", "--repo", "acme/web", "--repo", "acme/api")
    assert (done.code, len(server.asked)) == (2, 1)
    assert "GitHub does not accept the token" in done.err
    assert "t0ken" not in done.err


@pytest.mark.usefixtures("server")
def test_one_that_failed_ends_with_code_7_and_a_single_one_with_what_went_wrong(command, tmp_path):
    several = command(tmp_path, "ingest", "github", "--repo", "acme/gone", "--repo", "acme/web")
    single = command(tmp_path, "ingest", "github", "--repo", "acme/gone")
    assert (several.code, single.code) == (7, 5)
    assert "1 of 2 could not be loaded whole" in several.err
    assert "GitHub has no repository acme/gone" in single.err


def test_without_a_token_it_says_what_to_do(server, command, tmp_path, monkeypatch):
    monkeypatch.delenv("HANDIWORK_GITHUB_TOKEN")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    done = command(tmp_path, "ingest", "github", "--repo", "acme/web")
    assert done.code == 2
    assert "HANDIWORK_GITHUB_TOKEN" in done.err
    assert server.asked == []


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("arguments", [[], ["--since", "2025-10-01"], ["--repo", "acme/web", "--since", "yesterday"]])
def test_without_anything_to_ask_about_or_with_no_day_it_is_a_wrong_use(command, tmp_path, arguments):
    assert command(tmp_path, "ingest", "github", *arguments).code == 2


@pytest.mark.usefixtures("server")
def test_an_ecosystem_that_is_not_there_is_not_found(command, tmp_path):
    assert command(tmp_path, "ingest", "github", "--ecosystem", "basket-weaving").code == 3
