"""Text → the terms the index knows with their weights, and the words it does not know."""

from collections.abc import Iterable
from dataclasses import dataclass

from handiwork.errors import UsageError
from handiwork.index import Index
from handiwork.index.text import QueryWord, query_words

__all__ = ["Understanding", "terms_of", "understand", "weighted_terms"]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text means to an index.

    Attributes
    ----------
    terms
        Term number → weight in (0, 1].
    understood, unknown, ignored
        Words as the user wrote them.
    """

    terms: dict[int, float]
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    ignored: tuple[str, ...]


def understand(index: Index, text: str) -> Understanding:
    """Find the terms of a text.

    A word weighs 1. The parts of a compound word weigh 1 where the word itself is unknown, else
    ``query_part_weight``; of several weights for a term the largest counts.

    Raises
    ------
    UsageError
        If no word of the text says what to look for.
    """
    words, ignored = query_words(text)
    if not words:
        said = f"only {', '.join(map(repr, ignored))}" if ignored else "no word at all"
        raise UsageError(
            f"the role says {said}: name what the person should have worked on, "
            "for example 'FastAPI and SQLAlchemy, async REST APIs'"
        )
    terms: dict[int, float] = {}
    understood, unknown = [], []
    for word in words:
        found = terms_of(index, word)
        for term, weight in found.items():
            terms[term] = max(weight, terms.get(term, 0.0))
        if found:
            understood.append(word.text)
        elif not word.is_pair:
            unknown.append(word.text)
    return Understanding(terms, tuple(understood), tuple(unknown), tuple(ignored))


def weighted_terms(index: Index, words: Iterable[tuple[QueryWord, float]]) -> dict[int, float]:
    """Return the terms of weighted words; of several weights for a term the largest counts.

    Parameters
    ----------
    index
        Where the terms are.
    words
        Words with weights above 0.

    Returns
    -------
    dict
        Term number → weight, in the order of the numbers; empty if the index knows none of the words.
    """
    terms: dict[int, float] = {}
    for word, weight in words:
        for term, share in terms_of(index, word).items():
            terms[term] = max(round(weight * share, 4), terms.get(term, 0.0))
    return {term: weight for term, weight in sorted(terms.items()) if weight > 0}


def terms_of(index: Index, word: QueryWord) -> dict[int, float]:
    """Return the terms of one word with their weights in (0, 1]; empty if no document has it."""
    own = index.term(word.joined)
    found = {} if own is None else {own: 1.0}
    part_weight = 1.0 if own is None else index.settings.query_part_weight
    for part in word.parts:
        number = index.term(part)
        if number is not None and part_weight > 0:
            found.setdefault(number, part_weight)
    return found
