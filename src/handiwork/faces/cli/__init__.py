"""The command line: parse, call app, print. stdout is data, stderr is narration.

Exit codes are those of :mod:`handiwork.errors`; 130 after Ctrl-C.
"""

import os
import sys
import traceback

import typer

from handiwork.errors import HandiworkError
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
    return code if isinstance(code, int) else 0


def _tell(message: str, code: int) -> int:
    sys.stderr.write(f"handiwork: {steady(message)}\n")
    return code
