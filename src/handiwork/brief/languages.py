"""Which language a text is written in, and which of its words are grammar or role talk."""

from collections import Counter
from collections.abc import Sequence

from handiwork.brief.lists import GRAMMAR, ROLE_TALK
from handiwork.brief.tokens import key_of
from handiwork.index.words import FUNCTION_WORDS, ROLE_WORDS

__all__ = ["UNKNOWN", "hollow_words", "language_of"]

UNKNOWN = "und"
"""The code of a language that nothing shows."""

_ENGLISH_ROLE = frozenset(map(key_of, ROLE_WORDS))
_ENGLISH = GRAMMAR["en"] | frozenset(map(key_of, FUNCTION_WORDS))
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
    found = _ENGLISH | _ENGLISH_ROLE
    if language in ROLE_TALK:
        found |= GRAMMAR[language] | ROLE_TALK[language]
    return found


# --- private ---


def _score(language: str, counts: Counter[str]) -> float:
    words = _ENGLISH if language == "en" else GRAMMAR[language]
    grammar = sum(n for word, n in counts.items() if word in words)
    if language == "en":
        return grammar + 0.25 * sum(n for word, n in counts.items() if word in _ENGLISH_ROLE)
    role = sum(n for word, n in counts.items() if word in ROLE_TALK[language] and word not in _ENGLISH_ROLE)
    builders = sum(n for word, n in counts.items() if word.startswith(_BUILDERS[language]))
    return grammar + role + builders
