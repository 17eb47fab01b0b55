"""Commands about who is who: what is linked to a person and why, and an operator's decisions, which can be undone."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_lines, json_text, plain

if TYPE_CHECKING:  # pragma: no branch - names for annotations only: help needs no resolution
    from handiwork.app.identity import Identity
    from handiwork.identity.decisions import Decision

__all__ = ["identity"]

identity = typer.Typer(help="Which accounts are whose, why, and deciding otherwise.", no_args_is_help=True)

_Output = Annotated[Format, typer.Option("--format", help="How to print it.")]
_Note = Annotated[str, typer.Option(help="Why, for your own records; no address.")]
_Person = Annotated[str, typer.Argument(help="The person: a login, or an account's key such as github:123.")]
_Account = Annotated[str, typer.Argument(help="The account's key, as `identity show` prints it, or a login.")]
_REBUILD = "`handiwork index build` makes answers follow it"


@identity.command("show")
def identity_show(
    who: Annotated[str, typer.Argument(help="A login, or the key of any account or author line.")],
    output: _Output = Format.TABLE,
) -> None:
    """Show the accounts that are, or may be, a person's: with every reason, its proof and the strength."""
    from handiwork.app.identity import identities

    with opened() as app:
        views = [_view(found) for found in identities(app, who)]
    if output is Format.JSON:
        say(json_text(views))
    elif output is Format.JSONL:
        say(json_lines(views))
    elif output is Format.CSV:
        rows = [{"person": view["person"], **link} for view in views for link in view["links"]]
        say(csv_text(rows, ["person", "account", "origin", "handle", "status", "strength", "reasons"]))
    else:
        for view in views:
            _print(view)


@identity.command("accept")
def identity_accept(person: _Person, account: _Account, note: _Note = "") -> None:
    """Decide that an account, or an author line, is a person's."""
    from handiwork.app.identity import accept

    with opened() as app:
        _tell(accept(app, person, account, note=note))


@identity.command("reject")
def identity_reject(person: _Person, account: _Account, note: _Note = "") -> None:
    """Decide that an account, or an author line, is not a person's, whatever the evidence."""
    from handiwork.app.identity import reject

    with opened() as app:
        _tell(reject(app, person, account, note=note))


@identity.command("split")
def identity_split(account: _Account, note: _Note = "") -> None:
    """Take an account, or an author line, out of the person it is part of: it stands alone from now on."""
    from handiwork.app.identity import split

    with opened() as app:
        _tell(split(app, account, note=note))


@identity.command("undo")
def identity_undo(
    number: Annotated[int, typer.Argument(help="The decision's number, as `identity log` prints it.")],
    note: _Note = "",
) -> None:
    """Take a decision back: everything is as if it had not been made; the log keeps both."""
    from handiwork.app.identity import undo

    with opened() as app:
        _tell(undo(app, number, note=note))


@identity.command("log")
def identity_log(output: _Output = Format.TABLE) -> None:
    """List every decision: who decided what when, what held before, and what was taken back."""
    from handiwork.app.identity import decisions_told

    with opened() as app:
        rows = [_decision_view(d) for d in decisions_told(app)]
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.JSONL:
        say(json_lines(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(_DECISION)))
    else:
        for line in aligned(rows):
            say(line)


# --- private ---

_DECISION = ("id", "decided_at", "operator", "verb", "account", "other", "before", "undoes", "is_undone", "note")


def _view(found: "Identity") -> dict[str, Any]:
    links = [
        {
            **{name: link[name] for name in ("account", "origin", "handle", "status", "strength")},
            "reasons": [{**r, "seen_at": _instant(r["seen_at"])} for r in link["reasons"]],
        }
        for link in found.links
    ]
    return {
        "person": found.key,
        "login": found.login,
        "name": found.name,
        "logins": list(found.logins),
        "links": links,
        "decisions": [_decision_view(d) for d in found.decisions],
    }


def _decision_view(decision: "Decision") -> dict[str, Any]:
    row = {name: getattr(decision, name) for name in _DECISION}
    return row | {"decided_at": f"{decision.decided_at:%Y-%m-%dT%H:%M:%SZ}"}


def _instant(at: Any) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _print(view: dict[str, Any]) -> None:
    name = f", {plain(view['name'])}" if view["name"] else ""
    say(f"{plain(view['login'] or 'no account known')} ({plain(view['person'])}){name}")
    if view["logins"]:
        say(f"  logins: {', '.join(map(plain, view['logins']))}")
    for link in view["links"]:
        say(f"  {link['status']:<8}  {link['strength']:.2f}  {plain(link['account'])}")
        for reason in link["reasons"]:
            proof = " ".join(plain(str(x)) for x in (reason["source"], reason["seen_at"]) if x)
            say(f"      {reason['reason']} {reason['weight']:.2f}  {proof}".rstrip())
    for decision in view["decisions"]:
        say(f"  decision {_sentence(decision)}")
    tell(f"{len(view['links'])} linked account(s); `handiwork identity accept|reject|split` changes one")


def _sentence(row: dict[str, Any]) -> str:
    other = f" {row['other']}" if row["other"] else ""
    by = f" by {plain(row['operator'])}" if row["operator"] else ""
    note = f": {plain(row['note'])}" if row["note"] else ""
    undone = " (taken back)" if row["is_undone"] else ""
    return f"{row['id']}: {row['verb']} {plain(row['account'])}{plain(other)}{by} {row['decided_at']}{undone}{note}"


def _tell(decision: "Decision") -> None:
    say(str(decision.id))
    before = f", {decision.before} until now" if decision.before else ""
    other = f" and {decision.other}" if decision.other else ""
    undoes = f" (taking back {decision.undoes})" if decision.undoes else ""
    tell(f"decision {decision.id}: {decision.verb} {decision.account}{other}{undoes}{before}; {_REBUILD}")
