"""Real servers on loopback, each a process of its own: an S3-compatible object store, and a Spark cluster.

Benchmarks measure with them and the tests run on them. Nothing here speaks to another machine.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from time import sleep
from types import MappingProxyType
from typing import Any

import boto3

from handiwork.lake.object_store import ObjectStore
from handiwork.lake.places import LakeAddress
from handiwork.lake.store import Lake

__all__ = ["FRUGAL", "KEYS", "REGION", "SparkCluster", "StoreServer"]

REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented-too", "AWS_DEFAULT_REGION": REGION}
"""What the store's clients find in the environment."""

_FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

FRUGAL: Mapping[str, str] = MappingProxyType(
    {
        "spark.driver.extraJavaOptions": _FLAGS,
        "spark.executor.extraJavaOptions": _FLAGS,
        "spark.buffer.pageSize": "256k",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.files.openCostInBytes": "0",
        "spark.sql.shuffle.partitions": "2",
    }
)
"""Settings with which a small work stays small: nothing is compiled that runs once."""


class StoreServer:
    """The object store, in memory, with the bucket ``lakes``."""

    def __init__(self) -> None:
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)
        os.environ.update(KEYS)
        self.client: Any = boto3.client("s3", endpoint_url=self.endpoint, region_name=REGION)
        self.client.create_bucket(Bucket="lakes")

    def address(self, name: str) -> LakeAddress:
        """Return the address of a lake in the bucket."""
        return LakeAddress(f"s3://lakes/{name}", self.endpoint, REGION)

    def lake(self, name: str, scratch: Path, *, lease_s: float = 60) -> Lake:
        """Return a lake in the bucket."""
        return Lake(ObjectStore(self.address(name), scratch, lease_s=lease_s))

    def keys(self, prefix: str) -> list[str]:
        """Return the objects below a prefix of the bucket, by their path below it."""
        return sorted(self.sizes(prefix))

    def sizes(self, prefix: str) -> dict[str, int]:
        """Return the objects below a prefix of the bucket, by their path below it, with their bytes."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="lakes", Prefix=f"{prefix}/")
        found = (item for page in pages for item in page.get("Contents", ()))
        return {item["Key"].removeprefix(f"{prefix}/"): item["Size"] for item in found}

    def stop(self) -> None:
        """End the server; its objects go with it."""
        self.process.terminate()
        self.process.wait()


class SparkCluster:
    """A standalone cluster: one master and workers of one core, each a process of its own.

    Settings of the driver are read from ``spark-defaults.conf``, as a user's would be.

    Parameters
    ----------
    folder
        For configuration, logs and what the workers write down.
    workers
        How many.
    memory_mib
        Of the Java part of each executor, and of the driver's.
    settings
        Spark's, beside where the driver is and its memory.
    """

    def __init__(
        self, folder: Path, workers: int = 2, *, memory_mib: int = 512, settings: Mapping[str, str] = FRUGAL
    ) -> None:
        self.folder, self.port, self._memory_mib = folder, free_port(), memory_mib
        self.url = f"spark://127.0.0.1:{self.port}"
        self._configure(folder / "conf", settings)
        daemons = {"SPARK_DAEMON_JAVA_OPTS": _FLAGS, "SPARK_DAEMON_MEMORY": "256m"}
        daemons |= {"PYTHONDONTWRITEBYTECODE": ""}  # a worker's Python is started often
        driver = {"SPARK_CONF_DIR": str(folder / "conf"), "SPARK_LOCAL_IP": "127.0.0.1"}
        driver |= {"PYSPARK_PYTHON": sys.executable}
        os.environ.update(KEYS | driver)
        self._environment = os.environ | daemons | {"SPARK_WORKER_DIR": str(folder / "work")}
        master = ["master.Master", "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0"]
        self.master = self._start(*master)
        wait_for_port(self.port, self.master)
        self.workers = [self.start_worker() for _ in range(workers)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start one more worker; the caller adds it to :attr:`workers`."""
        ports = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        memory = f"{self._memory_mib + 256}m"
        return self._start("worker.Worker", *ports, "--cores", "1", "--memory", memory, self.url)

    def kill(self, worker: subprocess.Popen[bytes]) -> list[int]:
        """End a worker and its executor at once, as a machine that loses power would; return their process ids."""
        family = [worker.pid, *children(worker.pid)]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)
        return family

    def busy_workers(self) -> list[subprocess.Popen[bytes]]:
        """Return the workers that run an executor."""
        return [worker for worker in self.workers if children(worker.pid)]

    def stop(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.master):
            for child in children(process.pid):
                os.kill(child, signal.SIGKILL)
            process.kill()
            process.wait()

    # --- private ---

    def _configure(self, folder: Path, settings: Mapping[str, str]) -> None:
        folder.mkdir(parents=True)
        chosen = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": f"{self._memory_mib + 256}m",
            "spark.executor.memory": f"{self._memory_mib}m",
            "spark.ui.enabled": "false",
            "spark.task.maxFailures": "8",
            **settings,
        }
        lines = [f"{key} {value}" for key, value in chosen.items()]
        (folder / "spark-defaults.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "log4j2.properties").write_text(_QUIET, encoding="utf-8")

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        home = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr] - it is installed
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for_port(port: int, process: "subprocess.Popen[bytes]", tries: int = 1200) -> None:
    """Return when somebody listens; raise if the process ended or nobody does for two minutes."""
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


def children(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return [*found, *(grandchild for child in found for grandchild in children(child))]


_QUIET = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c: %m%n
"""
