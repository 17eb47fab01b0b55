"""Coverage: what is said of each hour, and how hours join into periods."""

from datetime import datetime, timedelta

from handiwork.catalog import Gap
from handiwork.lake.coverage import hour_coverage, periods
from handiwork.lake.manifest import PackageRecord

START = datetime(2025, 9, 1)


def _hour(n, events=1_000, status="complete", era="full", problems=(), rejected=0):
    hour = START + timedelta(hours=n)
    return PackageRecord(
        origin="gharchive",
        package=f"{n}",
        status=status,
        counts={"events": events, "rejected": rejected},
        details={"hour": hour.isoformat(), "eras": {era: events}, "problems": list(problems)},
    )


def _statuses(records, gaps=()):
    return [c.status for c in hour_coverage(records, gaps)]


def test_a_whole_hour_is_complete_and_one_of_short_payloads_is_trimmed():
    assert _statuses([_hour(0), _hour(1, era="trimmed"), _hour(2, rejected=3)]) == ["complete", "trimmed", "complete"]


def test_a_damaged_hour_is_thin_an_absent_one_missing_and_an_unreadable_one_failed():
    records = [_hour(0, problems=["truncated"]), _hour(1, 0, "missing"), _hour(2, 0, "failed", problems=["not_gzip"])]
    assert _statuses(records) == ["thin", "missing", "failed"]


def test_an_hour_far_below_its_neighbours_is_thin():
    found = hour_coverage([_hour(n, 10 if n == 3 else 1_000) for n in range(7)], [])
    assert [c.status for c in found] == ["complete"] * 3 + ["thin"] + ["complete"] * 3
    assert found[3].note == "10 events, its neighbours have 1000"


def test_with_few_neighbours_nothing_is_called_thin():
    assert _statuses([_hour(0, 10), _hour(1), _hour(2)]) == ["complete"] * 3


def test_known_gaps_inside_the_loaded_range_are_told():
    gap = Gap(START + timedelta(hours=1), START + timedelta(hours=2), "missing", "the crawler stood still", "an issue")
    thin = Gap(START + timedelta(hours=3), START + timedelta(hours=9), "thin", "few events", "an issue")
    found = hour_coverage([_hour(0), _hour(3), _hour(4)], [gap, thin])
    assert [(c.status, c.note) for c in found] == [
        ("complete", ""),
        ("missing", "the crawler stood still"),
        ("missing", "the crawler stood still"),
        ("thin", "few events"),
        ("thin", "few events"),
    ]


def test_gaps_outside_the_loaded_range_and_other_origins_are_not_told():
    gap = Gap(START - timedelta(days=9), START - timedelta(days=8), "missing", "long ago", "an issue")
    git = PackageRecord(origin="git", package="example_org/engine", status="complete")
    assert _statuses([git, _hour(0)], [gap]) == ["complete"]
    assert hour_coverage([git], [gap]) == []


def test_neighbouring_hours_of_one_status_join_into_a_period():
    hours = hour_coverage([_hour(0), _hour(1, rejected=2), _hour(2, 0, "missing"), _hour(4)], [])
    assert [(p.first_hour.hour, p.last_hour.hour, p.status, p.hours, p.events, p.rejected) for p in periods(hours)] == [
        (0, 1, "complete", 2, 2_000, 2),
        (2, 2, "missing", 1, 0, 0),
        (4, 4, "complete", 1, 1_000, 0),
    ]
    assert periods([]) == []
