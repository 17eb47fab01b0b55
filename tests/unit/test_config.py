"""Settings: where values come from, and what is said about wrong ones."""

from pathlib import Path

import pytest

from handiwork.config import default_home, resolve_settings
from handiwork.errors import ConfigError


def test_a_flag_wins_over_the_environment_over_files_over_the_default(tmp_path):
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    (home / "handiwork.toml").write_text('threads = 3\ncontact = "home"\ngit_url = "https://example.org"\n')
    (work / "handiwork.toml").write_text('threads = 4\ncontact = "work"\n')
    environ = {"HANDIWORK_HOME": str(home), "HANDIWORK_THREADS": "5"}
    resolved = resolve_settings(environ, flags={"threads": 6, "contact": None}, working_folder=work)
    assert (resolved.settings.threads, resolved.settings.contact, resolved.settings.git_url) == (
        6,
        "work",
        "https://example.org",
    )
    assert {k: resolved.provenance[k] for k in ("threads", "contact", "git_url", "home", "keep_downloads")} == {
        "threads": "flag",
        "contact": str(work / "handiwork.toml"),
        "git_url": str(home / "handiwork.toml"),
        "home": "environment HANDIWORK_HOME",
        "keep_downloads": "default",
    }


def test_every_problem_is_listed_with_the_nearest_known_name(tmp_path):
    (tmp_path / "handiwork.toml").write_text("thread = 3\n")
    environ = {"HANDIWORK_HOME": str(tmp_path), "HANDIWORK_GHARCHIVE_DOWNLOADS": "9", "HANDIWORK_NONSENSE": "1"}
    with pytest.raises(ConfigError) as caught:
        resolve_settings(environ)
    text = str(caught.value)
    assert "did you mean 'threads'?" in text
    assert "gharchive_downloads" in text
    assert "HANDIWORK_NONSENSE" in text


def test_a_file_that_is_no_toml_is_a_problem_and_a_missing_one_is_none(tmp_path):
    assert resolve_settings({"HANDIWORK_HOME": str(tmp_path)}).settings.home == tmp_path
    (tmp_path / "handiwork.toml").write_text("threads =")
    with pytest.raises(ConfigError, match=r"handiwork\.toml"):
        resolve_settings({"HANDIWORK_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/handiwork")),
        ("linux", {}, Path.home() / ".local/share/handiwork"),
        ("darwin", {}, Path.home() / "Library/Application Support/handiwork"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/handiwork")),
    ],
)
def test_the_default_home_is_the_platforms_data_folder(monkeypatch, platform, environ, expected):
    monkeypatch.setattr("sys.platform", platform)
    assert default_home(environ) == expected


def test_the_requirement_of_real_data_is_no_setting(tmp_path):
    resolve_settings({"HANDIWORK_HOME": str(tmp_path), "HANDIWORK_REQUIRE_SHARED": "1"})
