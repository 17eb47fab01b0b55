"""A server of tools: over standard input and output, or over HTTP on this machine alone."""

import socket
import sys
from typing import TYPE_CHECKING

from handiwork.errors import UsageError

if TYPE_CHECKING:
    from mcp.server import MCPServer
    from starlette.applications import Starlette

__all__ = ["LOOPBACK", "http_application", "serve_http", "serve_stdio"]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where tools are served without a token."""

_MOST_BODY_BYTES = 1_000_000


def serve_stdio(server: "MCPServer") -> None:
    """Answer on standard input and output until the input ends; nothing else may print there."""
    server.run("stdio")


def http_application(server: "MCPServer", *, is_guarded: bool = False) -> "Starlette":
    """Return the ASGI application that answers at ``/mcp``: without sessions, so that any process may answer.

    Parameters
    ----------
    server
        The tools.
    is_guarded
        Whether somebody else looks at who asks; else it answers to this machine's own names alone, so that no page
        elsewhere can reach it by re-binding its name.
    """
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415 - heavy

    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=_MOST_BODY_BYTES,
        transport_security=unchecked if is_guarded else None,
    )


def serve_http(server: "MCPServer", *, host: str, port: int) -> None:
    """Answer over HTTP until it is stopped; the address is told on standard error once it listens.

    Raises
    ------
    UsageError
        If that is beyond this machine.
    """
    import uvicorn  # noqa: PLC0415 - only a server needs it

    if host not in LOOPBACK:
        raise UsageError(
            f"{host} is beyond this machine, where these tools ask for no token: listen on 127.0.0.1, or use the "
            "address /mcp of `handiwork serve`, which takes tokens"
        )
    config = uvicorn.Config(http_application(server), host=host, port=port, log_level="warning", access_log=False)
    listener = config.bind_socket()
    # Connections send at once, see the desk's server.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"the tools are at http://{shown}:{listener.getsockname()[1]}/mcp (Ctrl-C stops it)\n")
    sys.stderr.flush()
    uvicorn.Server(config).run(sockets=[listener])
