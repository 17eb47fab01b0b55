"""The brief on the command line: asked, edited, kept, passed back."""

import json
from types import SimpleNamespace

import pytest

from handiwork.faces.cli import run

ROLE = "Senior FastAPI engineer, not Django, active in the last 12 months"


@pytest.fixture
def command(capsys, tmp_path):
    """Run a command in an empty home; return its exit code, stdout and stderr."""

    def call(*arguments):
        capsys.readouterr()
        code = run(["--home", str(tmp_path / "home"), "brief", *map(str, arguments)])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return call


def test_a_role_is_shown_without_an_index(command):
    done = command(ROLE)

    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "ecosystem    100.0%  Python web back ends   FastAPI engineer, FastAPI"
    assert lines[1] == 'repository     1.00  fastapi/fastapi   The text names it: "FastAPI".'
    assert "seniority    senior: Senior" in lines
    assert "django/django" not in done.out
    assert "Left out, as the text turns them down: Django." in done.err


def test_a_brief_goes_round_through_a_file_with_an_edit(command, tmp_path):
    kept = tmp_path / "brief.json"
    kept.write_text(command(ROLE, "--format", "json").out)

    again = json.loads(command("--from", kept, "--edit", "repo:pallets/flask=0.25", "--format", "json").out)["brief"]

    first = json.loads(kept.read_text())["brief"]
    assert {r["name"]: r["weight"] for r in again["repositories"]}["pallets/flask"] == 0.25
    assert (again["skills"], again["ecosystems"]) == (first["skills"], first["ecosystems"])
    assert list(again) == list(first)


def test_an_advert_is_read_from_a_file(command, tmp_path):
    advert = tmp_path / "advert.txt"
    advert.write_text("Data engineer\n\nRequirements\n- Airflow\n\nBenefits\n- Django\n")

    brief = json.loads(command("--file", advert, "--format", "json").out)["brief"]

    assert brief["ecosystems"][0]["name"] == "data-engineering"
    assert "django" not in [s["term"] for s in brief["skills"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give one of"),
        (("x", "--file", "y"), "give one of"),
        (("kettles", "--format", "csv"), "choose table or json"),
        (("🙂",), "no word at all"),
        (("kettle", "--edit", "colour:red"), "is not understood"),
        (("--file", "/nowhere/advert"), "cannot be read"),
        (("--from", "/nowhere/brief"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_with_2(command, arguments, said):
    done = command(*arguments)

    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_kept_brief_with_a_wrong_key_is_refused_with_the_key(command, tmp_path):
    kept = tmp_path / "brief.json"
    kept.write_text('{"text": "kettle", "skils": []}')

    done = command("--from", kept)

    assert (done.code, "brief.skils is unknown; did you mean 'skills'?" in done.err) == (2, True)
