"""Packages of PyPI → works, who has a role in them and where they are made: one package of the lake for each.

A second run sends the entity tags of the first, and writes nothing if nothing changed.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from packaging.version import InvalidVersion, Version
from pypi_simple import DistributionPackage, ProjectPage

from handiwork.errors import HandiworkError, PermanentSourceError
from handiwork.ingest.outcomes import digest_of, failed, first_sentence, unchanged
from handiwork.ingest.rows import commit_rows, earlier, facts_text
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Answer
from handiwork.sources.pypi import PyPI, github_repository, read_page

__all__ = ["LICENCE", "ORIGIN", "ingest_packages", "load_package"]

ORIGIN = "pypi"
"""Name of this origin in the manifest."""

LICENCE = "PyPI terms of use; metadata as its makers gave it, facts only"
"""What records of the index come under; each package has a licence of its own beside."""

_RULES = 2
_SOURCE_LABELS = {"source", "sourcecode", "repository", "github", "code"}
_PROOFS = {"attestation", "metadata"}
_ROLES = {"Owner": "owner", "Maintainer": "maintainer"}


def ingest_packages(
    lake: Lake, names: Iterable[str], *, index: PyPI, suppressions: Suppressions, collector: Collector
) -> list[PackageRecord]:
    """Load packages, each committed whole.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    names
        Normalised; each is loaded once.
    index
        Where to ask.
    suppressions
        Who is left out.
    collector
        Told about progress.

    Returns
    -------
    list of PackageRecord
        In order of name; ``details["load"]`` says ``loaded``, ``unchanged`` or ``failed``; a failed one keeps what
        the lake had.
    """
    wanted = sorted(set(names))
    collector.update("packages", 0, len(wanted))
    records = []
    for name in wanted:
        try:
            records += [record for record in (load_package(lake, name, index, suppressions),) if record]
        except HandiworkError as error:
            records.append(failed(ORIGIN, name, error))
            collector.note(f"a package failed: {type(error).__name__}")
        collector.update("packages", 1)
    return records


def load_package(
    lake: Lake, name: str, index: PyPI, suppressions: Suppressions, *, made_in: Collection[str] | None = None
) -> PackageRecord | None:
    """Load one package, if it is the one that is meant.

    Parameters
    ----------
    lake, index, suppressions
        As for :func:`ingest_packages`.
    name
        Normalised.
    made_in
        Keep it only if the package itself names one of these repositories (``owner/name``, lower case) as where it
        is made: by a publish attestation, or by a link of its metadata to its source. None for any package.

    Returns
    -------
    PackageRecord or None
        None if it names none of them: nothing of it is kept.

    Raises
    ------
    SourceError
        If the index does not deliver; AbsentError if it has no such package.
    """
    known = earlier(lake, ORIGIN, name, suppressions)
    if known and (known.details.get("rules") != _RULES or known.source.get("url") != index.url):
        known = None
    tags = known.details["entity_tags"] if known else {}
    page, roles = index.page(name, etag=tags.get("page")), index.roles(name, etag=tags.get("roles"))
    if known and page.is_unchanged and roles.is_unchanged:
        return unchanged(known)
    page = index.page(name) if page.is_unchanged else page
    roles = index.roles(name) if roles.is_unchanged else roles
    rows = _rows(name, index, page, roles)
    if made_in is not None and not _names(rows, made_in):
        return None
    rows["work_repositories"] = [
        row for row in rows["work_repositories"] if not suppressions.covers(None, row["repo_name"].partition("/")[0])
    ]
    asked = {"page": page.etag, "roles": roles.etag}
    details = {"rules": _RULES, "entity_tags": asked, "digest": digest_of(rows), "load": "loaded"}
    if known and all(known.details.get(key) == details[key] for key in ("digest", "entity_tags")):
        return unchanged(known)
    record = PackageRecord(ORIGIN, name, "complete", source={"url": index.url}, details=details)
    return commit_rows(lake, record, rows, suppressions=suppressions)


# --- private ---


def _names(rows: Mapping[str, list[dict[str, Any]]], repositories: Collection[str]) -> bool:
    proved = {row["repo_name"].lower() for row in rows["work_repositories"] if row["proof"] in _PROOFS}
    return not proved.isdisjoint(repositories)


def _rows(name: str, index: PyPI, page_told: Answer, roles_told: Answer) -> dict[str, list[dict[str, Any]]]:
    page, record = read_page(page_told, name), roles_told.json()
    if not isinstance(record, dict) or not isinstance(record.get("info"), dict):
        raise PermanentSourceError(f"{roles_told.url} answered something that is no record of a package")
    file = _newest_file(page)
    info = record["info"]
    raw = index.metadata(file) if file and file.has_metadata else info
    told = {"work": f"package:{name}", "seen_at": page_told.at}
    work = {
        **told,
        "kind": "package",
        "title": page.project,
        "summary": first_sentence(raw.get("summary")),
        "url": f"{index.url}/project/{name}/",
        "licence": raw.get("license_expression") or first_sentence(raw.get("license")),
        "data_licence": LICENCE,
        "source": page_told.url,
    }
    history = _history(page)
    work["at"] = history.pop("last")
    newest = {"latest_version": file.version} if file else {}
    work["facts"] = facts_text({**newest, **history, **_said(raw)})
    repositories = [
        {**told, "repo_name": repository, "proof": "attestation", "source": source}
        for repository, _, source in (index.publishers(file) if file else [])
    ]
    repositories += [
        {**told, "repo_name": repository, "proof": proof, "source": roles_told.url}
        for repository, proof in _claimed(raw)
    ]
    people = [{**told, **person, "source": roles_told.url} for person in _people(record)]
    return {"works": [work], "work_people": people, "work_repositories": repositories}


def _people(record: Mapping[str, Any]) -> list[dict[str, str]]:
    ownership = record.get("ownership")
    roles = ownership.get("roles") if isinstance(ownership, dict) else None
    return [
        {"account": f"{ORIGIN}:{one['user'].lower()}", "role": _ROLES[one["role"]]}
        for one in roles or ()
        if isinstance(one, dict) and one.get("role") in _ROLES and isinstance(one.get("user"), str)
    ]


def _version(text: str | None) -> Version:
    try:
        return Version(text or "")
    except InvalidVersion:
        return Version("0.dev0")


def _newest_file(page: ProjectPage) -> DistributionPackage | None:
    """Return the file to describe the package by: of the newest final release, a wheel if there is one."""
    files = [file for file in page.packages if file.version and not file.is_yanked]
    return max(files, key=_preference, default=None)


def _preference(file: DistributionPackage) -> tuple[bool, Version, bool, str]:
    version = _version(file.version)
    return not version.is_prerelease, version, file.package_type == "wheel", file.filename


def _history(page: ProjectPage) -> dict[str, Any]:
    """Return what the files tell of the releases; ``last`` is the instant of the newest release, or None."""
    uploads: dict[str, list[datetime]] = {}
    for file in page.packages:
        if file.version and file.upload_time and not file.is_yanked:
            uploads.setdefault(file.version, []).append(file.upload_time.astimezone(UTC))
    times = sorted(min(found) for found in uploads.values())
    wheels = [f.upload_time for f in page.packages if f.upload_time and f.package_type == "wheel" and not f.is_yanked]
    facts: dict[str, Any] = {"last": times[-1] if times else None}
    facts["releases"] = len({file.version for file in page.packages if file.version})
    yanked = {f.version for f in page.packages if f.is_yanked} - {f.version for f in page.packages if not f.is_yanked}
    facts["yanked_releases"] = len(yanked)
    if times:
        facts |= {"first_release_at": times[0].isoformat(), "last_release_at": times[-1].isoformat()}
    if len(times) > 1:
        gaps = sorted((later - sooner).days for sooner, later in pairwise(times))
        facts["median_days_between_releases"] = gaps[len(gaps) // 2]
    if wheels:
        facts["last_wheel_at"] = max(wheels).astimezone(UTC).isoformat()
    if page.status:
        facts["index_status"] = page.status.value
    return facts


def _said(raw: Mapping[str, Any]) -> dict[str, Any]:
    classifiers = [str(text) for text in raw.get("classifiers") or ()]
    status = [text.rpartition("::")[2].strip() for text in classifiers if text.startswith("Development Status ::")]
    facts: dict[str, Any] = {"classifiers": classifiers}
    if "Typing :: Typed" in classifiers:
        facts["typed"] = True
    if status:
        facts["development_status"] = status[0]
    if raw.get("requires_python"):
        facts["requires_python"] = raw["requires_python"]
    return facts


def _claimed(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the repositories that metadata link: as their source (metadata), or by the way (mention)."""
    links = [(str(label), str(url)) for label, url in (raw.get("project_urls") or {}).items()]
    links += [("source", str(raw["home_page"]))] if raw.get("home_page") else []
    proofs: dict[str, str] = {}
    for label, url in links:
        repository = github_repository(url)
        plain = "".join(letter for letter in label.lower() if letter.isalpha())
        if repository and proofs.get(repository) != "metadata":
            proofs[repository] = "metadata" if plain in _SOURCE_LABELS else "mention"
    return sorted(proofs.items())
