"""What a search answers with: hits, the parts of their scores, and how the text was understood."""

from dataclasses import dataclass, field

from handiwork.brief import Brief
from handiwork.search.nouns import Facet

__all__ = ["MICRO", "DocumentShare", "Hit", "Part", "SearchResult"]

MICRO = 1_000_000
"""Scores are whole millionths, so that parts add up exactly as printed with six decimals."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score.

    Attributes
    ----------
    kind
        ``repository``, ``area`` or ``title``; ``signal`` for what a preferred signal adds.
    repository
        owner/name; None for a signal.
    document
        The area or title, if the search was asked to explain; else None. Of a signal its name and value.
    doc
        Its number within its kind; None as above.
    micros
        What it gives, in millionths; at least 1.
    """

    kind: str
    repository: str | None
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
        >>> Part("signal", None, "typed 0.83", None, 4000).label
        'signal typed 0.83'
        """
        return f"{self.kind} " + ": ".join(part for part in (self.repository, self.document) if part)


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
    repositories
        Numbers of all repositories in which their work matches, ascending.
    """

    rank: int
    person_id: int
    key: str
    login: str | None
    name: str | None
    micros: int
    parts: tuple[Part, ...]
    shares: tuple[DocumentShare, ...]
    repositories: tuple[int, ...] = ()

    @property
    def score(self) -> float:
        """The score, between 0 and 1; preferred signals may add up to a twentieth each."""
        return self.micros / MICRO


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
        Best first; empty if nobody scored. Unless the options ask for everybody in one list, these are people with
        a known account.
    unnamed
        People who scored and whose account nothing that is loaded names, best first, with ranks of their own; their
        scores compare with those of the hits.
    n_candidates
        People who scored, shown or not.
    n_unnamed
        How many of them have no known account.
    only
        Present names of the repositories the ranking was limited to; empty if it was not.
    reason
        Why there are no hits; None if there are.
    facets
        What the candidates have, counted, if it was asked for; see :mod:`handiwork.search.facets`.
    timing_ms
        Milliseconds from text to result; not part of equality.
    """

    brief: Brief
    index: str
    hits: tuple[Hit, ...]
    unnamed: tuple[Hit, ...]
    n_candidates: int
    n_unnamed: int
    only: tuple[str, ...]
    reason: str | None
    timing_ms: float = field(compare=False)
    facets: tuple[Facet, ...] = ()
