"""What the rows of a loaded git history say, with the real git command."""

import runpy
from datetime import datetime
from pathlib import Path

import pytest

from handiwork.errors import UsageError
from handiwork.ingest.git import GitOptions

_TOOLS = runpy.run_path(str(Path(__file__).parents[2] / "git_history.py"))
git = _TOOLS["git"]

ADA = "Ada Lind <7+ada_l@users.noreply.github.com>"
BO = "Bo Marsh <bo@example.org>"
CY = "Cy Mill <cy@example.org>"


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
