"""A server process over a home folder, or several that share one address."""

import gc
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handiwork.errors import StoreError, UsageError
from handiwork.faces.web.listener import listener_of

if TYPE_CHECKING:
    from handiwork.app import Handiwork
    from handiwork.config import Settings

__all__ = ["LOOPBACK", "ServedAt", "require_safe", "serve", "site_of_environment"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where a desk without users may listen."""

_COLLECT_AFTER = 50_000
"""Objects made before garbage is looked for: a page makes some thousands, all of which go with it."""


@dataclass(frozen=True, slots=True)
class ServedAt:
    """Where a server listens, and how the line to it is kept private.

    Attributes
    ----------
    host, port
        Where.
    workers
        Processes.
    behind_proxy
        Whether a proxy on this machine ends https and says who asks (``X-Forwarded-For``, ``X-Forwarded-Proto``).
    certificate, key
        Files in PEM, for https without a proxy; both or none.
    """

    host: str
    port: int
    workers: int = 1
    behind_proxy: bool = False
    certificate: Path | None = None
    key: Path | None = None


def serve(settings: "Settings", at: ServedAt) -> None:
    """Serve the desk until it is stopped.

    Parameters
    ----------
    settings
        Of the home folder.
    at
        Where, and how.

    Raises
    ------
    UsageError
        If strangers could reach it and nobody had to sign in, or passwords went in the clear.
    """
    import uvicorn  # noqa: PLC0415 - only a server needs it
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above

    require_safe(settings, at)
    os.environ["HANDIWORK_HOME"] = str(settings.home)  # worker processes resolve their settings anew
    config = uvicorn.Config(
        "handiwork.faces.web.serving:site_of_environment",
        factory=True,
        host=at.host,
        port=at.port,
        workers=at.workers,
        # Without a proxy of ours nobody's word is taken for who asks: the limits of sign-in hang on it.
        proxy_headers=at.behind_proxy,
        ssl_certfile=at.certificate,
        ssl_keyfile=at.key,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=1,  # accepted in one go: see Listener
        timeout_graceful_shutdown=5,
    )
    listener = listener_of(config)
    with suppress(KeyboardInterrupt):
        if at.workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def require_safe(settings: "Settings", at: ServedAt) -> None:
    """Refuse to be reached by strangers as long as nobody has to sign in, or passwords would go in the clear.

    Raises
    ------
    UsageError
        Saying what to do.
    """
    if (at.certificate is None) != (at.key is None):
        raise UsageError("https needs both --certificate and --key")
    is_https = at.certificate is not None
    is_beyond = at.host not in LOOPBACK
    if not is_beyond and not at.behind_proxy:
        return
    from handiwork.app import Handiwork  # noqa: PLC0415 - heavy
    from handiwork.app.team import has_users  # noqa: PLC0415 - as above

    with Handiwork(settings) as app:
        if not has_users(app):
            raise UsageError(
                f"{at.host} would be reached by others, and there are no users: "
                "make one with `handiwork user add NAME`, or listen on 127.0.0.1 without a proxy"
            )
    if is_beyond and not is_https and not at.behind_proxy:
        raise UsageError(
            f"{at.host} is beyond this machine, and passwords would go there in the clear: give --certificate "
            "and --key, or put a proxy with https before it and say --behind-proxy"
        )


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
