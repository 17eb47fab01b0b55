"""A load world through ingest and index: its counts arrive, and its planted experts are found in their order."""

from datetime import date

import pytest

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.search import SearchOptions
from handiwork.world.load import generate_load


@pytest.mark.parametrize(("form", "events"), [("full", 10_000), ("trimmed", 20_000)])
def test_a_load_world_arrives_whole_and_its_experts_are_found_in_order(form: str, events: int, tmp_path):
    truth = generate_load(tmp_path / "world", events=events, form=form, hours=5)
    with Handiwork(Settings(home=tmp_path / "home", threads=1, memory_limit_mib=1024)) as app:
        counts = [result.record.counts for result in app.ingest_archive_files([truth.folder])]
        sums = {name: sum(count[name] for count in counts) for name in ("events", "rejected", "duplicates")}
        assert sums == {"events": truth.accepted, "rejected": truth.rejected, "duplicates": truth.duplicates}
        assert truth.accepted == events
        app.build_index(built_on=date(2026, 10, 1))
        found = {
            expert.role: tuple(hit.login for hit in app.search(expert.role, options=SearchOptions(limit=5)).result.hits)
            for expert in truth.experts
        }
    assert found == {expert.role: expert.logins for expert in truth.experts}
    assert len(found) == events // 5_000
