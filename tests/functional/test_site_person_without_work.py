"""A person of whom only the name is known has a page as well."""

from datetime import date, datetime

from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine


def test_somebody_without_contributions_has_a_page_that_says_so(tmp_path):
    acts = [{"who": "ada_l", "repo": "acme/web", "kind": "commit", "at": datetime(2025, 1, 1)}]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(acts, persons=[{"login": "zoe_n"}])
        built = build_index(engine, inputs, tmp_path / "index", built_on=date(2025, 2, 1))
    (tmp_path / "index" / "current").write_text(built.name)
    with Handiwork(Settings(home=tmp_path)) as app:
        page = TestClient(create_site(app), base_url="http://127.0.0.1").get(
            "/people/zoe_n", headers={"accept": "text/html"}
        )
    assert page.status_code == 200
    assert "No pull request or commit of theirs is loaded" in page.text
