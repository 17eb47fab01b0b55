"""What changed from one ranking to the next: who came, who left, who moved far."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOVED", "News", "news_between"]

MOVED = 5
"""A move of so many places or more is news."""


@dataclass(frozen=True, slots=True)
class News:
    """What changed, by keys of people.

    Attributes
    ----------
    came
        Who is among the first now and was not before: key and present place, best first.
    left
        Who was and is not: key and former place, best first.
    moved
        Who moved by :data:`MOVED` places or more: key, former and present place, the best present one first.
    """

    came: tuple[tuple[str, int], ...] = ()
    left: tuple[tuple[str, int], ...] = ()
    moved: tuple[tuple[str, int, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.came or self.left or self.moved)


def news_between(before: Sequence[str], after: Sequence[str]) -> News:
    """Return what changed from one ranking to another.

    Parameters
    ----------
    before, after
        Keys of the first people, best first, each once.

    Examples
    --------
    >>> news_between(["a", "b"], ["b", "c"])
    News(came=(('c', 2),), left=(('a', 1),), moved=())
    """
    was = {key: place for place, key in enumerate(before, start=1)}
    now = {key: place for place, key in enumerate(after, start=1)}
    return News(
        came=tuple((key, place) for key, place in now.items() if key not in was),
        left=tuple((key, place) for key, place in was.items() if key not in now),
        moved=tuple(
            (key, was[key], place) for key, place in now.items() if key in was and abs(was[key] - place) >= MOVED
        ),
    )
