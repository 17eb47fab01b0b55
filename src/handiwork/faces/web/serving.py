"""A server process over a home folder, or several that share one address."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.errors import UsageError

if TYPE_CHECKING:
    from handiwork.config import Settings

__all__ = ["LOOPBACK", "serve", "site_of_environment"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where a desk without users may listen."""


def serve(settings: "Settings", *, host: str, port: int, workers: int = 1) -> None:
    """Serve the desk until it is stopped.

    Parameters
    ----------
    settings
        Of the home folder.
    host, port
        Where to listen.
    workers
        Processes.

    Raises
    ------
    UsageError
        If that is beyond this machine and nobody has to sign in.
    """
    import uvicorn  # noqa: PLC0415 - only a server needs it

    require_safe(settings, host)
    os.environ["HANDIWORK_HOME"] = str(settings.home)  # worker processes resolve their settings anew
    uvicorn.run(
        "handiwork.faces.web.serving:site_of_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=5,
    )


def require_safe(settings: "Settings", host: str) -> None:  # noqa: ARG001 - users are counted in the home
    """Refuse to listen beyond this machine as long as nobody has to sign in.

    Raises
    ------
    UsageError
        Saying what to do.
    """
    if host not in LOOPBACK:
        raise UsageError(f"{host} is beyond this machine, and there are no users: listen on 127.0.0.1")


def site_of_environment() -> Any:
    """Return the site of the home folder that the environment names; every worker process calls it."""
    from handiwork.app import Handiwork  # noqa: PLC0415 - heavy
    from handiwork.config import resolve_settings  # noqa: PLC0415 - as above
    from handiwork.faces.web.site import create_site  # noqa: PLC0415 - as above

    settings = resolve_settings(os.environ, working_folder=Path.cwd()).settings
    return create_site(Handiwork(settings))
