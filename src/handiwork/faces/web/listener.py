"""The socket that worker processes share: what it accepts sends at once, and each worker gets its share."""

import os
import socket
import time
from ctypes import c_int64
from multiprocessing import get_context
from multiprocessing.reduction import DupFd
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import uvicorn

__all__ = ["Listener", "Tally", "listener_of"]

_NAP_S = 0.0005
_PATIENCE_S = 0.02
"""How long a connection is left to a worker that has fewer: one that is busy needs some milliseconds to look."""


class Tally:
    """How many connections each worker process holds, in memory that they share.

    Parameters
    ----------
    workers
        Processes at one time.
    """

    def __init__(self, workers: int) -> None:
        context = get_context("spawn")
        self._lock = context.Lock()
        self._pids = context.RawArray(c_int64, workers)
        self._held = context.RawArray(c_int64, workers)
        self._mine: int | None = None

    def joined(self) -> None:
        """Take the place of this process; that of one which has ended is free."""
        with self._lock:
            places = range(len(self._pids))
            mine = next((n for n in places if not _is_running(self._pids[n])), None)
            if mine is not None:
                self._pids[mine], self._held[mine] = os.getpid(), 0
            self._mine = mine

    def count(self, change: int) -> None:
        """Note that this process holds more connections, or fewer."""
        if self._mine is not None:
            self._held[self._mine] += change  # its own place: nobody else writes there

    @property
    def others_hold_fewer(self) -> bool:
        """Whether some other running worker has fewer connections than this one."""
        if self._mine is None:
            return False
        held, pids, mine = self._held, self._pids, self._mine
        return any(held[n] < held[mine] and _is_running(pids[n]) for n in range(len(pids)) if n != mine)


class Listener(socket.socket):
    """A listening socket of which every worker process takes its share of connections.

    Notes
    -----
    uvicorn writes the head and the body of an answer one after the other. asyncio turns Nagle's algorithm off only for
    sockets that were made for TCP by name, which uvicorn's own are not: the body then waits 40 ms for the delayed
    acknowledgement of the head. Connections inherit the option from the socket they come from.

    asyncio takes one number for how many connections may wait in the kernel and how many a process accepts in one go
    (https://bugs.python.org/issue27906). With a large one, the first worker to wake takes every connection of a
    burst, and keeps them as long as they are kept alive: one core then does the work of all. So the configuration says
    1, the socket lets ``WAITING`` wait whatever it is told, and a worker leaves a connection to one that has fewer, for
    20 ms at most.
    """

    WAITING = 2048

    tally: Tally | None = None
    _left_since: float | None = None

    def listen(self, _backlog: int = 0, /) -> None:
        """Listen; so many connections may wait as the class says."""
        super().listen(self.WAITING)

    def accept(self) -> "tuple[socket.socket, Any]":
        """Return the next connection and where it comes from; BlockingIOError if there is none for this worker.

        Raises
        ------
        BlockingIOError
            As of any socket that does not wait; also if another worker is to have it.
        """
        if self.tally is None:
            return super().accept()
        if self.tally.others_hold_fewer:
            now = time.monotonic()
            self._left_since = self._left_since or now
            if now - self._left_since < _PATIENCE_S:
                time.sleep(_NAP_S)
                raise BlockingIOError
        self._left_since = None
        handle, address = self._accept()  # type: ignore[attr-defined] # what socket.accept calls
        return _Held(self.family, self.type, self.proto, handle, tally=self.tally), address

    def __reduce__(self) -> tuple[Any, ...]:
        """Hand the socket to a worker process that is being started."""
        return _taken, (DupFd(self.fileno()), self.family, self.type, self.proto, self.tally)


def listener_of(config: "uvicorn.Config") -> Listener:
    """Return the bound socket of a configuration, which exits with a message if the address is taken."""
    bound = config.bind_socket()
    found = Listener(bound.family, bound.type, bound.proto, bound.detach())
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    found.set_inheritable(True)
    if config.workers > 1:
        found.tally = Tally(config.workers)
    return found


# --- private ---


class _Held(socket.socket):
    """A connection that is counted until it is closed."""

    def __init__(self, *arguments: Any, tally: Tally) -> None:
        super().__init__(*arguments)
        self._tally: Tally | None = tally
        tally.count(1)

    def close(self) -> None:
        """Close the connection, and count it no longer."""
        tally, self._tally = self._tally, None
        if tally is not None:
            tally.count(-1)
        super().close()


def _taken(handle: Any, family: int, type_: int, proto: int, tally: Tally | None) -> Listener:
    """Return the socket in the process that was started."""
    found = Listener(family, type_, proto, handle.detach())
    found.tally = tally
    if tally is not None:
        tally.joined()
    return found


def _is_running(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
