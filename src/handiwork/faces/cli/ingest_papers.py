"""The command ``ingest papers``."""

from typing import Annotated

import typer

from handiwork.faces.cli.data import ingest, print_records
from handiwork.faces.cli.shared import opened
from handiwork.faces.formats import Format

__all__ = ["ingest_papers"]


@ingest.command("papers")
def ingest_papers(
    tables: Annotated[
        list[str] | None, typer.Argument(help="Tables of the papers-with-code archive: files or addresses.")
    ] = None,
    arxiv: Annotated[
        list[str] | None, typer.Option("--arxiv", help="A paper on Hugging Face, by its arXiv id.")
    ] = None,
    account: Annotated[
        list[str] | None, typer.Option("--account", help="Papers that an account on Hugging Face claimed or names.")
    ] = None,
    linked: Annotated[bool, typer.Option("--linked", help="Papers that works in the lake name.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Keep all of the archive, not only what is about repositories known here.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load papers and the repositories with their code.

    From the papers-with-code archive, its links and abstracts named together; and from paper pages on Hugging Face.
    """
    from handiwork.app.origins.papers import WantedPapers
    from handiwork.app.origins.papers import ingest_papers as load

    wanted = WantedPapers(tables or (), arxiv or (), account or (), linked, everything)
    with opened(progress=True) as app:
        records = load(app, wanted)
    print_records(records, output, "packages")
