"""Loading git histories again, in trouble, and without those who are left out, with the real git command."""

import runpy
from pathlib import Path

import pytest

from handiwork.catalog.bots import Bots
from handiwork.errors import LockedError
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.git import GitTarget

_TOOLS = runpy.run_path(str(Path(__file__).parents[2] / "git_history.py"))
History = _TOOLS["History"]
GitLake = _TOOLS["GitLake"]
git = _TOOLS["git"]
remove_object = _TOOLS["remove_object"]
unpack = _TOOLS["unpack"]

ADA = "Ada Lind <7+ada_l@users.noreply.github.com>"
BO = "Bo Marsh <bo@example.org>"
CY = "Cy Mill <cy@example.org>"


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
