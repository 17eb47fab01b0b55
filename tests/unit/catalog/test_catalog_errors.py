"""A wrong catalogue file is refused with every problem, its file and its key."""

import shutil
import sys
from pathlib import Path

import pytest

from handiwork.catalog import load_catalog, read_catalog
from handiwork.errors import CatalogError

_ECOSYSTEM = """
name = "tiny"
title = "Tiny"
summary = "A small one."
packages = ["tiny"]
example_roles = ["Somebody for tiny things."]
[vocabulary]
"tiny thing" = ["tt"]
[[repository]]
name = "tiny-org/tiny"
id = 7
former_names = ["older-org/tiny"]
shows = "Small work."
topics = ["small"]
language = "Python"
source = "Made up"
"""
_BOTS = "name_patterns = ['^robo$']\n[accounts]\nci = ['robo_r']\n"
_GAP = """[[gap]]
first = "2015-01-01-1"
last = "2015-01-01-2"
kind = "missing"
note = "n"
source = "s"
"""
_LICENCE = '[[licence]]\norigin = "o"\nlicence = "l"\nattribution = "a"\nurl = "u"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ecosystems").mkdir()
    for name, text in [
        ("ecosystems/tiny.toml", _ECOSYSTEM),
        ("bots.toml", _BOTS),
        ("gaps.toml", _GAP),
        ("licences.toml", _LICENCE),
    ]:
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def _problems(folder: Path) -> list[str]:
    with pytest.raises(CatalogError) as refused:
        read_catalog(folder)
    first, *problems = str(refused.value).splitlines()
    assert first == "The catalogue is wrong:"
    return [p.removeprefix("  - ") for p in problems]


def _change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def test_a_right_catalogue_is_read(folder: Path) -> None:
    catalog = read_catalog(folder)
    (repository,) = catalog.ecosystem("tiny").repositories
    assert (repository.repo_id, repository.source) == (7, "Made up")
    assert catalog.repository("Older-Org/Tiny") is repository
    assert catalog.ecosystem("tiny").vocabulary == {"tiny thing": ("tt",)}
    assert catalog.bots.categories == {"robo_r": "ci"}


def test_what_ships_can_be_read_from_any_folder(tmp_path: Path) -> None:
    source = Path(sys.modules["handiwork.catalog"].__file__ or "").parent / "data"
    shutil.copytree(source, tmp_path / "copy")
    assert read_catalog(tmp_path / "copy") == load_catalog()


def test_every_problem_is_listed_with_file_and_key(folder: Path) -> None:
    _change(
        folder / "ecosystems" / "tiny.toml",
        ('title = "Tiny"', "title = 3"),
        ('summary = "A small one."', 'summaries = "A small one."'),
        ('packages = ["tiny"]', 'packages = ["tiny", "tiny"]'),
        ("id = 7", "id = -7"),
        ('topics = ["small"]', 'topics = ["Small"]'),
        ('language = "Python"', 'language = " "'),
    )
    assert _problems(folder) == [
        "ecosystems/tiny.toml: title: is not a non-empty text: 3",
        "ecosystems/tiny.toml: summary: a text is needed",
        "ecosystems/tiny.toml: repository 1: id: is not a positive integer: -7",
        "ecosystems/tiny.toml: repository 1: language: is not a non-empty text: ' '",
        "ecosystems/tiny.toml: repository 1: topics: 'Small' is not lower case",
        "ecosystems/tiny.toml: packages: holds 'tiny' more than once",
        "ecosystems/tiny.toml: summaries: unknown key; did you mean summary?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "tiny"', 'name = "Tiny"', "name: 'Tiny' is not the name of the file"),
        ('"tiny-org/tiny"', '"tiny"', "repository 1: name: 'tiny' is not owner/name"),
        ('"older-org/tiny"', '"older org/t"', "repository 1: former_names: 'older org/t' is not owner/name"),
        ('source = "Made up"', "", "repository 1: source: an id or a former name needs a source"),
        ('["older-org/tiny"]', '["Tiny-Org/tiny"]', "tiny-org/tiny: Tiny-Org/tiny is already a name of"),
        ('["tt"]', '["tiny thing"]', "vocabulary: tiny thing: 'tiny thing' already stands under"),
        ('["tt"]', "[]", "vocabulary: tiny thing: is empty"),
        ('["tt"]', "[3]", "vocabulary: tiny thing: a list of non-empty texts is needed"),
        ("[vocabulary]", "[vocabularies]", "vocabulary: a table is needed"),
        ("[[repository]]", "[repository]", "repository: at least one table is needed"),
        ('language = "Python"', 'language = "Python"\nstars = 3', "repository 1: stars: unknown key"),
        ("[vocabulary]", "[vocabulary", "cannot be read:"),
    ],
)
def test_a_wrong_ecosystem_is_told(folder: Path, old: str, new: str, problem: str) -> None:
    _change(folder / "ecosystems" / "tiny.toml", (old, new))
    assert any(p.startswith("ecosystems/tiny.toml: ") and problem in p for p in _problems(folder))


def test_a_repository_belongs_to_one_ecosystem(folder: Path) -> None:
    second = _ECOSYSTEM.replace('name = "tiny"', 'name = "other"').replace("older-org", "oldest-org")
    (folder / "ecosystems" / "other.toml").write_text(second, encoding="utf-8")
    twice = "is already a name of tiny-org/tiny in ecosystems/other.toml: put 'tiny-org/tiny' under shares instead"
    assert _problems(folder) == [
        f"ecosystems/tiny.toml: tiny-org/tiny: tiny-org/tiny {twice}",
        "ecosystems/tiny.toml: tiny-org/tiny: id 7 is already that of tiny-org/tiny",
    ]


def test_a_repository_needs_neither_an_id_nor_a_former_name(folder: Path) -> None:
    _change(
        folder / "ecosystems" / "tiny.toml",
        ("id = 7\n", ""),
        ('former_names = ["older-org/tiny"]\n', ""),
        ('source = "Made up"\n', ""),
    )
    (repository,) = read_catalog(folder).ecosystem("tiny").repositories
    assert (repository.repo_id, repository.former_names, repository.source) == (None, (), "")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("'^robo$'", "'^(robo$'", "bots.toml: name_patterns: '^(robo$' is no regular expression"),
        ("'^robo$'", "'x', '(?i)robo$'", "bots.toml: name_patterns: '(?i)robo$' is no regular expression"),
        ("'robo_r'", "'Robo_R'", "bots.toml: accounts: ci: 'Robo_R' is not lower case"),
        ("ci =", "cla = ['robo_r']\nci =", "bots.toml: accounts: ci: 'robo_r' is already under cla"),
    ],
)
def test_a_wrong_list_of_bots_is_told(folder: Path, old: str, new: str, problem: str) -> None:
    _change(folder / "bots.toml", (old, new))
    (found,) = _problems(folder)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("2015-01-01-1", "2015-01-01-01", "gap 1: first: '2015-01-01-01' is not an hour as files are named"),
        ("2015-01-01-1", "2015-13-01-1", "gap 1: first: '2015-13-01-1' is not an hour as files are named"),
        ("2015-01-01-1", "2015-01-01-24", "gap 1: first: '2015-01-01-24' is not an hour as files are named"),
        ("2015-01-01-2", "2015-01-01-0", "gap 1: last: is before the first hour"),
        ('"missing"', '"gone"', "gap 1: kind: 'gone' is neither missing nor thin"),
        ('kind = "missing"\n', "", "gap 1: kind: a text is needed"),
        ('first = "2015-01-01-1"\n', "", "gap 1: first: a text is needed"),
    ],
)
def test_a_wrong_gap_is_told(folder: Path, old: str, new: str, problem: str) -> None:
    _change(folder / "gaps.toml", (old, new))
    (found,) = _problems(folder)
    assert found.startswith(f"gaps.toml: {problem}")


def test_gaps_of_one_kind_may_not_overlap_but_kinds_may(folder: Path) -> None:
    thin = _GAP.replace('"missing"', '"thin"')
    (folder / "gaps.toml").write_text(_GAP + thin, encoding="utf-8")
    assert [g.kind for g in read_catalog(folder).gaps] == ["missing", "thin"]
    (folder / "gaps.toml").write_text(_GAP + thin + _GAP, encoding="utf-8")
    assert _problems(folder) == ["gaps.toml: gap: missing from 2015-01-01-01 is not after the one before it"]


def test_an_origin_has_one_licence(folder: Path) -> None:
    (folder / "licences.toml").write_text(_LICENCE * 2, encoding="utf-8")
    assert _problems(folder) == ["licences.toml: licence: origin 'o' stands more than once"]


def test_a_catalogue_without_files_says_which_are_absent(tmp_path: Path) -> None:
    problems = _problems(tmp_path)
    assert problems[0] == "ecosystems: there is no file of an ecosystem"
    assert [p.split(":")[0] for p in problems[1:]] == ["bots.toml", "gaps.toml", "licences.toml"]
    assert all("cannot be read" in p for p in problems[1:])
