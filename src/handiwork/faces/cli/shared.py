"""What every command needs: the settings of this call, printing, progress."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import UsageError
from handiwork.faces.formats import steady

if TYPE_CHECKING:  # pragma: no branch - names for annotations only: help needs no settings
    from handiwork.app import Handiwork
    from handiwork.config import ResolvedSettings

__all__ = ["Call", "call", "day", "opened", "say", "tell"]


class Call:
    """Flags of this call that belong to no single command."""

    def __init__(self) -> None:
        self.home: Path | None = None
        self.quiet = False

    def settings(self) -> "ResolvedSettings":
        """Return the settings with the flags of this call applied."""
        from handiwork.config import resolve_settings

        return resolve_settings(os.environ, flags={"home": self.home}, working_folder=Path.cwd())


call = Call()
"""This process' call."""


@contextmanager
def opened(*, progress: bool = False) -> Iterator["Handiwork"]:
    """Give the app for one command, with progress on stderr if it is wanted and watched."""
    from handiwork.app import Handiwork

    settings = call.settings().settings
    if not progress or call.quiet:
        with Handiwork(settings) as handiwork:
            yield handiwork
        return
    from handiwork.faces.cli.progress import shown_progress

    with shown_progress() as collector, Handiwork(settings, collector=collector) as handiwork:
        yield handiwork


def day(flag: str, text: str | None) -> date | None:
    """Read the day a flag names; None if it was not typed.

    Raises
    ------
    UsageError
        If it is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{flag} {text!r} is no day: write it as 2025-01-31") from error


def say(text: str) -> None:
    """Print data to stdout, without what would steer the terminal."""
    sys.stdout.write(steady(text) + "\n")


def tell(text: str) -> None:
    """Print narration to stderr, without what would steer the terminal."""
    if not call.quiet:
        sys.stderr.write(steady(text) + "\n")
