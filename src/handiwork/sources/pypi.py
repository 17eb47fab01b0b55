"""Packages of PyPI: the index page, the roles and the publish attestation of one project, asked for politely.

The index page is read by ``pypi_simple`` (PEP 691, 700, 792), metadata by ``packaging`` (PEP 658), a provenance object
(PEP 740) as the index serves it. The signatures of an attestation are not verified here: the index did so when it
took the file, and its word is what is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from packaging.metadata import parse_email
from packaging.utils import canonicalize_name
from pypi_simple import PYPI_SIMPLE_ENDPOINT, DistributionPackage, ProjectPage, UnsupportedRepoVersionError

from handiwork.errors import InputError, PermanentSourceError
from handiwork.sources.asking import Answer, Asker, Manners

__all__ = ["PUBLIC_PACE_S", "PyPI", "checked_name", "github_repository", "read_page"]

PUBLIC_PACE_S = 0.1
"""Least seconds between two questions to the public index."""

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_REPOSITORY = re.compile(r"[A-Za-z0-9-_]+/[A-Za-z0-9._-]+")
_PAGE = {"Accept": "application/vnd.pypi.simple.v1+json"}
_PROVENANCE = {"Accept": "application/vnd.pypi.integrity.v1+json"}


_LAST_YEAR = 9999
"""In its last hours an instant may have no time in UTC."""


@dataclass(frozen=True, slots=True)
class PyPI:
    """The index, open.

    Attributes
    ----------
    url
        Address of the index without its path.
    asker
        Who asks.
    """

    url: str
    asker: Asker

    @classmethod
    def opened(cls, url: str, manners: Manners) -> Self:
        """Return the index at an address; empty for the one that the client library knows."""
        parts = urlsplit(url or PYPI_SIMPLE_ENDPOINT)
        return cls(url.rstrip("/") or f"{parts.scheme}://{parts.netloc}", Asker(manners))

    def page(self, name: str, *, etag: str | None = None) -> Answer:
        """Return the index page of a project; errors as for :meth:`Asker.get`."""
        return self.asker.get(f"{self.url}/simple/{name}/", headers=_PAGE, etag=etag)

    def roles(self, name: str, *, etag: str | None = None) -> Answer:
        """Return the JSON record of a project, which tells its roles; errors as for :meth:`Asker.get`."""
        return self.asker.get(f"{self.url}/pypi/{name}/json", etag=etag)

    def metadata(self, file: DistributionPackage) -> Mapping[str, Any]:
        """Return the core metadata of a file, names as in :class:`packaging.metadata.RawMetadata`."""
        answer = self.asker.get(file.metadata_url)
        raw, _ = parse_email(answer.content)
        if "name" not in raw or "version" not in raw:
            raise PermanentSourceError(f"{answer.url} answered something that is no core metadata")
        return dict(raw)

    def publishers(self, file: DistributionPackage) -> list[tuple[str, str, str]]:
        """Return (repository, workflow, address) of the GitHub publishers that a file's provenance names."""
        if not file.provenance_url:
            return []
        answer = self.asker.get(file.provenance_url, headers=_PROVENANCE)
        told = answer.json()
        bundles = told.get("attestation_bundles") if isinstance(told, dict) else None
        if not isinstance(bundles, list):
            raise PermanentSourceError(f"{answer.url} answered something that is no provenance object")
        found = [bundle.get("publisher") for bundle in bundles if isinstance(bundle, dict)]
        return [
            (str(one["repository"]), str(one.get("workflow") or ""), answer.url)
            for one in found
            if isinstance(one, dict)
            and one.get("kind") == "GitHub"
            and _REPOSITORY.fullmatch(str(one.get("repository")))
        ]


def read_page(answer: Answer, name: str) -> ProjectPage:
    """Return an index page as it was told; raises PermanentSourceError if it is none of this project."""
    try:
        page = ProjectPage.from_json_data(answer.json(), answer.url)
    except (ValueError, UnsupportedRepoVersionError) as error:
        raise PermanentSourceError(f"{answer.url} answered something that is no index page") from error
    if any(file.upload_time and not 1970 < file.upload_time.year < _LAST_YEAR for file in page.packages):
        raise PermanentSourceError(f"{answer.url} answered files of another age")
    if canonicalize_name(page.project) != name:
        raise PermanentSourceError(f"{answer.url} answered the page of another project")
    return page


def checked_name(text: str) -> str:
    """Return a package's normalised name.

    Raises
    ------
    InputError
        If it can be none.

    Examples
    --------
    >>> checked_name("Ada_Http")
    'ada-http'
    """
    if not _NAME.fullmatch(text.strip()):
        raise InputError(f"{text!r} can be no package: write its name, as in `pip install NAME`")
    return str(canonicalize_name(text.strip()))


def github_repository(address: str) -> str | None:
    """Return ``owner/name`` of an address on GitHub, None if it is of no repository.

    Examples
    --------
    >>> github_repository("https://github.com/ada_l/http.git#readme")
    'ada_l/http'
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if (parts.hostname or "").removeprefix("www.") != "github.com":
        return None
    path = "/".join(parts.path.strip("/").split("/")[:2]).removesuffix(".git")
    owner = path.partition("/")[0].lower()
    return path if _REPOSITORY.fullmatch(path) and owner not in {"sponsors", "orgs", "apps", "marketplace"} else None
