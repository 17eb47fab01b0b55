"""The tree of commands: which there are, and the flags they share."""

from pathlib import Path
from typing import Annotated

import typer

from handiwork import __version__
from handiwork.faces.cli import answers, briefing, data, evaluating, identity, people, pool, repos, signals, standing
from handiwork.faces.cli.audit import audit
from handiwork.faces.cli.backup import backup, restore
from handiwork.faces.cli.catalog import catalog
from handiwork.faces.cli.demo import demo
from handiwork.faces.cli.doctor import doctor
from handiwork.faces.cli.draft import draft
from handiwork.faces.cli.exercise import exercise
from handiwork.faces.cli.fairness import fairness
from handiwork.faces.cli.listing import lists
from handiwork.faces.cli.mcp import mcp
from handiwork.faces.cli.saved import saved
from handiwork.faces.cli.serving import serve
from handiwork.faces.cli.shared import call, say
from handiwork.faces.cli.state import state
from handiwork.faces.cli.team import tokens, users

__all__ = ["app"]

app = typer.Typer(
    name="handiwork",
    help="Find engineers by their handiwork: public contributions, ranked, with the evidence attached.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)


@app.callback(invoke_without_command=True)
def root(
    home: Annotated[Path | None, typer.Option(help="Folder that holds everything; default HANDIWORK_HOME.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No narration on stderr.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Find engineers by their handiwork."""
    del debug  # read by the entry point, which prints the traceback
    call.home, call.quiet = home, quiet
    if version:
        say(__version__)
        raise typer.Exit


app.add_typer(data.ingest, name="ingest")
app.add_typer(data.ecosystem, name="ecosystem")
app.add_typer(catalog, name="catalog")
app.add_typer(data.index, name="index")
app.add_typer(data.config, name="config")
app.add_typer(people.person, name="person")
app.add_typer(people.privacy, name="privacy")
app.add_typer(audit, name="audit")
app.add_typer(fairness, name="fairness")
app.add_typer(repos.repos, name="repos")
app.add_typer(identity.identity, name="identity")
app.add_typer(signals.signals, name="signals")
app.add_typer(evaluating.evaluation, name="eval")
app.command("brief")(briefing.brief)
app.command("search")(answers.search)
app.command("why")(standing.why)
app.command("compare")(standing.compare)
app.command("pool")(pool.pool)
app.command("draft")(draft)
app.command("exercise")(exercise)
app.command("status")(answers.status)
app.add_typer(lists, name="list")
app.add_typer(saved, name="saved")
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("serve")(serve)
app.command("mcp")(mcp)
app.add_typer(state, name="state")
app.add_typer(users, name="user")
app.add_typer(tokens, name="token")
app.add_typer(demo, name="demo")
