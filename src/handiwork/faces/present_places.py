"""View models of ecosystems and repositories as places where people work, of the data, and of how ranking works."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from handiwork.evidence.activity import month_names
from handiwork.faces.covering import public_name
from handiwork.faces.present import ecosystem_view, search_view, status_view
from handiwork.faces.present_people import named
from handiwork.index import CONTRIBUTION_KINDS
from handiwork.search import SearchOptions

if TYPE_CHECKING:
    from handiwork.app import Handiwork, Status
    from handiwork.app.places import EcosystemPlace, EcosystemRow, RepositoryPlace
    from handiwork.index import Index
    from handiwork.pool.funnel import People

__all__ = ["data_view", "ecosystem_page_view", "ecosystems_view", "ranking_view", "repository_view"]

_LICENCES = (
    ("GH Archive", "CC-BY-4.0", "https://www.gharchive.org"),
    ("git histories", "the licence of each repository; commit records are facts", "https://git-scm.com"),
    ("GitHub's API", "GitHub's terms of service", "https://docs.github.com/site-policy"),
    ("package index", "the index's terms of use, told with each record", None),
    ("conference programmes", "as each programme says, told with each record", None),
    ("Hugging Face", "the Hub's terms; models under their own licences", "https://huggingface.co/terms-of-service"),
    ("papers and code", "CC-BY-SA-4.0 for links of papers to code", None),
)


def ecosystems_view(rows: "list[EcosystemRow]") -> dict[str, Any]:
    """Return all ecosystems: name, title, summary, key repositories, how many of them are loaded, and people."""
    return {
        "ecosystems": [
            {
                "name": row.ecosystem.name,
                "title": row.ecosystem.title,
                "summary": row.ecosystem.summary,
                "repositories": len(row.ecosystem.key_repositories),
                "loaded": row.loaded,
                "people": row.people,
            }
            for row in rows
        ]
    }


def ecosystem_page_view(found: "EcosystemPlace", *, is_blind: bool = False) -> dict[str, Any]:
    """Return one ecosystem: what the catalogue says, its people, and each key repository's."""
    view = ecosystem_view(found.ecosystem)
    for row, people in zip(view["repositories"], found.repositories, strict=True):
        row["people"] = _counts(people)
    view["people"] = _people(found.people, found.index, is_blind=is_blind)
    view["related_repositories"] = [
        {"repository": public_name(name, found.hidden_owners), "shared": count} for name, count in found.related
    ]
    view["index"] = found.index.name if found.index else None
    return view


def repository_view(found: "RepositoryPlace", *, is_blind: bool = False) -> dict[str, Any]:
    """Return one repository: facts, people, related ones, parts with the most people, coverage."""
    hidden = found.hidden_owners
    return {
        "repository": found.name,
        "url": f"https://github.com/{found.name}" if found.name.count("/") == 1 else None,
        "facts": None if found.facts is None else {**asdict(found.facts), "topics": list(found.facts.topics)},
        "shows": found.shows,
        "ecosystems": [{"name": name, "title": title} for name, title in found.ecosystems],
        "people": _people(found.people, found.index, is_blind=is_blind),
        "related_repositories": [
            {"repository": public_name(found.index.repository_name(each.repo_no), hidden), "shared": each.shared}
            for each in found.related
        ],
        "areas": [{"area": name, "people": count} for name, count in found.areas],
        "coverage": found.coverage,
        "index": found.index.name,
    }


def data_view(status: "Status", indexes: list[str]) -> dict[str, Any]:
    """Return what is loaded, what it covers, which indexes there are, and under which terms."""
    view = status_view(status)
    return {
        **view,
        "indexes": indexes,
        "licences": [{"origin": origin, "terms": terms, "url": url} for origin, terms, url in _LICENCES],
    }


def ranking_view(app: "Handiwork") -> dict[str, Any]:
    """Return how ranking works: the constants in force, what never counts, an example, and the quality measured.

    The example is the first person of the current index for the first role of the catalogue that finds somebody.
    """
    index = app.open_index() if app.current_index() else None
    measured = json.loads((files("handiwork.evaluation") / "data" / "measured.json").read_text(encoding="utf-8"))
    return {
        "index": index.name if index else None,
        "settings": index.settings.to_dict() if index else None,
        "kinds": [{"kind": k.name, "weight": k.weight, "reason": k.reason} for k in CONTRIBUTION_KINDS],
        "never": [
            "name",
            "login",
            "avatar",
            "location",
            "language of the person",
            "employer",
            "followers",
            "account age",
        ],
        "measured": measured,
        "example": _example(app) if index else None,
    }


# --- private ---


def _example(app: "Handiwork") -> dict[str, Any] | None:
    """Return a role, somebody it finds, and the parts that add up to their score."""
    for ecosystem in app.catalog.ecosystems:
        for role in ecosystem.example_roles[:1]:
            view = search_view(app.search(role, options=SearchOptions(limit=1)))
            if view["hits"]:
                hit = view["hits"][0]
                return {"role": role, "login": hit["login"], "score": hit["score"], "parts": hit["parts"]}
    return None


def _counts(people: "People | None") -> dict[str, Any] | None:
    if people is None:
        return None
    return {
        "total": people.total,
        "funnels": [asdict(funnel) for funnel in people.funnels],
        "active": list(people.active),
    }


def _people(people: "People | None", index: "Index | None", *, is_blind: bool) -> dict[str, Any] | None:
    if people is None or index is None:
        return None
    found = _counts(people) or {}
    found["months"] = month_names(index.built_on)
    found["deepest"] = [named(index.person(i), is_blind=is_blind) for i in people.deepest]
    found["latest"] = [
        named(index.person(i), is_blind=is_blind) | {"last": day.isoformat()}
        for i, day in zip(people.latest, people.latest_days, strict=True)
    ]
    return found
