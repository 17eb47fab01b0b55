"""People who asked to be left out: what every room asks before it keeps or shows somebody."""

from dataclasses import dataclass

__all__ = ["Suppressions"]


@dataclass(frozen=True, slots=True)
class Suppressions:
    """The accounts that are left out, as a value to hand to a load, an index or a search.

    Attributes
    ----------
    ids
        Numeric account ids.
    logins
        Logins in lower case.

    Examples
    --------
    >>> Suppressions(ids=frozenset({7}), logins=frozenset({"ada_l"})).covers(None, "Ada_L")
    True
    """

    ids: frozenset[int] = frozenset()
    logins: frozenset[str] = frozenset()

    def covers(self, account_id: int | None, login: str | None) -> bool:
        """Return whether either the id or the login, in any case, is left out; None matches nothing."""
        return account_id in self.ids or (login is not None and login.lower() in self.logins)

    def __bool__(self) -> bool:
        return bool(self.ids or self.logins)
