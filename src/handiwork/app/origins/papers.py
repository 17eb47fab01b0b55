"""What ``ingest papers`` does: which tables and papers, and which repositories are known."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from handiwork.app.origins.huggingface import opened_hub
from handiwork.errors import HandiworkError, InputError, UsageError
from handiwork.ingest.outcomes import failed
from handiwork.ingest.papers import ORIGIN, ArchiveOptions, ingest_archive, ingest_hub_papers
from handiwork.sources.asking import Manners
from handiwork.sources.huggingface import checked_handle
from handiwork.sources.papers import arxiv_id

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app import Handiwork
    from handiwork.lake.manifest import PackageRecord
    from handiwork.lake.store import Lake
    from handiwork.sources.huggingface import Hub

__all__ = ["WantedPapers", "ingest_papers", "known_repositories"]

_MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class WantedPapers:
    """Which papers to load.

    Attributes
    ----------
    targets
        Files and addresses of the papers-with-code archive.
    arxiv_ids
        Papers to ask the Hugging Face Hub about.
    accounts
        Accounts of the Hub: the papers that they claimed, and those that their works name.
    is_linked
        Also all papers that works in the lake name.
    is_everything
        Keep all of the archive, not only what is about repositories in the lake or the catalogue.
    """

    targets: Sequence[str] = ()
    arxiv_ids: Sequence[str] = ()
    accounts: Sequence[str] = ()
    is_linked: bool = False
    is_everything: bool = False


def ingest_papers(app: "Handiwork", wanted: WantedPapers) -> "list[PackageRecord]":
    """Load papers with their code.

    Parameters
    ----------
    app
        Where to load to.
    wanted
        Which.

    Returns
    -------
    list of PackageRecord
        Those of the archive, then one for each paper of the Hub.

    Raises
    ------
    UsageError
        If nothing is asked for, or the Hub is and its official client is not installed.
    InputError
        If an id is none of arXiv, or a name can be none of an account.
    """
    ids = {_checked_id(text) for text in wanted.arxiv_ids}
    accounts = sorted({checked_handle(name).lower() for name in wanted.accounts})
    if not (wanted.targets or ids or accounts or wanted.is_linked):
        raise UsageError("say which papers: files of the archive, --arxiv, --account or --linked")
    records: list[PackageRecord] = []
    with app.lake.writing() as lake:
        if wanted.targets:
            records += _from_archive(app, lake, wanted)
        if wanted.is_linked:
            ids |= {paper for _, papers in _papers_of_works(lake) for paper in papers}
        if ids or accounts:
            records += _from_hub(app, lake, ids, accounts)
    return records


def known_repositories(app: "Handiwork", candidates: set[str]) -> set[str]:
    """Return those of the repositories that are in the lake or the catalogue.

    Parameters
    ----------
    app
        Whose lake and catalogue.
    candidates
        ``owner/name`` in lower case.
    """
    found = {name for name in candidates if app.catalog.repository(name)}
    found |= {record.package.lower() for record in app.lake.records("git")} & candidates
    asked = pa.array(sorted(candidates), pa.string())
    tables = ("repositories", "pull_requests")
    paths = [file.path for record in app.lake.records() for file in record.files if file.table in tables]
    for path in paths:
        for batch in pq.ParquetFile(app.lake.open(path)).iter_batches(columns=["repo_name"]):
            names = pc.utf8_lower(batch.column(0))
            found.update(str(name) for name in names.filter(pc.is_in(names, value_set=asked)).to_pylist())
    return found


# --- private ---


def _from_archive(app: "Handiwork", lake: "Lake", wanted: WantedPapers) -> "list[PackageRecord]":
    options = ArchiveOptions(
        manners=Manners(contact=app.settings.contact, retry_wait_s=app.settings.retry_wait_s),
        scratch=app.settings.home / "tmp",
        known=None if wanted.is_everything else lambda candidates: known_repositories(app, candidates),
    )
    return ingest_archive(
        lake, wanted.targets, options=options, suppressions=app.suppressions(), collector=app.collector
    )


def _from_hub(app: "Handiwork", lake: "Lake", ids: set[str], accounts: Sequence[str]) -> "list[PackageRecord]":
    suppressions = app.suppressions()
    problems: list[PackageRecord] = []
    with opened_hub(app) as hub:
        for account in accounts:
            if suppressions.covers_key(f"huggingface:{account}"):
                continue
            try:
                ids |= _papers_of(lake, hub, account)
            except HandiworkError as error:
                problems.append(failed(ORIGIN, f"papers of {account}", error))
        found = ingest_hub_papers(lake, ids, hub=hub, suppressions=suppressions, collector=app.collector)
    return [*found, *problems]


def _papers_of(lake: "Lake", hub: "Hub", account: str) -> set[str]:
    """Return the papers that an account's works name, and those that the Hub finds for it and it claimed."""
    named = {paper for work, papers in _papers_of_works(lake) if _owner(work) == account for paper in papers}
    profile = hub.account(account).value
    for text in sorted({account, profile.name or account}):
        named |= {
            paper.arxiv_id
            for paper in hub.papers_about(text, limit=_MOST_FOUND)
            if any(author.account and author.account.lower() == account for author in paper.authors)
        }
    return named


def _papers_of_works(lake: "Lake") -> Iterator[tuple[str, list[str]]]:
    """Yield (key, arXiv ids) of the works in the lake that name papers."""
    paths = [file.path for record in lake.records("huggingface") for file in record.files if file.table == "works"]
    for path in paths:
        rows = pq.read_table(lake.open(path), columns=["work", "facts"], partitioning=None).to_pylist()
        for row in rows:
            papers = [found for text in _listed(row["facts"]) if (found := arxiv_id(text))]
            if papers:
                yield row["work"], papers


def _listed(facts: str | None) -> list[Any]:
    found = json.loads(facts) if facts else {}
    return list(found.get("papers", ()))


def _owner(work: str) -> str:
    return work.partition(":")[2].partition("/")[0].lower()


def _checked_id(text: str) -> str:
    found = arxiv_id(text)
    if found is None:
        raise InputError(f"{text!r} is no arXiv id: write it as 2401.00001")
    return found
