"""Signing in and out, and the account of who is signed in: password, sessions and tokens of programs."""

from typing import Any

from pydantic import BaseModel, Field

from handiwork.app.auditing import note
from handiwork.app.team import provider_of
from handiwork.errors import NotFoundError, UsageError
from handiwork.faces.present_team import member_view, sessions_view, tokens_view
from handiwork.faces.web.answers import Done, Leave, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.problems import RefusedError
from handiwork.faces.web.routes import Routes
from handiwork.faces.web.twins import wants_json
from handiwork.team import ROLES
from handiwork.team.nouns import WaitError
from handiwork.team.provider import NotAdmittedError, Provider

__all__ = ["routes"]

routes = Routes("Account")

_WRONG = "the name and the password do not belong together, or the user is shut out"


class SignInQuery(BaseModel):
    """Where to go on after signing in."""

    to: str = Field("/", max_length=6000, description="A path of this site.")


class SignIn(SignInQuery):
    """A name and its password."""

    name: str = Field(max_length=100, description="The user's name; no address.")
    password: str = Field(max_length=2000, description="Their password.")


class Answer(BaseModel):
    """A provider's answer, as its redirect carries it."""

    state: str = Field("", max_length=100, description="What was sent to it.")
    code: str = Field("", max_length=4000, description="To be changed for a token.")
    error: str = Field("", max_length=60, description="Why it did not sign anybody in.")
    iss: str = Field("", max_length=500, description="Who answers.")


class WelcomeQuery(BaseModel):
    """An invitation."""

    invitation: str = Field("", max_length=100, description="What the link holds; empty for the first user.")


class NewMember(WelcomeQuery):
    """A user to be."""

    name: str = Field(max_length=100, description="2 to 40 of a-z, 0-9, dot, dash and underscore; no address.")
    password: str = Field(max_length=2000, description="At least 12 characters.")


class NewPassword(BaseModel):
    """A change of one's own password."""

    old_password: str = Field(max_length=2000, description="The present one.")
    new_password: str = Field(max_length=2000, description="At least 12 characters.")


class NewToken(BaseModel):
    """A token to make."""

    title: str = Field(max_length=200, description="What it is for.")
    role: str = Field("viewer", max_length=20, description=f"One of {', '.join(ROLES)}; no more than your own.")
    days: int = Field(90, ge=1, le=366, description="How long it lasts.")


@routes.page("/sign-in", template="sign_in.html", query=SignInQuery, role="public", summary="Sign in")
def sign_in_page(ask: Ask) -> Page:
    """Ask for a name and a password."""
    return _sign_in_page(ask, ask.query.to)


@routes.action("/sign-in", form=SignIn, role="public", template="sign_in.html", summary="Sign in")
def sign_in(ask: Ask) -> Done | Page:
    """Begin a session; the old one of this browser ends."""
    form: SignIn = ask.form
    ask.guard.require_private_line(ask.request)
    if not ask.guard.has_users():
        raise NotFoundError("there are no users yet: make the first at /welcome")
    try:
        secret = ask.app.team.sign_in(
            form.name, form.password, address=_address(ask), instead_of=ask.guard.secret(ask.request)
        )
        said, status = _WRONG, 401
    except WaitError as wait:
        secret, said, status = None, str(wait), 429
    _note_sign_in(ask, form.name, "password", is_in=secret is not None)
    if secret is None:
        if wants_json(ask.request) or ask.request.headers.get("content-type", "").startswith("application/json"):
            raise RefusedError(said, status=status)
        return _sign_in_page(ask, form.to, problem=said, status=status)
    to = "/" if form.to.startswith("/sign-") else form.to
    return Done(to=to, view={"signed_in": form.name.strip().lower()}, cookies=_cookie(ask, secret))


@routes.file("/sign-in/provider", query=SignInQuery, role="public", summary="Sign in by the provider of the settings")
def go_to_provider(ask: Ask) -> Leave:
    """Send the browser to the provider."""
    ask.guard.require_private_line(ask.request)
    begun = _provider(ask).begin(redirect_uri=_back(ask), to=ask.query.to)
    return Leave(begun[0], cookies={_browser_cookie(ask): begun[1]})


@routes.file("/sign-in/back", query=Answer, role="public", summary="Where the provider sends the browser back")
def come_back(ask: Ask) -> Done:
    """Sign in who the provider says it is."""
    query: Answer = ask.query
    issuer = ask.app.settings.oidc_issuer
    if query.error or not query.code or not query.state or query.iss not in {"", issuer}:
        said = query.error if query.error.replace("_", "").isalpha() else "its answer is not whole"
        raise RefusedError(f"the provider did not sign you in ({said}): begin again at /sign-in", status=401)
    try:
        found, to = _provider(ask).finish(
            state=query.state,
            code=query.code,
            browser=ask.request.cookies.get(_browser_cookie(ask), ""),
            redirect_uri=_back(ask),
        )
    except NotAdmittedError as error:
        raise RefusedError(str(error)) from error
    team = ask.app.team
    member = team.members.of_provider(found.issuer, found.subject, wanted=found.wanted, role=ask.app.settings.oidc_role)
    if member is None:
        raise RefusedError("an admin shut you out of this desk")
    secret = team.sessions.begin(member, instead_of=ask.guard.secret(ask.request))
    _note_sign_in(ask, member.name, "provider", is_in=True)
    return Done(to=to, view=member_view(member), cookies=_cookie(ask, secret) | {_browser_cookie(ask): None})


@routes.action("/sign-out", role="viewer", summary="Sign out")
def sign_out(ask: Ask) -> Done:
    """End this browser's session."""
    secret = ask.guard.secret(ask.request)
    if secret:
        ask.app.team.sessions.end(secret)
    return Done(to="/sign-in", view={"signed_in": None}, said="You are signed out.", cookies=_cookie(ask, None))


@routes.page(
    "/welcome", template="welcome.html", query=WelcomeQuery, role="public", summary="Accept an invitation to the team"
)
def welcome_page(ask: Ask) -> Page:
    """Ask who is invited for a name and a password."""
    secret = ask.query.invitation
    if not ask.guard.has_users():
        view: dict[str, Any] = {"is_first": True, "role": "admin"}
    else:
        view = {"is_first": False, "role": ask.app.team.invitations.read(secret).role}
    return Page(view, "Welcome", extra={"invitation": secret}, is_private=True)


@routes.action("/welcome", form=NewMember, role="public", summary="Make oneself a user, by invitation or as the first")
def welcome(ask: Ask) -> Done:
    """Make a user and sign them in."""
    form: NewMember = ask.form
    ask.guard.require_private_line(ask.request)
    team = ask.app.team
    if ask.guard.has_users():
        member = team.invitations.accept(form.invitation, form.name, form.password)
    elif ask.user.is_local:
        member = team.members.make(form.name, "admin", form.password, first=True)
    else:
        raise RefusedError("the first user is made at the machine itself")
    secret = team.sessions.begin(member, instead_of=ask.guard.secret(ask.request))
    said = f"You are signed in as {member.name}."
    return Done(to="/account", view=member_view(member), said=said, status=201, cookies=_cookie(ask, secret))


@routes.page("/account", template="account.html", summary="Who is signed in, their sessions and tokens")
def account(ask: Ask) -> Page:
    """Show the account."""
    if ask.user.is_local:
        return Page({"user": None, "sessions": [], "tokens": []}, "Account")
    return Page(_account_view(ask), "Account", extra=_account_extra(ask), is_private=True)


@routes.action("/account/password", form=NewPassword, role="viewer", summary="Change one's own password")
def change_password(ask: Ask) -> Done:
    """Change the password; all sessions end, and this browser gets a new one."""
    form: NewPassword = ask.form
    ask.guard.require_private_line(ask.request)
    member, team = ask.guard.member(ask.request), ask.app.team
    # Whoever found an open browser must not try passwords faster here than at the door.
    seconds = team.attempts.begin(member.name, _address(ask))
    if seconds:
        raise RefusedError(str(WaitError(seconds)), status=429)
    changed = team.members.change_password(member.name, form.old_password, form.new_password)
    team.attempts.succeeded(member.name, _address(ask))
    said = "Your password is changed, and all other browsers are signed out."
    return Done(to="/account", view=member_view(changed), said=said, cookies=_cookie(ask, team.sessions.begin(changed)))


@routes.action("/account/tokens", form=NewToken, role="viewer", template="account.html", summary="Make a token")
def make_token(ask: Ask) -> Page:
    """Make a token and show it, this once."""
    form: NewToken = ask.form
    member = ask.guard.member(ask.request)
    token, secret = ask.app.team.tokens.make(member, form.title, role=form.role, days=form.days)
    made = tokens_view([token], now=ask.now)[0] | {"token": secret}
    if wants_json(ask.request) or ask.request.headers.get("content-type", "").startswith("application/json"):
        return Page(made, "Token", status=201, is_private=True)
    return Page(_account_view(ask), "Account", extra=_account_extra(ask) | {"made": made}, status=201, is_private=True)


@routes.action("/account/tokens/{number}/revoke", role="viewer", summary="Revoke one's own token")
def revoke_token(ask: Ask) -> Done:
    """Revoke a token."""
    number = _number(ask)
    ask.app.team.tokens.revoke(number, owner=ask.guard.member(ask.request))
    return Done(to="/account", view={"revoked": number}, said="The token is revoked.")


@routes.action("/account/sessions/{number}/end", role="viewer", summary="Sign one's own browser out")
def end_session(ask: Ask) -> Done:
    """End one of one's own sessions."""
    number = _number(ask)
    ask.app.team.sessions.end_number(ask.guard.member(ask.request), number)
    return Done(to="/account", view={"ended": number}, said="That browser is signed out.")


# --- private ---


def _sign_in_page(ask: Ask, to: str, *, problem: str = "", status: int = 200) -> Page:
    chosen = ask.app.settings
    provider = chosen.oidc_name if chosen.oidc_issuer else None
    view = {"needs_users": not ask.guard.has_users(), "problem": problem, "provider": provider}
    return Page(view, "Sign in", extra={"to": to}, status=status, is_private=True)


def _account_view(ask: Ask) -> dict[str, Any]:
    member, team = ask.app.team.members.named(ask.user.name), ask.app.team
    return {
        "user": member_view(member),
        "sessions": sessions_view(team.sessions.of(member)),
        "tokens": tokens_view(team.tokens.all(member), now=ask.now),
    }


def _account_extra(ask: Ask) -> dict[str, Any]:
    return {"roles": [role for role in ROLES if ask.user.may(role)], "made": None}


def _note_sign_in(ask: Ask, name: str, way: str, *, is_in: bool) -> None:
    note(ask.app, "sign-in", user=ask.app.audit.pseudonym("user", name.strip().lower()), way=way, is_in=is_in)


def _address(ask: Ask) -> str:
    return ask.request.client.host if ask.request.client else "here"


def _cookie(ask: Ask, secret: str | None) -> dict[str, str | None]:
    return {ask.guard.cookie(ask.request): secret}


def _provider(ask: Ask) -> Provider:
    """Return the provider; the first user, an admin, is made at the machine itself."""
    found = provider_of(ask.app) if ask.guard.has_users() else None
    if found is None:
        raise NotFoundError("nobody signs in by a provider here: oidc_issuer is not set, or there is no user yet")
    return found


def _back(ask: Ask) -> str:
    return f"{ask.request.url.scheme}://{ask.request.url.netloc}/sign-in/back"


def _browser_cookie(ask: Ask) -> str:
    return "__Host-sign-in" if ask.request.url.scheme == "https" else "sign-in"


def _number(ask: Ask) -> int:
    text = ask.path["number"]
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UsageError(f"{text[:40]!r} is no number")
    return int(text)
