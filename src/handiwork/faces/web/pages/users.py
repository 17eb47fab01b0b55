"""Users, as admins look after them: roles, shutting out, invitations."""

from typing import Any

from pydantic import BaseModel, Field

from handiwork.faces.present_team import invitations_view, member_view, members_view
from handiwork.faces.web.answers import Done, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.routes import Routes
from handiwork.faces.web.twins import wants_json
from handiwork.team import ROLES

__all__ = ["routes"]

routes = Routes("Users")


class RoleForm(BaseModel):
    """Another role."""

    role: str = Field(max_length=20, description=f"One of {', '.join(ROLES)}.")


class NewInvitation(BaseModel):
    """An invitation to make."""

    role: str = Field("recruiter", max_length=20, description=f"One of {', '.join(ROLES)}.")
    days: int = Field(7, ge=1, le=30, description="How long the link lasts.")


@routes.page("/users", template="users.html", role="admin", summary="All users and open invitations")
def users(ask: Ask) -> Page:
    """Show users."""
    return Page(_view(ask), "Users", extra={"roles": ROLES, "made": None}, is_private=True)


@routes.action("/users/{name}/role", form=RoleForm, role="admin", summary="Change what a user may do")
def set_role(ask: Ask) -> Done:
    """Change a role; the user must sign in again."""
    ask.guard.member(ask.request)
    changed = ask.app.team.members.set_role(ask.path["name"], ask.form.role)
    return _done(changed, f"{changed.name} has the role {changed.role} and must sign in again.")


@routes.action("/users/{name}/disable", role="admin", summary="Shut a user out")
def disable(ask: Ask) -> Done:
    """Shut a user out."""
    ask.guard.member(ask.request)
    changed = ask.app.team.members.disable(ask.path["name"])
    return _done(changed, f"{changed.name} is shut out.")


@routes.action("/users/{name}/enable", role="admin", summary="Let a user in again")
def enable(ask: Ask) -> Done:
    """Let a user in again."""
    ask.guard.member(ask.request)
    changed = ask.app.team.members.enable(ask.path["name"])
    return _done(changed, f"{changed.name} is let in again.")


@routes.action(
    "/invitations", form=NewInvitation, role="admin", template="users.html", summary="Make a link that invites one user"
)
def invite(ask: Ask) -> Page:
    """Make an invitation and show its link, this once."""
    by = ask.guard.member(ask.request)
    secret = ask.app.team.invitations.make(ask.form.role, by=by.name, days=ask.form.days)
    url = ask.request.url
    made = {"link": f"{url.scheme}://{url.netloc}/welcome?invitation={secret}", "role": ask.form.role}
    if wants_json(ask.request) or ask.request.headers.get("content-type", "").startswith("application/json"):
        return Page(made, "Invitation", status=201, is_private=True)
    return Page(_view(ask), "Users", extra={"roles": ROLES, "made": made}, status=201, is_private=True)


@routes.action("/invitations/{number}/withdraw", role="admin", summary="Withdraw an invitation")
def withdraw(ask: Ask) -> Done:
    """Make an invitation useless."""
    ask.guard.member(ask.request)
    number = ask.number("number", "an invitation")
    ask.app.team.invitations.withdraw(number)
    return Done(to="/users", view={"withdrawn": number}, said="The invitation is withdrawn.")


# --- private ---


def _view(ask: Ask) -> dict[str, Any]:
    if ask.user.is_local:
        return {"users": [], "invitations": []}
    team = ask.app.team
    return {
        "users": members_view(team.members.all()),
        "invitations": invitations_view(team.invitations.open()),
    }


def _done(changed: Any, said: str) -> Done:
    return Done(to="/users", view=member_view(changed), said=said)
