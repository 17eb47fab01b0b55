"""Text → tokens with what phrases are matched by: lower case without accents, stems, and what stands between."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

__all__ = ["Tokens", "key_of", "keys_of", "stems_of", "tokenise"]

_TOKEN = re.compile(r"\.net\b|[0-9a-z\u00c0-\u024f]+(?:\+\+|#(?!\w))?|[^\W_0-9a-z\u00c0-\u024f]+", re.IGNORECASE)
_SOFT = re.compile(r"[ \t\u00a0]*(?:\r?\n[ \t]*|[-/·] ?|[_.'’])?")
_HARD = re.compile(r"[.!?…]\s|[,;:()\[\]\n•|]|\s[-–—]\s|\.$")
_SENTENCE = re.compile(r"[.!?…]\s|\n|[•|]")
_STEMMED_FROM = 4
_MOST_KEPT = 50_000
_STEMMER = Stemmer.Stemmer("english")
_SPELLED = {".net": "dotnet"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as parallel tuples.

    Attributes
    ----------
    texts
        As written.
    keys
        Lower case without accents; ``.NET`` is ``dotnet``.
    stems
        English stems of keys with four letters or more.
    starts, ends
        Half-open span in the text.
    joined
        Whether the word may continue a phrase with the one before it: only a space, a hyphen or the like between.
    opens
        Whether it opens a sentence or a line.
    breaks
        Whether a comma, a full stop, a bracket or the like stands before it.
    """

    texts: tuple[str, ...]
    keys: tuple[str, ...]
    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joined: tuple[bool, ...]
    opens: tuple[bool, ...]
    breaks: tuple[bool, ...]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.texts)


def tokenise(text: str) -> Tokens:
    """Cut a text into tokens.

    Examples
    --------
    >>> found = tokenise("Node.js, C++ and .NET développeurs")
    >>> found.keys, found.joined[1], found.breaks[2]
    (('node', 'js', 'c++', 'and', 'dotnet', 'developpeurs'), True, True)
    """
    spans = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    texts = tuple(text[a:b] for a, b in spans)
    keys = tuple(key_of(t) for t in texts)
    gaps = [text[0 : spans[0][0]]] if spans else []
    gaps += [text[a[1] : b[0]] for a, b in pairwise(spans)]
    marks = [_kind(gap) for gap in gaps]
    return Tokens(
        texts,
        keys,
        tuple(stems_of(keys)),
        tuple(a for a, _ in spans),
        tuple(b for _, b in spans),
        tuple(i > 0 and m[0] for i, m in enumerate(marks)),
        tuple(i == 0 or m[1] for i, m in enumerate(marks)),
        tuple(i == 0 or m[2] for i, m in enumerate(marks)),
    )


@lru_cache(maxsize=_MOST_KEPT)
def key_of(word: str) -> str:
    """Return a word in lower case and without accents.

    Examples
    --------
    >>> key_of("Schlüssel"), key_of("Größe"), key_of(".NET")
    ('schlussel', 'grosse', 'dotnet')
    """
    key = word.casefold()
    if not key.isascii():
        key = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    return _SPELLED.get(key, key)


@lru_cache(maxsize=_MOST_KEPT)
def keys_of(phrase: str) -> tuple[str, ...]:
    """Return the keys of a phrase's words.

    Examples
    --------
    >>> keys_of("scikit-learn"), keys_of("ASP.NET Core")
    (('scikit', 'learn'), ('asp', 'dotnet', 'core'))
    """
    return tuple(key_of(t) for t in _TOKEN.findall(phrase))


def stems_of(keys: Iterable[str]) -> list[str]:
    """Return the stems of keys, in order."""
    return [_stem(key) for key in keys]


# --- private ---


@lru_cache(maxsize=_MOST_KEPT)
def _stem(key: str) -> str:
    return str(_STEMMER.stemWord(key)) if len(key) >= _STEMMED_FROM else key


@lru_cache(maxsize=1000)
def _kind(gap: str) -> tuple[bool, bool, bool]:
    """Return what stands between two words: does it join, open a sentence, break a clause."""
    return (
        _SOFT.fullmatch(gap) is not None,
        _SENTENCE.search(gap) is not None,
        _HARD.search(gap) is not None,
    )
