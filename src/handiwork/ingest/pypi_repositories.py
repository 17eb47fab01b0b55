"""Repositories → the packages that are made in them: names to try, each kept only if the package says so itself."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from packaging.utils import canonicalize_name

from handiwork.errors import AbsentError, HandiworkError
from handiwork.ingest.outcomes import failed
from handiwork.ingest.pypi import ORIGIN, load_package
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.pypi import PyPI

__all__ = ["ingest_packages_of", "names_to_try"]

_AFFIXES = ("python-", "py-", "-python", "-py", ".py")


def names_to_try(repo_name: str) -> tuple[str, ...]:
    """Return the package names that a repository's own name suggests, normalised, the likeliest first.

    Parameters
    ----------
    repo_name
        ``owner/name``.

    Examples
    --------
    >>> names_to_try("octo_org/python-engine")
    ('python-engine', 'engine')
    >>> names_to_try("octo_org/engine")
    ('engine', 'python-engine', 'pyengine', 'octo-org-engine')
    """
    owner, _, name = repo_name.lower().partition("/")
    bare = name
    for affix in _AFFIXES:
        bare = bare.removeprefix(affix) if affix.endswith("-") else bare.removesuffix(affix)
    found = [name, bare] if bare != name else [name, f"python-{name}", f"py{name}", f"{owner}-{name}"]
    plain = (one.strip("-._") for one in found)
    return tuple(dict.fromkeys(str(canonicalize_name(one)) for one in plain if one))


def ingest_packages_of(
    lake: Lake,
    repositories: Mapping[str, Iterable[str]],
    *,
    index: PyPI,
    suppressions: Suppressions,
    collector: Collector,
) -> list[PackageRecord]:
    """Load the packages that are made in repositories, each committed whole.

    A name is only a guess: a package is kept if it names the repository itself, by a publish attestation or by the
    link to its source; of any other nothing is kept.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    repositories
        ``owner/name`` → every name it has or had, itself among them.
    index
        Where to ask.
    suppressions
        Who is left out.
    collector
        Told about progress, and of repositories without a package.

    Returns
    -------
    list of PackageRecord
        As for :func:`handiwork.ingest.pypi.ingest_packages`; a name that the index does not have is no failure.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for repo_name, names in repositories.items():
        for one in {repo_name, *names}:
            for name in names_to_try(one):
                wanted[name] |= {n.lower() for n in (repo_name, *names)}
    records: list[PackageRecord] = []
    collector.update("names", 0, len(wanted))
    for name, made_in in sorted(wanted.items()):
        try:
            record = load_package(lake, name, index, suppressions, made_in=made_in)
        except AbsentError:
            record = None
        except HandiworkError as error:
            record = failed(ORIGIN, name, error)
        records += [record] if record else []
        collector.update("names", 1)
    collector.note(f"{len(records):,} of {len(wanted):,} names are packages made in {len(repositories):,} repositories")
    return records
