"""The command that serves tools to an assistant."""

from typing import Annotated

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import opened

__all__ = ["mcp"]


def mcp(
    http: Annotated[bool, typer.Option("--http", help="Over HTTP at /mcp; else standard input and output.")] = False,
    host: Annotated[str, typer.Option(help="Where to listen with --http: this machine alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port with --http; 0 takes a free one.")] = 8101,
    allow_writes: Annotated[
        bool, typer.Option("--allow-writes", help="Offer tools that change something as well: lists, notes, drafts.")
    ] = False,
) -> None:
    """Serve tools to an assistant by the Model Context Protocol (needs the extra `mcp`).

    Tools read by default: understand a brief, search, explain, evidence, person, compare, pool size, repositories.
    """
    try:
        from handiwork.faces.mcp import create_server
        from handiwork.faces.mcp.serving import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if error.name not in {"mcp", "mcp_types"}:
            raise
        raise UsageError("the extra `mcp` is not installed: pip install 'handiwork[mcp]'") from error

    with opened() as app:
        server = create_server(app, allow_writes=allow_writes)
        if http:
            serve_http(server, host=host, port=port)
        else:
            serve_stdio(server)
