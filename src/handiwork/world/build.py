"""Building a world: people, places and parts first, then git histories, then archive files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from handiwork.catalog import Catalog, load_catalog
from handiwork.errors import UsageError
from handiwork.world.acts import Ids, Noted, act_out
from handiwork.world.archive import write_hours
from handiwork.world.cast import Cast, make_cast
from handiwork.world.history import BULK_SUBJECT, Change, plan_history, write_history
from handiwork.world.nouns import Act, archived_address
from handiwork.world.payloads import Era
from handiwork.world.payloads.parts import SSH_USER
from handiwork.world.people import RENAMED_AT, Person, make_bots, make_people
from handiwork.world.places import Place, make_places, renamed_place
from handiwork.world.story import CONTACTS, Story, Window, plan_stories
from handiwork.world.truth import (
    AreaTruth,
    BotTruth,
    FileTruth,
    HistoryTruth,
    PersonTruth,
    RenameTruth,
    RoleTruth,
    WorldTruth,
)
from handiwork.world.visits import hobby, machines, old_times, upkeep, visits

__all__ = ["generate_world", "tiny_world"]

_HISTORIES = 5
_FULL, _TRIMMED = datetime(2025, 9, 1, 9), datetime(2025, 11, 3, 9)
_OLD: tuple[tuple[Era, datetime], ...] = (
    ("first", datetime(2011, 11, 15, 14)),
    ("timeline", datetime(2013, 5, 14, 16)),
)
_Known = Counter[tuple[int, str, int]]
"""Acts by repository id, area and person id."""


def generate_world(
    folder: Path,
    *,
    seed: int = 7,
    people: int = 3000,
    hours: int = 8,
    repositories: int = 27,
    catalog: Catalog | None = None,
) -> WorldTruth:
    """Write an invented world in the real formats, and return what is true about it.

    In ``folder/gharchive``: ``hours`` files of the full format from 2025-09-01-9 on and as many of the trimmed
    format from 2025-11-03-9 on, one file of the first and one of the timeline format. In ``folder/git``: up to
    five bare repositories, ``owner__name.git``. Equal arguments give equal bytes (with the same versions of
    Python and git).

    Parameters
    ----------
    folder
        Where; created if absent, its ``gharchive`` and ``git`` must not exist.
    seed
        Any number.
    people
        How many people, at least 20. 3,000 people give about 30,000 events in 8 + 8 hours.
    hours
        Hours of each of the two recent formats, at least 1.
    repositories
        Key repositories of the catalogue to take, at most one for ten people.
    catalog
        Where they come from; None for the catalogue that comes with the package.

    Returns
    -------
    WorldTruth
        Counts, experts, renames, machines, example roles, planted addresses.

    Raises
    ------
    UsageError
        If an argument is too small.
    HandiworkError
        If git cannot be run or fails.
    """
    if people < 20 or hours < 1 or repositories < 1:
        raise UsageError(f"a world needs 20 people, 1 hour and 1 repository: {people}, {hours}, {repositories}")
    catalog = load_catalog() if catalog is None else catalog
    places = make_places(catalog, min(repositories, people // 10), people)
    everybody, bots = make_people(seed, people), make_bots(seed)
    renamed = renamed_place()
    cast = make_cast(seed, everybody, (*places, renamed))
    windows = [Window("full", _FULL, _FULL + timedelta(hours=hours), resumes=_TRIMMED)]
    windows.append(Window("trimmed", _TRIMMED, _TRIMMED + timedelta(hours=hours)))
    per_area = round(2 * hours * max(1, people / 3000))
    stories = plan_stories(seed, cast, windows, per_area)

    known: _Known = Counter()
    histories, shas = _write_histories(folder / "git", seed, cast, (bots[0], stories), known)
    told = list(_tell(seed, cast, windows, (bots, stories, shas)))
    recent = [noted for noted in told if any(w.start <= noted.act.at < w.end for w in windows)]
    known.update((n.act.repo.id, n.area, n.act.actor.id) for n in recent if n.area is not None)
    files = _write_archive(folder / "gharchive", seed, cast, windows, [noted.act for noted in recent])
    areas = _areas(cast, known)
    return WorldTruth(
        folder=folder,
        seed=seed,
        files=tuple(files),
        histories=tuple(histories),
        areas=areas,
        people=tuple(PersonTruth(p.id, p.name, p.login, p.logins, p.addresses) for p in everybody),
        bots=tuple(BotTruth(b.login, b.id, "suffix" if b.login.endswith("[bot]") else "type") for b in bots),
        renamed_person=_renaming(everybody[0].id, everybody[0].logins),
        renamed_repository=_renaming(renamed.repository.id, (renamed.name, renamed.former_name or "")),
        roles=_roles(catalog, places, areas),
        planted_addresses=_addresses((*everybody, *bots)),
    )


def tiny_world(folder: Path, *, seed: int = 7, catalog: Catalog | None = None) -> WorldTruth:
    """Write a world for tests: 30 people, 2 repositories with histories, 2 hours of each recent format.

    Parameters
    ----------
    folder
        Where; created if absent.
    seed
        Any number.
    catalog
        Where the repositories come from; None for the catalogue that comes with the package.

    Returns
    -------
    WorldTruth
        What is true about it.

    Raises
    ------
    HandiworkError
        If git cannot be run or fails.
    """
    return generate_world(folder, seed=seed, people=30, hours=2, repositories=2, catalog=catalog)


# --- private ---


def _write_histories(
    folder: Path, seed: int, cast: Cast, how: tuple[Person, list[Story]], known: _Known
) -> tuple[list[HistoryTruth], dict[tuple[str, int], str]]:
    """Write the histories, count their acts in ``known``, and return the commits of merged pull requests."""
    bot, stories = how
    folder.mkdir(parents=True)
    everybody = {person.id: person for team in cast.teams for person in (*team.experts, team.maintainer)}
    n_people = len(everybody) + len(cast.regulars) + sum(map(len, cast.passers_by.values()))
    made: list[HistoryTruth] = []
    shas: dict[tuple[str, int], str] = {}
    with ThreadPoolExecutor(2) as writers:
        pending = []
        for place in [place for place in cast.places if place.ecosystem][:_HISTORIES]:
            teams = cast.of(place)
            others = (*cast.regulars, *cast.passers_by[place.name])
            own = [story for story in stories if story.place == place]
            total = max(60, min(1500, n_people // 3) * len(teams) // 5)
            changes = plan_history(seed, teams, (others, bot), own, total)
            path = folder / f"{place.name.replace('/', '__')}.git"
            mapped = list(dict.fromkeys((*teams[0].experts, *others, *everybody.values())))
            pending.append((place, changes, path, writers.submit(write_history, path, changes, mapped)))
        for place, changes, path, written in pending:
            merges, found = written.result()
            made.append(HistoryTruth(place.name, path, len(changes) + merges, merges, BULK_SUBJECT))
            shas |= {(place.name, number): sha for number, sha in found.items()}
            known.update(_written(place, changes))
    return made, shas


def _written(place: Place, changes: Iterable[Change]) -> Iterator[tuple[int, str, int]]:
    for change in changes:
        if change.area is not None and change.writer is not None:
            yield place.repository.id, change.area, change.writer.id


def _tell(
    seed: int,
    cast: Cast,
    windows: Sequence[Window],
    how: tuple[tuple[Person, ...], list[Story], dict[tuple[str, int], str]],
) -> Iterator[Noted]:
    """Yield everything that happens around the recent windows."""
    bots, stories, shas = how
    ids, busy = Ids(), {story.author.id for story in stories}
    for story in stories:
        yield from act_out(seed, story, ids, shas)
    for turn, window in enumerate(windows):
        yield from visits(seed, cast, window, turn, busy)
        yield from hobby(seed, cast, window, 0.6 + 0.4 * turn)
        yield from upkeep(seed, cast, window)
        yield from machines(seed, cast, bots, window)


def _write_archive(folder: Path, seed: int, cast: Cast, windows: Sequence[Window], acts: list[Act]) -> list[FileTruth]:
    folder.mkdir(parents=True)
    veterans = (cast.teams[0].experts[0], *cast.regulars, *cast.hobbyists)
    made: list[FileTruth] = []
    for era, start in _OLD:
        window = Window(era, start, start + timedelta(hours=1))
        old = old_times(seed, cast, veterans, window, max(60, len(veterans)))
        made += write_hours(folder, era, [n.act for n in old if window.start <= n.act.at < window.end], seed)
    for window in windows:
        inside = (act for act in acts if window.start <= act.at < window.end)
        made += write_hours(folder, window.era, inside, seed)
    return sorted(made, key=lambda file: file.path)


def _areas(cast: Cast, known: _Known) -> tuple[AreaTruth, ...]:
    """Return each area with its experts in the order of what they did in it; ties by login."""
    made = []
    for team in cast.teams:
        counts = {p.login: known[team.place.repository.id, team.area.name, p.id] for p in team.experts}
        logins = sorted(counts, key=lambda login: (-counts[login], login))
        acts = tuple(counts[login] for login in logins)
        area = team.area
        made.append(AreaTruth(team.place.name, area.name, area.directory, area.things, tuple(logins), acts))
    return tuple(sorted(made, key=lambda area: (area.repo, area.area)))


def _renaming(number: int, names: tuple[str, ...]) -> RenameTruth:
    return RenameTruth(number, names[1], names[0], RENAMED_AT)


def _roles(catalog: Catalog, places: Sequence[Place], areas: Sequence[AreaTruth]) -> tuple[RoleTruth, ...]:
    """Return a role for the first area of each place, then the catalogue's roles that name a place."""
    made = []
    for place in places:
        area = next(a for a in areas if (a.repo, a.area) == (place.name, place.areas[0].name))
        text = f"Engineer for {place.repository.short}: {area.things[0]}, {area.things[1]}"
        made.append(RoleTruth(text, place.ecosystem, (place.name,), area.area, area.experts))
    for ecosystem in catalog.ecosystems:
        for text in ecosystem.example_roles:
            named = tuple(p.name for p in places if p.repository.short.lower() in text.lower())
            fits = Counter[str]()
            for area in areas:
                if area.repo in named:
                    fits.update(dict(zip(area.experts, area.acts, strict=True)))
            if named:
                logins = tuple(sorted(fits, key=lambda login: (-fits[login], login)))
                made.append(RoleTruth(text, ecosystem.name, named, None, logins))
    return tuple(made)


def _addresses(people: Iterable[Person]) -> tuple[str, ...]:
    plain = {address for person in people for address in person.addresses} | set(CONTACTS) | {"noreply@github.com"}
    plain |= {f"{person.login}@example.org" for person in people}
    return tuple(sorted(plain | {archived_address(address) for address in plain} | {SSH_USER}))
