"""A server process over a home folder, or several that share one address."""

import gc
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.errors import StoreError, UsageError

if TYPE_CHECKING:
    import uvicorn

    from handiwork.app import Handiwork
    from handiwork.config import Settings

__all__ = ["LOOPBACK", "listening", "serve", "site_of_environment"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where a desk without users may listen."""

_COLLECT_AFTER = 50_000
"""Objects made before garbage is looked for: a page makes some thousands, all of which go with it."""


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
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above

    require_safe(settings, host)
    os.environ["HANDIWORK_HOME"] = str(settings.home)  # worker processes resolve their settings anew
    config = uvicorn.Config(
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
    listener = listening(config)
    with suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def listening(config: "uvicorn.Config") -> socket.socket:
    """Return a socket that listens where a configuration says, and whose connections send at once.

    Notes
    -----
    uvicorn writes the head and the body of an answer one after the other. asyncio turns Nagle's algorithm off only for
    sockets that were made for TCP by name, which uvicorn's own are not: the body then waits 40 ms for the delayed
    acknowledgement of the head. Connections inherit the option from the socket they come from.
    """
    found = config.bind_socket()
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


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
    app = Handiwork(settings)
    site = create_site(app)
    _warmed(app)
    return site


# --- private ---


def _warmed(app: "Handiwork") -> None:
    """Read what every answer needs before the first one, and leave it out of later collections of garbage."""
    len(app.catalog.ecosystems)
    if app.current_index() is not None:
        with suppress(StoreError):  # the page that needs it says what is wrong
            app.open_index()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
