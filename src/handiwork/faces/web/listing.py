"""What pages of people need of lists: which there are to choose from, and on which somebody is."""

from typing import Any

from handiwork.app.listing import lists_with, pause_of
from handiwork.faces.web.asked import Ask

__all__ = ["LIST_COOKIE", "choices_of_lists", "last_list", "standing_on_lists"]

LIST_COOKIE = "list"
"""Holds the number of the list that was used last."""


def choices_of_lists(ask: Ask) -> dict[str, Any]:
    """Return the lists to choose from, and the number of the one that was used last; nothing for who may not."""
    if not ask.user.may("recruiter"):
        return {"lists": [], "last_list": None}
    found = [{"number": number, "name": name} for number, name in ask.app.list_book.names().items()]
    return {"lists": found, "last_list": last_list(ask)}


def last_list(ask: Ask) -> int | None:
    """Return the number of the list that this browser used last; None if it says none."""
    text = ask.request.cookies.get(LIST_COOKIE, "")
    return int(text) if text.isascii() and text.isdigit() else None


def standing_on_lists(ask: Ask, key: str) -> dict[str, Any]:
    """Return on which lists a person is, by their key, and until when they are not to be contacted again."""
    if not ask.user.may("viewer"):
        return {"on_lists": [], "paused": None}
    names = ask.app.list_book.names()
    on_lists = [
        {"number": e.number, "list_number": e.list_number, "name": names[e.list_number], "stage": e.stage}
        for e in lists_with(ask.app, key)
    ]
    until = pause_of(ask.app, key) if on_lists else None
    paused = until.isoformat() if until is not None and until >= ask.now.date() else None
    return {"on_lists": on_lists, "paused": paused}
