"""View models: every answer as plain values that all faces show alike; no face computes its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from handiwork.app import Answer, Status

__all__ = ["ecosystem_view", "record_view", "search_view", "status_view"]


def search_view(answer: Answer) -> dict[str, Any]:
    """Return an answer as DESIGN's JSON object: brief, index, coverage, hits and timing."""
    hits = [
        {
            "rank": hit.rank,
            "person": hit.name or hit.login or hit.key,
            "login": hit.login,
            "key": hit.key,
            "score": hit.score,
            "parts": [dict(part) if isinstance(part, Mapping) else part.as_dict() for part in hit.parts],
            "evidence": [dict(e) if isinstance(e, Mapping) else e.as_dict() for e in evidence],
        }
        for hit, evidence in zip(answer.result.hits, answer.evidence, strict=True)
    ]
    return {
        "brief": answer.result.brief.as_dict(),
        "index": {"name": answer.index.name, "built_on": answer.index.manifest["built_on"]},
        "coverage": answer.coverage,
        "hits": hits,
        "timing_ms": answer.result.timing_ms,
    }


def status_view(status: Status) -> dict[str, Any]:
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
    """Return one ecosystem with its key repositories and what working on each shows."""
    return {
        "name": ecosystem.name,
        "title": ecosystem.title,
        "summary": ecosystem.summary,
        "repositories": [
            {"repository": r.name, "former_names": list(r.former_names), "shows": r.shows}
            for r in ecosystem.repositories
        ],
        "vocabulary": {term: list(aliases) for term, aliases in ecosystem.vocabulary.items()},
        "packages": list(ecosystem.packages),
        "example_roles": list(ecosystem.example_roles),
    }


# --- private ---


def _problems(details: Mapping[str, Any]) -> list[str]:
    found = details.get("problems") or details.get("problem") or []
    return [found] if isinstance(found, str) else list(found) if isinstance(found, Sequence) else []
