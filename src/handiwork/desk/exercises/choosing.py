"""A brief → the kits that resemble the job: by field, by the skills it names, by how experienced one should be."""

import re

from handiwork.brief import Brief
from handiwork.catalog import Catalog, Ecosystem
from handiwork.desk.exercises.kits import kit_of, reading_kits
from handiwork.desk.exercises.nouns import ChosenKit, Kit
from handiwork.desk.naming import skills_named
from handiwork.errors import NotFoundError

__all__ = ["chosen_for"]

_SKILL = 0.5
"""What a skill the exercise names adds, beside 1 for the whole field."""

_READING = 0.3
"""What reading weighs beside building: it is offered last unless the role asks for reviews."""

_REVIEWING = re.compile(r"\breview", re.IGNORECASE)
_EXPERIENCED = frozenset({"senior", "staff", "principal"})


def chosen_for(catalog: Catalog, brief: Brief, *, limit: int = 4) -> tuple[ChosenKit, ...]:
    """Return the kits that fit a brief, best first.

    Parameters
    ----------
    catalog
        Where the ecosystems of the brief are looked up.
    brief
        How a role was understood.
    limit
        At most so many, at least 1.

    Raises
    ------
    NotFoundError
        If the role names no field that the catalogue knows.
    """
    if not brief.ecosystems:
        raise NotFoundError(
            "the role names no field of work that the catalogue knows: name one of "
            + ", ".join(ecosystem.name for ecosystem in catalog.ecosystems)
        )
    chosen: list[ChosenKit] = []
    for found in brief.ecosystems:
        ecosystem = catalog.ecosystem(found.name)
        chosen += [
            _building(brief, kit_of(ecosystem.name, exercise), ecosystem, found.weight)
            for exercise in ecosystem.exercises
        ]
    chosen += _readings(brief, catalog.ecosystem(brief.ecosystems[0].name), brief.ecosystems[0].weight)
    chosen.sort(key=lambda each: (-each.score, each.kit.ecosystem, each.kit.title))
    return tuple(chosen[:limit])


# --- private ---


def _building(brief: Brief, kit: Kit, ecosystem: Ecosystem, weight: float) -> ChosenKit:
    named = skills_named(brief.skills, " ".join([kit.title, kit.task, *(c.text for c in kit.criteria)]))
    why = [f"The role is in the field {ecosystem.title}."]
    if named:
        why.insert(0, f"It works with what the role names: {', '.join(skill.written for skill in named)}.")
    score = weight * (1 + _SKILL * sum(skill.weight for skill in named))
    return ChosenKit(kit, score, tuple(why))


def _readings(brief: Brief, ecosystem: Ecosystem, weight: float) -> list[ChosenKit]:
    level = brief.seniority.level if brief.seniority else ""
    found = []
    for kit in reading_kits(ecosystem, all_of_them=level in _EXPERIENCED):
        asks = _REVIEWING.search(brief.text) if kit.archetype == "review" else None
        why = "The role asks for reviews." if asks else f"Reading shows much in little time, in {ecosystem.title} too."
        if kit.archetype == "design":
            why = f"The role is for somebody experienced ({level})."
        found.append(ChosenKit(kit, weight * (1.0 if asks else _READING), (why,)))
    return found
