"""Fixtures of the commands: run one, see what it says."""

from types import SimpleNamespace

import pytest

from handiwork.faces.cli import run


@pytest.fixture
def command(capsys):
    """Run a command in a home; return its exit code, stdout and stderr."""

    def call(home, *arguments):
        capsys.readouterr()
        code = run(["--home", str(home), *map(str, arguments)])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return call
