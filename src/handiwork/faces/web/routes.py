"""How a part of the desk declares its pages, actions and files: once, for browser, JSON and OpenAPI."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from handiwork.faces.web.answers import Done, Download, Leave, Page
from handiwork.faces.web.asked import Ask

__all__ = ["CsvRows", "Route", "Routes"]

CsvRows = Callable[[Mapping[str, Any]], tuple[Sequence[Mapping[str, Any]], Sequence[str]]]
"""A view model → rows and their columns, for the CSV twin."""

_Handler = Callable[[Ask], Any]
_File = TypeVar("_File", Download, Leave, Done)


@dataclass(frozen=True, slots=True)
class Route:
    """One address and what answers it.

    Attributes
    ----------
    path
        With parts in braces, ``/lists/{list_id}``.
    kind
        page | action | file.
    handler
        Given an :class:`Ask`.
    template
        Of a page; None otherwise.
    query, form
        Models of what may be asked with the address, and of the body of an action.
    role
        What a user must be at least, see :data:`handiwork.faces.web.users.ROLES`.
    summary
        One line, for the OpenAPI document.
    tag
        Part of the desk.
    csv
        Makes the rows of the CSV twin; None where there is none.
    media
        Type of what is answered, for the OpenAPI document.
    """

    path: str
    kind: str
    handler: _Handler
    summary: str
    tag: str
    role: str
    template: str | None = None
    query: type[BaseModel] | None = None
    form: type[BaseModel] | None = None
    csv: CsvRows | None = None
    media: str = "application/json"


class Routes:
    """The addresses of one part of the desk.

    Parameters
    ----------
    tag
        What the part is called.
    """

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.found: list[Route] = []

    def page(
        self,
        path: str,
        *,
        template: str,
        summary: str,
        query: type[BaseModel] | None = None,
        role: str = "viewer",
        csv: CsvRows | None = None,
    ) -> Callable[[Callable[[Ask], Page]], Callable[[Ask], Page]]:
        """Declare a page that is read with GET; its JSON twin is ``path`` with ``.json``."""

        def keep(handler: Callable[[Ask], Page]) -> Callable[[Ask], Page]:
            self.found.append(
                Route(path, "page", handler, summary, self.tag, role, template=template, query=query, csv=csv)
            )
            return handler

        return keep

    def action(
        self,
        path: str,
        *,
        summary: str,
        form: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        role: str = "recruiter",
        template: str | None = None,
    ) -> Callable[[Callable[[Ask], Done | Page]], Callable[[Ask], Done | Page]]:
        """Declare what is done with POST, from a form or a JSON body with the same fields.

        A template is needed where the handler may answer with a page.
        """

        def keep(handler: Callable[[Ask], Done | Page]) -> Callable[[Ask], Done | Page]:
            self.found.append(
                Route(path, "action", handler, summary, self.tag, role, template=template, form=form, query=query)
            )
            return handler

        return keep

    def file(
        self,
        path: str,
        *,
        summary: str,
        query: type[BaseModel] | None = None,
        role: str = "viewer",
        media: str = "*/*",
    ) -> Callable[[Callable[[Ask], _File]], Callable[[Ask], _File]]:
        """Declare a file that is read with GET, or an address that sends a browser on."""

        def keep(handler: Callable[[Ask], _File]) -> Callable[[Ask], _File]:
            self.found.append(Route(path, "file", handler, summary, self.tag, role, query=query, media=media))
            return handler

        return keep
