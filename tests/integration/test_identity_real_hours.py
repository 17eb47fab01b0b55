"""Real archive hours of three formats, resolved: nothing is lost, doubled or credited to a machine."""

import pytest

from handiwork.catalog import load_catalog
from handiwork.identity import resolve
from handiwork.lake.engine import Engine
from handiwork.privacy.suppression import Suppressions

pytestmark = pytest.mark.real

HOURS = ("2012-02-15-0", "2012-06-14-15", "2015-01-01-0")


def test_real_hours_resolve_without_loss(shared, archive):
    archive.load(*(shared / "data" / "gharchive" / f"{hour}.json.gz" for hour in HOURS))
    with Engine(threads=2, memory_limit_mib=512) as engine:
        found = resolve(engine, archive.lake, catalog=load_catalog(), suppressions=Suppressions())
        persons, acts = engine.arrow(found.persons).to_pylist(), engine.arrow(found.contributions).to_pylist()
    events = archive.rows("events")
    _each_id_is_one_person(persons, events)
    assert not [a for a in acts if persons[a["person_id"]]["is_bot"]]
    machines = {login.lower() for p in persons if p["is_bot"] for login in p["logins"]}
    for kind, type_ in (("push", "PushEvent"), ("create", "CreateEvent"), ("release", "ReleaseEvent")):
        assert sum(a["count"] for a in acts if a["kind"] == kind) == len(_by_people(events, type_, machines)), kind


def _each_id_is_one_person(persons, events):
    ids = [p["github_id"] for p in persons if p["github_id"] is not None]
    observed = {e[c] for e in events for c in ("actor_id", "author_id", "member_id")} - {None}
    assert len(ids) == len(set(ids))
    assert observed <= set(ids)


def _by_people(events, type_, machines):
    """Return the events of a type that people did in repositories, but for branches and tags."""
    return [
        e
        for e in events
        if e["type"] == type_
        and (type_ != "CreateEvent" or e["ref_type"] == "repository")
        and (e["repo_name"] or "").count("/") == 1
        and not e["repo_name"].startswith("/")
        and e["actor_login"] is not None
        and e["actor_login"].lower() not in machines
    ]
