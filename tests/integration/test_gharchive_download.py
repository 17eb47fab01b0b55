"""Archive hours from a server on loopback: resumed, retried, told apart as missing or failed."""

import gzip
import json
import threading
from collections import Counter
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from handiwork.errors import InputError, PermanentSourceError, TransientSourceError
from handiwork.model.progress import DictCollector
from handiwork.sources.gharchive import AbsentHour, hours_between
from handiwork.sources.gharchive_download import DownloadOptions, download_address, download_hours


class ArchiveServer:
    """A small archive: serves bytes with ranges and tags, and misbehaves as told."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list] = {}
        self.requests: list[tuple[str, str | None, str]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        archive = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                archive.answer(self)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def answer(self, handler):
        name = handler.path.lstrip("/")
        with self.lock:
            self.requests.append((name, handler.headers.get("Range"), handler.headers.get("User-Agent")))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            fault = self.faults.get(name, [None]).pop(0) if self.faults.get(name) else None
        try:
            self._send(handler, name, fault)
        finally:
            with self.lock:
                self.at_once -= 1

    def _send(self, handler, name, fault):
        if isinstance(fault, int) or name not in self.files:
            handler.send_response(fault or 404)
            handler.send_header("Retry-After", "7")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        content = self.files[name]
        tag = f'"{len(content)}"'
        start = 0
        if handler.headers.get("Range") and handler.headers.get("If-Range") == tag:
            start = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", tag)
        handler.send_header("Content-Length", str(len(content) - start))
        handler.end_headers()
        body = content[start:]
        if fault == "drop":
            handler.wfile.write(body[: len(body) // 2])
            handler.wfile.flush()
            handler.connection.close()
            handler.close_connection = True
        else:
            handler.wfile.write(body)


@pytest.fixture
def server():
    archive = ArchiveServer()
    yield archive
    archive.server.shutdown()
    archive.server.server_close()
    archive.thread.join()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def options(server, tmp_path, waits):
    return DownloadOptions(base_url=server.url, folder=tmp_path / "cache", contact="example.org", sleep=waits.append)


def _hour(n: int) -> bytes:
    return gzip.compress(json.dumps({"n": n, "pad": "x" * 1000}).encode() * 200, compresslevel=0, mtime=0)


def _download(hours, options):
    return list(download_hours(hours, options=options, collector=DictCollector()))


HOURS = hours_between(datetime(2025, 9, 1), datetime(2025, 9, 1, 9))


def test_hours_arrive_in_order_and_whole_at_most_four_at_a_time(server, options):
    server.files = {f"2025-09-01-{n}.json.gz": _hour(n) for n in range(9)}
    found = _download(HOURS, options)
    assert [f.package for f in found] == [f"2025-09-01-{n}" for n in range(9)]
    assert [f.path.read_bytes() for f in found] == [_hour(n) for n in range(9)]
    assert server.most_at_once <= 4
    assert {agent for _, _, agent in server.requests} == {"handiwork/0.1.0 (+example.org)"}


def test_a_dropped_connection_is_continued_where_it_ended(server, options):
    server.files = {"2025-09-01-0.json.gz": _hour(0)}
    server.faults = {"2025-09-01-0.json.gz": ["drop"]}
    (found,) = _download(HOURS[:1], options)
    assert found.path.read_bytes() == _hour(0)
    ranges = [r for _, r, _ in server.requests]
    assert ranges[0] is None
    assert ranges[1].startswith("bytes=")
    assert ranges[1] != "bytes=0-"


def test_a_part_of_an_interrupted_run_is_continued_by_the_next_one(server, options):
    server.files = {"2025-09-01-0.json.gz": _hour(0)}
    server.faults = {"2025-09-01-0.json.gz": ["drop", 503, 503, 503, 503]}
    (gave_up,) = _download(HOURS[:1], options)
    assert isinstance(gave_up, AbsentHour)
    assert gave_up.status == "failed"
    (found,) = _download(HOURS[:1], options)
    assert found.path.read_bytes() == _hour(0)
    assert server.requests[-1][1].startswith("bytes=")


def test_a_part_of_another_copy_is_thrown_away(server, options):
    server.files = {"2025-09-01-0.json.gz": _hour(0)}
    server.faults = {"2025-09-01-0.json.gz": ["drop", 503, 503, 503, 503]}
    _download(HOURS[:1], options)
    server.files = {"2025-09-01-0.json.gz": _hour(0) + b"longer"}
    (found,) = _download(HOURS[:1], options)
    assert found.path.read_bytes() == _hour(0) + b"longer"


def test_an_hour_the_archive_does_not_have_is_missing_and_not_asked_for_again(server, options):
    (absent,) = _download(HOURS[:1], options)
    assert (absent.status, absent.hour) == ("missing", datetime(2025, 9, 1))
    assert len(server.requests) == 1


def test_a_busy_archive_is_waited_for_as_long_as_it_asks(server, options, waits):
    server.files = {"2025-09-01-0.json.gz": _hour(0)}
    server.faults = {"2025-09-01-0.json.gz": [503, 429]}
    (found,) = _download(HOURS[:1], options)
    assert found.package == "2025-09-01-0"
    assert waits == [7.0, 7.0]


def test_a_file_on_disk_is_not_downloaded_again(server, options):
    server.files = {"2025-09-01-0.json.gz": _hour(0)}
    _download(HOURS[:1], options)
    _download(HOURS[:1], options)
    assert Counter(name for name, _, _ in server.requests) == {"2025-09-01-0.json.gz": 1}


def test_an_address_is_downloaded_and_bad_ones_are_refused(server, options):
    server.files = {"2025-09-01-3.json.gz": _hour(3)}
    found = download_address(f"{server.url}/2025-09-01-3.json.gz", options=options, collector=DictCollector())
    assert (found.package, found.path.read_bytes()) == ("2025-09-01-3", _hour(3))
    with pytest.raises(PermanentSourceError, match="404"):
        download_address(f"{server.url}/nothing.json.gz", options=options, collector=DictCollector())
    for bad in ("file:///etc/passwd", "ftp://example.org/x.gz", "https:///x.gz", f"{server.url}/"):
        with pytest.raises(InputError, match="no address of a file"):
            download_address(bad, options=options, collector=DictCollector())


def test_nobody_listening_is_a_transient_failure(tmp_path, waits):
    options = DownloadOptions(base_url="http://127.0.0.1:9", folder=tmp_path, sleep=waits.append)
    with pytest.raises(TransientSourceError, match=r"127\.0\.0\.1:9"):
        download_address("http://127.0.0.1:9/2025-09-01-3.json.gz", options=options, collector=DictCollector())
    assert len(waits) == 4


def test_downloaded_and_absent_hours_reach_the_lake_and_the_files_are_removed(
    server, options, archive, suppressing, push
):
    from handiwork.ingest.gharchive.run import ingest_files
    from handiwork.lake.engine import Engine

    server.files = {"2025-09-01-0.json.gz": gzip.compress(json.dumps(push(1)).encode() + b"\n", mtime=0)}
    with Engine(threads=1, memory_limit_mib=512) as engine:
        results = ingest_files(
            archive.lake,
            engine,
            download_hours(HOURS[:2], options=options, collector=archive.collector),
            suppressor=suppressing(),
            max_bytes=1 << 30,
            collector=archive.collector,
        )
    assert [(r.record.package, r.record.status) for r in results] == [
        ("2025-09-01-0", "complete"),
        ("2025-09-01-1", "missing"),
    ]
    assert list(options.folder.iterdir()) == []
    assert archive.collector.counts["events"] == 1
