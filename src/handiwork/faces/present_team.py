"""View models of a team: users, sessions, tokens and invitations, none with a secret."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from handiwork.team import Invitation, Member, Session, Token

__all__ = ["invitations_view", "member_view", "members_view", "sessions_view", "tokens_view"]


def member_view(member: Member) -> dict[str, Any]:
    """Return one user."""
    return {
        "name": member.name,
        "role": member.role,
        "is_disabled": member.is_disabled,
        "has_password": member.has_password,
        "made_on": member.made_at.date().isoformat(),
        "seen_on": member.seen_on and member.seen_on.isoformat(),
    }


def members_view(members: Iterable[Member]) -> list[dict[str, Any]]:
    """Return users."""
    return [member_view(member) for member in members]


def tokens_view(tokens: Iterable[Token], *, now: datetime) -> list[dict[str, Any]]:
    """Return tokens, each with whether it is in force now."""
    return [
        {
            "number": token.number,
            "owner": token.owner,
            "title": token.title,
            "role": token.role,
            "state": "revoked" if token.is_revoked else "over" if now >= token.expires_at else "in force",
            "made_on": token.made_at.date().isoformat(),
            "expires_on": token.expires_at.date().isoformat(),
            "used_on": token.used_on and token.used_on.isoformat(),
        }
        for token in tokens
    ]


def sessions_view(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """Return sessions; nothing is known of a browser but when it signed in and asked last."""
    return [
        {
            "number": session.number,
            "made_at": session.made_at.isoformat(timespec="minutes"),
            "seen_at": session.seen_at.isoformat(timespec="minutes"),
        }
        for session in sessions
    ]


def invitations_view(invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    """Return invitations that can be used."""
    return [
        {
            "number": each.number,
            "role": each.role,
            "made_by": each.made_by,
            "expires_on": each.expires_at.date().isoformat(),
        }
        for each in invitations
    ]
