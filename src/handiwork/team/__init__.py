"""A team over one Handiwork: who may sign in, how, and what each may do.

===========  ============================================================
nouns        roles and their order, users, sessions, tokens, invitations
passwords    what is asked of a password, its hash, checking it
provider     signing in by an OpenID Connect provider
members      users: made, changed, shut out
sessions     browsers that are signed in
attempts     how often a sign-in may be tried
tokens       tokens of programs
invitations  links that make a user, once
secrets      random secrets, digests, the key of a home
===========  ============================================================
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.privacy.secrets import read_key
from handiwork.team.attempts import Attempts
from handiwork.team.invitations import Invitations
from handiwork.team.members import Members
from handiwork.team.nouns import ROLES, Invitation, Member, Session, Token, WaitError
from handiwork.team.passwords import Passwords
from handiwork.team.sessions import Sessions
from handiwork.team.tokens import Tokens

if TYPE_CHECKING:
    from handiwork.state.database import Database
    from handiwork.team.provider import Client, Provider

__all__ = ["ROLES", "Invitation", "Member", "Session", "Team", "Token", "WaitError"]


class Team:
    """Everything about the users of one state.

    Parameters
    ----------
    database
        The opened state database.
    key_file
        Where this home's key is, or is made.
    passwords
        Hashes and checks passwords; None takes the usual parameters.
    clock
        Tells the present instant, aware.
    """

    def __init__(
        self,
        database: "Database",
        key_file: Path,
        *,
        passwords: Passwords | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._clock = database, clock
        self._providers: dict[Client, Provider] = {}
        used = passwords or Passwords()
        self.members = Members(database, used, clock)
        self.sessions = Sessions(database, clock)
        self.attempts = Attempts(database, read_key(key_file), clock)
        self.tokens = Tokens(database, clock)
        self.invitations = Invitations(database, self.members, used, clock)

    def provider(self, client: "Client") -> "Provider":
        """Return a provider, which keeps what it found out of where it is asked."""
        from handiwork.team.provider import Provider  # noqa: PLC0415 - brings an HTTP client

        if client not in self._providers:
            self._providers[client] = Provider(client, self._database, self._clock)
        return self._providers[client]

    def sign_in(self, name: str, password: str, *, address: str, instead_of: str | None = None) -> str | None:
        """Begin a session for who says a user's name and password.

        Parameters
        ----------
        name, password
            As typed.
        address
            Of the client; stored as a keyed hash only.
        instead_of
            The secret of the session the browser came with, which ends.

        Returns
        -------
        str or None
            The secret of the new session; None if name and password do not belong together, or the user is shut out.

        Raises
        ------
        WaitError
            If too many attempts failed of late.
        """
        seconds = self.attempts.begin(name, address)
        if seconds:
            raise WaitError(seconds)
        member = self.members.checked(name, password)
        if member is None:
            return None
        self.attempts.succeeded(name, address)
        return self.sessions.begin(member, instead_of=instead_of)
