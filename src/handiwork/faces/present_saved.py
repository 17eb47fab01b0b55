"""View models of saved searches and of what is new in them; the feed as Atom."""

from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from handiwork.faces.present import evidence_view
from handiwork.faces.present_people import named, without_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handiwork.app.saving import SavedNews
    from handiwork.desk.saved import SavedSearch
    from handiwork.evidence import Evidence

__all__ = ["atom", "saved_view", "saved_views"]

_ATOM = "http://www.w3.org/2005/Atom"


def saved_views(found: "Sequence[SavedNews]") -> dict[str, Any]:
    """Return all saved searches, each with how much is new in it."""
    return {
        "saved": [
            {
                **_saved(each.saved),
                "index": each.index,
                "since": each.since.isoformat() if each.since else None,
                "came": len(each.news.came),
                "left": len(each.news.left),
                "moved": len(each.news.moved),
                "fresh": len(each.fresh),
                "problem": each.problem,
            }
            for each in found
        ]
    }


def saved_view(found: "SavedNews", *, is_blind: bool = False) -> dict[str, Any]:
    """Return what is new in one saved search: who came, left and moved, and new contributions with links."""
    return {
        **_saved(found.saved),
        "index": found.index,
        "before": found.before,
        "built_on": found.built_on.isoformat() if found.built_on else None,
        "since": found.since.isoformat() if found.since else None,
        "came": [_person(found, key, is_blind=is_blind) | {"place": place} for key, place in found.news.came],
        "left": [_person(found, key, is_blind=is_blind) | {"place": place} for key, place in found.news.left],
        "moved": [
            _person(found, key, is_blind=is_blind) | {"before": before, "place": place}
            for key, before, place in found.news.moved
        ],
        "fresh": [_worked(found, key, acts, is_blind=is_blind) for key, acts in found.fresh.items()],
        "problem": found.problem,
    }


def atom(found: "SavedNews", *, address: str) -> bytes:
    """Return what is new as an Atom feed (RFC 4287): an entry for each who came, and for each with new work.

    Parameters
    ----------
    found
        What is new.
    address
        Of this site, without a slash at its end.
    """
    view = saved_view(found)
    ET.register_namespace("", _ATOM)
    number = found.saved.number
    updated = datetime.combine(found.built_on, time(), UTC) if found.built_on else found.saved.made_at
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _texts(feed, id=f"urn:handiwork:saved:{number}", title=found.saved.name, updated=_instant(updated))
    author = ET.SubElement(feed, f"{{{_ATOM}}}author")
    _texts(author, name="Handiwork")
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", href=f"{address}/saved/{number}")
    for what, people in (("came", view["came"]), ("fresh", view["fresh"])):
        for each in people:
            entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
            digest = sha256(f"{number} {found.index} {what} {each['key']}".encode()).hexdigest()[:32]
            lines = [_line(act) for act in each.get("evidence", ())]
            said = f"is new, at place {each['place']}" if what == "came" else "has new work"
            title = f"{each['shown']} {said}"
            _texts(
                entry,
                id=f"urn:handiwork:news:{digest}",
                title=title,
                updated=_instant(updated),
                summary="\n".join(lines) or title,
            )
            if each["at"]:
                ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=f"{address}/people/{each['at']}")
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


# --- private ---


def _saved(saved: "SavedSearch") -> dict[str, Any]:
    return {
        "number": saved.number,
        "name": saved.name,
        "query": saved.query,
        "top": saved.top,
        "has_feed": saved.has_feed,
        "made_by": saved.made_by,
        "made_at": _instant(saved.made_at),
    }


def _person(found: "SavedNews", key: str, *, is_blind: bool) -> dict[str, Any]:
    person = found.people.get(key)
    if person is None:
        return {"key": None if is_blind else key, "at": None, "shown": "no longer in the index"}
    return {"key": None if is_blind else key, **named(person, is_blind=is_blind)}


def _worked(found: "SavedNews", key: str, acts: "Sequence[Evidence]", *, is_blind: bool) -> dict[str, Any]:
    """Return somebody with new contributions; in a blind reading no repository or link of theirs names them."""
    view = _person(found, key, is_blind=is_blind)
    view |= {"evidence": [evidence_view(item, found.hidden_owners) for item in acts]}
    person = found.people.get(key)
    if is_blind and person is not None:
        view = without_names(view, {*person.logins, person.login or "", person.name or ""})
    return view


def _line(act: dict[str, Any]) -> str:
    return f"{act['at'][:10]} {act['kind'].replace('_', ' ')} {act['repo']}: {act['title'] or ''}".rstrip(": ")


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        # What XML cannot hold at all is left out: titles come from strangers.
        kept = "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF))
        ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = kept.replace("\ufffe", "").replace("\uffff", "")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
