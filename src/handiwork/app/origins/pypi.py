"""What ``ingest pypi`` does: which packages, by name or by where they are made."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from handiwork.errors import NotFoundError
from handiwork.ingest.pypi import ingest_packages
from handiwork.ingest.pypi_repositories import ingest_packages_of
from handiwork.sources.asking import Manners
from handiwork.sources.pypi import PUBLIC_PACE_S, PyPI, checked_name

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app import Handiwork
    from handiwork.lake.manifest import PackageRecord

__all__ = ["ingest_pypi", "repositories_to_ask"]


def ingest_pypi(
    app: "Handiwork", names: Sequence[str], *, repositories: Mapping[str, Sequence[str]] | None = None
) -> "list[PackageRecord]":
    """Load packages of PyPI.

    Parameters
    ----------
    app
        Where to load to.
    names
        Of packages, in any spelling.
    repositories
        Also the packages made in these: ``owner/name`` → every name it has or had.

    Raises
    ------
    InputError
        If a name can be none of a package.
    """
    wanted = [checked_name(name) for name in names]
    pace_s = 0.0 if app.settings.pypi_url else PUBLIC_PACE_S
    manners = Manners(contact=app.settings.contact, pace_s=pace_s, retry_wait_s=app.settings.retry_wait_s)
    index = PyPI.opened(app.settings.pypi_url, manners)
    with index.asker, app.lake.writing() as lake:
        left_out = app.suppressions()
        found = ingest_packages(lake, wanted, index=index, suppressions=left_out, collector=app.collector)
        if repositories:
            found += ingest_packages_of(lake, repositories, index=index, suppressions=left_out, collector=app.collector)
        return list({record.package: record for record in found}.values())


def repositories_to_ask(app: "Handiwork", *, ecosystems: Sequence[str], loaded: bool) -> dict[str, tuple[str, ...]]:
    """Return repositories with every name the catalogue knows of them: key repositories, and those that are loaded.

    Parameters
    ----------
    app
        Whose lake and catalogue.
    ecosystems
        Names of ecosystems of the catalogue.
    loaded
        Also the repositories whose git history is loaded, or that GitHub was asked about.

    Raises
    ------
    NotFoundError
        If the catalogue has no such ecosystem, or nothing is loaded.
    """
    names = [r.name for name in ecosystems for r in app.catalog.ecosystem(name).key_repositories]
    if loaded:
        told = [r.package for origin in ("git", "github") for r in app.lake.records(origin)]
        of_lake = [name.partition("~")[0] for name in told if name.count("/") == 1 and ":" not in name]
        if not of_lake and not names:
            raise NotFoundError("no repository is loaded yet: `handiwork ecosystem pull NAME`, or name packages")
        names += of_lake
    former = {name: app.catalog.repository(name) for name in dict.fromkeys(names)}
    return {name: (name, *(known.former_names if known else ())) for name, known in former.items()}
