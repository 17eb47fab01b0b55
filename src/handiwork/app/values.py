"""What the app answers with, as frozen values for every face."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handiwork.evidence import Evidence
    from handiwork.index import Index, Observation, Person, PersonTold
    from handiwork.lake.coverage import Period, RepositoryCoverage
    from handiwork.pool import Move, PoolEstimate
    from handiwork.privacy.disputes import Dispute
    from handiwork.search import SearchOptions, SearchResult
    from handiwork.signals.ml_facts import MLFact

__all__ = ["Answer", "PoolAnswer", "Profile", "Status"]


@dataclass(frozen=True, slots=True)
class Status:
    """What is in the home folder.

    Attributes
    ----------
    events, events_rejected, events_duplicate
        Accepted archive events; rejected lines and files; events that were there already.
    packages
        Packages by origin and status.
    histories
        Git histories with their number of commits.
    rows
        Rows by table.
    disk_bytes
        Bytes by part of the home folder.
    coverage
        Runs of archive hours with the same status.
    told
        What GitHub's API told about each repository.
    index
        Name of the index that answers; None if there is none.
    """

    events: int
    events_rejected: int
    events_duplicate: int
    packages: dict[str, dict[str, int]]
    histories: dict[str, int]
    rows: dict[str, int]
    disk_bytes: dict[str, int]
    coverage: "list[Period]"
    told: "list[RepositoryCoverage]"
    index: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A search with what it was answered from.

    Attributes
    ----------
    result
        Brief, hits and timing.
    evidence
        For each hit, then for each of those without a known account, in order, its contributions with links.
    index
        The index that answered.
    coverage
        One line per origin: what it delivered and when.
    options
        As they were asked for.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    result: "SearchResult"
    evidence: "list[tuple[Evidence, ...]]"
    index: "Index"
    coverage: list[dict[str, Any]]
    options: "SearchOptions"
    hidden_owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PoolAnswer:
    """How many people a role could reach, with what that was estimated from.

    Attributes
    ----------
    query
        The role.
    pool
        The estimate as asked.
    moves
        The estimate with one constraint changed, each by itself.
    index
        The index that answered.
    coverage
        One line per origin: what it delivered and when.
    options
        As they were asked for.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    """

    query: str
    pool: "PoolEstimate"
    moves: "tuple[Move, ...]"
    index: "Index"
    coverage: list[dict[str, Any]]
    options: "SearchOptions"
    hidden_owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Profile:
    """What the index holds on one person.

    Attributes
    ----------
    person
        Who.
    acts
        Contributions, newest first.
    total
        How many there are.
    index
        Name of the index.
    hidden_owners
        Logins, lower case, that must not be shown as owners of repositories.
    told
        What other origins told of them; None if no origin but archive and git histories was loaded into the index.
    observed
        What their own lines show, empty if nobody looked; None if the index has nothing of the kind.
    ml_work
        What is known of their work on machine learning beyond one repository; empty if nothing is.
    disputes
        Acts that somebody said are wrong: they are not among the contributions.
    """

    person: "Person"
    acts: "tuple[Evidence, ...]"
    total: int
    index: str
    hidden_owners: frozenset[str] = frozenset()
    told: "PersonTold | None" = None
    observed: "tuple[Observation, ...] | None" = None
    ml_work: "tuple[MLFact, ...]" = ()
    disputes: "tuple[Dispute, ...]" = ()
