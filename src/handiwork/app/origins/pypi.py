"""What ``ingest pypi`` does: which packages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handiwork.ingest.pypi import ingest_packages
from handiwork.sources.asking import Manners
from handiwork.sources.pypi import PUBLIC_PACE_S, PyPI, checked_name

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app import Handiwork
    from handiwork.lake.manifest import PackageRecord

__all__ = ["ingest_pypi"]


def ingest_pypi(app: "Handiwork", names: Sequence[str]) -> "list[PackageRecord]":
    """Load packages of PyPI.

    Parameters
    ----------
    app
        Where to load to.
    names
        Of packages, in any spelling.

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
        return ingest_packages(lake, wanted, index=index, suppressions=app.suppressions(), collector=app.collector)
