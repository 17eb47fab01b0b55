"""Where the invented people work: real repositories of the catalogue with areas, and invented ones."""

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha1
from importlib.resources import files

from handiwork.catalog import Catalog, KeyRepository
from handiwork.world.dice import Random
from handiwork.world.nouns import Account, Repository
from handiwork.world.people import FIRST_ID, RENAMED_AT

__all__ = ["WITH_HISTORY", "Area", "Place", "make_places", "renamed_place"]

WITH_HISTORY = (
    "fastapi/fastapi",
    "vllm-project/vllm",
    "apache/airflow",
    "sqlalchemy/sqlalchemy",
    "huggingface/transformers",
)
"""Repositories that come first, and get a git history, where the catalogue has them."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a repository: its name (also a label), its directory, and what people work on there."""

    name: str
    directory: str
    things: tuple[str, ...]

    def path(self, r: Random) -> str:
        """Return one of the area's files."""
        thing = r.choice(self.things)
        return f"{self.directory}/{_slug(thing)[:28].rstrip('_')}.py"

    @property
    def paths(self) -> tuple[str, ...]:
        """All files of the area."""
        return tuple(sorted({f"{self.directory}/{_slug(thing)[:28].rstrip('_')}.py" for thing in self.things}))


@dataclass(frozen=True, slots=True)
class Place:
    """A repository through time.

    Attributes
    ----------
    repository
        As it is now.
    former_name
        ``owner/name`` before the rename; None if never renamed.
    ecosystem
        Name of the catalogue's ecosystem; empty for an invented repository.
    areas
        Its areas.
    """

    repository: Repository
    former_name: str | None
    ecosystem: str
    areas: tuple[Area, ...]

    @property
    def name(self) -> str:
        """The current ``owner/name``."""
        return self.repository.name

    def at(self, when: datetime) -> Repository:
        """Return the repository as it was called at an instant."""
        if self.former_name is None or when >= RENAMED_AT:
            return self.repository
        return replace(self.repository, name=self.former_name)


def make_places(catalog: Catalog, count: int, people: int) -> tuple[Place, ...]:
    """Return key repositories of all ecosystems in turn: those with a history first, then those with known areas.

    Parameters
    ----------
    catalog
        Where the repositories come from.
    count
        How many at most.
    people
        How many people there are; each repository has one to five areas, about six people for each.

    Returns
    -------
    tuple
        The places.
    """
    queues = [[(e.name, repo) for repo in e.repositories] for e in catalog.ecosystems]
    turns = [queue[turn] for turn in range(max(map(len, queues))) for queue in queues if turn < len(queue)]
    turns.sort(key=lambda turn: _has_no_areas(turn[1]))
    unique = {repo.name: (ecosystem, repo) for ecosystem, repo in reversed(turns)}
    ordered = [unique[name] for name in WITH_HISTORY if name in unique]
    ordered += [
        turn for turn in dict.fromkeys(turns) if turn[1].name not in WITH_HISTORY and unique[turn[1].name] == turn
    ]
    chosen = ordered[:count]
    areas = max(1, min(5, people // (6 * len(chosen))))
    return tuple(_place(ecosystem, repo, areas) for ecosystem, repo in chosen)


def renamed_place() -> Place:
    """Return the invented repository that changed its name."""
    owner = Account(FIRST_ID - 3, "harbor_collective", kind="Organization")
    repository = Repository(
        id=FIRST_ID - 2,
        name="harbor_collective/tideline",
        owner=owner,
        description="Queues that ebb and flow: back-pressure for asynchronous workers.",
        topics=("queues", "asyncio"),
        stars=412,
    )
    area = Area(
        "backpressure", "tideline/backpressure", ("queue watermarks", "worker back-pressure", "queue drain order")
    )
    return Place(repository, "harbor_collective/tide_queue", "", (area,))


# --- private ---


@cache
def _slug(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in text.lower())


def _number(text: str) -> int:
    return int(sha1(text.encode(), usedforsecurity=False).hexdigest()[:7], 16)


@cache
def _known_areas() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads((files(__package__) / "areas.toml").read_text("utf-8"))
    return found


def _has_no_areas(repo: KeyRepository) -> bool:
    """Return whether we have no list of its areas; those that have one make the better world."""
    return not any(name in _known_areas() for name in (repo.name, *repo.former_names))


def _areas(repo: KeyRepository) -> tuple[Area, ...]:
    """Return the areas of a repository; one we have no list for gets an area for each of its topics."""
    known = next((_known_areas()[name] for name in (repo.name, *repo.former_names) if name in _known_areas()), None)
    if known is not None:
        return tuple(Area(name, words[0], tuple(words[1:])) for name, words in known.items())
    short = repo.name.partition("/")[2]
    topics = tuple(topic for topic in repo.topics if _slug(topic) != _slug(short))[:3] or (short,)
    return tuple(
        Area(_slug(topic), f"src/{_slug(topic)}", (topic, f"{topic} errors", f"{topic} settings")) for topic in topics
    )


def _place(ecosystem: str, repo: KeyRepository, areas: int) -> Place:
    owner_name = repo.name.partition("/")[0]
    owner = Account(FIRST_ID - 1_000_000_000 + _number(owner_name), owner_name, kind="Organization")
    repository = Repository(
        id=repo.repo_id or FIRST_ID - 2_000_000_000 + _number(repo.name),
        name=repo.name,
        owner=owner,
        description=repo.shows,
        topics=tuple(topic.replace(" ", "-") for topic in repo.topics),
        language=repo.language,
        license=("MIT", "Apache-2.0", "BSD-3-Clause")[_number(repo.name) % 3],
        stars=500 + _number(repo.name) % 60_000,
    )
    return Place(repository, None, ecosystem, _areas(repo)[:areas])
