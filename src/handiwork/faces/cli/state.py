"""The command that moves the state to another database."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import aligned

__all__ = ["state"]

state = typer.Typer(help="The state: lists, decisions, users, who is left out.", no_args_is_help=True)


@state.callback()
def _root() -> None:
    """Look after the state: lists, decisions, users, who is left out."""


@state.command("copy")
def copy(
    to: Annotated[str, typer.Option("--to", help="An empty database, as `postgresql://host/name`.")],
) -> None:
    """Copy everything into an empty database, all or nothing; stop the desk meanwhile.

    The password is best left to PGPASSWORD or a password file: others on the machine see what is typed here.
    """
    from handiwork.app.copying_state import copy_state_to

    with opened() as app:
        counts = copy_state_to(app, to)
    say("\n".join(aligned([{"table": table, "rows": rows} for table, rows in counts.items()])))
    tell("set state_url to that address from now on; the copied state stays where it was")
