"""Signing in by a provider, over real HTTP, and every answer of it that must not be believed."""

import hashlib
import time
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import text
from starlette.testclient import TestClient
from tests.oidc_provider import CLIENT, SECRET, key, running

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.faces.web import create_site
from handiwork.team import Team
from handiwork.team.passwords import Passwords

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def answering():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(answering):
    before = dict(vars(answering))
    yield answering
    vars(answering).update(before)


@pytest.fixture
def app(tmp_path, state_url, provider, monkeypatch):
    monkeypatch.setenv("HANDIWORK_OIDC_SECRET", SECRET)
    settings = Settings(
        home=tmp_path,
        state_url="" if state_url.startswith("sqlite") else state_url,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_name="Kontor",
        oidc_admit="groups:sourcing, sub:7",
        oidc_role="recruiter",
    )
    with Handiwork(settings) as opened:
        cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        opened.__dict__["team"] = Team(opened.state, tmp_path / "team.key", passwords=cheap)
        opened.team.members.make("mira_k", "admin", "three grey horses")
        yield opened


@pytest.fixture
def browser(app):
    return TestClient(
        create_site(app),
        base_url="https://desk.example",
        headers=HTML,
        follow_redirects=False,
        raise_server_exceptions=False,
    )


def begin(browser, to="/lists"):
    sent = browser.get("/sign-in/provider", params={"to": to})
    assert sent.status_code == 302
    return dict(parse_qsl(urlsplit(sent.headers["location"]).query))


def back(browser, provider, asked):
    answer = urlsplit(provider.authorize(asked))
    assert f"{answer.scheme}://{answer.netloc}" == "https://desk.example"
    return browser.get(f"{answer.path}?{answer.query}")


def refused(browser, provider, *words):
    sent = back(browser, provider, begin(browser))
    assert sent.status_code == 403
    assert all(word in sent.text for word in words), sent.text
    assert "__Host-session" not in browser.cookies
    assert browser.get("/account").status_code == 401


def test_who_is_admitted_is_made_a_user_and_signed_in(app, browser, provider):
    assert "Sign in with Kontor" in browser.get("/sign-in").text
    sent = back(browser, provider, begin(browser))
    assert (sent.status_code, sent.headers["location"]) == (303, "/lists")
    account = browser.get("/account.json").json()["user"]
    assert (account["name"], account["role"], account["has_password"]) == ("nora_o", "recruiter", False)
    assert back(browser, provider, begin(browser)).status_code == 303
    assert [member.name for member in app.team.members.all()] == ["mira_k", "nora_o"]
    with app.state.transaction() as session:
        stored = session.execute(text("SELECT subject FROM users WHERE name = 'nora_o'")).scalar()
    assert stored == hashlib.sha256(f"{provider.issuer}\n24828976".encode()).hexdigest()


def test_a_name_that_is_taken_or_an_address_gives_no_other_users_account(app, browser, provider):
    for wanted in ("mira_k", "nora@kontor.example"):
        provider.claims = provider.claims | {"preferred_username": wanted, "sub": f"sub-{wanted}"}
        assert back(browser, provider, begin(browser)).status_code == 303
        account = browser.get("/account.json").json()["user"]
        assert account["name"].startswith("user-")
        assert account["role"] == "recruiter"
    assert "@" not in str(app.team.members.all())


def test_a_user_who_is_shut_out_stays_out(app, browser, provider):
    back(browser, provider, begin(browser))
    app.team.members.disable("nora_o")
    assert back(browser, provider, begin(browser)).status_code == 403
    assert browser.get("/account").status_code == 401


def test_the_role_of_a_known_user_is_the_admins_to_change(app, browser, provider):
    back(browser, provider, begin(browser))
    app.team.members.set_role("nora_o", "viewer")
    back(browser, provider, begin(browser))
    assert browser.get("/account.json").json()["user"]["role"] == "viewer"


@pytest.mark.parametrize("groups", [["all"], [], "sourcing-not", None, {"sourcing": 1}, ["Sourcing"]])
def test_whom_the_settings_do_not_admit_is_refused(browser, provider, groups):
    provider.claims = provider.claims | {"groups": groups}
    refused(browser, provider, "not on this desk")


def test_one_person_is_admitted_by_subject(browser, provider):
    provider.claims = {"sub": "7"}
    assert back(browser, provider, begin(browser)).status_code == 303


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nonce": "another"}, "another sign-in"),
        ({"aud": "other-client"}, "InvalidAudienceError"),
        ({"aud": [CLIENT, "other"]}, "another client"),
        ({"azp": "other"}, "another client"),
        ({"iss": "https://evil.example"}, "InvalidIssuerError"),
        ({"exp": lambda now: now - 120}, "ExpiredSignatureError"),
        ({"iat": lambda now: now + 3600}, "ImmatureSignatureError"),
        ({"nbf": lambda now: now + 3600}, "ImmatureSignatureError"),
        ({"sub": ""}, "nobody"),
        ({"sub": 7}, "InvalidSubjectError"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",  # the same in every process of a run
)
def test_a_token_that_says_something_else_is_not_believed(browser, provider, change, words):
    now = int(time.time())
    said = {claim: value(now) if callable(value) else value for claim, value in change.items()}
    provider.spoil = lambda claims: claims | said
    refused(browser, provider, words)


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_token_that_lacks_something_is_not_believed(browser, provider, claim):
    provider.spoil = lambda claims: {name: value for name, value in claims.items() if name != claim}
    refused(browser, provider, "not good")


def hmac_with_public_key(claims):
    public = key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # The library refuses to sign so, as it should: the token is put together by hand.
    import base64
    import hmac
    import json

    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "one"}).encode())
    signed = head + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.digest(public, signed, "sha256"))).decode()


@pytest.mark.parametrize(
    "sign",
    [
        hmac_with_public_key,
        lambda claims: jwt.encode(claims, None, "none", {"kid": "one"}),
        lambda claims: jwt.encode(claims, SECRET * 4, "HS256", {"kid": "one"}),
        lambda claims: jwt.encode(claims, key(1), "RS256", {"kid": "one"}),
        lambda claims: jwt.encode(claims, key(1), "RS256", {"kid": "unknown"}),
        lambda claims: jwt.encode(claims, key(), "RS256", {"kid": "one"})[:-8] + "AAAAAAAA",
        lambda _: "no.token.atall",
    ],
    ids=["public key as secret", "none", "client secret", "other key", "unknown key", "spoilt", "garbage"],
)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(browser, provider, sign):
    provider.sign = sign
    refused(browser, provider, "ID token")


def test_an_answer_works_once_in_the_browser_that_began_and_with_its_own_state(app, browser, provider):
    asked = begin(browser)
    answer = urlsplit(provider.authorize(asked))
    path = f"{answer.path}?{answer.query}"
    stranger = TestClient(browser.app, base_url="https://desk.example", headers=HTML, follow_redirects=False)
    assert stranger.get(path).status_code == 403  # signing somebody in as the attacker
    assert browser.get(path).status_code == 403  # and the state is used up
    asked = begin(browser)
    answer = urlsplit(provider.authorize(asked))
    assert browser.get(f"{answer.path}?{answer.query.replace(asked['state'], 'x' * 43)}").status_code == 403
    sent = browser.get(f"{answer.path}?{answer.query}")
    assert sent.status_code == 303
    assert browser.get(f"{answer.path}?{answer.query}").status_code == 403


def test_a_code_that_was_stolen_is_worth_nothing_without_the_verifier(browser, provider):
    stolen = dict(parse_qsl(urlsplit(provider.authorize(begin(browser))).query))["code"]
    mine = begin(browser)
    sent = browser.get("/sign-in/back", params={"code": stolen, "state": mine["state"]})
    assert sent.status_code == 502
    assert provider.asked[-1]["code_verifier"]
    assert "answered 400" in sent.text


@pytest.mark.parametrize(
    "query",
    [
        {"error": "access_denied"},
        {"code": "x"},
        {"state": "x"},
        {},
        {"code": "x", "state": "y", "iss": "https://e.example"},
    ],
)
def test_an_answer_that_is_none_or_of_another_provider_says_so(browser, query):
    sent = browser.get("/sign-in/back", params=query)
    assert sent.status_code == 401
    assert "did not sign you in" in sent.text


def test_a_provider_that_calls_itself_otherwise_is_not_asked(browser, provider):
    provider.told_issuer = "https://evil.example"
    sent = browser.get("/sign-in/provider")
    assert sent.status_code == 502
    assert "must be the same" in sent.text


def test_after_the_provider_a_browser_goes_on_but_never_to_another_site(browser, provider):
    assert back(browser, provider, begin(browser, "//evil.example")).headers["location"] == "/"


def test_settings_that_admit_nobody_are_told(tmp_path, provider):
    settings = Settings(home=tmp_path, oidc_issuer=provider.issuer, oidc_client_id=CLIENT)
    with Handiwork(settings) as app:
        app.team.members.make("mira_k", "admin", "three grey horses")
        desk = TestClient(create_site(app), base_url="http://127.0.0.1", headers=HTML, follow_redirects=False)
        sent = desk.get("/sign-in/provider")
        assert sent.status_code == 409
        assert "oidc_admit" in sent.text
