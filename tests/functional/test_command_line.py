"""A user's path through the command line, on an invented world, from files to answers and back out."""

import csv
import io
import json
import shutil
from decimal import Decimal
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from handiwork.faces.cli import run
from handiwork.world import tiny_world

QUERY = "Back-end engineer for fastapi routing and nested routers"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return tiny_world(tmp_path_factory.mktemp("world") / "w")


@pytest.fixture(scope="module")
def built(world, tmp_path_factory):
    """A home with the tiny world ingested and indexed, made through the command line alone."""
    home = tmp_path_factory.mktemp("home")
    codes = [
        run(["--home", str(home), "--quiet", "ingest", "gharchive", str(world.gharchive)]),
        run(["--home", str(home), "--quiet", "ingest", "git", *(str(h.path) for h in world.histories)]),
        run(["--home", str(home), "--quiet", "index", "build", "--date", "2025-12-01"]),
    ]
    return SimpleNamespace(home=home, codes=codes)


@pytest.fixture
def own_home(built, tmp_path):
    """A copy of the built home that a test may change."""
    return shutil.copytree(built.home, tmp_path / "home")


@pytest.fixture
def answer(command):
    """Return the JSON of a search."""

    def ask(home, query, *arguments):
        done = command(home, "search", query, "--format", "json", *arguments)
        assert done.code == 0, done.err
        return json.loads(done.out)

    return ask


def test_damaged_lines_are_in_the_exit_code_and_the_rest_is_loaded(built, world):
    assert world.rejected > 0
    assert built.codes == [7, 0, 0]


def test_status_counts_every_accepted_and_rejected_event_and_every_hour(built, world, command):
    status = json.loads(command(built.home, "status", "--format", "json").out)
    assert (status["events"], status["events_rejected"]) == (world.accepted, world.rejected)
    assert status["events_duplicate"] == sum(f.duplicates for f in world.files)
    assert sum(period["hours"] for period in status["coverage"] if period["events"]) == len(world.files)
    assert {r["repository"]: r["commits"] for r in status["repositories"]} == {
        h.repo: h.commits for h in world.histories
    }
    assert {p["status"] for p in status["coverage"] if p["first_hour"] >= "2025-11"} == {"trimmed"}
    text = command(built.home, "status").out
    assert f"{world.accepted:,} accepted" in text


def test_an_answer_has_the_agreed_shape(built, answer):
    found = answer(built.home, QUERY)
    assert {"brief", "index", "coverage", "hits", "timing_ms"} <= found.keys()
    hit = found["hits"][0]
    assert {"rank", "person", "login", "score", "parts", "evidence"} <= hit.keys()
    assert [h["rank"] for h in found["hits"]] == list(range(1, len(found["hits"]) + 1))
    for item in hit["evidence"]:
        assert {"kind", "repo", "title", "at", "url"} <= item.keys()
        assert ("number" in item) != ("sha" in item)
    assert {line["origin"] for line in found["coverage"]} == {"gharchive", "git"}


@pytest.mark.parametrize("explain", [(), ("--explain",)])
def test_the_parts_of_every_score_add_up_to_it_as_printed(built, answer, explain):
    for hit in answer(built.home, QUERY, *explain)["hits"]:
        assert sum(Decimal(str(p["value"])) for p in hit["parts"]) == Decimal(str(hit["score"]))


def test_scores_fall_from_rank_to_rank(built, answer):
    scores = [hit["score"] for hit in answer(built.home, QUERY, "--limit", "50")["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_planted_expert_is_found_first_for_their_area(built, world, answer):
    roles = [r for r in world.roles if r.area is not None and r.repos[0] in {h.repo for h in world.histories}]
    assert roles
    firsts = [answer(built.home, role.text, "--limit", "3")["hits"] for role in roles]
    hits = sum(bool({h["login"] for h in found} & set(role.logins)) for found, role in zip(firsts, roles, strict=True))
    assert hits / len(roles) >= 0.9


def test_the_same_question_gets_the_same_answer(built, answer):
    one, two = answer(built.home, QUERY), answer(built.home, QUERY)
    one.pop("timing_ms")
    two.pop("timing_ms")
    assert one == two


def test_a_bot_never_appears_in_an_answer(built, world, answer):
    found = {h["login"] for role in world.roles for h in answer(built.home, role.text, "--limit", "1000")["hits"]}
    assert found & {b.login for b in world.bots} == set()


def test_limits_and_filters_are_kept(built, answer):
    assert len(answer(built.home, QUERY, "--limit", "2")["hits"]) == 2
    only = answer(built.home, "engineer for scheduling and routing", "--repo", "vllm-project/vllm")
    assert only["only"] == ["vllm-project/vllm"]
    assert {p["part"].split()[1].rstrip(":") for h in only["hits"] for p in h["parts"]} == {"vllm-project/vllm"}
    recent = answer(built.home, QUERY, "--since", "2025-11-01")
    assert all(item["at"] >= "2025-11-01" for h in recent["hits"] for item in h["evidence"])


def test_a_former_repository_name_is_understood(built, world, answer):
    renamed = world.renamed_repository
    before, after = (answer(built.home, QUERY, "--repo", n)["only"] for n in (renamed.before, renamed.after))
    assert before == after


def test_the_formats_hold_the_same_hits(built, answer, command):
    hits = answer(built.home, QUERY, "--limit", "5")["hits"]
    lines = command(built.home, "search", QUERY, "--limit", "5", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == hits
    rows = list(
        csv.DictReader(io.StringIO(command(built.home, "search", QUERY, "--limit", "5", "--format", "csv").out))
    )
    assert [(r["login"], float(r["score"])) for r in rows] == [(h["login"], h["score"]) for h in hits]
    table = command(built.home, "search", QUERY, "--limit", "5").out
    assert [login for h in hits if (login := h["login"]) not in table] == []


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["search", QUERY, "--repo", "nobody_here/nothing"], 3, "nobody_here/nothing"),
        (["search", QUERY, "--since", "soon"], 2, "soon"),
        (["search", QUERY, "--index", "none"], 3, "none"),
        (["person", "show", "never_seen_here"], 3, "never_seen_here"),
        (["ecosystem", "show", "pyton-web"], 3, "python-web"),
        (["ingest", "gharchive"], 2, "say what to load"),
        (["ingest", "gharchive", "nowhere.json.gz"], 4, "nowhere.json.gz"),
        (["ingest", "gharchive", "--since", "yesterday"], 2, "yesterday"),
        (["index", "build", "--date", "today"], 2, "today"),
        (["index", "use", "none"], 3, "none"),
        (["ingest", "git", ".", "--sizes", "some"], 2, "some"),
        (["ingest", "git", "no-such-folder"], 4, "no-such-folder"),
        (["ingest", "git", "file:///no/such/engine", "--repo", "acme/engine"], 5, "acme/engine"),
        (["privacy", "suppress", "jane@example.org"], 2, "login"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_own_exit_code(built, command, arguments, code, message):
    done = command(built.home, *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert "Traceback" not in done.err
    assert "jane@" not in done.err


def test_an_empty_home_says_what_to_do_first(tmp_path, command):
    assert "handiwork index build" in command(tmp_path, "search", QUERY).err
    empty = command(tmp_path, "index", "build")
    assert (empty.code, "ingest something first" in empty.err) == (3, True)
    assert json.loads(command(tmp_path, "status", "--format", "json").out)["events"] == 0


def test_a_query_that_no_work_mentions_says_so(built, command):
    done = command(built.home, "search", "zzyzx qwertyuiopas", "--format", "json")
    found = json.loads(done.out)
    assert (done.code, found["hits"]) == (0, [])
    assert found["reason"]
    assert set(found["brief"]["unknown"]) == {"zzyzx", "qwertyuiopas"}


def test_a_person_is_shown_by_a_former_login_with_why_accounts_were_joined(built, world, command):
    renamed = world.renamed_person
    now, before = (
        json.loads(command(built.home, "person", "show", login, "--format", "json").out)
        for login in (renamed.after, renamed.before)
    )
    assert now == before
    assert now["login"] == renamed.after
    assert {renamed.before, renamed.after} <= set(now["logins"])
    assert now["evidence"]
    assert renamed.after in command(built.home, "person", "show", renamed.before).out


def test_several_indexes_live_side_by_side(own_home, command, answer):
    first = command(own_home, "index", "list", "--format", "json")
    command(own_home, "index", "build", "--date", "2025-12-31")
    names = [row["name"] for row in json.loads(command(own_home, "index", "list", "--format", "json").out)]
    old = json.loads(first.out)[0]["name"]
    assert (len(names), old in names) == (2, True)
    assert answer(own_home, QUERY)["index"]["built_on"] == "2025-12-31"
    assert answer(own_home, QUERY, "--index", old)["index"]["name"] == old
    assert command(own_home, "index", "use", old).code == 0
    assert answer(own_home, QUERY)["index"]["name"] == old


def test_the_same_lake_gives_the_same_index_byte_by_byte(own_home, command):
    name = json.loads(command(own_home, "index", "list", "--format", "json").out)[0]["name"]
    before = {p.name: p.read_bytes() for p in (own_home / "index" / name).iterdir()}
    shutil.rmtree(own_home / "index")
    assert command(own_home, "index", "build", "--date", "2025-12-01").out.strip() == name
    assert {p.name: p.read_bytes() for p in (own_home / "index" / name).iterdir()} == before


def test_a_suppressed_person_vanishes_at_once_from_the_next_index_and_from_every_later_ingest(
    own_home, world, command, answer
):
    renamed = world.renamed_person
    names = {renamed.before, renamed.after}
    assert command(own_home, "person", "show", renamed.after).code == 0
    assert command(own_home, "privacy", "suppress", renamed.before).code == 0

    def shown():
        found = [answer(own_home, role.text, "--limit", "1000") for role in world.roles]
        return {h["login"] for f in found for h in f["hits"]} & names

    assert shown() == set()
    assert command(own_home, "person", "show", renamed.after).code == 3
    command(own_home, "index", "build", "--date", "2025-12-01")
    assert shown() == set()
    assert command(own_home, "ingest", "gharchive", world.gharchive).code == 7
    command(own_home, "index", "build", "--date", "2025-12-01")
    assert shown() == set()
    held = "".join(
        str(pq.read_table(p).to_pylist()) for p in (own_home / "lake" / "tables" / "events").rglob("*.parquet")
    )
    assert [name for name in names if f"'{name}'" in held] == []


def test_no_planted_address_is_anywhere_in_the_home(built, world):
    folders = [built.home / part for part in ("lake", "index")]
    texts = []
    for path in (p for folder in folders for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".parquet":
            texts.append(str(pq.read_table(path).to_pylist()))
        elif path.suffix == ".arrow":
            texts.append(str(pa.ipc.open_file(path).read_all().to_pylist()))
        else:
            texts.append(path.read_bytes().decode("utf-8", "replace"))
    held = "\n".join(texts)
    assert len(world.planted_addresses) > 30
    assert [a for a in world.planted_addresses if a in held] == []
    assert "(address)" in held


def test_an_ecosystem_is_listed_shown_and_pulled(tmp_path, world, command):
    listed = json.loads(command(tmp_path, "ecosystem", "list", "--format", "json").out)
    assert {"python-web", "ai", "data-engineering"} <= {e["name"] for e in listed}
    shown = command(tmp_path, "ecosystem", "show", "python-web").out
    assert "fastapi/fastapi (was tiangolo/fastapi)" in shown


def test_pulling_an_ecosystem_loads_what_is_there_and_reports_the_rest(tmp_path, world, command, monkeypatch):
    served = tmp_path / "served"
    for history in world.histories:
        shutil.copytree(history.path, served / history.repo)
    monkeypatch.setenv("HANDIWORK_GIT_URL", served.as_uri())
    done = command(tmp_path / "home", "ecosystem", "pull", "python-web", "--format", "json")
    records = {r["package"]: r["status"] for r in json.loads(done.out)}
    assert done.code == 7
    assert records["fastapi/fastapi"] == "complete"
    assert records["django/django"] == "failed"
    again = command(tmp_path / "home", "ecosystem", "pull", "python-web", "--format", "json")
    assert {r["package"]: r["status"] for r in json.loads(again.out)}["fastapi/fastapi"] == "unchanged"


def test_settings_are_shown_with_their_origin_and_wrong_ones_are_all_listed(tmp_path, command, monkeypatch):
    shown = {r["setting"]: r for r in json.loads(command(tmp_path, "config", "show", "--format", "json").out)}
    assert (shown["home"]["value"], shown["home"]["from"]) == (str(tmp_path), "flag")
    monkeypatch.setenv("HANDIWORK_THREADS", "none")
    monkeypatch.setenv("HANDIWORK_THRAEDS", "2")
    wrong = command(tmp_path, "config", "validate")
    assert wrong.code == 2
    assert "did you mean 'threads'?" in wrong.err
    assert "none" in wrong.err


def test_every_filter_of_the_command_line_comes_back_in_the_answer_and_can_be_asked_again(built, answer):
    flags = ["--repo", "fastapi/fastapi", "--since", "2024-01-01", "--active-since", "2024-02-01"]
    flags += ["--kind", "commit", "--kind", "commit-review", "--maintainers-only", "--min-evidence", "1"]
    flags += ["--exclude-owner", "harbor_collective", "--limit", "5"]

    found = answer(built.home, QUERY, *flags)

    assert found["options"] == {
        "limit": 5,
        "accounts": "known",
        "repositories": ["fastapi/fastapi"],
        "ecosystems": [],
        "since": "2024-01-01",
        "active_since": "2024-02-01",
        "kinds": ["commit", "commit_review"],
        "maintainers_only": True,
        "min_evidence": 1,
        "exclude_repositories": [],
        "exclude_owners": ["harbor_collective"],
        "signals": [],
        "prefer": [],
        "has": [],
        "facets": [],
        "sort": "fit",
        "count_facets": True,
        "explain": False,
    }
    assert found["hits"]
    for hit in found["hits"]:
        assert sum(Decimal(str(part["value"])) for part in hit["parts"]) == Decimal(str(hit["score"]))
        assert {item["kind"] for item in hit["evidence"]} <= {"commit", "commit_review"}
        assert {item["repo"] for item in hit["evidence"]} == {"fastapi/fastapi"}
        assert min(item["at"] for item in hit["evidence"]) >= "2024-01-01"


def test_an_ecosystem_stands_for_its_key_repositories(built, answer):
    by_ecosystem = answer(built.home, QUERY, "--ecosystem", "python-web")
    by_name = answer(built.home, QUERY, "--repo", "fastapi/fastapi")

    assert by_ecosystem["hits"] == by_name["hits"]
    assert by_ecosystem["only"] == ["fastapi/fastapi"]
    moves = answer(built.home, QUERY, "--ecosystem", "python-web", "--pool")["pool"]["moves"]
    assert [m["value"] for m in moves if m["constraint"] == "filter"] == ["ecosystems"]


def test_the_pool_of_a_role_has_an_interval_and_says_what_moves_it(built, command):
    asked = json.loads(command(built.home, "pool", QUERY, "--months", "12", "--format", "json").out)
    pool = asked["pool"]

    assert 0 < pool["observed"] <= pool["estimate"] <= pool["high"]
    assert pool["low"] <= pool["estimate"]
    assert pool["months"] + pool["months_missing"] == 12
    assert [m["value"] for m in pool["moves"] if m["constraint"] == "window"] == ["6", "24"]
    assert "fastapi/fastapi" in {m["value"] for m in pool["moves"] if m["change"] == "without"}
    rows = list(
        csv.DictReader(io.StringIO(command(built.home, "pool", QUERY, "--months", "12", "--format", "csv").out))
    )
    assert rows[0]["constraint"] == "asked"
    assert len(rows) == 1 + len(pool["moves"])
    printed = command(built.home, "pool", QUERY, "--months", "12").out
    assert printed.startswith(f"pool    {pool['estimate']} people ({pool['low']} to {pool['high']}), in ")


def test_a_search_says_how_many_there_are_when_asked(built, command, answer):
    found = answer(built.home, QUERY, "--pool", "--kind", "review")

    alone = json.loads(command(built.home, "pool", QUERY, "--kind", "review", "--format", "json").out)
    assert found["pool"] == alone["pool"]
    assert "pool" not in answer(built.home, QUERY)


@pytest.mark.parametrize(
    ("flags", "code", "message"),
    [
        (["--kind", "reviews"], 2, "did you mean 'review'"),
        (["--min-evidence", "-1"], 2, "--min-evidence"),
        (["--exclude-owner", "fastapis"], 3, "the nearest are fastapi"),
        (["--exclude-repo", "fastapi/fastapo"], 3, "the nearest are fastapi/fastapi"),
        (["--active-since", "lately"], 2, "--active-since 'lately' is no day"),
        (["--ecosystem", "kubernetes"], 3, "has none of the"),
    ],
)
def test_a_filter_that_cannot_be_says_why_in_search_and_pool_alike(built, command, flags, code, message):
    for verb in ("search", "pool"):
        done = command(built.home, verb, QUERY, *flags)
        assert done.code == code
        assert message in done.err
