"""The artifact: whole or not at all, the same bytes for the same inputs, refused when damaged."""

import fcntl
import json
import subprocess
import sys

import numpy as np
import pytest

from handiwork.errors import LockedError, StoreError
from handiwork.index import Index, Manifest
from handiwork.index.artifact import writing_artifact
from handiwork.lake.engine import Engine

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_inputs_give_the_same_bytes(build, tmp_path):
    first = build(folder=tmp_path / "one")
    second = build(folder=tmp_path / "two")

    assert first.name == second.name
    assert contents(first) == contents(second)
    assert first.name.startswith("2024-06-01-")
    assert len(first.name) == len("2024-06-01-") + 12


def test_other_settings_or_other_notes_give_another_artifact(build):
    assert build().name != build(manifest_extra={"lake": "x"}).name


def test_building_again_keeps_the_artifact_that_is_there(build):
    first = build()
    before = (first / "manifest.json").stat().st_mtime_ns

    assert build() == first
    assert (first / "manifest.json").stat().st_mtime_ns == before
    assert sorted(p.name for p in first.parent.iterdir()) == [".lock", first.name]


def test_building_again_replaces_a_damaged_artifact(build):
    folder = build()
    file = folder / "title.weights.npy"
    file.write_bytes(bytes(file.stat().st_size))

    Index.open(build()).verify()


def test_what_an_interrupted_build_left_is_cleared(build, tmp_path):
    leftover = tmp_path / "index" / ".building"
    leftover.mkdir(parents=True)
    (leftover / "half.npy").write_bytes(b"half")

    assert "half.npy" not in contents(build())
    assert not leftover.exists()


def test_a_failed_build_leaves_nothing(tmp_path):
    def build_and_fail():
        with writing_artifact(tmp_path) as writer:
            writer.array("x", np.arange(3))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build_and_fail()

    assert [p.name for p in tmp_path.iterdir()] == [".lock"]


def test_two_builders_do_not_share_a_folder(tmp_path):
    with (tmp_path / ".lock").open("wb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(LockedError), writing_artifact(tmp_path):
            pass


def test_an_array_written_in_pieces_is_read_whole(tmp_path):
    with writing_artifact(tmp_path) as writer:
        with writer.stream("pieces", np.int32) as stream:
            stream.append([1, 2])
            stream.append(np.array([], np.int64))
            stream.append(np.array([3]))
        found = np.load(tmp_path / ".building" / "pieces.npy", mmap_mode="r")

        assert found.dtype == np.int32
        assert found.tolist() == [1, 2, 3]


def test_a_file_of_another_size_is_refused_on_opening(build):
    folder = build()
    with (folder / "area.days.npy").open("ab") as handle:
        handle.write(b"x")

    with pytest.raises(StoreError, match=r"area\.days\.npy.*build the index again"):
        Index.open(folder)


def test_a_missing_file_is_refused_on_opening(build):
    folder = build()
    (folder / "terms.arrow").unlink()

    with pytest.raises(StoreError, match=r"terms\.arrow"):
        Index.open(folder)


def test_changed_bytes_are_found_by_verifying(build):
    folder = build()
    file = folder / "title.postings.impacts.npy"
    damaged = bytearray(file.read_bytes())
    damaged[-1] ^= 1
    file.write_bytes(damaged)
    index = Index.open(folder)

    with pytest.raises(StoreError, match="damaged"):
        index.verify()


def test_a_broken_header_is_refused_on_opening(build):
    folder = build()
    file = folder / "persons.damping.npy"
    file.write_bytes(bytes(file.stat().st_size))

    with pytest.raises(StoreError, match="damaged"):
        Index.open(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: "not json",
        lambda _: "[]",
        lambda text: json.dumps({**json.loads(text), "format": 999}),
        lambda text: json.dumps({k: v for k, v in json.loads(text).items() if k != "counts"}),
        lambda text: json.dumps({k: v for k, v in json.loads(text).items() if k != "format"}),
    ],
)
def test_a_manifest_that_cannot_be_understood_is_refused(build, damage):
    folder = build()
    manifest = folder / "manifest.json"
    manifest.write_text(damage(manifest.read_text()))

    with pytest.raises(StoreError, match="build"):
        Index.open(folder)


def test_a_folder_without_a_manifest_is_no_index(tmp_path):
    with pytest.raises(StoreError):
        Manifest.read(tmp_path)


def test_opening_and_searching_load_no_engine(build):
    code = (
        "import sys; from pathlib import Path; from handiwork.index import Index; from handiwork.search import search;"
        "from handiwork.evidence import evidence;"
        f"index = Index.open(Path({str(build())!r})); hit = search(index, 'routing').hits[0]; evidence(index, hit);"
        "print(sorted({'duckdb', 'ibis', 'sqlalchemy', 'httpx2', 'pandas'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_one_and_two_threads_write_the_same_bytes(build, tmp_path):
    with Engine(threads=1, memory_limit_mib=512) as single:
        first = build(folder=tmp_path / "one", engine=single)
        second = build(folder=tmp_path / "two")

        assert contents(first) == contents(second)
