"""Saved searches over two indexes: what is new by hand, a feed that parses, secrets that end, nobody who is left out."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.identity_lake import LakeBuilder, write_rows
from tests.told_works import indexed_home

from handiwork.app import Handiwork
from handiwork.app.forgetting import suppress
from handiwork.config import Settings
from handiwork.desk.saved import MOVED, SavedBook, news_between
from handiwork.errors import NotFoundError, UsageError
from handiwork.faces.web import create_site
from handiwork.lake.store import Lake

HTML = {"accept": "text/html"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LATER = datetime(2024, 6, 3, 12)
KEYS = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, max_size=14)


@given(KEYS, KEYS)
def test_news_are_what_a_comparison_place_by_place_gives(before, after):
    news = news_between(before, after)
    assert dict(news.came) == {k: after.index(k) + 1 for k in after if k not in before}
    assert dict(news.left) == {k: before.index(k) + 1 for k in before if k not in after}
    assert {k for k, _, _ in news.moved} == {
        k for k in set(before) & set(after) if abs(before.index(k) - after.index(k)) >= MOVED
    }
    assert not news_between(after, after)


def test_answers_are_kept_once_an_index_and_the_last_twelve(state_database):
    book = SavedBook(state_database, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    number = book.add(" Web  people ", "role=web&edit=skill%3Ahtmx", top=2, by="mira_k")
    for day in range(1, 15):
        for _ in range(2):
            book.take(number, f"index-{day}", date(2026, 1, day), [("github:1", day), ("github:2", 1)])
    taken = book.taken(number)
    assert [each.index for each in taken] == [f"index-{day}" for day in range(3, 15)]
    assert taken[-1].people == (("github:1", 14), ("github:2", 1))
    assert book.forget({"github:1"}) == 12
    assert book.taken(number)[0].people == (("github:2", 1),)
    book.remove(number)
    with pytest.raises(NotFoundError):
        book.read(number)


@pytest.mark.parametrize(("name", "top"), [("", 5), ("x" * 101, 5), ("web", 0), ("web", 201)])
def test_what_cannot_be_saved_is_refused(state_database, name, top):
    with pytest.raises(UsageError):
        SavedBook(state_database).add(name, "role=web", top=top)


def test_a_feed_has_one_secret_at_a_time(state_database):
    book = SavedBook(state_database)
    number = book.add("web", "role=web")
    first, second = book.open_feed(number), book.open_feed(number)
    assert not book.is_feed_open(number, first)
    assert book.is_feed_open(number, second)
    book.close_feed(number)
    assert not book.is_feed_open(number, second)


@pytest.fixture
def app(tmp_path):
    indexed_home(tmp_path)
    with Handiwork(Settings(home=tmp_path)) as opened:
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1")


@pytest.fixture
def saved(app, desk):
    """Return the desk with one search, saved at the first of two indexes; in the second somebody is new."""
    assert desk.post("/saved", json={"role": "tool", "name": "Tools"}).json() == {"number": 1}
    more = LakeBuilder(app.settings.home / "lake")
    more.event("CreateEvent", (9, "new_n"), (19, "new_n/tool"), ref_type="repository", created_at=LATER, event_id=101)
    more.event(
        "CreateEvent", (2, "bob_b"), (29, "bob_b/tool-box"), ref_type="repository", created_at=LATER, event_id=102
    )
    write_rows(Lake(app.settings.home / "lake"), "more", more.rows)
    app.build_index(built_on=date(2024, 6, 8))
    return desk


def test_who_is_new_and_whose_work_is_new_is_told_with_links(saved):
    view = saved.get("/saved/1.json").json()
    assert [each["shown"] for each in view["came"]] == ["new_n"]
    assert {each["shown"]: [act["repo"] for act in each["evidence"]] for each in view["fresh"]} == {
        "bob_b": ["bob_b/tool-box"]
    }
    assert "1 new among the first 50" in saved.get("/", headers=HTML).text
    entries = ET.fromstring(saved.get("/saved/1/feed.xml").content).findall("a:entry", ATOM)
    assert [entry.find("a:title", ATOM).text for entry in entries] == [
        f"new_n is new, at place {view['came'][0]['place']}",
        "bob_b has new work",
    ]
    again = ET.fromstring(saved.get("/saved/1/feed.xml").content).findall("a:entry/a:id", ATOM)
    assert [one.text for one in again] == [entry.find("a:id", ATOM).text for entry in entries]


def test_nothing_is_new_before_there_are_two_indexes(desk):
    desk.post("/saved", json={"role": "tool"})
    assert "what is new shows when the next one is built" in desk.get("/saved/1", headers=HTML).text
    assert desk.get("/saved.json").json()["saved"][0]["name"] == "tool"


def test_the_same_people_in_the_next_index_are_no_news(app, desk):
    desk.post("/saved", json={"role": "tool"})
    app.build_index(built_on=date(2024, 6, 2))
    view = desk.get("/saved/1.json").json()
    assert (view["came"], view["left"], view["moved"], view["fresh"]) == ([], [], [], [])
    assert "Nothing is new" in desk.get("/saved/1", headers=HTML).text


def test_a_feed_is_atom_and_needs_its_secret_where_nobody_is_signed_in(app, desk):
    desk.post("/saved", json={"role": "tool", "name": "Tools \u0007 & <more>"})
    address = desk.post("/saved/1/feed", json={}).json()["address"]
    sent = desk.get(address)
    assert sent.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(sent.content)
    assert feed.find("a:title", ATOM).text == "Tools  & <more>"
    for name in ("a:id", "a:updated", "a:author/a:name"):
        assert feed.find(name, ATOM).text
    assert desk.get("/saved/9/feed.xml").status_code == 404


def test_who_is_left_out_vanishes_from_what_was_answered(app, desk):
    desk.post("/saved", json={"role": "tool"})
    app.build_index(built_on=date(2024, 6, 2))
    desk.get("/saved/1.json")
    suppress(app, "ada_l")
    assert all(key != "github:1" for taken in app.saved_book.taken(1) for key, _ in taken.people)
    assert "ada_l" not in desk.get("/saved/1.json").text
    assert "ada_l" not in desk.get("/saved/1/feed.xml").text


def test_a_search_that_cannot_be_asked_is_not_saved_and_the_first_page_stays(desk):
    for wrong in ({"role": "tool", "edit": ["bogus"]}, {"role": "the and of"}, {"role": "tool", "repo": ["no/where"]}):
        assert desk.post("/saved", json=wrong).status_code in {400, 404}
    assert desk.get("/saved.json").json() == {"saved": []}
    assert desk.get("/", headers=HTML).status_code == 200


def test_a_search_that_cannot_be_asked_any_more_says_so_and_hides_no_other(app, saved):
    app.saved_book.add("Gone", "role=tool&repo=no%2Fwhere")
    assert saved.get("/", headers=HTML).status_code == 200
    gone, tools = saved.get("/saved.json").json()["saved"]
    assert "no/where" in gone["problem"]
    assert (tools["problem"], tools["came"]) == (None, 1)
    assert "no/where" in saved.get("/saved/2", headers=HTML).text


def test_work_that_the_index_before_had_already_is_not_new(app, desk):
    more = LakeBuilder(app.settings.home / "lake")
    for number, hour in enumerate((9, 8, 7)):  # the last act of a day is the last in no other order
        repository, at = (29 + number, f"bob_b/tool-{'cab'[number]}"), datetime(2024, 6, 8, hour)
        more.event("CreateEvent", (2, "bob_b"), repository, ref_type="repository", created_at=at, event_id=200 + number)
    write_rows(Lake(app.settings.home / "lake"), "more", more.rows)
    app.build_index(built_on=date(2024, 6, 8))  # on the day of the act, as a nightly build does
    desk.post("/saved", json={"role": "tool"})
    app.build_index(built_on=date(2024, 6, 9))
    view = desk.get("/saved/1.json").json()
    assert view["before"] is not None
    assert view["fresh"] == []


def test_a_blind_reading_of_new_work_names_nobody(saved):
    view = saved.get("/saved/1.json", params={"blind": "1"})
    assert view.json()["fresh"][0]["evidence"]
    for text in (view.text, saved.get("/saved/1", params={"blind": "1"}, headers=HTML).text):
        assert "bob_b" not in text
        assert "new_n" not in text
