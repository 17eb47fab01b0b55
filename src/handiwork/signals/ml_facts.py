"""What is known of a person's ML work outside of one tree: models with lineage and use, papers' code, frameworks.

Rows in, facts out: nothing is looked up here, and nothing is weighed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

__all__ = ["FrameworkRow", "MLFact", "ModelRow", "PaperRow", "RepositoryRow", "ml_facts"]

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A published model: its name and page, what it was made from, the datasets it names, and its downloads.

    ``downloads`` is the count of the last 30 days as its host tells it, None if unknown; ``is_fine_tuned`` is True
    where a base model is named.
    """

    name: str
    url: str
    base_models: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    downloads: int | None = None

    @property
    def is_fine_tuned(self) -> bool:
        """True if a base model is named."""
        return bool(self.base_models)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper with code: its title and page, the code's repository and page, and whether it is the official code."""

    title: str
    url: str
    code_repo: str
    code_url: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """Contributions to one key repository of an ML ecosystem: how many, of which kind, and when the newest was."""

    repo: str
    url: str
    kind: str
    n: int
    newest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RepositoryRow:
    """A repository of the person: whether it is a fork and of what, and how many own commits are known.

    ``n_own_commits`` is None if unknown.
    """

    repo: str
    url: str
    is_fork: bool
    parent: str | None = None
    n_own_commits: int | None = None


@dataclass(frozen=True, slots=True)
class MLFact:
    """One fact: a stable kind, a sentence, the number behind it with its unit, and links that show it.

    Attributes
    ----------
    kind
        ``frameworks``, ``models``, ``lineage``, ``paper-code`` or ``forks-only``.
    text
        One sentence.
    figure, unit
        The number, and what it counts.
    links
        Pages that show it, best first, three at most.
    """

    kind: str
    text: str
    figure: float
    unit: str
    links: tuple[str, ...]


def ml_facts(
    *,
    models: Iterable[ModelRow] = (),
    papers: Iterable[PaperRow] = (),
    frameworks: Iterable[FrameworkRow] = (),
    repositories: Iterable[RepositoryRow] = (),
    ml_repos: Collection[str] = (),
) -> tuple[MLFact, ...]:
    """Return the facts that rows about one person give.

    Parameters
    ----------
    models, papers, frameworks, repositories
        What is known; empty where nothing is, and then nothing is said.
    ml_repos
        Names of those ``repositories`` that are about machine learning, by topic or language of its ecosystems.

    Returns
    -------
    tuple of MLFact
        Contributions to frameworks first, then models, their lineage, papers' code, and forks.
    """
    shown = _sorted_models(models)
    found = (
        _of_frameworks(sorted(frameworks, key=lambda f: (-f.n, f.repo, f.kind))),
        _of_models(shown),
        _of_lineage(shown),
        _of_papers(sorted((p for p in papers if p.is_official), key=lambda p: (p.title, p.code_repo))),
        _of_forks(sorted((r for r in repositories if r.repo in ml_repos), key=lambda r: r.repo)),
    )
    return tuple(fact for fact in found if fact is not None)


# --- private ---


def _sorted_models(models: Iterable[ModelRow]) -> list[ModelRow]:
    return sorted(models, key=lambda m: (-(m.downloads or 0), m.name))


def _named(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    more = f" and {len(every) - _MOST_NAMED:,} more" if len(every) > _MOST_NAMED else ""
    return f"{', '.join(every[:_MOST_NAMED])}{more}"


def _links(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(urls))[:_MOST_NAMED]


def _counted(n: int, one: str) -> str:
    return f"{n:,} {one}{'' if n == 1 else 's'}"


def _of_frameworks(rows: list[FrameworkRow]) -> MLFact | None:
    n = sum(r.n for r in rows)
    if not n:
        return None
    text = f"{_counted(n, 'contribution')} to frameworks of machine learning: {_named(r.repo for r in rows)}."
    return MLFact("frameworks", text, float(n), "contributions", _links(r.url for r in rows))


def _of_models(rows: list[ModelRow]) -> MLFact | None:
    if not rows:
        return None
    known = [m.downloads for m in rows if m.downloads is not None]
    used = f", downloaded {sum(known):,} times in 30 days" if known else ""
    text = f"{_counted(len(rows), 'published model')}{used}: {_named(m.name for m in rows)}."
    return MLFact("models", text, float(len(rows)), "models", _links(m.url for m in rows))


def _of_lineage(rows: list[ModelRow]) -> MLFact | None:
    told = [m for m in rows if m.base_models or m.datasets]
    if not told:
        return None
    n_fine = sum(m.is_fine_tuned for m in told)
    bases = _named(b for m in told for b in m.base_models)
    of_bases = f"; {n_fine:,} made from {bases}" if n_fine else ""
    text = f"{_counted(len(told), 'model')} with a card that tells what it was made from{of_bases}."
    return MLFact("lineage", text, float(len(told)), "models", _links(m.url for m in told))


def _of_papers(rows: list[PaperRow]) -> MLFact | None:
    if not rows:
        return None
    text = f"The official code of {_counted(len(rows), 'paper')} is in {_named(p.code_repo for p in rows)}."
    return MLFact("paper-code", text, float(len(rows)), "papers", _links(p.code_url for p in rows))


def _of_forks(rows: list[RepositoryRow]) -> MLFact | None:
    """Return a fact where all known ML repositories are forks without own commits; one other or unknown: none."""
    if not rows or any(not r.is_fork or r.n_own_commits != 0 for r in rows):
        return None
    parents = _named(r.parent for r in rows if r.parent)
    of_parents = f" (of {parents})" if parents else ""
    text = (
        f"All known repositories about machine learning ({len(rows):,}) are forks without own commits"
        f"{of_parents}; often kept to read, and work in private repositories is not seen."
    )
    return MLFact("forks-only", text, float(len(rows)), "repositories", _links(r.url for r in rows))
