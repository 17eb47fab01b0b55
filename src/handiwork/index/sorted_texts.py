"""A sorted column of texts, looked up in its own bytes: a few microseconds a text, nothing copied."""

from typing import Any

__all__ = ["SortedTexts"]

_MOST_KEPT = 50_000
"""Answers kept: roles are written with the same words."""


class SortedTexts:
    """Look-ups in a sorted Arrow column of different texts without nulls.

    Parameters
    ----------
    column
        A string column; its order is that of Python's texts, which is that of their UTF-8 bytes.

    Examples
    --------
    >>> import pyarrow as pa
    >>> texts = SortedTexts(pa.chunked_array([pa.array(["api", "async"]), pa.array(["zügig"])]))
    >>> [texts.place(word) for word in ("api", "zügig", "aria")]
    [0, 2, None]
    """

    def __init__(self, column: Any) -> None:
        self._chunks = [_Chunk(chunk) for chunk in column.chunks if len(chunk)]
        self._asked: dict[str, int | None] = {}

    def place(self, text: str) -> int | None:
        """Return the row of a text, None if it is not there."""
        asked = self._asked  # one that is full is left behind whole: another thread may be looking in it
        if text not in asked:
            if len(asked) >= _MOST_KEPT:
                self._asked = asked = {}
            asked[text] = self._place(text)
        return asked[text]

    def _place(self, text: str) -> int | None:
        wanted = text.encode("utf-8", "surrogatepass")
        before = 0
        for chunk in self._chunks:
            place = chunk.first(wanted)
            if place < chunk.length:
                return before + place if chunk.at(place) == wanted else None
            before += chunk.length
        return None


# --- private ---


class _Chunk:
    """One run of the column: where each text begins, and all their bytes."""

    def __init__(self, array: Any) -> None:
        _, offsets, data = array.buffers()
        self.length = len(array)
        starts = memoryview(offsets).cast("B").cast("i")
        self._starts = starts[array.offset : array.offset + self.length + 1]
        self._data = memoryview(b"" if data is None else data)

    def at(self, place: int) -> bytes:
        return bytes(self._data[self._starts[place] : self._starts[place + 1]])

    def first(self, wanted: bytes) -> int:
        """Return the first place whose text does not come before the wanted one."""
        low, high = 0, self.length
        starts, data = self._starts, self._data
        while low < high:
            middle = (low + high) // 2
            if bytes(data[starts[middle] : starts[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low
