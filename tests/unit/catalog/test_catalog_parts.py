"""What an ecosystem's file may hold beyond repositories and words, and how it is refused when it is wrong."""

from pathlib import Path

import pytest

from handiwork.catalog import Community, Conference, Exercise, Fact, Salary, Signal, read_catalog
from handiwork.errors import CatalogError

_BASE = """
name = "{name}"
title = "{name}"
summary = "A small one."
packages = ["{name}"]
example_roles = ["Somebody for {name}."]
[vocabulary]
"same word" = ["{name} word"]
[[repository]]
name = "{name}-org/{name}"
former_names = ["old-org/{name}"]
source = "Made up"
shows = "Small work."
topics = ["small"]
language = "Python"
"""
_PARTS = """
[[signal]]
name = "tests"
why = "They matter."
source = "Made up"
[[salary]]
role = "Maker"
low = 10
high = 20
currency = "USD"
region = "US"
kind = "base"
as_of = "2026-03"
source = "Made up"
note = "A note."
[[fact]]
text = "It is so."
source = "Made up"
as_of = "2026-03-01"
[[community]]
name = "Tiny Talk"
kind = "forum"
source = "Made up"
[[conference]]
name = "TinyConf"
focus = "Tiny things."
source = "Made up"
url = "https://tiny.example.org"
[[exercise]]
title = "Make one"
task = "Make a tiny one."
minutes = 30
rubric = ["It is tiny", "It works", "It is tested"]
source = "own"
"""
_HEAD = 'languages = ["Python", "C"]\ntitles = ["tiny maker"]\nrelated = ["other"]\nshares = ["other-org/other"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ecosystems").mkdir()
    (tmp_path / "ecosystems" / "tiny.toml").write_text(_HEAD + _BASE.format(name="tiny") + _PARTS, encoding="utf-8")
    (tmp_path / "ecosystems" / "other.toml").write_text(_BASE.format(name="other"), encoding="utf-8")
    (tmp_path / "bots.toml").write_text("name_patterns = ['^robo$']\n[accounts]\nci = ['robo_r']\n", encoding="utf-8")
    gap = '[[gap]]\nfirst = "2015-01-01-1"\nlast = "2015-01-01-2"\nkind = "missing"\nnote = "n"\nsource = "s"\n'
    (tmp_path / "gaps.toml").write_text(gap, encoding="utf-8")
    licence = '[[licence]]\norigin = "o"\nlicence = "l"\nattribution = "a"\nurl = "u"\n'
    (tmp_path / "licences.toml").write_text(licence, encoding="utf-8")
    return tmp_path


def _problems(folder: Path) -> list[str]:
    with pytest.raises(CatalogError) as refused:
        read_catalog(folder)
    return [p.removeprefix("  - ") for p in str(refused.value).splitlines()[1:]]


def test_every_part_is_read(folder: Path) -> None:
    tiny = read_catalog(folder).ecosystem("tiny")
    assert (tiny.languages, tiny.titles, tiny.related) == (("Python", "C"), ("tiny maker",), ("other",))
    assert tiny.signals == (Signal("tests", "They matter.", "Made up"),)
    assert tiny.salaries == (Salary("Maker", 10, 20, "USD", "US", "base", "2026-03", "Made up", "A note."),)
    assert tiny.facts == (Fact("It is so.", "Made up", "2026-03-01"),)
    assert tiny.communities == (Community("Tiny Talk", "forum", "Made up", ""),)
    assert tiny.conferences == (Conference("TinyConf", "Tiny things.", "Made up", "https://tiny.example.org"),)
    rubric = ("It is tiny", "It works", "It is tested")
    assert tiny.exercises == (Exercise("Make one", "Make a tiny one.", 30, rubric, "own"),)


def test_a_shared_repository_is_the_one_that_the_other_file_describes(folder: Path) -> None:
    catalog = read_catalog(folder)
    tiny, other = catalog.ecosystem("tiny"), catalog.ecosystem("other")
    assert tiny.shared == other.repositories
    assert [r.name for r in tiny.key_repositories] == ["tiny-org/tiny", "other-org/other"]
    assert catalog.ecosystems_of("OLD-org/other") == (other, tiny)


def test_a_term_may_stand_in_several_ecosystems(folder: Path) -> None:
    catalog = read_catalog(folder)
    assert {e.name: e.vocabulary for e in catalog.ecosystems} == {
        "other": {"same word": ("other word",)},
        "tiny": {"same word": ("tiny word",)},
    }


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('["tiny maker"]', '["Tiny Maker"]', "titles: 'Tiny Maker' is not lower case"),
        ('related = ["other"]', 'related = ["nowhere"]', "related: there is no ecosystem 'nowhere'"),
        ('related = ["other"]', 'related = ["tiny"]', "related: names itself"),
        (
            '["other-org/other"]',
            '["no-org/none"]',
            "shares: no ecosystem describes 'no-org/none': add a [[repository]]",
        ),
        ('["other-org/other"]', '["tiny-org/tiny"]', "shares: 'tiny-org/tiny' is described in this file already"),
        ('["other-org/other"]', '["old-org/other"]', "shares: 'old-org/other' is called 'other-org/other' now"),
        ('name = "tests"', 'name = "test"', "signal 1: name: 'test' is not known; did you mean 'tests'?"),
        ("low = 10", "low = 20", "salary 1: low: 20 is not below high, 20"),
        ("low = 10\n", "", "salary 1: low: a yearly amount is needed"),
        ("high = 20\n", "", "salary 1: high: a yearly amount is needed"),
        ('"USD"', '"dollars"', "salary 1: currency: 'dollars' is not written as an ISO 4217 code"),
        ('as_of = "2026-03"', 'as_of = "spring"', "salary 1: as_of: 'spring' is not written as 2026-03"),
        ('as_of = "2026-03-01"', 'as_of = "2026-13"', "fact 1: as_of: '2026-13' is not written as 2026-03"),
        ('kind = "forum"', 'kind = "tavern"', "community 1: kind: 'tavern' is not known; it can be slack, discord"),
        ('"https://tiny.example.org"', '"tiny.example.org"', "conference 1: url: 'tiny.example.org' is not written as"),
        ("minutes = 30", "minutes = 0", "exercise 1: minutes: is not a positive integer: 0"),
        ("minutes = 30\n", "", "exercise 1: minutes: how many minutes it takes is needed"),
        (', "It is tested"]', "]", "exercise 1: rubric: has 2 of the at least 3 criteria"),
        ('why = "They matter."\n', "", "signal 1: why: a text is needed"),
        ('focus = "Tiny things."', 'about = "Tiny things."', "conference 1: focus: a text is needed"),
    ],
)
def test_a_wrong_part_is_told(folder: Path, old: str, new: str, problem: str) -> None:
    file = folder / "ecosystems" / "tiny.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(p.startswith(f"ecosystems/tiny.toml: {problem}") for p in _problems(folder)), _problems(folder)


def test_a_signal_stands_once(folder: Path) -> None:
    file = folder / "ecosystems" / "tiny.toml"
    again = '[[signal]]\nname = "tests"\nwhy = "Again."\nsource = "Made up"\n'
    file.write_text(file.read_text(encoding="utf-8") + again, encoding="utf-8")
    assert _problems(folder) == ["ecosystems/tiny.toml: signal: 'tests' stands more than once"]


def test_a_repository_is_described_once_under_any_of_its_names(folder: Path) -> None:
    file = folder / "ecosystems" / "other.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("old-org/other", "Tiny-Org/Tiny"), encoding="utf-8")
    (problem,) = _problems(folder)
    assert problem == (
        "ecosystems/tiny.toml: tiny-org/tiny: tiny-org/tiny is already a name of other-org/other in "
        "ecosystems/other.toml: put 'other-org/other' under shares instead"
    )
