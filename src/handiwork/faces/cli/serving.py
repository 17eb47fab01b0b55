"""The command that serves the desk in a browser."""

from pathlib import Path
from typing import Annotated

import typer

from handiwork.faces.cli.shared import call, tell

__all__ = ["serve"]


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on.")] = 8100,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer; one a core is enough.")] = 1,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy on this machine ends https and says who asks.")
    ] = False,
    certificate: Annotated[Path | None, typer.Option(help="Certificate in PEM, for https without a proxy.")] = None,
    key: Annotated[Path | None, typer.Option(help="Its key in PEM.")] = None,
) -> None:
    """Serve the desk: pages, their JSON twins and the API, until Ctrl-C.

    Beyond this machine only with users (`handiwork user add`) and https.
    """
    from handiwork.faces.web.serving import ServedAt
    from handiwork.faces.web.serving import serve as serve_site

    settings = call.settings().settings
    shown = f"[{host}]" if ":" in host else host
    scheme = "https" if certificate else "http"
    tell(f"the desk is at {scheme}://{shown}:{port}/ (Ctrl-C stops it)")
    at = ServedAt(host, port, workers, behind_proxy=behind_proxy, certificate=certificate, key=key)
    serve_site(settings, at)
