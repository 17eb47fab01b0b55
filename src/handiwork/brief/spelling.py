"""What a misspelt word was meant to be: a word of the catalogue at a small distance, if it is no word itself."""

from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = ["distance", "mask_of", "nearest"]

_FAR_FROM = 8


def nearest(word: str, candidates: Callable[[int], Sequence[tuple[str, int]]]) -> str | None:
    """Return the word a misspelt one was meant to be.

    Parameters
    ----------
    word
        Lower case, letters only.
    candidates
        Gives words of a length, sorted, each with its :func:`mask_of`.

    Returns
    -------
    str or None
        The nearest one at a distance of 1, or of 2 for words of eight letters or more; of equally near ones the
        first by length and letters; None if there is none.

    Examples
    --------
    >>> words = {10: (("kubernetes", mask_of("kubernetes")),)}
    >>> nearest("kubernets", lambda length: words.get(length, ())), nearest("kube", lambda length: ())
    ('kubernetes', None)
    """
    most = 2 if len(word) >= _FAR_FROM else 1
    letters = mask_of(word)
    best: tuple[int, str] | None = None
    for length in range(len(word) - most, len(word) + most + 1):
        for candidate, mask in candidates(length):
            if (letters ^ mask).bit_count() > 2 * most or not _shares_a_piece(word, candidate, most + 2):
                continue
            away = distance(word, candidate, most=most)
            if away <= most and (best is None or away < best[0]):
                best = (away, candidate)
    return None if best is None else best[1]


def mask_of(word: str) -> int:
    """Return a bit for every letter a word has: words that differ in many letters are far apart."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask


def distance(first: str, second: str, *, most: int = 100) -> int:
    """Return the edits between two words: letters put in, left out, replaced, or two neighbours swapped.

    Beyond ``most`` it is only said that there are more.

    Notes
    -----
    Optimal string alignment, see Damerau 1964, doi:10.1145/363958.363994.

    Examples
    --------
    >>> distance("djnago", "django"), distance("flask", "flask"), distance("pandas", "polars")
    (1, 0, 4)
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
        if min(row) > most and min(last) > most:
            return most + 1
        before, last = last, row
    return last[-1]


# --- private ---


def _shares_a_piece(word: str, candidate: str, n_pieces: int) -> bool:
    """Whether one of a candidate's pieces is in the word: few edits cannot break all of them."""
    size = len(candidate)
    cuts = [size * i // n_pieces for i in range(n_pieces + 1)]
    return any(candidate[a:b] in word for a, b in pairwise(cuts))
