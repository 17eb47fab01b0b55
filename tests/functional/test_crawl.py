"""Every link inside the desk leads to a page, every page has a JSON twin, and no page asks anybody else for anything."""

import json
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.faces.web.headers import POLICY
from handiwork.world import tiny_world

ROLE = "Python engineer for FastAPI: routing, dependency injection"
HTML = {"accept": "text/html"}
ALIKE = 2
"""So many addresses of one shape (path without names, names of parameters) are followed."""


class Page(HTMLParser):
    """What a page links to, what it loads, and what it has inline."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.inline, self.ids, self._in = [], [], [], set(), None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self._in = tag
        self.ids.add(found.get("id"))
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in {"script", "link", "img", "iframe", "source", "video", "audio", "object", "embed"}:
            self.loads += [found[name] for name in ("src", "href", "data", "srcset") if name in found]

    def handle_endtag(self, _):
        self._in = None

    def handle_data(self, data):
        if self._in in {"script", "style"} and data.strip():
            self.inline.append(data)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crawl")
    tiny_world(folder / "world")
    with Handiwork(Settings(home=folder / "home")) as app:
        app.ingest_archive_files([folder / "world"])
        app.build_index(built_on=date(2025, 12, 1))
        number = app.list_book.make("Backend", role=ROLE)
        with TestClient(create_site(app), base_url="http://127.0.0.1") as client:
            hits = client.get("/search.json", params={"role": ROLE}).json()["hits"]
            people = [hit["at"] for hit in hits[:2]]
            client.post("/lists/add", json={"person": people, "list": str(number), "role": ROLE})
            yield client, people


def shape(address):
    """Return what addresses have in common that only name something else."""
    parts = urlsplit(address)
    steps = parts.path.split("/")
    # How a search is narrowed further, once it is, makes no other page.
    names = sorted({name for name, _ in parse_qsl(parts.query)} - {"page"})[:2]
    return steps[1], len(steps), steps[-1] if len(steps) > 3 else "", tuple(names)


@pytest.fixture(scope="module")
def crawled(desk):
    """Return every page that is reached from the first one and from a search, by address."""
    client, people = desk
    query = urlencode({"role": ROLE})
    waiting = [
        "/",
        "/keys",
        "/api",
        "/lists",
        "/lists/1",
        f"/brief?{query}",
        f"/search?{query}",
        f"/search?{query}&blind=1",
    ]
    waiting += [f"/people/{people[0]}", f"/compare?{query}&person={people[0]}&person={people[1]}"]
    found, shapes = {}, Counter()
    while waiting:
        address = waiting.pop(0)
        if address in found or shapes[shape(address)] >= ALIKE:
            continue
        shapes[shape(address)] += 1
        answer = client.get(address, headers=HTML)
        found[address] = answer
        if "text/html" in answer.headers["content-type"]:
            here = urlsplit(address).path
            links = (urldefrag(link)[0] for link in Page(answer.text).links)
            waiting += [f"{here}{link}" if link.startswith("?") else link for link in links if link[:1] in {"/", "?"}]
    return found


def test_every_link_leads_to_a_page(crawled):
    assert len(crawled) > 30
    assert {address: answer.status_code for address, answer in crawled.items() if answer.status_code != 200} == {}


def test_every_page_has_a_twin_that_parses(desk, crawled):
    client, _ = desk
    for address, answer in crawled.items():
        path, _, query = address.partition("?")
        if "text/html" not in answer.headers["content-type"]:
            continue
        twin = client.get(f"{'/index' if path == '/' else path}.json" + (f"?{query}" if query else ""))
        same = client.get(address, headers={"accept": "application/json"})
        assert twin.status_code == same.status_code == 200, address
        assert isinstance(json.loads(twin.content), dict)
        assert twin.json().keys() == same.json().keys()


def test_no_page_loads_anything_from_elsewhere_or_has_anything_inline(crawled):
    for address, answer in crawled.items():
        if "text/html" in answer.headers["content-type"]:
            page = Page(answer.text)
            assert [each for each in page.loads if not each.startswith("/") or each.startswith("//")] == [], address
            assert page.inline == [], address
        assert answer.headers["content-security-policy"] == POLICY
        assert "unsafe" not in POLICY


def test_links_within_a_page_lead_to_a_place_in_it(crawled):
    for address, answer in crawled.items():
        if "text/html" in answer.headers["content-type"]:
            page = Page(answer.text)
            assert {link[1:] for link in page.links if link.startswith("#")} - {""} <= page.ids, address


def test_links_that_leave_are_encrypted_and_tell_nobody_where_from(crawled):
    for address, answer in crawled.items():
        if "text/html" in answer.headers["content-type"]:
            for link in Page(answer.text).links:
                assert link.startswith(("/", "?", "#", "https://")), (address, link)
