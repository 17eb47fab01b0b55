"""Names of archive hours, ranges of them, and what files on disk are loaded as."""

from datetime import datetime

import pytest

from handiwork.errors import InputError, UsageError
from handiwork.sources.gharchive import discover, hour_name, hours_between, parse_hour, parse_when


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-01-01-5.json.gz", datetime(2015, 1, 1, 5)),
        ("2015-01-01-23", datetime(2015, 1, 1, 23)),
        ("2015-01-01-24.json.gz", None),
        ("2015-13-01-5.json.gz", None),
        ("2015-01-01.json.gz", None),
        ("2015-01-01-123.json.gz", None),
        ("events.jsonl.gz", None),
    ],
)
def test_a_file_name_speaks_of_an_hour_or_of_none(text, expected):
    assert parse_hour(text) == expected


def test_hours_are_named_without_padding():
    assert hour_name(datetime(2025, 9, 1, 7)) == "2025-09-01-7"


@pytest.mark.parametrize("text", ["2025-09-01-7", "2025-09-01T07", "2025-09-01 07:45"])
def test_a_user_may_write_an_hour_in_several_ways(text):
    assert parse_when(text) == datetime(2025, 9, 1, 7)


def test_a_range_includes_its_first_hour_and_not_its_last():
    assert hours_between(datetime(2025, 9, 1, 22), datetime(2025, 9, 2, 1)) == [
        datetime(2025, 9, 1, 22),
        datetime(2025, 9, 1, 23),
        datetime(2025, 9, 2, 0),
    ]


def test_a_wrong_time_or_range_is_refused_with_what_to_write():
    with pytest.raises(UsageError, match="write a day"):
        parse_when("yesterday")
    with pytest.raises(UsageError, match="must be later"):
        hours_between(datetime(2025, 9, 2), datetime(2025, 9, 2))
    with pytest.raises(UsageError, match="2011-02-12"):
        hours_between(datetime(2010, 1, 1), datetime(2010, 1, 2))


def test_files_are_found_below_folders_oldest_first_and_once(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    for name in ("2015-01-01-10.json.gz", "2015-01-01-9.json.gz", "other.jsonl.gz", "notes.txt"):
        (inner / name).write_bytes(name.encode())
    (tmp_path / "a" / "2015-01-01-9.json.gz").write_bytes(b"2015-01-01-9.json.gz")
    found = discover([tmp_path, inner / "2015-01-01-9.json.gz"])
    assert [f.package.partition("@")[0] for f in found] == ["2015-01-01-9", "2015-01-01-10", "other"]


def test_a_path_that_is_not_there_or_holds_nothing_is_refused(tmp_path):
    with pytest.raises(InputError, match="is not there"):
        discover([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="holds no archive file"):
        discover([tmp_path])
