"""Trees of files to read without executing anything: a folder, a git object store, an archive.

Each is a :class:`handiwork.signals.tree.Tree`; they share :class:`~handiwork.signals.tree.Bounds` by value.
"""
