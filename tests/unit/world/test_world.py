"""The generated world: the same for the same seed, and as its truth says."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from handiwork.catalog import Bots, Catalog, Ecosystem, KeyRepository
from handiwork.errors import HandiworkError, UsageError
from handiwork.world import WorldTruth, generate_world, tiny_world
from handiwork.world.history import Change, write_history
from handiwork.world.people import make_bots, make_people
from handiwork.world.truth import FileTruth


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> WorldTruth:
    return tiny_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> WorldTruth:
    """Return a larger world, in which areas have three experts."""
    return generate_world(tmp_path_factory.mktemp("town"), seed=11, people=240, hours=3, repositories=4)


@cache
def read(file: FileTruth) -> tuple[list[dict], int, int]:
    """Return distinct events, rejected objects and repetitions, naively: object after object, line by line."""
    decode = json.JSONDecoder().raw_decode
    found: dict[str, dict] = {}
    rejected = repeated = 0
    for line in gzip.decompress(file.path.read_bytes()).decode().split("\n"):
        at = 0
        while at < len(line):
            try:
                made, end = decode(line, at)
            except ValueError:
                rejected += 1
                break
            repeated += line[at:end] in found
            found[line[at:end]] = made
            at = end
    return list(found.values()), rejected, repeated


def events(truth: WorldTruth, *eras: str) -> list[dict]:
    return [made for file in truth.files if file.era in eras for made in read(file)[0]]


def git(path: Path, *arguments: str) -> str:
    quiet = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(("git", "-C", str(path), *arguments), env=quiet, capture_output=True, check=True)
    return done.stdout.decode()


def logins(value: object) -> set[str]:
    """Return the login of every user or bot in an event."""
    if isinstance(value, list):
        return set().union(*map(logins, value))
    if not isinstance(value, dict):
        return set()
    own = {value["login"]} if isinstance(value.get("login"), str) and value.get("type") != "Organization" else set()
    return own.union(*(logins(inner) for key, inner in value.items() if key != "org"))


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def acts_by_area(truth: WorldTruth) -> Counter[tuple[str, str, str]]:
    """Count acts by repository, area and current login, from the files alone."""
    current = {login: person.login for person in truth.people for login in person.logins}
    names = {area.repo for area in truth.areas} | {truth.renamed_repository.before}
    areas = {(area.repo, area.area) for area in truth.areas}
    counts: Counter[tuple[str, str, str]] = Counter()
    for made in events(truth, "full", "trimmed"):
        payload, repo = made["payload"], made["repo"]["name"]
        if repo not in names or payload.get("action") not in ("opened", "created"):
            continue
        repo = truth.renamed_repository.after if repo == truth.renamed_repository.before else repo
        if "pull_request" in payload:
            area = payload["pull_request"]["head"]["ref"].partition("/")[0]
        elif "issue" in payload:
            area = next((label["name"] for label in payload["issue"]["labels"]), "")
        else:
            continue
        if (repo, area) in areas and made["actor"]["login"] in current:
            counts[repo, area, current[made["actor"]["login"]]] += 1
    return counts + commits_by_area(truth, current)


def commits_by_area(truth: WorldTruth, current: dict[str, str]) -> Counter[tuple[str, str, str]]:
    writers = {address: person.login for person in truth.people for address in person.addresses}
    counts: Counter[tuple[str, str, str]] = Counter()
    for history in truth.histories:
        log = git(history.path, "log", "--no-merges", "--format=%x01%ae", "--name-only", "main")
        for entry in log.split("\x01")[1:]:
            address, *paths = entry.split()
            if len(paths) > 50:
                continue
            for area in truth.areas:
                if area.repo == history.repo and any(path.startswith(f"{area.directory}/") for path in paths):
                    counts[history.repo, area.area, writers[address]] += 1
    return counts


def test_the_same_seed_gives_the_same_bytes(world: WorldTruth, tmp_path: Path):
    again = tiny_world(tmp_path)
    assert digest(again.folder) == digest(world.folder)
    assert (again.areas, again.people, again.roles) == (world.areas, world.people, world.roles)


def test_another_process_writes_the_same_bytes(world: WorldTruth, tmp_path: Path):
    code = "import sys, pathlib; from handiwork.world import tiny_world; tiny_world(pathlib.Path(sys.argv[1]))"
    other_order = os.environ | {"PYTHONHASHSEED": "123"}
    subprocess.run((sys.executable, "-c", code, str(tmp_path)), env=other_order, check=True)
    assert digest(tmp_path) == digest(world.folder)


def test_another_seed_gives_another_world(world: WorldTruth, tmp_path: Path):
    other = tiny_world(tmp_path, seed=8)
    assert {p.login for p in other.people} != {p.login for p in world.people}


def test_the_tiny_world_has_every_era(world: WorldTruth):
    assert Counter(file.era for file in world.files) == {"first": 1, "timeline": 1, "full": 2, "trimmed": 2}
    assert len(world.people) == 30
    assert sorted(h.path.name for h in world.histories) == ["fastapi__fastapi.git", "vllm-project__vllm.git"]
    assert world.gharchive / "2025-09-01-9.json.gz" in [file.path for file in world.files]
    assert world.git / "fastapi__fastapi.git" == world.histories[0].path


@pytest.mark.parametrize("which", ["world", "town"])
def test_counts_are_what_a_naive_reader_finds(which: str, request: pytest.FixtureRequest):
    truth: WorldTruth = request.getfixturevalue(which)
    found = {file.path.name: read(file) for file in truth.files}
    said = {f.path.name: (f.accepted, f.rejected, f.duplicates) for f in truth.files}
    assert {name: (len(made), rejected, again) for name, (made, rejected, again) in found.items()} == said
    assert (truth.accepted, truth.rejected) == (sum(a for a, _, _ in said.values()), 8)


def test_every_kind_of_dirt_is_there(world: WorldTruth):
    text = gzip.decompress((world.gharchive / "2025-09-01-9.json.gz").read_bytes()).decode()
    lines = text.split("\n")[:-1]
    assert (lines.count(""), sum("\0" in line for line in lines)) == (1, 1)
    assert sum('}{"' in line for line in lines) == 1
    assert sum(bool(line) and not line.endswith("}") for line in lines) == 1


def test_a_file_without_dirt_is_nearly_in_time_order(town: WorldTruth):
    file = next(f for f in town.files if f.era == "trimmed" and f.rejected == 0)
    instants = [made["created_at"] for made in read(file)[0]]
    inversions = sum(a > b for a, b in pairwise(instants))
    assert 0 < inversions < len(instants) / 50


def test_events_are_in_the_file_of_their_hour(world: WorldTruth):
    for file in world.files:
        day, _, hour = file.path.name.removesuffix(".json.gz").rpartition("-")
        stamp = f"{day}T{int(hour):02d}:"
        assert {made["created_at"].startswith(stamp) for made in read(file)[0]} == {True}


def test_an_id_is_used_once_per_type_but_twice_across_types_since_the_trim(world: WorldTruth):
    made = events(world, "trimmed")
    assert len({(m["type"], m["id"]) for m in made}) == len(made)
    assert len({m["id"] for m in made}) < len(made)
    full = events(world, "full")
    assert len({m["id"] for m in full}) == len(full)


def test_every_login_has_an_underscore(town: WorldTruth):
    found = set().union(*(logins(made) for made in events(town, "first", "full", "trimmed")))
    found |= {made["actor"] for made in events(town, "timeline")}
    owners = {area.repo.partition("/")[0] for area in town.areas}
    assert [login for login in sorted(found - owners) if "_" not in login] == []
    known = {login for person in town.people for login in person.logins} | {bot.login for bot in town.bots}
    assert found - owners <= known


def test_logins_are_unique_in_any_case_and_ids_far_above_real_ones(town: WorldTruth):
    everyone = [login.lower() for person in town.people for login in person.logins]
    assert len(everyone) == len(set(everyone))
    assert min(person.github_id for person in town.people) == 9_000_000_000


def test_no_thread_number_can_be_a_real_one(town: WorldTruth):
    numbers = {made["payload"]["number"] for made in events(town, "full", "trimmed") if "number" in made["payload"]}
    assert min(numbers) >= 700_000


def test_git_histories_are_sound_and_as_long_as_stated(town: WorldTruth):
    for history in town.histories:
        assert git(history.path, "fsck", "--strict", "--no-progress") == ""
        assert int(git(history.path, "rev-list", "--count", "--all")) == history.commits
        assert int(git(history.path, "rev-list", "--count", "--merges", "main")) == history.merges
        assert git(history.path, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]


def test_a_history_has_what_real_ones_have(town: WorldTruth):
    history = town.histories[0]
    log = git(history.path, "log", "--format=%ae%n%cn%n%B", "main")
    assert "Merge pull request #" in log
    assert "Co-authored-by: " in log
    assert "Reviewed-by: " in log
    assert "+" in log.split("@users.noreply.github.com")[0]
    assert "GitHub" in log
    assert "[bot]@users.noreply.github.com" in log
    assert git(history.path, "show", "main:.mailmap").count("@") >= 2
    bulk = git(history.path, "log", "--format=", "--name-only", f"--grep=^{history.bulk_subject}$", "main").split()
    assert len(bulk) > 200


def test_a_merge_carries_the_tree_of_its_branch(town: WorldTruth):
    merge = git(town.histories[0].path, "rev-list", "--merges", "-n1", "main").strip()
    assert git(town.histories[0].path, "diff", "--name-only", f"{merge}^2", merge, "--", "nothing") == ""
    changed = set(git(town.histories[0].path, "diff", "--name-only", f"{merge}^1", merge).split())
    assert changed == set(git(town.histories[0].path, "show", "--format=", "--name-only", f"{merge}^2").split())


def test_pushes_of_merged_pull_requests_name_commits_of_the_history(town: WorldTruth):
    shas = {h.repo: set(git(h.path, "rev-list", "main").split()) for h in town.histories}
    merged = [
        made
        for made in events(town, "full")
        if made["type"] == "PullRequestEvent" and made["payload"]["pull_request"]["merged"]
    ]
    ours = [m for m in merged if m["repo"]["name"] in shas and "/" in m["payload"]["pull_request"]["head"]["ref"]]
    ours = [m for m in ours if not m["payload"]["pull_request"]["head"]["ref"].startswith("deps/")]
    assert ours
    assert [m for m in ours if m["payload"]["pull_request"]["merge_commit_sha"] not in shas[m["repo"]["name"]]] == []


@pytest.mark.parametrize("which", ["world", "town"])
def test_planted_experts_have_the_most_acts_in_their_area(which: str, request: pytest.FixtureRequest):
    truth: WorldTruth = request.getfixturevalue(which)
    counts = acts_by_area(truth)
    for area in truth.areas:
        inside = {login: n for (repo, name, login), n in counts.items() if (repo, name) == (area.repo, area.area)}
        assert tuple(inside[login] for login in area.experts) == area.acts
        assert list(area.acts) == sorted(area.acts, reverse=True)
        assert max((n for login, n in inside.items() if login not in area.experts), default=0) < area.acts[-1]
        assert truth.experts(area.repo, area.area) == area.experts


def test_an_unknown_area_has_no_experts(world: WorldTruth):
    assert world.experts("fastapi/fastapi", "nowhere") == ()


def test_the_renamed_person_keeps_the_id_and_leads_an_area(town: WorldTruth):
    renamed = town.renamed_person
    by_era = {
        era: {m["actor"]["login"] for m in events(town, era) if m["actor"]["id"] == renamed.github_id}
        for era in ("full", "trimmed")
    }
    assert by_era == {"full": {renamed.before}, "trimmed": {renamed.after}}
    assert [a.area for a in town.areas if a.experts[0] == renamed.after] == ["routing"]


def test_the_renamed_repository_keeps_the_id(town: WorldTruth):
    renamed = town.renamed_repository
    by_era = {
        era: {m["repo"]["name"] for m in events(town, era) if m["repo"]["id"] == renamed.github_id}
        for era in ("full", "trimmed")
    }
    assert by_era == {"full": {renamed.before}, "trimmed": {renamed.after}}


def test_two_people_share_a_name_and_never_a_repository(town: WorldTruth):
    one, two = town.people[:2]
    assert one.name == two.name
    both = [{m["repo"]["name"] for m in events(town, "full") if m["actor"]["id"] == p.github_id} for p in (one, two)]
    assert both[0]
    assert both[0] & both[1] == set()


def test_a_bot_without_the_suffix_is_called_one_in_payloads(world: WorldTruth):
    assert [(bot.login, bot.reason) for bot in world.bots] == [
        ("dependency_helper[bot]", "suffix"),
        ("label_keeper[bot]", "suffix"),
        ("stevedore_sync", "type"),
    ]
    kinds = {
        made["payload"]["comment"]["user"]["type"]
        for made in events(world, "full", "trimmed")
        if made["type"] == "IssueCommentEvent" and made["actor"]["login"] == "stevedore_sync"
    }
    assert kinds == {"Bot"}


def test_pushers_push_what_others_wrote(world: WorldTruth):
    pushes = [made for made in events(world, "full") if made["type"] == "PushEvent"]
    capped = [made for made in pushes if made["payload"]["size"] > len(made["payload"]["commits"])]
    assert {(m["payload"]["size"], len(m["payload"]["commits"])) for m in capped} == {(45, 20)}
    assert min(len({c["author"]["email"] for c in m["payload"]["commits"]}) for m in capped) > 1


def test_addresses_are_planted_in_texts_author_lines_and_commits(town: WorldTruth):
    text = "".join(gzip.decompress(file.path.read_bytes()).decode() for file in town.files)
    planted = set(town.planted_addresses)
    titles = [m["payload"]["pull_request"]["title"] for m in events(town, "full") if m["type"] == "PullRequestEvent"]
    assert [title for title in titles if any(address in title for address in planted)]
    odd = town.people[2]
    assert odd.name in planted
    assert f'"name":"{odd.name}"' in text
    for history in town.histories:
        lines = git(history.path, "log", "--format=%ae%n%ce", "main").split()
        assert set(lines) <= planted


def test_every_address_in_the_archive_is_in_the_list(world: WorldTruth):
    pushes = [made for made in events(world, "full", "first") if made["type"] == "PushEvent"]
    emails = {c["author"]["email"] for made in pushes for c in made["payload"].get("commits", ())}
    assert emails <= set(world.planted_addresses)


def test_most_people_touch_one_repository(town: WorldTruth):
    places: dict[int, set[int]] = {}
    for made in events(town, "full", "trimmed"):
        if made["repo"]["name"].partition("/")[0] not in {p.login for p in town.people}:
            places.setdefault(made["actor"]["id"], set()).add(made["repo"]["id"])
    one = sum(len(repos) == 1 for repos in places.values())
    assert one > len(places) / 2


def test_roles_name_the_experts_of_what_they_are_about(town: WorldTruth):
    first, *_ = town.roles
    assert (first.repos, first.ecosystem) == (("fastapi/fastapi",), "python-web")
    assert first.logins == town.experts("fastapi/fastapi", first.area or "")
    whole = next(role for role in town.roles if role.area is None)
    assert set(whole.repos) <= {area.repo for area in town.areas}
    assert len(whole.logins) >= 3


def test_a_world_can_be_made_of_any_catalogue(tmp_path: Path):
    repo = KeyRepository("harbor/kiln", None, (), "Firing.", ("glaze", "clay bodies"), "Rust")
    bare = KeyRepository("harbor/bare", None, (), "Nothing said.", (), "C")
    eco = Ecosystem("pottery", "Pottery", "Pots.", (repo, bare), {}, (), ("Potter for kiln",))
    catalog = Catalog((eco,), Bots(frozenset(), ()), (), ())
    truth = generate_world(tmp_path, people=40, hours=1, repositories=9, catalog=catalog)
    assert {(a.repo, a.area, a.directory) for a in truth.areas if a.repo.startswith("harbor/")} == {
        ("harbor/kiln", "glaze", "src/glaze"),
        ("harbor/kiln", "clay_bodies", "src/clay_bodies"),
        ("harbor/bare", "bare", "src/bare"),
    }
    assert [role.text for role in truth.roles if role.area is None] == ["Potter for kiln"]


@pytest.mark.parametrize("wrong", [{"people": 19}, {"hours": 0}, {"repositories": 0}])
def test_a_world_too_small_is_refused(wrong: dict[str, int], tmp_path: Path):
    with pytest.raises(UsageError):
        generate_world(tmp_path, **wrong)


def test_a_failing_git_is_an_error_that_says_so(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(HandiworkError, match="git init failed"):
        write_history(tmp_path / "taken", [], [])


def test_a_missing_git_is_an_error_that_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HandiworkError, match="install git"):
        write_history(tmp_path / "new.git", [], [])


def test_a_history_without_branches_has_no_merges(tmp_path: Path):
    people = make_people(1, 3)
    line = (people[0].name, people[0].addresses[0])
    bot = make_bots(1)[0]
    change = Change(datetime(2024, 1, 1), line, line, "Start\n", ("a.py",), None, bot, 700_001)
    merges, shas = write_history(tmp_path / "one.git", [change], [])
    assert (merges, list(shas)) == (0, [700_001])
    assert git(tmp_path / "one.git", "rev-parse", "main").strip() == shas[700_001]
