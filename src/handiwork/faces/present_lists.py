"""View models of lists: all of them with their counts, one with its people, and what an export holds."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from handiwork.desk.exports import Exported
from handiwork.desk.lists import REASONS, STAGES
from handiwork.faces.covering import public_name
from handiwork.faces.present_people import person_at, without_names

if TYPE_CHECKING:
    from handiwork.app.listing import ListAnswer, Listed
    from handiwork.desk.lists import Entry, PeopleList

__all__ = ["exported", "list_view", "lists_view"]

_DATA = (
    "Data: public contributions on GitHub (GH Archive, CC-BY-4.0; git histories under the terms of each repository), "
    "index {index}; {coverage}. Absence of data is no evidence against anybody."
)


def lists_view(found: "Sequence[tuple[PeopleList, Counter[str]]]") -> dict[str, Any]:
    """Return all lists: number, name, role and how many people are at each stage."""
    return {
        "stages": list(STAGES),
        "lists": [
            {
                "number": each.number,
                "name": each.name,
                "role": each.role,
                "made_by": each.made_by,
                "made_at": f"{each.made_at:%Y-%m-%dT%H:%M:%SZ}",
                "people": counts.total(),
                "stages": {stage: counts[stage] for stage in STAGES if counts[stage]},
            }
            for each, counts in found
        ],
    }


def list_view(answer: "ListAnswer", *, today: date, is_blind: bool = False, has_notes: bool = True) -> dict[str, Any]:
    """Return one list with its people, those with something due first.

    Parameters
    ----------
    answer
        The list.
    today
        What is due before it is overdue.
    is_blind
        Whether names, logins and owners of own repositories are hidden.
    has_notes
        Whether notes, reasons and dates are told.
    """
    people = [
        _entry(each, answer.hidden_owners, today=today, is_blind=is_blind, has_notes=has_notes)
        for each in answer.listed
    ]
    counts = Counter(each["stage"] for each in people)
    return {
        "number": answer.people_list.number,
        "name": answer.people_list.name,
        "role": answer.people_list.role,
        "stages": list(STAGES),
        "counts": {stage: counts[stage] for stage in STAGES},
        "reasons": dict(REASONS),
        "people": sorted(people, key=lambda each: (each["due"] is None, each["due"] or "", each["number"])),
        "data": _data(answer),
        "shares": [
            {
                "number": share.number,
                "expires_at": f"{share.expires_at:%Y-%m-%dT%H:%M:%SZ}",
                "is_blind": share.is_blind,
                "has_notes": share.has_notes,
                "by": share.by,
            }
            for share in answer.shares
        ],
    }


def exported(answer: "ListAnswer", *, is_blind: bool = False) -> list[Exported]:
    """Return the people of a list as exports take them."""
    found = []
    for each in answer.listed:
        entry = each.entry
        view = _entry(each, answer.hidden_owners, today=entry.at.date(), is_blind=is_blind, has_notes=True)
        closing = next((m for m in reversed(entry.moves) if not m.is_undone and m.after == "closed"), None)
        login, name = view["login"], view["name"]
        account = (f"https://github.com/{login}",) if login else ()
        found.append(
            Exported(
                login=login,
                name=name,
                stage=entry.stage,
                due=entry.due,
                reason=": ".join(part for part in (closing.reason, closing.words) if part)
                if closing and entry.stage == "closed"
                else "",
                role=entry.role,
                rank=entry.rank,
                score=view["score"],
                evidence=tuple(_line(fact) for fact in view["facts"]),
                links=(*account, *(fact["url"] for fact in view["facts"] if fact["url"])),
                notes=tuple(f"{note['at'][:10]} {note['by']}: {note['text']}" for note in view["notes"]),
                data=_data(answer),
                list_name=answer.people_list.name,
                added=entry.at.date(),
            )
        )
    return found


# --- private ---


def _entry(each: "Listed", hidden: frozenset[str], *, today: date, is_blind: bool, has_notes: bool) -> dict[str, Any]:
    entry = each.entry
    login = None if is_blind else each.login
    name = None if is_blind else each.name
    facts = [_fact(fact, hidden) for fact in entry.facts]
    view: dict[str, Any] = {
        "number": entry.number,
        "person_id": each.person_id,
        "login": login,
        "name": name,
        "shown": login or name or (f"Person {entry.number}" if is_blind else "account not known"),
        "at": None if each.person_id is None else person_at(each.person_id, each.login, is_blind=is_blind),
        "stage": entry.stage,
        "due": entry.due.isoformat() if entry.due and has_notes else None,
        "is_overdue": bool(entry.due and entry.due < today and has_notes),
        "role": entry.role,
        "index": entry.index,
        "rank": entry.rank,
        "score": None if entry.micros is None else entry.micros / 1_000_000,
        "facts": facts,
        "added_at": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        "added_by": entry.by,
        "elsewhere": list(each.elsewhere) if has_notes else [],
        "moves": _moves(entry) if has_notes else [],
        "notes": [
            {"number": n.number, "text": n.text, "by": n.by, "at": f"{n.at:%Y-%m-%dT%H:%M:%SZ}"} for n in entry.notes
        ]
        if has_notes
        else [],
    }
    if is_blind:
        covered: dict[str, Any] = without_names(view, {each.login or "", entry.login or "", each.name or ""})
        return covered
    return view


def _moves(entry: "Entry") -> list[dict[str, Any]]:
    return [
        {
            "before": m.before,
            "after": m.after,
            "reason": m.reason,
            "words": m.words,
            "by": m.by,
            "at": f"{m.at:%Y-%m-%dT%H:%M:%SZ}",
            "is_undone": m.is_undone,
            "is_undoing": m.undoes is not None,
        }
        for m in entry.moves
    ]


def _fact(fact: dict[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    shown = public_name(str(fact["repo"]), hidden)
    return fact if shown == fact["repo"] else {**fact, "repo": shown, "url": None}


def _line(fact: dict[str, Any]) -> str:
    number = f"#{fact['number']}" if fact.get("number") else ""
    title = f" “{fact['title']}”" if fact.get("title") else ""
    kind = str(fact["kind"]).replace("_", " ")
    return f"{str(fact['at'])[:10]} {kind} {fact['repo']}{number}{title} {fact.get('url') or ''}".rstrip()


def _data(answer: "ListAnswer") -> str:
    origins = Counter(str(line.get("origin")) for line in answer.coverage)
    coverage = ", ".join(f"{count} x {origin}" for origin, count in sorted(origins.items())) or "nothing is loaded"
    return _DATA.format(index=answer.index or "none", coverage=coverage)
