"""Saved searches over a home: asked of the current index, and what is new since the one before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from datetime import date

    from handiwork.app.handiwork import Handiwork
    from handiwork.brief import BriefEdits
    from handiwork.desk.saved import News, SavedSearch
    from handiwork.evidence import Evidence
    from handiwork.index import Person
    from handiwork.search import SearchOptions

__all__ = ["Asked", "SavedNews", "saved_news", "take_answer"]


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
        By key, contributions of people among the first since the index before, with links; without those who came.
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
    app.saved_book.take(saved.number, index.name, index.built_on, people)


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
    from dataclasses import replace

    from handiwork.app.asking import asked_of
    from handiwork.desk.saved import News, news_between
    from handiwork.evidence import evidence
    from handiwork.search import search

    left_out = app.suppressions()
    take_answer(app, saved, asked)
    taken = app.saved_book.taken(saved.number)
    if not taken or app.current_index() is None:
        return SavedNews(saved, None, None, None, None, News(), {}, {}, left_out.logins)
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
    fresh = {}
    if before is not None:
        question = asked_of(index, app.catalog, left_out, asked.role, options=asked.options, edits=asked.edits)
        result = search(index, question.brief, options=replace(question.resolved, limit=saved.top))
        came = {key for key, _ in news.came}
        for hit in result.hits:
            if hit.key not in came and (acts := evidence(index, hit, limit=3, since=before.built_on)):
                fresh[hit.key] = acts
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
    )
