"""The API, asked with what its own document allows and with what it does not: documented answers, never an error of ours."""

import json
from random import Random
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.mcp_home import ROLE, tools_home

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site

REQUESTS = 10
"""Of each operation, from each of the seeds."""

WORDS = (
    *(
        ROLE,
        "ada_l",
        "acme/web",
        "1",
        "2",
        "-1",
        "²",
        "٣",
        "9" * 30,
        "9" * 5000,
        "commit",
        "recency",
        "2024-01-01",
        "true",
    ),
    *(
        "9999-12-31",
        "repo:acme/web=1e999",
        "repo:acme/web=²",
        "-repo:acme/web",
        "since:x",
        "\x00",
        "a\r\nb",
        "=1",
        "/",
        "",
    ),
    *("../../etc/passwd", "{{7*7}}", "' or 1=1 --", "\U000e0041", "é" * 300, "a@example.org", "NaN", "null", "[]"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    home = tools_home(tmp_path_factory.mktemp("api") / "home")
    with (
        Handiwork(Settings(home=home)) as app,
        TestClient(
            create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False
        ) as client,
    ):
        client.post("/lists/add", json={"role": ROLE, "person": ["ada_l", "grace_h"], "new_list": "Team"})
        client.post("/saved", json={"name": "Locks", "role": ROLE})
        yield client, client.get("/openapi.json").json()


def resolved(document, schema):
    while "$ref" in schema:
        found = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def value_of(document, schema, r):
    """Return a value that a schema allows, as far as it says; now and then one that it does not."""
    schema = resolved(document, schema)
    if r.random() < 0.3:
        return r.choice([None, True, -1, 1e308, float("inf"), 10**30, [], {}, [[]], {"a": []}, *WORDS])
    if "enum" in schema:
        return r.choice(schema["enum"])
    made = {
        "integer": lambda: r.choice([0, 1, 2, 10, 50, -3, 2**63, 10**20]),
        "number": lambda: r.choice([0.0, 0.5, -1.0, 1e308]),
        "boolean": lambda: r.random() < 0.5,
        "array": lambda: [r.choice(WORDS) for _ in range(r.randrange(3))],
    }
    return made.get(schema.get("type"), lambda: r.choice(WORDS))()


def written(value):
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def request_of(document, path, method, r):
    """Return address, query and body of one request to an operation."""
    one = document["paths"][path][method]
    address, query, body = path, {}, None
    for each in (resolved(document, each) for each in one.get("parameters", [])):
        if each["in"] == "path":
            value = r.choice(["1", "1", "ada_l", "acme", "web", "python-web", r.choice(WORDS)])
            address = address.replace(f"{{{each['name']}}}", quote(value, safe="") or "x")
        elif r.random() < 0.4:
            query[each["name"]] = written(value_of(document, each["schema"], r))
    if "requestBody" in one:
        schema = resolved(document, one["requestBody"]["content"]["application/json"]["schema"])
        needed = schema.get("required", [])
        fields = {n: s for n, s in schema.get("properties", {}).items() if n in needed or r.random() < 0.4}
        value = {name: value_of(document, field, r) for name, field in fields.items()}
        body = json.dumps(value if r.random() < 0.95 else r.choice([[], None, 1, {"a": {"b": []}}]))
    return address, query, body


@pytest.mark.parametrize("seed", range(3))
def test_every_operation_answers_as_documented_whatever_is_asked(desk, seed):
    client, document = desk
    r, wrong, n_asked = Random(seed), [], 0
    operations = [(path, method) for path, ways in sorted(document["paths"].items()) for method in sorted(ways)]
    for path, method in operations * REQUESTS:
        address, query, body = request_of(document, path, method, r)
        headers = {"accept": "application/json"} | ({"content-type": "application/json"} if body else {})
        answer = client.request(method.upper(), address, params=query, content=body, headers=headers)
        n_asked += 1
        said = document["paths"][path][method]["responses"]
        told = resolved(document, said.get(str(answer.status_code), {}))
        kinds = told.get("content", {})
        is_elsewhere = "%2F" in address and answer.status_code in {404, 405}  # a slash in a part leads elsewhere
        is_known = is_elsewhere or (
            str(answer.status_code) in said
            and (not kinds or "*/*" in kinds or answer.headers["content-type"].partition(";")[0] in kinds)
            and answer.status_code not in {500, 501, 504}
        )
        if not is_known:
            wrong.append((method, address, query, body, answer.status_code, answer.text[:200]))
        elif "json" in answer.headers.get("content-type", ""):
            json.loads(answer.content)
    assert n_asked == len(operations) * REQUESTS
    assert wrong == []
