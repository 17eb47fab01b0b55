"""Which words of a text are turned down: "not Django", "instead of Flask", "no frontend work", "X is not needed"."""

from collections.abc import Sequence

from handiwork.brief.tokens import Tokens

__all__ = ["turned_down"]

_CUES: dict[str, tuple[tuple[str, ...], ...]] = {
    "": (
        ("instead", "of"), ("rather", "than"), ("other", "than"), ("not",), ("no",), ("without",), ("neither",),
        ("nor",), ("never",), ("except",), ("excluding",), ("don", "t"), ("doesn", "t"), ("isn", "t"), ("aren", "t"),
        ("won", "t"), ("kein",), ("keine",), ("keinen",), ("keinerlei",), ("nicht",), ("ohne",), ("statt",),
        ("anstatt",), ("anstelle", "von"), ("au", "lieu", "de"), ("au", "lieu", "du"), ("plutot", "que"), ("sans",),
        ("en", "lugar", "de"), ("en", "vez", "de"), ("em", "vez", "de"), ("nao",), ("senza",), ("invece", "di"),
        ("geen",), ("niet",), ("zonder",), ("in", "plaats", "van"),
    ),
    "fr": (("pas",), ("ni",)),
    "es": (("sin",), ("ni",)),
    "pt": (("sem",), ("nem",)),
    "it": (("non",), ("ne",)),
}  # fmt: skip
"""Cues of any language, and those that mean something else in others."""

_EXEMPT = frozenset(
    """
    only just merely necessarily limited solely afraid shy scared fear matter doubt nonsense problem nur blos
    seulement uniquement solo solamente apenas somente soltanto alleen enkel exclusivement
    """.split()  # noqa: SIM905 - a block of words reads better than a column of quotes
)
"""Words after which a cue turns nothing down: "not only Django", "not afraid of C"."""

_BUT = frozenset("but however yet sondern aber mais sino pero mas senao bensi maar instead".split())  # noqa: SIM905
_AND = frozenset("and und et y e en as plus".split())  # noqa: SIM905
_OR = frozenset("or nor oder noch ou ni o of".split())  # noqa: SIM905
_WHO = frozenset("we i you they it she he wir du sie ihr nous vous on wij je".split())  # noqa: SIM905
_NEEDED = frozenset(
    """
    needed required necessary relevant wanted important mandatory notig erforderlich notwendig gefragt necessaire
    requis requise necesario necesaria requerido necessario necessaria richiesto richiesta nodig vereist
    """.split()  # noqa: SIM905
)
_REACH = 8
_NEAR = 3


def turned_down(tokens: Tokens, language: str) -> frozenset[int]:
    """Return the places of the words that a negation reaches, the cue's own included.

    Parameters
    ----------
    tokens
        The text.
    language
        Its two-letter code; ``und`` if unknown.

    Examples
    --------
    >>> from handiwork.brief.tokens import tokenise
    >>> tokens = tokenise("FastAPI, not Django or Flask, and no frontend work; not only Python")
    >>> [tokens.texts[i] for i in sorted(turned_down(tokens, "en"))]
    ['not', 'Django', 'or', 'Flask', 'no', 'frontend', 'work']
    """
    keys = tokens.keys
    cues = _cues(language)
    found: set[int] = set()
    for place, key in enumerate(keys):
        if place in found or key not in cues:
            continue
        length = next((len(c) for c in cues[key] if keys[place : place + len(c)] == c), 0)
        if not length or _is_exempt(keys, place + length):
            continue
        after = place + length
        if _is_needed(keys, after):
            found.update(_backward(tokens, place))
        else:
            found.update(range(place, _forward(tokens, after)))
    return frozenset(found)


# --- private ---


def _cues(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the cues by their first word, the longest first."""
    all_cues = sorted((*_CUES[""], *_CUES.get(language, ())), key=lambda c: (-len(c), c))
    return {first: tuple(c for c in all_cues if c[0] == first) for first in {c[0] for c in all_cues}}


def _is_exempt(keys: Sequence[str], after: int) -> bool:
    """Whether "only", "afraid" or the like comes next, or after a "be"."""
    if keys[after : after + 1] in (("be",), ("being",)):
        after += 1
    return bool(_EXEMPT & set(keys[after : after + 1]))


def _is_needed(keys: Sequence[str], after: int) -> bool:
    """Whether "needed" and no "but" follows."""
    for place in range(after, min(after + 2, len(keys))):
        if keys[place] in _NEEDED:
            return not _BUT & set(keys[place + 1 : place + 2])
    return False


def _backward(tokens: Tokens, place: int) -> range:
    first = place
    while first > 0 and place - first < _REACH and not tokens.breaks[first] and tokens.keys[first - 1] not in _BUT:
        first -= 1
    return range(first, place + 1)


def _forward(tokens: Tokens, first: int) -> int:
    """Return the end of what a cue before ``first`` reaches."""
    keys = tokens.keys
    end = min(first + _REACH, len(keys))
    for place in range(first, end):
        key = keys[place]
        if key in _BUT or (key in _WHO and place > first):
            return place
        if tokens.breaks[place] and place > first and not _goes_on(tokens, place):
            return place
        if key in _AND and not _ends_soon(tokens, place + 1):
            return place
    return end


def _goes_on(tokens: Tokens, place: int) -> bool:
    """Whether a comma before this place is one of a list that ends in "or"."""
    if tokens.opens[place]:
        return False
    return any(tokens.keys[p] in _OR for p in range(place, min(place + _NEAR, len(tokens)))) and not any(
        tokens.breaks[p] for p in range(place + 1, min(place + _NEAR, len(tokens)))
    )


def _ends_soon(tokens: Tokens, first: int) -> bool:
    """Whether what follows an "and" is no more than a name: "not Django and Flask, but …"."""
    for place in range(first + 1, first + _NEAR):
        if place >= len(tokens) or tokens.breaks[place] or tokens.keys[place] in _BUT:
            return True
    return False
