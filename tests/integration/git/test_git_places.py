"""Where git histories are loaded from: folders of every kind, and addresses."""

import runpy
from pathlib import Path

import pytest

from handiwork.sources.git import GitTarget

_TOOLS = runpy.run_path(str(Path(__file__).parents[2] / "git_history.py"))
GitLake, git = _TOOLS["GitLake"], _TOOLS["git"]

BO = "Bo Marsh <bo@example.org>"


class TestPlaces:
    @pytest.fixture
    def bare(self, history, folder):
        history.commit("Start")
        history.commit("More", files={".mailmap": "Ada Lindgren <ada@example.org>\n"})
        return history.write(folder)

    def names(self, lake):
        return [a["name"] for a in lake.rows("authors")]

    def test_a_working_copy_is_loaded_like_a_bare_repository(self, lake, bare, tmp_path):
        git(tmp_path, "clone", "-q", str(bare), "copy")
        (record,) = lake.load(GitTarget(str(tmp_path / "copy"), "octo_org/engine"))
        assert (record.status, record.counts["commits"], self.names(lake)) == ("complete", 2, ["Ada Lindgren"])

    def test_a_linked_working_copy_is_loaded(self, lake, bare, tmp_path):
        git(bare, "worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "HEAD~1")
        (record,) = lake.load(GitTarget(str(tmp_path / "linked"), "octo_org/engine"))
        assert (record.status, record.counts["commits"]) == ("complete", 1)

    def test_the_name_is_taken_from_the_remote(self, lake, bare):
        git(bare, "config", "remote.origin.url", "git@example.org:acme/motor.git")
        (record,) = lake.load(bare)
        assert record.package == "acme/motor"

    def test_a_folder_that_says_no_name_must_be_given_one(self, lake, bare, tmp_path):
        bare.rename(tmp_path / "engine")
        (record,) = lake.load(tmp_path / "engine")
        assert (record.status, record.details["error"], record.details["exit_code"]) == ("failed", "InputError", 4)
        assert "--repo owner/name" in record.details["problem"]

    def test_variables_of_a_surrounding_git_do_not_redirect(self, lake, bare, tmp_path, monkeypatch):
        monkeypatch.setenv("GIT_DIR", str(tmp_path))
        monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path))
        (record,) = lake.load(bare)
        assert record.status == "complete"

    def test_settings_of_the_repository_run_nothing(self, lake, bare, tmp_path):
        trap = tmp_path / "trap"
        trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
        trap.chmod(0o755)
        for name in ("core.fsmonitor", "core.sshCommand", "gpg.program", "core.pager", "diff.external"):
            git(bare, "config", name, str(trap))
        git(bare, "config", "log.showSignature", "true")
        git(bare, "config", "mailmap.file", str(trap))
        (record,) = lake.load(bare)
        assert (record.status, self.names(lake)) == ("complete", ["Ada Lindgren"])
        assert not (tmp_path / "sprung").exists()


class TestAddresses:
    """Clones, over the file transport."""

    @pytest.fixture
    def remote(self, history, folder):
        history.commit("Start", by="bm <bm@old.example>")
        history.commit("Map", by=BO, files={".mailmap": "Bo Marsh <bo@example.org> <bm@old.example>\n"})
        history.write(folder)
        git(folder, "config", "uploadpack.allowFilter", "true")
        git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
        return folder

    def target(self, folder):
        return GitTarget(f"file://{folder}", "octo_org/engine")

    def test_an_address_is_cloned_without_file_contents(self, lake, remote):
        (record,) = lake.load(self.target(remote))
        mirror = lake.root / "mirrors" / "octo_org__engine.git"
        missing = git(mirror, "rev-list", "--objects", "--missing=print", "HEAD").count("?")
        assert (record.status, record.counts["commits"], missing) == ("complete", 2, 1)
        assert [a["name"] for a in lake.rows("authors")] == ["Bo Marsh"]
        assert [p.name for p in mirror.parent.iterdir()] == ["octo_org__engine.git"]

    def test_a_later_load_fetches_what_is_new(self, lake, history, remote):
        lake.load(self.target(remote))
        assert lake.load(self.target(remote))[0].details["load"] == "unchanged"
        history.commit("More")
        history.write(remote)
        (record,) = lake.load(self.target(remote))
        assert (record.details["load"], record.counts["commits"]) == ("updated", 3)

    def test_a_rewritten_remote_is_followed(self, lake, history, remote):
        lake.load(self.target(remote))
        git(remote, "update-ref", "refs/heads/main", history.shas(remote)[0])
        lake.load(self.target(remote))
        assert [c["subject"] for c in lake.rows("commits")] == ["Start"]

    def test_an_address_and_its_folder_give_the_same_rows(self, lake, remote, tmp_path):
        lake.load(self.target(remote))
        local = GitLake(tmp_path / "local")
        local.load(remote, sizes="never")
        assert local.content() == lake.content()

    def test_a_clone_that_fails_leaves_nothing(self, lake, tmp_path):
        (record,) = lake.load(GitTarget(f"file://{tmp_path}/absent", "octo_org/engine"))
        assert (record.status, record.details["exit_code"]) == ("failed", 5)
        assert list((lake.root / "mirrors").iterdir()) == []
        assert lake.lake.records() == []

    def test_what_an_interrupted_clone_left_is_replaced(self, lake, remote):
        left = lake.root / "mirrors" / "octo_org__engine.git.partial"
        left.mkdir(parents=True)
        (left / "junk").touch()
        assert lake.load(self.target(remote))[0].status == "complete"
        assert not left.exists()

    def test_a_remote_without_commits_says_so(self, lake, folder):
        git(folder.parent, "init", "-q", "--bare", str(folder))
        (record,) = lake.load(self.target(folder))
        assert (record.details["error"], "no commits" in record.details["problem"]) == ("NotARepositoryError", True)

    def test_a_server_that_cannot_be_reached_may_be_tried_again(self, lake):
        (record,) = lake.load("http://127.0.0.1:1/octo_org/engine")
        assert (record.package, record.details["error"]) == ("127.0.0.1/octo_org/engine", "TransientSourceError")

    def test_an_address_without_a_name_must_be_given_one(self, lake):
        (record,) = lake.load("http://127.0.0.1:1/engine")
        assert record.details["error"] == "InputError"
