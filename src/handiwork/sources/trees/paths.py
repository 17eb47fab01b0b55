"""Which paths of a tree are looked at, whatever holds it."""

from collections import Counter

from handiwork.model.tree import Bounds, Entry

__all__ = ["NEVER", "Listing", "is_text"]

NEVER = frozenset({".git", ".hg", ".svn"})
"""Folders of version control, which are no part of a tree."""


class Listing:
    """Collects the entries of a tree within bounds, and counts what is left out.

    Parameters
    ----------
    bounds
        How much is listed.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.entries: dict[str, Entry] = {}
        self.left_out: Counter[str] = Counter()

    def is_full(self) -> bool:
        """Return True if no more is listed."""
        return len(self.entries) >= self._bounds.files

    def accepts(self, path: str) -> bool:
        """Return True if a file at this path belongs to the tree; otherwise count why it does not."""
        if any(part.lower() in NEVER for part in path.split("/")):
            return False
        reason = self._reason(path)
        if reason:
            self.left_out[reason] += 1
        return reason is None

    def add(self, entry: Entry) -> None:
        """List a file; of several at one path the last stays."""
        if entry.path in self.entries:
            self.left_out["duplicate"] += 1
        self.entries[entry.path] = entry

    def sorted(self) -> tuple[Entry, ...]:
        """Return what is listed, by path."""
        return tuple(sorted(self.entries.values()))

    # --- private ---

    def _reason(self, path: str) -> str | None:
        parts = path.split("/")
        if not is_text(path) or "\\" in path or parts[0][1:] == ":" or not set(parts).isdisjoint({"", ".", ".."}):
            return "unsafe_path"
        if len(parts) - 1 > self._bounds.depth:
            return "too_deep"
        return "too_many" if self.is_full() and path not in self.entries else None


def is_text(path: str) -> bool:
    r"""Return True if a path is proper text: others cannot be shown, or act on a terminal.

    Examples
    --------
    >>> is_text("src/größe.py"), is_text("a\x1b[2Jb"), is_text("a\udcff")
    (True, False, False)
    """
    return path.isprintable()
