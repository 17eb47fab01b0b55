"""The view model of a person's page: ledger, timeline, representative work, and why they stand where they stand."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from handiwork.evidence.activity import LANES, month_names
from handiwork.faces.covering import public_name
from handiwork.faces.present import evidence_view, person_view
from handiwork.faces.present_people import HIDDEN, person_at, without_names

if TYPE_CHECKING:
    from handiwork.app.person import Explained, PersonPage

__all__ = ["explained_view", "person_page_view"]


def person_page_view(page: "PersonPage", *, is_blind: bool = False) -> dict[str, Any]:
    """Return a person's page.

    Parameters
    ----------
    page
        What is known.
    is_blind
        Whether everything that says who it is is left out: names, logins, own repositories' owners, accounts elsewhere.

    Returns
    -------
    dict
        What ``person show`` prints, with ``at``, ``months`` and ``lanes`` (acts by calendar month), ``representative``
        and ``ledger`` (each claim with source, day and licence).
    """
    profile, index = page.profile, page.index
    hidden = profile.hidden_owners
    view = person_view(profile)
    view |= {
        "at": person_at(page.person_id, profile.person.login, is_blind=is_blind),
        "person_id": page.person_id,
        "built_on": index.built_on.isoformat(),
        "month_names": month_names(index.built_on, len(page.months)),
        "months": list(page.months),
        "activity": page.words,
        "lanes": [
            {
                "repo": public_name(index.repository_name(each.repo_no), hidden),
                "total": each.total,
                "first": each.first.isoformat(),
                "last": each.last.isoformat(),
                "lanes": {name: list(each.lanes[name]) for name in LANES},
            }
            for each in page.lanes
        ],
        "repositories": page.n_repositories,
        "representative": [evidence_view(item, hidden) for item in page.representative],
        "coverage": page.coverage,
    }
    view["ledger"] = _ledger(view)
    return _blind(view, _names_of(page)) if is_blind else view


def explained_view(found: "Explained", page: "PersonPage", *, is_blind: bool = False) -> dict[str, Any]:
    """Return why a person stands where they stand: ``rank``, ``score`` and ``parts`` that add up, each with its acts.

    Acts are given for the strongest documents; ``score`` is None if nothing of theirs matches.
    """
    hidden = page.profile.hidden_owners
    if found.hit is None:
        return {"rank": None, "score": None, "parts": [], "role": found.brief.text}
    parts = []
    for part in found.hit.parts:
        label = (
            part.label
            if part.repository is None
            else part.label.replace(part.repository, public_name(part.repository, hidden), 1)
        )
        acts = found.acts.get((part.kind, part.doc if part.doc is not None else -1), ())
        parts.append(
            {
                "part": label,
                "kind": part.kind,
                "value": part.value,
                "acts": len(acts),
                "evidence": [evidence_view(item, hidden) for item in acts[:3]],
            }
        )
    view = {"rank": found.hit.rank, "score": found.hit.score, "parts": parts, "role": found.brief.text}
    found_view: dict[str, Any] = without_names(view, _names_of(page)) if is_blind else view
    return found_view


# --- private ---


def _ledger(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each claim about the person with where it is from: contributions a repository, then what they made."""
    rows = [
        {
            "claim": f"{lane['total']:,} contributions to {lane['repo']}",
            "source": "public contributions on GitHub",
            "from": lane["first"],
            "until": lane["last"],
            "licence": "as the origin gives it",
            "url": None if lane["repo"].startswith("(") else f"https://github.com/{lane['repo']}",
        }
        for lane in view["lanes"]
    ]
    rows += [
        {
            "claim": f"{', '.join(work['roles'])} of the {work['kind']} {work['title']}",
            "source": work["origin"],
            "from": (work["at"] or "")[:10],
            "until": (work["seen_at"] or "")[:10],
            "licence": work["data_licence"],
            "url": work["url"],
        }
        for work in view["works"]
    ]
    return rows


def _names_of(page: "PersonPage") -> set[str]:
    """Return everything that says who somebody is: logins, the name, and what accounts elsewhere are called."""
    person, told = page.profile.person, page.profile.told
    found = {*person.logins, person.name or "", person.login or ""}
    for link in told.accounts if told else ():
        found |= {link.handle or "", link.account.partition(":")[2]}
    if told and told.profile:
        found |= {told.profile.name or "", *(url.rstrip("/").rpartition("/")[2] for url in told.profile.links)}
    return {name for name in found if len(name) > 1}


def _blind(view: dict[str, Any], logins: Iterable[str]) -> dict[str, Any]:
    """Return a view without who it is: names, logins, accounts elsewhere; titles of works and repositories stay."""
    shown: dict[str, Any] = without_names(view, logins)
    shown |= {
        "person": f"Person {view['person_id']}",
        "login": None,
        "logins": [],
        "profile": None,
        "accounts": [{"origin": each["origin"], "status": each["status"]} for each in view["accounts"]],
        "possible": {"accounts": [], "works": []},
        "works": [_unsigned(work) for work in shown["works"]],
        "origins": [{**origin, "ask": None} for origin in view["origins"]],
        "ml_work": [{**fact, "links": []} for fact in shown["ml_work"]],
        "signals": {**shown["signals"], "ask": None},
    }
    return shown


def _unsigned(work: Mapping[str, Any]) -> dict[str, Any]:
    owner, slash, rest = str(work["title"]).partition("/")
    title = f"{HIDDEN}/{rest}" if slash and work["kind"] in {"model", "dataset", "space"} and owner else work["title"]
    return {**work, "title": title, "work": work["kind"], "url": None, "source": None, "link": None}
