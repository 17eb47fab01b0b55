"""People as pages name them: by login, or in a blind reading by a number of the index alone."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a name for annotations only
    from handiwork.index import Person

__all__ = ["HIDDEN", "named", "person_at", "shown_as", "without_names"]

HIDDEN = "(hidden)"
"""What stands for a name in a blind reading."""


def person_at(person_id: int, login: str | None, *, is_blind: bool) -> str:
    """Return the last part of a person's address.

    Examples
    --------
    >>> person_at(7, "mira_k", is_blind=False), person_at(7, "mira_k", is_blind=True)
    ('mira_k', 'no:7')
    """
    return login if login and not is_blind else f"no:{person_id}"


def named(person: "Person", *, is_blind: bool) -> dict[str, Any]:
    """Return a person as ``at`` (last part of the address) and ``shown`` (what to call them)."""
    shown = f"Person {person.person_id}" if is_blind else person.login or person.name or "account not known"
    return {"at": person_at(person.person_id, person.login, is_blind=is_blind), "shown": shown}


def shown_as(hit: Mapping[str, Any], *, is_blind: bool) -> dict[str, Any]:
    """Return a hit with ``at`` (address), ``shown`` and ``name``; in a blind reading without who it is.

    A blind hit names no login and no name, and repositories that are the person's own lose their owner.
    """
    found = dict(hit)
    at = person_at(hit["person_id"], hit["login"], is_blind=is_blind)
    if is_blind:
        names = {hit["login"] or "", hit["person"]}
        found = without_names({**found, "login": None, "person": f"Person {hit['person_id']}"}, names)
    shown = found["login"] or found["person"]
    name = found["person"] if found["login"] and found["person"] != found["login"] else None
    return found | {"at": at, "shown": shown, "name": name}


def without_names(value: Any, logins: Iterable[str]) -> Any:
    """Return a view model in which no text holds one of the logins; links that do are left out."""
    words = [re.escape(login) for login in logins if login]
    if not words:
        return value
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)

    def covered(item: Any) -> Any:
        if isinstance(item, str):
            if pattern.search(item):
                return None if item.startswith("https://") else pattern.sub(HIDDEN, item)
            return item
        if isinstance(item, dict):
            return {key: covered(each) for key, each in item.items()}
        return [covered(each) for each in item] if isinstance(item, list) else item

    return covered(value)
