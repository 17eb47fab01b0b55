"""The command that serves the desk in a browser."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import call, tell

__all__ = ["serve"]


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on.")] = 8100,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer; one a core is enough.")] = 1,
) -> None:
    """Serve the desk: pages, their JSON twins and the API, until Ctrl-C."""
    from handiwork.faces.web.serving import serve as serve_site

    settings = call.settings().settings
    shown = f"[{host}]" if ":" in host else host
    tell(f"the desk is at http://{shown}:{port}/ (Ctrl-C stops it)")
    serve_site(settings, host=host, port=port, workers=workers)
