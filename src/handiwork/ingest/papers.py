"""Papers and their code → works, authors as the paper names them, official repositories.

Two sources: the papers-with-code archive (one load of its tables together, as ``archive`` or in parts of it) and the
paper pages of the Hugging Face Hub (one package for each paper). Who committed to an official repository is in the
contributions already: nothing about authors is inferred here. A name becomes an account only where the Hub verified
that the account claimed it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handiwork.errors import HandiworkError, InputError
from handiwork.ingest.huggingface import LICENCE as HUB_LICENCE
from handiwork.ingest.outcomes import Visible, digest_of, failed, first_sentence, unchanged
from handiwork.ingest.rows import commit_rows, earlier, facts_text
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Manners
from handiwork.sources.huggingface import Hub, Unchanged
from handiwork.sources.huggingface_answers import HubPaper, PaperAuthor
from handiwork.sources.papers import LICENCE, ArchivedPaper, ArchiveFile, CodeLink, Rejected, opened, read_records

__all__ = ["ORIGIN", "ArchiveOptions", "author_key", "ingest_archive", "ingest_hub_papers"]

ORIGIN = "papers"
"""Name of this origin in the manifest."""

_ARCHIVE = "archive"
_RULES = 1
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """How the archive is loaded.

    Attributes
    ----------
    manners
        How an address is treated.
    scratch
        Folder for downloads, which have no name there and end with the process.
    known
        Repositories in lower case → those of them that are kept; None keeps all.
    papers_in_package
        Most papers in one package; more are spread over several.
    """

    manners: Manners
    scratch: Path
    known: Callable[[set[str]], set[str]] | None
    papers_in_package: int = 20_000


def author_key(paper: str, name: str) -> str:
    """Return the key of an author who is no more than a name on a paper.

    Examples
    --------
    >>> author_key("2401.00001", "Ada  Lóvelind"), author_key("cs/0301012", "Bo B.")
    ('author:2401.00001/ada-lóvelind', 'author:cs-0301012/bo-b')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return f"author:{paper.replace('/', '-')}/{_NOT_A_WORD.sub('-', plain).strip('-')}"


def ingest_archive(
    lake: Lake,
    targets: Sequence[str],
    *,
    options: ArchiveOptions,
    suppressions: Suppressions,
    collector: Collector,
) -> list[PackageRecord]:
    """Load tables of the papers-with-code archive together, in place of what was loaded of it before.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    targets
        Files and addresses: the links, and the abstracts for authors and dates.
    options
        What is kept, and how addresses are treated.
    suppressions
        Who is left out.
    collector
        Told about progress.

    Returns
    -------
    list of PackageRecord
        Of the packages that it makes, usually one; one that says ``failed`` if it could not be read.

    Notes
    -----
    Memory is in proportion to what is kept: with ``known`` to its repositories, else to the whole archive (about
    300,000 links). The links are read twice then, to learn first which repositories there are.
    """
    try:
        with ExitStack() as stack:
            files = [stack.enter_context(opened(t, options.manners, options.scratch)) for t in sorted(set(targets))]
            archive = _Archive(files, options, Visible(suppressions), collector)
            archive.read()
            return _Load(lake, suppressions, options).commit(archive)
    except HandiworkError as error:
        return [failed(ORIGIN, _ARCHIVE, error)]


def ingest_hub_papers(
    lake: Lake, arxiv_ids: Iterable[str], *, hub: Hub, suppressions: Suppressions, collector: Collector
) -> list[PackageRecord]:
    """Load papers from the Hub's pages, one package for each.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    arxiv_ids
        Without versions.
    hub
        Where to ask, open.
    suppressions
        Who is left out.
    collector
        Told about progress.

    Returns
    -------
    list of PackageRecord
        One for each paper, in order of id; ``details["load"]`` says ``loaded``, ``unchanged`` or ``failed``.
    """
    wanted = sorted(set(arxiv_ids))
    collector.update("papers", 0, len(wanted))
    records: list[PackageRecord] = []
    refusal: HandiworkError | None = None
    for name in wanted:
        try:
            if refusal is not None:
                raise refusal
            records.append(_load_hub_paper(lake, name, hub, suppressions))
        except HandiworkError as error:
            refusal = error if hub.is_asking_too_much(error) else refusal
            records.append(failed(ORIGIN, name, error))
        collector.update("papers", 1)
    return records


# --- private ---


class _Archive:
    """What is kept of the archive's tables."""

    def __init__(
        self, files: Sequence[ArchiveFile], options: ArchiveOptions, visible: Visible, collector: Collector
    ) -> None:
        self.files, self._known, self._visible, self._collector = files, options.known, visible, collector
        self.links: dict[str, list[CodeLink]] = {}
        self.papers: dict[str, ArchivedPaper] = {}
        self.rejected: dict[str, int] = {}

    def read(self) -> None:
        """Read all tables, the links first: they say which papers are kept.

        Raises
        ------
        InputError
            If a table is damaged, or none of them has links to code.
        """
        links, papers = self._files_of(CodeLink), self._files_of(ArchivedPaper)
        if not links:
            names = ", ".join(file.name for file in self.files)
            raise InputError(f"{names}: no links to code in there; name the table links-between-papers-and-code too")
        kept = self._kept_repositories(links)
        for file in (*links, *papers):
            self._read(file, kept)

    def _files_of(self, kind: type) -> list[ArchiveFile]:
        return [file for file in self.files if isinstance(_first_of(file), kind)]

    def _kept_repositories(self, links: Sequence[ArchiveFile]) -> set[str] | None:
        if self._known is None:
            return None
        records = (record for file in links for record in read_records(file))
        return self._known({record.repository.lower() for record in records if isinstance(record, CodeLink)})

    def _read(self, file: ArchiveFile, kept: set[str] | None) -> None:
        for record in read_records(file):
            if isinstance(record, Rejected):
                self.rejected[record.reason] = self.rejected.get(record.reason, 0) + 1
            elif isinstance(record, CodeLink):
                self._keep_link(record, kept)
            elif record.paper in self.links:
                self.papers[record.paper] = replace(record, abstract=first_sentence(record.abstract))
        self._collector.update("tables", 1, len(self.files))

    def _keep_link(self, link: CodeLink, kept: set[str] | None) -> None:
        if (kept is None or link.repository.lower() in kept) and self._visible.owned(link.repository):
            self.links.setdefault(link.paper, []).append(link)


def _first_of(file: ArchiveFile) -> CodeLink | ArchivedPaper | None:
    """Return the first record of a file that says which table it is, None if none does."""
    return next((record for record in read_records(file) if not isinstance(record, Rejected)), None)


class _Load:
    """One load of the archive."""

    def __init__(self, lake: Lake, suppressions: Suppressions, options: ArchiveOptions) -> None:
        self._lake, self._suppressions, self._options = lake, suppressions, options
        self._seen_at = datetime.now(UTC)

    def commit(self, archive: _Archive) -> list[PackageRecord]:
        """Commit what is kept, and remove what an earlier load made otherwise."""
        parts = self._parts(archive)
        records = [self._commit(name, papers, archive) for name, papers in parts.items()]
        for record in self._lake.records(ORIGIN):
            if record.package.startswith(_ARCHIVE) and record.package not in parts:
                self._lake.remove(ORIGIN, record.package)
        return records

    def _parts(self, archive: _Archive) -> dict[str, list[str]]:
        """Return package → papers: the same paper goes to the same part of as many."""
        n_parts = -(-len(archive.links) // self._options.papers_in_package) or 1
        if n_parts == 1:
            return {_ARCHIVE: sorted(archive.links)}
        parts: dict[str, list[str]] = {f"{_ARCHIVE}-{n + 1}-of-{n_parts}": [] for n in range(n_parts)}
        names = list(parts)
        for paper in sorted(archive.links):
            place = int.from_bytes(hashlib.sha256(paper.encode()).digest()[:4], "big") % n_parts
            parts[names[place]].append(paper)
        return parts

    def _commit(self, package: str, papers: Sequence[str], archive: _Archive) -> PackageRecord:
        rows: dict[str, list[dict[str, Any]]] = {"works": [], "work_people": [], "work_repositories": []}
        for paper in papers:
            self._add(rows, archive.links[paper], archive.papers.get(paper))
        digest = digest_of(rows)
        known = earlier(self._lake, ORIGIN, package, self._suppressions)
        if known and known.details.get("digest") == digest and known.details.get("rules") == _RULES:
            return unchanged(known)
        problems = [f"{n:,} records left out: {reason}" for reason, n in sorted(archive.rejected.items())]
        details = {"rules": _RULES, "digest": digest, "load": "loaded", **({"problems": problems} if problems else {})}
        files = [
            {"name": f.name, "bytes": f.size_bytes, "sha256": f.sha256, **({"url": f.url} if f.url else {})}
            for f in archive.files
        ]
        record = PackageRecord(
            ORIGIN,
            package,
            "partial" if problems else "complete",
            source={"files": files},
            counts={"rejected": sum(archive.rejected.values())} if problems else {},
            details=details,
        )
        return commit_rows(self._lake, record, rows, suppressions=self._suppressions)

    def _add(
        self, rows: dict[str, list[dict[str, Any]]], links: Sequence[CodeLink], paper: ArchivedPaper | None
    ) -> None:
        told = {"work": f"paper:{links[0].paper}", "seen_at": self._seen_at, "source": links[0].source}
        rows["works"].append({**told, **_archived_work(links, paper)})
        authors = paper.authors if paper else ()
        rows["work_people"].extend(
            {**told, "account": author_key(links[0].paper, name), "role": "author", "name": name} for name in authors
        )
        official = {link.repository.lower() for link in links if link.is_official}
        names = {link.repository.lower(): link.repository for link in reversed(links)}
        rows["work_repositories"].extend(
            {**told, "repo_name": name, "proof": "official" if key in official else "mention"}
            for key, name in sorted(names.items())
        )


def _archived_work(links: Sequence[CodeLink], paper: ArchivedPaper | None) -> dict[str, Any]:
    """Return what the archive says of a paper; without its abstract, only what its links say."""
    first = links[0]
    facts = {
        "arxiv": first.paper if first.is_arxiv else None,
        "frameworks": sorted({link.framework for link in links if link.framework}) or None,
        "conference": paper.conference if paper else None,
    }
    return {
        "kind": "paper",
        "title": (paper.title if paper else None) or first.title or first.paper,
        "summary": paper.abstract if paper else None,
        "url": first.page,
        "at": paper.published_at if paper else None,
        "facts": facts_text({name: value for name, value in facts.items() if value is not None}),
        "data_licence": LICENCE,
    }


def _load_hub_paper(lake: Lake, name: str, hub: Hub, suppressions: Suppressions) -> PackageRecord:
    known = earlier(lake, ORIGIN, name, suppressions)
    if known and (known.details.get("rules") != _RULES or known.source.get("url") != hub.url):
        known = None
    try:
        told = hub.paper(name, tag=known.details.get("entity_tag") if known else None)
    except Unchanged:
        assert known is not None
        return unchanged(known)
    rows = _hub_rows(told.value, Visible(suppressions))
    details = {"rules": _RULES, "digest": digest_of(rows), "entity_tag": told.tag, "load": "loaded"}
    if known and all(known.details.get(part) == details[part] for part in ("digest", "entity_tag")):
        return unchanged(known)
    record = PackageRecord(ORIGIN, name, "complete", source={"url": hub.url}, details=details)
    return commit_rows(lake, record, rows, suppressions=suppressions)


def _hub_rows(paper: HubPaper, visible: Visible) -> dict[str, list[dict[str, Any]]]:
    told = {"work": f"paper:{paper.arxiv_id}", "seen_at": datetime.now(UTC), "source": paper.source}
    linked = {kind: [name for name in names if visible.owned(name)] for kind, names in paper.linked.items()}
    facts = {"arxiv": paper.arxiv_id, **paper.facts, **{kind: names for kind, names in linked.items() if names}}
    work = {
        **told,
        "kind": "paper",
        "title": paper.title or paper.arxiv_id,
        "summary": first_sentence(paper.summary),
        "url": paper.url,
        "at": paper.published_at,
        "facts": facts_text(facts),
        "data_licence": HUB_LICENCE,
    }
    people = [
        {**told, "account": _account(paper.arxiv_id, author), "role": "author", "name": author.name}
        for author in paper.authors
        if visible.handle(author.account) and visible.handle(author.guessed)
    ]
    repositories = [
        {**told, "repo_name": name, "proof": proof}
        for name, proof in ([paper.repository] if paper.repository else [])
        if visible.owned(name)
    ]
    return {"works": [work], "work_people": people, "work_repositories": repositories}


def _account(arxiv_id: str, author: PaperAuthor) -> str:
    return f"huggingface:{author.account.lower()}" if author.account else author_key(arxiv_id, author.name)
