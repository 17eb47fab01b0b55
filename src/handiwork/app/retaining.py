"""What may not be kept any more: packages of the lake and entries of lists; told before it is removed."""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.app.auditing import note
from handiwork.app.erasing import index_anew
from handiwork.errors import StoreError
from handiwork.privacy.retention import Retention

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.desk.lists import Entry
    from handiwork.lake.manifest import PackageRecord

__all__ = ["Over", "look_at_ages", "over", "purge"]

_CONTACT = frozenset({"contacted", "replied", "in process"})


@dataclass(frozen=True, slots=True)
class Over:
    """Something that may not be kept any more.

    Attributes
    ----------
    kind
        package or entry.
    what
        ``origin package``, or ``entry N of list M``.
    first, refreshed, ended
        When it was first stored, when it was last loaded with something new or worked with, and when its time was over.
    """

    kind: str
    what: str
    first: datetime
    refreshed: datetime
    ended: datetime


def look_at_ages(app: "Handiwork", now: datetime) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """Return since when each package of the lake is stored, and when it last changed; what is new is written down.

    A package counts as refreshed when what it was loaded from is another, or it has other rows or a later last instant:
    loading the same again renews nothing, and neither does an erasure. Called after each index was built, and before
    anything is judged.
    """
    file = app.settings.home / "ages.json"
    kept = _kept(file)
    found = {}
    for record in app.lake.records():
        key, mark = f"{record.origin} {record.package}", _mark(record)
        first, refreshed, before = kept.get(key, (now.isoformat(), now.isoformat(), mark))
        found[key] = (first, refreshed if mark == before else now.isoformat(), mark)
    if found != kept:
        aside = file.with_name(f"{file.name}.new")
        aside.write_text(json.dumps(found, indent=0, sort_keys=True), encoding="utf-8")
        os.replace(aside, file)
    ages = {}
    for key, (first, refreshed, _) in found.items():
        origin, _, package = key.partition(" ")
        ages[origin, package] = (datetime.fromisoformat(first), datetime.fromisoformat(refreshed))
    return ages


def over(app: "Handiwork", now: datetime) -> list[Over]:
    """Return what may not be kept any more, the longest over first."""
    rule = Retention(app.settings.retention_months, app.settings.retention_cap_months)
    found = []
    for (origin, package), (first, refreshed) in look_at_ages(app, now).items():
        if (ended := rule.ends(first, refreshed)) <= now:
            found.append(Over("package", f"{origin} {package}", first, refreshed, ended))
    for entry, refreshed in _entries(app):
        is_in_touch = any(move.after in _CONTACT for move in entry.moves)
        if (ended := rule.ends(entry.at, refreshed, is_capped=not is_in_touch)) <= now:
            what = f"entry {entry.number} of list {entry.list_number}"
            found.append(Over("entry", what, entry.at, refreshed, ended))
    return sorted(found, key=lambda each: (each.ended, each.what))


def purge(app: "Handiwork", now: datetime) -> list[Over]:
    """Remove what may not be kept any more, and build the index without it; return what it was.

    Raises
    ------
    LockedError
        If another process is writing to the lake.
    """
    found = over(app, now)
    packages = [tuple(each.what.split(" ", 1)) for each in found if each.kind == "package"]
    for each in found:
        if each.kind == "entry":
            app.list_book.remove(int(each.what.split(" ")[1]))
    if packages:
        with app.lake.writing():
            for origin, package in packages:
                app.lake.remove(origin, package)
            app.lake.rewrite_manifest()
        index_anew(app)
        look_at_ages(app, now)
    if found:
        note(app, "purge", packages=len(packages), entries=len(found) - len(packages))
    return found


# --- private ---


def _kept(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return {key: tuple(value) for key, value in json.loads(file.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise StoreError(
            f"{file} is damaged ({error}): restore it, or remove it, and the time of everything begins anew"
        ) from error


def _mark(record: "PackageRecord") -> str:
    told = [record.source, record.counts, record.first_at, record.last_at]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _entries(app: "Handiwork") -> "list[tuple[Entry, datetime]]":
    """Return all entries of lists with when somebody last did something with them."""
    entries = app.list_book.entries() if app.has_state else []
    return [(e, max([e.at, *(move.at for move in e.moves), *(each.at for each in e.notes)])) for e in entries]
