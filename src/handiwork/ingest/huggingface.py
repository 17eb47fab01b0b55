"""Accounts of the Hugging Face Hub → profiles, works, who made them, and from what: one package for each account.

A second run asks for the commits of a work only if it has new ones, and writes nothing if nothing changed. Counts of
downloads and likes are facts of a work; nothing is made of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from handiwork.errors import HandiworkError, PermanentSourceError
from handiwork.ingest.outcomes import Visible, digest_of, failed, first_sentence, unchanged
from handiwork.ingest.rows import commit_rows, earlier, facts_text
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.huggingface import KINDS, Hub, Told, Unchanged
from handiwork.sources.huggingface_answers import HubAccount, HubWork

__all__ = ["LICENCE", "ORIGIN", "ingest_accounts"]

ORIGIN = "huggingface"
"""Name of this origin in the manifest."""

LICENCE = "Hugging Face terms of service"
"""What records of the Hub come under; each work has a licence of its own beside."""

_RULES = 1
_MOST_COMMIT_QUESTIONS = 300


def ingest_accounts(
    lake: Lake, handles: Iterable[str], *, hub: Hub, suppressions: Suppressions, collector: Collector
) -> list[PackageRecord]:
    """Load accounts with their models, datasets and spaces.

    Parameters
    ----------
    lake
        Being written to (``with lake.writing()``).
    handles
        Names of accounts, in any case; each is loaded once.
    hub
        Where to ask, open.
    suppressions
        Who is left out: they are not asked about, and what the lake had of them goes.
    collector
        Told about progress.

    Returns
    -------
    list of PackageRecord
        One for each account but those who are left out, in order of name. ``details["load"]`` says ``loaded``,
        ``unchanged`` or ``failed``; a failed one keeps what the lake had.
    """
    names = sorted({handle.lower() for handle in handles})
    collector.update("accounts", 0, len(names))
    records: list[PackageRecord] = []
    refusal: HandiworkError | None = None
    for name in names:
        try:
            if refusal is not None:
                raise refusal
            record = _Account(lake, hub, suppressions, name).load()
        except HandiworkError as error:
            refusal = error if hub.is_asking_too_much(error) else refusal
            record = failed(ORIGIN, name, error)
            collector.note(f"an account failed: {type(error).__name__}")
        records += [record] if record is not None else []
        collector.update("accounts", 1)
    return records


# --- private ---


class _Commits(NamedTuple):
    """What is kept of a work's commits: facts, accounts among the authors, and the newest one they were told for."""

    facts: dict[str, Any]
    authors: tuple[str, ...]
    sha: str | None


class _Account:
    """One load of one account."""

    def __init__(self, lake: Lake, hub: Hub, suppressions: Suppressions, name: str) -> None:
        self._lake, self._hub, self._suppressions, self._name = lake, hub, suppressions, name
        self._visible = Visible(suppressions)
        self._seen_at = datetime.now(UTC)
        found = earlier(lake, ORIGIN, name, suppressions)
        is_usable = found is not None and found.details.get("rules") == _RULES and found.source.get("url") == hub.url
        self._earlier = found if is_usable else None
        self._problems: list[str] = []

    def load(self) -> PackageRecord | None:
        """Return what became of it; None if it belongs to somebody who is left out."""
        if not self._visible.handle(self._name):
            self._lake.remove(ORIGIN, self._name)
            return None
        told = self._told()
        if told is None:
            assert self._earlier is not None
            return unchanged(self._earlier)
        profile, works, tags = told
        if not (self._visible.handle(profile.handle) and self._visible.handle(profile.github)):
            self._lake.remove(ORIGIN, self._name)
            return None
        commits = self._commits(works)
        rows = self._rows(profile, works, commits)
        digest = digest_of(rows)
        shas = {_key(work): commits[_key(work)].sha for work in works if _key(work) in commits}
        details = {"rules": _RULES, "entity_tags": tags, "digest": digest, "commits_of": shas, "load": "loaded"}
        if self._problems:
            details["problems"] = self._problems
        before = self._earlier.details if self._earlier else {}
        same = ("digest", "commits_of", "problems", "entity_tags")
        if self._earlier and all(before.get(name) == details.get(name) for name in same):
            return unchanged(self._earlier)
        record = PackageRecord(ORIGIN, self._name, "complete", source={"url": self._hub.url}, details=details)
        return commit_rows(self._lake, record, rows, suppressions=self._suppressions)

    # --- asking ---

    def _told(self) -> tuple[HubAccount, list[HubWork], dict[str, str]] | None:
        """Return profile, works and entity tags; None if all of it is as it was."""
        known = dict(self._earlier.details.get("entity_tags", {})) if self._earlier else {}
        first = {part: self._ask(part, known) for part in ("profile", *KINDS)}
        has_all_commits = self._earlier is not None and not self._earlier.details.get("problems")
        if has_all_commits and not any(first.values()):
            return None
        asked = {part: told or self._asked(part, {}) for part, told in first.items()}
        self._problems += [f"it has more {part}s than are asked for" for part, told in asked.items() if told.is_cut]
        tags = {part: told.tag for part, told in asked.items() if told.tag}
        works = sorted((work for kind in KINDS for work in asked[kind].value), key=_key)
        return asked["profile"].value, works, tags

    def _ask(self, part: str, known: Mapping[str, str]) -> Told[Any] | None:
        """Return one part of what the Hub tells; None if it is as it was."""
        try:
            return self._asked(part, known)
        except Unchanged:
            return None

    def _asked(self, part: str, known: Mapping[str, str]) -> Told[Any]:
        tag = known.get(part)
        if part == "profile":
            return self._hub.account(self._name, tag=tag)
        return self._hub.works(part, self._name, tag=tag)

    def _commits(self, works: Sequence[HubWork]) -> dict[str, _Commits]:
        """Return what is known of each work's commits, asking only for those that have new ones."""
        found = self._known_commits()
        shas = self._earlier.details.get("commits_of", {}) if self._earlier else {}
        wanted = [work for work in works if _key(work) not in found or not work.sha or shas.get(_key(work)) != work.sha]
        for work in wanted:
            found.pop(_key(work), None)
        if len(wanted) > _MOST_COMMIT_QUESTIONS:
            n_left = len(wanted) - _MOST_COMMIT_QUESTIONS
            self._problems.append(f"commits of {n_left:,} works are asked for with the next load")
        n_refused = 0
        for work in wanted[:_MOST_COMMIT_QUESTIONS]:
            try:
                found[_key(work)] = self._asked_commits(work)
            except PermanentSourceError:
                n_refused += 1
        if n_refused:
            self._problems.append(f"commits of {n_refused:,} works were not told")
        return found

    def _asked_commits(self, work: HubWork) -> _Commits:
        told = self._hub.commits(work.kind, work.name)
        facts = {
            "commits": told.n,
            "commits_are_all": told.is_complete,
            "first_commit_at": told.first_at.isoformat() if told.first_at else None,
            "last_commit_at": told.last_at.isoformat(),
        }
        kept = {name: value for name, value in facts.items() if value is not None}
        authors = sorted({name.lower() for name in told.authors if self._visible.handle(name)})
        return _Commits(kept, tuple(authors), work.sha)

    def _known_commits(self) -> dict[str, _Commits]:
        """Return what the lake has of the works' commits."""
        if self._earlier is None:
            return {}
        shas = self._earlier.details.get("commits_of", {})
        rows = {file.table: _read(self._lake, file.path) for file in self._earlier.files}
        authors: dict[str, list[str]] = {}
        for row in rows.get("work_people", ()):
            if row["role"] == "author":
                authors.setdefault(row["work"], []).append(row["account"].partition(":")[2])
        facts = {row["work"]: json.loads(row["facts"]) for row in rows.get("works", ())}
        return {
            work: _Commits(
                {name: value for name, value in told.items() if name in _COMMIT_FACTS},
                tuple(authors.get(work, ())),
                shas[work],
            )
            for work, told in facts.items()
            if work in shas
        }

    # --- rows ---

    def _rows(
        self, profile: HubAccount, works: Sequence[HubWork], commits: Mapping[str, _Commits]
    ) -> dict[str, list[dict[str, Any]]]:
        rows: dict[str, list[dict[str, Any]]] = {"profiles": [self._profile(profile)]}
        account = f"{ORIGIN}:{profile.handle.lower()}"
        if profile.github and not profile.is_organization:
            link = {"account": account, "other": f"login:{profile.github.lower()}", "proof": "profile"}
            rows["account_links"] = [{**link, "seen_at": self._seen_at, "source": profile.source}]
        for work in works:
            told = {"work": _key(work), "seen_at": self._seen_at, "source": work.url}
            known = commits.get(_key(work), _Commits({}, (), None))
            rows.setdefault("works", []).append({**told, **self._work(work, known)})
            people = [(account, "owner"), *((f"{ORIGIN}:{name}", "author") for name in known.authors)]
            rows.setdefault("work_people", []).extend({**told, "account": who, "role": role} for who, role in people)
            rows.setdefault("work_repositories", []).extend(
                {**told, "repo_name": name, "proof": proof}
                for name, proof in work.repositories
                if self._visible.owned(name)
            )
        return rows

    def _profile(self, profile: HubAccount) -> dict[str, Any]:
        return {
            "account": f"{ORIGIN}:{profile.handle.lower()}",
            "handle": profile.handle,
            "name": profile.name,
            "kind": "Organization" if profile.is_organization else "User",
            "links": profile.links,
            "page": f"{self._hub.url}/{profile.handle}",
            "data_licence": LICENCE,
            "seen_at": self._seen_at,
            "source": profile.source,
        }

    def _work(self, work: HubWork, commits: _Commits) -> dict[str, Any]:
        bases = [
            {"name": base.name, **({"relation": base.relation} if base.relation else {})}
            for base in work.base_models
            if self._visible.owned(base.name)
        ]
        facts = {**work.facts, **commits.facts, **({"base_models": bases} if bases else {})}
        first = commits.facts.get("first_commit_at")
        return {
            "kind": work.kind,
            "title": work.name,
            "summary": first_sentence(work.summary),
            "url": work.url,
            "at": work.created_at or (datetime.fromisoformat(first) if first else None),
            "licence": work.licence,
            "facts": facts_text(facts),
            "data_licence": LICENCE,
        }


_COMMIT_FACTS = frozenset({"commits", "commits_are_all", "first_commit_at", "last_commit_at"})


def _key(work: HubWork) -> str:
    return f"{work.kind}:{work.name}"


def _read(lake: Lake, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(lake.open(path), partitioning=None).to_pylist()
    return found
