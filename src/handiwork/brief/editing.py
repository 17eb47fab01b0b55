"""Applying edits to what was understood, and reading them off a brief that was changed by hand."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from handiwork.brief.beyond import Surroundings, people_of
from handiwork.brief.edits import BriefEdits
from handiwork.brief.lexicon import Lexicon
from handiwork.brief.nouns import Brief, BriefEcosystem, BriefRepository, Skill
from handiwork.brief.tokens import keys_of
from handiwork.catalog import Catalog

__all__ = ["apply_ecosystem_edits", "apply_repository_edits", "apply_skill_edits", "edits_between"]

_T = TypeVar("_T")


def apply_ecosystem_edits(
    found: tuple[BriefEcosystem, ...], edits: BriefEdits, catalog: Catalog
) -> tuple[BriefEcosystem, ...]:
    """Add, remove and weigh ecosystems; the heaviest first, of equal ones by name."""
    kept = {e.name: e for e in found}
    for name, weight in edits.ecosystems.items():
        ecosystem = catalog.ecosystem(name)
        reasons = kept[ecosystem.name].because if ecosystem.name in kept else ()
        kept[ecosystem.name] = BriefEcosystem(ecosystem.name, ecosystem.title, weight, reasons)
    return tuple(sorted((e for e in kept.values() if e.weight > 0), key=lambda e: (-e.weight, e.name)))


def apply_skill_edits(found: tuple[Skill, ...], edits: BriefEdits, lexicon: Lexicon) -> tuple[Skill, ...]:
    """Add, remove and weigh skills; a skill is meant by its term, by what is written, or by another spelling."""
    kept = list(found)
    added = []
    for name, weight in edits.skills.items():
        meant = [s for s in kept if name in {s.term, " ".join(s.written.lower().split()), *s.aliases}]
        if meant:
            kept = [Skill(s.term, s.written, weight, s.aliases) if s in meant else s for s in kept]
        elif weight > 0:
            phrase = lexicon.exact.get(keys_of(name))
            term, aliases = (name, ()) if phrase is None else (phrase.term, phrase.aliases)
            added.append(Skill(term, name, weight, aliases))
    return tuple(sorted((s for s in [*kept, *added] if s.weight > 0), key=lambda s: -s.weight))


def apply_repository_edits(
    found: tuple[BriefRepository, ...], edits: BriefEdits, around: Surroundings
) -> tuple[BriefRepository, ...]:
    """Add, remove and weigh repositories; those that were added count as named."""
    kept = {r.name.lower(): r for r in found}
    for name, weight in edits.repositories.items():
        known = around.catalog.repository(name)
        key = name if known is None else known.name.lower()
        if key in kept:
            old = kept[key]
            kept[key] = BriefRepository(old.name, weight, old.why, old.origin, old.repo_numbers)
        elif weight > 0:
            kept[key] = _added(name, weight, around)
    left = [r for r in kept.values() if r.weight > 0]
    return tuple(sorted(left, key=lambda r: (r.origin != "named", -r.weight, r.name.lower())))


def edits_between(fresh: Brief, changed: Brief) -> BriefEdits:
    """Return what makes one brief into another: what it lacks is removed, what it has more is added."""
    since_differs = fresh.since != changed.since
    return BriefEdits(
        repositories=_differences(fresh.repositories, changed.repositories, lambda r: (r.name.lower(), r.weight)),
        ecosystems=_differences(fresh.ecosystems, changed.ecosystems, lambda e: (e.name, e.weight)),
        skills=_differences(fresh.skills, changed.skills, lambda s: (s.term, s.weight)),
        since=changed.since if since_differs else None,
        drop_since=since_differs and changed.since is None,
    )


# --- private ---


def _added(name: str, weight: float, around: Surroundings) -> BriefRepository:
    known = around.catalog.repository(name)
    names = (name,) if known is None else (known.name, *known.former_names)
    numbers: tuple[int, ...] = ()
    if around.index is not None:
        numbers = tuple(sorted({n for each in names for n in around.index.repository_numbers(each)}))
    shown = name if known is None else known.name
    if known is None and numbers and around.index is not None:
        shown = around.index.repository_name(numbers[0])
    return BriefRepository(shown, weight, f"You added it{people_of(around.index, numbers)}.", "named", numbers)


def _differences(
    before: Iterable[_T], after: Iterable[_T], of: Callable[[_T], tuple[str, float]]
) -> Mapping[str, float]:
    old, new = dict(map(of, before)), dict(map(of, after))
    changed = {name: weight for name, weight in new.items() if old.get(name) != weight}
    return dict(sorted((changed | dict.fromkeys(old.keys() - new.keys(), 0.0)).items()))
