"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket there, stopped at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["binaries", "fresh_database", "running"]


def binaries() -> Path | None:
    """Return the folder with the newest server's programs; None where none is installed."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return Path(on_path).parent if on_path else found[-1].parent if found else None


@contextmanager
def running() -> Iterator[str]:
    """Yield the address of a server, without a database's name, while it runs."""
    programs = binaries()
    assert programs is not None
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        # The server refuses to run as root: there it runs as the account that its package makes.
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        _run([programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-N", "-E", "UTF8"], folder, who)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", "60"]
        _run([*control, "-o", options, "-l", Path(folder) / "log", "start"], folder, who)
        try:
            yield f"postgresql://tester@/{{}}?host={folder}"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder, who)


def fresh_database(server: str) -> str:
    """Make an empty database on a server and return its address."""
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name)


def _run(command: list[object], folder: str, who: dict[str, object]) -> None:
    words = [str(word) for word in command]
    with (Path(folder) / f"{Path(words[0]).name}.out").open("wb") as told:
        done = subprocess.run(words, cwd=folder, stdout=told, stderr=subprocess.STDOUT, check=False, **who)
    assert done.returncode == 0, Path(told.name).read_text(errors="replace")
