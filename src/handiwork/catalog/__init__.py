"""The catalogue: what we know about ecosystems, bots, archive gaps and licences, as data files."""

from functools import cache
from pathlib import Path

from handiwork.catalog.bots import Bots
from handiwork.catalog.loading import read_catalog
from handiwork.catalog.nouns import Catalog, Ecosystem, Gap, KeyRepository, Licence

__all__ = ["Bots", "Catalog", "Ecosystem", "Gap", "KeyRepository", "Licence", "load_catalog", "read_catalog"]


@cache
def load_catalog() -> Catalog:
    """Return the catalogue that comes with the package; read once.

    Raises
    ------
    CatalogError
        If a file of it is wrong, with every problem.

    Examples
    --------
    >>> load_catalog().repository("TIANGOLO/fastapi").name
    'fastapi/fastapi'
    """
    return read_catalog(Path(__file__).parent / "data")
