"""Reading ecosystem files into nouns, merging a user's own over ours, and checking them against each other.

A user's file with a new name is a new ecosystem and is written as ours are. One with the name of an ecosystem that
is there already adds to it, and may hold only what it adds: its texts replace ours, its lists are appended,
a repository, term or signal of the same name replaces ours.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from handiwork.catalog.hiring import COMMUNITY_KINDS, SIGNALS, Community, Conference, Exercise, Fact, Salary, Signal
from handiwork.catalog.nouns import Ecosystem, KeyRepository
from handiwork.catalog.tables import Problems, Table

__all__ = ["Draft", "draft_of", "merge_drafts", "read_ecosystem", "resolve_drafts"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+")
_DAY = r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
_URL = r"https?://\S+"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Draft:
    """An ecosystem as its file has it: what it shares is still a name.

    Attributes
    ----------
    ecosystem
        Everything but ``shared``.
    shares
        Names of repositories described in other files.
    files
        Where it was read from, to say in a problem; more than one after merging.
    """

    ecosystem: Ecosystem
    shares: tuple[str, ...]
    files: tuple[str, ...]


def read_ecosystem(table: Table, stem: str, *, is_addition: bool = False) -> Draft:
    """Read one file.

    Parameters
    ----------
    table
        The file as parsed.
    stem
        Name of the file without its ending, which the ecosystem must have too.
    is_addition
        Whether everything but the name may be absent, because it adds to an ecosystem that is there already.
    """
    name = table.text("name")
    if name and (name != stem or not _NAME.fullmatch(name)):
        table.wrong("name", f"{name!r} is not the name of the file, lower case words joined by hyphens")
    blank = "" if is_addition else None
    words = table.table("vocabulary", optional=is_addition)
    found = Ecosystem(
        name=name,
        title=table.text("title", default=blank),
        summary=table.text("summary", default=blank),
        repositories=tuple(_repository(t) for t in table.tables("repository", optional=is_addition)),
        vocabulary={term: words.texts(term) for term in words.keys()},  # noqa: SIM118 - not a dict
        packages=table.texts("packages", optional=is_addition),
        example_roles=table.texts("example_roles", optional=is_addition),
        languages=table.texts("languages", optional=True),
        titles=table.texts("titles", optional=True),
        related=table.texts("related", optional=True),
        signals=tuple(_signal(t) for t in table.tables("signal", optional=True)),
        salaries=tuple(_salary(t) for t in table.tables("salary", optional=True)),
        facts=tuple(_fact(t) for t in table.tables("fact", optional=True)),
        communities=tuple(_community(t) for t in table.tables("community", optional=True)),
        conferences=tuple(_conference(t) for t in table.tables("conference", optional=True)),
        exercises=tuple(_exercise(t) for t in table.tables("exercise", optional=True)),
    )
    shares = table.texts("shares", optional=True)
    _check_vocabulary(words, found.vocabulary)
    _check_lower(table, "titles", found.titles)
    _check_once(table, "signal", (s.name for s in found.signals))
    table.done()
    return Draft(found, shares, (table.where,))


def draft_of(ecosystem: Ecosystem) -> Draft:
    """Return an ecosystem of ours as the draft its file was."""
    shares = tuple(r.name for r in ecosystem.shared)
    return Draft(replace(ecosystem, shared=()), shares, (f"ecosystems/{ecosystem.name}.toml",))


def merge_drafts(ours: Iterable[Draft], theirs: Iterable[Draft]) -> tuple[Draft, ...]:
    """Return both as one list by name, a user's draft added to ours of the same name."""
    merged = {d.ecosystem.name: d for d in ours}
    for draft in theirs:
        known = merged.get(draft.ecosystem.name)
        merged[draft.ecosystem.name] = draft if known is None else _added(known, draft)
    return tuple(merged[name] for name in sorted(merged))


def resolve_drafts(drafts: tuple[Draft, ...], problems: Problems) -> tuple[Ecosystem, ...]:
    """Check ecosystems against each other and look up what they share.

    Problems: a repository or an id that stands twice, a share that no file describes or that is its own,
    a related ecosystem that does not exist.
    """
    by_name = _by_name(drafts, problems)
    names = {d.ecosystem.name for d in drafts}
    found = []
    for draft in drafts:
        where = draft.files[-1]
        _check_related(draft.ecosystem, names, where, problems)
        shared = [_share(name, draft, by_name, problems) for name in draft.shares]
        found.append(replace(draft.ecosystem, shared=tuple(r for r in shared if r is not None)))
    return tuple(found)


# --- private ---


def _repository(table: Table) -> KeyRepository:
    found = KeyRepository(
        name=table.text("name"),
        repo_id=table.number("id"),
        former_names=table.texts("former_names", optional=True),
        shows=table.text("shows"),
        topics=table.texts("topics"),
        language=table.text("language"),
        source=table.text("source", default=""),
    )
    for key, name in [("name", found.name), *(("former_names", n) for n in found.former_names)]:
        if name and not _REPOSITORY.fullmatch(name):
            table.wrong(key, f"{name!r} is not owner/name")
    if (found.repo_id is not None or found.former_names) and not found.source:
        table.wrong("source", "an id or a former name needs a source")
    _check_lower(table, "topics", found.topics)
    table.done()
    return found


def _signal(table: Table) -> Signal:
    found = Signal(table.one_of("name", SIGNALS), table.text("why"), table.text("source"))
    table.done()
    return found


def _salary(table: Table) -> Salary:
    low, high = table.number("low"), table.number("high")
    if low is None or high is None:
        table.wrong("low" if low is None else "high", "a yearly amount is needed, a positive integer")
    elif low >= high:
        table.wrong("low", f"{low} is not below high, {high}")
    found = Salary(
        role=table.text("role"),
        low=low or 0,
        high=high or 0,
        currency=table.matching("currency", "[A-Z]{3}", "an ISO 4217 code, for example USD"),
        region=table.text("region"),
        kind=table.text("kind"),
        as_of=_as_of(table),
        source=table.text("source"),
        note=table.text("note", default=""),
    )
    table.done()
    return found


def _fact(table: Table) -> Fact:
    found = Fact(table.text("text"), table.text("source"), _as_of(table))
    table.done()
    return found


def _community(table: Table) -> Community:
    found = Community(table.text("name"), table.one_of("kind", COMMUNITY_KINDS), table.text("source"), _url(table))
    table.done()
    return found


def _conference(table: Table) -> Conference:
    found = Conference(table.text("name"), table.text("focus"), table.text("source"), _url(table))
    table.done()
    return found


def _exercise(table: Table) -> Exercise:
    minutes = table.number("minutes")
    if minutes is None:
        table.wrong("minutes", "how many minutes it takes is needed, a positive integer")
    rubric = table.texts("rubric")
    if 0 < len(rubric) < 3:
        table.wrong("rubric", f"has {len(rubric)} of the at least 3 criteria")
    found = Exercise(table.text("title"), table.text("task"), minutes or 0, rubric, table.text("source"))
    table.done()
    return found


def _as_of(table: Table) -> str:
    return table.matching("as_of", _DAY, "2026-03 or 2026-03-01")


def _url(table: Table) -> str:
    return table.matching("url", _URL, "an address, https://…", default="")


def _check_vocabulary(table: Table, vocabulary: Mapping[str, tuple[str, ...]]) -> None:
    meaning: dict[str, str] = {}
    for term, aliases in vocabulary.items():
        _check_lower(table, term, (term, *aliases))
        for word in (term, *aliases):
            if word in meaning:
                table.wrong(term, f"{word!r} already stands under {meaning[word]!r}; keep one of them")
            meaning[word] = term


def _check_lower(table: Table, key: str, words: Iterable[str]) -> None:
    for word in words:
        if word != word.lower():
            table.wrong(key, f"{word!r} is not lower case")


def _check_once(table: Table, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            table.wrong(key, f"{name!r} stands more than once")
        seen.add(name)


def _added(ours: Draft, theirs: Draft) -> Draft:
    a, b = ours.ecosystem, theirs.ecosystem
    lists = ("packages", "example_roles", "languages", "titles", "related")
    tables = ("salaries", "facts", "communities", "conferences", "exercises")
    appended: dict[str, Any] = {
        key: tuple(dict.fromkeys(getattr(a, key) + getattr(b, key))) for key in (*lists, *tables)
    }
    merged = replace(
        a,
        title=b.title or a.title,
        summary=b.summary or a.summary,
        repositories=_replaced(a.repositories, b.repositories, lambda r: r.name.lower()),
        vocabulary={**a.vocabulary, **b.vocabulary},
        signals=_replaced(a.signals, b.signals, lambda s: s.name),
        **appended,
    )
    return Draft(merged, tuple(dict.fromkeys(ours.shares + theirs.shares)), ours.files + theirs.files)


def _replaced(ours: Iterable[_T], theirs: Iterable[_T], key: Callable[[_T], str]) -> tuple[_T, ...]:
    return tuple(({key(x): x for x in ours} | {key(x): x for x in theirs}).values())


def _by_name(drafts: tuple[Draft, ...], problems: Problems) -> dict[str, KeyRepository]:
    """Return every repository under each of its names, lower case; one that stands twice is a problem."""
    seen: dict[str, tuple[KeyRepository, str]] = {}
    ids: dict[int, str] = {}
    for draft in drafts:
        file = draft.files[-1]
        for repository in draft.ecosystem.repositories:
            where = f"{file}: {repository.name}"
            for name in (repository.name, *repository.former_names):
                if name.lower() in seen:
                    problems.add(where, _stands_twice(name, *seen[name.lower()], file))
                seen.setdefault(name.lower(), (repository, file))
            if repository.repo_id is not None and repository.repo_id in ids:
                problems.add(where, f"id {repository.repo_id} is already that of {ids[repository.repo_id]}")
            if repository.repo_id is not None:
                ids.setdefault(repository.repo_id, repository.name)
    return {name: repository for name, (repository, _) in seen.items()}


def _stands_twice(name: str, other: KeyRepository, other_file: str, file: str) -> str:
    told = f"{name} is already a name of {other.name}"
    return told if other_file == file else f"{told} in {other_file}: put {other.name!r} under shares instead"


def _check_related(ecosystem: Ecosystem, names: set[str], where: str, problems: Problems) -> None:
    for name in ecosystem.related:
        if name == ecosystem.name:
            problems.add(f"{where}: related", "names itself")
        elif name not in names:
            problems.add(f"{where}: related", f"there is no ecosystem {name!r}; there are {', '.join(sorted(names))}")


def _share(name: str, draft: Draft, by_name: Mapping[str, KeyRepository], problems: Problems) -> KeyRepository | None:
    found = by_name.get(name.lower())
    where = f"{draft.files[-1]}: shares"
    if found is None:
        problems.add(where, f"no ecosystem describes {name!r}: add a [[repository]] for it to one of them")
    elif found in draft.ecosystem.repositories:
        problems.add(where, f"{name!r} is described in this file already: take it out of shares")
        return None
    elif found.name.lower() != name.lower():
        problems.add(where, f"{name!r} is called {found.name!r} now: write that")
    return found
