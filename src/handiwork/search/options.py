"""What a caller may ask for beside the text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handiwork.errors import UsageError

__all__ = ["SearchOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Limits and filters; all of them act before the ranking is cut, so parts always add up.

    Attributes
    ----------
    limit
        At most so many hits, at least 1.
    repositories
        Rank on work in these repositories alone: present or former names, in any case; empty means all.
        Statistics of words stay those of the whole index.
    since
        Rank only on ties between a person and a document whose last act is on or after this date; None means all.
    excluded_persons
        Person ids that must not appear nor be what others are measured by (suppressed after the build).
    explain
        True for one part a document; False for one part a kind and repository.
    """

    limit: int = 20
    repositories: tuple[str, ...] = ()
    since: date | None = None
    excluded_persons: Collection[int] = frozenset()
    explain: bool = False

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise UsageError(f"the limit is {self.limit}, but must be at least 1")
