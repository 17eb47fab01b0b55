"""What ``ingest conferences`` does: which programmes, and how they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handiwork.errors import InputError, UsageError
from handiwork.ingest.conferences.run import Loading, ingest_programme
from handiwork.ingest.conferences.withholding import hashed_lines
from handiwork.sources.asking import Asker, Manners
from handiwork.sources.conferences.recognising import FORMATS

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app import Handiwork
    from handiwork.lake.manifest import PackageRecord

__all__ = ["ProgrammeOptions", "ingest_conferences"]

_PACE_S = 0.2


@dataclass(frozen=True, slots=True)
class ProgrammeOptions:
    """How programmes are read: a forced format, key of the event, terms, and a list of what not to publish."""

    as_format: str | None = None
    event: str | None = None
    licence: str | None = None
    do_not_publish: Path | None = None


def ingest_conferences(
    app: "Handiwork", targets: Sequence[str], options: ProgrammeOptions | None = None
) -> "list[PackageRecord]":
    """Load the programmes of conferences.

    Parameters
    ----------
    app
        Where to load to.
    targets
        Folders, files, archives or addresses.
    options
        How they are read.

    Returns
    -------
    list of PackageRecord
        One for each event, or for each target that could not be read.

    Raises
    ------
    UsageError
        If nothing is named, or the format is none.
    InputError
        If the list of what not to publish cannot be read; nothing is loaded then.
    """
    chosen = options or ProgrammeOptions()
    if not targets:
        raise UsageError("say which programmes to load: folders, files, archives or addresses")
    if chosen.as_format not in {None, *FORMATS}:
        raise UsageError(f"{chosen.as_format!r} is no format: choose one of {', '.join(FORMATS)}")
    withheld = _listed(chosen.do_not_publish)
    manners = Manners(
        contact=app.settings.contact,
        pace_s=_PACE_S if app.settings.retry_wait_s else 0,
        retry_wait_s=app.settings.retry_wait_s,
    )
    with Asker(manners) as asker, app.lake.writing() as lake:
        loading = Loading(
            *(lake, asker, app.suppressions(), app.collector, withheld),
            *(chosen.as_format, chosen.event, chosen.licence),
        )
        return [record for target in targets for record in ingest_programme(loading, target)]


# --- private ---


def _listed(file: Path | None) -> frozenset[str]:
    if file is None:
        return frozenset()
    try:
        return hashed_lines(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the list {file.name} cannot be read ({type(error).__name__}): nothing was loaded") from error
