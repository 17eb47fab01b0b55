"""An origin on loopback: answers with what it is given, counts what it was asked, and misbehaves as told."""

import gzip
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What is answered; a dict or list is sent as JSON."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False
    """The connection is closed after half of the body."""
    is_dropped: bool = False
    """The connection is closed without an answer."""

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Route = Callable[[Asked], Reply]


class OriginServer:
    """An origin in a thread.

    ``routes`` maps paths to replies or to functions of the request; the longest matching beginning wins where it ends
    with ``*``. ``faults`` are answered first, one for each request, whatever was asked. After ``break_after`` requests
    every connection is dropped; the request of the number in ``replace_at`` gets the reply beside it; every answer is
    sent in two halves with ``pause_s`` seconds between.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Reply | Route] = {}
        self.faults: deque[Reply] = deque()
        self.asked: list[Asked] = []
        self.break_after: int | None = None
        self.replace_at: tuple[int, Reply] | None = None
        self.pause_s = 0.0
        self._lock = threading.Lock()
        origin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the acknowledgement of its first half

            def do_GET(self):
                origin._answer(self)

            def do_POST(self):
                origin._answer(self)

            def do_HEAD(self):
                origin._answer(self)

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {k.lower(): v for k, v in handler.headers.items()}
        asked = Asked(handler.command, parts.path, parse_qs(parts.query), headers, body)
        with self._lock:
            self.asked.append(asked)
            fault = self._fault(len(self.asked) - 1)
        reply = fault or self._reply(asked)
        if reply.is_dropped:
            handler.close_connection = True
            handler.connection.close()
            return
        self._send(handler, asked, reply)

    def _fault(self, nth: int) -> Reply | None:
        if self.break_after is not None and nth >= self.break_after:
            return Reply(is_dropped=True)
        if self.replace_at is not None and self.replace_at[0] == nth:
            return self.replace_at[1]
        return self.faults.popleft() if self.faults else None

    def _reply(self, asked: Asked) -> Reply:
        found = self.routes.get(asked.path)
        if found is None:
            open_ended = [p for p in self.routes if p.endswith("*") and asked.path.startswith(p[:-1])]
            found = self.routes[max(open_ended, key=len)] if open_ended else Reply({"message": "Not Found"}, 404)
        return found if isinstance(found, Reply) else found(asked)

    def _send(self, handler: BaseHTTPRequestHandler, asked: Asked, reply: Reply) -> None:
        content, headers = reply.content(), dict(reply.headers)
        if headers.get("Content-Encoding") == "gzip":
            content = gzip.compress(content)
        etag = headers.get("ETag")
        status = reply.status
        if etag and asked.headers.get("if-none-match") == etag:
            status, content = 304, b""
        headers.setdefault("Content-Type", "application/json")
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content)))
        if reply.is_cut:
            handler.send_header("Connection", "close")
        handler.end_headers()
        if asked.method != "HEAD":
            half = len(content) // 2
            handler.wfile.write(content[:half])
            if not reply.is_cut:
                sleep(self.pause_s)
                handler.wfile.write(content[half:])
        if reply.is_cut:
            handler.close_connection = True
