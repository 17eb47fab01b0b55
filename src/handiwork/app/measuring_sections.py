"""What a measurement of signals is asked for, and the section of figures it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Asked", "Section"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure on; what is None or empty is not measured.

    Attributes
    ----------
    cache
        File in which what was read is kept by blob.
    packages
        Folder of source distributions or unpacked packages.
    histories
        ``PATH[=owner/name]`` of whole git repositories.
    """

    cache: Path
    packages: Path | None = None
    histories: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to measure on: the kept figures are wanted."""
        return self.packages is None and not self.histories


@dataclass(frozen=True, slots=True)
class Section:
    """One measurement's figures.

    Attributes
    ----------
    name
        Short and stable.
    rows
        One for each thing that was measured.
    summary
        A few rows that say it all.
    told
        Sentences below: what was not measured and why.
    """

    name: str
    rows: Sequence[Mapping[str, Any]]
    summary: Sequence[Mapping[str, Any]]
    told: Sequence[str] = field(default=())
