"""A user's own ecosystem files join ours, are checked like ours, and are counted."""

import shutil
import sys
from pathlib import Path

import pytest

from handiwork.catalog import check_catalog, load_catalog, read_catalog
from handiwork.catalog.compiled import COMPILED_NAME, read_compiled
from handiwork.errors import CatalogError

_DATA = Path(sys.modules["handiwork.catalog"].__file__ or "").parent / "data"
_POTTERY = """
name = "pottery"
title = "Pottery software"
summary = "Kilns and glazes."
packages = ["kiln"]
example_roles = ["Potter who programs kilns."]
shares = ["django/django"]
related = ["python-web"]
[vocabulary]
"kiln" = ["oven"]
[[repository]]
name = "harbor-collective/kiln"
shows = "Firing curves and their control."
topics = ["kiln"]
language = "Rust"
"""
_MORE_WEB = """
name = "python-web"
summary = "Ours, too."
titles = ["web potter"]
[vocabulary]
"glaze" = ["glazing"]
[[repository]]
name = "fastapi/fastapi"
shows = "What it shows to us."
topics = ["fastapi"]
language = "Python"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "pottery.toml").write_text(_POTTERY, encoding="utf-8")
    return folder


def test_a_file_is_enough_for_a_new_ecosystem(own: Path) -> None:
    catalog = load_catalog(own)
    assert len(catalog.ecosystems) == len(load_catalog().ecosystems) + 1
    pottery = catalog.ecosystem("pottery")
    assert [r.name for r in pottery.key_repositories] == ["harbor-collective/kiln", "django/django"]
    assert [e.name for e in catalog.ecosystems_of("django/django")] == ["python-web", "pottery"]


def test_a_folder_without_files_changes_nothing(tmp_path: Path) -> None:
    assert load_catalog(tmp_path) is load_catalog()
    assert load_catalog(tmp_path / "absent") is load_catalog()


def test_a_file_of_a_known_name_adds_to_ours(own: Path) -> None:
    (own / "python-web.toml").write_text(_MORE_WEB, encoding="utf-8")
    ours, merged = load_catalog().ecosystem("python-web"), load_catalog(own).ecosystem("python-web")
    assert (merged.title, merged.summary) == (ours.title, "Ours, too.")
    assert merged.titles == (*ours.titles, "web potter")
    assert merged.vocabulary == {**ours.vocabulary, "glaze": ("glazing",)}
    assert [r.name for r in merged.repositories] == [r.name for r in ours.repositories]
    assert merged.repositories[0].shows == "What it shows to us."
    assert (merged.exercises, merged.packages) == (ours.exercises, ours.packages)


def test_what_is_wrong_is_told_with_the_users_file(own: Path) -> None:
    text = (own / "pottery.toml").read_text(encoding="utf-8")
    (own / "pottery.toml").write_text(text.replace("django/django", "tiangolo/fastapi"), encoding="utf-8")
    (own / "Bad Name.toml").write_text("name = 'x'\n", encoding="utf-8")
    (own / "broken.toml").write_text("name = \n", encoding="utf-8")
    with pytest.raises(CatalogError) as refused:
        check_catalog(own)
    told = str(refused.value)
    assert "catalog/pottery.toml: shares: 'tiangolo/fastapi' is called 'fastapi/fastapi' now: write that" in told
    assert "catalog/Bad Name.toml: name: 'x' is not the name of the file" in told
    assert "catalog/broken.toml: cannot be read: " in told
    assert refused.value.exit_code == 2


def test_describing_a_repository_of_ours_again_asks_to_share_it(own: Path) -> None:
    text = (own / "pottery.toml").read_text(encoding="utf-8").replace("harbor-collective/kiln", "tiangolo/FastAPI")
    (own / "pottery.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as refused:
        load_catalog(own)
    assert "put 'tiangolo/FastAPI' under shares instead" in str(refused.value)


def test_a_check_counts_everything_and_warns_of_the_users_own_alone(own: Path) -> None:
    alone, joined = check_catalog(), check_catalog(own)
    assert joined.own == ("pottery",)
    assert {k: joined.counts[k] - alone.counts[k] for k in joined.counts if joined.counts[k] != alone.counts[k]} == {
        "ecosystems": 1,
        "repositories": 1,
        "vocabulary_terms": 1,
        "aliases": 1,
        "packages": 1,
    }
    assert [w.split(";")[0] for w in joined.warnings] == [
        "pottery: 2 key repositories",
        "pottery: 1 of 1 repositories have no id, by which renames are followed: harbor-collective/kiln",
        "pottery: no languages",
        "pottery: no titles",
        "pottery: no signals",
        "pottery: no communities",
        "pottery: no exercises",
    ]


def test_an_empty_folder_to_check_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"holds no file of an ecosystem: put NAME\.toml into it"):
        check_catalog(tmp_path)


def test_a_compiled_catalogue_is_not_used_for_other_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(_DATA, folder)
    assert read_compiled(folder) == load_catalog()
    file = folder / "ecosystems" / "python-web.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Python web back ends", "Changed"), encoding="utf-8")
    assert read_compiled(folder) is None
    assert read_catalog(folder).ecosystem("python-web").title == "Changed"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"digest": 3}'])
def test_a_damaged_compiled_catalogue_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / COMPILED_NAME).write_text(text, encoding="utf-8")
    assert read_compiled(tmp_path) is None
