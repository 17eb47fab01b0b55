"""Commands about acts that somebody said are wrong."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import plain

__all__ = ["dispute", "disputes", "settle"]


def dispute(
    login: Annotated[str, typer.Argument(help="A login the person has or had.")],
    link: Annotated[str, typer.Argument(help="Address of the commit, pull request or issue on GitHub.")],
    reason: Annotated[str, typer.Option(help="What is wrong with it, in words.")] = "",
) -> None:
    """Mark an act as disputed: it is told as that, and counts for nothing from now on.

    For somebody who says that a commit or pull request is not theirs, or not what it looks like. The index is built
    without it at once; whatever the same person did on that pull request goes with it.
    """
    from handiwork.app.disputing import dispute as dispute_now

    with opened() as app:
        number = dispute_now(app, login, link, reason=reason, by=app.settings.operator)
    say(str(number))
    tell("it counts for nothing from now on; `handiwork privacy settle` with that number takes it back")


def disputes() -> None:
    """List the acts that are disputed."""
    with opened() as app:
        for each in app.disputes():
            say(f"{each.number}\t{each.person}\t{each.link}\t{each.at:%Y-%m-%d}\t{plain(each.reason)}")


def settle(number: Annotated[int, typer.Argument(help="Number of the dispute.")]) -> None:
    """Take a dispute back: the act counts again."""
    from handiwork.app.disputing import settle as settle_now

    with opened() as app:
        settle_now(app, number)
    tell("it counts again")
