"""Git repositories made to do harm: whatever they configure, name or contain, nothing of theirs is run."""

import subprocess
from pathlib import Path

import pytest
from tests.git_history import GitLake, History, git

from handiwork.errors import HandiworkError, InputError, NotARepositoryError, SourceError
from handiwork.faces.cli import run
from handiwork.model.tree import Bounds
from handiwork.sources.git import GitTarget, open_repository
from handiwork.sources.git_history import read_history
from handiwork.sources.git_missing import fetch_contents
from handiwork.sources.trees.git_store import GitTree

NOWHERE = "127.0.0.1:9"
"""Loopback, a port where nothing listens."""


@pytest.fixture
def marker(tmp_path):
    """Return the file that every trap makes when it springs; ``spring`` beside it is a program that makes it."""
    program = tmp_path / "spring"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'sprung'}\nexit 1\n")
    program.chmod(0o755)
    return tmp_path / "sprung"


@pytest.fixture
def trapped(tmp_path):
    """Return a bare repository that lacks one content, and how to set a setting of it."""
    history = History()
    history.commit("First", files={"a.py": "a = 1\n", "b.py": "b = 1\n"})
    history.commit("Second", files={"a.py": "a = 2\n"})
    whole = history.write(tmp_path / "ada_l__engine.git")
    lost = git(whole, "rev-parse", "HEAD:a.py").strip()
    (whole / "objects" / lost[:2] / lost[2:]).unlink()

    def configure(*pairs: tuple[str, str]) -> Path:
        promised = (
            ("core.repositoryformatversion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.promisor", "true"),
            ("remote.origin.partialclonefilter", "blob:none"),
        )
        for key, value in (*promised, *pairs):
            git(whole, "config", "--add", key, value)
        return whole

    configure.lost = lost
    return configure


def traps(marker):
    """Return settings that make plain git run ``touch marker`` when it asks for a content that is not there."""
    touch = f"touch {marker}"
    return {
        "a transport of its own": [("protocol.ext.allow", "always"), ("remote.origin.url", f"ext::{touch}")],
        "an address that becomes another": [
            ("protocol.ext.allow", "always"),
            ("remote.origin.url", "https://trap_t/x"),
            (f"url.ext::{touch} .insteadOf", "https://trap_t/"),
        ],
        "two addresses": [
            ("protocol.ext.allow", "always"),
            ("remote.origin.url", f"ext::{touch}"),
            ("remote.origin.url", f"https://{NOWHERE}/x"),
        ],
        "a helper as version control": [
            ("protocol.ext.allow", "always"),
            ("remote.origin.vcs", "ext"),
            ("remote.origin.url", touch),
        ],
        "a pack program": [
            ("remote.origin.url", "file:///"),
            ("remote.origin.uploadpack", f"{touch}; git-upload-pack"),
        ],
        "a proxy program": [
            ("remote.origin.url", f"git://{NOWHERE}/x"),
            ("core.gitProxy", str(Path(marker).with_name("spring"))),
        ],
        "a shell over ssh": [("remote.origin.url", f"ssh://{NOWHERE}/x"), ("core.sshCommand", f"{touch}; false")],
    }


KINDS = sorted(traps("sprung"))


def read_everything(folder, mirrors):
    """Read a repository in every way there is; each may say that something is amiss."""

    def told():
        repository = open_repository(GitTarget(str(folder), "ada_l/engine"), mirrors)
        commits = list(repository.commits())
        repository.mapped([("Ada Lind", "ada_at_example")])
        assert len(commits) == 2
        return list(repository.changes([c.sha for c in commits], with_sizes=True))

    def kept():
        tree = GitTree(folder)
        return [tree.read(entry.path) for entry in tree.entries()]

    def stood():
        return read_history(folder)

    said = []
    for read in (told, kept, stood):
        try:
            read()
        except HandiworkError as error:
            said.append(error)
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_the_trap_is_one_plain_git_walks_into_it(trapped, marker, kind):
    folder = trapped(*traps(marker)[kind])
    subprocess.run(["git", "-C", folder, "cat-file", "-p", trapped.lost], check=False, capture_output=True)
    assert marker.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_reading_a_repository_starts_nothing_it_configures(trapped, marker, tmp_path, kind):
    folder = trapped(*traps(marker)[kind])
    read_everything(folder, tmp_path / "mirrors")
    assert not marker.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_fetching_what_a_clone_lacks_starts_nothing_it_configures(trapped, marker, tmp_path, kind):
    folder = trapped(*traps(marker)[kind])
    repository = open_repository(GitTarget(str(folder), "ada_l/engine"), tmp_path / "mirrors")
    with pytest.raises((InputError, SourceError)):
        fetch_contents(repository, [trapped.lost])
    assert not marker.exists()


def test_a_remote_whose_name_would_undo_our_settings_is_not_fetched_from(trapped, marker, tmp_path):
    program = f"touch {marker}; git-upload-pack"
    folder = trapped(
        ("remote.a=b.url", "file:///"), ("remote.a=b.promisor", "true"), ("remote.a=b.uploadpack", program)
    )
    git(folder, "config", "--unset", "remote.origin.promisor")
    repository = open_repository(GitTarget(str(folder), "ada_l/engine"), tmp_path / "mirrors")
    with pytest.raises(NotARepositoryError, match="does not say where"):
        fetch_contents(repository, [trapped.lost])
    assert not marker.exists()


def test_hooks_filters_pagers_monitors_and_converters_of_a_repository_are_not_run(tmp_path, marker):
    history = History()
    attributes = "* filter=evil diff=evil merge=evil\n"
    history.commit("First", files={"a.py": "a = 1\n", ".gitattributes": attributes, ".mailmap": "Ada <ada_at_x>\n"})
    history.commit("Second", files={"a.py": "a = 2\n"})
    folder = history.write(tmp_path / "ada_l__engine.git")
    program = f"#!/bin/sh\ntouch {marker}\n"
    (folder / "hooks").mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc", "fsmonitor-watchman"):
        (folder / "hooks" / name).write_text(program)
        (folder / "hooks" / name).chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.alternateRefsCommand", "pager.log"),
        *("filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "gpg.program", "credential.helper"),
        *("diff.external", "diff.evil.command", "diff.evil.textconv", "interactive.diffFilter", "trailer.x.command"),
    ):
        git(folder, "config", key, f"touch {marker}")
    for key in ("log.showSignature", "core.untrackedCache"):
        git(folder, "config", key, "true")
    (folder / "info").mkdir(exist_ok=True)
    (folder / "info" / "attributes").write_text(attributes)
    git(folder, "config", "core.hooksPath", str(folder / "hooks"))
    git(folder, "config", "alias.log", f"!touch {marker}")

    assert read_everything(folder, tmp_path / "mirrors") == []
    assert not marker.exists()


def test_a_remote_with_hooks_submodules_links_and_filters_is_mirrored_and_read_without_running_any(tmp_path, marker):
    history = History()
    modules = f'[submodule "a"]\n\tpath = a\n\turl = ext::touch {marker}\n\tupdate = !touch {marker}\n'
    history.commit("First", files={".gitmodules": modules, ".gitattributes": "* filter=evil\n", "a.py": "1\n"})
    names = {b'"new\\nline.py"': "1\n", b"-leading.py": "1\n", b"--help": "1\n", b'"\\033[2J.py"': "1\n"}
    history.commit("Second", files=names)
    remote = history.write(tmp_path / "remote.git")
    (remote / "hooks").mkdir(exist_ok=True)
    for name in ("post-upload-pack", "reference-transaction", "update"):
        (remote / "hooks" / name).write_text(f"#!/bin/sh\ntouch {marker}\n")
        (remote / "hooks" / name).chmod(0o755)
    lake = GitLake(tmp_path / "home")
    lake.load(GitTarget(f"file://{remote}", "ada_l/engine"))

    assert not marker.exists()
    (mirror,) = (lake.root / "mirrors").iterdir()
    assert sorted(p.name for p in mirror.iterdir() if p.name in {"hooks", "modules", "a", "worktrees"}) == []
    assert {row["subject"] for row in lake.rows("commits")} >= {"First", "Second"}


def test_links_and_modules_in_a_store_lead_nowhere(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_text("secret = 1\n")
    history = History()
    history.commit("First", files={"a.py": "a = 1\n"})
    folder = history.write(tmp_path / "engine.git")
    blob = subprocess.run(
        ["git", "-C", folder, "hash-object", "-w", "--stdin"],
        input=str(secret).encode(),
        check=True,
        capture_output=True,
    ).stdout.decode()
    entries = (
        f"120000 blob {blob.strip()}\tlink.py\n160000 commit {'1' * 40}\tmodule\n100644 blob {blob.strip()}\ta.py\n"
    )
    tree = (
        subprocess.run(
            ["git", "-C", folder, "mktree", "--missing"], input=entries.encode(), check=True, capture_output=True
        )
        .stdout.decode()
        .strip()
    )
    made = git(folder, "-c", "user.name=ada_l", "-c", "user.email=", "commit-tree", "-m", "x", tree).strip()
    git(folder, "update-ref", "refs/heads/main", made)
    store = GitTree(folder)

    assert [entry.path for entry in store.entries()] == ["a.py"]
    assert store.left_out() == {"link": 1, "submodule": 1}
    assert store.read("link.py") is None


@pytest.mark.parametrize(
    "location",
    [
        "--upload-pack=touch {}",
        "-c core.sshCommand=touch {}",
        "ext::sh -c 'touch {}'",
        "ext::touch {}",
        "fd::7",
        "file::touch {}",
        "EXT::touch {}",
        "ssh://-oProxyCommand=touch${{IFS}}{}/x/y",
        "-oProxyCommand=touch {}:x/y",
        "ssh://host_x/-oProxyCommand=touch {}",
        "git://127.0.0.1:9/--upload-pack=touch {}",
        "file:///nowhere --upload-pack=touch {}",
        "file:///nowhere;touch {}",
        "file:///$(touch {})",
        "file:///`touch {}`",
        "http://127.0.0.1:9/a/b\n[core]\n\tsshCommand = touch {}",
    ],
)
def test_an_address_is_never_an_option_a_command_or_a_setting(tmp_path, marker, location, capsys):
    code = run(
        ["--home", str(tmp_path / "home"), "ingest", "git", "--repo", "ada_l/engine", "--", location.format(marker)]
    )
    assert (code in {2, 4, 5, 7}, marker.exists()) == (True, False), capsys.readouterr().err


def test_a_tree_with_more_entries_than_are_read_is_cut_and_counted(tmp_path):
    history = History()
    history.commit("First", files={f"{n:04}.py": "1\n" for n in range(2_500)})
    store = GitTree(history.write(tmp_path / "engine.git"), bounds=Bounds(files=2_000))
    assert len(store.entries()) == 2_000
    assert store.left_out()["too_many"] > 0
