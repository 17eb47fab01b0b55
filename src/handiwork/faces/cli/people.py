"""Commands about people: what is known of one, and leaving one out."""

from typing import Annotated, Any

import typer

from handiwork.faces.cli.access import export
from handiwork.faces.cli.answers import evidence_line
from handiwork.faces.cli.disputing import dispute, disputes, settle
from handiwork.faces.cli.erasing import erase, scan
from handiwork.faces.cli.observed import print_ml_work, print_observed
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.cli.suppressing import left_out, list_export, list_import, suppress
from handiwork.faces.cli.trust import notice, notices, purge, retention
from handiwork.faces.cli.works import print_profile, print_told
from handiwork.faces.formats import Format, json_lines, json_text, plain

__all__ = ["person", "privacy"]

person = typer.Typer(help="What is known of one person.", no_args_is_help=True)
privacy = typer.Typer(help="Leave people out, for good.", no_args_is_help=True)


@person.command("show")
def person_show(
    login: Annotated[str, typer.Argument(help="A login the person has or had.")],
    limit: Annotated[int, typer.Option(min=1, help="How many contributions.")] = 20,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Show a person's contributions, newest first, with links, what their own lines show, and what they made elsewhere.

    Packages, talks, models and papers come with the account that has a part in them and how strongly it is linked to
    the person; what only may be theirs comes apart, with how to accept or reject it. Where an origin was not asked, it
    says so.
    """
    from handiwork.app.person import profile_of
    from handiwork.faces.present import person_view

    with opened() as app:
        view = person_view(profile_of(app, login, limit=limit))
    if output is Format.JSON:
        say(json_text(view))
    elif output is not Format.TABLE:
        say(json_lines([view]))
    else:
        _print_person(view)


privacy.command("suppress")(suppress)
privacy.command("list")(left_out)
privacy.command("list-export")(list_export)
privacy.command("list-import")(list_import)
privacy.command("erase")(erase)
privacy.command("scan")(scan)
privacy.command("export")(export)
privacy.command("dispute")(dispute)
privacy.command("disputes")(disputes)
privacy.command("settle")(settle)
privacy.command("notices")(notices)
privacy.command("notice")(notice)
privacy.command("retention")(retention)
privacy.command("purge")(purge)


# --- private ---


def _print_person(view: dict[str, Any]) -> None:
    say(plain(view["login"] or "no account known") + f" ({plain(view['person'])})")
    if len(view["logins"]) > 1:
        say(f"  logins: {', '.join(map(plain, view['logins']))}")
    if view["joins"]:
        say(f"  accounts joined by: {', '.join(view['joins'])}")
    print_profile(view["profile"])
    for item in view["evidence"]:
        say(f"  - {evidence_line(item)}")
    for item in view["disputed"]:
        say(f"  - disputed since {item['since']}, and without any part in a score: {item['url']}")
    print_observed(view["signals"])
    print_ml_work(view["ml_work"])
    print_told(view)
    tell(f"{len(view['evidence'])} of {view['contributions']:,} contributions; public work only")
