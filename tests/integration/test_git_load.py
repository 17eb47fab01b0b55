"""Loading git histories into the lake with the real git command."""

import runpy
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from handiwork.catalog.bots import Bots
from handiwork.errors import LockedError, UsageError
from handiwork.ingest.git import GitOptions
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.git import GitTarget

_TOOLS = runpy.run_path(str(Path(__file__).parents[1] / "git_history.py"))
History, GitLake, git = _TOOLS["History"], _TOOLS["GitLake"], _TOOLS["git"]

ADA = "Ada Lind <7+ada_l@users.noreply.github.com>"
BO = "Bo Marsh <bo@example.org>"
CY = "Cy Mill <cy@example.org>"


@pytest.fixture
def lake(tmp_path):
    return GitLake(tmp_path / "home")


@pytest.fixture
def history():
    return History()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "octo_org__engine.git"


def unpack(folder):
    """Make every object of a repository a file of its own."""
    for pack in (folder / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(folder / pack.name)
        pack.with_suffix(".idx").unlink()
        with moved.open("rb") as stream:
            subprocess.run(["git", "-C", str(folder), "unpack-objects", "-q"], stdin=stream, check=True)


def remove_object(folder, name):
    """Lose one object of a repository."""
    unpack(folder)
    lost = git(folder, "rev-parse", name).strip()
    (folder / "objects" / lost[:2] / lost[2:]).unlink()


class TestRows:
    def test_a_commit_is_stored_with_everything_the_history_says(self, lake, history, folder):
        history.commit("Start", by=ADA, files={"src/a.py": "1\n2\n", "b.txt": "x\n"})
        history.commit(
            "Wind the clock (#12)\n\nReviewed-by: Cy Mill <cy@example.org>",
            by=BO,
            files={"src/a.py": "1\n3\n4\n", "new.py": "n\n", "b.txt": None},
        )
        history.write(folder)
        (record,) = lake.load(folder)
        start, wind = history.shas(folder)
        assert lake.rows("commits") == [
            {
                "repo_name": "octo_org/engine",
                "sha": wind,
                "authored_at": datetime(2023, 11, 15, 0, 13, 20),
                "committed_at": datetime(2023, 11, 15, 0, 13, 20),
                "subject": "Wind the clock (#12)",
                "number": 12,
                "is_merge": False,
                "is_bulk": False,
                "n_files": 3,
                "paths": ["b.txt", "new.py", "src/a.py"],
                "created_paths": ["new.py"],
                "additions": 3,
                "deletions": 2,
            },
            {
                "repo_name": "octo_org/engine",
                "sha": start,
                "authored_at": datetime(2023, 11, 14, 23, 13, 20),
                "committed_at": datetime(2023, 11, 14, 23, 13, 20),
                "subject": "Start",
                "number": None,
                "is_merge": False,
                "is_bulk": False,
                "n_files": 2,
                "paths": ["b.txt", "src/a.py"],
                "created_paths": ["b.txt", "src/a.py"],
                "additions": 3,
                "deletions": 0,
            },
        ]
        assert [(c["sha"], c["author_key"], c["role"]) for c in lake.rows("credits")] == [
            (wind, f"{wind[:12]}:a", "author"),
            (wind, f"{wind[:12]}:1", "reviewer"),
            (start, f"{start[:12]}:a", "author"),
        ]
        author = {"repo_name": "octo_org/engine", "is_bot": False, "same_as": []}
        expected = [
            author
            | {"author_key": f"{start[:12]}:a", "name": "Ada Lind", "login": "ada_l", "github_id": 7}
            | {"joins": ["noreply"]},
            author | {"author_key": f"{wind[:12]}:1", "name": "Cy Mill", "login": None, "github_id": None, "joins": []},
            author
            | {"author_key": f"{wind[:12]}:a", "name": "Bo Marsh", "login": None, "github_id": None, "joins": []},
        ]
        assert lake.rows("authors") == sorted(expected, key=lambda a: a["author_key"])
        assert (record.package, record.status, record.first_at, record.last_at) == (
            "octo_org/engine",
            "complete",
            "2023-11-14T23:13:20",
            "2023-11-15T00:13:20",
        )
        assert record.counts == {
            "commits": 2,
            "merges": 0,
            "with_number": 1,
            "credits": 3,
            "authors": 3,
            "authors_with_login": 1,
            "bots": 0,
        }
        assert record.details["reachable_from"] == "HEAD"

    def test_a_merge_has_no_files_and_shows_whose_branch_came_in(self, lake, history, folder):
        base = history.commit("Start", by=BO)
        tip = history.commit("Work", by="Dee Oak <dee@example.org>")
        history.commit("Merge pull request #3 from dee_o/work", by=BO, parents=[base, tip], files={"file2.py": "2\n"})
        history.write(folder)
        lake.load(folder)
        merge = lake.rows("commits")[0]
        assert (merge["is_merge"], merge["n_files"], merge["paths"], merge["number"]) == (True, 0, [], 3)
        assert merge["subject"] == "Merge pull request #3 from work"
        assert {a["name"]: (a["login"], a["joins"]) for a in lake.rows("authors")} == {
            "Bo Marsh": (None, []),
            "Dee Oak": ("dee_o", ["merge_line"]),
        }

    def test_the_tip_of_a_branch_that_is_itself_a_merge_says_nothing(self, lake, history, folder):
        base = history.commit("Start", by=BO)
        side = history.commit("Side", by=CY)
        tip = history.commit("Merge main", by=BO, parents=[side, base], files={"file1.py": "1\n"})
        history.commit("Merge pull request #3 from cy_m/side", by=BO, parents=[base, tip], files={"file2.py": "2\n"})
        history.write(folder)
        lake.load(folder)
        assert {a["login"] for a in lake.rows("authors")} == {None}

    def test_a_message_can_say_whose_its_own_commit_is(self, lake, history, folder):
        history.commit("Work\n\nCloses #3 from cy_m/side.\n", by=CY)
        history.write(folder)
        lake.load(folder)
        assert [(a["login"], a["joins"]) for a in lake.rows("authors")] == [("cy_m", ["merge_line"])]

    def test_nobody_is_credited_twice_for_one_commit(self, lake, history, folder):
        trailers = "Co-authored-by: Bo Marsh <bo@example.org>\nReviewed-by: Bo Marsh <bo@example.org>\n"
        history.commit(f"Work\n\n{trailers}Reviewed-by: {CY}\nCo-authored-by: {CY}\n", by=BO)
        history.write(folder)
        lake.load(folder)
        assert lake.credited() == {"Work": [("author", "Bo Marsh"), ("co_author", "Cy Mill")]}

    def test_the_mailmap_of_the_newest_commit_is_applied(self, lake, history, folder):
        history.commit("Old", by="bm <bm@old.example>")
        history.commit(f"New\n\nReviewed-by: {CY}", by=BO)
        mailmap = "Bo Marsh <bo@example.org> <bm@old.example>\nCyan Mill <cy@example.org>\n"
        history.commit("Map", by=BO, files={".mailmap": mailmap})
        history.write(folder)
        lake.load(folder)
        assert lake.credited() == {
            "Map": [("author", "Bo Marsh")],
            "New": [("author", "Bo Marsh"), ("reviewer", "Cyan Mill")],
            "Old": [("author", "Bo Marsh")],
        }
        assert [a["joins"] for a in lake.rows("authors") if a["name"] == "Bo Marsh"] == [["mailmap"]]

    def test_machines_are_marked(self, lake, history, folder):
        history.commit("Bump", by="tidy[bot] <9+tidy[bot]@users.noreply.github.com>")
        history.write(folder)
        (record,) = lake.load(folder)
        assert [(a["login"], a["is_bot"]) for a in lake.rows("authors")] == [("tidy[bot]", True)]
        assert record.counts["bots"] == 1

    def test_a_mass_change_is_marked(self, lake, history, folder):
        many = {f"{i:02}.py": "1\n" for i in range(51)}
        some = dict.fromkeys(list(many)[:21], "2\n")
        history.commit("Import", files=many)
        history.commit("Run black", files=some)
        history.commit("Rework the clock", files=dict.fromkeys(some, "3\n"))
        history.commit("Rename things", files=dict.fromkeys(list(some)[:20], "4\n"))
        history.commit("Format and add", files={**dict.fromkeys(list(some)[:20], "5\n"), "new.py": "n\n"})
        history.write(folder)
        lake.load(folder)
        assert {c["subject"]: c["is_bulk"] for c in lake.rows("commits")} == {
            "Import": True,
            "Run black": True,
            "Rework the clock": False,
            "Rename things": False,
            "Format and add": False,
        }

    def test_paths_beyond_200_are_counted_but_not_kept(self, lake, history, folder):
        history.commit("Import", files={f"{i:03}.py": "1\n" for i in range(300)})
        history.write(folder)
        lake.load(folder)
        (commit,) = lake.rows("commits")
        assert (commit["n_files"], commit["paths"]) == (300, [f"{i:03}.py" for i in range(200)])
        assert commit["created_paths"] == commit["paths"]

    def test_a_renamed_file_is_one_removed_and_one_created(self, lake, history, folder):
        history.commit("Start", files={"old.py": "text\n" * 20})
        history.commit("Move", files={"old.py": None, "new.py": "text\n" * 20})
        history.write(folder)
        lake.load(folder)
        move = lake.rows("commits")[0]
        assert (move["paths"], move["created_paths"]) == (["new.py", "old.py"], ["new.py"])

    def test_an_empty_commit_is_a_commit(self, lake, history, folder):
        history.commit("Start")
        history.commit("Nothing", files={})
        history.write(folder)
        lake.load(folder)
        assert [(c["subject"], c["n_files"], c["paths"]) for c in lake.rows("commits")] == [
            ("Nothing", 0, []),
            ("Start", 1, ["file1.py"]),
        ]

    def test_text_that_is_not_utf8_is_kept_with_replacements(self, lake, history, folder):
        history.commit(b"X\xe9", by=b"J\xfcrg Berg <j@example.org>", files={b"x\xe9.py": "1\n"})
        history.write(folder)
        lake.load(folder)
        (commit,) = lake.rows("commits")
        assert (commit["subject"], commit["paths"]) == ("X\ufffd", ["x\ufffd.py"])
        assert lake.rows("authors")[0]["name"] == "J\ufffdrg Berg"

    def test_odd_paths_are_kept(self, lake, history, folder):
        paths = ["a b.py", "M", ":x", "tab\\there", "ü.py"]
        history.commit("Start", files=dict.fromkeys(paths, "1\n"))
        history.commit("Binary", files={"b.bin": b"\0\1"})
        history.write(folder)
        lake.load(folder)
        binary, start = lake.rows("commits")
        assert start["paths"] == sorted(paths)
        assert (binary["additions"], binary["deletions"]) == (0, 0)

    def test_dates_that_cannot_be_are_not_stored(self, lake, history, folder):
        history.commit("Far", at_s=9_999_999_999_999)
        history.write(folder)
        lake.load(folder)
        assert lake.rows("commits")[0]["committed_at"] == datetime(1970, 1, 1)

    def test_only_what_head_reaches_is_loaded(self, lake, history, folder):
        history.commit("Start")
        history.commit("Later")
        history.write(folder)
        git(folder, "branch", "side")
        git(folder, "update-ref", "refs/heads/main", history.shas(folder)[0])
        lake.load(folder)
        assert [c["subject"] for c in lake.rows("commits")] == ["Start"]

    def test_replaced_commits_and_grafts_have_no_say(self, lake, history, folder):
        for subject in ("One", "Two", "Three"):
            history.commit(subject)
        history.write(folder)
        one, two, three = history.shas(folder)
        git(folder, "replace", three, one)
        (folder / "info").mkdir(exist_ok=True)
        (folder / "info" / "grafts").write_text(f"{three}\n")
        lake.load(folder)
        assert [c["sha"] for c in lake.rows("commits")] == [three, two, one]


class TestSizes:
    def test_lines_are_not_counted_if_that_is_asked_for(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        (record,) = lake.load(folder, sizes="never")
        assert [(c["additions"], c["deletions"]) for c in lake.rows("commits")] == [(None, None)]
        assert record.details["with_sizes"] is False

    def test_asking_again_otherwise_counts_them(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        lake.load(folder, sizes="never")
        lake.load(folder, sizes="always")
        assert [(c["additions"], c["deletions"]) for c in lake.rows("commits")] == [(1, 0)]
        lake.load(folder, sizes="never")
        assert [(c["additions"], c["deletions"]) for c in lake.rows("commits")] == [(None, None)]

    def test_lines_of_a_clone_without_contents_are_not_counted(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        git(folder, "config", "remote.origin.promisor", "true")
        lake.load(folder)
        assert [c["additions"] for c in lake.rows("commits")] == [None]
        (record,) = lake.load(folder, sizes="always")
        assert (record.status, record.details["error"]) == ("failed", "InputError")

    def test_another_word_is_refused(self, tmp_path):
        with pytest.raises(UsageError, match="auto, always, never"):
            GitOptions(tmp_path, "sometimes")


class TestAgain:
    def test_loading_again_changes_nothing_and_says_so(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        (first,) = lake.load(folder)
        before = {p: p.stat().st_mtime_ns for p in lake.lake.root.rglob("*.*") if p.is_file()}
        (second,) = lake.load(folder)
        assert (first.details["load"], second.details["load"]) == ("loaded", "unchanged")
        assert {p: p.stat().st_mtime_ns for p in lake.lake.root.rglob("*.*") if p.is_file()} == before
        assert lake.collector.counts == {"commits": 1}

    def test_only_new_commits_are_compared_with_their_parents(self, lake, history, folder):
        history.commit("Start")
        history.commit("More")
        history.write(folder, 1)
        lake.load(folder, sizes="always")
        history.write(folder)
        remove_object(folder, "HEAD:file1.py")
        (record,) = lake.load(folder, sizes="always")
        assert (record.details["load"], record.counts["commits"]) == ("updated", 2)
        assert [(c["paths"], c["additions"]) for c in lake.rows("commits")] == [(["file2.py"], 1), (["file1.py"], 1)]
        assert GitLake(lake.root / "anew").load(folder, sizes="always")[0].status == "failed"

    def test_a_rewritten_history_replaces_the_old_one(self, lake, history, folder):
        history.commit("Start")
        history.commit("Old")
        history.write(folder)
        lake.load(folder)
        other = History(history.commits[:1])
        other.commit("New")
        git(folder, "update-ref", "-d", "refs/heads/main")
        other.write(folder)
        lake.load(folder)
        assert [c["subject"] for c in lake.rows("commits")] == ["New", "Start"]

    def test_other_bots_mark_authors_anew(self, lake, history, folder):
        history.commit("Start", by=ADA)
        history.write(folder)
        lake.load(folder)
        lake.load(folder, bots=Bots(frozenset({"ada_l"})))
        assert [a["is_bot"] for a in lake.rows("authors")] == [True]

    def test_while_another_process_writes_nothing_is_loaded(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        with lake.lake.writing(), pytest.raises(LockedError):
            lake.load(folder)

    def test_progress_tells_commits_with_their_total(self, lake, history, folder, tmp_path):
        history.commit("Start")
        history.write(folder)
        history.commit("More")
        second = history.write(tmp_path / "octo_org__gears.git")
        lake.load(folder, second)
        assert (lake.collector.counts, lake.collector.totals) == ({"commits": 3}, {"commits": 3})


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


class TestTrouble:
    def problem(self, lake, *targets):
        (record,) = lake.load(*targets)
        assert (record.status, lake.lake.records()) == ("failed", [])
        return record.details["error"], record.details["problem"]

    def test_a_path_that_is_not_there(self, lake, tmp_path):
        error, problem = self.problem(lake, tmp_path / "octo_org__engine")
        assert (error, "is not there" in problem) == ("NotARepositoryError", True)

    def test_a_folder_that_is_no_repository(self, lake, tmp_path):
        (tmp_path / "octo_org__engine").mkdir()
        error, problem = self.problem(lake, tmp_path / "octo_org__engine")
        assert (error, "is not a git repository" in problem) == ("NotARepositoryError", True)

    def test_a_folder_inside_a_repository(self, lake, history, folder, tmp_path):
        history.commit("Start", files={"octo_org__sub/a.py": "1\n"})
        git(tmp_path, "clone", "-q", str(history.write(folder)), "copy")
        error, _ = self.problem(lake, tmp_path / "copy" / "octo_org__sub")
        assert error == "NotARepositoryError"

    def test_something_that_only_looks_like_a_repository(self, lake, folder):
        (folder / "objects").mkdir(parents=True)
        (folder / "HEAD").write_text("nonsense")
        error, problem = self.problem(lake, folder)
        assert (error, "not a usable git repository" in problem) == ("NotARepositoryError", True)

    def test_an_empty_repository(self, lake, folder):
        git(folder.parent, "init", "-q", "--bare", str(folder))
        error, problem = self.problem(lake, folder)
        assert (error, "empty" in problem) == ("NotARepositoryError", True)

    def test_a_head_that_names_a_branch_that_is_not_there(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        git(folder, "symbolic-ref", "HEAD", "refs/heads/gone")
        error, problem = self.problem(lake, folder)
        assert (error, "git symbolic-ref HEAD" in problem) == ("NotARepositoryError", True)

    def test_a_shallow_clone_is_refused_with_what_to_do(self, lake, history, folder, tmp_path):
        history.commit("Start")
        history.commit("More")
        shallow = tmp_path / "octo_org__shallow"
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{history.write(folder)}", str(shallow))
        error, problem = self.problem(lake, shallow)
        assert (error, "git fetch --unshallow" in problem) == ("NotARepositoryError", True)

    @pytest.mark.parametrize("what", ["HEAD^{commit}", "HEAD~1^{commit}", "HEAD~1^{tree}"])
    def test_missing_objects_load_nothing(self, lake, history, folder, what):
        history.commit("Start")
        history.commit("More")
        history.commit("Last")
        history.write(folder)
        remove_object(folder, what)
        error, problem = self.problem(lake, folder)
        assert (error, "damaged" in problem) == ("NotARepositoryError", True)

    def test_a_damaged_object_loads_nothing_and_the_earlier_load_stays(self, lake, history, folder):
        history.commit("Start")
        history.write(folder)
        lake.load(folder)
        before = lake.content()
        history.commit("More")
        history.write(folder)
        unpack(folder)
        tree = git(folder, "rev-parse", "HEAD^{tree}").strip()
        broken = folder / "objects" / tree[:2] / tree[2:]
        broken.chmod(0o644)
        broken.write_bytes(b"not an object")
        (record,) = lake.load(folder)
        assert (record.status, lake.content()) == ("failed", before)

    def test_a_mailmap_whose_content_is_not_there_is_done_without(self, lake, history, folder):
        history.commit("Map", files={".mailmap": "Ada Lindgren <ada@example.org>\n"})
        history.write(folder)
        remove_object(folder, "HEAD:.mailmap")
        lake.load(folder, sizes="never")
        assert [a["name"] for a in lake.rows("authors")] == ["Ada Lind"]

    def test_what_fails_does_not_keep_the_others_from_loading(self, lake, history, folder, tmp_path):
        history.commit("Start")
        history.write(folder)
        bad = GitTarget(str(tmp_path / "gone"), "octo_org/gone")
        records = lake.load("-x", bad, folder, GitTarget(str(folder), "octo_org/engine"), "ext::sh -c true")
        assert [(r.package, r.status) for r in records] == [
            ("-x", "failed"),
            ("octo_org/gone", "failed"),
            ("octo_org/engine", "complete"),
            ("octo_org/engine", "failed"),
            ("ext::sh -c true", "failed"),
        ]
        assert [r.package for r in lake.lake.records()] == ["octo_org/engine"]

    def test_without_a_git_command_the_error_says_so(self, lake, history, folder, monkeypatch):
        history.commit("Start")
        history.write(folder)
        monkeypatch.setenv("PATH", "/nonexistent")
        error, problem = self.problem(lake, folder)
        assert (error, "install git" in problem) == ("PermanentSourceError", True)


class TestSuppressed:
    def test_a_suppressed_person_and_what_is_theirs_alone_is_not_loaded(self, lake, history, folder):
        history.commit(f"Theirs\n\nReviewed-by: {BO}", by=ADA)
        history.commit(f"Shared\n\nCo-authored-by: {BO}", by=ADA)
        history.commit(f"Seen\n\nReviewed-by: {ADA}", by=CY)
        history.write(folder)
        lake.load(folder, suppressions=Suppressions(ids=frozenset({7})))
        assert lake.credited() == {"Shared": [("co_author", "Bo Marsh")], "Seen": [("author", "Cy Mill")]}
        assert sorted(a["name"] for a in lake.rows("authors")) == ["Bo Marsh", "Cy Mill"]

    def test_suppressing_later_removes_and_lifting_it_brings_back(self, lake, history, folder):
        history.commit("Theirs", by=ADA)
        history.commit("Other", by=BO)
        history.write(folder)
        lake.load(folder)
        whole = lake.content()
        lake.load(folder, suppressions=Suppressions(logins=frozenset({"ada_l"})))
        assert lake.credited() == {"Other": [("author", "Bo Marsh")]}
        assert b"Ada" not in lake.written()
        lake.load(folder)
        assert lake.content() == whole

    def test_a_history_that_is_all_theirs_is_an_empty_package(self, lake, history, folder):
        history.commit("Theirs", by=ADA)
        history.write(folder)
        (record,) = lake.load(folder, suppressions=Suppressions(logins=frozenset({"ada_l"})))
        assert (record.status, record.counts["commits"], record.files, record.first_at) == ("complete", 0, (), None)

    def test_they_are_known_by_their_address_in_the_other_histories_too(self, lake, tmp_path):
        one, two = History(), History()
        one.commit("Here", by=ADA)
        one.commit("At home", by="Ada Lind <ada@home.example>")
        two.commit("There", by="al <ada@home.example>")
        two.commit("Else", by=BO)
        folders = [one.write(tmp_path / "octo_org__one.git"), two.write(tmp_path / "octo_org__two.git")]
        lake.load(*folders, suppressions=Suppressions(logins=frozenset({"ada_l"})))
        assert lake.credited() == {"Else": [("author", "Bo Marsh")]}


class TestLinks:
    def histories(self, tmp_path, *lines):
        folders = []
        for number, by in enumerate(lines):
            history = History()
            for author in by if isinstance(by, list) else [by]:
                history.commit("Start", by=author, at_s=1_700_000_000 + number)
            folders.append(history.write(tmp_path / f"octo_org__r{number}.git"))
        return folders

    def links(self, lake):
        keys = {f"{a['repo_name']}#{a['author_key']}": a for a in lake.rows("authors")}
        return {
            (a["repo_name"], a["name"]): [(keys[k]["repo_name"], keys[k]["name"]) for k in a["same_as"]]
            for a in keys.values()
        }

    def test_authors_with_one_address_are_linked_to_the_first_history(self, lake, tmp_path):
        lake.load(*self.histories(tmp_path, BO, "bm <BO@example.org>", ["bmarsh <bo@example.org>", CY]))
        assert self.links(lake) == {
            ("octo_org/r0", "Bo Marsh"): [],
            ("octo_org/r1", "bm"): [("octo_org/r0", "Bo Marsh")],
            ("octo_org/r2", "bmarsh"): [("octo_org/r0", "Bo Marsh")],
            ("octo_org/r2", "Cy Mill"): [],
        }

    def test_accounts_with_one_id_are_linked(self, lake, tmp_path):
        lake.load(*self.histories(tmp_path, ADA, "al <7+ada_new@users.noreply.github.com>"))
        assert self.links(lake)["octo_org/r1", "al"] == [("octo_org/r0", "Ada Lind")]

    @pytest.mark.parametrize(
        "address",
        [
            "ada_l@users.noreply.github.com",
            "root@example.org",
            "ada@laptop",
            "ada@laptop.local",
            "noreply@github.com",
            "",
        ],
    )
    def test_addresses_that_are_not_one_persons_link_nobody(self, lake, tmp_path, address):
        lake.load(*self.histories(tmp_path, f"Ada <{address}>", f"Al <{address}>"))
        assert set(map(tuple, self.links(lake).values())) == {()}

    def test_an_address_that_a_crowd_uses_links_nobody(self, lake, tmp_path):
        crowd = [f"{name} <dev@example.org>" for name in ("Ada", "Bo", "Cyd", "Dee")]
        lake.load(*self.histories(tmp_path, *crowd))
        assert set(map(tuple, self.links(lake).values())) == {()}

    def test_machines_are_linked_to_nobody(self, lake, tmp_path):
        lake.load(*self.histories(tmp_path, "A machine <m@example.org>", "Merge machine <m@example.org>"))
        assert set(map(tuple, self.links(lake).values())) == {()}

    def test_the_order_of_targets_does_not_matter(self, lake, tmp_path):
        folders = self.histories(tmp_path, [BO, ADA], [ADA, CY], [CY, BO])
        lake.load(*folders)
        other = GitLake(tmp_path / "other")
        other.load(*reversed(folders))
        assert other.content() == lake.content()

    def test_a_history_that_comes_later_is_linked_whichever_name_is_first(self, lake, tmp_path):
        first, second = self.histories(tmp_path, BO, BO)
        lake.load(second)
        records = lake.load(first, second)
        assert [r.details["load"] for r in records] == ["loaded", "updated"]
        assert self.links(lake)["octo_org/r1", "Bo Marsh"] == [("octo_org/r0", "Bo Marsh")]
        assert [r.details["load"] for r in lake.load(first, second)] == ["unchanged", "unchanged"]

    def test_links_to_histories_that_are_not_loaded_this_time_stay(self, lake, tmp_path):
        first, second = self.histories(tmp_path, BO, [CY, BO])
        lake.load(first, second)
        before = lake.content()
        lake.load(second, sizes="never")
        assert lake.rows("authors") == before["authors"]

    def test_one_history_that_grew_does_not_rewrite_the_others(self, lake, tmp_path):
        grown, other = History(), History()
        grown.commit("Start", by=CY)
        grown.commit("More", by=BO)
        other.commit("Start", by=BO)
        first, second = tmp_path / "octo_org__a.git", other.write(tmp_path / "octo_org__b.git")
        grown.write(first, 1)
        lake.load(first, second)
        assert [r.details["load"] for r in lake.load(grown.write(first, 1), second)] == ["unchanged", "unchanged"]
        grown.commit("Again", by=CY)
        grown.write(first)
        assert [r.details["load"] for r in lake.load(first, second)] == ["updated", "updated"]
        grown.commit("Once more", by=CY)
        grown.write(first)
        assert [r.details["load"] for r in lake.load(first, second)] == ["updated", "unchanged"]
