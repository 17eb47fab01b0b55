"""Evaluation through the command line: a lake of two small histories, topics, runs as of a day, comparisons."""

import csv
import io
import json
import runpy
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from handiwork.faces.cli import run

_TOOLS = runpy.run_path(str(Path(__file__).parents[1] / "git_history.py"))

MEASURES = ["ndcg@10", "mrr", "precision@5", "recall@20", "success@1"]
ADA, BOB, CYD = (f"{name} <{n}+{login}@users.noreply.github.com>" for n, name, login in (
    (1, "Ada Lind", "ada_l"), (2, "Bob Kent", "bob_k"), (3, "Cyd Mill", "cyd_m")
))  # fmt: skip
TOPICS = [
    {"id": "early", "project": "acme/web", "query": "routing", "relevant": ["ADA_L"], "as_of": "2021-01-01"},
    {"id": "late", "project": "acme/web", "query": "routing", "relevant": ["bob_k"], "as_of": "2023-01-01"},
    {"id": "gone", "project": "acme/web", "query": "routing", "relevant": ["no_body"], "as_of": "2023-01-01"},
    {"id": "api", "project": "zeta/api", "query": None, "query_nl": "Sockets", "relevant": ["cyd_m"]},
]


def _history(*commits):
    history = _TOOLS["History"]()
    for year, who, subject, path in commits:
        at_s = int(datetime(year, 6, 1, tzinfo=UTC).timestamp())
        history.commit(subject, by=who, files={path: f"{subject}\n"}, at_s=at_s)
    return history


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with two histories and an index of everything."""
    folder = tmp_path_factory.mktemp("eval")
    web = _history(
        (2020, ADA, "Add routing", "routing/core.py"),
        (2020, ADA, "Fix routing", "routing/core.py"),
        (2022, BOB, "Rewrite routing for hosts", "routing/hosts.py"),
        (2022, BOB, "Routing by host", "routing/hosts.py"),
        (2022, BOB, "Routing tables", "routing/tables.py"),
        (2022, BOB, "Routing trees", "routing/trees.py"),
    )
    api = _history((2021, CYD, "Add sockets", "sockets.py"), (2021, CYD, "Fix sockets", "sockets.py"))
    paths = [web.write(folder / "acme__web.git"), api.write(folder / "zeta__api.git")]
    home = folder / "home"
    assert run(["--home", str(home), "--quiet", "ingest", "git", *map(str, paths)]) == 0
    assert run(["--home", str(home), "--quiet", "index", "build", "--date", "2024-01-01"]) == 0
    return home


@pytest.fixture
def topics(tmp_path):
    path = tmp_path / "topics.jsonl"
    path.write_text("\n".join(map(json.dumps, TOPICS)))
    return path


@pytest.fixture
def command(home, capsys):
    def call(*arguments):
        capsys.readouterr()
        code = run(["--home", str(home), *map(str, arguments)])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return call


@pytest.fixture
def numbers(command, topics):
    def numbers(*arguments):
        done = command("eval", "run", topics, "--format", "json", *arguments)
        assert done.code == 0, done.err
        return json.loads(done.out)

    return numbers


def test_each_topic_is_asked_as_of_its_own_day_within_its_project(numbers, home, tmp_path):
    found = numbers("--save", tmp_path / "run.json")
    saved = {r["id"]: r for r in json.loads((tmp_path / "run.json").read_text())["results"]}
    assert {name: r["ranking"] for name, r in saved.items()} == {
        "early": ["ada_l"],
        "late": ["bob_k", "ada_l"],
        "gone": ["bob_k", "ada_l"],
    }
    assert {r["index"][:10] for r in saved.values()} == {"2021-01-01", "2023-01-01"}
    assert (found["skipped"], found["overall"]["unreachable"]) == (1, 1)
    assert [found["overall"][m] for m in MEASURES] == pytest.approx([2 / 3, 2 / 3, 0.4 / 3, 2 / 3, 2 / 3], abs=1e-6)
    assert [found["overall"]["reachable"][m] for m in MEASURES] == [1.0, 1.0, 0.2, 1.0, 1.0]
    assert list(found["projects"]) == ["acme/web"]


def test_a_second_run_uses_the_same_indexes_and_gives_the_same_numbers(numbers, home):
    def without_times(found):
        return json.loads(json.dumps(found), object_hook=lambda o: {k: v for k, v in o.items() if k != "ms"})

    first = numbers()
    folders = sorted(p.name for p in (home / "index-as-of").iterdir())
    assert without_times(numbers("--set", "area.sharpness=6")["overall"]) == without_times(first["overall"])
    assert sorted(p.name for p in (home / "index-as-of").iterdir()) == folders


def test_a_constant_of_the_build_makes_other_indexes(numbers, home):
    first = ("--limit-topics", "1")
    numbers(*first)
    before = {p.name for p in (home / "index-as-of").iterdir()}
    numbers(*first, "--set", "creator_weight=0")
    assert len({p.name for p in (home / "index-as-of").iterdir()} - before) == 1


def test_the_index_as_it_is_answers_whatever_the_day(numbers, command):
    found = numbers("--as-of", "none")
    listed = json.loads(command("index", "list", "--format", "json").out)
    assert found["indexes"] == [row["name"] for row in listed if row["answers"]]
    assert found["overall"]["success@1"] == pytest.approx(1 / 3, abs=1e-6)


def test_one_day_can_be_asked_for_all(numbers):
    found = numbers("--as-of", "2020-06-02", "--text", "query_nl", "--pool", "all")
    assert (found["plan"]["as_of"], found["overall"]["topics"], found["overall"]["unreachable"]) == ("2020-06-02", 1, 1)


def test_baselines_can_be_left_out_and_projects_chosen(numbers):
    found = numbers("--no-baselines", "--project", "ACME/web", "--limit-topics", "1")
    assert (found["baselines"], found["overall"]["topics"]) == ({}, 1)


def test_the_table_and_the_csv_have_the_same_rows(command, topics):
    table = command("eval", "run", topics)
    rows = list(csv.DictReader(io.StringIO(command("eval", "run", topics, "--format", "csv").out)))
    assert [row["ranking"] for row in rows][:6] == [
        "handiwork",
        "commit-count",
        "commit-count-2y",
        "keyword-count",
        "bm25-profile",
        "model2",
    ]
    assert len(table.out.splitlines()) == len(rows) + 1
    assert "1 of 3 topics have no expert who is in the index; 1 topics lack the text" in table.err


def test_two_runs_are_compared_and_different_ones_refused(command, topics, tmp_path):
    own, now, other = (tmp_path / f"{name}.json" for name in ("own", "now", "other"))
    for path, arguments in ((own, ()), (now, ("--as-of", "none")), (other, ("--pool", "all", "--as-of", "none"))):
        assert command("--quiet", "eval", "run", topics, "--save", path, *arguments).code == 0
    found = json.loads(command("eval", "compare", own, now, "--format", "json").out)
    assert [found["overall"]["success@1"][k] for k in ("won", "lost", "tied")] == [0, 1, 2]
    assert [c["id"] for c in found["changed"]] == ["early"]
    refused = command("eval", "compare", own, other)
    assert (refused.code, "pool is project in one and all in the other" in refused.err) == (2, True)
    table = command("eval", "compare", own, other, "--intersection").out.splitlines()
    assert table[1].split()[:3] == ["overall", "ndcg@10", "0.667"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--pool", "everybody"), "--pool is 'everybody'; it can be project, all"),
        (("--as-of", "yesterday"), "--as-of is 'yesterday'; it can be topic, none or a day"),
        (("--project", "no/such"), "no topic is of project no/such"),
        (("--text", "both"), "none of the 4 topics has the text both"),
        (("--set", "area.sharp=1"), "there is no constant 'area.sharp'"),
    ],
)
def test_what_cannot_be_asked_is_said(command, topics, arguments, problem):
    done = command("eval", "run", topics, *arguments)
    assert (done.code, problem in done.err) == (2, True), done.err


def test_an_index_as_of_a_day_is_kept_aside_and_names_its_day(command, home):
    listed = command("index", "list").out
    done = command("index", "build", "--as-of", "2020-06-02")
    name = done.out.strip()
    (manifest,) = home.glob(f"index-as-of/*/{name}/manifest.json")
    assert json.loads(manifest.read_text())["extra"]["as_of"] == "2020-06-02"
    assert (command("index", "build", "--as-of", "2020-06-02").out.strip(), command("index", "list").out) == (
        name,
        listed,
    )
    assert command("index", "build", "--as-of", "2020-06-02", "--date", "2020-06-02").code == 2


def test_a_search_as_of_a_day_knows_nothing_of_later(command, home):
    def found(*arguments):
        done = command("search", "routing", "--format", "json", *arguments)
        assert done.code == 0, done.err
        answer = json.loads(done.out)
        return [hit["login"] for hit in answer["hits"]], answer["index"]["name"][:10]

    assert found("--as-of", "2020-06-02") == (["ada_l"], "2020-06-02")
    pool = json.loads(command("search", "routing", "--as-of", "2020-06-02", "--pool", "--format", "json").out)["pool"]
    assert pool["observed"] == 1, "one person by then"
    assert found("--as-of", "2020-06-01") == ([], "2020-06-01"), "what happened on the day itself does not count yet"
    assert found() == (["bob_k", "ada_l"], "2024-01-01")


def test_who_is_left_out_is_in_no_search_as_of_a_day(home, tmp_path, capsys):
    own = shutil.copytree(home, tmp_path / "home")
    assert run(["--home", str(own), "search", "routing", "--as-of", "2020-06-02"]) == 0
    assert run(["--home", str(own), "privacy", "suppress", "ada_l"]) == 0
    capsys.readouterr()
    assert run(["--home", str(own), "search", "routing", "--as-of", "2020-06-02", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"] == []
    written = b"".join(p.read_bytes() for p in (own / "index-as-of").rglob("*") if p.is_file())
    assert b"ada_l" not in written


@pytest.mark.parametrize("arguments", [("--as-of", "today"), ("--as-of", "2021-01-01", "--index", "2024-01-01-x")])
def test_a_search_as_of_what_is_no_day_or_of_two_indexes_is_refused(command, arguments):
    assert command("search", "routing", *arguments).code == 2
