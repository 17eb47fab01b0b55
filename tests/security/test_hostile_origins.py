"""Origins and mirrors made to do harm: bombs, redirects inside the network, lying headers, file names that climb."""

import gzip
import json
import resource
import subprocess
import sys
import zlib
from contextlib import suppress

import pytest
from tests.origin_server import OriginServer, Reply

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.errors import InputError, PermanentSourceError, SourceError, TransientSourceError
from handiwork.faces.cli import run
from handiwork.model.progress import DictCollector
from handiwork.sources.asking import Asker, Manners
from handiwork.sources.gharchive_download import DownloadOptions, download_address

MANNERS = Manners(sleep=lambda _: None)


@pytest.fixture
def origin(monkeypatch):
    """Return an origin that answers for every name: it stands where a proxy is, so no name is looked up."""
    with OriginServer() as server:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, server.url)
        for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield server


def options(folder, **more):
    return DownloadOptions("http://archive_x.example", folder, sleep=lambda _: None, **more)


# --- redirects ---


@pytest.mark.parametrize(
    "to",
    [
        *(
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:1/x",
            "http://localhost:1/x",
            "http://[::1]:1/x",
        ),
        *("http://10.0.0.7/x", "http://192.168.1.1/x", "http://0.0.0.0/x", "http://[::ffff:127.0.0.1]/x"),
        *("http://[fd00:ec2::254]/x", "http://2130706433/x", "file:///etc/passwd", "gopher://127.0.0.1/x"),
    ],
)
def test_a_redirect_from_outside_to_inside_the_network_is_not_followed(origin, tmp_path, to):
    origin.routes["/a.json.gz"] = Reply(b"", 302, headers={"Location": to})
    with Asker(MANNERS) as asker, pytest.raises(SourceError):
        asker.get("http://archive_x.example/a.json.gz")
    with pytest.raises(SourceError):
        download_address("http://archive_x.example/a.json.gz", options=options(tmp_path), collector=DictCollector())
    assert set(origin.paths()) == {"/a.json.gz"}


def test_a_redirect_to_another_name_outside_is_followed(origin):
    origin.routes["/a"] = Reply(b"", 302, headers={"Location": "http://mirror_y.example/b"})
    origin.routes["/b"] = Reply({"a": 1})
    with Asker(MANNERS) as asker:
        assert asker.get("http://archive_x.example/a").json() == {"a": 1}


def test_an_origin_that_sends_around_in_circles_is_given_up(origin, tmp_path):
    origin.routes["/a.gz"] = Reply(b"", 302, headers={"Location": "http://archive_x.example/a.gz"})
    with pytest.raises(PermanentSourceError):
        download_address("http://archive_x.example/a.gz", options=options(tmp_path), collector=DictCollector())


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://h_x.example/a", "http://", "https:///a", "gopher://h_x/a"]
)
def test_an_address_of_another_kind_is_refused(tmp_path, address):
    with pytest.raises(InputError):
        download_address(address, options=options(tmp_path), collector=DictCollector())


# --- headers and names ---


@pytest.mark.parametrize("wait", ["²", "9" * 5000, "-1", "nan", "Fri, 99 Foo 2025", "Fri, 31 Dec 9999 23:59:59 -1400"])
@pytest.mark.parametrize("name", ["Retry-After", "X-RateLimit-Reset", "RateLimit"])
def test_a_wait_that_is_none_is_an_error_of_ours(origin, tmp_path, name, wait):
    headers = {name: wait, "X-RateLimit-Remaining": "0"}
    origin.routes["/*"] = Reply(b"", 429, headers=headers)
    with Asker(MANNERS) as asker, pytest.raises(TransientSourceError):
        asker.get("http://archive_x.example/a")
    with pytest.raises(SourceError):
        download_address("http://archive_x.example/a.gz", options=options(tmp_path), collector=DictCollector())


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fa.json.gz", "/%2e%2e/a.json.gz", "/a%00b.json.gz", "/..%5c..%5ca.json.gz"]
)
def test_a_file_name_from_an_address_stays_in_its_folder(origin, tmp_path, path):
    origin.routes["/*"] = Reply(gzip.compress(b"{}\n"))
    inside = tmp_path / "a" / "b" / "downloads"
    with suppress(SourceError):
        download_address(f"http://archive_x.example{path}", options=options(inside), collector=DictCollector())
    assert [p for p in tmp_path.rglob("*") if p.is_file() and inside not in p.parents] == []


# --- bombs ---


def bomb(n_mib, byte=b" "):
    """Return gzip of so many MiB of one byte, a thousandth of that."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(byte * (1 << 20)) for _ in range(n_mib)), packer.flush()])


_LOAD = """
import sys
from handiwork.faces.cli import run
sys.exit(run(["--home", sys.argv[1], "ingest", *sys.argv[2:]]))
"""


def limited(home, *arguments):
    """Run a command with 3 GiB of addresses, a minute of processor and files of 2 GiB."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 30, 2 << 30))

    command = [sys.executable, "-c", _LOAD, str(home), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)


@pytest.mark.parametrize("byte", [b" ", b"\n", b"["])
def test_a_table_of_papers_that_inflates_to_gigabytes_is_refused_in_bounded_memory(tmp_path, byte):
    (tmp_path / "links.json.gz").write_bytes(bomb(400, byte))
    done = limited(tmp_path / "home", "papers", tmp_path / "links.json.gz")
    assert done.returncode in {4, 7}, done.stderr
    assert "Traceback" not in done.stderr


def test_lines_that_are_deep_long_or_doubled_cost_themselves_and_no_other(tmp_path):
    event = {"id": "54000000001", "type": "WatchEvent", "actor": {"id": 9000000001, "login": "mira_k"}}
    event |= {"repo": {"id": 77, "name": "acme_a/web"}, "payload": {"action": "started"}, "public": True}
    event |= {"created_at": "2025-09-01T07:00:00Z"}
    sound = json.dumps(event).encode()
    deep = sound.replace(b'"started"', b"[" * 20_000 + b"]" * 20_000).replace(b"001", b"002", 1)
    long = sound.replace(b"started", b"x" * (12 << 20)).replace(b"001", b"003", 1)
    huge = sound.replace(b"9000000001", b"9" * 400).replace(b"54000000001", b"54000000004")
    doubled = sound[:-1].replace(b"54000000001", b"54000000005") + b', "id": "1", "type": "x"}'
    broken = sound.replace(b"mira_k", b"mira\xff\xfe_k").replace(b"54000000001", b"54000000006")
    file = tmp_path / "2025-09-01-7.json.gz"
    file.write_bytes(gzip.compress(b"\n".join([deep, long, huge, doubled, broken, sound]) + b"\n"))
    with Handiwork(Settings(home=tmp_path / "home")) as app:
        (result,) = app.ingest_archive_files([file])
        assert app.status().events >= 1
    assert result.record.status in {"partial", "complete"}


def test_a_name_of_a_file_may_hold_quotes_and_statements(tmp_path):
    folder = tmp_path / "a'; drop table events; --"
    folder.mkdir()
    file = folder / "2025-09-01-7.json.gz"
    event = {"id": "54000000001", "type": "WatchEvent", "actor": {"id": 9000000001, "login": "mira_k"}}
    event |= {"repo": {"id": 77, "name": "acme_a/we'b"}, "payload": {}, "created_at": "2025-09-01T07:00:00Z"}
    file.write_bytes(gzip.compress(json.dumps(event).encode() + b"\n"))
    assert run(["--home", str(tmp_path / "home'; --"), "ingest", "gharchive", str(folder)]) == 0
    with Handiwork(Settings(home=tmp_path / "home'; --")) as app:
        assert app.status().events == 1
