"""An operator's path: seeing why accounts are one person's, deciding otherwise, taking it back."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from handiwork.lake.store import Lake


def _load(name):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


lakes = _load("identity_lake")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a home whose lake has two people, one of them named by two accounts elsewhere."""
    home = tmp_path_factory.mktemp("home")
    world = lakes.LakeBuilder(home / "lake")
    for account in ((1, "ada_l"), (2, "bob_b")):
        world.event("CreateEvent", account, (account[0] + 10, f"{account[1]}/tool"), ref_type="repository")
    world.says("huggingface:adas-models", "login:ada_l")
    world.package("package:tool", "pypi:ada_l")
    world.author("acme/web", "k1", "Bob Bo", (2, "bob_b"), joins=["noreply"])
    world.author("acme/web", "k2", "Bob Bo")
    world.commit("acme/web", "s1", "k2")
    lakes.write_rows(Lake(world.root), "world", world.rows)
    return home


@pytest.fixture
def home(filled):
    """Return the home without any decision."""
    yield filled
    for file in filled.glob("state.sqlite*"):
        file.unlink()


def links(command, home, who):
    (view,) = json.loads(command(home, "identity", "show", who, "--format", "json").out)
    return {link["account"]: (link["status"], link["strength"]) for link in view["links"]}


def test_a_person_is_shown_with_every_account_its_reason_proof_and_strength(home, command):
    shown = command(home, "identity", "show", "ADA_L")
    assert shown.out.splitlines() == [
        "ada_l (github:1)",
        "  logins: ada_l",
        "  accepted  0.95  huggingface:adas-models",
        "      profile_link 0.95  https://huggingface:adas-models.example 2024-05-01T12:00:00Z",
        "  possible  0.50  pypi:ada_l",
        "      rare_handle 0.50",
    ]
    (by_account,) = json.loads(command(home, "identity", "show", "pypi:ada_l", "--format", "json").out)
    assert by_account["person"] == "github:1"


def test_a_decision_is_logged_respected_by_the_next_resolution_and_undone(home, command, monkeypatch):
    monkeypatch.setenv("HANDIWORK_OPERATOR", "Rae")
    accepted = command(home, "identity", "accept", "ada_l", "pypi:ada_l", "--note", "she said so")
    assert (accepted.code, accepted.out) == (0, "1\n")
    assert links(command, home, "ada_l")["pypi:ada_l"] == ("accepted", 1.0)
    command(home, "identity", "reject", "ada_l", "huggingface:adas-models")
    assert links(command, home, "ada_l") == {"pypi:ada_l": ("accepted", 1.0)}
    command(home, "identity", "undo", "2")
    assert links(command, home, "ada_l")["huggingface:adas-models"] == ("accepted", 0.95)
    log = json.loads(command(home, "identity", "log", "--format", "json").out)
    assert [(d["verb"], d["account"], d["other"], d["operator"], d["before"], d["is_undone"]) for d in log] == [
        ("accept", "pypi:ada_l", "github:1", "Rae", "", False),
        ("reject", "huggingface:adas-models", "github:1", "Rae", "", True),
        ("undo", "huggingface:adas-models", "github:1", "Rae", "rejected", False),
    ]
    assert (log[0]["note"], log[2]["undoes"]) == ("she said so", 2)


def test_an_author_line_is_split_off_and_then_given_to_somebody_else(home, command):
    command(home, "identity", "split", "author:acme/web#k1")
    assert links(command, home, "bob_b") == {}
    command(home, "identity", "accept", "ada_l", "author:acme/web#k1")
    assert links(command, home, "ada_l")["author:acme/web#k1"] == ("accepted", 1.0)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("accept", "nobody_n", "pypi:ada_l"), 3, "never seen login:nobody_n"),
        (("accept", "ada_l", "pypi:adal"), 3, "never seen pypi:adal"),
        (("accept", "ada_l", "bob_b"), 2, "already is"),
        (("accept", "ada_l", "github:2"), 2, "ids of their own"),
        (("split", "github:1"), 2, "told apart by it"),
        (("undo", "9"), 3, "no decision 9"),
        (("show", "nobody_n"), 3, "nobody in the lake"),
        (("show", "ada@acme.example"), 2, "without @"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_logged(home, command, arguments, code, told):
    refused = command(home, "identity", *arguments)
    assert refused.code == code
    assert told in refused.err
    assert "acme.example" not in refused.err
    assert json.loads(command(home, "identity", "log", "--format", "json").out) == []


def test_who_is_left_out_is_neither_shown_nor_decided_about_nor_in_the_log(home, command):
    command(home, "identity", "accept", "ada_l", "pypi:ada_l")
    command(home, "privacy", "suppress", "ada_l")
    assert command(home, "identity", "show", "ada_l").code == 3
    assert command(home, "identity", "show", "pypi:ada_l").code == 3
    assert command(home, "identity", "accept", "github:1", "huggingface:adas-models").code == 3
    assert json.loads(command(home, "identity", "log", "--format", "json").out) == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_links_and_log_come_in_every_form(home, command, form):
    command(home, "identity", "accept", "ada_l", "pypi:ada_l")
    for words in (("show", "ada_l"), ("log",)):
        printed = command(home, "identity", *words, "--format", form)
        assert (printed.code, "pypi:ada_l" in printed.out) == (0, True)


def test_the_joins_of_author_lines_are_measured_from_the_command_line(home, command):
    missing = command(home, "eval", "identity")
    assert (missing.code, "nothing to measure against" in missing.err) == (2, True)
    half = command(home, "eval", "identity", "--programmes", "years.json")
    assert (half.code, "belong together" in half.err) == (2, True)
