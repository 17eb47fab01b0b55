"""The command line: parse, call app, print. stdout is data, stderr is narration.

Exit codes are those of :mod:`handiwork.errors`; 130 after Ctrl-C.
"""

import sys
import traceback

import click

from handiwork.errors import HandiworkError
from handiwork.faces.cli.commands import app

__all__ = ["run"]


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
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.Abort:
        return _tell("interrupted: what was committed is kept, the same command goes on from there", 130)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        return _tell("interrupted: what was committed is kept, the same command goes on from there", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except HandiworkError as error:
        if "--debug" in typed:
            traceback.print_exc()
        return _tell(str(error), error.exit_code)
    return code if isinstance(code, int) else 0


def _tell(message: str, code: int) -> int:
    sys.stderr.write(f"handiwork: {message}\n")
    return code
