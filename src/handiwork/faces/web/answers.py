"""What a handler gives back: a page with its view model, a done action, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Answered", "Done", "Download", "Leave", "Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes
    ----------
    view
        The view model: what the JSON twin shows, and what the template draws.
    title
        Of the page, without the product's name.
    extra
        For the template alone: values of forms, choices, addresses.
    status
        HTTP status; 200 unless the page says that something is not there.
    links
        Addresses by relation, for the header ``Link`` (``next``, ``prev``).
    is_private
        True where no copy may be kept by anybody, as for a shared list.
    """

    view: Mapping[str, Any]
    title: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    links: Mapping[str, str] = field(default_factory=dict)
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was done: a browser goes on to ``to``, a program gets ``view``.

    Attributes
    ----------
    to
        Path and query on this site.
    view
        What the action made or changed, as JSON values.
    said
        A sentence shown on the next page.
    status
        For a program: 200, or 201 where something was made.
    cookies
        Cookies to set by name; None removes one.
    """

    to: str
    view: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""
    status: int = 200
    cookies: Mapping[str, "str | None"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Download:
    """A file.

    Attributes
    ----------
    body
        Its content.
    media_type
        With the charset where it is text.
    filename
        What a browser saves it as; None shows it.
    """

    body: bytes
    media_type: str
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The browser goes to another site, which the settings name: to sign in there.

    Attributes
    ----------
    to
        The whole address.
    cookies
        As of :class:`Done`.
    """

    to: str
    cookies: Mapping[str, "str | None"] = field(default_factory=dict)


Answered = Page | Done | Download | Leave
