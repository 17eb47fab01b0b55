"""Drafts and exercises as pages: chosen, written once, looked over, refused, printed; with and without JSON."""

import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.cli import run
from handiwork.faces.web import create_site
from handiwork.world import tiny_world

HTML = {"accept": "text/html"}
ROLE = "Back-end engineer for fastapi routing and nested routers"
CONTROLLER = {
    "controller_name": "Kontor Beispiel",
    "controller_contact_page": "https://kontor.example/contact",
    "controller_notice_page": "https://kontor.example/notice",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a home with the archive of the invented world, indexed."""
    world = tiny_world(tmp_path_factory.mktemp("world") / "w")
    home = tmp_path_factory.mktemp("home")
    assert run(["--home", str(home), "--quiet", "ingest", "gharchive", str(world.gharchive)]) == 7
    assert run(["--home", str(home), "--quiet", "index", "build", "--date", "2025-12-01"]) == 0
    return home


@pytest.fixture
def home(built, tmp_path):
    return shutil.copytree(built, tmp_path / "home")


@pytest.fixture
def app(home):
    with Handiwork(Settings(home=home, **CONTROLLER)) as opened:
        yield opened


@pytest.fixture
def desk(app):
    return TestClient(create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture
def best(desk):
    """Return the login of the first hit."""
    return desk.get("/search.json", params={"role": ROLE}).json()["hits"][0]["login"]


def _view(desk, login, **query):
    return desk.get(f"/people/{login}/draft.json", params={"role": ROLE, **query}).json()


def _write(desk, login, **form):
    return desk.post(f"/people/{login}/draft", data={"role": ROLE, **form}, headers=HTML, follow_redirects=False)


def test_reading_the_page_makes_no_draft_and_writing_leads_to_an_address_that_shows_it(desk, best):
    assert _view(desk, best)["draft"] is None
    sent = _write(desk, best, language="fr")
    assert sent.status_code == 303
    to = sent.headers["location"]
    assert parse_qs(urlsplit(to).query) == {"role": [ROLE], "language": ["fr"]}
    page = desk.get(to, headers=HTML)
    assert "Bonjour" in page.text
    assert "Ready to be copied." in page.text
    assert page.headers["cache-control"] == "no-store"
    assert _view(desk, best, language="fr")["draft"]["made_today"] == 1
    assert _view(desk, best, language="es")["draft"] is None


def test_an_edited_draft_is_looked_over_and_not_kept(desk, best, home):
    text = _write(desk, best).next_request and _view(desk, best)["draft"]["text"]
    form = {"role": ROLE, "text": text.replace("https://kontor.example/notice", "") + " Wombats!"}
    page = desk.post(f"/people/{best}/draft", data=form, headers=HTML)
    assert page.status_code == 200
    assert "Wombats!" in page.text
    assert "1 point is lacking." in page.text
    view = desk.post(f"/people/{best}/draft", data=form, headers={"accept": "application/json"}).json()
    assert [c["name"] for c in view["draft"]["checks"] if not c["passed"]] == ["objection"]
    assert view["draft"]["is_edited"]
    as_sent = {"role": ROLE, "text": text.replace("\n", "\r\n")}
    view = desk.post(f"/people/{best}/draft", data=as_sent, headers={"accept": "application/json"}).json()
    assert (view["draft"]["is_edited"], view["draft"]["is_ready"]) == (False, True)
    assert not any(b"Wombats" in file.read_bytes() for file in home.glob("state.sqlite*"))


def test_what_is_typed_is_shown_as_text(desk, best):
    form = {"role": ROLE, "text": "</textarea><script>alert(1)</script>"}
    page = desk.post(f"/people/{best}/draft", data=form, headers=HTML)
    assert "<script>alert" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page.text


def test_a_program_writes_a_draft_with_json(desk, best):
    key = _view(desk, best)["evidence"][1]["key"]
    made = desk.post(f"/people/{best}/draft", json={"role": ROLE, "evidence": [key], "salary": "70-90k EUR"})
    assert made.status_code == 201
    assert made.json()["chosen"] == [key]
    assert "70,000 to 90,000 EUR" in made.json()["draft"]["text"]


def test_a_role_that_has_no_name_asks_for_one_instead_of_quoting_its_text(desk, best):
    words = {"role": "nested, young and dynamic"}
    page = desk.get(f"/people/{best}/draft", params=words, headers=HTML)
    assert page.status_code == 200
    view = desk.get(f"/people/{best}/draft.json", params=words).json()
    assert (view["called"], view["draft"]) == ("", None)
    refused = desk.post(f"/people/{best}/draft", data=words, headers=HTML)
    assert refused.status_code == 400
    made = desk.post(f"/people/{best}/draft", json={**words, "title": "Router engineer"}).json()["draft"]["text"]
    assert "Router engineer" in made
    assert "young" not in made


def test_a_role_without_a_title_is_drafted_as_its_field_until_it_is_named(desk, best):
    view = _view(desk, best)
    assert (view["is_field"], view["called"]) == (True, "Python web back ends")
    _write(desk, best)
    assert "hiring in this field: Python web back ends." in _view(desk, best)["draft"]["text"]
    named = desk.post(f"/people/{best}/draft", json={"role": ROLE, "title": "Router engineer"}).json()
    assert not named["is_field"]
    assert "hiring for this role: Router engineer." in named["draft"]["text"]


def test_pay_is_that_of_the_roles_own_field_or_none(desk, best):
    role = {"role": "React front end engineer who reads fastapi routing and nested routers"}
    view = desk.get(f"/people/{best}/draft.json", params=role).json()
    assert view["evidence"]
    assert view["pay"] is None


def test_the_twenty_first_draft_of_a_day_is_refused(desk, best):
    for n in range(20):
        assert _write(desk, best, salary=f"{n + 1}-99 EUR").status_code == 303
    refused = _write(desk, best, salary="50-99 EUR")
    assert refused.status_code == 400
    assert "you made 20 drafts today" in refused.text


def test_without_the_operators_identity_the_page_says_what_to_set(home, best):
    with Handiwork(Settings(home=home)) as app:
        desk = TestClient(create_site(app), base_url="http://127.0.0.1")
        page = desk.get(f"/people/{best}/draft", params={"role": ROLE}, headers=HTML)
        assert page.status_code == 200
        assert "controller_notice_page" in page.text
        assert "Write the draft" not in page.text
        assert _write(desk, best).status_code >= 400


def test_a_blind_draft_names_nobody(desk, app, best):
    number = _view(desk, best)["person_id"]
    query = {"role": ROLE, "blind": "1"}
    assert _view(desk, f"no:{number}", blind="1")["login"] is None
    sent = desk.post(f"/people/no:{number}/draft?blind=1", data=query, headers=HTML, follow_redirects=False)
    assert sent.headers["location"].startswith(f"/people/no:{number}/draft?")
    page = desk.get(f"/people/no:{number}/draft", params=query, headers=HTML)
    person = app.open_index().person(number)
    assert "Hello,\n" in page.text
    for name in {person.name, *person.logins} - {None}:
        assert name not in page.text


def test_somebody_who_is_left_out_is_as_unknown_as_anybody(desk, app, best):
    app.suppress(best)
    gone = desk.get(f"/people/{best}/draft", params={"role": ROLE}, headers=HTML)
    unknown = desk.get("/people/nobody_there/draft", params={"role": ROLE}, headers=HTML)
    assert gone.status_code == unknown.status_code == 404
    assert gone.text.replace(best, "nobody_there") == unknown.text


def _signed_in(app, name, role):
    """Return a browser of a user who has just been made and has signed in, and a form token of theirs."""
    app.team.members.make(name, role, "three grey horses")
    browser = TestClient(create_site(app), base_url="http://127.0.0.1", raise_server_exceptions=False)
    sent = browser.post("/sign-in", data={"name": name, "password": "three grey horses"}, follow_redirects=False)
    assert sent.status_code == 303
    return browser, re.search(r'name="csrf" value="([^"]*)"', browser.get("/account", headers=HTML).text)[1]


def test_who_may_only_read_gets_exercises_and_no_draft(app, best):
    app.team.members.make("mira_k", "admin", "three grey horses")
    viewer, token = _signed_in(app, "vic_v", "viewer")
    for answer in (
        viewer.get(f"/people/{best}/draft", params={"role": ROLE}, headers=HTML),
        _write(viewer, best, csrf=token),
        _sent(viewer, best, list=app.list_book.make("Routing"), csrf=token),
    ):
        assert answer.status_code == 403
        assert "recruiter" in answer.text
    assert viewer.get("/exercises/devops", headers=HTML).status_code == 200


def test_drafts_are_counted_by_user_and_need_a_form_of_theirs(app, best):
    mira, mira_token = _signed_in(app, "mira_k", "admin")
    joe, token = _signed_in(app, "joe_p", "recruiter")
    page = joe.get(f"/people/{best}/draft", params={"role": ROLE}, headers=HTML)
    assert f'name="csrf" value="{token}"' in page.text
    assert _write(joe, best).status_code == 403
    assert _write(joe, best, csrf=token).status_code == 303
    assert _write(joe, best, csrf=token, language="de").status_code == 303
    assert _view(joe, best)["draft"]["made_today"] == 2
    assert _view(mira, best)["draft"] is None, "what one user wrote is not shown to another"
    assert _write(mira, best, csrf=mira_token).status_code == 303
    assert _view(mira, best)["draft"]["made_today"] == 1


def test_without_a_role_the_page_asks_for_one(desk, best):
    page = desk.get(f"/people/{best}/draft", headers=HTML)
    assert page.status_code == 200
    assert "Which role is the message about?" in page.text


def _sent(desk, login, **form):
    return desk.post(f"/people/{login}/draft/sent", data={"role": ROLE, **form}, headers=HTML, follow_redirects=False)


def test_having_sent_it_contacts_the_person_on_a_list_and_begins_the_pause(desk, app, best):
    number = app.list_book.make("Routing")
    assert [each["stage"] for each in _view(desk, best)["lists"]] == [None]
    _write(desk, best)
    done = _sent(desk, best, list=number)
    assert (done.status_code, done.headers["location"]) == (303, f"/lists/{number}")
    assert [entry.stage for entry in app.list_book.entries(number)] == ["contacted"]
    view = _view(desk, best)
    assert view["lists"] == [{"number": number, "name": "Routing", "stage": "contacted"}]
    assert "not again until" in view["refusal"]
    assert view["draft"] is None
    assert _write(desk, best, language="de").status_code == 400
    assert _sent(desk, best, list=number).status_code == 400
    assert _sent(desk, best, list=app.list_book.make("Another")).status_code == 400


def test_a_reply_ends_the_pause(desk, app, best):
    number = app.list_book.make("Routing")
    _sent(desk, best, list=number)
    [entry] = app.list_book.entries(number)
    app.list_book.move(entry.number, "replied")
    assert _view(desk, best)["refusal"] == ""
    assert _write(desk, best).status_code == 303


def test_who_is_on_the_list_already_is_moved_there(desk, app, best):
    number = app.list_book.make("Routing")
    assert _sent(desk, best, list=number).status_code == 303
    [entry] = app.list_book.entries(number)
    assert entry.role == ROLE
    app.list_book.move(entry.number, "replied")
    assert _sent(desk, best, list=number).status_code == 303
    assert [each.stage for each in app.list_book.entries(number)] == ["contacted"]


def test_the_edited_text_that_was_sent_to_one_person_is_not_personal_for_another(desk, app):
    first, second = (hit["login"] for hit in desk.get("/search.json", params={"role": ROLE}).json()["hits"][:2])
    number = app.list_book.make("Routing")
    text = "Hello you,\n\nwe liked your work, and want to talk about it with you."
    assert _sent(desk, first, list=number, text=text).status_code == 303
    view = desk.post(f"/people/{second}/draft", json={"role": ROLE, "text": text.replace("you,", "Bo,")}).json()
    [personal] = [c for c in view["draft"]["checks"] if c["name"] == "personal"]
    assert "The same words were used for somebody else" in personal["found"]


def test_an_unknown_list_is_not_there_and_changes_nothing(desk, app, best):
    assert _sent(desk, best, list=99).status_code == 404
    assert _view(desk, best)["refusal"] == ""


# --- exercises ---


def test_exercises_are_listed_by_field_and_chosen_by_role(desk):
    assert len(desk.get("/exercises.json").json()["ecosystems"]) == 39
    chosen = desk.get("/exercises.json", params={"role": "Data engineer, Airflow"}).json()["exercises"]
    assert chosen[0]["ecosystem"] == "data-engineering"
    assert "Design a pipeline that can fail" in desk.get("/exercises?role=Airflow", headers=HTML).text


def test_a_field_shows_its_kits_and_each_has_a_sheet_without_what_is_kept_back(desk):
    kits = desk.get("/exercises/devops.json").json()["exercises"]
    page = desk.get("/exercises/devops", headers=HTML)
    for kit in kits:
        sheet = desk.get("/exercises/devops/sheet", params={"exercise": kit["key"]}, headers=HTML)
        assert sheet.status_code == 200
        assert kit["criteria"][0]["levels"][3] in sheet.text
        for kept in kit["prepare"]:
            assert kept in page.text
            assert kept not in sheet.text


def test_the_interviewers_sheet_has_what_is_kept_back_and_room_for_marks(desk):
    page = desk.get("/exercises/devops/marks?exercise=a-plan-under-review", headers=HTML)
    view = desk.get("/exercises/devops/marks.json?exercise=a-plan-under-review").json()
    assert view["prepare"][0] in page.text
    assert page.text.count("to be filled in") == 2 * len(view["criteria"])


def test_unknown_fields_and_exercises_are_not_there(desk):
    assert desk.get("/exercises/cobol", headers=HTML).status_code == 404
    assert desk.get("/exercises/devops/sheet?exercise=nothing", headers=HTML).status_code == 404
    assert "python-web" in desk.get("/exercises?role=somebody+nice", headers=HTML).text
