"""Damaged archive files: everything odd is counted and reported, the rest is kept."""

import gzip
import json

import pytest

TIMELINE_LINE = {
    "type": "WatchEvent",
    "created_at": "2013-02-15T00:00:01-08:00",
    "actor": "t_oduya7",
    "actor_attributes": {"login": "t_oduya7", "type": "User"},
    "repository": {"name": "engine", "owner": "example_org", "watchers": 3, "language": "Python"},
    "payload": {"action": "started"},
    "url": "https://github.com/example_org/engine",
    "public": True,
}


def compact(event: dict) -> bytes:
    """Write an event as the archive does."""
    return json.dumps(event, separators=(",", ":")).encode()


def _only(results):
    assert len(results) == 1
    return results[0].record


def test_a_line_that_does_not_parse_is_counted_and_the_others_are_kept(archive, write_hour, push):
    record = _only(archive.load(write_hour([push(1), b'{"id":"2","type":"Push', b"garbage", push(3)])))
    assert (record.counts["events"], record.counts["rejected"], record.status) == (2, 2, "partial")
    assert [r["event_id"] for r in archive.rows("events")] == [1, 3]


def test_several_objects_on_one_line_are_all_kept(archive, write_hour, push):
    glued = compact(push(2)) + compact(push(3)) + b", " + compact(push(4))
    record = _only(archive.load(write_hour([push(1), glued])))
    assert (record.counts["events"], record.counts["rejected"], record.status) == (4, 0, "complete")


def test_an_event_spliced_into_another_is_saved_and_its_host_is_rejected(archive, write_hour, push):
    host = compact(push(2))
    spliced = host[:60] + compact(push(3)) + host[60:]
    record = _only(archive.load(write_hour([push(1), spliced, push(4)])))
    assert [r["event_id"] for r in archive.rows("events")] == [1, 3, 4]
    assert (record.counts["events"], record.counts["rejected"]) == (3, 1)


def test_nul_bytes_and_blank_lines_lose_nothing(archive, write_hour, push):
    with_nul = compact(push(2)).replace(b'"PushEvent"', b'\x00"PushEvent"')
    record = _only(archive.load(write_hour([b"", push(1), b"   ", with_nul, b"", push(3)])))
    assert [r["event_id"] for r in archive.rows("events")] == [1, 2, 3]
    assert (record.counts["events"], record.counts["rejected"]) == (3, 0)


def test_a_truncated_file_keeps_what_came_before_the_cut(archive, write_hour, push):
    path = write_hour([push(n) for n in range(1, 2_000)])
    path.write_bytes(path.read_bytes()[:-2_000])
    record = _only(archive.load(path))
    assert record.status == "partial"
    assert record.details["problems"] == ["truncated"]
    kept = record.counts["events"]
    assert 0 < kept < 1_999
    assert [r["event_id"] for r in sorted(archive.rows("events"), key=lambda r: r["event_id"])] == list(
        range(1, kept + 1)
    )


def test_a_file_corrupt_in_the_middle_keeps_what_came_before(archive, write_hour, push):
    path = write_hour([push(n) for n in range(1, 5_000)])
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(bytes(raw))
    record = _only(archive.load(path))
    assert record.status == "partial"
    assert set(record.details["problems"]) <= {"corrupt", "truncated"}
    assert 0 < record.counts["events"] < 4_999


def test_a_file_that_is_not_gzip_fails_without_stopping_the_others(archive, write_hour, push):
    bad = write_hour([push(1)], "2025-09-01-8.json.gz")
    bad.write_bytes(b"this is no archive hour\n")
    good = write_hour([push(2)], "2025-09-01-9.json.gz")
    failed, loaded = (r.record for r in archive.load(bad, good))
    assert (failed.status, failed.details["problems"], failed.counts["events"]) == ("failed", ["not_gzip"], 0)
    assert failed.counts["rejected"] == 1
    assert (loaded.status, loaded.counts["events"]) == ("complete", 1)


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0), gzip.compress(b"\n\n", mtime=0)])
def test_an_empty_hour_is_no_crash(archive, write_hour, content):
    path = write_hour([], "2025-09-01-8.json.gz")
    path.write_bytes(content)
    record = _only(archive.load(path))
    assert record.counts["events"] == 0


def test_a_valid_line_that_is_no_event_is_rejected(archive, write_hour, push):
    lines = [push(1), b"[1, 2]", b'"text"', b"17", b"{}", b'{"type": "PushEvent"}', b'{"a": {"type": 3}}']
    record = _only(archive.load(write_hour(lines)))
    assert (record.counts["events"], record.counts["rejected"]) == (1, 6)


def test_a_wrongly_typed_field_costs_the_field_not_the_event(archive, write_hour, push):
    odd = push(2, payload={"size": "many", "ref": {"no": "text"}, "commits": "none"}, repo="text")
    record = _only(archive.load(write_hour([push(1), odd])))
    assert (record.counts["events"], record.counts["rejected"]) == (2, 0)
    assert [r["repo_name"] for r in archive.rows("events")] == ["example_org/engine", None]


def test_lines_of_two_formats_in_one_file_are_read_each_by_its_own_fields(archive, write_hour, push):
    record = _only(archive.load(write_hour([push(1), push(2), TIMELINE_LINE, push(3)])))
    assert record.details["eras"] == {"full": 3, "timeline": 1}
    watch = next(r for r in archive.rows("events") if r["type"] == "WatchEvent")
    assert (watch["actor_login"], watch["repo_name"], watch["created_at"].isoformat()) == (
        "t_oduya7",
        "example_org/engine",
        "2013-02-15T08:00:01",
    )


def test_alike_lines_of_the_timeline_era_are_separate_acts_and_stay_so_when_loaded_again(archive, write_hour):
    path = write_hour([TIMELINE_LINE, TIMELINE_LINE, TIMELINE_LINE], "2013-02-15-0.json.gz")
    again = path.with_name("2013-02-15-1.json.gz")
    again.write_bytes(path.read_bytes())
    first, second = (r.record for r in archive.load(path, again))
    assert (first.counts["events"], first.counts["duplicates"]) == (3, 0)
    assert (second.counts["events"], second.counts["duplicates"]) == (0, 3)


def test_a_decompression_bomb_is_cut_off(archive, write_hour, push):
    path = write_hour([push(1), b" " * 5_000_000])
    record = _only(archive.load(path, max_bytes=1_000_000))
    assert record.details["problems"] == ["too_large"]
    assert record.counts["events"] == 1


def test_a_file_of_several_gzip_members_is_read_to_its_end(archive, write_hour, push):
    path = write_hour([push(1)])
    path.write_bytes(path.read_bytes() + gzip.compress(json.dumps(push(2)).encode() + b"\n", mtime=0))
    assert _only(archive.load(path)).counts["events"] == 2


def test_a_last_line_without_an_end_is_kept(archive, write_hour, push):
    path = write_hour([])
    path.write_bytes(gzip.compress(json.dumps(push(1)).encode() + b"\n" + json.dumps(push(2)).encode(), mtime=0))
    record = _only(archive.load(path))
    assert (record.counts["events"], record.counts["rejected"]) == (2, 0)


def test_plain_lines_are_read_from_a_file_without_gz(archive, write_hour, push):
    assert _only(archive.load(write_hour([push(1), push(2)], "2025-09-01-7.json"))).counts["events"] == 2


LOOKS_LIKE_A_PUSH = b'{"id":"9000000007","type":"PushEvent","actor":{"id":1,"login":"t_oduya7"}'


@pytest.mark.parametrize(
    ("line", "kept", "rejected"),
    [
        (LOOKS_LIKE_A_PUSH, 0, 1),
        (LOOKS_LIKE_A_PUSH + b',"payload":{}}', 0, 1),
        (LOOKS_LIKE_A_PUSH + b',"payload":{"ref":"x"},"created_at":"2025-09-01T07:00:00Z"}trailing', 1, 1),
        (LOOKS_LIKE_A_PUSH + b',"payload":{"ref":"x"},"created_at":"2025-09-01T07}00:00Z"}', 0, 0),
        (LOOKS_LIKE_A_PUSH + b',"payload":{"ref":["x"]},"created_at":"2025-09-01T07:00:00Z"}', 1, 0),
    ],
)
def test_a_line_that_only_begins_like_a_push_is_judged_as_any_other(archive, write_hour, push, line, kept, rejected):
    record = _only(archive.load(write_hour([push(10_000_000_001), line, push(10_000_000_002)])))
    assert (record.counts["lines"], record.counts["events"], record.counts["rejected"]) == (3, 2 + kept, rejected)


def test_pushes_written_in_another_way_give_the_same_lake(make_archive, write_hour, push):
    events = [push(10_000_000_000 + n, login=f"p_{n % 7}", account_id=n % 7 + 1) for n in range(1, 400)]
    events[::5] = [{**e, "type": "WatchEvent", "payload": {"action": "started"}} for e in events[::5]]
    compacted, spaced = make_archive("compacted"), make_archive("spaced")
    compacted.load(write_hour(events))
    spaced.load(write_hour([json.dumps(e).encode() for e in events]))
    assert compacted.content() == spaced.content()
    assert len(compacted.rows("push_commits")) == 319


def test_a_file_of_the_timeline_may_hold_modern_pushes(archive, write_hour, push):
    record = _only(archive.load(write_hour([TIMELINE_LINE, TIMELINE_LINE, push(10_000_000_001), TIMELINE_LINE])))
    assert (record.details["eras"], record.counts["rejected"]) == ({"full": 1, "timeline": 3}, 0)
