"""Passwords: what is asked of one, its Argon2id hash, and checking one in the same time whoever asks."""

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from handiwork.errors import UsageError

__all__ = ["LEAST_PASSWORD", "Passwords"]

LEAST_PASSWORD = 12
"""Characters that a password has at least."""

_MOST = 1000


class Passwords:
    """Hashes and checks passwords.

    Parameters
    ----------
    hasher
        With its parameters; None takes those that RFC 9106 recommends where memory is scarce (64 MiB, 3 passes).
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()

    def hashed(self, password: str, *, name: str) -> str:
        """Return the hash of a new password.

        Raises
        ------
        UsageError
            If it is too short or long, or is the user's name.
        """
        said = _normal(password)
        if not LEAST_PASSWORD <= len(said) <= _MOST:
            raise UsageError(
                f"the password has {len(said)} characters: take {LEAST_PASSWORD} to {_MOST}; a sentence is good"
            )
        if said.casefold().strip() == name.casefold() or len(set(said)) < 4:
            raise UsageError("the password is the user's name, or one sign repeated: take another; a sentence is good")
        return self._hasher.hash(said)

    def fits(self, password: str, stored: str | None) -> bool:
        """Return whether a password is the stored one; without a stored one, false after the same work."""
        said = _normal(password[: _MOST + 1])
        try:
            return self._hasher.verify(stored or self._nobody, said) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def renewed(self, password: str, stored: str) -> str | None:
        """Return a new hash of a password that fits, if the parameters changed since; else None."""
        return self._hasher.hash(_normal(password)) if self._hasher.check_needs_rehash(stored) else None

    @cached_property
    def _nobody(self) -> str:
        """The hash that is checked where there is no such user."""
        return self._hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    """Return a password as it is hashed: the same signs in one way, however a keyboard makes them."""
    return unicodedata.normalize("NFKC", password)
