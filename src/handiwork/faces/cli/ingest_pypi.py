"""The command ``ingest pypi``."""

from typing import Annotated

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.data import ingest, print_records
from handiwork.faces.cli.shared import opened
from handiwork.faces.formats import Format

__all__ = ["ingest_pypi"]


@ingest.command("pypi")
def ingest_pypi(
    packages: Annotated[list[str] | None, typer.Argument(help="Names of packages, as in `pip install NAME`.")] = None,
    repositories: Annotated[
        bool, typer.Option("--repositories", help="All packages made in the repositories that are loaded.")
    ] = False,
    ecosystem: Annotated[
        list[str] | None,
        typer.Option("--ecosystem", help="All packages made in an ecosystem's key repositories; may be repeated."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load packages of PyPI: who has a role in them, where they are made, when they were released.

    From a repository its packages are found by name, and kept only if a package names the repository itself.
    """
    from handiwork.app.origins.pypi import ingest_pypi as load
    from handiwork.app.origins.pypi import repositories_to_ask

    if not (packages or repositories or ecosystem):
        raise UsageError("say which packages: names, --repositories for those of what is loaded, or --ecosystem NAME")
    with opened(progress=True) as app:
        made_in = repositories_to_ask(app, ecosystems=ecosystem or (), loaded=repositories)
        records = load(app, packages or (), repositories=made_in)
    print_records(records, output, "packages")
