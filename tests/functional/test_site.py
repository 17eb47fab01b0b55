"""The desk's frame: twins, errors, headers, assets and the OpenAPI document, over a home without an index."""

import json

import pytest
from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.faces.web.headers import POLICY

HTML = {"accept": "text/html"}


@pytest.fixture
def desk(tmp_path):
    with Handiwork(Settings(home=tmp_path)) as app:
        yield TestClient(create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_a_page_and_its_twin_answer_at_the_same_address(desk):
    page, twin = desk.get("/keys", headers=HTML), desk.get("/keys.json")
    assert page.status_code == twin.status_code == 200
    assert "text/html" in page.headers["content-type"]
    assert twin.json()["preferences"]["theme"] == "auto"
    assert desk.get("/keys", headers={"accept": "application/json"}).json() == twin.json()


def test_the_first_page_says_what_to_do_without_an_index(desk):
    assert "handiwork index build" in desk.get("/", headers=HTML).text
    assert desk.get("/index.json").json()["index"] is None


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(desk):
    page, problem = desk.get("/nowhere", headers=HTML), desk.get("/nowhere", headers={"accept": "application/json"})
    assert page.status_code == problem.status_code == 404
    assert "<h1>It is not there</h1>" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["type"] == "/api#not-found"


def test_a_wrong_field_is_told_with_its_name(desk):
    told = desk.post("/preferences", json={"theme": "pink"}).json()
    assert told["status"] == 422
    assert "theme" in told["detail"]


@pytest.mark.parametrize(
    ("body", "kind"), [(b"{", "application/json"), (b"<x/>", "text/xml"), (b"[]", "application/json")]
)
def test_a_body_that_cannot_be_read_is_refused(desk, body, kind):
    assert desk.post("/preferences", content=body, headers={"content-type": kind}).status_code == 422


def test_a_long_body_is_refused(desk):
    sent = desk.post(
        "/preferences", content=b"to=" + b"x" * 1_000_001, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert sent.status_code == 413


@pytest.mark.parametrize("path", ["/", "/keys", "/nowhere", "/openapi.json", "/healthz"])
def test_every_answer_has_the_safe_headers(desk, path):
    headers = desk.get(path, headers=HTML).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_preferences_are_kept_in_the_browser_and_only_lead_to_this_site(desk):
    form = {"theme": "dark", "keys": "off", "blind": "1", "to": "//elsewhere.example/"}
    sent = desk.post("/preferences", data=form, headers=HTML, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/")
    assert 'data-theme="dark"' in desk.get("/keys", headers=HTML).text


@pytest.mark.parametrize(
    "headers", [{"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"host": "elsewhere.example"}]
)
def test_a_form_from_elsewhere_is_refused(desk, headers):
    assert desk.post("/preferences", data={"theme": "dark"}, headers=headers).status_code == 403


def test_assets_change_their_address_with_their_content(desk):
    page = desk.get("/", headers=HTML).text
    address = next(part for part in page.split('"') if part.endswith("/style.css"))
    sheet = desk.get(address)
    assert sheet.headers["cache-control"].endswith("immutable")
    assert "@import" not in sheet.text
    assert desk.get("/static/0/../../site.py").status_code == 404


def test_the_openapi_document_names_every_operation_once(desk):
    document = json.loads(desk.get("/openapi.json").content)
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) > 2
    assert all(one["summary"] for path in document["paths"].values() for one in path.values())
