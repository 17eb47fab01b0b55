"""What is kept about one person, as the bundle they get: a page to read, and the same as plain values."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from handiwork.faces.present import person_view, search_view
from handiwork.privacy.purposes import PURPOSES

if TYPE_CHECKING:
    from jinja2 import Template

    from handiwork.app.access import Access, Dated
    from handiwork.desk.drafts import Operator

__all__ = ["FORMAT", "access_page", "access_view", "claim_view"]

FORMAT = 1
"""Version of the bundle."""

_RIGHTS = (
    "see what is held (this bundle), have it corrected, erased or restricted, take it along, object at any time "
    "without a reason, and complain to the data protection authority where you live or work"
)


def claim_view(dated: "Dated") -> dict[str, Any]:
    """Return one row of the lake with its source, its purpose and its times."""
    claim = dated.claim
    return {
        "table": claim.table,
        "relation": claim.relation,
        "purpose": PURPOSES[claim.table],
        "origin": claim.record.origin,
        "package": claim.record.package,
        "source": claim.record.source,
        "held_since": _instant(dated.first),
        "refreshed": _instant(dated.refreshed),
        "held_until": _instant(dated.ends),
        "row": claim.row,
    }


def access_view(access: "Access", *, operator: "Operator | None", made_at: datetime) -> dict[str, Any]:
    """Return everything but the rows of the lake.

    Parameters
    ----------
    access
        What was found.
    operator
        Who answers for it; None if the settings do not say.
    made_at
        The present instant, aware.
    """
    return {
        "format": FORMAT,
        "made_at": _instant(made_at),
        "controller": None if operator is None else asdict(operator),
        "purpose": "finding people for open positions by what they have built in public; an order to read profiles in",
        "legal_basis": "legitimate interest, Article 6(1)(f) GDPR",
        "recipients": "people at the controller who fill the position; it is not sold, passed on or published",
        "automated_decision": "none: an order by a sum of contributions, of which every part is shown; people decide",
        "your_rights": _RIGHTS,
        "recognised_by": {
            "account_ids": sorted(access.who.ids),
            "logins": sorted(access.who.logins),
            "accounts": sorted(access.who.keys),
            "names": sorted(access.who.names),
        },
        "shown_now": None if access.profile is None else person_view(access.profile),
        "left_out": [
            {"login": e.login, "account_id": e.account_id, "since": _instant(e.added_at)} for e in access.left_out
        ],
        "lists": [_entry_view(each) for each in access.entries],
        "saved_searches": [{"search": n, "index": index, "place": place} for n, index, place in access.watched],
        "notices": [{"at": _instant(e.at), "way": e.way, "language": e.language} for e in access.notices],
        "decisions": [
            {
                "number": e.id,
                "verb": e.verb,
                "account": e.account,
                "other": e.other,
                "note": e.note,
                "at": _instant(e.decided_at),
            }
            for e in access.decisions
        ],
        "rankings": [_shown_view(each) for each in access.shown],
        "acts": [{"entry": e.number, "at": e.at, "act": e.act, "by": e.by} for e in access.acts],
    }


def access_page(view: dict[str, Any], claims: Iterable[dict[str, Any]]) -> str:
    """Return the bundle as one page to read without anything else.

    Parameters
    ----------
    view
        Of :func:`access_view`.
    claims
        Of :func:`claim_view`; the page shows how many there are of each kind, from where, and until when.
    """
    kinds: Counter[tuple[str, str, str, str]] = Counter()
    until: dict[tuple[str, str, str, str], str] = {}
    for each in claims:
        kind = (each["table"], each["relation"], each["origin"], each["purpose"])
        kinds[kind] += 1
        until[kind] = max(until.get(kind, ""), each["held_until"])
    rows = [
        {"table": t, "relation": r, "origin": o, "purpose": p, "rows": n, "until": until[t, r, o, p][:10]}
        for (t, r, o, p), n in sorted(kinds.items())
    ]
    return _template().render(view=view, kinds=rows)


# --- private ---


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _entry_view(entry: Any) -> dict[str, Any]:
    return {
        "list": entry.list_number,
        "since": _instant(entry.at),
        "by": entry.by,
        "stage": entry.stage,
        "due": entry.due.isoformat() if entry.due else None,
        "role": entry.role,
        "place": entry.rank,
        "facts": list(entry.facts),
        "moves": [
            {"at": _instant(m.at), "from": m.before, "to": m.after, "reason": m.reason, "words": m.words, "by": m.by}
            for m in entry.moves
        ],
        "notes": [{"at": _instant(n.at), "text": n.text, "by": n.by} for n in entry.notes],
    }


def _shown_view(shown: Any) -> dict[str, Any]:
    asked = shown.entry.details
    found = {
        "entry": shown.entry.number,
        "at": shown.entry.at,
        "by": shown.entry.by,
        "role": asked["role"],
        "index": asked["index"],
        "place": shown.place,
        "score": shown.micros / 1e6,
        "explanation": None,
        "no_explanation_because": shown.reason or None,
    }
    if shown.answer is not None and shown.at is not None:
        hit = search_view(shown.answer)["hits"][shown.at]
        found["explanation"] = {name: hit[name] for name in ("rank", "score", "parts", "evidence")}
    return found


@cache
def _template() -> "Template":
    from jinja2 import Environment  # noqa: PLC0415 - only a bundle needs it here

    text = (files("handiwork.faces") / "access.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
