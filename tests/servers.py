"""Real servers in processes of their own: an S3-compatible store with lakes in it, and a Spark cluster."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import sleep

import boto3
import pyspark

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


class SparkCluster:
    """A standalone cluster on loopback: one master and workers of one core, each a process of its own.

    Settings of the driver are read from ``spark-defaults.conf``, as a user's would be; they keep a small work small.
    """

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder, self.port, self.url = folder, free_port(), ""
        self.url = f"spark://127.0.0.1:{self.port}"
        self.conf = folder / "conf"
        self.conf.mkdir(parents=True)
        lines = [f"{key} {value}" for key, value in _SMALL.items()]
        (self.conf / "spark-defaults.conf").write_text("\n".join(lines) + "\n")
        (self.conf / "log4j2.properties").write_text(_QUIET)
        self._environment = os.environ | KEYS
        self._environment |= {"SPARK_CONF_DIR": str(self.conf), "SPARK_LOCAL_IP": "127.0.0.1", **_JAVA}
        self._environment |= {"SPARK_WORKER_DIR": str(folder / "work"), "PYSPARK_PYTHON": sys.executable}
        os.environ.update(
            KEYS, SPARK_CONF_DIR=str(self.conf), SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable
        )
        master = ["master.Master", "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0"]
        self._master = self._start(*master)
        wait_for_port(self.port, self._master)
        self.workers = [self.start_worker() for _ in range(workers)]

    def start_worker(self) -> subprocess.Popen:
        ports = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        return self._start("worker.Worker", *ports, "--cores", "1", "--memory", "768m", self.url)

    def kill(self, worker: subprocess.Popen) -> list[int]:
        """End a worker and its executor at once, as a machine that loses power would; return their process ids."""
        family = [worker.pid, *_children(worker.pid)]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)
        return family

    def busy_workers(self) -> list[subprocess.Popen]:
        """Return the workers that run an executor."""
        return [worker for worker in self.workers if _children(worker.pid)]

    def stop(self) -> None:
        for process in (*self.workers, self._master):
            for child in _children(process.pid):
                os.kill(child, signal.SIGKILL)
            process.kill()
            process.wait()

    def _start(self, name: str, *arguments: str) -> subprocess.Popen:
        home = Path(pyspark.__file__).parent
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)


_FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_JAVA = {"SPARK_DAEMON_JAVA_OPTS": _FLAGS, "SPARK_DAEMON_MEMORY": "256m"}
_SMALL = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "768m",
    "spark.driver.extraJavaOptions": _FLAGS,
    "spark.executor.extraJavaOptions": _FLAGS,
    "spark.executor.memory": "512m",
    "spark.ui.enabled": "false",
    "spark.buffer.pageSize": "256k",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.files.openCostInBytes": "0",
    "spark.sql.shuffle.partitions": "2",
    "spark.task.maxFailures": "8",
}
_QUIET = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c: %m%n
"""


def _children(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return [*found, *(grandchild for child in found for grandchild in _children(child))]
