"""Signing in on the desk, and every way around it: on both databases, over http on loopback and https elsewhere."""

import re
from importlib.resources import files

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.errors import UsageError
from handiwork.faces.web import create_site
from handiwork.faces.web.pages import ALL
from handiwork.faces.web.serving import ServedAt, require_safe
from handiwork.team import Team
from handiwork.team.passwords import Passwords

HTML = {"accept": "text/html"}
WORDS = "three grey horses"
OPEN = {
    "/about-you",  # where the setting `public_notice` says so
    "/api",
    "/keys",
    "/preferences",
    "/saved/{number}/feed.xml",  # by a secret of its own in the address, as feed readers send no token
    "/shared/{token}",  # by the token
    "/sign-in",
    "/sign-in/back",
    "/sign-in/provider",
    "/welcome",
}
"""What is answered without signing in: each is meant to be."""

FIELD = re.compile(r'name="csrf" value="([^"]*)"')


@pytest.fixture
def app(tmp_path, state_url):
    settings = Settings(home=tmp_path, state_url="" if state_url.startswith("sqlite") else state_url)
    with Handiwork(settings) as opened:
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        opened.__dict__["team"] = Team(opened.state, tmp_path / "team.key", passwords=cheap)
        yield opened


@pytest.fixture
def site(app):
    return create_site(app)


@pytest.fixture
def team(app):
    app.team.members.make("mira_k", "admin", WORDS)
    app.team.members.make("joe_p", "recruiter", WORDS)
    app.team.members.make("vic_v", "viewer", WORDS)
    return app.team


def client(site, base="http://127.0.0.1", **more):
    return TestClient(site, base_url=base, raise_server_exceptions=False, headers=HTML, follow_redirects=False, **more)


def signed(site, name="mira_k", base="http://127.0.0.1"):
    browser = client(site, base)
    sent = browser.post("/sign-in", data={"name": name, "password": WORDS})
    assert (sent.status_code, sent.headers["location"]) == (303, "/")
    return browser


def csrf(browser, path="/account"):
    return FIELD.search(browser.get(path).text)[1]


# --- nobody, somebody, the operator ---


def test_without_users_the_operator_of_the_machine_may_do_everything(app, site):
    browser = client(site)
    assert browser.get("/users").status_code == 200
    assert "Make the first user" in browser.get("/account").text
    assert "Nobody needs to sign in" in browser.get("/sign-in").text


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-host", "forwarded", "via"])
def test_without_users_nothing_that_a_proxy_passed_on_is_answered(app, site, header):
    assert client(site).get("/lists", headers={header: "203.0.113.9"}).status_code == 403


def test_without_users_no_other_machine_and_no_other_name_is_answered(app, site):
    assert client(site, client=("203.0.113.9", 1)).get("/lists").status_code == 403
    assert client(site, "http://rebound.example").get("/lists").status_code == 403


def test_with_users_every_page_and_action_but_the_public_ones_asks_to_sign_in(team, site):
    browser = client(site)
    for part in ALL:
        for route in part.found:
            path = re.sub(r"\{\w+\}", "1", route.path)
            sent = browser.post(path, data={}) if route.kind == "action" else browser.get(path)
            assert sent.status_code == 401 or route.path in OPEN, route.path
            assert (route.role == "public") == (route.path in OPEN), route.path
    refused = browser.get("/lists")
    assert "/sign-in?to=%2Flists" in refused.text
    assert browser.get("/lists.json").json()["type"] == "/api#sign-in"


def test_roles_are_asked_of_every_user(team, site):
    viewer, recruiter = signed(site, "vic_v"), signed(site, "joe_p")
    made = {"name": "Team", "csrf": csrf(viewer)}
    refused = viewer.post("/lists", data=made)
    assert refused.status_code == 403
    assert "recruiter; vic_v has the role viewer" in refused.text
    assert recruiter.post("/lists", data={"name": "Team", "csrf": csrf(recruiter)}).status_code == 303
    assert recruiter.get("/users").status_code == 403
    assert signed(site).get("/users").status_code == 200


def test_the_first_user_is_made_in_the_browser_and_then_the_door_is_shut(app, site):
    browser = client(site)
    assert "first user" in browser.get("/welcome").text
    sent = browser.post("/welcome", data={"name": "Mira_K", "password": WORDS})
    assert (sent.status_code, sent.headers["location"]) == (303, "/account")
    assert "mira_k, with the role admin" in browser.get("/account").text
    stranger = client(site)
    assert stranger.post("/welcome", data={"name": "eve_e", "password": WORDS}).status_code == 404
    assert stranger.get("/welcome").status_code == 404
    assert [member.name for member in app.team.members.all()] == ["mira_k"]


# --- signing in ---


def test_a_wrong_password_and_an_unknown_name_are_told_alike(team, site):
    answers = [
        client(site).post("/sign-in", data={"name": name, "password": "no such words"}) for name in ("mira_k", "eve_e")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text
    assert "set-cookie" not in answers[0].headers
    problem = client(site).post(
        "/sign-in", json={"name": "eve_e", "password": "x"}, headers={"accept": "application/json"}
    )
    assert (problem.status_code, problem.headers["content-type"]) == (401, "application/problem+json")


def test_guessing_is_slowed_down_and_says_how_long(team, site):
    browser = client(site)
    for _ in range(5):
        assert browser.post("/sign-in", data={"name": "mira_k", "password": "wrong"}).status_code == 401
    slowed = browser.post("/sign-in", data={"name": "mira_k", "password": WORDS})
    assert slowed.status_code == 429
    assert re.search(r"wait \d+ seconds", slowed.text)
    assert client(site, client=("127.0.0.2", 1)).post("/sign-in", data={"name": "joe_p", "password": WORDS}).is_redirect


def test_passwords_are_not_told_back(team, site):
    told = client(site).post("/sign-in", json={"name": "mira_k", "password": ["secret words"]})
    assert told.status_code == 422
    assert "secret words" not in told.text


def test_after_signing_in_a_browser_goes_on_but_never_to_another_site(team, site):
    for to, expected in (("/lists?x=1", "/lists?x=1"), ("//evil.example/", "/"), ("https://evil.example", "/")):
        sent = client(site).post("/sign-in", data={"name": "mira_k", "password": WORDS, "to": to})
        assert sent.headers["location"] == expected


def test_a_planted_session_is_neither_taken_up_nor_kept(team, site):
    browser = client(site)
    browser.cookies.set("session", "x" * 43)
    browser.post("/sign-in", data={"name": "mira_k", "password": WORDS})
    victim = client(site)
    victim.cookies.set("session", "x" * 43)
    assert victim.get("/account").status_code == 401


def test_signing_in_again_ends_the_session_before(team, site):
    browser = signed(site)
    old = browser.cookies["session"]
    browser.post("/sign-in", data={"name": "mira_k", "password": WORDS, "csrf": csrf(browser)})
    assert browser.cookies["session"] != old
    thief = client(site)
    thief.cookies.set("session", old)
    assert thief.get("/account").status_code == 401


def test_signing_out_ends_the_session_at_the_server(team, site):
    browser = signed(site)
    old = browser.cookies["session"]
    assert browser.post("/sign-out", data={"csrf": csrf(browser)}).headers["location"] == "/sign-in"
    assert "session" not in browser.cookies
    browser.cookies.set("session", old)
    assert browser.get("/account").status_code == 401


def test_over_http_on_this_machine_the_cookie_is_kept_from_scripts_and_strangers_forms(team, site):
    cookie = client(site).post("/sign-in", data={"name": "mira_k", "password": WORDS}).headers["set-cookie"].lower()
    assert cookie.startswith("session=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie


def test_over_https_the_cookie_is_bound_to_host_and_line(team, site):
    browser = client(site, "https://desk.example")
    cookie = browser.post("/sign-in", data={"name": "mira_k", "password": WORDS}).headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "omain" not in cookie
    assert browser.get("/account").status_code == 200


def test_a_cookie_that_an_http_page_could_have_set_counts_for_nothing_over_https(team, site):
    secret = signed(site).cookies["session"]
    browser = client(site, "https://desk.example")
    browser.cookies.set("session", secret, domain="desk.example")
    assert browser.get("/account").status_code == 401


def test_no_password_is_taken_over_a_network_in_the_clear(team, site):
    sent = client(site, "http://desk.example").post("/sign-in", data={"name": "mira_k", "password": WORDS})
    assert sent.status_code == 403
    assert "https" in sent.text


# --- forms from elsewhere ---


@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_form_without_the_sessions_token_is_refused(team, site, token):
    browser = signed(site)
    data = {"name": "Team"} if token is None else {"name": "Team", "csrf": token}
    assert browser.post("/lists", data=data).status_code == 403
    assert browser.post("/lists", json=data).status_code == 403
    assert browser.get("/lists.json").json()["lists"] == []


def test_the_token_of_another_session_is_refused(team, site):
    mine, others = signed(site), signed(site, "joe_p")
    assert mine.post("/lists", data={"name": "Team", "csrf": csrf(others)}).status_code == 403
    assert mine.post("/lists", data={"name": "Team", "csrf": csrf(mine)}).status_code == 303


def test_a_script_of_the_site_may_say_the_token_in_a_header(team, site):
    browser = signed(site)
    sent = browser.post(
        "/lists", json={"name": "Team"}, headers={"x-csrf-token": csrf(browser), "accept": "application/json"}
    )
    assert sent.status_code == 201


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_form_of_another_site_is_refused_even_with_the_token_and_so_is_signing_in_there(team, site, headers):
    browser = signed(site)
    assert browser.post("/lists", data={"name": "T", "csrf": csrf(browser)}, headers=headers).status_code == 403
    sent = client(site).post("/sign-in", data={"name": "mira_k", "password": WORDS}, headers=headers)
    assert sent.status_code == 403


def test_every_form_that_posts_carries_the_token():
    folder = files("handiwork.faces.web") / "templates"
    posting = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
    found = 0
    for template in folder.iterdir():
        source = template.read_text(encoding="utf-8")
        for form in posting.findall(source):
            found += 1
            assert re.search(r"(csrf|carried|posted)\(\)|name=.csrf.", form), f"{template.name}: {form[:120]}"
    assert found > 10


# --- tokens ---


def test_a_token_asks_as_its_owner_without_a_session(team, site):
    browser = signed(site, "joe_p")
    page = browser.post("/account/tokens", data={"title": "export", "role": "recruiter", "csrf": csrf(browser)})
    secret = re.search(r'value="(hw_[^"]+)"', page.text)[1]
    assert page.headers["cache-control"] == "no-store"
    assert secret not in browser.get("/account").text
    bearer = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    program = client(site, "https://desk.example")
    assert program.get("/lists", headers=bearer).json()["lists"] == []
    assert program.post("/lists", json={"name": "Team"}, headers=bearer).status_code == 201
    assert program.get("/users", headers=bearer).status_code == 403


def test_a_token_makes_no_tokens_passwords_or_users(team, site):
    _, secret = team.tokens.make(team.members.named("mira_k"), "x", role="admin", days=1)
    program = client(site)
    bearer = {"authorization": f"Bearer {secret}"}
    for path, data in (
        ("/account/tokens", {"title": "more"}),
        ("/account/password", {"old_password": WORDS, "new_password": "four grey horses"}),
        ("/invitations", {}),
        ("/users/joe_p/role", {"role": "admin"}),
        ("/users/joe_p/disable", {}),
    ):
        assert program.post(path, data=data, headers=bearer).status_code == 403, path
    assert team.members.named("joe_p").role == "recruiter"


def test_the_token_of_a_disabled_user_a_revoked_one_and_a_made_up_one_are_refused(team, site):
    owner = team.members.named("joe_p")
    (_, secret), (other, revoked) = (team.tokens.make(owner, "x", role="viewer", days=1) for _ in range(2))
    team.tokens.revoke(other.number)
    program = client(site)
    assert program.get("/lists", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    team.members.disable("joe_p")
    for given in (f"Bearer {secret}", f"Bearer {revoked}", "Bearer hw_x", "Basic bWlyYTp4", "Bearer "):
        assert program.get("/lists", headers={"authorization": given}).status_code == 401


def test_a_token_that_is_none_does_not_fall_back_to_the_cookie(team, site):
    assert signed(site).get("/lists", headers={"authorization": "Bearer hw_x"}).status_code == 401


def test_one_user_cannot_revoke_anothers_token_or_end_their_session(team, site):
    token, secret = team.tokens.make(team.members.named("mira_k"), "x", role="viewer", days=1)
    signed(site)
    (session,) = team.sessions.of(team.members.named("mira_k"))
    browser = signed(site, "joe_p")
    data = {"csrf": csrf(browser)}
    assert browser.post(f"/account/tokens/{token.number}/revoke", data=data).status_code == 404
    assert browser.post(f"/account/sessions/{session.number}/end", data=data).status_code == 404
    assert browser.post("/account/tokens/²/revoke", data=data).status_code == 400
    assert team.tokens.whose(secret) is not None


# --- users ---


def test_an_invitation_is_made_shown_once_and_used_once(team, site):
    browser = signed(site)
    page = browser.post("/invitations", data={"role": "viewer", "csrf": csrf(browser)})
    link = re.search(r'value="http://127.0.0.1(/welcome\?invitation=[^"]+)"', page.text)[1]
    assert link not in browser.get("/users").text
    guest = client(site)
    asked = guest.get(link)
    assert "with the role <strong>viewer</strong>" in asked.text
    data = {"name": "new_n", "password": WORDS, "invitation": link.partition("=")[2], "role": "admin"}
    assert guest.post("/welcome", data=data).status_code == 303
    assert team.members.named("new_n").role == "viewer"
    assert client(site).post("/welcome", data=data | {"name": "two_t"}).status_code == 404
    assert client(site).get(link).status_code == 404


def test_users_are_changed_by_admins_and_their_browsers_signed_out(team, site):
    admin, joe = signed(site), signed(site, "joe_p")
    token = {"csrf": csrf(admin)}
    assert admin.post("/users/joe_p/role", data=token | {"role": "viewer"}).status_code == 303
    assert joe.get("/account").status_code == 401
    joe = signed(site, "joe_p")
    assert admin.post("/users/joe_p/disable", data=token).status_code == 303
    assert joe.get("/account").status_code == 401
    assert "shut out" in admin.get("/users").text
    assert client(site).post("/sign-in", data={"name": "joe_p", "password": WORDS}).status_code == 401
    assert admin.post("/users/joe_p/enable", data=token).status_code == 303
    signed(site, "joe_p")
    assert admin.post("/users/mira_k/role", data=token | {"role": "viewer"}).status_code == 400


def test_a_new_password_signs_all_other_browsers_out(team, site):
    here, there = signed(site), signed(site)
    data = {"old_password": WORDS, "new_password": "four grey horses", "csrf": csrf(here)}
    wrong = here.post("/account/password", data=data | {"old_password": "not these words"})
    assert wrong.status_code == 400
    assert here.post("/account/password", data=data).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 401


def test_the_present_password_cannot_be_guessed_faster_in_an_open_browser(team, site):
    browser = signed(site)
    data = {"old_password": "wrong words", "new_password": "four grey horses", "csrf": csrf(browser)}
    assert [browser.post("/account/password", data=data).status_code for _ in range(6)] == [400] * 5 + [429]


def test_pages_of_the_account_are_kept_by_nobody(team, site):
    browser = signed(site)
    for path in ("/account", "/users", "/sign-in"):
        assert browser.get(path).headers["cache-control"] == "no-store"


# --- where the desk listens ---


def test_beyond_this_machine_it_needs_users_and_https(app, tmp_path):
    with pytest.raises(UsageError, match="no users: make one with `handiwork user add"):
        require_safe(app.settings, ServedAt("0.0.0.0", 1))
    with pytest.raises(UsageError, match="no users"):
        require_safe(app.settings, ServedAt("127.0.0.1", 1, behind_proxy=True))
    app.team.members.make("mira_k", "admin", WORDS)
    with pytest.raises(UsageError, match="in the clear"):
        require_safe(app.settings, ServedAt("0.0.0.0", 1))
    with pytest.raises(UsageError, match="both --certificate and --key"):
        require_safe(app.settings, ServedAt("127.0.0.1", 1, certificate=tmp_path))
    require_safe(app.settings, ServedAt("127.0.0.1", 1))
    require_safe(app.settings, ServedAt("0.0.0.0", 1, behind_proxy=True))
    require_safe(app.settings, ServedAt("0.0.0.0", 1, certificate=tmp_path, key=tmp_path))
