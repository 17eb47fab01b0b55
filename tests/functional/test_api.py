"""The API of the desk: its document is valid, errors are what it says, nothing is sent twice, tools ask for a token."""

import json
import re

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from openapi_spec_validator import validate
from starlette.testclient import TestClient
from tests.mcp_home import ROLE, tools_home

from handiwork import errors
from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.faces.web.problems import PROBLEMS, problem_of

JSON = {"accept": "application/json"}
HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with Handiwork(Settings(home=tools_home(tmp_path_factory.mktemp("api") / "home"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(app):
    with TestClient(create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def document(desk):
    return desk.get("/openapi.json").json()


def operations(document):
    return [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]


# --- the document ---


def test_the_openapi_document_is_valid(document):
    validate(document)


def test_every_operation_says_what_it_does_takes_and_answers(document):
    for path, _, one in operations(document):
        assert len(one["summary"]) > 5, path
        assert one["tags"], path
        assert {"200", "400", "404", "422", "503"} <= one["responses"].keys(), path
        assert all(each.get("description") or each["in"] == "path" for each in one["parameters"]), path
        assert set(re.findall(r"{(\w+)}", path)) == {each["name"] for each in one["parameters"] if each["in"] == "path"}


def test_every_problem_is_documented_and_has_a_place_on_the_page(desk, document):
    told = {int(status) for _, _, one in operations(document) for status in one["responses"]}
    assert {status for status, _ in PROBLEMS.values()} - told == {405}  # no operation is asked another way
    page = desk.get("/api", headers=HTML).text
    for kind in PROBLEMS:
        assert f'id="{kind}"' in page


# --- errors ---

STATUSES = {
    "HandiworkError": 500,
    "UsageError": 400,
    "ConfigError": 409,
    "CatalogError": 400,
    "NotFoundError": 404,
    "InputError": 422,
    "NotARepositoryError": 422,
    "SourceError": 502,
    "TransientSourceError": 502,
    "PermanentSourceError": 502,
    "AbsentError": 502,
    "StoreError": 500,
    "LockedError": 503,
    "PartialLoadError": 500,
}


def test_every_error_has_its_status():
    assert {name: problem_of(getattr(errors, name)("?")).status for name in errors.__all__} == STATUSES


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/people/nobody_x", 404, "not-found"),
        ("/people/bob_x", 404, "not-found"),
        ("/search", 422, "fields"),
        (f"/search?role={ROLE}&edit=nonsense", 400, "usage"),
        (f"/search?role={ROLE}&index=gone", 404, "not-found"),
        ("/nowhere", 404, "not-found"),
    ],
)
def test_an_error_is_problem_json_with_a_stable_type(desk, path, status, kind):
    told = desk.get(path, headers=JSON)
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
    assert told.json().keys() == {"type", "title", "status", "detail"}
    assert (told.json()["type"], told.json()["status"]) == (f"/api#{kind}", status)


# --- pages ---


def test_pages_of_results_lead_to_each_other_and_say_how_many_there_are(desk):
    first = desk.get("/search.json", params={"role": ROLE, "per_page": 1})
    assert first.json()["pages"] == {"page": 1, "pages": 2, "per_page": 1, "people": 2}
    to = re.fullmatch(r'<(/search\?[^>]+)>; rel="next"', first.headers["link"])[1]
    second = desk.get(to, headers=JSON)
    assert [hit["login"] for hit in first.json()["hits"] + second.json()["hits"]] == ["ada_l", "grace_h"]
    assert re.fullmatch(r'</search\?[^>]+>; rel="prev"', second.headers["link"])


@pytest.mark.parametrize("path", ["/people/ada_l", "/search?role=scheduler+locking", "/openapi.json", "/keys"])
@pytest.mark.parametrize("headers", [JSON, HTML])
def test_what_has_not_changed_is_not_sent_again(desk, path, headers):
    whole = desk.get(path, headers=headers)
    again = desk.get(path, headers=headers | {"if-none-match": f'"other", {whole.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == whole.headers["etag"]
    assert desk.get(path, headers=headers | {"if-none-match": '"other"'}).content


def test_what_has_changed_is_sent_again(desk, app):
    before = desk.get("/lists.json").headers["etag"]
    app.list_book.make("Another")
    after = desk.get("/lists.json", headers={"if-none-match": before})
    assert after.status_code == 200
    assert after.headers["etag"] != before


# --- tools at /mcp ---


def asked(site, token=None):
    """Return what a client of the tools is answered by a site, over its real transport within this process."""

    async def call():
        headers = {"authorization": f"Bearer {token}"} if token else {}
        transport = httpx2.ASGITransport(site)
        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as http,
            Client(streamable_http_client("http://127.0.0.1/mcp", http_client=http)) as client,
        ):
            names = [tool.name for tool in (await client.list_tools()).tools]
            return names, await client.call_tool("search_people", {"role": ROLE, "limit": 1})

    async def within():
        async with site._app.router.lifespan_context(site._app):
            return await call()

    return anyio.run(within)


def test_the_desk_offers_tools_that_read_and_none_that_change_anything(app):
    names, found = asked(create_site(app))
    assert "search_people" in names
    assert not {"draft_text", "add_to_list", "add_note"} & set(names)
    assert found.structured_content["hits"][0]["at"] == "ada_l"


def post(desk, **headers):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    return desk.post("/mcp", content=json.dumps(body), headers={"content-type": "application/json"} | headers)


@pytest.mark.parametrize("headers", [{"origin": "http://elsewhere.example"}, {"host": "elsewhere.example"}])
def test_a_page_elsewhere_does_not_reach_the_tools(desk, headers):
    assert post(desk, **headers).status_code == 403


def test_once_there_are_users_tools_ask_for_a_token(tmp_path):
    with Handiwork(Settings(home=tools_home(tmp_path / "home"))) as app:
        owner = app.team.members.make("root_r", "admin", "a long sentence to sign in with", first=True)
        _, secret = app.team.tokens.make(owner, "assistant", role="viewer", days=1)
        site = create_site(app)
        _, found = asked(site, secret)
        assert found.structured_content["hits"][0]["at"] == "ada_l"
        with TestClient(site, base_url="http://127.0.0.1", raise_server_exceptions=False) as desk:
            assert post(desk).status_code == 401
            assert post(desk, authorization="Bearer nonsense").status_code == 401
