"""Texts of strangers and of users, on every page, in every file and in a terminal: shown as text, never acted upon."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urlsplit
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.hostile_world import FORMULAS, MARK, PLANTED, ROLE, hostile_home

from handiwork.app import Handiwork
from handiwork.desk.exports import LAYOUTS
from handiwork.faces.cli import run
from handiwork.faces.web import create_site

HTML = {"accept": "text/html"}
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What moves a cursor, sets a title or turns the direction of writing: in a terminal none may come out."""

ACTING = re.compile(r"[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
SCHEMES = {"", "https"}


class Page(HTMLParser):
    """What a browser would make of a page: tags, attributes, where it leads and what it loads."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.names, self.targets, self.text = set(), set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.targets += [
            value or "" for name, value in attrs if name in {"href", "src", "action", "formaction", "cite", "data"}
        ]

    def handle_data(self, data):
        self.text.append(data)


def complaints(text):
    """Return what a page holds that was not written by us."""
    page = Page(text)
    found = [f"tag {tag}" for tag in page.tags if MARK in tag]
    found += [f"attribute {name}" for name in page.names if MARK in name or name.startswith("on") or name == "style"]
    found += [f"target {to}" for to in page.targets if urlsplit(to).scheme not in SCHEMES or f"//{MARK}" in to[:20]]
    found += [f"ours at all: {piece}" for piece in (f"<{MARK}", "<script src=//", f"49{MARK}") if piece in text.lower()]
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Return a desk over the hostile world, whose users wrote hostile lists, notes and searches as well."""
    settings = hostile_home(tmp_path_factory.mktemp("hostile"))
    with Handiwork(settings) as app, TestClient(create_site(app), base_url="http://127.0.0.1") as client:
        hits = client.get("/search.json", params={"role": ROLE}).json()["hits"]
        people = [hit["at"] for hit in hits[:4]]
        for turn, planted in enumerate(PLANTED):
            name = f"{FORMULAS[turn % len(FORMULAS)]}{planted}"[:80]
            made = client.post("/lists", json={"name": name, "role": f"{ROLE} {planted}"})
            assert made.status_code in {201, 422}, made.text
        made = client.post("/lists/add", json={"role": ROLE, "person": people, "new_list": "=Team"}).json()
        for entry, planted in zip(made["entries"], PLANTED, strict=False):
            assert client.post(f"/entries/{entry}/note", json={"text": f"=1 {planted}"}).status_code == 201
        saved = client.post("/saved", json={"name": f"=1 {PLANTED[0]}"[:80], "role": f"{ROLE} {PLANTED[4]}"})
        assert saved.status_code == 201, saved.text
        yield client, settings, people, made["list"], saved.json()


@pytest.fixture(scope="module")
def crawled(desk):
    """Return the pages reached from the first one, from searches and from hostile queries, by address."""
    client, _, people, number, saved = desk
    found = {}
    waiting = [("/", {}), ("/lists", {}), (f"/lists/{number}", {}), ("/saved", {}), ("/repositories", {})]
    waiting += [(f"/people/{person}", {"role": ROLE}) for person in people]
    waiting += [(f"/people/{people[0]}/draft", {"role": ROLE}), (f"/saved/{saved.get('saved', 1)}", {})]
    for planted in PLANTED:
        waiting += [(path, {"role": f"{ROLE} {planted}"}) for path in ("/brief", "/search", "/compare", "/why")]
        waiting += [(path, {"word": planted, "text": planted}) for path in ("/ecosystems", "/repositories")]
        waiting += [
            ("/search", {"role": ROLE, name: planted})
            for name in ("edit", "repo", "ecosystem", "since", "kind", "signal", "facet", "sort", "index", "page")
        ]
        waiting += [(f"/{quote(planted, safe='')}", {}), (f"/people/{quote(planted, safe='')}", {})]
    n_links = 0
    while waiting:
        address, query = waiting.pop(0)
        key = (address, *sorted(query.items()))
        if key in found:
            continue
        answer = client.get(address, params=query or None, headers=HTML)
        found[key] = answer
        if "text/html" in answer.headers["content-type"] and n_links < 60 and answer.status_code == 200:
            new = [urldefrag(link)[0] for link in Page(answer.text).targets if link.startswith("/")]
            shapes = {tuple(urlsplit(k[0]).path.split("/")[:2]) for k in found}
            picked = [link for link in new if tuple(urlsplit(link).path.split("/")[:2]) not in shapes][:3]
            n_links += len(picked)
            waiting += [(link, {}) for link in picked]
    return found


def test_the_world_is_hostile_at_all(crawled):
    text = "".join(answer.text for answer in crawled.values())
    assert all(piece in text for piece in ("{{7*7}}", "&lt;x-planted", "&lt;/script&gt;", "javascript:"))
    assert sum(MARK in answer.text for answer in crawled.values()) > 40


def test_no_page_has_a_tag_an_attribute_or_a_target_of_a_stranger_and_computes_nothing_of_theirs(crawled):
    pages = {address: answer for address, answer in crawled.items() if "text/html" in answer.headers["content-type"]}
    assert len(pages) > 100
    found = {address: complaints(answer.text) for address, answer in pages.items()}
    assert {address: problems for address, problems in found.items() if problems} == {}


def test_no_text_makes_the_desk_fail(crawled):
    assert {address: answer.text for address, answer in crawled.items() if answer.status_code >= 500} == {}


def test_no_page_has_characters_that_steer_a_terminal_or_turn_other_text_around(crawled):
    assert {a: HIDDEN.findall(r.text)[:3] for a, r in crawled.items() if HIDDEN.search(r.text)} == {}


def test_no_header_is_of_a_strangers_making(desk):
    client, *_ = desk
    split = "x\r\nset-cookie: planted=1\r\n\r\n<x-planted>"
    sent = client.post("/preferences", data={"theme": "dark", "to": f"/{split}"}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/")
    named = client.post("/lists", data={"name": split}, follow_redirects=False)
    exported = client.get("/lists/1/export")
    for answer in (sent, named, exported, client.get("/search", params={"role": split}, headers=HTML)):
        assert "planted" not in answer.headers.get("set-cookie", "").partition("said=")[0]
        assert all("\n" not in value and "\r" not in value for value in answer.headers.values())


@pytest.mark.parametrize(
    "to", ["//x_y.example", "/\\x_y.example", "https://x_y.example", "/\t/x_y.example", "javascript:1"]
)
def test_no_field_sends_a_browser_to_another_site(desk, to):
    client, _, people, *_ = desk
    for path, data in (
        ("/preferences", {"theme": "dark"}),
        ("/lists/add", {"role": ROLE, "person": people[0], "list": "1"}),
    ):
        sent = client.post(path, data={**data, "to": to}, headers=HTML, follow_redirects=False)
        assert urlsplit(sent.headers["location"]).netloc == ""
        assert sent.headers["location"].startswith("/")
        assert not re.match(r"/[/\\\t]", sent.headers["location"])


# --- files ---


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def is_number(cell):
    return re.fullmatch(r"-?[0-9.e+-]+", cell) is not None


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_cell_of_an_export_acts_in_a_spreadsheet(desk, layout):
    client, _, _, number, _ = desk
    text = client.get(f"/lists/{number}/export", params={"layout": layout}).content.decode()
    assert [c for c in cells(text) if ACTING.match(c.lstrip()) and not is_number(c)] == []
    assert not HIDDEN.search(text)


def test_no_cell_of_a_csv_twin_acts_in_a_spreadsheet(desk):
    client, _, _, number, _ = desk
    for path in ("/search.csv", "/compare.csv", "/repositories.csv", f"/lists/{number}.csv"):
        answer = client.get(path, params={"role": ROLE})
        if answer.status_code == 200:
            assert [c for c in cells(answer.text) if ACTING.match(c.lstrip()) and not is_number(c)] == [], path
            assert not HIDDEN.search(answer.text), path
    assert client.get("/search.csv", params={"role": ROLE}).status_code == 200


def test_a_feed_with_hostile_names_is_still_xml_and_holds_nobodys_markup(desk):
    client, _, _, _, saved = desk
    number = saved.get("saved") or saved.get("number")
    told = client.post(f"/saved/{number}/feed", json={}).json()
    address = next(value for value in told.values() if isinstance(value, str) and "feed.xml" in value)
    feed = client.get(address)
    assert feed.status_code == 200
    root = ET.fromstring(feed.content)
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
        *("feed", "title", "subtitle", "id", "updated", "link", "entry", "content", "summary", "author", "name"),
        *("category", "generator", "published"),
    }
    assert all(urlsplit(each.get("href", "")).scheme in {"", "http", "https"} for each in root.iter())


# --- the terminal ---


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("command", [["search", ROLE], ["repos", "find", "async"], ["brief", f"{ROLE} {PLANTED[5]}"]])
def test_a_terminal_gets_no_character_that_steers_it(desk, capsys, command, form):
    _, settings, *_ = desk
    code = run(["--home", str(settings.home), *command, "--format", form])
    told = capsys.readouterr()
    assert code in {0, 2}, told.err
    assert not HIDDEN.search(told.out.replace("\r\n", "\n"))
    assert not HIDDEN.search(told.err)


def test_what_is_told_of_people_lists_and_searches_steers_no_terminal(desk, capsys):
    _, settings, people, number, _ = desk
    for command in (
        ["person", "show", people[0]],
        ["why", ROLE, people[0]],
        ["compare", ROLE, *people[:2]],
        ["list", "show", str(number)],
        ["list", "all"],
        ["saved", "list"],
        ["status"],
        ["search", f"{ROLE} {PLANTED[5]}", "--explain"],
        ["search", ROLE, "--repo", f"acme/{PLANTED[5]}"],
        ["person", "show", PLANTED[5]],
        ["ecosystem", "show", PLANTED[5]],
        ["list", "show", PLANTED[5]],
        ["ingest", "gharchive", f"/nowhere/{PLANTED[5]}"],
        ["ingest", "git", f"/nowhere/{PLANTED[5]}"],
        ["index", "use", PLANTED[5]],
    ):
        run(["--home", str(settings.home), *command])
        told = capsys.readouterr()
        assert not HIDDEN.search(told.out + told.err), (command, HIDDEN.search(told.out + told.err))


def test_a_name_with_quotes_and_statements_finds_nobody_and_changes_nothing(desk):
    client, _, people, *_ = desk
    before = client.get("/search.json", params={"role": ROLE}).json()
    for text in (
        "'; drop table persons; --",
        "' or '1'='1",
        '" union select 1; --',
        "x' ; attach 'y' as z; --",
        "%",
        "_",
    ):
        for address, query in (
            (f"/people/{quote(text)}.json", {}),
            (f"/repositories/{quote(text)}/{quote(text)}.json", {}),
            ("/search.json", {"role": ROLE, "repo": text}),
            ("/search.json", {"role": ROLE, "exclude_owner": text}),
            ("/search.json", {"role": ROLE, "index": text}),
            ("/repositories.json", {"text": text}),
            ("/ecosystems.json", {"word": text}),
        ):
            answer = client.get(address, params=query)
            assert answer.status_code in {200, 400, 404, 422}, (address, query, answer.text)
    after = client.get("/search.json", params={"role": ROLE}).json()
    kept = [json.dumps(each["hits"], sort_keys=True) for each in (before, after)]
    assert kept[0] == kept[1]
    assert client.get(f"/people/{people[0]}.json").status_code == 200
