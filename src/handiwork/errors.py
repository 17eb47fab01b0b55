"""Every error a caller may see, in one tree, each with the exit code of the command line.

::

    HandiworkError                1
    ├── UsageError                2   what was asked cannot be done as asked
    │   ├── ConfigError           2   a setting is wrong
    │   ├── CatalogError          2   a catalogue file is wrong
    │   └── NotFoundError         3   a person, repository, ecosystem or index that is not there
    ├── InputError                4   data that was handed in is not what it should be
    │   └── NotARepositoryError   4   a path or address that is not a usable git repository
    ├── SourceError               5   an origin did not deliver
    │   ├── TransientSourceError  5   trying again later may help
    │   └── PermanentSourceError  5   trying again will not help
    │       └── AbsentError       5   the origin has no such thing
    ├── StoreError                6   the lake, an index or the state is damaged or from another version
    │   └── LockedError           6   another process is writing
    └── PartialLoadError          7   the rest was kept, but something was rejected or failed
"""

__all__ = [
    "AbsentError",
    "CatalogError",
    "ConfigError",
    "HandiworkError",
    "InputError",
    "LockedError",
    "NotARepositoryError",
    "NotFoundError",
    "PartialLoadError",
    "PermanentSourceError",
    "SourceError",
    "StoreError",
    "TransientSourceError",
    "UsageError",
]


class HandiworkError(Exception):
    """Anything Handiwork reports on purpose; the message says what was wrong and what to do."""

    exit_code = 1


class UsageError(HandiworkError):
    """What was asked cannot be done as asked."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is unknown, of the wrong type or out of range."""


class CatalogError(UsageError):
    """A catalogue file does not follow its schema."""


class NotFoundError(UsageError):
    """A person, repository, ecosystem or index that is not there."""

    exit_code = 3


class InputError(HandiworkError):
    """Data that was handed in is not what it should be."""

    exit_code = 4


class NotARepositoryError(InputError):
    """A path or address that is not a usable git repository: absent, empty, shallow or corrupt."""


class SourceError(HandiworkError):
    """An origin did not deliver."""

    exit_code = 5


class TransientSourceError(SourceError):
    """An origin failed in a way that may pass.

    Parameters
    ----------
    message
        What happened, and at which address.
    retry_after_s
        Seconds the origin asked us to wait; None when it did not say.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PermanentSourceError(SourceError):
    """An origin said no in a way that will not change, such as "not found"."""


class AbsentError(PermanentSourceError):
    """An origin has no such package, page or repository."""


class StoreError(HandiworkError):
    """The lake, an index or the state is damaged, or was written by another version."""

    exit_code = 6


class LockedError(StoreError):
    """Another process is writing to the same store."""


class PartialLoadError(HandiworkError):
    """A load finished and kept what was good, but something was rejected or failed."""

    exit_code = 7
