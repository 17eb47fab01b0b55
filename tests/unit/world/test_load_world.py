"""The load world: the same bytes for the same arguments, what its truth says, and lines as the builders make them."""

import gzip
import hashlib
import json
from collections import Counter
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from handiwork.errors import UsageError
from handiwork.model.progress import DictCollector
from handiwork.world.load import LoadTruth, generate_load
from handiwork.world.load.chance import scrambled, skewed, uniform
from handiwork.world.load.drawing import draw_hour
from handiwork.world.load.mixes import KINDS, shares
from handiwork.world.load.plan import LoadPlan
from handiwork.world.load.population import Population
from handiwork.world.load.templates import template
from handiwork.world.load.texts import literal
from handiwork.world.nouns import Account, Create, Push, Repository, Watch
from handiwork.world.payloads import event

FORMS = ("full", "trimmed")
EVENTS, HOURS = 10_000, 5


@pytest.fixture(scope="module", params=FORMS)
def world(request, tmp_path_factory) -> LoadTruth:
    return generate_load(tmp_path_factory.mktemp("load"), events=EVENTS, form=request.param, hours=HOURS)


@cache
def read(folder: Path) -> tuple[tuple[dict, ...], int, int]:
    """Return distinct events, pieces that are no JSON, and repetitions, naively: object after object, line by line."""
    decode = json.JSONDecoder().raw_decode
    found, bad, repeated = [], 0, 0
    for path in sorted(folder.glob("*.json.gz")):
        seen: set[str] = set()
        for line in gzip.decompress(path.read_bytes()).decode().split("\n"):
            at = 0
            while at < len(line):
                try:
                    made, end = decode(line, at)
                except ValueError:
                    bad += 1
                    break
                if line[at:end] in seen:
                    repeated += 1
                else:
                    seen.add(line[at:end])
                    found.append(made)
                at = end
    return tuple(found), bad, repeated


def digest(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def repository_names(events) -> dict[int, set[str]]:
    names: dict[int, set[str]] = {}
    for made in events:
        names.setdefault(made["repo"]["id"], set()).add(made["repo"]["name"])
    return names


def test_other_processes_write_the_same_bytes(tmp_path: Path):
    alone, together = (
        generate_load(tmp_path / str(workers), events=1000, form="full", hours=3, workers=workers) for workers in (1, 2)
    )
    assert digest(alone.folder) == digest(together.folder)


def test_an_interrupted_world_goes_on_to_the_same_bytes(world: LoadTruth, tmp_path: Path):
    class Impatient(DictCollector):
        def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
            super().update(name, inc, total)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_load(tmp_path, events=EVENTS, form=world.form, hours=HOURS, collector=Impatient())
    (first,) = tmp_path.glob("*.json.gz")
    written_at = first.stat().st_mtime_ns
    collector = DictCollector()
    generate_load(tmp_path, events=EVENTS, form=world.form, hours=HOURS, collector=collector)
    assert digest(tmp_path) == digest(world.folder)
    assert first.stat().st_mtime_ns == written_at
    assert (collector.counts, collector.totals) == ({"events": EVENTS}, {"events": EVENTS})


def test_another_seed_gives_other_people():
    seen = []
    for seed in (7, 8):
        world = Population(LoadPlan(EVENTS, "trimmed", seed, HOURS))
        seen.append(set(world.logins(draw_hour(world, 0, 500).person.clip(0), None)))
    assert len(seen[0] & seen[1]) < len(seen[1]) / 10


def test_counts_are_what_a_naive_reader_finds(world: LoadTruth):
    events, bad, repeated = read(world.folder)
    assert (len(events), bad, repeated) == (EVENTS, world.rejected, world.duplicates) == (EVENTS, 2, 1)
    assert Counter(made["type"] for made in events) == Counter(world.by_type)
    machines = set(world.machines)
    actors = {made["actor"]["id"] for made in events if made["actor"]["login"] not in machines}
    assert (len(actors), len(repository_names(events))) == (world.people, world.repositories)
    assert Counter(made["actor"]["login"] for made in events if made["actor"]["login"] in machines) == Counter(
        world.machines
    )


def test_renamed_people_and_repositories_are_those_seen_under_two_names(world: LoadTruth):
    events, _, _ = read(world.folder)
    logins: dict[int, set[str]] = {}
    for made in events:
        logins.setdefault(made["actor"]["id"], set()).add(made["actor"]["login"])
    two = {number: names for number, names in logins.items() if len(names) > 1}
    assert two == {number: {before, after} for number, before, after in world.renamed_people}
    moved = {number: names for number, names in repository_names(events).items() if len(names) > 1}
    assert moved == {number: {before, after} for number, before, after in world.renamed_repositories}
    assert moved


def test_truth_is_written_beside_the_hours(world: LoadTruth):
    said = json.loads((world.folder / "truth.json").read_text("utf-8"))
    assert said["by_type"] == world.by_type
    assert [tuple(expert["logins"]) for expert in said["experts"]] == [expert.logins for expert in world.experts]
    assert world.gz_bytes == sum(path.stat().st_size for path in world.folder.glob("*.json.gz"))


def test_no_two_people_share_a_login_and_each_holds_an_underscore(world: LoadTruth):
    events, _, _ = read(world.folder)
    owner: dict[str, int] = {}
    for made in events:
        login = made["actor"]["login"]
        assert owner.setdefault(login.lower(), made["actor"]["id"]) == made["actor"]["id"]
        assert "_" in login or login in world.machines


def test_every_line_lies_in_its_hour_with_rising_ids_but_for_a_few(world: LoadTruth):
    events, _, _ = read(world.folder)
    assert {made["created_at"][:13] for made in events} == {
        f"{LoadPlan(EVENTS, world.form, 7, HOURS).at(hour):%Y-%m-%dT%H}" for hour in range(HOURS)
    }
    git = [made for made in events if made["type"] in ("PushEvent", "CreateEvent", "DeleteEvent")]
    ids = [int(made["id"]) for made in git]
    assert len(set(ids)) == len(ids)
    assert sum(a > b for a, b in pairwise(ids)) < len(ids) / 50


def test_the_mix_of_types_is_that_of_the_measured_hours(world: LoadTruth):
    wanted: Counter[str] = Counter()
    for kind, share in zip(KINDS, shares(world.form), strict=True):
        wanted[kind.event_type] += share
    planted = sum(6 * sum(expert.pull_requests) for expert in world.experts) + 12 * 6 * len(world.experts)
    for name, share in wanted.items():
        spread = 4 * (EVENTS * share) ** 0.5 + planted
        assert abs(world.by_type.get(name, 0) - EVENTS * share) <= spread, name


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["Organization", "User"])
def test_a_filled_template_is_what_the_payload_builder_makes(form: str, kind: str):
    owner, org = Account(5, "ola_r", kind=kind), kind == "Organization"
    repo = Repository(7, "ola_r/50%-tide", owner, description="It ebbs", default_branch="trunk")
    start = (11, Account(3, "ada_l"), repo, datetime(2025, 9, 1, 2, 3, 4))
    acts = {
        "watch": Watch(*start),
        "create_branch": Create(*start, "fix/1", "branch"),
        "push": Push(*start, 13, "refs/heads/trunk", "a" * 40, "b" * 40),
    }
    values = {
        "event_id": 11,
        "actor": b"ada_l",
        "actor_id": 3,
        "repo": b"ola_r/50%-tide",
        "repo_id": 7,
        "owner": b"ola_r",
    }
    values |= {
        "owner_id": 5,
        "at": b"2025-09-01T02:03:04Z",
        "branch": b"fix/1",
        "main": b"trunk",
        "push_id": 13,
        "size": 0,
    }
    values |= {"description": b'"It ebbs"', "ref": b"refs/heads/trunk", "before": b"a" * 40, "head": b"b" * 40}
    values["commits"] = b"[]"
    for name, act in acts.items():
        made = template(form, name, org=org, machine=False).fill({slot: [value] for slot, value in values.items()})
        assert made == [literal(event(form, act))]


def test_missing_hours_have_no_events_and_the_others_have_all():
    plan = LoadPlan(100_000, "full", 3, 720)
    assert sum(plan.counts) == 100_000
    assert {hour for hour, count in enumerate(plan.counts) if not count} == plan.missing
    assert 0 < len(plan.missing) < 20


@pytest.mark.parametrize("changed", [{"events": 99}, {"form": "first"}, {"hours": 0}, {"hours": 745}, {"seed": -1}])
def test_arguments_out_of_range_are_refused(changed: dict, tmp_path: Path):
    arguments = {"events": 100, "form": "full", "hours": 1, "seed": 1} | changed
    with pytest.raises(UsageError):
        generate_load(tmp_path / "never", **arguments)
    assert not (tmp_path / "never").exists()


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path):
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(UsageError):
        generate_load(tmp_path, events=100, form="full", hours=1)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_a_world_of_other_arguments_is_not_gone_on_with(tmp_path: Path):
    generate_load(tmp_path, events=100, form="trimmed", hours=1)
    with pytest.raises(UsageError):
        generate_load(tmp_path, events=200, form="trimmed", hours=1)


def test_millions_of_people_have_logins_of_their_own():
    people = Population(LoadPlan(30_000_000, "full", 7, 720))
    numbers = np.unique(np.concatenate([np.arange(at, at + 20_000) for at in (0, 1 << 12, 1 << 22, 1 << 26)]))
    former, latest = people.logins(numbers, 0), people.logins(numbers, None)
    renamed = [a for a, b in zip(former, latest, strict=True) if a != b]
    assert len({*latest, *renamed}) == len(latest) + len(renamed)
    assert 0 < len(renamed) < len(latest) / 100


def test_scrambling_gives_no_number_twice():
    made = scrambled(np.arange(5000), 5000, 7)
    assert len(np.unique(made)) == 5000
    assert (made.min() >= 0, made.max() < 8192) == (True, True)


def test_skewed_ranks_follow_their_law():
    ranks = skewed(uniform(np.arange(200_000)), 1000, steepness=0.6, shoulder=2.0)
    counts = np.bincount(ranks, minlength=1000)
    weights = (np.arange(1000) + 2.5) ** -0.6
    expected = 200_000 * weights / weights.sum()
    assert np.abs(counts - expected).max() < 6 * expected.max() ** 0.5
