"""Erasing somebody from everything the home keeps, and the proof that nothing is left."""

import shutil
from contextlib import suppress as ignoring
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.app.auditing import note
from handiwork.app.forgetting import forget_left_out
from handiwork.errors import NotFoundError
from handiwork.privacy.identifiers import Identifiers
from handiwork.privacy.scanning import Found, Scan, scan_database, scan_folder
from handiwork.privacy.suppression import Suppressions

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.privacy.erasing import LakeErasure
    from handiwork.state.database import Database

__all__ = ["Erasure", "erase", "index_anew", "persons_of", "scan"]

_CACHES = ("cache", "tmp", "git", "index-as-of")
"""Folders of a home that can be made anew at any time."""


@dataclass
class Erasure:
    """What an erasure did.

    Attributes
    ----------
    lake
        Rows that went and rows that changed, by table.
    entries
        Of lists.
    decisions
        About who is who.
    texts
        Rows of the state in whose texts they were named, by table.
    audit
        Entries of the log whose details were taken away.
    mirrors
        Git mirrors that were removed; loading the history again fetches them.
    indexes
        Indexes that were removed.
    index
        The index that answers now; None if nothing is left to build one from.
    scan
        What looking through everything came to.
    """

    lake: "LakeErasure"
    entries: int = 0
    decisions: int = 0
    texts: dict[str, int] = field(default_factory=dict)
    audit: int = 0
    mirrors: int = 0
    indexes: int = 0
    index: str | None = None
    scan: Scan = field(default_factory=lambda: Scan(0, 0, (), ()))

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "removed": dict(sorted(self.lake.removed.items())),
            "changed": dict(sorted(self.lake.changed.items())),
            "packages_written_anew": self.lake.packages,
            "packages_removed": self.lake.dropped,
            "entries_of_lists": self.entries,
            "decisions": self.decisions,
            "texts": dict(sorted(self.texts.items())),
            "audit_entries_without_details": self.audit,
            "mirrors": self.mirrors,
            "indexes": self.indexes,
            "index": self.index,
            **_scan_told(self.scan),
        }


def erase(app: "Handiwork", login: str, account_id: int | None = None, *, reason: str = "") -> Erasure:
    """Erase somebody from the lake, every index, caches, mirrors, the state and the texts of the audit log.

    What stays is that they are left out, so that no later load brings them back, and one line in the audit log. It can
    be interrupted at any place and asked again: what is done stays done, and nobody sees them from the first step on.

    Parameters
    ----------
    app
        Over the home folder.
    login
        A login they have or had, in any case.
    account_id
        Numeric account id, if it is known.
    reason
        Why, for the list of those who are left out.

    Raises
    ------
    LockedError
        If another process is writing to the lake.
    """
    from handiwork.privacy.erasing import erase_from_lake
    from handiwork.privacy.theirs import identifiers_of

    app.suppress(login, account_id, reason=reason)
    with app.engine() as engine:
        who = identifiers_of(app.lake, engine, _of_request(app, login))
        persons = persons_of(app, who)
        entries = forget_left_out(app)
        done = Erasure(erase_from_lake(app.lake, engine, who, collector=app.collector), entries)
    done.mirrors = _remove_mirrors(app, who, done.lake.repositories)
    _forget_in_state(app, who, persons, done)
    done.audit = app.audit.take_away(lambda text: bool(who.found_in(text)))
    for name in _CACHES:
        shutil.rmtree(app.settings.home / name, ignore_errors=True)
    done.indexes, done.index = index_anew(app)
    app.collector.note("looking through everything")
    done.scan = _scanned(app, who)
    note(
        app,
        "erasure",
        rows=sum(done.lake.removed.values()),
        entries=done.entries,
        indexes=done.indexes,
        files_read=done.scan.files,
        left=len(done.scan.found),
    )
    return done


def scan(app: "Handiwork", login: str) -> Scan:
    """Look for somebody in everything the home keeps, the list of those who are left out aside.

    Parameters
    ----------
    app
        Over the home folder.
    login
        A login they have or had; what else they are known by is taken from that list and from the lake.
    """
    from handiwork.privacy.theirs import identifiers_of

    with ignoring(NotFoundError):
        with app.engine() as engine:
            who = identifiers_of(app.lake, engine, _of_request(app, login))
        return _scanned(app, who)
    named = Suppressions(logins=frozenset({login.lower()}))
    with app.engine() as engine:
        return _scanned(app, identifiers_of(app.lake, engine, named))


def index_anew(app: "Handiwork") -> tuple[int, str | None]:
    """Build an index of what the lake has now, and remove all others; return how many went, and the new one's name."""
    before, current = app.indexes(), app.current_index()
    built_on = app.open_index(current).built_on if current else None
    name = None
    if built_on is not None:
        with ignoring(NotFoundError):  # nothing is left to build one from
            name = app.build_index(built_on=built_on).name
    folder = app.settings.home / "index"
    gone = [each for each in before if each != name]
    for each in gone:
        shutil.rmtree(folder / each)
    if name is None and folder.is_dir():
        shutil.rmtree(folder)
    return len(gone), name


def persons_of(app: "Handiwork", who: Identifiers) -> set[str]:
    """Return the keys under which indexes have them."""
    keys = {f"github:{number}" for number in who.ids}
    for name in app.indexes():
        index = app.open_index(name)
        keys |= {index.person(i).key for i in index.persons_named(who.ids, who.logins)}
    return keys


# --- private ---


def _scan_told(found: Scan) -> dict[str, Any]:
    return {
        "files_read": found.files,
        "bytes_read": found.bytes,
        "left": [{"where": each.where, "what": each.what} for each in found.found],
        "not_understood": list(found.unread),
    }


def _of_request(app: "Handiwork", login: str) -> Suppressions:
    """Return every id and login of the requests that cover a login."""
    entries = app.suppression_list.entries() if app.has_state else []
    asked = {each.requested_as for each in entries if each.login == login.lower()}
    if not asked:
        raise NotFoundError(f"nobody with the login {login!r} is left out")
    theirs = [each for each in entries if each.requested_as in asked]
    ids = frozenset(each.account_id for each in theirs if each.account_id is not None)
    return Suppressions(ids, frozenset(each.login for each in theirs))


def _forget_in_state(app: "Handiwork", who: Identifiers, persons: set[str], done: Erasure) -> None:
    from handiwork.state.redacting import forget_decisions, redact_texts

    database = app.state
    app.saved_book.forget(persons)
    app.notice_book.forget(persons)
    app.dispute_book.forget(persons)
    done.entries += app.list_book.forget(persons=persons, github_ids=who.ids, logins=who.logins)
    done.decisions = forget_decisions(database, who.keys | persons)
    done.texts = redact_texts(database, who.removed_from)
    database.compact()


def _remove_mirrors(app: "Handiwork", who: Identifiers, repositories: frozenset[str]) -> int:
    """Remove the git mirrors that hold their commits: what is in a history cannot be taken out of it."""
    mirrors = app.settings.home / "mirrors"
    removed = 0
    for folder in list(mirrors.glob("*")) if mirrors.is_dir() else ():
        owner, _, rest = folder.name.removesuffix(".git").lower().partition("__")
        if folder.is_dir() and (f"{owner}/{rest}" in repositories or owner in who.logins):
            shutil.rmtree(folder)
            removed += 1
    return removed


def _scanned(app: "Handiwork", who: Identifiers) -> Scan:
    home = app.settings.home
    state = home / "state.sqlite"
    own = {state, state.with_name("state.sqlite-wal"), state.with_name("state.sqlite-shm")}
    whole = scan_folder(home, who, apart=lambda path: path in own)
    parts = [whole]
    if app.settings.state_url:
        parts.append(_scanned_texts(app.state, who))
    elif state.exists():
        parts.append(scan_database(state, who, without="suppressions"))
    root = Path(app.settings.lake) if app.settings.lake and "://" not in app.settings.lake else None
    if root is not None and root.is_dir() and home not in root.parents:
        parts.append(scan_folder(root, who, apart=lambda _: False))
    return Scan(
        sum(each.files for each in parts),
        sum(each.bytes for each in parts),
        tuple(found for each in parts for found in each.found),
        tuple(name for each in parts for name in each.unread),
    )


def _scanned_texts(database: "Database", who: Identifiers) -> Scan:
    from handiwork.state.redacting import texts_of

    found = [Found(where, said) for where, value in texts_of(database) for said in who.found_in(value)]
    return Scan(0, 0, tuple(found), ())
