"""Everything kept about one person, for that person: what, from where, why, until when, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from handiwork.app.auditing import note
from handiwork.app.retaining import look_at_ages
from handiwork.errors import NotFoundError, UsageError
from handiwork.privacy.retention import Retention
from handiwork.privacy.suppression import SuppressionEntry, Suppressions

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.app.values import Answer, Profile
    from handiwork.desk.lists import Entry
    from handiwork.desk.notices import Given
    from handiwork.identity.decisions import Decision
    from handiwork.privacy.access import Claim
    from handiwork.privacy.audit import AuditEntry
    from handiwork.privacy.identifiers import Identifiers

__all__ = ["Access", "Dated", "Shown", "access_to", "claims_of"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A claim with since when it is held, and until when."""

    claim: "Claim"
    first: datetime
    refreshed: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A search in whose answer they stood.

    Attributes
    ----------
    entry
        Of the audit log.
    place, micros
        Where they stood, from 1, with which score in millionths.
    answer
        What the same index answers now, with their parts and evidence; None if it cannot be asked any more.
    at
        Their place among the answer's hits, from 0; None if they are not among them.
    reason
        Why there is no explanation; empty if there is one.
    """

    entry: "AuditEntry"
    place: int
    micros: int
    answer: "Answer | None"
    at: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What is kept about somebody beside the rows of the lake.

    Attributes
    ----------
    who
        By what they were recognised.
    persons
        Their keys in indexes.
    profile
        What the index that answers now shows of them; None if it has nothing or they are left out.
    entries, decisions, notices, left_out
        Of lists, about accounts of theirs, what they were told, and how they are left out.
    watched
        Saved searches that keep their place: number, index, place.
    shown
        Searches in whose answer they stood.
    acts
        Other lines of the audit log about them.
    """

    who: "Identifiers"
    persons: frozenset[str]
    profile: "Profile | None"
    entries: "tuple[Entry, ...]" = ()
    decisions: "tuple[Decision, ...]" = ()
    notices: "tuple[Given, ...]" = ()
    left_out: tuple[SuppressionEntry, ...] = ()
    watched: tuple[tuple[int, str, int], ...] = ()
    shown: tuple[Shown, ...] = ()
    acts: "tuple[AuditEntry, ...]" = field(default=())


def access_to(app: "Handiwork", login: str, account_id: int | None = None) -> Access:
    """Return what is kept about somebody, and note that it was looked up.

    Parameters
    ----------
    app
        Over the home folder.
    login
        A login they have or had, in any case.
    account_id
        Their numeric account id: needed where several accounts had that login.

    Raises
    ------
    UsageError
        If several accounts had that login and none is chosen, or the chosen one never had it.
    NotFoundError
        If nothing is kept about anybody of that login.
    """
    from handiwork.app.erasing import persons_of

    who = _identified(app, login, account_id)
    persons = frozenset(persons_of(app, who))
    found = Access(who=who, persons=persons, profile=_profile(app, who), **_kept(app, who, persons))
    shown, acts = _logged(app, persons | {f"login:{name}" for name in who.logins})
    found = Access(**{**{name: getattr(found, name) for name in Access.__slots__}, "shown": shown, "acts": acts})
    note(app, "access", persons=sorted(persons))
    return found


def claims_of(app: "Handiwork", who: "Identifiers", now: datetime) -> Iterator[Dated]:
    """Yield every row of the lake about them with since when and until when it is held."""
    from handiwork.privacy.access import claims_about

    rule = Retention(app.settings.retention_months, app.settings.retention_cap_months)
    ages = look_at_ages(app, now)
    with app.engine() as engine:
        for claim in claims_about(app.lake, engine, who):
            first, refreshed = ages[claim.record.origin, claim.record.package]
            yield Dated(claim, first, refreshed, rule.ends(first, refreshed))


# --- private ---


def _identified(app: "Handiwork", login: str, account_id: int | None) -> "Identifiers":
    from handiwork.app.learning import names_seen
    from handiwork.privacy.theirs import identifiers_of

    name = login.lower()
    with app.engine() as engine:
        pairs = names_seen(app.lake, engine, name)
        asked = app.suppression_list.entries() if app.has_state else []
        ids = {number for number, _ in pairs} | {e.account_id for e in asked if e.login == name and e.account_id}
        if account_id is None and len(ids) > 1:
            listed = ", ".join(map(str, sorted(ids)))
            raise UsageError(f"{len(ids)} accounts had the login {login!r}: say which by --id: {listed}")
        if account_id is not None and ids and account_id not in ids:
            raise UsageError(f"the account {account_id} never had the login {login!r}, as far as is known here")
        chosen = {account_id} if account_id is not None else ids
        # Logins that others have now, or had, count only where a row has no id: rows with another id are another's.
        logins = {name} | {seen for number, seen in names_seen(app.lake, engine, *chosen) if number in chosen}
        who = identifiers_of(app.lake, engine, Suppressions(frozenset(chosen), frozenset(logins)))
    if not (ids or _is_anywhere(app, name)):
        raise NotFoundError(f"nothing is kept about anybody with the login {login!r}")
    return who


def _is_anywhere(app: "Handiwork", login: str) -> bool:
    from handiwork.privacy.access import claims_about
    from handiwork.privacy.theirs import identifiers_of

    if any(each.login == login for each in (app.suppression_list.entries() if app.has_state else ())):
        return True
    with app.engine() as engine:
        who = identifiers_of(app.lake, engine, Suppressions(logins=frozenset({login})))
        return next(iter(claims_about(app.lake, engine, who)), None) is not None


def _profile(app: "Handiwork", who: "Identifiers") -> "Profile | None":
    from handiwork.app.person import profile_of

    for login in sorted(who.logins):
        try:
            return profile_of(app, login, limit=1000)
        except NotFoundError:
            continue
    return None


def _kept(app: "Handiwork", who: "Identifiers", persons: frozenset[str]) -> dict[str, Any]:
    if not app.has_state:
        return {}
    keys = who.keys | persons
    return {
        "entries": tuple(
            e
            for e in app.list_book.entries()
            if e.person in persons or e.github_id in who.ids or (e.github_id is None and e.login in who.logins)
        ),
        "decisions": tuple(d for d in app.decision_list.entries() if {d.account, d.other} & keys),
        "notices": tuple(given for person, given in app.notice_book.given().items() if person in persons),
        "left_out": tuple(
            each
            for each in app.suppression_list.entries()
            if each.account_id in who.ids or (each.account_id is None and each.login in who.logins)
        ),
        "watched": tuple(
            (search.number, taken.index, place)
            for search in app.saved_book.all()
            for taken in app.saved_book.taken(search.number)
            for place, (person, _) in enumerate(taken.people, start=1)
            if person in persons
        ),
    }


def _logged(app: "Handiwork", keys: frozenset[str]) -> "tuple[tuple[Shown, ...], tuple[AuditEntry, ...]]":
    names = {app.audit.pseudonym("person", key) for key in keys}
    shown, acts = [], []
    for entry in app.audit.entries():
        details = entry.details or {}
        for place, (person, micros) in enumerate(details.get("results", ()), start=1):
            if person in names:
                shown.append(_explained(app, entry, details.get("first", 0) + place, micros))
        if names & set(details.get("persons", ())):
            acts.append(entry)
    return tuple(shown), tuple(acts)


def _explained(app: "Handiwork", entry: "AuditEntry", place: int, micros: int) -> Shown:
    """Ask a search of the log again, for the parts of one place; somebody who is left out stands in no answer."""
    from handiwork.app.replaying import answer_again

    try:
        answer = answer_again(app, entry)
    except (NotFoundError, UsageError) as error:
        return Shown(entry, place, micros, None, None, str(error))
    names = [app.audit.pseudonym("person", hit.key) for hit in answer.result.hits]
    theirs = (entry.details or {})["results"][place - 1 - (entry.details or {}).get("first", 0)][0]
    if theirs not in names:
        return Shown(entry, place, micros, None, None, "they are left out by now, and stand in no answer any more")
    return Shown(entry, place, micros, answer, names.index(theirs), "")
