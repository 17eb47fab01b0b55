"""The first page says how fresh the data is, and works without an index."""

from datetime import date, datetime

from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine


def hours(status, first, last, count):
    return {"origin": "gharchive", "status": status, "from": first, "until": last, "hours": count, "events": 1}


COVERAGE = [
    hours("complete", "2025-01-01T09:00:00", "2025-01-01T11:00:00", 3),
    hours("trimmed", "2025-03-01T09:00:00", "2025-03-01T10:00:00", 2),
    hours("missing", "2025-04-01T09:00:00", "2025-04-01T09:00:00", 1),
    {"origin": "git", "status": "complete", "from": "2020-01-01T00:00:00", "until": "2025-05-01T00:00:00"},
]


def first_page(home, **headers):
    with Handiwork(Settings(home=home)) as app:
        return TestClient(create_site(app), base_url="http://127.0.0.1").get("/", headers=headers)


def test_hours_that_were_read_are_counted_and_the_last_is_named(tmp_path):
    acts = [{"who": "ada_l", "repo": "acme/web", "kind": "commit", "at": datetime(2025, 1, 1)}]
    extra = {"coverage": COVERAGE}
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(acts)
        built = build_index(engine, inputs, tmp_path / "index", built_on=date(2025, 6, 1), manifest_extra=extra)
    (tmp_path / "index" / "current").write_text(built.name)
    index = first_page(tmp_path, accept="application/json").json()["index"]
    assert (index["hours"], index["last_hour"], index["built_on"]) == (5, "2025-03-01T10:00Z", "2025-06-01")
    assert "5 hours of GH Archive" in first_page(tmp_path, accept="text/html").text


def test_without_an_index_it_says_how_to_build_one(tmp_path):
    page = first_page(tmp_path, accept="text/html")
    assert page.status_code == 200
    assert "handiwork index build" in page.text
