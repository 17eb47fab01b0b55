"""Trees made to do harm: each is read within bounds, nothing is run, nothing outside is read."""

import io
import os
import resource
import socket
import subprocess
import sys
import tarfile
import zipfile

import pytest

from handiwork.errors import InputError
from handiwork.model.tree import Bounds
from handiwork.signals.python.reading import read_module
from handiwork.sources.trees.folder import FolderTree
from handiwork.sources.trees.opening import open_tree

SECRET = "not for you"


def shown(tree):
    return [e.path for e in tree.entries()]


def tar_of(path, *members, mode="w"):
    with tarfile.open(path, mode) as tar:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(content), "/etc/passwd"
            tar.addfile(info, io.BytesIO(content))
    return path


def test_a_folder_with_links_pipes_sockets_and_terminal_escapes_does_not_block(tmp_path, monkeypatch):
    outside = tmp_path / "outside.py"
    outside.write_text(SECRET)
    folder = tmp_path / "tree"
    folder.mkdir()
    monkeypatch.chdir(folder)  # a socket's path is short
    (folder / "a.py").write_text("a = 1\n")
    (folder / "out.py").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "b\x1b[2J.py").write_text("")
    os.mkfifo(folder / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.py")
        tree = open_tree(folder)

        assert shown(tree) == ["a.py"]
        assert tree.left_out() == {"link": 2, "special": 2, "unsafe_path": 1}
        assert [tree.read(p) for p in ("out.py", "../outside.py", "pipe.py", "loop/a.py")] == [None] * 4


def test_a_file_that_became_a_link_or_a_pipe_since_it_was_listed_is_not_read(tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_text(SECRET)
    folder = tmp_path / "tree"
    folder.mkdir()
    for name in ("a.py", "b.py", "c.py"):
        (folder / name).write_text("1\n")
    tree = open_tree(folder)
    tree.entries()
    for name in ("a.py", "b.py", "c.py"):
        (folder / name).unlink()
    (folder / "a.py").symlink_to(outside)
    os.mkfifo(folder / "b.py")

    assert [tree.read(n) for n in ("a.py", "b.py", "c.py")] == [None, None, None]


def test_deep_and_wide_folders_are_cut_and_counted(tmp_path):
    deep = tmp_path / "/".join("d" * 12)
    deep.mkdir(parents=True)
    (deep / "a.py").write_text("")
    for n in range(30):
        (tmp_path / f"l{n}").symlink_to("x")
    (tmp_path / "z.py").write_text("")

    assert open_tree(tmp_path, Bounds(depth=5)).left_out() == {"link": 30, "too_deep": 1}
    assert open_tree(tmp_path, Bounds(files=2)).left_out()["too_many"] == 1


def test_what_an_archive_should_not_hold_is_left_out_and_counted(tmp_path):
    path = tar_of(
        tmp_path / "a.tar",
        ("/etc/a.py", tarfile.REGTYPE, b"1"),
        ("../b.py", tarfile.REGTYPE, b"1"),
        ("c/../../d.py", tarfile.REGTYPE, b"1"),
        ("dev.py", tarfile.CHRTYPE, b""),
        ("pipe.py", tarfile.FIFOTYPE, b""),
        ("sym.py", tarfile.SYMTYPE, b""),
        ("hard.py", tarfile.LNKTYPE, b""),
        ("c:/e.py", tarfile.REGTYPE, b"1"),
        ("x\x1b]0;.py", tarfile.REGTYPE, b"1"),
        (".GIT/hooks/f.py", tarfile.REGTYPE, b"1"),
        ("ok.py", tarfile.REGTYPE, b"1"),
        ("OK.py", tarfile.REGTYPE, b"2"),
        ("ok.py", tarfile.REGTYPE, b"3"),
    )
    tree = open_tree(path)

    assert shown(tree) == ["OK.py", "ok.py"]
    assert tree.read("ok.py") == b"3"
    assert tree.left_out() == {"duplicate": 1, "link": 2, "special": 2, "unsafe_path": 5}


@pytest.mark.parametrize("n_bytes", [1, 5])
def test_what_is_cut_to_almost_nothing_is_no_archive(tmp_path, n_bytes):
    whole = tar_of(tmp_path / "a.tar.gz", ("a.py", tarfile.REGTYPE, b"1"), mode="w:gz")
    whole.write_bytes(whole.read_bytes()[:n_bytes])

    with pytest.raises(InputError, match="no archive that can be read"):
        open_tree(whole)


def test_of_a_cut_archive_what_comes_before_the_cut_is_read(tmp_path):
    members = (("a.py", tarfile.REGTYPE, b"1"), ("b.py", tarfile.REGTYPE, os.urandom(90_000)))
    whole = tar_of(tmp_path / "a.tar.gz", *members, mode="w:gz")
    whole.write_bytes(whole.read_bytes()[:20_000])
    tree = open_tree(whole)

    assert (tree.read("a.py"), tree.read("b.py"), tree.left_out()) == (b"1", None, {"damaged": 1})


def test_encrypted_members_of_a_zip_are_counted(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.py", "1")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    assert open_tree(path).left_out() == {"encrypted": 1}


def test_a_zip_with_a_directory_too_large_to_hold_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.py", "1")
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    content[end + 12 : end + 16] = (100 << 20).to_bytes(4, "little")
    path.write_bytes(content)

    with pytest.raises(InputError, match="directory is too large"):
        open_tree(path)


def zip_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(40):
            archive.writestr(f"{n}.py", bytes(2 << 20))


def tar_bomb(path):
    tar_of(path, ("a.py", tarfile.REGTYPE, bytes(80 << 20)), mode="w:gz")


@pytest.mark.parametrize("bomb", [zip_bomb, tar_bomb])
def test_what_unpacks_out_of_proportion_is_read_no_further_in_little_memory(tmp_path, bomb):
    bomb(tmp_path / "bomb")
    code = "import sys; from pathlib import Path; from handiwork.sources.trees.opening import open_tree\n"
    code += "print(open_tree(Path(sys.argv[1])).left_out())"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "bomb")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_little_memory,
    )

    assert (done.stdout.strip(), done.returncode) == ("{'too_much': 1}", 0)


def _little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"(" * 100_000, ("syntax", "too_deep")),
        (b"x = " + b"-" * 100_000 + b"1", ("syntax", "too_deep")),
        (b"x = " + b"1+" * 100_000 + b"1", ("syntax", "too_deep", None)),
        (b"x = a" + b".b" * 50_000, ("syntax", "too_deep", None)),
        (b"x = " + b"9" * 100_000, ("syntax",)),
        (b"x = 0x" + b"f" * 100_000, (None,)),
        (b"a = 1\0\n", ("syntax",)),
        (b"\xff\xfe\x00", ("syntax", "encoding")),
        (b"# coding: rot13\n", ("syntax", "encoding")),
        (b"if x:\n" + b"".join(b" " * n + b"if x:\n" for n in range(1, 300)), ("syntax", "too_deep")),
        (b"x" * (3 << 20), ("too_large",)),
    ],
)
def test_python_made_to_break_a_parser_is_told_and_nothing_more(source, problem):
    assert read_module(source).problem in problem


def test_settings_of_a_git_store_run_nothing(tmp_path):
    def git(*words):
        return subprocess.run(["git", "-C", tmp_path, *words], check=True, capture_output=True)

    ran = tmp_path / "ran"
    (tmp_path / "a.py").write_text("a = 1\n")
    (tmp_path / ".gitattributes").write_text("*.py filter=evil diff=evil\n")
    git("init", "-q")
    git("add", ".")
    git("-c", "user.name=ada_l", "-c", "user.email=", "commit", "-q", "--allow-empty-message", "-m", "a")
    for key in ("filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor", "core.sshCommand", "core.pager"):
        git("config", key, f"touch {ran}")
    tree = open_tree(tmp_path, revision="HEAD")

    assert (shown(tree), tree.read("a.py"), ran.exists()) == ([".gitattributes", "a.py"], b"a = 1\n", False)


def test_what_is_installed_or_cached_in_a_checkout_is_nobodys_project(tmp_path):
    for path in (
        "app/a.py",
        ".venv/lib/b.py",
        "web/node_modules/c/d.js",
        "app/__pycache__/a.pyc",
        "env/pyvenv.cfg",
        "env/e.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x = 1\n")
    tree = FolderTree(tmp_path)
    assert [entry.path for entry in tree.entries()] == ["app/a.py"]
    assert tree.left_out() == {"environment": 4}
