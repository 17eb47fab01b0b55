"""What a search for repositories asks and answers with: hits, the parts of their scores, what could not be told."""

from collections.abc import Collection
from dataclasses import dataclass, field

from handiwork.errors import UsageError
from handiwork.index import RepositoryFacts
from handiwork.search.results import MICRO

__all__ = ["FoundRepositories", "RepositoryHit", "RepositoryPart", "RepositoryQuery"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryQuery:
    """What is asked.

    Attributes
    ----------
    text
        Words; empty to go by topics and languages alone.
    topics
        Only repositories with one of these topics, in any case, with spaces or hyphens; empty means all.
    languages
        Only repositories with one of these languages, in any case; empty means all.
    forks
        Whether forks take part.
    limit
        At most so many hits, at least 1.
    excluded_persons
        Person ids whose titles must not appear (suppressed after the build).
    excluded_owners
        Logins, lower case, whose repositories must not appear.

    Raises
    ------
    UsageError
        If nothing is asked for, or the limit is out of range.
    """

    text: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    forks: bool = False
    limit: int = 20
    excluded_persons: Collection[int] = frozenset()
    excluded_owners: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (self.text.strip() or self.topics or self.languages):
            raise UsageError(
                "nothing to look for: give words, for example 'async web framework', a topic or a language"
            )
        if self.limit < 1:
            raise UsageError(f"the limit is {self.limit}, but must be at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryPart:
    """One reason why a repository came up, and what it gives.

    Attributes
    ----------
    kind
        Words matched in ``name``, ``owner``, ``topics``, ``description``, ``language``, ``catalogue``, or in
        ``texts`` where the index does not keep which; words matched in the ``titles`` of its contributions; a
        ``topic`` or ``language`` that was asked for; the ``people`` who worked on what has the words; ``contributors``
        shared with the best matches.
    micros
        What it gives, in millionths; at least 1.
    words
        Words of the query as written, the most telling first; empty where no words are the reason.
    named
        The topics, or the language, that carry the words or were asked for.
    title_rows
        For titles: rows of the index's contributions that carry the matching titles, the best first.
    repository, shared
        For contributors: the match that gives most, and how many people worked on both; for people: how many.
    """

    kind: str
    micros: int
    words: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    title_rows: tuple[int, ...] = ()
    repository: str | None = None
    shared: int = 0

    @property
    def value(self) -> float:
        """What it gives to the score."""
        return self.micros / MICRO


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryHit:
    """One repository that came up.

    Attributes
    ----------
    rank
        1 is best.
    repo_no, name
        Which.
    micros
        The score in millionths, the sum of the parts' ``micros``.
    parts
        Strongest first.
    people
        How many people of the index worked on it.
    facts
        What is known of it, no part of the score beyond what the parts say; None where the index does not keep it.
    """

    rank: int
    repo_no: int
    name: str
    micros: int
    parts: tuple[RepositoryPart, ...]
    people: int
    facts: RepositoryFacts | None

    @property
    def score(self) -> float:
        """The score, between 0 and 1."""
        return self.micros / MICRO


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRepositories:
    """An answer.

    Attributes
    ----------
    query
        What was asked.
    hits
        Best first; of equal scores who has more people, then the lower number.
    n_found
        Repositories that scored, shown or not.
    unknown, ignored
        Words no document of the index has; words that say nothing.
    missing
        What this index cannot tell of repositories, as sentences; empty if nothing.
    reason
        Why there are no hits; None if there are.
    timing_ms
        Milliseconds from text to result; not part of equality.
    """

    query: RepositoryQuery
    hits: tuple[RepositoryHit, ...]
    n_found: int
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str | None
    timing_ms: float = field(compare=False)
