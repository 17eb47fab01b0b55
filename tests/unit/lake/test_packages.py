"""The manifest's segments: many records in one file, and nothing lost whenever a writer stops."""

import gzip
import json

import pytest

from handiwork.errors import StoreError
from handiwork.lake import packages
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.packages import Packages
from handiwork.lake.places import Folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "FOLD_AT", 3)
    return Folder(tmp_path)


def _record(number, origin="gharchive", events=1):
    return PackageRecord(origin, f"hour-{number}", "complete", counts={"events": events})


def _written(place, numbers):
    found = Packages(place)
    found.hold()
    for number in numbers:
        found.put(_record(number))
    found.release()
    return found


def _names(place):
    return sorted(p.relative_to(place.root).as_posix() for p in place.root.rglob("*") if p.is_file())


def test_every_so_many_records_become_one_segment(place):
    written = _written(place, range(7))
    assert _names(place) == [
        "format",
        "manifest/gharchive/hour-6.json",
        "segments/000001.jsonl.gz",
        "segments/000002.jsonl.gz",
    ]
    assert Packages(place).all() == written.all() == {("gharchive", f"hour-{n}"): _record(n) for n in range(7)}
    assert (place.root / "format").read_text() == "2\n"


def test_a_record_of_its_own_wins_over_a_segment_and_a_later_segment_over_an_earlier_one(place):
    _written(place, range(3))
    writer = Packages(place)
    writer.hold()
    writer.put(_record(1, events=2))
    assert Packages(place).get("gharchive", "hour-1") == _record(1, events=2)
    for number in (5, 6):
        writer.put(_record(number))
    writer.put(_record(2, events=9))
    assert [r.counts["events"] for r in Packages(place).all().values()] == [1, 2, 9, 1, 1]


def test_a_writer_that_stops_between_a_segment_and_the_removal_changes_nothing(place):
    records = [_record(n) for n in range(3)]
    _written(place, range(3))
    for record in records:
        place.write(f"manifest/gharchive/{record.package}.json", record.to_json().encode())
    again = Packages(place)
    assert list(again.all().values()) == records
    again.hold()
    again.put(_record(7))
    assert list(Packages(place).all().values()) == [*records, _record(7)]


def test_a_reader_that_looked_before_a_fold_finds_the_records_after_it(place):
    reader = Packages(place)
    _written(place, range(2))
    assert len(reader.all()) == 2
    _written(place, range(2, 4))
    assert len(reader.all()) == 4


def test_a_package_removed_after_it_was_folded_stays_removed(place):
    _written(place, range(3))
    writer = Packages(place)
    writer.hold()
    writer.remove(_record(1))
    assert Packages(place).get("gharchive", "hour-1") is None
    writer.put(_record(4))
    writer.put(_record(5))
    assert _names(place)[1:] == ["segments/000001.jsonl.gz", "segments/000002.jsonl.gz"]
    assert [r.package for r in Packages(place).all().values()] == ["hour-0", "hour-2", "hour-4", "hour-5"]


def test_a_package_removed_before_it_was_folded_leaves_nothing(place):
    writer = _written(place, [0])
    writer.hold()
    writer.remove(_record(0))
    assert _names(place) == []


def test_a_damaged_segment_is_told_by_name(place):
    _written(place, range(3))
    segment = place.root / "segments" / "000001.jsonl.gz"
    for content in (b"no gzip", gzip.compress(b"{"), gzip.compress(json.dumps({"format": 9}).encode())):
        segment.write_bytes(content)
        with pytest.raises(StoreError, match=r"000001\.jsonl\.gz"):
            Packages(place).all()


def test_packages_are_committed_only_while_the_manifest_is_held(place):
    with pytest.raises(RuntimeError, match="only while"):
        Packages(place).put(_record(1))
