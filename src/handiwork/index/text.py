"""Text to terms, the same for documents and queries.

A *word* is a run of letters, digits and underscores (``create_engine``, ``FastAPI``, ``C++``).
A *term* is what is indexed: the parts of a word and the joined word, lower case, stemmed.
Words are cut in the engine with :data:`WORD_RE2`, and only distinct words are analysed here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import Stemmer

from handiwork.index.words import FUNCTION_WORDS, ROLE_WORDS, SPELLED

__all__ = ["WORD_RE2", "QueryWord", "analyse", "analyse_all", "query_words", "words_of"]

WORD_RE2 = r"[\p{L}\p{N}_]+(?:\+\+|#)?"
"""A word, in the engine's regular expressions; the same as :func:`words_of`."""

_WORD = re.compile(r"\w+(?:\+\+|#)?")
_PART = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PART_OTHER = re.compile(r"[^\W\d_]+|\d+")
_HASH = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}")
_LONGEST = 40
_STEMMED_FROM = 4


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query.

    Attributes
    ----------
    text
        As the user wrote it; for a joined pair both words with a space.
    joined
        The term of the whole word.
    parts
        Terms of its parts where it has several.
    is_pair
        True if it was made by joining two neighbours: "snack bar" → ``snackbar``.
    """

    text: str
    joined: str
    parts: tuple[str, ...] = ()
    is_pair: bool = False


def words_of(text: str) -> list[str]:
    """Return the words of a text in order.

    Examples
    --------
    >>> words_of("Fix create_engine() in C++, see #12")
    ['Fix', 'create_engine', 'in', 'C++', 'see', '12']
    """
    return _WORD.findall(text)


def analyse(word: str) -> tuple[str, ...]:
    """Return the distinct terms of one word, the whole word's own term first.

    Returns
    -------
    tuple of str
        Empty for grammar words, bare numbers, commit ids and words of more than 40 characters.

    Examples
    --------
    >>> analyse("createEngine")
    ('createengin', 'creat', 'engin')
    >>> analyse("APIs"), analyse("oauth2"), analyse("2024"), analyse("C++")
    (('api',), ('oauth2', 'oauth'), (), ('cpp',))
    """
    joined, parts = _split(word)
    if joined is None:
        return ()
    return tuple(dict.fromkeys([_stem(joined), *map(_stem, parts)])) if parts else (_stem(joined),)


def analyse_all(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield a (word, term) pair for every term of every word."""
    for word in words:
        for term in analyse(word):
            yield word, term


def query_words(query: str) -> tuple[list[QueryWord], list[str]]:
    """Split a query into the words that mean something and the words that were left out.

    Returns
    -------
    tuple
        The meaningful words in order, each once, then joined pairs of neighbours; and the words left out
        (grammar, role talk, bare numbers), each once.

    Examples
    --------
    >>> words, left_out = query_words("Senior engineer for the snack bar")
    >>> [w.text for w in words], left_out
    (['snack', 'bar', 'snack bar'], ['Senior', 'engineer', 'for', 'the'])
    """
    found: dict[str, QueryWord] = {}
    pairs: dict[str, QueryWord] = {}
    left_out: dict[str, None] = {}
    previous = ""
    for text in words_of(query):
        word = None if text.lower() in ROLE_WORDS else _query_word(text)
        if word is None:
            left_out[text] = None
        else:
            found.setdefault(text.lower(), word)
            if previous:
                pairs.setdefault(f"{previous}{text}".lower(), _pair(previous, text))
        previous = text if word else ""
    return [*found.values(), *pairs.values()], list(left_out)


# --- private ---


def _split(word: str) -> tuple[str | None, list[str]]:
    """Return the whole word and its parts in lower case, without what is never indexed."""
    lower = word.lower()
    if lower in SPELLED:
        return SPELLED[lower], []
    if lower == word and word.isalpha() and word.isascii():
        return (None if word in FUNCTION_WORDS or len(word) > _LONGEST else word), []
    word = word.rstrip("+#")
    pieces = (_PART if word.isascii() else _PART_OTHER).findall(word)
    parts = [p.lower() for p in pieces if not p.isdigit()]
    if not parts or len(word) > _LONGEST or _HASH.fullmatch(word):
        return None, []
    joined = word.replace("_", "").lower()
    if len(pieces) == 1:
        return (None if joined in FUNCTION_WORDS else joined), []
    return joined, [p for p in parts if len(p) > 1 and p not in FUNCTION_WORDS]


def _query_word(text: str) -> QueryWord | None:
    joined, parts = _split(text)
    if joined is None:
        return None
    own = _stem(joined)
    return QueryWord(text, own, tuple(p for p in dict.fromkeys(map(_stem, parts)) if p != own))


def _pair(left: str, right: str) -> QueryWord:
    joined = f"{left}{right}".replace("_", "").rstrip("+#").lower()
    return QueryWord(f"{left} {right}", _stem(joined), is_pair=True)


def _stem(term: str) -> str:
    """Stem what is long enough for an ending to be one: "dns" and "aws" are no plurals."""
    return _STEMMER.stemWord(term) if len(term) >= _STEMMED_FROM else term


_STEMMER = Stemmer.Stemmer("english", 0)  # its cache costs more than stemming again
