"""The view model of repositories that were found: what every face shows of each, and why it came up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from handiwork.evidence.links import url_of
from handiwork.faces.present import evidence_view

if TYPE_CHECKING:  # names for annotations
    from handiwork.app.finding import RepositoriesAnswer
    from handiwork.evidence import Evidence
    from handiwork.search import RepositoryHit, RepositoryPart

__all__ = ["repositories_view", "why"]


def repositories_view(answer: "RepositoriesAnswer") -> dict[str, Any]:
    """Return repositories as one object: what was asked, hits with parts that add up to their scores, timing.

    What no origin delivered is None, or an empty list of topics.
    """
    found, query = answer.found, answer.found.query
    return {
        "text": query.text,
        "options": {
            "topics": list(query.topics),
            "languages": list(query.languages),
            "forks": query.forks,
            "limit": query.limit,
        },
        "index": {"name": answer.index.name, "built_on": answer.index.built_on.isoformat()},
        "coverage": answer.coverage,
        "unknown": list(found.unknown),
        "ignored": list(found.ignored),
        "missing": list(found.missing),
        "found": found.n_found,
        "reason": found.reason,
        "repositories": [_hit_view(*pair) for pair in zip(found.hits, answer.titles, strict=True)],
        "timing_ms": round(found.timing_ms, 3),
    }


def why(part: "RepositoryPart") -> str:
    """Return a reason as a phrase.

    Examples
    --------
    >>> from handiwork.search import RepositoryPart
    >>> why(RepositoryPart(kind="topics", micros=1, words=("async",), named=("asyncio",)))
    'topics asyncio: async'
    >>> why(RepositoryPart(kind="contributors", micros=1, repository="acme/web", shared=12))
    'contributors: 12 people also worked on acme/web'
    >>> why(RepositoryPart(kind="people", micros=1, shared=1))
    'people: 1 person of the index worked on it'
    """
    if part.kind == "people":
        return f"people: {part.shared:,} {'person' if part.shared == 1 else 'people'} of the index worked on it"
    if part.kind == "contributors":
        people = "person" if part.shared == 1 else "people"
        return f"contributors: {part.shared:,} {people} also worked on {part.repository}"
    if part.kind == "titles":
        count = len(part.title_rows)
        return f"titles: {count:,} matching contribution{'' if count == 1 else 's'}"
    if part.kind in {"topic", "language"} and not part.words:
        return f"asked for: {part.kind} {', '.join(part.named)}"
    named = f" {', '.join(part.named)}" if part.named else ""
    return f"{part.kind}{named}: {', '.join(part.words)}"


# --- private ---


def _hit_view(hit: "RepositoryHit", titles: "Sequence[Evidence]") -> dict[str, Any]:
    facts = hit.facts
    return {
        "rank": hit.rank,
        "repository": hit.name,
        "score": hit.score,
        "parts": [_part_view(part) for part in hit.parts],
        "url": url_of("repository", hit.name),
        "people": hit.people,
        "language": facts.language if facts else None,
        "topics": list(facts.topics) if facts else [],
        "description": facts.description if facts else None,
        "stars": facts.stars if facts else None,
        "is_fork": facts.is_fork if facts else None,
        "titles": [evidence_view(item) for item in titles],
    }


def _part_view(part: "RepositoryPart") -> dict[str, Any]:
    return {
        "kind": part.kind,
        "part": why(part),
        "value": part.value,
        "words": list(part.words),
        "named": list(part.named),
        "repository": part.repository,
        "shared": part.shared or None,
    }
