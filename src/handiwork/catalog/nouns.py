"""What the catalogue is made of: ecosystems, their key repositories, archive gaps and licences."""

from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from handiwork.catalog.bots import Bots
from handiwork.catalog.hiring import Community, Conference, Exercise, Fact, Salary, Signal
from handiwork.errors import NotFoundError

__all__ = ["Catalog", "Ecosystem", "Gap", "KeyRepository", "Licence"]


@dataclass(frozen=True, slots=True)
class KeyRepository:
    """A repository that stands for an ecosystem: working on it shows something about a person's craft.

    Attributes
    ----------
    name
        ``owner/name`` as it is called now, or as its published history is called.
    repo_id
        GitHub's numeric id; None if we do not know it.
    former_names
        Every other ``owner/name`` it was known by, oldest first.
    shows
        What working on it shows, one or two sentences.
    topics
        Words a role may use for the same thing, lower case.
    language
        Main programming language.
    source
        Where the id and the former names are known from; empty if there are none.
    """

    name: str
    repo_id: int | None
    former_names: tuple[str, ...]
    shows: str
    topics: tuple[str, ...]
    language: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """A field of work with the repositories, words and packages that belong to it.

    Attributes
    ----------
    name
        Short name for the command line, for example ``python-web``.
    title
        Name for people.
    summary
        What the field is, one or two sentences.
    repositories
        Its own key repositories, the most telling first.
    vocabulary
        A term to its other spellings and short forms, all lower case; other ecosystems may have the term too.
    packages
        Names of the packages that code of this field depends on.
    example_roles
        Roles as a sourcer may write them, one to three sentences each.
    languages
        Main programming languages as GitHub spells them, the most typical first.
    titles
        Job titles that mean this field, lower case.
    related
        Names of neighbouring ecosystems.
    shared
        Key repositories that are described in another ecosystem's file.
    signals
        What to look at in code, the most telling first.
    salaries, facts
        What was published about pay and hiring, each with source and date.
    communities, conferences
        Where people of the field talk and speak.
    exercises
        Work to ask of a candidate.
    """

    name: str
    title: str
    summary: str
    repositories: tuple[KeyRepository, ...]
    vocabulary: dict[str, tuple[str, ...]]
    packages: tuple[str, ...]
    example_roles: tuple[str, ...]
    languages: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    shared: tuple[KeyRepository, ...] = ()
    signals: tuple[Signal, ...] = ()
    salaries: tuple[Salary, ...] = ()
    facts: tuple[Fact, ...] = ()
    communities: tuple[Community, ...] = ()
    conferences: tuple[Conference, ...] = ()
    exercises: tuple[Exercise, ...] = ()

    @property
    def key_repositories(self) -> tuple[KeyRepository, ...]:
        """Its own key repositories, then those it shares with another ecosystem."""
        return self.repositories + self.shared


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of archive files that are absent, or hold far less than happened.

    Attributes
    ----------
    first_hour, last_hour
        First and last file of the stretch, both included, as the files are named (no time zone: files of
        2012-03-11 to 2014 are named after US Pacific time, all others after UTC).
    kind
        ``missing``: there is no file or nothing in it; ``thin``: a file with far less than happened.
    note
        What is known about it.
    source
        Where that is known from.
    """

    first_hour: datetime
    last_hour: datetime
    kind: Literal["missing", "thin"]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The terms under which an origin's data may be used.

    Attributes
    ----------
    origin
        Name of the origin.
    licence
        SPDX identifier where there is one, else a short description.
    attribution
        The line to show wherever its data is shown.
    url
        Where the terms are written.
    """

    origin: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True)
class Catalog:
    """Everything the catalogue says.

    Attributes
    ----------
    ecosystems
        All ecosystems, ordered by name.
    bots
        Known automation accounts.
    gaps
        Known gaps of the archive, ordered by first hour.
    licences
        Terms of each origin, ordered by origin.
    digest
        Digest of the files it was compiled from, if it is exactly what comes with the package; else empty.
    """

    ecosystems: tuple[Ecosystem, ...]
    bots: Bots
    gaps: tuple[Gap, ...]
    licences: tuple[Licence, ...]
    digest: str = field(default="", compare=False)

    def ecosystem(self, name: str) -> Ecosystem:
        """Return the ecosystem of that name, in any case.

        Raises
        ------
        NotFoundError
            If there is none; the message names the nearest ones, or all.
        """
        by_name = {e.name: e for e in self.ecosystems}
        if found := by_name.get(name.strip().lower()):
            return found
        near = get_close_matches(name.strip().lower(), by_name, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(by_name)}"
        raise NotFoundError(f"no ecosystem {name!r}; {hint}")

    def repository(self, name: str) -> KeyRepository | None:
        """Return the key repository of that present or former name, in any case; None if there is none."""
        return self._by_name.get(name.lower())

    def ecosystems_of(self, name: str) -> tuple[Ecosystem, ...]:
        """Return the ecosystems that a repository stands for: that of its file, then those that share it, by name.

        Parameters
        ----------
        name
            A present or former name in any case; the result is empty if no ecosystem has the repository.
        """
        found = self.repository(name)
        return () if found is None else self._ecosystems_of.get(found.name.lower(), ())

    # --- private ---

    @cached_property
    def _ecosystems_of(self) -> dict[str, tuple[Ecosystem, ...]]:
        """The ecosystems of every key repository under its present name, lower case; the describing one first."""
        pairs = [(r, e) for e in self.ecosystems for r in e.repositories]
        pairs += [(r, e) for e in self.ecosystems for r in e.shared]
        found: dict[str, tuple[Ecosystem, ...]] = {}
        for repository, ecosystem in pairs:
            key = repository.name.lower()
            found[key] = (*found.get(key, ()), ecosystem)
        return found

    @cached_property
    def _by_name(self) -> dict[str, KeyRepository]:
        """Every key repository under each of its names, lower case; a current name wins over a former one."""
        repositories = [r for e in self.ecosystems for r in e.repositories]
        former = {n.lower(): r for r in repositories for n in r.former_names}
        return former | {r.name.lower(): r for r in repositories}
