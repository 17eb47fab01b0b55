"""What is true about a load world: the answers that tests and measurements compare with."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["ExpertTruth", "LoadTruth"]


@dataclass(frozen=True, slots=True)
class ExpertTruth:
    """A role and who must come first for it.

    Attributes
    ----------
    role
        The text to search for.
    repo, area
        What it is about.
    logins
        Planted experts, best first; each did strictly more than the next.
    pull_requests
        Merged pull requests of each.
    """

    role: str
    repo: str
    area: str
    logins: tuple[str, ...]
    pull_requests: tuple[int, ...]


@dataclass(frozen=True)
class LoadTruth:
    """Everything true about one load world.

    Attributes
    ----------
    folder
        Where its files are.
    events, form, seed, hours
        Its arguments.
    files
        Number of files.
    missing
        Names of the files that are missing.
    accepted
        Distinct well-formed events; equals ``events``.
    rejected
        Pieces that are cut or otherwise no JSON.
    duplicates
        Exact repetitions of an event of the same file.
    by_type
        Accepted events by the archive's type.
    people, repositories
        How many took part: actors that are no machines, and the repositories of the events.
    machines
        Accepted events of each machine, by login.
    renamed_people, renamed_repositories
        Numeric id, name before and name after of those seen under both; some repositories moved with their owners.
    experts
        Planted roles.
    plain_bytes, gz_bytes
        Sizes of all files together.
    """

    folder: Path
    events: int
    form: str
    seed: int
    hours: int
    files: int
    missing: tuple[str, ...]
    accepted: int
    rejected: int
    duplicates: int
    by_type: dict[str, int]
    people: int
    repositories: int
    machines: dict[str, int]
    renamed_people: tuple[tuple[int, str, str], ...]
    renamed_repositories: tuple[tuple[int, str, str], ...]
    experts: tuple[ExpertTruth, ...]
    plain_bytes: int
    gz_bytes: int

    def write(self) -> None:
        """Write ``truth.json`` into the folder."""
        made: dict[str, Any] = asdict(self)
        del made["folder"]
        text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        (self.folder / "truth.json").write_text(text, "utf-8")
