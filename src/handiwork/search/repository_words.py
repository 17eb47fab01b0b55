"""Where a repository has the words of a query: what each of its fields gives to the relevance of its texts."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handiwork.brief.terms import terms_of
from handiwork.errors import UsageError
from handiwork.index import Index, RepositoryFacts
from handiwork.index.text import analyse, query_words, words_of
from handiwork.search.repository_results import RepositoryPart

__all__ = ["Asked", "asked_words", "covered", "field_parts"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query.

    Attributes
    ----------
    terms
        Term number → weight in (0, 1].
    written
        Term number → the word it comes from, as written.
    understood, unknown, ignored
        Words the index has, those it lacks, and those that say nothing.
    """

    terms: dict[int, float]
    written: dict[int, str]
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]


def asked_words(index: Index, text: str) -> Asked:
    """Return the words of a text as terms of an index; no words for a text that is empty.

    Raises
    ------
    UsageError
        If there is a text and no word of it says what to look for.
    """
    words, ignored = query_words(text)
    if text.strip() and not words:
        said = f"only {', '.join(map(repr, ignored))}" if ignored else "no word at all"
        raise UsageError(f"the text says {said}: name what the repository is about, for example 'async web framework'")
    weights: dict[int, float] = {}
    written: dict[int, str] = {}
    understood, unknown = [], []
    for word in words:
        found = terms_of(index, word)
        for term, weight in found.items():
            if weight > weights.get(term, 0.0):
                weights[term], written[term] = weight, word.text
        if found:
            understood.append(word.text)
        elif not word.is_pair:
            unknown.append(word.text)
    return Asked(weights, written, tuple(understood), tuple(unknown), tuple(ignored))


def covered(index: Index, asked: Asked, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return which part of the known words each repository's texts have, each counted by its rarity; 0 to 1.

    Parameters
    ----------
    index
        An opened index.
    asked
        The words; a pair stands for both of its words.
    ids
        Shape (n,), repositories.

    Notes
    -----
    A word's rarity is ln(1 + N / (1 + n)) for n of N repositories with the commonest of its terms. Cost: n searches in
    the postings of each term.
    """
    documents = index.documents["repository"]
    terms_by_word: dict[str, list[int]] = {}
    for term, written in sorted(asked.written.items()):
        for word in written.split():
            terms_by_word.setdefault(word, []).append(term)
    had, whole = np.zeros(len(ids)), 0.0
    for terms in terms_by_word.values():
        postings = [documents.postings(term)[0] for term in terms]
        rarity = float(np.log1p(documents.count / (1 + max(map(len, postings)))))
        had += rarity * np.logical_or.reduce([_is_in(ids, docs) for docs in postings])
        whole += rarity
    return had / whole if whole else had


def field_parts(index: Index, asked: Asked, repo_no: int) -> list[tuple[float, RepositoryPart]]:
    """Return what each field of a repository gives to its relevance, as shares that add up to 1, and why.

    Notes
    -----
    BM25 knows how often a term is in all fields together, each counted with its weight; what it gives for a term is
    shared out to the fields as they add to that sum. Parts have no ``micros`` yet. Where the index does not keep the
    fields, one part says ``texts``.
    """
    gains = _gains(index, asked, repo_no)
    facts = index.facts(repo_no)
    fields = {} if facts is None else _fields(index, index.repository_name(repo_no), facts)
    shares: dict[str, dict[int, float]] = {}
    for term, gain in gains.items():
        counts = {name: field.counts[term] * field.weight for name, field in fields.items() if term in field.counts}
        whole = sum(counts.values())
        for name, count in counts.items() if whole else [("texts", 1.0)]:
            shares.setdefault(name, {})[term] = gain * count / (whole or 1.0)
    total = sum(gains.values())
    return [
        (sum(own.values()) / total, _part(asked, name, own, _named(index, name, own, facts)))
        for name, own in shares.items()
    ]


# --- private ---


def _is_in(ids: npt.NDArray[np.int64], docs: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Return which ids are among ascending documents."""
    if not len(docs):
        return np.zeros(len(ids), bool)
    wanted = ids.astype(np.int32)  # another type would convert all of the documents
    return np.asarray(docs[np.minimum(np.searchsorted(docs, wanted), len(docs) - 1)] == wanted)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a repository: how often it has each term, and how much a word of it counts."""

    counts: dict[int, int]
    weight: float


def _gains(index: Index, asked: Asked, repo_no: int) -> dict[int, float]:
    """Return what each term gives to a repository's texts, without those that give nothing."""
    documents = index.documents["repository"]
    found = {}
    for term, weight in sorted(asked.terms.items()):
        docs, impacts = documents.postings(term)
        place = int(np.searchsorted(docs, np.int32(repo_no)))  # another type would convert all of them
        if place < len(docs) and docs[place] == repo_no:
            found[term] = weight * float(impacts[place])
    return found


def _fields(index: Index, name: str, facts: RepositoryFacts) -> dict[str, _Field]:
    """Return a repository's fields as sql/words.sql cuts them, in the order they are shown where they tie."""
    settings = index.settings
    owner, slash, short = name.rpartition("/")
    texts = {
        "name": (short, settings.name_weight),
        "topics": (" ".join(facts.topics), settings.topic_weight),
        "description": (facts.description or "", settings.description_weight),
        "catalogue": (facts.catalog_text, settings.catalog_weight),
        "language": (facts.language or "", settings.language_weight),
        "owner": (owner + slash, settings.owner_weight),
    }
    return {field: _Field(_counts(index, text), weight) for field, (text, weight) in texts.items()}


def _counts(index: Index, text: str) -> dict[int, int]:
    terms = Counter(term for word in words_of(text) for term in analyse(word))
    numbers = ((index.term(term), count) for term, count in terms.items())
    return {number: count for number, count in numbers if number is not None}


def _part(asked: Asked, name: str, own: dict[int, float], named: tuple[str, ...]) -> RepositoryPart:
    order = sorted(own, key=lambda term: (-own[term], term))
    words = tuple(dict.fromkeys(asked.written[term] for term in order))
    return RepositoryPart(kind=name, micros=0, words=words, named=named)


def _named(index: Index, name: str, own: dict[int, float], facts: RepositoryFacts | None) -> tuple[str, ...]:
    """Return the topics that have the matched terms, or the language that has; nothing for other fields."""
    if facts is None or name not in {"topics", "language"}:
        return ()
    if name == "language":
        return (facts.language or "",)
    return tuple(topic for topic in facts.topics if own.keys() & _counts(index, topic).keys())
