"""The lake in an object store, on a real S3-compatible server: the same packages, one writer, no half commits."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from datetime import date

import pyarrow.parquet as pq
import pytest

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.errors import LockedError, StoreError, UsageError
from handiwork.ingest.gharchive.run import ingest_files
from handiwork.lake.engine import Engine
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.object_store import ObjectStore
from handiwork.lake.places import LakeAddress
from handiwork.lake.schema import ACCOUNTS, TABLES
from handiwork.lake.store import Lake, StagedFile
from handiwork.model.progress import NullCollector
from handiwork.sources.gharchive import discover

HOURS = ("2025-09-01-7.json.gz", "2025-09-01-8.json.gz", "2025-10-01-0.json.gz")


@pytest.fixture
def name(tmp_path):
    return tmp_path.name


@pytest.fixture
def remote(store, name, tmp_path):
    return store.lake(name, tmp_path / "scratch")


@pytest.fixture
def hours(write_hour, push):
    """Three hours; the second repeats an event of the first, so that the lake is read while it is written."""
    ids = ((1, 2, 3), (3, 4), (5,))
    files = [[push(i) for i in found] for found in ids]
    return [write_hour(events, name=name) for events, name in zip(files, HOURS, strict=True)]


def _ingest(lake, hours, suppressor):
    with Engine(threads=1, memory_limit_mib=512) as engine:
        return ingest_files(
            lake, engine, discover(hours), suppressor=suppressor, max_bytes=1 << 30, collector=NullCollector()
        )


def _rows(lake):
    with Engine(threads=1, memory_limit_mib=512) as engine:
        return {name: engine.arrow(engine.table(lake, name)).to_pylist() for name in TABLES}


def _record(package="2015-01-01-5", **more):
    return PackageRecord(origin="gharchive", package=package, status="complete", **more)


def _staged(lake, rows=1):
    path = lake.staging("one") / "accounts.parquet"
    columns = {c.name: [None] * rows for c in ACCOUNTS.columns}
    pq.write_table(ACCOUNTS.arrow.empty_table().from_pydict(columns, schema=ACCOUNTS.arrow), path)
    return {"accounts": StagedFile(path, rows, "month=2015-01")}


def test_an_ingest_into_the_store_equals_one_into_a_folder(remote, hours, archive, suppressing):
    _ingest(archive.lake, hours, suppressing())
    done = _ingest(remote, hours, suppressing())
    assert [r.record for r in done] == archive.lake.records() == remote.records()
    assert [r.record.counts["duplicates"] for r in done] == [0, 1, 0]
    assert _rows(remote) == _rows(archive.lake)
    assert len(_rows(remote)["events"]) == 5


def test_a_second_ingest_changes_nothing(remote, hours, store, name, suppressing):
    _ingest(remote, hours, suppressing())
    keys = store.keys(name)
    again = _ingest(store.lake(name, remote.place.staging), hours, suppressing())
    assert all(result.unchanged for result in again)
    assert store.keys(name) == keys
    assert "writer.lock" not in keys


def test_an_index_from_the_store_is_the_one_from_a_folder(store, name, hours, tmp_path):
    built = {}
    for where, chosen in {
        "folder": {},
        "store": {"lake": f"s3://lakes/{name}", "lake_endpoint": store.endpoint, "lake_region": "us-east-1"},
    }.items():
        settings = Settings(home=tmp_path / where, threads=1, memory_limit_mib=512, **chosen)
        with Handiwork(settings) as app:
            app.ingest_archive_files(hours)
            built[where] = app.build_index(built_on=date(2025, 11, 1)).name
            assert app.suppress("nobody_here") == 0
    assert built["folder"] == built["store"]
    assert not (tmp_path / "store" / "lake").exists()


def test_a_replaced_package_leaves_no_files_behind(remote, store, name):
    with remote.writing():
        remote.commit(_record(), _staged(remote), token="aa")
        remote.commit(_record(), _staged(remote, rows=2), token="bb")
        remote.commit(_record("2015-01-01-6"), _staged(remote), token="cc")
        remote.remove("gharchive", "2015-01-01-6")
    assert store.keys(name) == [
        "format",
        "manifest/gharchive/2015-01-01-5.json",
        "tables/accounts/month=2015-01/gharchive-2015-01-01-5-bb.parquet",
    ]


def test_only_one_process_writes_at_a_time(remote, store, name, tmp_path):
    other = store.lake(name, tmp_path / "other")
    with remote.writing(), pytest.raises(LockedError, match="another process is writing"), other.writing():
        pass
    with other.writing():
        other.commit(_record(), _staged(other), token="aa")
    assert len(remote.records()) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.object_store import ObjectStore
from handiwork.lake.places import LakeAddress
from handiwork.lake.store import Lake, StagedFile

class Dying(ObjectStore):
    def write(self, path, content):
        if path.startswith("manifest/"):
            os.kill(os.getpid(), signal.SIGKILL)
        super().write(path, content)

lake = Lake(Dying(LakeAddress(*sys.argv[1:4]), Path(sys.argv[4])))
with lake.writing():
    path = lake.staging("one") / "accounts.parquet"
    path.write_bytes(Path(sys.argv[5]).read_bytes())
    lake.commit(PackageRecord("gharchive", "2015-01-01-5", "complete"), {"accounts": StagedFile(path, 2, "month=2015-01")}, token="bb")
"""


def test_a_writer_killed_between_data_and_record_leaves_the_last_commit(remote, store, name, tmp_path):
    with remote.writing():
        kept = remote.commit(_record(), _staged(remote), token="aa")
        spare = _staged(remote, rows=2)["accounts"].path.rename(tmp_path / "spare.parquet")
    address = store.address(name)
    arguments = [address.root, address.endpoint, address.region, str(tmp_path / "killed"), str(spare)]
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), *arguments], check=False)
    assert done.returncode == -signal.SIGKILL
    half = "tables/accounts/month=2015-01/gharchive-2015-01-01-5-bb.parquet"
    assert {half, "writer.lock"} < set(store.keys(name))
    assert remote.records() == [kept]
    with pytest.raises(LockedError, match="60 seconds after its last sign of life"), remote.writing():
        pass
    heir = store.lake(name, tmp_path / "heir", lease_s=0)
    with heir.writing():
        assert half not in store.keys(name)
        assert heir.records() == [kept]
    assert "writer.lock" not in store.keys(name)


def test_a_writer_that_left_by_an_error_is_cleaned_up_after_at_once(remote, store, name, tmp_path):
    with pytest.raises(ZeroDivisionError), remote.writing():
        raise ZeroDivisionError
    store.client.put_object(Bucket="lakes", Key=f"{name}/tables/events/month=2015-01/lost.parquet", Body=b"half")
    with store.lake(name, tmp_path / "other").writing():
        assert [k for k in store.keys(name) if k.endswith(".parquet")] == []
    assert store.keys(name) == ["format"]


def test_a_writer_whose_lock_was_taken_over_cannot_commit(store, name, tmp_path):
    slow, heir = (store.lake(name, tmp_path / who, lease_s=0) for who in ("slow", "heir"))
    with pytest.raises(LockedError, match="taken over by another process"), slow.writing(), heir.writing():
        slow.commit(_record(), _staged(slow), token="aa")
    assert heir.records() == []


def test_a_record_that_many_others_were_folded_with_is_read_from_the_segment(remote, store, name, monkeypatch):
    monkeypatch.setattr("handiwork.lake.packages.FOLD_AT", 3)
    with remote.writing():
        for hour in range(4):
            remote.commit(_record(f"2015-01-01-{hour}"), _staged(remote), token="aa")
    keys = [k for k in store.keys(name) if not k.startswith("tables/")]
    assert keys == ["format", "manifest/gharchive/2015-01-01-3.json", "segments/000001.jsonl.gz"]
    anew = store.lake(name, remote.place.staging)
    assert anew.records() == remote.records()
    assert [r.package for r in anew.records()] == [f"2015-01-01-{hour}" for hour in range(4)]


def test_a_store_that_refuses_is_told_with_what_to_check(store, tmp_path, monkeypatch):
    lake = Lake(ObjectStore(LakeAddress("s3://absent-bucket/x", store.endpoint, "us-east-1"), tmp_path))
    with pytest.raises(StoreError, match=r"NoSuchBucket.*check `lake`") as told:
        lake.records()
    assert "invented" not in str(told.value)
    with pytest.raises(StoreError, match="is in no folder"):
        _ = lake.root


def test_without_its_packages_the_store_is_refused_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "handiwork.lake.object_store", None)
    with pytest.raises(UsageError, match="extra `s3`"):
        Lake.at(LakeAddress("s3://lakes/x"), tmp_path)


def test_keys_in_an_address_are_refused(tmp_path):
    for wrong in ({"lake_endpoint": "https://key:word@host"}, {"lake": "ftp://host/lake"}):
        with pytest.raises(ValueError, match="should match pattern"):
            Settings(home=tmp_path, **wrong)
    assert json.loads(Settings(home=tmp_path).model_dump_json())["lake"] == ""
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in Settings(home=tmp_path).model_dump_json()
