"""View models around a ranking: facets, badges and activity of each hit, why somebody is not there, and comparison."""

from typing import TYPE_CHECKING, Any

from handiwork.evidence import upkeep_of
from handiwork.evidence.activity import activity_words, months_of
from handiwork.faces.covering import public_name
from handiwork.faces.present import evidence_view, options_view, search_view
from handiwork.faces.present_people import named, shown_as, without_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handiwork.app import Answer
    from handiwork.app.comparing import Compared, Comparison
    from handiwork.app.standing import Relaxed, Standing
    from handiwork.evidence import Mentions
    from handiwork.index import Index, Person, PersonTold

__all__ = ["comparison_view", "results_view", "standing_view"]

_BADGES = {
    "package": "package owner",
    "talk": "speaker",
    "model": "model author",
    "dataset": "dataset author",
    "paper": "paper author",
}


def results_view(answer: "Answer", *, is_blind: bool = False, relaxed: "tuple[Relaxed, ...]" = ()) -> dict[str, Any]:
    """Return a page of a ranking: as :func:`search_view`, with facets, and activity and badges of each hit.

    Parameters
    ----------
    answer
        What was found.
    is_blind
        Whether names, logins and owners of own repositories are hidden.
    relaxed
        What each filter costs, where nobody was found.
    """
    view = search_view(answer)
    matched = {hit.person_id: hit.repositories for hit in (*answer.result.hits, *answer.result.unnamed)}
    for name in ("hits", "unnamed"):
        whole = [
            hit | _about(answer.index, hit["person_id"], matched[hit["person_id"]], answer.hidden_owners)
            for hit in view[name]
        ]
        if is_blind:
            whole = [hit | {"badges": _unsigned(hit["badges"])} for hit in whole]
        view[name] = [shown_as(hit, is_blind=is_blind) for hit in whole]
    view["sort"] = answer.options.sort
    view["facets"] = [
        {
            "group": facet.group,
            "values": [
                {
                    "value": public_name(each.value, answer.hidden_owners)
                    if facet.group == "repository"
                    else each.value,
                    "count": each.count,
                    "is_chosen": each.is_chosen,
                }
                for each in facet.values
                if not (is_blind and facet.group == "repository" and _is_persons(answer.index, each.value))
            ],
        }
        for facet in answer.result.facets
    ]
    view["relaxed"] = [{"option": each.option, "value": _plain(each.value), "people": each.people} for each in relaxed]
    return view


def standing_view(found: "Standing", *, is_blind: bool = False) -> dict[str, Any]:
    """Return where somebody stands: ``rank`` and ``score``, else what keeps them out, in the role's own words."""
    hidden, person = found.hidden_owners, found.person
    view: dict[str, Any] = {
        **_named(person, is_blind=is_blind),
        "role": found.brief.text,
        "rank": found.hit.rank if found.hit else None,
        "score": found.hit.score if found.hit else None,
        "kept_out_by": [
            {
                "option": each.option,
                "value": _plain(each.value),
                "theirs": None if each.theirs is None else [public_name(one, hidden) for one in each.theirs],
                "rank_without": each.rank,
            }
            for each in found.kept
        ],
        "rank_without_filters": found.without_filters.rank if found.without_filters else None,
        "options": options_view(found.options, hidden),
        "repositories": [
            {"repository": public_name(name, hidden), **_mentions(acts, hidden)} for name, acts in found.repositories
        ],
        "skills": [{"skill": name, **_mentions(acts, hidden)} for name, acts in found.skills],
        "contributions": found.total,
        "index": found.index.name,
    }
    return _covered(view, person) if is_blind else view


def comparison_view(found: "Comparison", *, is_blind: bool = False) -> dict[str, Any]:
    """Return people side by side: ``people``, and rows of ``skills``, ``repositories``, ``constraints``, a cell each.

    ``named_only`` is what the role demands beside the work, in its words.
    """
    hidden = found.hidden_owners
    people = [_person(each, found, is_blind=is_blind) for each in found.people]
    skills = [
        {"criterion": skill.written, "cells": [_cell(each, each.skills[n], hidden, is_blind) for each in found.people]}
        for n, skill in enumerate(found.brief.skills)
    ]
    repositories = [
        {
            "criterion": public_name(each.name, hidden),
            "is_loaded": bool(each.repo_numbers),
            "weight": each.weight,
            "cells": [_cell(one, one.repositories[n], hidden, is_blind) for one in found.people],
        }
        for n, each in enumerate(found.brief.repositories)
    ]
    constraints = [
        {"criterion": words, "cells": [_cell(each, each.constraints[n], hidden, is_blind) for each in found.people]}
        for n, words in enumerate(found.constraints)
    ]
    return {
        "role": found.brief.text,
        "index": found.index.name,
        "constraints": constraints,
        "named_only": list(found.named_only),
        "since": found.brief.since.isoformat() if found.brief.since else None,
        "people": people,
        "skills": skills,
        "repositories": repositories,
    }


# --- private ---


def _about(index: "Index", person_id: int, matched: tuple[int, ...], hidden: frozenset[str]) -> dict[str, Any]:
    """Return activity and badges of a hit; of what it keeps, repositories in which its work matches come first."""
    upkeep = tuple(sorted(upkeep_of(index, person_id), key=lambda number: number not in matched))
    counts = months_of(index, person_id)
    told = None if index.told is None else index.told.of(person_id)
    return {
        "months": counts.tolist(),
        "activity": activity_words(index, person_id, counts),
        "badges": _badges(index, upkeep, told, hidden),
    }


def _badges(
    index: "Index", upkeep: tuple[int, ...], told: "PersonTold | None", hidden: frozenset[str]
) -> list[dict[str, Any]]:
    """Return what a person is beside an author, each with a link that shows it: by accepted accounts alone."""
    found = []
    if upkeep:
        name = public_name(index.repository_name(upkeep[0]), hidden)
        more = f" and {len(upkeep) - 1} more" if len(upkeep) > 1 else ""
        found.append(
            {
                "badge": "maintainer",
                "of": name + more,
                "url": None if name.startswith("(") else f"https://github.com/{name}",
            }
        )
    seen = set()
    for work in told.works if told else ():
        badge = _BADGES.get(work.kind)
        if badge and badge not in seen and work.link.status == "accepted":
            seen.add(badge)
            title = public_name(work.title, hidden)
            found.append({"badge": badge, "of": title, "url": work.url if title == work.title else None})
    return found


def _unsigned(badges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return badges without works: their titles and pages often name who made them."""
    return [each if each["badge"] == "maintainer" else {**each, "of": None, "url": None} for each in badges]


def _is_persons(index: "Index", repository: str) -> bool:
    """Return whether a repository's owner is a person of the index, so that its name names them."""
    return bool(index.persons_named((), {repository.partition("/")[0].lower()}))


def _named(person: "Person", *, is_blind: bool) -> dict[str, Any]:
    return {
        **named(person, is_blind=is_blind),
        "person_id": person.person_id,
        "login": None if is_blind else person.login,
        "name": None if is_blind else person.name,
    }


def _person(each: "Compared", found: "Comparison", *, is_blind: bool) -> dict[str, Any]:
    hidden = found.hidden_owners
    view = {
        **_named(each.person, is_blind=is_blind),
        "rank": each.hit.rank if each.hit else None,
        "score": each.hit.score if each.hit else None,
        "months": list(each.months),
        "activity": each.words,
        "badges": _badges(found.index, each.upkeep, each.told, hidden),
    }
    return _covered(view | {"badges": _unsigned(view["badges"])}, each.person) if is_blind else view


def _cell(each: "Compared", acts: "Mentions", hidden: frozenset[str], is_blind: bool) -> dict[str, Any]:  # noqa: FBT001
    view = _mentions(acts, hidden)
    return _covered(view, each.person) if is_blind else view


def _mentions(acts: "Mentions", hidden: frozenset[str]) -> dict[str, Any]:
    return {"acts": acts.count, "evidence": [evidence_view(item, hidden) for item in acts.newest]}


def _covered(view: "Mapping[str, Any]", person: "Person") -> dict[str, Any]:
    found: dict[str, Any] = without_names(view, {*person.logins, person.login or "", person.name or ""})
    return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value.isoformat() if hasattr(value, "isoformat") else value
