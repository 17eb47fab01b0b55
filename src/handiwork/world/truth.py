"""What is true about an invented world: the answers that tests and the demo compare with."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handiwork.world.payloads import Era

__all__ = [
    "AreaTruth",
    "BotTruth",
    "FileTruth",
    "HistoryTruth",
    "PersonTruth",
    "RenameTruth",
    "RoleTruth",
    "WorldTruth",
]


@dataclass(frozen=True, slots=True)
class FileTruth:
    """One archive file.

    Attributes
    ----------
    path
        Where it is.
    era
        Its format.
    accepted
        Distinct well-formed events.
    rejected
        Objects that are cut or otherwise no JSON.
    duplicates
        Exact repetitions of an event of the same file.
    """

    path: Path
    era: Era
    accepted: int
    rejected: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class HistoryTruth:
    """One bare git repository.

    Attributes
    ----------
    repo
        ``owner/name``.
    path
        Where it is.
    commits
        Commits reachable from its branch, merges included.
    merges
        Merge commits among them.
    bulk_subject
        Subject of its one mass reformatting.
    """

    repo: str
    path: Path
    commits: int
    merges: int
    bulk_subject: str


@dataclass(frozen=True, slots=True)
class AreaTruth:
    """One area of a key repository and its planted experts.

    Attributes
    ----------
    repo
        ``owner/name``.
    area
        Its name, which is also the label of its threads and the first part of its branches' names.
    directory
        Where its files are.
    things
        What people work on there, as titles say it.
    experts
        Current logins, most acts first. Acts are commits written there, pull requests opened, reviews and
        comments; nobody else has as many as the last of them.
    acts
        Number of acts of each expert, in the same order.
    """

    repo: str
    area: str
    directory: str
    things: tuple[str, ...]
    experts: tuple[str, ...]
    acts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonTruth:
    """One invented person: numeric id, full name, current login, all logins (current first)."""

    github_id: int
    name: str
    login: str
    logins: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BotTruth:
    """One machine: its login, id and how it can be known, ``suffix`` (of the login) or ``type`` (in payloads)."""

    login: str
    github_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class RenameTruth:
    """A person or repository that changed its name: numeric id, both names, and when (naive UTC)."""

    github_id: int
    before: str
    after: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleTruth:
    """A role text and the logins that should come first for it.

    Attributes
    ----------
    text
        The role as a sourcer may write it.
    ecosystem
        Name of the catalogue's ecosystem it belongs to.
    repos
        Each ``owner/name`` it is about.
    area
        The area it is about; None if about whole repositories.
    logins
        Who fits, best first.
    """

    text: str
    ecosystem: str
    repos: tuple[str, ...]
    area: str | None
    logins: tuple[str, ...]


@dataclass(frozen=True)
class WorldTruth:
    """Everything true about one generated world.

    Attributes
    ----------
    folder
        The world's folder, with ``gharchive/`` and ``git/`` in it.
    seed
        Its seed.
    files
        Archive files, by name.
    histories
        Bare git repositories, in the order they were written.
    areas
        Areas with their experts, by repository and area.
    people
        All people, by id; machines are not among them.
    bots
        All machines.
    renamed_person, renamed_repository
        The two that changed their name.
    roles
        Example roles with who fits.
    planted_addresses
        Every e-mail address (plain, and in the archive's hashed form) the world may have written, sorted.
    """

    folder: Path
    seed: int
    files: tuple[FileTruth, ...]
    histories: tuple[HistoryTruth, ...]
    areas: tuple[AreaTruth, ...]
    people: tuple[PersonTruth, ...]
    bots: tuple[BotTruth, ...]
    renamed_person: RenameTruth
    renamed_repository: RenameTruth
    roles: tuple[RoleTruth, ...]
    planted_addresses: tuple[str, ...]

    @property
    def gharchive(self) -> Path:
        """The folder with the archive's files."""
        return self.folder / "gharchive"

    @property
    def git(self) -> Path:
        """The folder with the git repositories."""
        return self.folder / "git"

    @property
    def accepted(self) -> int:
        """Events in all files together."""
        return sum(file.accepted for file in self.files)

    @property
    def rejected(self) -> int:
        """Rejected objects in all files together."""
        return sum(file.rejected for file in self.files)

    def experts(self, repo: str, area: str) -> tuple[str, ...]:
        """Return the logins of an area's planted experts, best first; empty for an area that is not there."""
        return next((a.experts for a in self.areas if (a.repo, a.area) == (repo, area)), ())
