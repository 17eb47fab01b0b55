"""The catalogue: what we know about ecosystems, bots, archive gaps and licences, as data files."""

from functools import cache
from pathlib import Path

from handiwork.catalog.bots import Bots
from handiwork.catalog.checking import CatalogReport
from handiwork.catalog.checking import check_catalog as _check
from handiwork.catalog.hiring import Community, Conference, Exercise, Fact, Salary, Signal
from handiwork.catalog.loading import read_catalog
from handiwork.catalog.nouns import Catalog, Ecosystem, Gap, KeyRepository, Licence

__all__ = [
    "Bots",
    "Catalog",
    "CatalogReport",
    "Community",
    "Conference",
    "Ecosystem",
    "Exercise",
    "Fact",
    "Gap",
    "KeyRepository",
    "Licence",
    "Salary",
    "Signal",
    "check_catalog",
    "load_catalog",
    "read_catalog",
]


def load_catalog(own: Path | None = None) -> Catalog:
    """Return the catalogue that comes with the package, with a user's own ecosystems if there are any.

    Parameters
    ----------
    own
        A user's folder of ``*.toml``; None, or a folder without such a file, gives what comes with the package,
        which is read once.

    Raises
    ------
    CatalogError
        If a file of it is wrong, with every problem.

    Examples
    --------
    >>> load_catalog().repository("TIANGOLO/fastapi").name
    'fastapi/fastapi'
    """
    if own is None or next(own.glob("*.toml"), None) is None:
        return _shipped()
    return read_catalog(_DATA, own)


def check_catalog(own: Path | None = None) -> CatalogReport:
    """Check the catalogue that comes with the package, with a user's own ecosystems, from the TOML files.

    Parameters
    ----------
    own
        A user's folder of ``*.toml``; None if there is none.

    Raises
    ------
    CatalogError
        Listing everything that is wrong with its file and key.
    """
    return _check(_DATA, own)


# --- private ---

_DATA = Path(__file__).parent / "data"


@cache
def _shipped() -> Catalog:
    return read_catalog(_DATA)
