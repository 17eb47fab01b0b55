"""The store: packages are committed whole, replaced, removed, cleaned up and locked."""

import pyarrow.parquet as pq
import pytest

from handiwork.errors import LockedError, StoreError
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.schema import ACCOUNTS
from handiwork.lake.store import Lake, StagedFile


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path / "lake")


def _record(package="2015-01-01-5", **more):
    return PackageRecord(origin="gharchive", package=package, status="complete", **more)


def _staged(lake, rows=1):
    path = lake.staging("one") / "accounts.parquet"
    columns = {c.name: [None] * rows for c in ACCOUNTS.columns}
    pq.write_table(ACCOUNTS.arrow.empty_table().from_pydict(columns, schema=ACCOUNTS.arrow), path)
    return {"accounts": StagedFile(path, rows, "month=2015-01")}


def test_a_committed_package_is_read_back_as_it_was(lake):
    with lake.writing():
        done = lake.commit(_record(counts={"events": 3}), _staged(lake), token="aa")
    assert lake.records() == [done] == [lake.record("gharchive", "2015-01-01-5")]
    assert [f.relative_to(lake.root).as_posix() for f in lake.files("accounts")] == [
        "tables/accounts/month=2015-01/gharchive-2015-01-01-5-aa.parquet"
    ]


def test_a_new_version_of_a_package_replaces_the_old_files(lake):
    with lake.writing():
        lake.commit(_record(), _staged(lake), token="aa")
        lake.commit(_record(), _staged(lake, rows=2), token="bb")
    assert [p.name for p in lake.root.rglob("*.parquet")] == ["gharchive-2015-01-01-5-bb.parquet"]


def test_a_table_without_rows_gets_no_file(lake):
    with lake.writing():
        assert lake.commit(_record(), _staged(lake, rows=0), token="aa").files == ()


def test_a_removed_package_leaves_nothing(lake):
    with lake.writing():
        lake.commit(_record(), _staged(lake), token="aa")
        lake.remove("gharchive", "2015-01-01-5")
        lake.remove("gharchive", "never-there")
    assert lake.records() == []
    assert list(lake.root.rglob("*.parquet")) == []


def test_what_an_interrupted_writer_left_is_cleaned_up(lake):
    with lake.writing():
        lake.commit(_record(), _staged(lake), token="aa")
    orphan = lake.root / "tables" / "accounts" / "month=2015-01" / "gharchive-lost-cc.parquet"
    orphan.write_bytes(b"half")
    half = lake.root / "manifest" / "gharchive" / "lost.json.new"
    half.write_text("{")
    (lake.root / "staging" / "old").mkdir(parents=True)
    with lake.writing():
        assert not (lake.root / "staging" / "old").exists()
    assert [orphan.exists(), half.exists()] == [False, False]
    assert len(lake.files("accounts")) == 1


def test_only_one_writer_at_a_time(lake):
    with lake.writing(), pytest.raises(LockedError, match="another process"), Lake(lake.root).writing():
        pass


def test_nothing_is_written_without_the_lock(lake):
    with pytest.raises(RuntimeError, match="writing"):
        lake.staging("one")
    with pytest.raises(RuntimeError, match="writing"):
        lake.commit(_record(), {}, token="aa")


def test_another_version_of_the_lake_is_refused(lake):
    with lake.writing():
        lake.commit(_record(), _staged(lake), token="aa")
    (lake.root / "format").write_text("99\n")
    with pytest.raises(StoreError, match="lake format 99"), lake.writing():
        pass
    record = next(lake.root.rglob("*.json"))
    record.write_text(record.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(StoreError, match="lake format 99"):
        lake.records()


def test_a_damaged_record_or_a_lost_file_is_told_with_what_to_do(lake):
    with lake.writing():
        lake.commit(_record(), _staged(lake), token="aa")
    lake.files("accounts")[0].unlink()
    with pytest.raises(StoreError, match="load that package again"):
        lake.files("accounts")
    next(lake.root.rglob("*.json")).write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        lake.records()


def test_names_that_differ_stay_different_files_and_none_leaves_the_folder(lake):
    names = ["a/b", "a__b", "a%2Fb", "../../x", "..", "a b"]
    with lake.writing():
        for name in names:
            lake.commit(_record(name), {}, token="aa")
    assert sorted(r.package for r in lake.records()) == sorted(names)
    inside = [p for p in lake.root.parent.rglob("*.json") if not p.is_relative_to(lake.root / "manifest" / "gharchive")]
    assert inside == []


def test_an_unknown_table_or_partition_is_a_mistake_of_the_caller(lake):
    with lake.writing():
        file = _staged(lake)["accounts"]
        with pytest.raises(ValueError, match="no table"):
            lake.commit(_record(), {"nothing": file}, token="aa")
    with pytest.raises(ValueError, match="name=value"):
        StagedFile(file.path, 1, "../x")
