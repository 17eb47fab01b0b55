"""What a misspelt word was meant to be: a word of the catalogue at a small distance, if it is no word itself."""

__all__ = ["distance", "nearest"]

_FAR_FROM = 8


def nearest(word: str, candidates: tuple[str, ...]) -> str | None:
    """Return the candidate a misspelt word was meant to be.

    Parameters
    ----------
    word
        Lower case, letters only.
    candidates
        Words with the same first letter, sorted.

    Returns
    -------
    str or None
        The nearest one at a distance of 1, or of 2 for words of eight letters or more; of equally near ones the
        first; None if there is none.

    Examples
    --------
    >>> nearest("kubernets", ("kafka", "kubernetes")), nearest("pytroch", ("pytest", "pytorch")), nearest("flas", ())
    ('kubernetes', 'pytorch', None)
    """
    most = 2 if len(word) >= _FAR_FROM else 1
    letters = _mask(word)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if abs(len(candidate) - len(word)) > most or (letters ^ _mask(candidate)).bit_count() > 2 * most:
            continue
        away = distance(word, candidate)
        if away <= most and (best is None or away < best[0]):
            best = (away, candidate)
    return None if best is None else best[1]


def distance(first: str, second: str) -> int:
    """Return the edits between two words: letters put in, left out, replaced, or two neighbours swapped.

    Notes
    -----
    Optimal string alignment, see Damerau 1964, doi:10.1145/363958.363994.

    Examples
    --------
    >>> distance("djnago", "django"), distance("flask", "flask"), distance("pandas", "polars")
    (1, 0, 3)
    """
    before: list[int] = []
    last = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


# --- private ---


def _mask(word: str) -> int:
    """Return a bit for every letter the word has."""
    known = _MASKS.get(word)
    if known is None:
        known = 0
        for letter in word:
            known |= 1 << (ord(letter) & 31)
        if len(_MASKS) < _MOST_MASKS:
            _MASKS[word] = known
    return known


_MASKS: dict[str, int] = {}
_MOST_MASKS = 20_000
