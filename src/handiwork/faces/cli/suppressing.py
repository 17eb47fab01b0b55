"""Commands that leave people out, and that hand the list of those who are left out to another home."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import json_text

__all__ = ["left_out", "list_export", "list_import", "suppress"]


def suppress(
    login: Annotated[str, typer.Argument(help="Login of the person to leave out, in any case.")] = "",
    account_id: Annotated[int | None, typer.Option("--id", min=1, help="Numeric account id, if it is known.")] = None,
    handle: Annotated[
        list[str] | None,
        typer.Option(help="An account elsewhere: huggingface:NAME, pypi:NAME, speaker:NAME; kept as a digest."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for your own records; no personal data.")] = "",
) -> None:
    """Leave a person out of every later ingest, index and answer, also after a rename.

    Accounts elsewhere are kept as a digest of their name only, and the index is built without them at once.
    """
    from handiwork.app.forgetting import suppress as leave_out
    from handiwork.app.forgetting import suppress_handle
    from handiwork.errors import UsageError

    if not login and not handle:
        raise UsageError("say who is to be left out: a login, or an account elsewhere with --handle")
    with opened() as app:
        if login:
            learned = leave_out(app, login, account_id, reason=reason)
            others = f", with {learned} other name(s) or id(s) known by now" if learned else ""
            tell(f"left out from now on{others}; rebuild the index to remove what it holds: `handiwork index build`")
        for each in handle or ():
            index = suppress_handle(app, each, reason=reason)
            tell(
                f"an account at {each.partition(':')[0].lower()} is left out from now on; {index or 'no index'} answers"
            )


def left_out() -> None:
    """List who is left out; accounts elsewhere stand there by their digest."""
    with opened() as app:
        for entry in app.suppression_list.entries():
            say(f"{entry.login}\t{entry.account_id or ''}\t{entry.added_at:%Y-%m-%d}")


def list_export(
    file: Annotated[Path, typer.Argument(help="The file to write; not one that exists.", dir_okay=False)],
) -> None:
    """Write who is left out into a file, for another home of yours: logins, ids, and digests of handles elsewhere.

    It says that these people objected: hand it over as carefully as any other data about them.
    """
    from handiwork.app.forgetting import shared_list
    from handiwork.errors import UsageError

    if file.exists():
        raise UsageError(f"{file} is there already: choose another name, or remove it")
    with opened() as app:
        found = shared_list(app)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
        new.write(json_text(found) + "\n")
    tell(f"{file}: {len(found['people']):,} names, {len(found['handles']):,} handles")


def list_import(
    file: Annotated[Path, typer.Argument(help="What `privacy list-export` wrote.", exists=True, dir_okay=False)],
) -> None:
    """Leave everybody out whom a list from another home names; the index is built without them at once."""
    from handiwork.app.forgetting import adopt_list
    from handiwork.errors import UsageError

    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is no JSON: {str(error)[:200]}") from error
    with opened() as app:
        new = adopt_list(app, value)
    tell(f"{new:,} names, ids and handles are left out from now on that were not before")
