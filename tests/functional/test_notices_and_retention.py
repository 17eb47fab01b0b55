"""Who is told what is held of them, and how long things are kept: on the desk, the command line, and over years."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient
from tests.told_works import filled, indexed_home

from handiwork.app import Handiwork
from handiwork.app.erasing import erase
from handiwork.app.forgetting import suppress
from handiwork.app.listing import add_to_list, move_entry
from handiwork.app.noticing import notices_due
from handiwork.app.retaining import look_at_ages, over, purge
from handiwork.config import Settings
from handiwork.desk.notices import DAYS
from handiwork.errors import NotFoundError
from handiwork.faces.web import create_site

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTROLLER = {
    "controller_name": "Acme Tools",
    "controller_contact_page": "https://acme.example/contact",
    "controller_notice_page": "https://acme.example/your-data",
}


@pytest.fixture
def app(tmp_path, state_url):
    indexed_home(tmp_path)
    url = "" if state_url.startswith("sqlite") else state_url
    with Handiwork(Settings(home=tmp_path, state_url=url, **CONTROLLER)) as opened:
        yield opened


@pytest.fixture
def listed(app):
    number = app.list_book.make("Team", by="mira")
    for login in ("ada_l", "bob_b"):
        add_to_list(app, number, login, by="mira")
    return app


@pytest.fixture
def desk(listed):
    return TestClient(create_site(listed), base_url="http://127.0.0.1")


def today(app):
    return app.list_book.entries()[0].at.date()


def statuses(app, after=0):
    return {each.login: each.status for each in notices_due(app, today(app) + timedelta(days=after))}


def test_whoever_is_on_a_list_is_due_within_a_month_and_then_overdue(listed):
    assert statuses(listed, after=DAYS) == {"ada_l": "due", "bob_b": "due"}
    assert statuses(listed, after=DAYS + 1) == {"ada_l": "overdue", "bob_b": "overdue"}


def test_a_first_contact_makes_it_due_on_that_day(listed):
    move_entry(listed, 1, "contacted")
    (ada,) = [each for each in notices_due(listed, today(listed)) if each.login == "ada_l"]
    assert ada.due == today(listed)
    assert statuses(listed, after=1) == {"ada_l": "overdue", "bob_b": "due"}


def test_the_page_notes_that_somebody_was_told_and_shows_the_text(listed, desk):
    page = desk.get("/notices?language=fr", headers={"accept": "text/html"}).text
    assert "CNIL" in page
    assert "Acme Tools" in page
    sent = desk.post(
        "/notices/given", data={"person": "ada_l", "language": "fr", "way": "letter"}, follow_redirects=False
    )
    assert sent.status_code in {201, 303}
    view = desk.get("/notices.json").json()
    assert view["counts"] == {"due": 1, "given": 1}
    assert [(p["login"], p["status"], p["way"]) for p in view["people"]] == [
        ("bob_b", "due", None),
        ("ada_l", "given", "letter"),
    ]
    assert desk.post("/notices/given", json={"person": "zed_z"}).status_code == 404


def test_blind_nobody_is_named(desk):
    desk.cookies.set("blind", "1")
    text = desk.get("/notices", headers={"accept": "text/html"}).text + desk.get("/notices.json").text
    assert [name for name in ("ada_l", "bob_b", "github:") if name in text] == []


def test_who_is_left_out_or_erased_is_owed_nothing_and_not_remembered(listed):
    listed.notice_book.give(listed.list_book.entries()[0].person, language="en", way="letter")
    suppress(listed, "ada_l")
    assert statuses(listed) == {"bob_b": "due"}
    assert listed.notice_book.given() == {}
    day = today(listed)
    assert erase(listed, "bob_b").scan.found == ()
    assert notices_due(listed, day) == []


def test_the_commands_print_the_notice_and_note_it(listed, command, tmp_path):
    if listed.settings.state_url:
        pytest.skip("the command reads its settings from the home")
    home = listed.settings.home
    assert command(home, "privacy", "notice").code != 0
    lines = [f'{name} = "{value}"' for name, value in CONTROLLER.items()]
    (home / "handiwork.toml").write_text("\n".join(lines))
    assert "Was wir über Ihre öffentliche Arbeit" in command(home, "privacy", "notice", "--language", "de").out
    assert command(home, "privacy", "notice", "ada_l", "--given", "letter").code == 0
    out = command(home, "privacy", "notices").out.splitlines()
    assert [line.split("\t")[:2] for line in out] == [["due", "bob_b"], ["given", "ada_l"]]


def test_what_was_loaded_is_over_a_year_later_unless_something_new_came(app):
    look_at_ages(app, START)
    assert over(app, START + timedelta(days=360)) == []
    (found,) = over(app, START + timedelta(days=366))
    assert (found.kind, found.what) == ("package", "test world")


def test_loading_the_same_again_renews_nothing_and_neither_does_an_erasure(app):
    look_at_ages(app, START)
    filled(app.settings.home)
    erase(app, "ada_l")
    look_at_ages(app, START + timedelta(days=300))
    assert len(over(app, START + timedelta(days=366))) == 1


def test_nothing_is_kept_longer_than_the_cap_however_often_it_is_loaded(app):
    for month in range(0, 24, 6):
        at = START + timedelta(days=31 * month)
        record = app.lake.record("test", "world")
        with app.lake.writing():
            app.lake._packages.put(
                type(record)(**{**{s: getattr(record, s) for s in record.__slots__}, "counts": {"n": month}})
            )
        look_at_ages(app, at)
    last = START + timedelta(days=31 * 18)
    assert over(app, last + timedelta(days=100)) == []
    assert len(over(app, START + timedelta(days=731))) == 1


def test_a_purge_removes_packages_entries_and_the_index_and_says_what(listed):
    now = datetime.now(UTC)
    look_at_ages(listed, now)
    later = now + timedelta(days=400)
    assert [each.kind for each in purge(listed, later)].count("entry") == 2
    assert listed.lake.records() == []
    assert listed.list_book.entries() == []
    assert listed.indexes() == []
    with pytest.raises(NotFoundError):
        listed.open_index()
    *_, last = listed.audit.entries()
    assert (last.act, last.details["packages"], last.details["entries"]) == ("purge", 1, 2)
    assert purge(listed, later) == []


def test_an_entry_somebody_works_with_stays_until_the_cap_and_beyond_it_if_they_are_in_touch(listed):
    now = datetime.now(UTC)
    entries = listed.list_book.entries()
    assert [each.kind for each in over(listed, now + timedelta(days=370)) if each.kind == "entry"] == ["entry", "entry"]
    move_entry(listed, entries[0].number, "contacted")
    kept = over(listed, now + timedelta(days=360))
    assert [each for each in kept if each.kind == "entry"] == []


def test_the_page_for_those_who_are_held_is_public_only_where_that_is_set(app, desk):
    page = desk.get("/about-you?language=es", headers={"accept": "text/html"}).text
    assert "Acme Tools" in page
    assert desk.get("/about-you.json").json()["parts"][0]["title"] == "Who we are"
    assert desk.get("/about-you?language=xx").status_code == 422
    app.team.members.make("mira", "admin", "three grey horses", first=True)
    for is_public, status in ((False, 401), (True, 200)):
        settings = app.settings.model_copy(update={"public_notice": is_public})
        with Handiwork(settings) as opened:
            client = TestClient(create_site(opened), base_url="http://127.0.0.1")
            assert client.get("/about-you.json").status_code == status
