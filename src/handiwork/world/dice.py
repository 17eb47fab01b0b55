"""The only source of chance in the invented world: generators named by a seed and a purpose."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

__all__ = ["Random", "dice", "hexes", "spread"]

T = TypeVar("T")


def dice(seed: int, *purpose: object) -> Random:
    """Return a generator that depends on the seed and the purpose alone.

    Examples
    --------
    >>> dice(7, "people").random() == dice(7, "people").random()
    True
    """
    return Random("/".join(map(str, (seed, *purpose))))  # noqa: S311 - an invented world holds no secrets


def hexes(r: Random, digits: int = 40) -> str:
    """Return that many random hexadecimal digits."""
    return f"{r.getrandbits(4 * digits):0{digits}x}"


def spread(total: int, ranks: int, pool: Sequence[T], r: Random) -> tuple[list[int], list[T]]:
    """Split ``total`` acts of an area between its experts and everybody else.

    Parameters
    ----------
    total
        How many acts there are.
    ranks
        How many experts there are.
    pool
        Everybody else; may repeat.
    r
        Chance.

    Returns
    -------
    tuple
        Acts for each expert by rank, strictly falling and at least 2, and who does the remaining ones: nobody
        more often than the last expert but one act.
    """
    last = max(3, total * 13 // 100)
    gap = max(1, total * 8 // 100)
    shares = [last + gap * (ranks - 1 - rank) for rank in range(ranks)]
    rest = max(0, total - sum(shares))
    others: list[T] = []
    for _ in range(last - 1):
        others.extend(r.sample(pool, min(len(pool), rest - len(others))))
    return shares, others
