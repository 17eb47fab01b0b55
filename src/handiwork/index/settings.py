"""Every number of the ranking that is fixed when an index is built, with its meaning and where it comes from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from handiwork.errors import StoreError, UsageError

__all__ = ["IndexSettings", "KindSettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSettings:
    """How one kind of document is matched and how much it counts.

    Attributes
    ----------
    k1
        BM25's saturation of repeated words, above 0.
    b
        BM25's correction for long documents, 0 (none) to 1 (full).
    cut
        How many of the best matching documents take part, at least 1.
    sharpness
        Power p of the sharpened relevance (r / r_max)^p, at least 1.
    least_relevance
        Documents with a sharpened relevance below this do not take part, 0 (all do) to 1; except
    sure
        so many of the best, which always do, at least 1.
    share
        Part of the score this kind can give (λ), above 0; kinds that match nothing give theirs to the others.
    half_life_years
        Years after which an act counts half, above 0.
    """

    k1: float
    b: float
    cut: int
    sharpness: float
    share: float
    half_life_years: float
    least_relevance: float = 0.01
    sure: int = 200

    def __post_init__(self) -> None:
        positive = self.k1 > 0 and self.share > 0 and self.half_life_years > 0
        parts = 0 <= self.b <= 1 and 0 <= self.least_relevance <= 1
        if not (positive and parts and min(self.cut, self.sure) >= 1 and self.sharpness >= 1):
            raise UsageError(f"{self} is out of range: see the attributes of KindSettings")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    """The ranking's constants.

    Attributes
    ----------
    repository, area, title
        The three kinds of document.
    path_weight
        Weight of a word of a commit's paths beside 1 for a word of its subject.
    area_path_weight
        Weight of a word of an area's own name beside ln(1 + n) for a word in n subjects of its acts.
    ancestor_weight
        Weight of a word of an area's parent folders, as a part of ``area_path_weight``.
    area_min_acts
        Acts (commits, pull requests, …) an area needs to become a document, at least 1.
    name_weight, owner_weight, topic_weight, language_weight, description_weight, catalog_weight
        Weight of a word in each field of a repository.
    repository_boost
        How much a repository that counts as a whole lifts its areas and titles: relevance · (1 + boost · how surely
        it counts).
    creator_weight
        Weight of ln(1 + files of an area that the person created).
    creator_share
        Weight of the person's part of all files of an area that anybody created.
    test_factor
        What is left of an area's relevance if it holds tests, 0 (nothing) to 1 (all).
    sharpness_within
        Sharpness of areas and titles where the ranking is limited to one repository: fewer documents, less noise.
    inferred_share
        What is left of the repositories' share where the role names neither a repository nor a job title or field of
        work, and they are only inferred from its words; 0 to 1.
    bulk_factor
        What is left of an act that is a mass change; such acts make no area.
    fork_factor
        What is left of an association with a repository that is a fork.
    busy_damping
        β in score ÷ (1 + the person's total)^β.
    query_part_weight
        Weight of ``fast`` and ``api`` in the query word FastAPI when ``fastapi`` itself is known.

    Notes
    -----
    Defaults are measured on 1,132 topics whose experts 16 projects name themselves (``benchmarks/tune.py``,
    docs/explanation/ranking.md): what each part contributes, and what is left of the best choice on topics it never
    saw. One-sided changes of most move nDCG@10 by less than 0.01. The weights of a repository's fields and
    ``fork_factor`` are chosen, not measured; so is how much repositories count that a role names, by looking at
    answers to roles.
    """

    repository: KindSettings = field(
        default=KindSettings(k1=1.2, b=0.3, cut=50, sharpness=4.0, share=0.4, half_life_years=5.0)
    )
    area: KindSettings = field(
        default=KindSettings(k1=1.2, b=0.5, cut=60, sharpness=6.0, share=0.4, half_life_years=5.0)
    )
    title: KindSettings = field(
        default=KindSettings(k1=1.0, b=0.3, cut=1000, sharpness=6.0, share=0.4, half_life_years=6.0)
    )
    path_weight: float = 0.6
    area_path_weight: float = 6.0
    ancestor_weight: float = 0.35
    area_min_acts: int = 2
    name_weight: float = 3.0
    owner_weight: float = 1.0
    topic_weight: float = 2.0
    language_weight: float = 1.0
    description_weight: float = 1.0
    catalog_weight: float = 1.0
    repository_boost: float = 0.5
    creator_weight: float = 4.0
    creator_share: float = 5.0
    test_factor: float = 0.7
    sharpness_within: float = 4.0
    inferred_share: float = 0.05
    bulk_factor: float = 0.02
    fork_factor: float = 0.25
    busy_damping: float = 0.1
    query_part_weight: float = 0.25

    def __post_init__(self) -> None:
        numbers = [getattr(self, f.name) for f in fields(self)[3:]]
        parts = (self.bulk_factor, self.fork_factor, self.test_factor, self.inferred_share)
        if min(numbers) < 0 or self.area_min_acts < 1 or self.sharpness_within < 1 or max(parts) > 1:
            raise UsageError(f"{self} is out of range: see the attributes of IndexSettings")

    def kind(self, name: str) -> KindSettings:
        """Return the settings of ``repository``, ``area`` or ``title``."""
        found: KindSettings = getattr(self, name)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values for a manifest."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> "IndexSettings":
        """Read what :meth:`to_dict` wrote.

        Raises
        ------
        StoreError
            If a setting is missing, unknown or of the wrong shape.
        """
        try:
            values: dict[str, Any] = {**found}
            for kind in ("repository", "area", "title"):
                values[kind] = KindSettings(**values[kind])
            if missing := sorted({f.name for f in fields(cls)} - values.keys()):
                raise StoreError(f"the index lacks ranking settings ({', '.join(missing)}): build it again")
            return cls(**values)
        except (KeyError, TypeError, UsageError) as error:
            raise StoreError(f"the index has unknown ranking settings ({error}): build it again") from error
