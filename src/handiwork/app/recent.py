"""The last answers, kept for a twin, a page back or a reload; gone at once when they may not be shown any more."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.index import Index
    from handiwork.privacy.suppression import Suppressions

__all__ = ["MOST", "Recent"]

MOST = 256
"""So many answers are kept."""

_Answer = TypeVar("_Answer")


class Recent:
    """Answers by what was asked; threads may share it.

    An answer is given again only for the same opened index and the same people left out: when these are others, all
    answers are forgotten first. Same index, same question: same answer, so what is kept is what would be found.

    Parameters
    ----------
    most
        How many answers are kept; who was asked for longest ago goes first.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Index, Any]] = OrderedDict()
        self._indexes: list[Index] = []
        self._left_out: Suppressions | None = None
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def answer(self, question: str, index: "Index", left_out: "Suppressions", find: Callable[[], _Answer]) -> _Answer:
        """Return what was answered, else find it and keep it; an error is not kept.

        Parameters
        ----------
        question
            Everything that is asked, the name of the index aside.
        index
            As it is opened now: one that was built again under its name is another.
        left_out
            Who is left out now.
        find
            Finds the answer.
        """
        key = f"{index.name} {question}"
        with self._lock:
            if left_out != self._left_out:
                self._kept.clear()
                self._left_out = left_out
            there = self._kept.get(key)
            if there is not None and there[0] is index:
                self._kept.move_to_end(key)
                found: _Answer = there[1]
                return found
        found = find()
        with self._lock:
            if left_out == self._left_out:  # else somebody was left out in the meantime
                self._admit(index)
                self._kept[key] = (index, found)
                self._kept.move_to_end(key)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found

    # --- private ---

    def _admit(self, index: "Index") -> None:
        """Keep answers of the last two indexes alone, so that the files of others can go."""
        if not any(each is index for each in self._indexes):
            self._indexes = [*self._indexes[-1:], index]
            for key, (other, _) in list(self._kept.items()):
                if not any(each is other for each in self._indexes):
                    del self._kept[key]
