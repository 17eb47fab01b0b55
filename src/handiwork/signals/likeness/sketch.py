"""Tokens → a sample of hashes of their sequences, the same sample wherever a sequence stands.

Every run of :data:`GRAM` tokens has a hash of 64 bits; kept are those below a bound, so that of any two files the same
runs are kept, and the share of kept hashes that two files have in common estimates the share of all runs (FracMinHash,
Irber et al. 2022, doi:10.1101/2022.01.11.475838). Runs that say little (long lists, rows of like calls) are left out.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

__all__ = ["BASE_SCALE", "GRAM", "Hashes", "below", "sketch"]

Hashes = npt.NDArray[np.uint64]
"""Hashes, sorted, each once."""

GRAM = 24
"""Tokens in a run: about two lines of code."""

BASE_SCALE = 4
"""One of so many hashes is kept at least."""

_LEAST_DISTINCT = 8
_AT_ONCE = 50_000
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def sketch(tokens: Iterable[str]) -> Hashes:
    """Return the hashes that are kept of a file's tokens.

    Returns
    -------
    Hashes
        Shape (n_kept,), about one fourth of the file's distinct runs; empty for less than :data:`GRAM` tokens.

    Notes
    -----
    Cost is linear in the number of tokens.
    """
    numbers = np.fromiter((_number(t) for t in tokens), dtype=np.uint64)
    found = [
        _kept(numbers[start : start + _AT_ONCE + GRAM - 1])
        for start in range(0, max(len(numbers) - GRAM + 1, 0), _AT_ONCE)
    ]
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.uint64)


def below(hashes: Hashes, scale: int) -> Hashes:
    """Return the hashes that a sample of one in ``scale`` keeps; a scale is a power of two."""
    return hashes[hashes < np.uint64((1 << 64) // scale)]


# --- private ---


@lru_cache(maxsize=1 << 16)
def _number(token: str) -> int:
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _kept(numbers: Hashes) -> Hashes:
    n = len(numbers) - GRAM + 1
    hashed = np.zeros(n, dtype=np.uint64)
    for offset in range(GRAM):
        hashed = hashed * _FACTOR + numbers[offset : offset + n]
    hashed ^= hashed >> np.uint64(31)
    hashed *= np.uint64(0xBF58476D1CE4E5B9)
    hashed ^= hashed >> np.uint64(29)
    chosen = np.flatnonzero(hashed < np.uint64((1 << 64) // BASE_SCALE))
    runs = np.sort(np.lib.stride_tricks.sliding_window_view(numbers, GRAM)[chosen], axis=1)
    n_distinct = 1 + (np.diff(runs, axis=1) != 0).sum(axis=1)
    kept: Hashes = hashed[chosen[n_distinct >= _LEAST_DISTINCT]]
    return kept
