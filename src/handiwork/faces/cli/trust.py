"""Commands about notices and about how long things are kept."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, json_lines, json_text, plain

__all__ = ["notice", "notices", "purge", "retention"]

_Format = Annotated[Format, typer.Option("--format", help="How to print it.")]


def notices(output: _Format = Format.TABLE) -> None:
    """List who is to be told what is held of them, and until when: everybody on a list, the most urgent first."""
    from handiwork.app.noticing import notices_due
    from handiwork.faces.present_trust import notices_view

    now = datetime.now(UTC)
    with opened() as app:
        view = notices_view(notices_due(app, now.date()))
    if output is not Format.TABLE:
        say(json_text(view) if output is Format.JSON else json_lines(view["people"]))
        return
    for each in view["people"]:
        told = f"{each['given_at'][:10]} by {each['way']}" if each["given_at"] else f"due {each['due']}"
        say(f"{each['status']}\t{plain(each['login'] or each['person'])}\ton a list since {each['since']}\t{told}")
    tell(", ".join(f"{count} {status}" for status, count in view["counts"].items()) or "nobody is on a list")


def notice(
    login: Annotated[str, typer.Argument(help="Login of somebody on a list; none prints the notice alone.")] = "",
    language: Annotated[str, typer.Option(help="en, de, fr or es.")] = "en",
    given: Annotated[
        str, typer.Option(help="Write down that they were told: by message, letter, profile or other.")
    ] = "",
) -> None:
    """Print the notice of GDPR Article 14 in four languages, or write down that somebody was given it.

    Nothing is sent: copy it into a letter or a message of your own.
    """
    from handiwork.app.noticing import give_notice, notice_for_all
    from handiwork.errors import UsageError

    with opened() as app:
        if given:
            if not login:
                raise UsageError("say who was told: the login of somebody on a list")
            give_notice(app, login, language=language, way=given, by=app.settings.operator)
            tell("noted")
        else:
            say(notice_for_all(app, language).rstrip())


def retention(output: _Format = Format.TABLE) -> None:
    """List what may not be kept any more; nothing is removed."""
    from handiwork.app.retaining import over

    with opened() as app:
        found = over(app, datetime.now(UTC))
        months, cap = app.settings.retention_months, app.settings.retention_cap_months
    _print([_row(each) for each in found], output)
    tell(
        f"{len(found):,} are over: {months} months after the last refresh, {cap} after the first storing at the latest"
    )


def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, output: _Format = Format.TABLE
) -> None:
    """Remove what may not be kept any more from the lake and from lists, and build the index without it."""
    from handiwork.app.retaining import over
    from handiwork.app.retaining import purge as purge_now

    now = datetime.now(UTC)
    with opened(progress=True) as app:
        waiting = over(app, now)
        if waiting and not yes:
            typer.confirm(f"Remove {len(waiting):,} packages and entries for good?", abort=True, err=True)
        found = purge_now(app, now)
    _print([_row(each) for each in found], output)
    tell(f"{len(found):,} removed")


# --- private ---


def _row(each: Any) -> dict[str, str]:
    return {
        "kind": each.kind,
        "what": each.what,
        "first_stored": f"{each.first:%Y-%m-%d}",
        "refreshed": f"{each.refreshed:%Y-%m-%d}",
        "over_since": f"{each.ended:%Y-%m-%d}",
    }


def _print(rows: list[dict[str, str]], output: Format) -> None:
    if output is Format.JSON:
        say(json_text(rows))
    elif output is not Format.TABLE:
        say(json_lines(rows))
    else:
        for row in rows:
            say("\t".join(plain(value) for value in row.values()))
