"""Users and tokens on the command line: passwords come by standard input, secrets are printed once."""

import io
import json

import pytest

WORDS = "three grey horses"


@pytest.fixture
def typed(command, tmp_path, monkeypatch):
    """Run a command in one home with something on standard input."""

    def call(*arguments, stdin=WORDS):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{stdin}\n"))
        return command(tmp_path, *arguments)

    return call


def test_the_first_user_is_an_admin_whatever_was_asked(typed):
    assert typed("user", "list").err == "no user yet: `user add NAME`\n"
    made = typed("user", "add", "Mira_K")
    assert (made.code, made.out) == (0, "")
    assert "mira_k is made, with the role admin" in made.err
    assert typed("user", "add", "joe_p", "--role", "viewer").code == 0
    listed = json.loads(typed("user", "list", "--format", "json").out)
    assert [(one["name"], one["role"], one["seen_on"]) for one in listed] == [
        ("joe_p", "viewer", None),
        ("mira_k", "admin", None),
    ]
    assert "argon2" not in str(listed)
    assert typed("user", "list").out.split()[:2] == ["name", "role"]


def test_a_weak_password_and_an_address_for_a_name_are_refused(typed):
    short = typed("user", "add", "mira_k", stdin="short")
    assert (short.code, "5 characters" in short.err) == (2, True)
    address = typed("user", "add", "mira@k.example")
    assert (address.code, "k.example" in address.err) == (2, False)


def test_a_user_is_changed_and_shut_out(typed):
    typed("user", "add", "mira_k")
    typed("user", "add", "joe_p")
    assert "joe_p has the role viewer" in typed("user", "role", "joe_p", "viewer").err
    assert "sessions are ended" in typed("user", "password", "joe_p", stdin="four grey horses").err
    assert "shut out" in typed("user", "disable", "joe_p").err
    assert typed("token", "make", "joe_p", "export").code == 2
    assert "let in again" in typed("user", "disable", "joe_p", "--undo").err
    last = typed("user", "disable", "mira_k")
    assert (last.code, "only admin" in last.err) == (2, True)
    assert typed("user", "role", "nobody_x", "viewer").code == 3


def test_an_invitation_is_a_path_that_is_handed_on(typed):
    assert "user add" in typed("user", "invite").err
    typed("user", "add", "mira_k")
    assert typed("user", "invite", "--role", "viewer").out.startswith("/welcome?invitation=")


def test_a_token_is_printed_once_listed_and_revoked(typed):
    typed("user", "add", "mira_k")
    secret = typed("token", "make", "mira_k", "nightly export", "--days", "3").out.strip()
    assert secret.startswith("hw_")
    listed = typed("token", "list", "mira_k", "--format", "json").out
    assert secret not in listed
    assert [(one["number"], one["title"], one["state"]) for one in json.loads(listed)] == [
        (1, "nightly export", "in force")
    ]
    assert typed("token", "revoke", "1").code == 0
    assert json.loads(typed("token", "list", "--format", "json").out)[0]["state"] == "revoked"
    assert typed("token", "revoke", "9").code == 3
