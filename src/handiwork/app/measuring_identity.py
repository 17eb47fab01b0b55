"""Measuring identity joins against gold sets that the caller has: programmes with recordings, and git histories."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import UsageError
from handiwork.evaluation.hidden_lines import hide_lines
from handiwork.evaluation.joins import JoinScore
from handiwork.evaluation.speakers import read_programmes, read_recordings, score_speakers

if TYPE_CHECKING:
    from handiwork.app.handiwork import Handiwork
    from handiwork.sources.git import GitRepository

__all__ = ["measure_identity"]


def measure_identity(
    app: "Handiwork", *, programmes: Path | None = None, recordings: Path | None = None, histories: Sequence[str] = ()
) -> dict[str, list[JoinScore]]:
    """Return precision and recall of the joins, by gold set.

    Parameters
    ----------
    app
        Knows the machines; its lake is neither read nor written.
    programmes, recordings
        Files for :func:`handiwork.evaluation.speakers.score_speakers`; both or neither.
    histories
        Git repositories, or addresses of some, for :mod:`handiwork.evaluation.hidden_lines`.

    Raises
    ------
    UsageError
        If there is nothing to measure against.
    """
    if (programmes is None) != (recordings is None):
        raise UsageError("--programmes and --recordings belong together: give both or neither")
    if programmes is None and not histories:
        raise UsageError("nothing to measure against: give --programmes with --recordings, or --git REPOSITORY")
    found = {}
    if programmes is not None and recordings is not None:
        found["speakers"] = score_speakers(read_programmes(programmes), read_recordings(recordings))
    if histories:
        app.collector.update("histories", 0, len(histories))
        first, second = hide_lines(_opened(app, histories), bots=app.catalog.bots)
        found["author lines, first half"] = first.scores()
        found["author lines, second half"] = second.scores()
        found["names in one history"] = first.name_scores()
    return found


# --- private ---


def _opened(app: "Handiwork", histories: Sequence[str]) -> "Iterator[GitRepository]":
    from handiwork.sources.git import GitTarget, open_repository

    for location in histories:
        yield open_repository(GitTarget(location, None), app.settings.home / "git")
        app.collector.update("histories", 1)
