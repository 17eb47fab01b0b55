"""Loading events: each is read, thinned of what may not be published, and committed whole."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handiwork.errors import HandiworkError
from handiwork.ingest.conferences.withholding import without_withheld
from handiwork.ingest.outcomes import digest_of, failed, unchanged
from handiwork.ingest.rows import commit_rows, earlier
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.addresses import scrub
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Asker, page_address
from handiwork.sources.conferences.nouns import Event, Talk
from handiwork.sources.conferences.online import fetch
from handiwork.sources.conferences.recognising import Planned, planned_events
from handiwork.sources.conferences.trees import read_tree

__all__ = ["ORIGIN", "Loading", "ingest_programme", "rows_of"]

ORIGIN = "conferences"
_LICENCES = {"pyvideo": "CC0-1.0"}
_TERMS = "as published in the event's programme"


@dataclass(frozen=True, slots=True)
class Loading:
    """How programmes are loaded.

    Attributes
    ----------
    lake
        Being written to.
    asker
        How addresses are asked.
    suppressions, collector
        Who is left out; told about progress.
    withheld
        Hashes of the operator's list.
    as_format, event, licence
        Forced format, key of the event and terms of the records; None takes what is found.
    """

    lake: Lake
    asker: Asker
    suppressions: Suppressions
    collector: Collector
    withheld: frozenset[str] = field(default_factory=frozenset)
    as_format: str | None = None
    event: str | None = None
    licence: str | None = None


def ingest_programme(loading: Loading, target: str) -> list[PackageRecord]:
    """Load the events of a folder, file, archive or address.

    Returns
    -------
    list of PackageRecord
        One for each event; ``details["load"]`` says ``loaded``, ``unchanged`` or ``failed``; a failed one keeps what
        the lake had.
    """
    try:
        if target.startswith(("http://", "https://")):
            return _from_address(loading, target)
        path = Path(target)
        name = path.resolve().name
        planned = planned_events(read_tree(path), name, as_format=loading.as_format, event=loading.event)
        return _each(loading, planned, f"file:{name}", {}, datetime.now(UTC))
    except HandiworkError as error:
        shown = page_address(target) if "://" in target else Path(target).name
        loading.collector.note(f"a programme failed: {type(error).__name__}")
        return [failed(ORIGIN, shown, error)]


def rows_of(event: Event, *, source: str, licence: str, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return an event's rows by table.

    Parameters
    ----------
    event
        What may be published of it.
    source, licence, at
        Where it was told, under which terms, and when.
    """
    told = {"seen_at": at, "source": source}
    names = {speaker.code: speaker for speaker in event.speakers}
    accounts = {code: f"speaker:{event.key}/{code}" for code in names}
    works = [{**_work(event, talk), **told, "data_licence": licence} for talk in event.talks]
    people = [
        {
            "work": f"talk:{event.key}/{talk.code}",
            "account": accounts[code],
            "role": "speaker",
            "name": names[code].name,
            **told,
        }
        for talk in event.talks
        for code in talk.speakers
    ]
    profiles = [
        {
            "account": accounts[s.code],
            "name": s.name,
            "links": s.links,
            "page": s.page,
            "data_licence": licence,
            **told,
        }
        for s in event.speakers
    ]
    links = [
        {"account": accounts[s.code], "other": f"login:{s.github}", "proof": "programme", **told}
        for s in event.speakers
        if s.github
    ]
    return {"works": works, "work_people": people, "profiles": profiles, "account_links": links}


# --- private ---


def _work(event: Event, talk: Talk) -> dict[str, Any]:
    facts = {
        "event": event.title,
        "language": talk.language,
        "duration_minutes": talk.minutes,
        "recording": talk.recording,
        "slides": talk.slides,
    }
    return {
        "work": f"talk:{event.key}/{talk.code}",
        "kind": "talk",
        "title": talk.title,
        "summary": talk.summary,
        "url": talk.url,
        "at": talk.at,
        "licence": talk.licence,
        "facts": json.dumps({k: v for k, v in facts.items() if v is not None}, sort_keys=True, ensure_ascii=False),
    }


def _from_address(loading: Loading, url: str) -> list[PackageRecord]:
    source = page_address(url)
    known = [r for r in loading.lake.records(ORIGIN) if r.details.get("address") == source]
    usable = [r for r in known if _is_usable(loading, r)]
    etags: Mapping[str, str] = usable[0].details.get("etags", {}) if usable and len(usable) == len(known) else {}
    complete = bool(usable) and len(usable) == usable[0].details.get("n_events")
    got = fetch(
        *(loading.asker, url),
        etags=dict(etags) if complete else {},
        as_format=loading.as_format,
        event=loading.event,
    )
    if got is None:
        return [unchanged(record) for record in usable]
    details = {"address": source, "etags": got.etags, "n_events": len(got.planned)}
    return _each(loading, got.planned, source, details, got.at or datetime.now(UTC))


def _is_usable(loading: Loading, record: PackageRecord) -> bool:
    is_same = earlier(loading.lake, ORIGIN, record.package, loading.suppressions) is not None
    return is_same and loading.withheld <= set(record.details.get("do_not_publish", ()))


def _each(
    loading: Loading, planned: list[Planned], source: str, details: Mapping[str, Any], at: datetime
) -> list[PackageRecord]:
    loading.collector.update("events", 0, len(planned))
    records = []
    for plan in planned:
        try:
            records.append(_load(loading, plan, source, details, at))
        except HandiworkError as error:
            loading.collector.note(f"an event failed: {type(error).__name__}")
            records.append(failed(ORIGIN, plan.key, error))
        loading.collector.update("events", 1)
    return records


def _load(loading: Loading, plan: Planned, source: str, details: Mapping[str, Any], at: datetime) -> PackageRecord:
    event = plan.read()
    before = loading.lake.record(ORIGIN, event.key)
    withheld = sorted(loading.withheld | set(before.details.get("do_not_publish", ()) if before else ()))
    event = without_withheld(event, withheld)
    rows = rows_of(event, source=source, licence=loading.licence or _LICENCES.get(plan.format, _TERMS), at=at)
    told = {**details, "digest": digest_of(rows), "do_not_publish": withheld, "format": plan.format}
    told["problems"] = [scrub(problem) for problem in event.problems]
    same = earlier(loading.lake, ORIGIN, event.key, loading.suppressions)
    if same is not None and all(same.details.get(name) == value for name, value in told.items()):
        return unchanged(same)
    status = "partial" if event.problems else "complete"
    record = PackageRecord(ORIGIN, event.key, status, {"name": source}, details={**told, "load": "loaded"})
    return commit_rows(loading.lake, record, rows, suppressions=loading.suppressions)
