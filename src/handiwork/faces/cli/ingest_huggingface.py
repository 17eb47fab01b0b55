"""The command ``ingest huggingface``."""

from typing import Annotated

import typer

from handiwork.faces.cli.data import ingest, print_records
from handiwork.faces.cli.shared import opened
from handiwork.faces.formats import Format

__all__ = ["ingest_huggingface"]


@ingest.command("huggingface")
def ingest_huggingface(
    accounts: Annotated[list[str] | None, typer.Argument(help="Names of accounts on Hugging Face.")] = None,
    linked: Annotated[
        bool, typer.Option("--linked", help="Those that profiles in the lake link to, and those loaded before.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load what accounts made on Hugging Face: models with their lineage, data sets, spaces.

    Needs the extra `huggingface`. A token in HF_TOKEN allows more requests; it is not kept.
    """
    from handiwork.app.origins.huggingface import ingest_huggingface as load

    with opened(progress=True) as app:
        records = load(app, accounts or (), is_linked=linked)
    print_records(records, output, "accounts")
