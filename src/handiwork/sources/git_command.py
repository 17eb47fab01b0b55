"""Running the ``git`` command: argument lists only, nothing interactive, nothing a repository could configure.

Two ways to reach out, chosen by the caller: :data:`READ_ONLY` refuses every transport, so that reading a
repository cannot start one (a partial clone would otherwise fetch what it lacks), and :data:`NETWORK` allows
the transports of :data:`handiwork.sources.git_target.SCHEMES`. Which transports there are is said in the environment
too: a setting of the repository for one transport would win over our setting for all.
"""

import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from handiwork.errors import NotARepositoryError, PermanentSourceError

__all__ = ["NETWORK", "READ_ONLY", "Git", "Outcome", "told"]

READ_ONLY: tuple[str, ...] = ("protocol.allow=never",)
"""Settings under which git touches nothing but the repository it is given."""

_TRANSPORTS = ("https", "http", "git", "ssh", "file")

NETWORK: tuple[str, ...] = (
    "protocol.allow=never",
    *(f"protocol.{scheme}.allow=always" for scheme in _TRANSPORTS),
    "protocol.ext.allow=never",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
)
"""Settings under which git may fetch; a transfer that stands still for a minute ends."""

_ALWAYS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=",
    "log.showSignature=false",
    "log.mailmap=false",
    "mailmap.file=/dev/null",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.graftFileDeprecated=false",
)

_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_PAGER": "cat",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}

_PROXY = {"GIT_PROXY_COMMAND": ""}
# Of several `core.gitProxy` the first wins, and a repository's comes first: only the environment goes before it.

_KEPT = frozenset({"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_COMMAND"})
# Variables that say how to reach a server; every other GIT_* would redirect what we read.

_CHUNK_BYTES = 1 << 20
_TOLD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished command left: its exit code, its output and what it said in error, without addresses."""

    code: int
    output: bytes
    problem: str


@dataclass(frozen=True, slots=True)
class Git:
    """The git command on one repository.

    Attributes
    ----------
    folder
        The repository's git folder (a bare repository, or what ``.git`` is).
    """

    folder: Path

    def run(self, *arguments: str, given: bytes | None = None, reach: tuple[str, ...] = READ_ONLY) -> Outcome:
        """Run one command to its end; a failure is an outcome, not an error.

        Parameters
        ----------
        arguments
            The command and its arguments.
        given
            Bytes for its standard input; None for none.
        reach
            :data:`READ_ONLY` or :data:`NETWORK`.

        Raises
        ------
        PermanentSourceError
            If there is no ``git`` command.
        """
        command, environment = self._command(arguments, reach)
        try:
            done = subprocess.run(
                command, input=given or b"", capture_output=True, check=False, cwd=self.folder, env=environment
            )
        except FileNotFoundError as error:
            raise _no_git() from error
        return Outcome(done.returncode, done.stdout, told(done.stderr))

    def text(self, *arguments: str) -> str | None:
        """Return what a command prints, without surrounding space; None if it fails or prints nothing."""
        outcome = self.run(*arguments)
        return outcome.output.decode("utf-8", "replace").strip() or None if outcome.code == 0 else None

    def stream(self, *arguments: str, given: IO[bytes] | None = None) -> Iterator[bytes]:
        """Yield a command's output in chunks while it runs; ends the command if it is not read to its end.

        Raises
        ------
        NotARepositoryError
            If the command fails, as it does where objects are missing or damaged.
        """
        said = bytearray()
        command, environment = self._command(arguments, READ_ONLY)
        with subprocess.Popen(
            command,
            stdin=given or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=environment,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            listener = threading.Thread(target=_keep_last, args=(process.stderr, said), daemon=True)
            listener.start()
            try:
                while chunk := process.stdout.read(_CHUNK_BYTES):
                    yield chunk
            except BaseException:
                process.kill()
                raise
            finally:
                listener.join()
        if process.returncode:
            raise NotARepositoryError(
                f"{self.folder} is damaged or incomplete, git {arguments[0]} says: {told(bytes(said))}; "
                "check it with `git fsck`, or clone it again"
            )

    def talk(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that answers on its standard output what it is asked on its input; the caller ends it."""
        command, environment = self._command(arguments, READ_ONLY)
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=environment,
        )

    def _command(self, arguments: tuple[str, ...], reach: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
        settings = [part for setting in (*_ALWAYS, *reach) for part in ("-c", setting)]
        return ["git", "--no-pager", f"--git-dir={self.folder}", *settings, *arguments], _environment(reach)


def told(problem: bytes) -> str:
    r"""Return the last thing git complained about, on one line, without addresses and without passwords.

    Examples
    --------
    >>> told(b"hint: try\nfatal: cannot reach jane@example.org: refused\n")
    'cannot reach (address) refused'
    """
    lines = [line.strip() for line in problem.decode("utf-8", "replace").splitlines() if line.strip()]
    complaints = [line for line in lines if line.startswith(("fatal:", "error:", "ERROR:"))] or lines
    last = complaints[-1].split(":", 1)[-1] if complaints else "nothing"
    return " ".join("(address)" if "@" in word else word for word in last.split())[:_TOLD_CHARACTERS]


# --- private ---


def _no_git() -> PermanentSourceError:
    return PermanentSourceError("there is no `git` command: install git 2.30 or newer")


def _environment(reach: tuple[str, ...]) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _KEPT}
    found = _PROXY | inherited | _ENVIRONMENT
    if reach is READ_ONLY:
        own = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
        return found | own | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"} | found | {"GIT_ALLOW_PROTOCOL": ":".join(_TRANSPORTS)}


def _keep_last(pipe: IO[bytes], said: bytearray) -> None:
    """Read a pipe to its end and keep its last few thousand bytes."""
    while chunk := pipe.read(4096):
        said += chunk
        del said[:-8192]
