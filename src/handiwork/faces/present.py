"""View models: every answer as plain values that all faces show alike; no face computes its own."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from handiwork.faces.covering import public_name
from handiwork.faces.present_works import told_view
from handiwork.privacy.suppression import WITHHELD_OWNER

if TYPE_CHECKING:  # names for annotations: a load's outcome is shown without the rooms that answer
    from handiwork.app import Answer, PoolAnswer, Profile, Status
    from handiwork.app.briefing import BriefAnswer
    from handiwork.brief import Brief
    from handiwork.evidence import Evidence
    from handiwork.search import Hit, Part, SearchOptions

__all__ = [
    "brief_view",
    "catalog_view",
    "ecosystem_view",
    "evidence_view",
    "options_view",
    "person_view",
    "pool_view",
    "record_view",
    "search_view",
    "status_view",
]


def search_view(answer: "Answer") -> dict[str, Any]:
    """Return an answer as one object: brief, index, coverage, hits and timing.

    The parts of a hit add up to its score, as printed; its ``works`` are counted by kind, those of accepted links, and
    None if the index has nothing of the kind. Owners of repositories who are left out are not named.

    Parameters
    ----------
    answer
        What was found.
    """
    hidden = answer.hidden_owners
    result = answer.result
    n_hits = len(result.hits)
    return {
        "brief": _plain_brief(result.brief, hidden),
        "options": options_view(answer.options, hidden),
        "only": [public_name(name, hidden) for name in result.only],
        "index": {"name": answer.index.name, "built_on": answer.index.built_on.isoformat()},
        "coverage": answer.coverage,
        "candidates": result.n_candidates,
        "candidates_unnamed": result.n_unnamed,
        "reason": result.reason,
        "hits": [_hit_view(*pair, answer) for pair in zip(result.hits, answer.evidence[:n_hits], strict=True)],
        "unnamed": [_hit_view(*pair, answer) for pair in zip(result.unnamed, answer.evidence[n_hits:], strict=True)],
        "timing_ms": round(result.timing_ms, 3),
    }


def options_view(options: "SearchOptions", hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what was asked for beside the text; ``SearchOptions.from_dict`` reads it again."""
    view = options.to_dict()
    for name in ("repositories", "exclude_repositories"):
        view[name] = [public_name(repository, hidden) for repository in view[name]]
    view["facets"] = [
        f"{group}:{public_name(value, hidden)}" if group == "repository" else f"{group}:{value}"
        for group, _, value in (facet.partition(":") for facet in view["facets"])
    ]
    view["exclude_owners"] = [WITHHELD_OWNER if owner.lower() in hidden else owner for owner in view["exclude_owners"]]
    return view


def pool_view(answer: "PoolAnswer") -> dict[str, Any]:
    """Return how many people a role could reach: the estimate, its moves and what it was made from."""
    moves = [move.to_dict() for move in answer.moves]
    for move in moves:
        if move["constraint"] == "repository":
            move["value"] = public_name(move["value"], answer.hidden_owners)
        if move["value"] == "repositories" and answer.options.ecosystems:
            move["value"] = "repositories and ecosystems" if answer.options.repositories else "ecosystems"
    return {
        "text": answer.query,
        "pool": {**answer.pool.to_dict(), "moves": moves},
        "options": options_view(answer.options, answer.hidden_owners),
        "index": {"name": answer.index.name, "built_on": answer.index.built_on.isoformat()},
        "coverage": answer.coverage,
    }


def brief_view(answer: "BriefAnswer") -> dict[str, Any]:
    """Return a brief, as it can be passed back, and what each of its repositories gives.

    Owners of repositories who are left out are not named.
    """
    hidden = answer.hidden_owners
    return {
        "brief": _plain_brief(answer.brief, hidden),
        "lift": [
            {
                "repository": public_name(lift.name, hidden),
                "share": lift.share,
                "appear": [p.login or p.key for p in lift.appear],
                "drop": [p.login or p.key for p in lift.drop],
            }
            for lift in answer.lifts
        ],
    }


def person_view(profile: "Profile") -> dict[str, Any]:
    """Return what the index holds on one person: contributions, own lines, and what other origins told."""
    from handiwork.faces.present_observed import observed_view  # noqa: PLC0415 - loads rooms that a load does not need

    person = profile.person
    return {
        "person": person.name or person.login or person.key,
        "login": person.login,
        "logins": list(person.logins),
        "joins": list(person.joins),
        "index": profile.index,
        "contributions": profile.total,
        "evidence": [evidence_view(item, profile.hidden_owners) for item in profile.acts],
        "signals": observed_view(profile.observed, person.login or person.key, profile.hidden_owners),
        "ml_work": [{**asdict(fact), "links": list(fact.links)} for fact in profile.ml_work],
        "disputed": [
            {"number": d.number, "url": d.link, "reason": d.reason, "since": d.at.date().isoformat()}
            for d in profile.disputes
        ],
        **told_view(profile.told, person.login or person.key, profile.hidden_owners),
    }


def evidence_view(item: "Evidence", hidden: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return one contribution with its link."""
    view = item.to_dict()
    shown = public_name(item.repository, hidden)
    if shown != item.repository:
        view |= {"repo": shown, "url": None}
    return view


def status_view(status: "Status") -> dict[str, Any]:
    """Return what is in the home folder."""
    return {
        "events": status.events,
        "events_rejected": status.events_rejected,
        "events_duplicate": status.events_duplicate,
        "packages": status.packages,
        "repositories": [{"repository": k, "commits": v} for k, v in status.histories.items()],
        "rows": status.rows,
        "disk_bytes": status.disk_bytes,
        "coverage": [
            {
                "origin": "gharchive",
                "first_hour": p.first_hour.isoformat(),
                "last_hour": p.last_hour.isoformat(),
                "status": p.status,
                "hours": p.hours,
                "events": p.events,
                "rejected": p.rejected,
                "note": p.note,
            }
            for p in status.coverage
        ],
        "told": [
            {
                "origin": c.origin,
                "repository": c.repository,
                "status": c.status,
                "kinds": list(c.kinds),
                "from": c.first_at,
                "until": c.last_at,
                **c.counts,
            }
            for c in status.told
        ],
        "index": status.index,
    }


def record_view(record: Any, *, unchanged: bool = False) -> dict[str, Any]:
    """Return what became of one package."""
    return {
        "origin": record.origin,
        "package": record.package,
        "status": "unchanged" if unchanged else record.status,
        **{k: record.counts[k] for k in ("events", "commits", "rejected", "duplicates") if k in record.counts},
        "problems": _problems(record.details),
    }


def ecosystem_view(ecosystem: Any) -> dict[str, Any]:
    """Return everything the catalogue says about one ecosystem."""
    own = {r.name for r in ecosystem.repositories}
    parts = ("signals", "salaries", "facts", "communities", "conferences", "exercises")
    return {
        "name": ecosystem.name,
        "title": ecosystem.title,
        "summary": ecosystem.summary,
        "languages": list(ecosystem.languages),
        "titles": list(ecosystem.titles),
        "related": list(ecosystem.related),
        "repositories": [
            {
                "repository": r.name,
                "former_names": list(r.former_names),
                "shows": r.shows,
                "is_shared": r.name not in own,
            }
            for r in ecosystem.key_repositories
        ],
        "vocabulary": {term: list(aliases) for term, aliases in ecosystem.vocabulary.items()},
        "packages": list(ecosystem.packages),
        "example_roles": list(ecosystem.example_roles),
        **{part: [_plain_values(item) for item in getattr(ecosystem, part)] for part in parts},
    }


def catalog_view(report: Any) -> dict[str, Any]:
    """Return what a check of the catalogue found: counts, the user's own ecosystems, warnings."""
    return {"counts": dict(report.counts), "own": list(report.own), "warnings": list(report.warnings)}


# --- private ---


def _hit_view(hit: "Hit", evidence: "Sequence[Evidence]", answer: "Answer") -> dict[str, Any]:
    hidden, told = answer.hidden_owners, answer.index.told
    return {
        "rank": hit.rank,
        "person_id": hit.person_id,
        "person": hit.name or hit.login or hit.key,
        "login": hit.login,
        "score": hit.score,
        "parts": [{"part": _shown_part(part, hidden), "value": part.value} for part in hit.parts],
        "evidence": [evidence_view(item, hidden) for item in evidence],
        "works": None if told is None else told.works_by_kind(hit.person_id),
    }


def _plain_brief(brief: "Brief", hidden: frozenset[str]) -> dict[str, Any]:
    """Return a brief as it can be passed back, without owners who are left out."""
    found = brief.to_dict()
    for item in found["repositories"]:
        item["name"] = public_name(item["name"], hidden)
    return found


def _plain_values(item: Any) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(item).items()}


def _shown_part(part: "Part", hidden: frozenset[str]) -> str:
    name = part.repository
    return part.label if name is None else part.label.replace(name, public_name(name, hidden), 1)


def _problems(details: Mapping[str, Any]) -> list[str]:
    found = details.get("problems") or details.get("problem") or []
    return [found] if isinstance(found, str) else list(found) if isinstance(found, Sequence) else []
