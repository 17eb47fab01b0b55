"""Repositories found on the command line: one world, every format."""

import csv
import io
import json
import re
import shutil
from datetime import date, datetime

import pytest

from handiwork.app import Handiwork
from handiwork.config import resolve_settings
from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

FACTS = [
    {
        "name": "acme/web",
        "description": "A small async web framework",
        "topics": ["asgi", "web-framework"],
        "language": "Python",
        "stars": 1200,
    },
    {"name": "ada_l/notes", "topics": ["asgi"], "description": "Notes on async code"},
]
ACTS = [
    {"who": "ada_l", "repo": "acme/web", "title": "Route async requests", "number": 12},
    {"who": "bob_k", "repo": "ada_l/notes", "title": "Spell it out", "number": 3},
]

GOLDEN = """\
  1. acme/web   1.000000   https://github.com/acme/web
       Python, 1 person of the index, 1,200 stars, topics asgi web-framework
       “A small async web framework”
       0.434782  people: 1 person of the index worked on it
       0.196657  topics web-framework: framework, web
       0.130435  titles: 1 matching contribution
       0.128963  description: framework, web, async
       0.109163  name: web
       - 2024-05-01 merged pull request acme/web#12 “Route async requests” https://github.com/acme/web/pull/12
  2. ada_l/notes   0.017614
       1 person of the index, topics asgi
       “Notes on async code”
       0.008807  description: async
       0.008807  people: 1 person of the index worked on it
"""


@pytest.fixture(scope="module")
def built_home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("repos") / "home"
    acts = [{"kind": "merged_pull_request", "at": datetime(2024, 5, 1), **act} for act in ACTS]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(acts, repositories=FACTS)
        built = build_index(engine, inputs, folder / "index", built_on=date(2024, 6, 1))
    (folder / "index" / "current").write_text(built.name)
    return folder


@pytest.fixture
def home(built_home, tmp_path):
    return shutil.copytree(built_home, tmp_path / "home")


def test_a_table_says_what_came_up_and_why(command, home):
    done = command(home, "repos", "find", "async web framework")

    assert (done.code, done.out) == (0, GOLDEN)
    assert re.fullmatch(r"index 2024-06-01-\w{12}; 2 repositories; [\d.]+ ms\n", done.err)


def test_json_has_everything_and_its_parts_add_up(command, home):
    done = command(home, "repos", "find", "async web framework", "--topic", "asgi", "--format", "json")

    view = json.loads(done.out)
    assert [hit["repository"] for hit in view["repositories"]] == ["acme/web", "ada_l/notes"]
    assert (view["text"], view["options"]["topics"], view["reason"]) == ("async web framework", ["asgi"], None)
    first, second = view["repositories"]
    assert (first["language"], first["stars"], second["language"], second["stars"]) == ("Python", 1200, None, None)
    assert first["titles"][0]["url"] == "https://github.com/acme/web/pull/12"
    for hit in view["repositories"]:
        assert round(sum(part["value"] for part in hit["parts"]), 6) == hit["score"]


def test_lines_and_csv_hold_the_same_repositories(command, home):
    lines = command(home, "repos", "find", "async", "--format", "jsonl").out.splitlines()
    rows = list(csv.DictReader(io.StringIO(command(home, "repos", "find", "async", "--format", "csv").out)))

    assert [json.loads(line)["repository"] for line in lines] == [row["repository"] for row in rows]
    assert {row["repository"] for row in rows} == {"acme/web", "ada_l/notes"}


def test_nothing_found_is_said_and_is_no_error(command, home):
    done = command(home, "repos", "find", "zymurgy")

    assert done.code == 0
    assert done.out == (
        "no repository found: no repository, and no title of a contribution, has any of the words zymurgy; "
        "`handiwork status` shows what is covered\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "nothing to look for"),
        (("senior",), 2, "the text says only 'senior'"),
        (("--topic", "asgy"), 3, "did you mean 'asgi'?"),
    ],
)
def test_what_cannot_be_looked_for_is_said(command, home, arguments, code, said):
    done = command(home, "repos", "find", *arguments)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_person_who_is_left_out_appears_neither_as_owner_nor_by_a_title(command, home):
    with Handiwork(resolve_settings({}, flags={"home": home}).settings) as app:
        app.suppression_list.add("ada_l")

    done = command(home, "repos", "find", "async", "--format", "json")

    assert [hit["repository"] for hit in json.loads(done.out)["repositories"]] == ["acme/web"]
    assert "Route async" not in done.out
    assert "ada_l" not in done.out


def test_an_index_of_before_says_what_it_cannot_tell_and_still_answers(command, home):
    [folder] = home.glob("index/*/manifest.json")
    older(folder.parent)

    done = command(home, "repos", "find", "async web framework")
    refused = command(home, "repos", "find", "--topic", "asgi")

    assert done.code == 0
    assert "texts: " in done.out
    assert "does not keep topics, languages and descriptions apart" in done.err
    assert (refused.code, refused.out) == (2, "")
    assert "was built before topics were kept: build it again" in refused.err


def older(folder):
    """Make an index as an earlier version wrote it."""
    import hashlib

    import pyarrow as pa

    table = folder / "repositories.arrow"
    names = pa.ipc.open_file(pa.BufferReader(table.read_bytes())).read_all().select(["name"])
    with pa.OSFile(str(table), "wb") as sink, pa.ipc.new_file(sink, names.schema) as writer:
        writer.write_table(names)
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in [n for n in manifest["files"] if n.startswith(("topics", "languages", "forks"))]:
        del manifest["files"][name]
        (folder / name).unlink()
    data = table.read_bytes()
    manifest["files"]["repositories.arrow"] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
