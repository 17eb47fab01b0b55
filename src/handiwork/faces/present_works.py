"""View models of what a person made elsewhere: what is proved, what may be theirs, and what was never asked."""

from collections.abc import Iterable
from datetime import datetime
from shlex import quote
from typing import TYPE_CHECKING, Any

from handiwork.faces.covering import public_name

if TYPE_CHECKING:  # names for annotations only
    from handiwork.index import AccountLink, Asked, PersonTold, PublicProfile, Work

__all__ = ["ORIGINS", "told_view"]

ORIGINS: dict[str, str] = {
    "github": "--person {who}",
    "pypi": "PACKAGE …",
    "conferences": "PROGRAMME …",
    "huggingface": "{handle}",
    "papers": "--account {handle}",
}
"""Origins beside archive and git histories, and how each is asked about somebody: what to say after `handiwork ingest
ORIGIN`."""

_HUB = ("model", "dataset", "space")
_ROLES = ("owner", "maintainer", "author", "speaker")


def told_view(told: "PersonTold | None", who: str, hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what other origins told of a person.

    Parameters
    ----------
    told
        As the index has it; None if it has nothing of the kind.
    who
        The person's login, or key: what commands about them are written with.
    hidden
        Logins, lower case, that must not be shown as owners.

    Returns
    -------
    dict
        ``profile`` (None if it was not asked for); ``accounts`` and ``works`` of accepted links; ``possible`` with
        ``accounts`` and ``works`` that may be theirs; ``origins`` with one row for each of :data:`ORIGINS`.
    """
    accounts = told.accounts if told else ()
    works = told.works if told else ()
    sure, unsure = (
        {
            "accounts": [_account(link, who) for link in accounts if link.status == status],
            "works": [_work(parts, hidden) for parts in _by_work(works, status)],
        }
        for status in ("accepted", "possible")
    )
    return {
        "profile": _profile(told.profile) if told and told.profile else None,
        **sure,
        "possible": unsure,
        "origins": _origins(told.asked if told else (), accounts, who),
    }


# --- private ---


def _by_work(works: "Iterable[Work]", status: str) -> "list[list[Work]]":
    """Return the parts in each work by one account, works in their order."""
    found: dict[tuple[str, str], list[Work]] = {}
    for work in works:
        if work.link.status == status:
            found.setdefault((work.work, work.link.account), []).append(work)
    return list(found.values())


def _work(parts: "list[Work]", hidden: frozenset[str]) -> dict[str, Any]:
    work, link = parts[0], parts[0].link
    title = public_name(work.title, hidden) if work.kind in _HUB else work.title
    is_covered = title != work.title
    bases = [
        base for base in work.facts.get("base_models", ()) if public_name(str(base.get("name")), hidden) == base["name"]
    ]
    facts = {**work.facts, "base_models": bases}
    return {
        "work": f"{work.kind}:{title}" if is_covered else work.work,
        "kind": work.kind,
        "title": title,
        "roles": sorted((part.role for part in parts), key=_ROLES.index),
        "url": None if is_covered else work.url,
        "at": _instant(work.at),
        "licence": work.licence,
        "facts": {name: value for name, value in facts.items() if value != []},
        "repositories": [{"repo": public_name(name, hidden), "proof": proof} for name, proof in work.repositories],
        "origin": work.origin,
        "data_licence": work.data_licence,
        "seen_at": _instant(work.seen_at),
        "source": None if is_covered else work.source,
        "link": {
            "account": link.account,
            "status": link.status,
            "strength": link.strength,
            "reasons": list(dict.fromkeys(reason.reason for reason in link.reasons)),
        },
    }


def _account(link: "AccountLink", who: str) -> dict[str, Any]:
    view = {
        "account": link.account,
        "origin": link.origin,
        "handle": link.handle,
        "page": link.page,
        "status": link.status,
        "strength": link.strength,
        "reasons": [
            {"reason": r.reason, "weight": r.weight, "source": r.source, "seen_at": _instant(r.seen_at)}
            for r in link.reasons
        ],
    }
    if link.status == "possible":
        view |= {verb: f"handiwork identity {verb} {quote(who)} {quote(link.account)}" for verb in ("accept", "reject")}
    return view


def _profile(profile: "PublicProfile") -> dict[str, Any]:
    return {
        "name": profile.name,
        "links": list(profile.links),
        "is_hireable": profile.is_hireable,
        "page": profile.page,
        "data_licence": profile.data_licence,
        "seen_at": _instant(profile.seen_at),
        "source": profile.source,
    }


def _origins(asked: "Iterable[Asked]", accounts: "Iterable[AccountLink]", who: str) -> list[dict[str, Any]]:
    """Return what was asked: ``status`` is observed, possible (only about what may be theirs) or not observed."""
    by_name = {one.origin: one for one in asked}
    handles = [link.handle for link in accounts if link.origin == "huggingface" and link.handle]
    handle = handles[0] if handles else "HANDLE"
    rows = []
    for name, how in ORIGINS.items():
        found = by_name.get(name)
        observed = "not observed" if found is None else {"accepted": "observed"}.get(found.status, found.status)
        rows.append(
            {
                "origin": name,
                "status": observed,
                "asked_at": _instant(found.asked_at) if found else None,
                "data_licences": list(found.data_licences) if found else [],
                "ask": f"handiwork ingest {name} {how.format(who=quote(who), handle=quote(handle))}",
            }
        )
    return rows


def _instant(at: datetime | None) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"
