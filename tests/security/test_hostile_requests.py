"""Requests that no browser makes: paths that climb, methods nobody meant, names of other hosts; each answer keeps its policy."""

import pytest
from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.faces.web.headers import POLICY
from handiwork.faces.web.pages import ALL

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X" * 200)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with Handiwork(Settings(home=tmp_path_factory.mktemp("requests"))) as app:
        yield TestClient(
            create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False
        )


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/static/0/../../site.py",
            "/static/0/..%2f..%2fsite.py",
            "/static/0/%2e%2e/site.py",
            "/static/0/..%5csite.py",
        ),
        *(
            "/static/../../etc/passwd",
            "/static/0//etc/passwd",
            "/static/0/style.css%00.py",
            "/static/0/%252e%252e%252fx",
        ),
        *("//static/0/x", "/static/0/", "/static/", "/static/0/style.css/../../site.py"),
    ],
)
def test_a_file_is_served_by_its_name_and_by_nothing_else(desk, path):
    answer = desk.get(path)
    assert answer.status_code in {404, 405}
    assert b"import " not in answer.content
    assert b"root:" not in answer.content
    assert answer.headers["content-security-policy"] == POLICY


def test_an_address_is_asked_one_way(desk):
    for part in ALL:
        for route in part.found:
            declared = {"POST"} if route.kind == "action" else {"GET", "HEAD"}
            others = {r.kind for p in ALL for r in p.found if r.path == route.path}
            declared |= {"POST"} if "action" in others else set()
            declared |= {"GET", "HEAD"} if others - {"action"} else set()
            for method in METHODS:
                if method not in declared:
                    answer = desk.request(method, route.path.replace("{", "").replace("}", ""))
                    assert answer.status_code in {403, 404, 405}, (method, route.path, answer.status_code)
                    assert answer.headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("host", ["evil_x.example", "127.0.0.1.evil_x.example"])
def test_no_answer_is_made_for_another_host(desk, host):
    for path in ("/lists", "/search.json", "/saved"):
        assert desk.get(path, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["evil_x.example", "127.0.0.1:80@evil_x.example", "evil_x.example#", "", "[", "a b"])
def test_no_answer_leads_to_the_host_that_was_named(desk, host):
    for path in ("/lists", "/lists/", "/lists/?x=1", "/static/0"):
        answer = desk.get(path, headers={"host": host, "accept": "text/html"})
        assert answer.status_code < 500
        assert "evil_x" not in answer.headers.get("location", "")
        assert answer.headers["content-security-policy"] == POLICY
