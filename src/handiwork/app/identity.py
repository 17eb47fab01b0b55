"""Who is who, for an operator: what an account is linked to and why, and deciding otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from handiwork.app.auditing import note as note_act
from handiwork.app.engines import resolved
from handiwork.errors import NotFoundError, UsageError
from handiwork.identity.account_keys import checked_key, origin_of
from handiwork.identity.decisions import Decision, DecisionList

if TYPE_CHECKING:
    from handiwork.app.handiwork import Handiwork
    from handiwork.lake.engine import Engine

__all__ = ["Identity", "accept", "decisions_told", "find_key", "identities", "reject", "split", "undo"]

_PAIRS = {
    "accounts": (("account_id", "login"),),
    "events": (("actor_id", "actor_login"), ("author_id", "author_login"), ("member_id", "member_login")),
    "push_commits": (("author_id", "author_login"),),
    "author_accounts": (("account_id", "login"),),
    "authors": (("github_id", "login"),),
}
_NAMED = {
    "profiles": ("account",),
    "work_people": ("account",),
    "account_links": ("account", "other"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """One person and the accounts that are, or may be, theirs.

    Attributes
    ----------
    key, login, name
        Of the person; login and name None if none is known.
    logins
        Every GitHub login of theirs, sorted.
    links
        As the table ``links`` of a resolution, without ``person_id``.
    decisions
        Those about any of the accounts, oldest first, also those taken back.
    """

    key: str
    login: str | None
    name: str | None
    logins: tuple[str, ...]
    links: tuple[dict[str, Any], ...]
    decisions: tuple[Decision, ...]


def identities(app: "Handiwork", text: str) -> list[Identity]:
    """Return the people that a login or an account's key is, or may be, ordered by key.

    Parameters
    ----------
    app
        Over the home folder.
    text
        A login in any case, or a key (:mod:`handiwork.identity.account_keys`).

    Raises
    ------
    NotFoundError
        If nobody in the lake has it, or who has it is left out.
    UsageError
        If it is neither.

    Notes
    -----
    Who is who is worked out anew, so that the last decision and the last load count: as long as the first part of
    building an index.
    """
    key = checked_key(text if ":" in text else f"login:{text}")
    with app.engine() as engine, resolved(app, engine) as found:
        keyed = found.persons.key.lower() == key.lower()
        if key.startswith("login:"):
            login = key.partition(":")[2]
            keyed |= found.persons.logins.map(lambda each: each.lower()).contains(login)
        people = engine.arrow(found.persons.filter(keyed)).to_pylist()
        theirs = found.links.filter(found.links.account.lower() == key.lower()).select("person_id")
        people += engine.arrow(found.persons.semi_join(theirs, "person_id")).to_pylist()
        each = {p["person_id"]: p for p in people}
        links = engine.arrow(found.links.filter(found.links.person_id.isin(sorted(each)))).to_pylist() if each else []
    if not each:
        raise NotFoundError(f"nobody in the lake is {key}, or they are left out: is their work loaded?")
    log = decisions_told(app)
    return [_identity(each[n], links, log) for n in sorted(each)]


def accept(app: "Handiwork", person: str, account: str, *, note: str = "", by: str = "") -> Decision:
    """Decide that an account is a person's.

    Parameters
    ----------
    app
        Over the home folder.
    person, account
        Logins or keys; one of them a GitHub account or an author line.
    note
        Why.

    Raises
    ------
    NotFoundError
        If the lake has never seen one of them.
    UsageError
        If they can never be one person.
    """
    one, other = _both(app, person, account)
    if one.startswith("login:"):
        with app.engine() as engine:
            _require_free(app, engine, one, other)
    return _decided(app, _log(app, by).accept(one, other, note=note))


def reject(app: "Handiwork", person: str, account: str, *, note: str = "", by: str = "") -> Decision:
    """Decide that an account is not a person's; as :func:`accept`."""
    one, other = _both(app, person, account)
    return _decided(app, _log(app, by).reject(one, other, note=note))


def split(app: "Handiwork", account: str, *, note: str = "", by: str = "") -> Decision:
    """Decide that an account or author line is nobody else's; as :func:`accept`."""
    key = checked_key(account if ":" in account else f"login:{account}")
    with app.engine() as engine:
        _require(app, engine, key)
    return _decided(app, _log(app, by).split(key, note=note))


def undo(app: "Handiwork", number: int, *, note: str = "", by: str = "") -> Decision:
    """Take a decision back.

    Raises
    ------
    NotFoundError
        If there is no such decision.
    UsageError
        If it was taken back before.
    """
    return _decided(app, _log(app, by).undo(number, note=note))


def decisions_told(app: "Handiwork") -> list[Decision]:
    """Return the log, oldest first, without what names somebody who is left out."""
    left_out = app.suppressions()
    hidden = {f"github:{i}" for i in left_out.ids} | {f"login:{login}" for login in left_out.logins}
    of_hidden = tuple(f"author:{login}/" for login in sorted(left_out.logins))
    if not app.has_state:
        return []
    entries = app.decision_list.entries()
    # An account that was decided to be theirs may name them just as well.
    hidden |= {d.account for d in entries if d.other in hidden}
    return [
        d for d in entries if not {d.account, d.other} & hidden and not (of_hidden and d.account.startswith(of_hidden))
    ]


def find_key(app: "Handiwork", engine: "Engine", text: str) -> str:
    """Return the key that a login or a key stands for: the id of a login if exactly one ever had it.

    Raises
    ------
    NotFoundError
        If the lake has never seen it.
    UsageError
        If it is neither, or several ids had the login.
    """
    if ":" in text and not text.lower().startswith("login:"):
        key = checked_key(text)
        _require(app, engine, key)
        return key
    key = checked_key(text if ":" in text else f"login:{text}")
    _require(app, engine, key)
    known = _ids_of(app, engine, key)
    if len(known) == 1:
        _require(app, engine, f"github:{known[0]}")
    if len(known) > 1:
        told = ", ".join(f"github:{i}" for i in known)
        raise UsageError(f"{len(known)} accounts had the login {key.partition(':')[2]!r}: name one of {told}")
    return f"github:{known[0]}" if known else key


# --- private ---


def _both(app: "Handiwork", person: str, account: str) -> tuple[str, str]:
    """Return both keys; a login that is named as the account stays a login, so that it can be told from its id."""
    with app.engine() as engine:
        owner = find_key(app, engine, person)
        key = checked_key(account if ":" in account else f"login:{account}")
        _require(app, engine, key)
    return key, owner


def _require(app: "Handiwork", engine: "Engine", key: str) -> None:
    """Refuse what the lake has never seen, and whoever is left out, alike."""
    head, _, name = key.partition(":")
    unseen = NotFoundError(f"the lake has never seen {key}: is it spelled as `handiwork identity show` prints it?")
    left_out = app.suppressions()
    if left_out.covers(int(name) if head == "github" else None, name if head == "login" else None):
        raise unseen
    if head in ("github", "login"):
        seen = _accounts(app, engine)
        is_it = seen.account_id == int(name) if head == "github" else seen.login.lower() == name
    elif origin_of(key) == "git":
        seen = engine.table(app.lake, "authors")
        is_it = (seen.repo_name.lower() + "#" + seen.author_key) == name
    else:
        told = (engine.table(app.lake, t).select(key=c) for t, columns in _NAMED.items() for c in columns)
        seen = ibis.union(*told)
        is_it = seen.key.lower() == key.lower()
    if not engine.arrow(seen.filter(is_it).limit(1)).num_rows:
        raise unseen


def _require_free(app: "Handiwork", engine: "Engine", login: str, owner: str) -> None:
    """Refuse to give somebody a login under which another account is known."""
    others = [f"github:{i}" for i in _ids_of(app, engine, login) if f"github:{i}" != owner]
    if others:
        raise UsageError(f"{login} already is {', '.join(others)}: accounts with ids of their own stay two people")


def _ids_of(app: "Handiwork", engine: "Engine", login: str) -> list[int]:
    """Return the numeric accounts that had a login, ascending."""
    seen = _accounts(app, engine)
    held = seen.filter((seen.login.lower() == login.partition(":")[2]) & seen.account_id.notnull())
    return sorted({row["account_id"] for row in engine.arrow(held.distinct()).to_pylist()})


def _accounts(app: "Handiwork", engine: "Engine") -> ir.Table:
    """Return every pair of id and login in the lake."""
    seen = [
        table.select(account_id=table[i], login=table[login])
        for name, pairs in _PAIRS.items()
        for table in (engine.table(app.lake, name),)
        for i, login in pairs
    ]
    return ibis.union(*seen)


def _log(app: "Handiwork", by: str) -> DecisionList:
    """Return the log as who is named writes into it; without a name as the settings say."""
    return app.decision_list.by(by) if by else app.decision_list


def _decided(app: "Handiwork", number: int) -> Decision:
    """Return a decision that was just made, and note it."""
    made = next(d for d in app.decision_list.entries() if d.id == number)
    accounts = [key for key in (made.account, made.other) if key]
    note_act(app, "decision", persons=accounts, decision=number, verb=made.verb, undoes=made.undoes)
    return made


def _identity(person: dict[str, Any], links: Sequence[dict[str, Any]], log: Sequence[Decision]) -> Identity:
    own = [
        {k: v for k, v in row.items() if k != "person_id"} for row in links if row["person_id"] == person["person_id"]
    ]
    keys = {person["key"], *(row["account"] for row in own), *(f"login:{x.lower()}" for x in person["logins"])}
    about = tuple(d for d in log if d.account in keys or d.other in keys)
    own.sort(key=lambda row: (row["status"], -row["strength"], row["account"]))
    return Identity(person["key"], person["login"], person["name"], tuple(person["logins"]), tuple(own), about)
