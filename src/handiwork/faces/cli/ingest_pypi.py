"""The command ``ingest pypi``."""

from typing import Annotated

import typer

from handiwork.faces.cli.data import ingest, print_records
from handiwork.faces.cli.shared import opened
from handiwork.faces.formats import Format

__all__ = ["ingest_pypi"]


@ingest.command("pypi")
def ingest_pypi(
    packages: Annotated[list[str], typer.Argument(help="Names of packages, as in `pip install NAME`.")],
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load packages of PyPI: who has a role in them, where they are made, when they were released."""
    from handiwork.app.origins.pypi import ingest_pypi as load

    with opened(progress=True) as app:
        records = load(app, packages)
    print_records(records, output, "packages")
