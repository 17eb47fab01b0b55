"""A real server of several processes on loopback."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest
import uvicorn

import handiwork
from handiwork.faces.web.listener import listener_of


@pytest.fixture
def address(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "handiwork",
        "--home",
        str(tmp_path),
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    environment = os.environ | {"PYTHONPATH": str(Path(handiwork.__file__).parents[1])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.send_signal(signal.SIGTERM)


def answer(address, path):
    for _ in range(300):
        try:
            return httpx2.get(address + path, headers={"accept": "text/html"})
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_two_processes_answer_at_one_address(address):
    at, process = address
    assert answer(at, "/healthz").text == "ok\n"
    assert re.search("<title>", answer(at, "/").text)
    assert process.poll() is None


def test_connections_send_at_once():
    listener = listener_of(uvicorn.Config("nothing:here", host="127.0.0.1", port=0))
    with listener, socket.socket() as client:
        listener.listen()
        client.connect(listener.getsockname())
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_as_many_connections_may_wait_however_few_are_accepted_in_one_go():
    with listener_of(uvicorn.Config("nothing:here", host="127.0.0.1", port=0)) as listener:
        listener.listen(1)
        waiting = [socket.create_connection(listener.getsockname(), timeout=1) for _ in range(50)]
        for client in waiting:
            client.close()


def test_workers_share_a_burst_of_connections(address):
    at, process = address
    answer(at, "/healthz")
    time.sleep(2)  # the other worker may have started later
    host, port = at.removeprefix("http://").split(":")
    clients = [socket.create_connection((host, int(port))) for _ in range(40)]
    time.sleep(0.5)
    workers = [pid for pid in children(process.pid) if connections_of(pid, int(port))]
    shares = sorted(connections_of(pid, int(port)) for pid in workers)
    for client in clients:
        client.close()
    assert sum(shares) == 40
    assert len(shares) == 2
    assert shares[0] >= 16


def children(pid):
    """Return the processes that a process started."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if int(parent) == pid:
                found.append(int(folder.name))
    return found


def connections_of(pid, port):
    """Return how many connections to a port a process has accepted."""
    held = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    here = {f"socket:[{row[9]}]" for row in table if row[3] == "01" and int(row[1].split(":")[1], 16) == port}
    return len(held & here)
