"""Names as they may be shown: an owner who is left out is not named."""

from handiwork.privacy.suppression import WITHHELD_OWNER

__all__ = ["public_name"]


def public_name(name: str, hidden: frozenset[str]) -> str:
    """Return ``owner/name`` without an owner who is left out.

    Parameters
    ----------
    name
        Of a repository, or of a model; a name without an owner comes back as it is.
    hidden
        Logins in lower case.

    Examples
    --------
    >>> public_name("Ada_L/web", frozenset({"ada_l"}))
    '(suppressed)/web'
    """
    owner, slash, rest = name.partition("/")
    return f"{WITHHELD_OWNER}/{rest}" if slash and owner.lower() in hidden else name
