"""Saved searches over a home: asked of the current index, and what is new since the one before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from datetime import date, datetime

    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import BriefEdits
    from handiwork.desk.saved import News, SavedSearch, Taken
    from handiwork.evidence import Evidence
    from handiwork.index import Index, Person
    from handiwork.search import SearchOptions

__all__ = ["Asked", "SavedNews", "save_search", "saved_news", "take_answer"]

_SHOWN = 3
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What a saved search asks: role, edits of the brief, options."""

    role: str
    edits: "BriefEdits"
    options: "SearchOptions"


@dataclass(frozen=True, slots=True)
class SavedNews:
    """What is new in a saved search.

    Attributes
    ----------
    saved
        Which.
    index, before
        The index that answered last, and the one before; None if there was none.
    built_on, since
        Days these were built on.
    news
        Who came, left and moved; nothing if there is nothing to compare with.
    people
        By key, who is in the current index and not left out.
    fresh
        By key, contributions of people among the first that are newer than their last one in the index before, with
        links; without those who came.
    problem
        Why the current index cannot be asked; None if it can.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    saved: "SavedSearch"
    index: str | None
    before: str | None
    built_on: "date | None"
    since: "date | None"
    news: "News"
    people: "dict[str, Person]"
    fresh: "dict[str, tuple[Evidence, ...]]"
    hidden_owners: frozenset[str]
    problem: str | None = None


def save_search(app: "Handiwork", name: str, query: str, asked: Asked, *, top: int = 50, by: str = "") -> int:
    """Save a search that can be asked, keep what the current index answers, and return its number.

    Parameters
    ----------
    app
        Over the home folder.
    name
        What it is called; the role's first words if it is empty.
    query, asked
        What it asks, as the canonical query of a role's address and read from it.
    top
        How many of the first people are watched.
    by
        Who saves it.

    Raises
    ------
    UsageError
        If the name or the number does not fit, or the current index cannot be asked that: then nothing is saved.
    NotFoundError
        If it is limited to a repository that is not in the current index.
    """
    if app.current_index() is not None:
        app.search(asked.role, options=asked.options, edits=asked.edits)
    called = name.strip() or " ".join(asked.role.split())[:80]
    number = app.saved_book.add(called, query, top=top, by=by)
    take_answer(app, app.saved_book.read(number), asked)
    return number


def take_answer(app: "Handiwork", saved: "SavedSearch", asked: Asked) -> None:
    """Ask the current index, and keep what it answers; nothing happens if it was asked already, or there is none."""
    from dataclasses import replace

    if app.current_index() is None:
        return
    index = app.open_index()
    if any(each.index == index.name for each in app.saved_book.taken(saved.number)):
        return
    answer = app.search(asked.role, options=replace(asked.options, limit=saved.top), edits=asked.edits)
    people = [(hit.key, hit.micros) for hit in answer.result.hits]
    last_at = {hit.key: at for hit in answer.result.hits if (at := _last_at(index, hit.person_id))}
    app.saved_book.take(saved.number, index.name, index.built_on, people, last_at=last_at)


def saved_news(app: "Handiwork", saved: "SavedSearch", asked: Asked) -> SavedNews:
    """Return what is new in a saved search, having asked the current index if that is new.

    Parameters
    ----------
    app
        Over the home folder.
    saved
        Which.
    asked
        What it asks.
    """
    from handiwork.desk.saved import News, news_between
    from handiwork.errors import HandiworkError

    left_out, problem = app.suppressions(), None
    try:
        take_answer(app, saved, asked)
    except HandiworkError as error:  # one search that cannot be asked any more hides no other
        problem = str(error)
    taken = app.saved_book.taken(saved.number)
    if not taken or app.current_index() is None:
        return SavedNews(saved, None, None, None, None, News(), {}, {}, left_out.logins, problem)
    index = app.open_index()
    hidden = {index.person(i).key for i in index.persons_named(left_out.ids, left_out.logins)}
    keys = [[key for key, _ in each.people if key not in hidden] for each in taken[-2:]]
    before = taken[-2] if len(taken) > 1 else None
    news = news_between(keys[0], keys[-1]) if before else News()
    people = {
        key: index.person(number)
        for key in dict.fromkeys([*keys[0], *keys[-1]])
        if (number := index.persons_keyed(key)) is not None
    }
    fresh: dict[str, tuple[Evidence, ...]] = {}
    if before is not None and problem is None:
        stayed = set(keys[0]) & set(keys[-1])
        question = f"fresh {saved.number} {saved.top} {before.index} {asked!r} {sorted(stayed)}"
        fresh = app.recent.answer(question, index, left_out, lambda: _fresh(app, asked, before, stayed, saved.top))
    return SavedNews(
        saved=saved,
        index=taken[-1].index,
        before=before.index if before else None,
        built_on=taken[-1].built_on,
        since=before.built_on if before else None,
        news=news,
        people=people,
        fresh=fresh,
        hidden_owners=left_out.logins,
        problem=problem,
    )


# --- private ---


def _last_at(index: "Index", person_id: int) -> "datetime | None":
    """Return the instant of somebody's last act in an index, UTC without zone; None if there is none."""
    first, last = index.contribution_offsets[person_id : person_id + 2].tolist()
    found: list[Any] = index.contributions.column("at").slice(first, last - first).to_pylist()
    return max(found, default=None)


def _fresh(
    app: "Handiwork", asked: Asked, before: "Taken", stayed: "set[str]", top: int
) -> "dict[str, tuple[Evidence, ...]]":
    """Return by key the strongest contributions that are newer than somebody's last one in the index before."""
    from dataclasses import replace

    from handiwork.app.asking import asked_of
    from handiwork.evidence import evidence
    from handiwork.search import search

    index = app.open_index()
    question = asked_of(index, app.catalog, app.suppressions(), asked.role, options=asked.options, edits=asked.edits)
    found = {}
    for hit in search(index, question.brief, options=replace(question.resolved, limit=top)).hits:
        if hit.key not in stayed:
            continue
        last = before.last_at.get(hit.key)
        since = max(filter(None, (last.date() if last else before.built_on, question.options.since)))
        acts = evidence(index, hit, limit=_LOOKED_AT, since=since, kinds=question.options.kinds)
        if newer := tuple(act for act in acts if last is None or act.at > last)[:_SHOWN]:
            found[hit.key] = newer
    return found
