"""The command that writes a load world: what it leaves, what it says, what it refuses."""

import json


def test_a_world_is_written_and_its_sizes_are_told(command, tmp_path):
    folder = tmp_path / "world"
    done = command(
        tmp_path, "demo", "world", folder, "--events", 500, "--form", "trimmed", "--hours", 2, "--workers", 1
    )
    assert (done.code, done.out) == (0, f"{folder / 'truth.json'}\n")
    assert "2 hours, 500 events" in done.err
    assert sorted(path.name for path in folder.glob("*.json.gz")) == ["2026-08-01-0.json.gz", "2026-08-01-1.json.gz"]
    assert json.loads((folder / "truth.json").read_text("utf-8"))["accepted"] == 500


def test_a_folder_with_something_else_in_it_is_refused(command, tmp_path):
    (tmp_path / "mine").write_text("keep")
    done = command(tmp_path / "home", "demo", "world", tmp_path, "--events", 500, "--hours", 1, "--workers", 1)
    assert (done.code, done.out) == (2, "")
    assert "is not empty" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
