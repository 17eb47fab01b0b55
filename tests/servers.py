"""A real S3-compatible server in a process of its own, and lakes in it."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from time import sleep

import boto3

from handiwork.lake.object_store import ObjectStore
from handiwork.lake.places import LakeAddress
from handiwork.lake.store import Lake

REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented-too", "AWS_DEFAULT_REGION": REGION}


class StoreServer:
    """The server with one bucket; every lake gets a prefix of its own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self._process)
        os.environ.update(KEYS)
        self.client = boto3.client("s3", endpoint_url=self.endpoint, region_name=REGION)
        self.client.create_bucket(Bucket="lakes")

    def address(self, name: str) -> LakeAddress:
        return LakeAddress(f"s3://lakes/{name}", self.endpoint, REGION)

    def lake(self, name: str, scratch: Path, *, lease_s: float = 60) -> Lake:
        return Lake(ObjectStore(self.address(name), scratch, lease_s=lease_s))

    def keys(self, name: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="lakes", Prefix=f"{name}/")
        return sorted(item["Key"].removeprefix(f"{name}/") for page in pages for item in page.get("Contents", ()))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for_port(port: int, process: subprocess.Popen, tries: int = 600) -> None:
    """Return when somebody listens; raise if the process ended or nobody does for a minute."""
    for _ in range(tries):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}") from None
            sleep(0.1)
        else:
            return
    raise RuntimeError(f"nobody listens on port {port}")
