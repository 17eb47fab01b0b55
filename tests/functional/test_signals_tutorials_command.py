"""`signals tutorials` and the facts about a repository's origin in `signals check`."""

import json

import pytest
from tests.git_history import History

from handiwork.app.tutorials import known_tutorials, tutorials_file
from handiwork.errors import InputError
from handiwork.faces.cli import run
from handiwork.state.tutorial_files import shipped_tutorials


def lesson(n, name="x"):
    body = "\n".join(
        f"    {name} = m.step_{n}_{i}({name}, k={i}) + torch.op_{i % 5}({name}) if {name}.ok_{i} else m.no_{n}({name})"
        for i in range(10)
    )
    return f"import torch\n# lesson {n}\ndef lesson_{n}({name}, m):\n{body}\n    return {name}\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    history = History()
    for n in range(20):
        history.commit(f"lesson {n}", files={f"lesson_{n}.py": lesson(n)}, at_s=1_700_000_000 + n * 86_400)
    return history.write(tmp_path_factory.mktemp("course") / "course.git")


@pytest.fixture
def home(tmp_path, course):
    home = tmp_path / "home"
    assert run(["--home", str(home), "--quiet", "signals", "tutorials", "add", str(course), "--name", "my-course"]) == 0
    return home


def checks(home, path, capsys):
    command = ["--home", str(home), "--quiet", "signals", "check", str(path), "--family", "ml-work", "--format", "json"]
    assert run(command) == 0
    return {c["check"]: c for c in json.loads(capsys.readouterr().out)["checks"]}


def test_an_added_tutorial_is_listed_among_the_shipped_ones(home, capsys):
    assert run(["--home", str(home), "signals", "tutorials", "list", "--format", "json"]) == 0
    listed = {t["name"]: t for t in json.loads(capsys.readouterr().out)}

    assert listed["my-course"]["commits"] == 20
    assert len(listed) == len(shipped_tutorials()) + 1


def test_a_renamed_copy_in_one_commit_is_told_as_both(home, tmp_path, capsys):
    history = History()
    history.commit("import", files={f"week/{n}.py": lesson(n, "value") for n in range(20)})
    found = checks(home, history.write(tmp_path / "copy.git"), capsys)

    assert found["ml-tutorial-code"]["message"].startswith("100% of the code stands in my-course too (20 files")
    assert found["ml-single-commit"]["result"] == "fail"
    assert found["ml-own-commits"]["result"] == "not observed"


def test_a_clone_is_a_fork_without_own_commits(home, course, capsys):
    found = checks(home, course, capsys)
    assert (found["ml-own-commits"]["result"], found["ml-own-commits"]["figure"]) == ("fail", 0.0)
    assert found["ml-iterative-history"]["message"] == "All commits are those of my-course."


def test_an_archive_has_no_history(home, course, tmp_path, capsys):
    from tests.git_history import git

    archive = tmp_path / "course.tar"
    git(course, "archive", "--format=tar", "-o", str(archive), "HEAD")
    found = checks(home, archive, capsys)

    assert {found[c]["result"] for c in ("ml-own-commits", "ml-single-commit", "ml-iterative-history")} == {
        "not observed"
    }
    assert found["ml-tutorial-code"]["result"] == "fail"


def test_too_little_code_gives_no_fingerprint_and_nothing_is_written(tmp_path, capsys):
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "a.py").write_text("x = 1\n")
    command = ["--home", str(tmp_path / "home"), "signals", "tutorials", "add", str(tmp_path / "few"), "--name", "few"]

    assert run(command) != 0
    assert "has too little Python code" in capsys.readouterr().err
    assert not tutorials_file(tmp_path / "home").exists()


def test_a_damaged_file_of_tutorials_is_told_with_its_line(home):
    with tutorials_file(home).open("a") as file:
        file.write("{\n")
    with pytest.raises(InputError, match=r"line 2 of .*tutorials.jsonl is no tutorial"):
        known_tutorials(home)


def test_the_shipped_table_has_hashes_and_ids_alone_and_stays_small():
    shipped = shipped_tutorials()
    assert len(shipped) == 39
    assert all(set(t) == {"name", "licence", "commit", "on", "scale", "hashes", "commits"} for t in shipped)
    assert all(40 <= len(t["hashes"]) <= 2_200 for t in shipped)


def test_a_model_of_ones_own_is_in_no_shipped_tutorial(tmp_path, capsys):
    history = History()
    history.commit("own", files={f"net/{n}.py": lesson(n) for n in range(30)})
    found = checks(tmp_path / "home", history.write(tmp_path / "own.git"), capsys)
    assert (found["ml-tutorial-code"]["result"], found["ml-tutorial-code"]["figure"]) == ("pass", 0.0)
