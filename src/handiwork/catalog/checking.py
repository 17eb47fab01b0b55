"""What a right catalogue holds, counted, and what would make it better."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handiwork.catalog.loading import read_catalog
from handiwork.catalog.nouns import Ecosystem

__all__ = ["CatalogReport", "check_catalog"]

_FEW_REPOSITORIES = 5
_BETTER_WITH = {
    "languages": "the main languages tell it from its neighbours",
    "titles": "job titles are how adverts name it",
    "related": "neighbours are asked when little is found",
    "signals": "nothing says what to look at in code",
    "communities": "nothing says where its people talk",
    "exercises": "there is none to give a candidate",
}


@dataclass(frozen=True, slots=True)
class CatalogReport:
    """What a check found in a catalogue that is right.

    Attributes
    ----------
    counts
        What it holds: ecosystems, repositories, with_ids, former_names, vocabulary_terms, aliases, packages,
        signals, salary_bands, hiring_facts, communities, conferences, exercises.
    own
        Names of the ecosystems that the user's folder adds or adds to, in order; empty without such a folder.
    warnings
        What would make it better, one line each; about ``own`` alone where there is a user's folder.
    """

    counts: dict[str, int]
    own: tuple[str, ...]
    warnings: tuple[str, ...]


def check_catalog(folder: Path, own: Path | None = None) -> CatalogReport:
    """Read a catalogue strictly and report what is in it.

    Parameters
    ----------
    folder
        As for :func:`handiwork.catalog.read_catalog`.
    own
        A user's folder of ecosystem files; None if there is none.

    Raises
    ------
    CatalogError
        Listing everything that is wrong with its file and key.
    """
    catalog = read_catalog(folder, own, trust_compiled=False)
    added = tuple(sorted(f.stem for f in own.glob("*.toml"))) if own else ()
    looked_at = [e for e in catalog.ecosystems if not own or e.name in added]
    warnings = tuple(warning for ecosystem in looked_at for warning in _warnings(ecosystem))
    return CatalogReport(_counts(catalog.ecosystems), added, warnings)


# --- private ---


def _counts(ecosystems: Iterable[Ecosystem]) -> dict[str, int]:
    found = tuple(ecosystems)
    repositories = [r for e in found for r in e.repositories]
    return {
        "ecosystems": len(found),
        "repositories": len(repositories),
        "with_ids": sum(r.repo_id is not None for r in repositories),
        "former_names": sum(len(r.former_names) for r in repositories),
        "vocabulary_terms": sum(len(e.vocabulary) for e in found),
        "aliases": sum(len(aliases) for e in found for aliases in e.vocabulary.values()),
        "packages": sum(len(e.packages) for e in found),
        "signals": sum(len(e.signals) for e in found),
        "salary_bands": sum(len(e.salaries) for e in found),
        "hiring_facts": sum(len(e.facts) for e in found),
        "communities": sum(len(e.communities) for e in found),
        "conferences": sum(len(e.conferences) for e in found),
        "exercises": sum(len(e.exercises) for e in found),
    }


def _warnings(ecosystem: Ecosystem) -> list[str]:
    found = []
    n_repositories = len(ecosystem.key_repositories)
    if n_repositories < _FEW_REPOSITORIES:
        found.append(f"{ecosystem.name}: {n_repositories} key repositories; a brief proposes 5 to 10")
    unknown = [r.name for r in ecosystem.repositories if r.repo_id is None]
    if unknown:
        found.append(
            f"{ecosystem.name}: {len(unknown)} of {len(ecosystem.repositories)} repositories have no id, "
            f"by which renames are followed: {', '.join(unknown)}"
        )
    absent = [key for key in _BETTER_WITH if not getattr(ecosystem, key)]
    found += [f"{ecosystem.name}: no {key}; {_BETTER_WITH[key]}" for key in absent]
    return found
