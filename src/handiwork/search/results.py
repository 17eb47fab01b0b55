"""What a search answers with: hits, the parts of their scores, and how the text was understood."""

from dataclasses import dataclass, field

__all__ = ["MICRO", "Brief", "DocumentShare", "Hit", "MatchedRepository", "Part", "SearchResult"]

MICRO = 1_000_000
"""Scores are whole millionths, so that parts add up exactly as printed with six decimals."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score.

    Attributes
    ----------
    kind
        ``repository``, ``area`` or ``title``.
    repository
        owner/name.
    document
        The area or title, if the search was asked to explain; else None.
    doc
        Its number within its kind; None as above.
    micros
        What it gives, in millionths; at least 1.
    """

    kind: str
    repository: str
    document: str | None
    doc: int | None
    micros: int

    @property
    def value(self) -> float:
        """What it gives to the score."""
        return self.micros / MICRO

    @property
    def label(self) -> str:
        """What to print before the value.

        Examples
        --------
        >>> Part("area", "python/cpython", "Lib/asyncio", 3, 120000).label
        'area python/cpython: Lib/asyncio'
        """
        return f"{self.kind} {self.repository}" + (f": {self.document}" if self.document else "")


@dataclass(frozen=True, slots=True)
class DocumentShare:
    """What one document gives to one person, before rounding: where evidence is looked for.

    Attributes
    ----------
    kind, doc
        The document.
    value
        Its share of the score, above 0.
    """

    kind: str
    doc: int
    value: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked person.

    Attributes
    ----------
    rank
        1 is best.
    person_id, key, login, name
        Who; login and name are None where they are not known.
    micros
        The score in millionths, the sum of the parts' ``micros``.
    parts
        Strongest first.
    shares
        The strongest documents, at most 20 a kind, strongest first.
    """

    rank: int
    person_id: int
    key: str
    login: str | None
    name: str | None
    micros: int
    parts: tuple[Part, ...]
    shares: tuple[DocumentShare, ...]

    @property
    def score(self) -> float:
        """The score, between 0 and 1."""
        return self.micros / MICRO


@dataclass(frozen=True, slots=True)
class MatchedRepository:
    """A repository that matches the text as a whole; relevance 1.0 is the best one."""

    name: str
    relevance: float


@dataclass(frozen=True, slots=True)
class Brief:
    """How the text was understood.

    Attributes
    ----------
    text
        As it was asked.
    understood
        Words that some document has, as the user wrote them, then joined pairs of neighbours.
    unknown
        Words that no document has.
    ignored
        Grammar, role talk and bare numbers.
    repositories
        Repositories that match as a whole, best first, at most 10.
    only
        Present names of the repositories the ranking was limited to; empty if it was not.
    """

    text: str
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]
    repositories: tuple[MatchedRepository, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer.

    Attributes
    ----------
    brief
        How the text was understood.
    index
        Name of the index that answered.
    hits
        Best first; empty if nobody scored.
    n_candidates
        People who scored, shown or not.
    reason
        Why there are no hits; None if there are.
    timing_ms
        Milliseconds from text to result; not part of equality.
    """

    brief: Brief
    index: str
    hits: tuple[Hit, ...]
    n_candidates: int
    reason: str | None
    timing_ms: float = field(compare=False)
