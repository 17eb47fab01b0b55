"""A draft on the command line, over the invented world: chosen, written, refused."""

import json
import shutil

import pytest
from tests.identity_lake import write_rows
from tests.told_works import filled

from handiwork.faces.cli import run
from handiwork.lake.store import Lake
from handiwork.world import tiny_world

ROLE = "Back-end engineer for fastapi routing and nested routers"
SETTINGS = """\
controller_name = "Kontor Beispiel"
controller_contact_page = "https://kontor.example/contact"
controller_notice_page = "https://kontor.example/notice"
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a home with the archive of the invented world, indexed."""
    world = tiny_world(tmp_path_factory.mktemp("world") / "w")
    home = tmp_path_factory.mktemp("home")
    assert run(["--home", str(home), "--quiet", "ingest", "gharchive", str(world.gharchive)]) == 7, (
        "some files are broken on purpose"
    )
    assert run(["--home", str(home), "--quiet", "index", "build", "--date", "2025-12-01"]) == 0
    return home


@pytest.fixture
def home(built, tmp_path):
    """Return a copy of it that says who the operator is."""
    copied = shutil.copytree(built, tmp_path / "home")
    (copied / "handiwork.toml").write_text(SETTINGS, encoding="utf-8")
    return copied


@pytest.fixture
def best(command, home):
    """Return the login of the first hit."""
    return json.loads(command(home, "search", ROLE, "--format", "json").out)["hits"][0]["login"]


def _draft(command, home, login, *more):
    return command(home, "draft", login, "--role", ROLE, *more)


def test_a_draft_names_an_act_of_the_person_with_its_link_and_passes_its_checklist(command, home, best):
    view = json.loads(_draft(command, home, best, "--format", "json").out)
    act = next(a for a in view["evidence"] if a["key"] == view["chosen"][0])
    text = view["draft"]["text"]
    assert act["repo"] in text
    assert act["ref"] in text
    assert act["url"] in text
    assert view["draft"]["is_ready"]
    assert "130,000 to 200,000 USD" in text
    assert "seen on 1 December 2025" in text


def test_the_text_is_data_and_the_checklist_is_narration(command, home, best):
    done = _draft(command, home, best, "--language", "de")
    assert "Guten Tag" in done.out
    assert "Under 120 words" in done.err
    assert "nothing was sent" in done.err


@pytest.mark.parametrize(
    ("role", "greeting"),
    [
        (
            "Wir suchen einen Backend-Entwickler für fastapi und nested routers",
            "Guten Tag",
        ),
        ("Nous cherchons une développeuse ou un développeur backend pour fastapi et les nested routers", "Bonjour"),
        ("Buscamos una persona para desarrollo backend con fastapi y nested routers", "Hola, "),
        (ROLE, "Hello"),
    ],
)
def test_a_draft_is_in_the_language_of_the_role_unless_another_is_asked_for(command, home, best, role, greeting):
    assert greeting in command(home, "draft", best, "--role", role).out
    assert "Hello" in command(home, "draft", best, "--role", role, "--language", "en").out


def test_work_in_the_repository_of_somebody_who_is_left_out_is_not_offered(command, home, best):
    before = json.loads(_draft(command, home, best, "--choices", "--format", "json").out)["evidence"]
    owner = before[0]["repo"].partition("/")[0]
    assert command(home, "privacy", "suppress", owner).code == 0
    view = json.loads(_draft(command, home, best, "--choices", "--format", "json").out)
    assert owner.lower() not in {act["repo"].partition("/")[0].lower() for act in view["evidence"]}
    assert owner.lower() not in json.dumps(view["evidence"]).lower()


def test_a_repository_is_not_told_as_a_skill_of_the_work_on_it(command, home, best):
    view = json.loads(_draft(command, home, best, "--format", "json").out)
    assert view["evidence"][0]["repo"] == "fastapi/fastapi"
    assert "needs: fastapi" not in view["draft"]["text"]
    assert view["draft"]["is_ready"]


def test_another_piece_of_evidence_is_chosen_by_its_number(command, home, best):
    acts = json.loads(_draft(command, home, best, "--choices", "--format", "json").out)["evidence"]
    assert len(acts) > 2
    view = json.loads(_draft(command, home, best, "--evidence", "3", "--format", "json").out)
    assert view["chosen"] == [acts[2]["key"]]
    assert acts[2]["ref"] in view["draft"]["text"]
    assert _draft(command, home, best, "--evidence", "99").code == 3
    three = ("--evidence", "1", "--evidence", "2", "--evidence", "3")
    assert _draft(command, home, best, *three).code == 2


def test_the_operators_own_pay_is_named_instead_of_the_published_one(command, home, best):
    text = _draft(command, home, best, "--salary", "70000-90000 EUR").out
    assert "70,000 to 90,000 EUR" in text
    assert "our own figure" in text
    assert "USD" not in text


def test_without_the_operators_identity_there_is_no_draft(command, home, best):
    (home / "handiwork.toml").write_text('controller_name = "Kontor Beispiel"\n', encoding="utf-8")
    done = _draft(command, home, best)
    assert done.code == 2
    assert "set controller_contact_page, controller_notice_page" in done.err
    assert done.out == ""


def test_an_address_or_a_page_without_https_is_no_identity(command, home, best):
    for wrong in ('controller_name = "a@b.example"', 'controller_notice_page = "http://kontor.example/notice"'):
        (home / "handiwork.toml").write_text(wrong + "\n", encoding="utf-8")
        assert _draft(command, home, best).code == 2


def test_somebody_who_is_left_out_is_unknown(command, home, best):
    assert command(home, "privacy", "suppress", best).code == 0
    done = _draft(command, home, best)
    assert (done.code, done.out) == (3, "")
    assert done.err == _draft(command, home, "nobody_there").err.replace("nobody_there", best)


def test_without_work_that_fits_the_role_there_is_no_draft(command, home, best):
    done = command(home, "draft", best, "--role", "Swift developer for iOS apps")
    assert done.code == 2
    assert "there is no draft without" in done.err


def test_the_twenty_first_draft_of_a_day_is_refused(command, home, best):
    for n in range(20):
        assert _draft(command, home, best, "--salary", f"{n + 1}-99 EUR").code == 0
    done = _draft(command, home, best, "--salary", "50-99 EUR")
    assert done.code == 2
    assert "you made 20 drafts today" in done.err


def test_where_the_person_may_be_asked_is_what_they_publish_themselves(command, tmp_path):
    filled(tmp_path)
    (tmp_path / "handiwork.toml").write_text(SETTINGS, encoding="utf-8")
    assert command(tmp_path, "index", "build", "--date", "2024-07-01").code == 0
    done = command(tmp_path, "draft", "ada_l", "--role", "somebody for tool", "--choices", "--format", "json")
    view = json.loads(done.out)
    assert view["profile"] == {
        "page": "https://github.com/ada_l",
        "links": ["https://ada.example"],
        "is_hireable": True,
        "seen_on": "2024-05-01",
    }
    assert view["evidence"] == [], "beginning a repository has neither number nor commit to name"


def test_nobody_is_drafted_to_who_says_that_they_do_not_want_to_be_asked(command, tmp_path):
    world = filled(tmp_path)
    world.event("IssuesEvent", (2, "bob_b"), (12, "bob_b/tool"), action="opened", number=3, title="Slow tool")
    world.profile("github:2", "Bob", handle="bob_b", is_hireable=False, page="https://github.com/bob_b")
    write_rows(Lake(world.root), "world", world.rows)
    (tmp_path / "handiwork.toml").write_text(SETTINGS, encoding="utf-8")
    assert command(tmp_path, "index", "build", "--date", "2024-07-01").code == 0
    done = command(tmp_path, "draft", "bob_b", "--role", "somebody for tool")
    assert done.code == 2
    assert "do not want to be asked" in done.err
    assert "do not want to be asked" in command(tmp_path, "person", "show", "bob_b").out
