"""Asking an origin's API: politely paced, tried again as told, only for what is new, never more than is bearable."""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import httpx2

from handiwork.errors import AbsentError, PermanentSourceError, TransientSourceError
from handiwork.sources.http import client, with_retries

__all__ = ["Answer", "Asker", "Manners", "page_address"]

_MOST_BYTES = 64 << 20
_SECONDARY = b"secondary rate limit"
_SECONDARY_WAIT_S = 60.0
_WINDOW = re.compile(r"\br\s*=\s*0\s*;\s*t\s*=\s*([0-9]+)")
"""What ``RateLimit`` says when nothing is left: the seconds until more is (draft-ietf-httpapi-ratelimit-headers-09)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How an origin is treated.

    Attributes
    ----------
    contact
        A page or name to reach the operator by, sent with every request; may be empty.
    pace_s
        Least seconds between two requests.
    retry_wait_s
        Seconds before the first of the tries after a failure, doubled each time; an origin's own request to wait
        comes first.
    longest_wait_s
        Who asks for a longer wait is not asked again in this run.
    most_bytes
        Bytes of one answer after which it is refused.
    sleep
        Waits so many seconds.
    """

    contact: str = ""
    pace_s: float = 0.0
    retry_wait_s: float = 0.5
    longest_wait_s: float = 120.0
    most_bytes: int = _MOST_BYTES
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Answer:
    """What an origin answered.

    Attributes
    ----------
    url
        What was asked, without the query and without credentials: fit to be kept and shown.
    content
        Body; empty if nothing changed.
    etag
        The answer's entity tag, to ask again only for what changed; None if the origin gives none.
    at
        When it was told, aware, in UTC.
    is_unchanged
        True if the origin says that nothing changed since the entity tag that was sent.
    headers
        Of the answer, names in lower case.
    """

    url: str
    content: bytes
    etag: str | None
    at: datetime
    is_unchanged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return the body as JSON.

        Raises
        ------
        PermanentSourceError
            If it is none.
        """
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise PermanentSourceError(f"{self.url} answered something that is no JSON: {error}") from error


class Asker:
    """One origin's client; may be used by several threads.

    Parameters
    ----------
    manners
        How the origin is treated.
    headers
        Sent with every request; credentials belong here, and are sent to nobody else.
    """

    def __init__(self, manners: Manners, *, headers: Mapping[str, str] | None = None) -> None:
        self._manners = manners
        self._client = client(manners.contact)
        self._headers = dict(headers or {})
        self._turn = Lock()
        self._next_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        is_tried_once: bool = False,
    ) -> Answer:
        """Ask for an address.

        Parameters
        ----------
        url
            Absolute.
        params, headers
            Added to those of every request.
        etag
            Of an earlier answer: only what changed since is sent again.
        is_tried_once
            The caller tries again itself.

        Raises
        ------
        TransientSourceError
            If the last try failed too: no connection, cut short, too slow, 408, 429 or 5xx.
        PermanentSourceError
            If the origin said no, or the answer is too large.
        """
        extra = {"If-None-Match": etag} if etag else {}
        tries = 1 if is_tried_once else None
        return self._send("GET", url, headers={**(headers or {}), **extra}, tries=tries, params=params)

    def post(
        self, url: str, body: Any, *, headers: Mapping[str, str] | None = None, is_tried_once: bool = False
    ) -> Answer:
        """Send JSON to an address and return the answer; errors as for :meth:`get`.

        Parameters
        ----------
        url
            Absolute.
        body
            What is sent as JSON.
        headers
            Added to those of every request.
        is_tried_once
            The caller tries again itself, since it would ask otherwise then.
        """
        return self._send("POST", url, headers=headers, tries=1 if is_tried_once else None, json=body)

    # --- private ---

    def _send(
        self, method: str, url: str, *, headers: Mapping[str, str] | None, tries: int | None = None, **more: Any
    ) -> Answer:
        def act() -> Answer:
            self._wait_for_turn()
            return self._once(method, url, {**self._headers, **(headers or {})}, more)

        if tries == 1:
            return act()
        kept = self._manners
        return with_retries(act, sleep=kept.sleep, first_wait_s=kept.retry_wait_s, longest_wait_s=kept.longest_wait_s)

    def _wait_for_turn(self) -> None:
        if self._manners.pace_s <= 0:
            return
        with self._turn:
            wait = self._next_at - time.monotonic()
            self._next_at = max(self._next_at, time.monotonic()) + self._manners.pace_s
        if wait > 0:
            self._manners.sleep(wait)

    def _once(self, method: str, url: str, headers: Mapping[str, str], more: Mapping[str, Any]) -> Answer:
        where = page_address(url)
        try:
            with self._client.stream(method, url, headers=headers, **more) as response:
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > self._manners.most_bytes:
                        raise PermanentSourceError(
                            f"{where} answered more than {self._manners.most_bytes:,} bytes: refused"
                        )
        except httpx2.TransportError as error:
            raise TransientSourceError(f"{where}: {type(error).__name__} ({error})") from error
        except httpx2.InvalidURL as error:
            raise PermanentSourceError(f"{where} is no address: {error}") from error
        except httpx2.HTTPError as error:
            raise PermanentSourceError(f"{where}: {type(error).__name__} ({error})") from error
        _raise_for_status(response, where, bytes(content))
        told = {name.lower(): value for name, value in response.headers.items()}
        at = datetime.now(UTC)
        is_unchanged = response.status_code == httpx2.codes.NOT_MODIFIED
        return Answer(where, bytes(content), told.get("etag"), at, is_unchanged, told)


def page_address(url: str) -> str:
    """Return an address without query, fragment, user and password.

    Examples
    --------
    >>> page_address("https://key@example.org:8080/a/b?token=1#c")
    'https://example.org:8080/a/b'
    """
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


# --- private ---


def _raise_for_status(response: httpx2.Response, where: str, content: bytes) -> None:
    status = response.status_code
    if status < 400:
        return
    message = f"{where} answered {status}"
    if status in {408, 429} or status >= 500 or _is_limit(response, content):
        raise TransientSourceError(message, retry_after_s=_wait_asked_for(response, content))
    raise AbsentError(message) if status in {404, 410} else PermanentSourceError(message)


def _is_limit(response: httpx2.Response, content: bytes) -> bool:
    """Return whether a refusal only says that there were too many requests, as GitHub does with 403."""
    if response.status_code != 403:
        return False
    is_told = "Retry-After" in response.headers or response.headers.get("X-RateLimit-Remaining") == "0"
    return is_told or _SECONDARY in content.lower()


def _wait_asked_for(response: httpx2.Response, content: bytes) -> float | None:
    """Return the seconds an origin asks to wait: ``Retry-After``, else until its limit is reset; None if neither.

    A limit that only the text tells of is waited for a minute, as GitHub's manual asks for.
    """
    now = datetime.now(UTC)
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    if asked:
        try:
            return max((parsedate_to_datetime(asked) - now).total_seconds(), 0.0)
        except (TypeError, ValueError):
            pass
    reset = response.headers.get("X-RateLimit-Reset", "").strip()
    if response.headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(float(reset) - now.timestamp(), 0.0)
    if window := _WINDOW.search(response.headers.get("RateLimit", "")):
        return float(window[1])
    return _SECONDARY_WAIT_S if _SECONDARY in content.lower() else None
