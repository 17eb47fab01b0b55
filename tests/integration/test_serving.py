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
from handiwork.faces.web.serving import listening


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
    listener = listening(uvicorn.Config("nothing:here", host="127.0.0.1", port=0))
    with listener, socket.socket() as client:
        listener.listen()
        client.connect(listener.getsockname())
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
