"""The command line: parse, call app, print. stdout is data, stderr is narration.

Exit codes are those of :mod:`handiwork.errors`; 130 after Ctrl-C.
"""

import errno
import os
import sys
import traceback

import typer

from handiwork.errors import HandiworkError, StoreError
from handiwork.faces.cli import ingest_conferences as _ingest_conferences  # noqa: F401 - registers its command
from handiwork.faces.cli import ingest_github as _ingest_github  # noqa: F401 - registers its command
from handiwork.faces.cli import ingest_huggingface as _ingest_huggingface  # noqa: F401 - registers its command
from handiwork.faces.cli import ingest_papers as _ingest_papers  # noqa: F401 - registers its command
from handiwork.faces.cli import ingest_pypi as _ingest_pypi  # noqa: F401 - registers its command
from handiwork.faces.cli.commands import app
from handiwork.faces.formats import steady

__all__ = ["run"]

_INTERRUPTED = 130
_KEPT = "interrupted: what was committed is kept, the same command goes on from there"


def run(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        Without the program's name; None takes the process' own.

    Returns
    -------
    int
        The exit code.
    """
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(typed, prog_name="handiwork", standalone_mode=False)
        if code == _INTERRUPTED:  # what Typer makes of Ctrl-C
            _tell(_KEPT, _INTERRUPTED)
    except typer.Exit as stop:
        code = stop.exit_code
    except typer.TyperException as error:
        message = error.format_message()  # empty after the help that is shown when nothing was asked
        code = _tell(message, error.exit_code) if message else error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = _tell(_KEPT, _INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains while it exits
        code = 0
    except HandiworkError as error:
        if "--debug" in typed:
            traceback.print_exc()
        code = _tell(str(error), error.exit_code)
    except Exception as error:
        told = _of_the_machine(error)
        if told is None or "--debug" in typed:
            raise
        code = _tell(told, StoreError.exit_code)
    return code if isinstance(code, int) else 0


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)
_ROOMLESS = ("no space left", "disk full", "disk is full", "file too large", "disk quota")
_ENGINES = frozenset({"duckdb", "_duckdb", "pyarrow"})


def _of_the_machine(error: Exception) -> str | None:
    """Return what to tell of a full disk, missing rights or a damaged file; None if it is none of these."""
    said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    is_engines = type(error).__module__.partition(".")[0] in _ENGINES
    number = error.errno if isinstance(error, OSError) else None
    if number in _NO_ROOM or ((is_engines or number is not None) and any(word in said.lower() for word in _ROOMLESS)):
        return (
            f"the disk is full ({said}): make room and do it again; what was committed is kept, nothing is half there"
        )
    if number in _NO_RIGHTS:
        return f"that cannot be read or written ({said}): give yourself rights, or choose another home with --home"
    if is_engines or (number is not None and "parquet" in said.lower()):
        return f"stored data cannot be read ({said}): `handiwork doctor` says which file, and what to do"
    return None


def _tell(message: str, code: int) -> int:
    sys.stderr.write(f"handiwork: {steady(message)}\n")
    return code
