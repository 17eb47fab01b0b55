"""`signals person`: from a history on disk to figures, to the index, to the person page and a search."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.git_history import History

from handiwork.faces.cli import run
from handiwork.ingest.rows import commit_rows
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

ADA = "Ada Lind <12+ada_l@users.noreply.github.com>"
BOB = "Bob Kell <13+bob_k@users.noreply.github.com>"


def code(n):
    return f'def route_{n}(path: str) -> str:\n    """Route {n}."""\n    return path * {n}\n'


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    history = History()
    for n in range(12):
        history.commit(f"Add websocket route {n}", by=ADA, files={f"web/route_{n}.py": code(n)})
    history.commit("Add websocket notes", by=BOB, files={"web/notes.py": "def note():\n    return 1\n"})
    return history.write(tmp_path_factory.mktemp("git") / "web.git")


@pytest.fixture(scope="module")
def built(tmp_path_factory, repository):
    home = str(tmp_path_factory.mktemp("built") / "home")
    assert run(["--home", home, "--quiet", "ingest", "git", str(repository), "--repo", "acme/web"]) == 0
    assert run(["--home", home, "--quiet", "index", "build", "--date", "2024-06-01"]) == 0
    return home


@pytest.fixture
def home(tmp_path, built):
    return shutil.copytree(built, tmp_path / "home")


def asked(command, home, repository, *more, who="ada_l"):
    return command(home, "signals", "person", who, "--repo", f"{repository}=acme/web", *more)


def figures(answer):
    return {f["signal"]: (f["value"], f["hits"], f["n"]) for f in json.loads(answer.out)["figures"]}


def test_it_says_what_somebodys_own_functions_show_with_links(command, home, repository):
    answer = asked(command, home, repository)
    assert answer.code == 0
    assert "typed                  100% of 12" in answer.out
    assert "https://github.com/acme/web/blob/" in answer.out
    assert "Reviews in acme/web: not observed" in answer.out


def test_reviews_are_those_that_github_told_but_for_those_of_machines(command, home, repository):
    at = datetime(2024, 1, 1, tzinfo=UTC)
    told = {"repo_id": 1, "repo_name": "Acme/Web", "created_at": at, "submitted_at": at, "seen_at": at}
    pulls = [
        {"number": n, "state": "merged", "merged_at": at, "author_id": 12, "author_login": "ada_l"} for n in range(5)
    ]
    people = [(1, 13, "bob_k"), (1, 13, "bob_k"), (2, 13, "bob_k"), (3, 99, "robo_r[bot]"), (4, 12, "ada_l")]
    reviews = [
        {"review_id": place, "number": n, "reviewer_id": who, "reviewer_login": login, "verdict": "approved"}
        for place, (n, who, login) in enumerate(people)
    ]
    rows = {"pull_requests": pulls, "reviews": reviews}
    lake, record = Lake(home / "lake"), PackageRecord("github", "acme/web", "complete")
    columns = {"pull_requests": {"repo_id", "repo_name", "created_at", "seen_at"}}
    columns["reviews"] = {"repo_id", "repo_name", "submitted_at", "seen_at"}
    given = {
        table: [{**row, **{name: told[name] for name in columns[table]}} for row in found]
        for table, found in rows.items()
    }
    with lake.writing():
        commit_rows(lake, record, given, suppressions=Suppressions())
    view = json.loads(asked(command, home, repository, "--format", "json").out)
    found = {f["signal"]: (f["value"], f["hits"], f["n"]) for f in view["repositories"][0]["figures"]}
    assert found["pulls-reviewed"] == (0.4, 2, 5)
    assert found["reviews-per-pull"] == (0.6, 3, 5)
    assert "pulls-reviewed         40% of 5" in asked(command, home, repository).out


def test_json_jsonl_and_csv_say_the_same(command, home, repository):
    view = json.loads(asked(command, home, repository, "--format", "json").out)
    lines = [json.loads(line) for line in asked(command, home, repository, "--format", "jsonl").out.splitlines()]
    rows = asked(command, home, repository, "--format", "csv").out.splitlines()
    typed = next(f for f in view["figures"] if f["signal"] == "typed")
    assert {"repo": "", "signal": "typed", "period": "all", "value": 1.0, "hits": 12, "n": 12} in lines
    assert (typed["value"], len(rows)) == (1.0, len(lines) + 1)


def test_too_little_is_not_observed(command, home, repository):
    answer = asked(command, home, repository, "--format", "json", who="bob_k")
    assert figures(answer)["typed"] == (None, 0, 1)


def test_kept_figures_are_on_the_person_page_and_can_be_asked_for_in_a_search(command, home, repository):
    assert asked(command, home, repository, "--save").code == 0
    assert asked(command, home, repository, "--save", who="bob_k").code == 0
    assert command(home, "index", "build", "--date", "2024-06-01").code == 0
    page = json.loads(command(home, "person", "show", "ada_l", "--format", "json").out)["signals"]
    assert page["status"] == "observed"
    assert {f["signal"]: f["value"] for f in page["figures"]}["documented"] == 1.0
    found = json.loads(command(home, "search", "websocket routes", "--signal", "typed>=0.9", "--format", "json").out)
    assert [hit["login"] for hit in found["hits"]] == ["ada_l"]
    shown = command(home, "search", "websocket routes", "--prefer", "typed").out
    assert "signal typed 1.00" in shown


def test_keeping_the_same_again_writes_nothing(command, home, repository):
    asked(command, home, repository, "--save")
    before = {file: file.stat().st_mtime_ns for file in (home / "lake").rglob("*") if file.is_file()}
    asked(command, home, repository, "--save")
    assert {f: f.stat().st_mtime_ns for f in (home / "lake").rglob("*") if f.is_file() and "lock" not in f.name} == {
        f: at for f, at in before.items() if "lock" not in f.name
    }


def test_of_somebody_who_is_left_out_nothing_is_told_and_nothing_kept(command, home, repository):
    asked(command, home, repository, "--save")
    command(home, "privacy", "suppress", "ada_l")
    answer = asked(command, home, repository)
    assert (answer.code, answer.out) == (3, "")
    command(home, "index", "build", "--date", "2024-06-01")
    assert command(home, "person", "show", "ada_l").code == 3
    assert command(home, "search", "websocket routes", "--signal", "typed").out.count("ada_l") == 0


def test_what_was_kept_of_somebody_goes_with_the_next_that_is_kept(command, home, repository):
    asked(command, home, repository, "--save")
    command(home, "privacy", "suppress", "ada_l")
    asked(command, home, repository, "--save", who="bob_k")
    assert [record.package for record in Lake(Path(home) / "lake").records("signals")] == ["github:13/acme/web"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--by", "month"), "by is 'month'"),
        (("--since", "2024-01-01", "--save"), "leave out --since, or --save"),
        (("--repo", "https://github.com/acme/web"), "clone it"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_can(command, home, repository, more, told):
    answer = asked(command, home, repository, *more)
    assert answer.code == 2
    assert told in answer.err


def test_the_same_repository_twice_is_refused(command, home, repository):
    answer = command(
        home, "signals", "person", "ada_l", "--repo", f"{repository}=acme/web", "--repo", f"{repository}=Acme/Web"
    )
    assert (answer.code, "given twice" in answer.err) == (2, True)


def test_a_folder_without_a_repository_is_told(command, home, tmp_path):
    answer = command(home, "signals", "person", "ada_l", "--repo", f"{tmp_path}=acme/web")
    assert answer.code != 0
    assert str(tmp_path) in answer.err
