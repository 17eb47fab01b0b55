"""Chance without state: numbers that follow from keys alone, so that any hour can be made by itself."""

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "Keys", "below", "hexes", "keyed", "scrambled", "skewed", "uniform"]

Keys = npt.NDArray[np.uint64]
"""Keys of chance, one per row."""

Floats = npt.NDArray[np.float64]
"""Numbers, one per row."""

_STEP = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def keyed(keys: npt.ArrayLike, salt: int = 0) -> Keys:
    """Return a key for each key and a salt: the finaliser of SplitMix64.

    Parameters
    ----------
    keys
        Integers.
    salt
        Another salt, another chance.

    Returns
    -------
    array, uint64
        One key per row.

    Notes
    -----
    Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
    doi:10.1145/2660193.2660195.

    Examples
    --------
    >>> bool(keyed(np.arange(3), 1)[0] == keyed(np.arange(3), 1)[0])
    True
    """
    z = np.atleast_1d(np.asarray(keys)).astype(np.uint64)
    z += np.uint64((salt + 1) * _STEP & _MASK)
    z ^= z >> np.uint64(30)
    z *= np.uint64(0xBF58476D1CE4E5B9)
    z ^= z >> np.uint64(27)
    z *= np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return z


def uniform(keys: npt.ArrayLike, salt: int = 0) -> Floats:
    """Return a number in [0, 1) for each key."""
    return (keyed(keys, salt) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def below(keys: npt.ArrayLike, salt: int, limit: int) -> npt.NDArray[np.int64]:
    """Return a whole number in [0, ``limit``) for each key."""
    return (uniform(keys, salt) * limit).astype(np.int64)


def skewed(draws: Floats, count: int, *, steepness: float, shoulder: float) -> npt.NDArray[np.int64]:
    """Return ranks that follow Zipf and Mandelbrot: rank r is drawn in proportion to ``(r + shoulder) ** -steepness``.

    Parameters
    ----------
    draws
        Numbers in [0, 1).
    count
        How many ranks, at least 1.
    steepness
        In (0, 1): the greater, the more the first ranks get.
    shoulder
        Above 0: the greater, the less the very first ranks stand out.

    Returns
    -------
    array, int64
        Ranks in [0, ``count``).
    """
    power = 1.0 - steepness
    low, high = shoulder**power, (count + shoulder) ** power
    ranks = (low + draws * (high - low)) ** (1.0 / power) - shoulder
    made: npt.NDArray[np.int64] = np.minimum(ranks.astype(np.int64), count - 1)
    return made


def scrambled(ranks: npt.NDArray[np.int64], count: int, seed: int) -> npt.NDArray[np.int64]:
    """Return another number for each rank below ``count``, no two alike, below the next power of two."""
    size = 1 << max(1, (count - 1).bit_length())
    odd = (0x5851F42D4C957F2D + 2 * seed) % size | 1
    made: npt.NDArray[np.int64] = (ranks * odd + seed) % size
    return made


def hexes(keys: npt.ArrayLike, salt: int) -> list[bytes]:
    """Return forty hexadecimal digits for each key, as a commit's name has."""
    words = np.stack([keyed(keys, salt * 3 + turn) for turn in range(3)], axis=1)
    text = words.tobytes().hex().encode()
    return [text[at : at + 40] for at in range(0, len(text), 48)]
