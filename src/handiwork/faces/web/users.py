"""Who asks, and what the roles are."""

from dataclasses import dataclass

__all__ = ["ROLES", "User"]

ROLES = ("public", "viewer", "recruiter", "admin")
"""What a user may do, each with all before it: sign in, read, work with lists and drafts, look after users and data."""


@dataclass(frozen=True, slots=True)
class User:
    """Who asks.

    Attributes
    ----------
    name
        What they are called; never an address.
    role
        One of :data:`ROLES`.
    is_local
        True for whoever sits at this machine where no users were made.
    number
        Of the user in the state; None for the local operator and for nobody.
    """

    name: str
    role: str
    is_local: bool = False
    number: int | None = None

    def may(self, role: str) -> bool:
        """Return whether the user has a role or more."""
        return ROLES.index(self.role) >= ROLES.index(role)
