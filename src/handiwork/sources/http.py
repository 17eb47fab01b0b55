"""One polite HTTP client for every origin: who we are, how long we wait, when we try again."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import httpx2

from handiwork import __version__
from handiwork.errors import PermanentSourceError, TransientSourceError

__all__ = ["client", "raise_for_status", "with_retries"]

_T = TypeVar("_T")
_TRIES = 5
_LONGEST_WAIT_S = 120.0


def client(contact: str) -> httpx2.Client:
    """Return a client that says who it is and follows redirects, but from the outside none to inside a network.

    Parameters
    ----------
    contact
        A page or name to reach the operator by; may be empty.
    """
    suffix = f" (+{contact})" if contact else ""
    return httpx2.Client(
        headers={"User-Agent": f"handiwork/{__version__}{suffix}"},
        timeout=httpx2.Timeout(30.0, connect=10.0),
        follow_redirects=True,
        verify=_trusted(),
        event_hooks={"response": [_refuse_inward]},
    )


def raise_for_status(response: httpx2.Response) -> None:
    """Turn an answer that is no success into an error that says whether trying again may help.

    Raises
    ------
    PermanentSourceError
        For 4xx answers other than 408 and 429.
    TransientSourceError
        For 408, 429 and 5xx, with the wait the origin asked for.
    """
    status = response.status_code
    if status < 400:
        return
    message = f"{response.request.url} answered {status}"
    if status in {408, 429} or status >= 500:
        asked = response.headers.get("Retry-After", "")
        raise TransientSourceError(message, retry_after_s=float(asked) if asked.isdecimal() else None)
    raise PermanentSourceError(message)


def with_retries(
    act: Callable[[], _T],
    *,
    sleep: Callable[[float], None] = time.sleep,
    first_wait_s: float = 1.0,
    longest_wait_s: float = _LONGEST_WAIT_S,
) -> _T:
    """Run ``act``, again after transient failures, waiting as asked or twice as long each time.

    Parameters
    ----------
    act
        Tried five times at most.
    sleep
        Waits so many seconds.
    first_wait_s
        Seconds before the second try, where the origin does not say.
    longest_wait_s
        Who asks for a longer wait is not asked again now: asking early would be impolite.

    Raises
    ------
    TransientSourceError
        If the last try failed too, or the origin asks for too long a wait.
    PermanentSourceError
        At once.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            return act()
        except TransientSourceError as error:
            wait = error.retry_after_s if error.retry_after_s is not None else first_wait_s * 2 ** (attempt - 1)
            if attempt == _TRIES or wait > longest_wait_s:
                raise
            sleep(wait)
    raise AssertionError("unreachable: the loop returns or raises")


# --- private ---


def _refuse_inward(response: httpx2.Response) -> None:
    """Refuse a redirect with which an origin elsewhere would have this machine ask itself or its neighbours."""
    if not response.has_redirect_location:
        return
    to = response.url.join(response.headers["location"])
    if to.host != response.url.host and _is_inside(to.host) and not _is_inside(response.url.host):
        raise PermanentSourceError(f"{response.url.host} sends on to {to.host}, inside a network: refused")


def _is_inside(host: str) -> bool:
    """Return whether a name or an address leads to this machine or a private network; an unknown name does not."""
    try:
        found = {ipaddress.ip_address(host.strip("[]"))}
    except ValueError:
        try:
            found = {ipaddress.ip_address(str(told[4][0]).partition("%")[0]) for told in socket.getaddrinfo(host, None)}
        except (OSError, UnicodeError):
            return False
    return any(not address.is_global or address.is_multicast for address in found)


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom all clients trust: reading the certificates takes longer than a request."""
    return httpx2.create_ssl_context()
