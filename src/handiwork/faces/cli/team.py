"""Commands about a team: users with their roles, passwords and invitations, and tokens of programs."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_text

__all__ = ["tokens", "users"]

users = typer.Typer(help="Users of the desk, their roles and passwords.", no_args_is_help=True)
tokens = typer.Typer(help="Tokens by which programs ask as a user.", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(help="The user's name: a-z, 0-9, dot, dash, underscore; no address.")]
_Role = Annotated[str, typer.Option(help="viewer (reads), recruiter (lists and drafts) or admin (users and data).")]
_Output = Annotated[Format, typer.Option("--format", help="How to print it.")]


@users.command("add")
def add(name: _Name, role: _Role = "recruiter") -> None:
    """Make a user; the password is asked for, or read from standard input. The first user is an admin."""
    with opened() as app:
        made = app.team.members.make(name, role if app.team.members.any() else "admin", _password())
    tell(f"{made.name} is made, with the role {made.role}: `handiwork serve` asks everybody to sign in from now on")


@users.command("list")
def list_users(output: _Output = Format.TABLE) -> None:
    """Show all users."""
    from handiwork.faces.present_team import members_view

    with opened() as app:
        _print(members_view(app.team.members.all()) if app.has_state else [], output, "no user yet: `user add NAME`")


@users.command("role")
def role(name: _Name, role: Annotated[str, typer.Argument(help="viewer, recruiter or admin.")]) -> None:
    """Change what a user may do; they must sign in again."""
    with opened() as app:
        changed = app.team.members.set_role(name, role)
    tell(f"{changed.name} has the role {changed.role}")


@users.command("password")
def password(name: _Name) -> None:
    """Give a user a new password, asked for or read from standard input; all their sessions end."""
    with opened() as app:
        app.team.members.named(name)
        changed = app.team.members.set_password(name, _password())
    tell(f"the password of {changed.name} is changed, and their sessions are ended")


@users.command("disable")
def disable(
    name: _Name, undo: Annotated[bool, typer.Option("--undo", help="Let them in again; tokens stay revoked.")] = False
) -> None:
    """Shut a user out at once: sessions end, tokens are revoked."""
    with opened() as app:
        changed = app.team.members.enable(name) if undo else app.team.members.disable(name)
    tell(f"{changed.name} is {'shut out' if changed.is_disabled else 'let in again'}")


@users.command("invite")
def invite(
    role: _Role = "recruiter",
    days: Annotated[int, typer.Option(min=1, max=30, help="How long the link lasts.")] = 7,
) -> None:
    """Make a link by which one person makes themselves a user; print its path. Nothing is sent."""
    with opened() as app:
        if not app.team.members.any():
            raise UsageError("make the first user, an admin, with `handiwork user add NAME`")
        secret = app.team.invitations.make(role, by=app.settings.operator, days=days)
    say(f"/welcome?invitation={secret}")
    tell("put the desk's address before it and hand it on yourself: it works once")


@tokens.command("make")
def make_token(
    name: _Name,
    title: Annotated[str, typer.Argument(help="What it is for.")],
    role: _Role = "viewer",
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lasts.")] = 90,
) -> None:
    """Make a token for a user; print it, this once."""
    with opened() as app:
        owner = app.team.members.named(name)
        if owner.is_disabled:
            raise UsageError(f"{owner.name} is shut out: a token would not work")
        _, secret = app.team.tokens.make(owner, title, role=role, days=days)
    say(secret)
    tell("it is not shown again; programs send it as `Authorization: Bearer …`")


@tokens.command("list")
def list_tokens(
    name: Annotated[str | None, typer.Argument(help="Only this user's.")] = None, output: _Output = Format.TABLE
) -> None:
    """Show tokens, without their secrets."""
    from handiwork.faces.present_team import tokens_view

    with opened() as app:
        found = app.team.tokens.all(app.team.members.named(name) if name else None)
        _print(tokens_view(found, now=datetime.now(UTC)), output, "no token yet: `token make NAME TITLE`")


@tokens.command("revoke")
def revoke(number: Annotated[int, typer.Argument(help="As `token list` prints it.")]) -> None:
    """Revoke a token at once."""
    with opened() as app:
        app.team.tokens.revoke(number)
    tell(f"token {number} is revoked")


# --- private ---


def _password() -> str:
    """Return a password typed twice at a terminal, or one line of standard input; never an argument."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != typed:
        raise UsageError("the two differ: nothing was changed")
    return typed


def _print(rows: list[dict[str, object]], output: Format, nothing: str) -> None:
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(rows[0]) if rows else []))
    elif output is Format.JSONL:
        raise UsageError("--format jsonl does not fit here: choose table, json or csv")
    elif rows:
        say("\n".join(aligned(rows)))
    else:
        tell(nothing)
