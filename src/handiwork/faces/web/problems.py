"""Errors as problem+json (RFC 9457), with stable types; the same facts are drawn as a page."""

from dataclasses import dataclass

from handiwork.errors import HandiworkError
from handiwork.faces.error_kinds import kind_of
from handiwork.faces.web.reading import FieldsError

__all__ = ["PROBLEMS", "Problem", "RefusedError", "problem_of"]


class RefusedError(HandiworkError):
    """Somebody asked for what their role, or the lack of one, does not allow.

    Parameters
    ----------
    message
        What was asked, and what it needs.
    status
        401 where signing in helps, 403 where it does not, 429 where waiting does.
    """

    def __init__(self, message: str, *, status: int = 403) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as it is told.

    Attributes
    ----------
    type
        A path on this site that explains the kind: stable.
    title
        The kind, in words.
    status
        HTTP status.
    detail
        What was wrong here, and what to do.
    """

    type: str
    title: str
    status: int
    detail: str

    def to_dict(self) -> dict[str, str | int]:
        """Return the members of RFC 9457."""
        return {"type": self.type, "title": self.title, "status": self.status, "detail": self.detail}


PROBLEMS: dict[str, tuple[int, str]] = {
    "fields": (422, "A field is missing or wrong"),
    "not-found": (404, "It is not there"),
    "usage": (400, "That cannot be done as asked"),
    "setting": (409, "A setting is missing or wrong"),
    "input": (422, "Data that was handed in is not what it should be"),
    "busy": (503, "Another process is writing"),
    "origin": (502, "An origin did not deliver"),
    "store": (500, "What is stored is damaged or from another version"),
    "method": (405, "This address is not asked that way"),
    "sign-in": (401, "Somebody must sign in"),
    "refused": (403, "Not allowed"),
    "too-many": (429, "Too many attempts"),
    "too-large": (413, "Too much was sent"),
    "internal": (500, "Something went wrong"),
}
"""Kinds of problems: the last part of their type, their status and title."""

_BY_STATUS = {401: "sign-in", 403: "refused", 404: "not-found", 405: "method", 413: "too-large", 429: "too-many"}


def problem_of(error: Exception, *, status: int | None = None) -> Problem:
    """Return an error as it is told; one that is not ours says nothing about itself.

    Parameters
    ----------
    error
        What was raised.
    status
        Of an error of the server's own, such as an address that is not there.
    """
    if isinstance(error, RefusedError):
        return _problem(_BY_STATUS[error.status], str(error))
    if isinstance(error, HandiworkError):
        return _problem("fields" if isinstance(error, FieldsError) else kind_of(error), str(error))
    if status in _BY_STATUS:
        return _problem(_BY_STATUS[status], str(getattr(error, "detail", "")) or PROBLEMS[_BY_STATUS[status]][1])
    return _problem("internal", "the server's log says what; nothing was changed")


# --- private ---


def _problem(kind: str, detail: str) -> Problem:
    status, title = PROBLEMS[kind]
    return Problem(f"/api#{kind}", title, status, detail)
