"""What the person page says of somebody's work on machine learning: from acts, accepted models and papers alone."""

import json
import shutil
from datetime import datetime

import pytest
from tests.identity_lake import LakeBuilder, write_rows
from tests.told_works import filled

from handiwork.faces.cli import run
from handiwork.lake.store import Lake


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    filled(home)
    more = LakeBuilder(home / "lake")
    for number in range(3):
        for login, kind in (((1, "ada_l"), "PullRequestEvent"), ((2, "bob_b"), "WatchEvent")):
            at = datetime(2024, 2, number + 1)
            columns = {"action": "opened", "number": number + 1, "author": login, "title": "Add a cache"}
            more.event(kind, login, (70, "huggingface/transformers"), created_at=at, **columns)
    write_rows(Lake(home / "lake"), "acts", more.rows)
    assert run(["--home", str(home), "--quiet", "index", "build", "--date", "2024-07-01"]) == 0
    return home


def shown(home, capsys, login):
    capsys.readouterr()
    assert run(["--home", str(home), "person", "show", login, "--format", "json"]) == 0
    return {fact["kind"]: fact for fact in json.loads(capsys.readouterr().out)["ml_work"]}


def test_work_on_a_framework_is_told_with_where_to_see_it(home, capsys):
    fact = shown(home, capsys, "ada_l")["frameworks"]
    assert fact["text"] == "3 contributions to frameworks of machine learning: huggingface/transformers."
    assert fact["links"] == ["https://github.com/huggingface/transformers/commits?author=ada_l"]


def test_models_of_accepted_accounts_are_told_with_use_and_lineage(home, capsys):
    facts = shown(home, capsys, "ada_l")
    assert facts["models"]["figure"] == 1
    assert "downloaded 1,200 times in 30 days" in facts["models"]["text"]
    assert "made from cyd_m/base" in facts["lineage"]["text"]


def test_starring_a_framework_is_no_work_on_it(home, capsys):
    assert "frameworks" not in shown(home, capsys, "bob_b")


def test_what_belongs_to_somebody_who_is_left_out_is_not_named(home, capsys, tmp_path):
    own_home = tmp_path / "home"
    shutil.copytree(home, own_home)
    assert "cyd_m" in json.dumps(shown(own_home, capsys, "ada_l"))
    assert run(["--home", str(own_home), "--quiet", "privacy", "suppress", "cyd_m"]) == 0
    assert "cyd_m" not in json.dumps(shown(own_home, capsys, "ada_l"))
