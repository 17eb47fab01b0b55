"""Which language a text is written in, and which of its words are grammar or role talk."""

from collections import Counter
from collections.abc import Sequence

from handiwork.brief.lists import BUILDERS, GRAMMAR, ROLE_TALK
from handiwork.brief.tokens import key_of
from handiwork.index.words import FUNCTION_WORDS, ROLE_WORDS

__all__ = ["UNKNOWN", "hollow_words", "language_of"]

UNKNOWN = "und"
"""The code of a language that nothing shows."""

_ENGLISH_ROLE = frozenset(map(key_of, ROLE_WORDS))
_ENGLISH = GRAMMAR["en"] | frozenset(map(key_of, FUNCTION_WORDS))
_ENGLISH_ROLE_SHARE = 0.25
"""Adverts of every language have English role talk."""

_RECENCY = frozenset(("active", "actively", "currently", "recent", "recently", "lately"))
"""Words of recency that stand beside a window."""

_BUILDERS = {
    "de": ("entwickler", "ingenieur", "programmierer"),
    "fr": ("developp", "ingenieur"),
    "es": ("desarrollador", "ingenier", "programador"),
    "pt": ("desenvolvedor", "engenheir", "programador"),
    "it": ("sviluppat", "ingegner", "programmat"),
    "nl": ("ontwikkelaar",),
}


def language_of(keys: Sequence[str]) -> str:
    """Return the two-letter code of the language most grammar words are of.

    Parameters
    ----------
    keys
        Words in lower case without accents.

    Returns
    -------
    str
        :data:`UNKNOWN` if no word is known; English where only role talk speaks, as adverts of every language
        have it.

    Examples
    --------
    >>> language_of(["wir", "suchen", "einen", "python", "entwickler"]), language_of(["fastapi", "sqlalchemy"])
    ('de', 'und')
    """
    counts = Counter(keys)
    scores = {language: _score(language, counts) for language in sorted(GRAMMAR)}
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    return best if scores[best] > 0 else UNKNOWN


def hollow_words(language: str) -> frozenset[str]:
    """Return the words, in lower case without accents, that say nothing about a craft in a language.

    English ones always are among them.
    """
    found = _ENGLISH | _ENGLISH_ROLE | BUILDERS | _RECENCY
    if language in ROLE_TALK:
        found |= GRAMMAR[language] | ROLE_TALK[language]
    return found


# --- private ---


def _score(language: str, counts: Counter[str]) -> float:
    if language == "en":
        return _count(_ENGLISH, counts) + _ENGLISH_ROLE_SHARE * _count(_ENGLISH_ROLE, counts)
    builders = sum(n for word, n in counts.items() if word.startswith(_BUILDERS[language]))
    return _count(GRAMMAR[language], counts) + _count(ROLE_TALK[language] - _ENGLISH_ROLE, counts) + builders


def _count(words: frozenset[str], counts: Counter[str]) -> int:
    return sum(counts[word] for word in words & counts.keys())
