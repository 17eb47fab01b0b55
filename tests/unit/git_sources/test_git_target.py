"""What may be named as a git history, and the name it is loaded as."""

import pytest

from handiwork.errors import InputError
from handiwork.sources.git_command import told
from handiwork.sources.git_target import GitTarget, checked_repo_name, name_from_folder, name_from_url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/octo_org/engine", "octo_org/engine"),
        ("https://github.com/octo_org/engine.git/", "octo_org/engine"),
        ("ssh://git@github.com:22/octo_org/engine.git", "octo_org/engine"),
        ("git@github.com:octo_org/engine.git", "octo_org/engine"),
        ("git://example.org/octo_org/engine", "octo_org/engine"),
        ("https://example.org/group/team/engine", None),
        ("https://example.org/engine", None),
        ("file:///srv/octo_org/engine", None),
        ("/srv/octo_org/engine", None),
        ("https://[/octo_org/engine", None),
    ],
)
def test_a_name_is_read_from_an_address(url, name):
    assert name_from_url(url) == name


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/srv/octo_org__engine.git", "octo_org/engine"),
        ("octo_org__engine/", "octo_org/engine"),
        ("octo_org/engine", "octo_org/engine"),
        ("octo_org/engine.git", "octo_org/engine"),
        ("/srv/engine", None),
        ("engine", None),
        ("./engine", None),
        ("../engine", None),
        ("engine/.git", None),
        ("__engine", None),
    ],
)
def test_a_name_is_read_from_a_folder(folder, name):
    assert name_from_folder(folder) == name


@pytest.mark.parametrize("name", ["engine", "a/b/c", "", "a /b", "../x", "a/..", "-/x y"])
def test_what_is_not_owner_and_name_is_refused(name):
    with pytest.raises(InputError, match="owner/name"):
        checked_repo_name(name)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "  ",
        "-x",
        "--upload-pack=touch /x",
        "ext::sh -c true",
        "ext://x/y",
        "ftp://example.org/octo_org/engine",
        "https://ada:secret@example.org/octo_org/engine",
        "a\0b",
    ],
)
def test_what_git_must_not_get_is_refused(location):
    with pytest.raises(InputError) as refusal:
        GitTarget(location).check()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "location",
    ["https://example.org/a/b", "http://x/a/b", "ssh://x/a/b", "git://x/a/b", "file:///x", "git@x:a/b", ".", "/x:y"],
)
def test_folders_and_known_kinds_of_address_pass(location):
    GitTarget(location, "octo_org/engine").check()


def test_a_folder_that_exists_is_not_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert GitTarget("host:engine").is_url
    (tmp_path / "host:engine").mkdir()
    assert not GitTarget("host:engine").is_url


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (b"", "nothing"),
        (b"warning: old\nfatal: bad object\n", "bad object"),
        (b"something odd\n", "something odd"),
        (b"fatal: could not read https://ada:secret@example.org/x: no\n", "could not read (address) no"),
    ],
)
def test_what_git_says_is_passed_on_without_addresses(said, kept):
    assert told(said) == kept
