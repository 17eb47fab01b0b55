"""Tools that Python code is kept in order with: configured where, and run by what.

A tool counts as **configured** by its own settings file or table, and as **run** by a hook, a task, or continuous
integration, where what is run is followed (:mod:`handiwork.signals.facts.automation`). A name in a list of
dependencies is neither.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handiwork.signals.facts.automation import Runs
from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table
from handiwork.signals.facts.type_checkers import CheckerSettings

__all__ = ["KINDS", "PythonTool", "PythonTools", "python_tools"]

KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "linter": {
        "ruff": ("ruff check", "ruff-check", "ruff --fix", "ruff ."),
        "flake8": ("flake8", "pflake8"),
        "pylint": ("pylint",),
        "pycodestyle": ("pycodestyle",),
        "pyflakes": ("pyflakes",),
        "prospector": ("prospector",),
    },
    "formatter": {
        "ruff format": ("ruff format", "ruff-format"),
        "black": ("black", "black-jupyter", "darker"),
        "yapf": ("yapf",),
        "autopep8": ("autopep8",),
    },
    "type checker": {
        "mypy": ("mypy", "dmypy", "mypy.stubtest", "stubtest"),
        "pyright": ("pyright",),
        "basedpyright": ("basedpyright",),
        "ty": ("ty check", "ty"),
        "pyrefly": ("pyrefly", "pyrefly-check"),
        "pytype": ("pytype",),
        "pyre": ("pyre",),
    },
}
"""For each kind of tool, its tools, and the first words of commands (or a hook's id) that run each."""

_FILES: dict[str, tuple[str, ...]] = {
    "ruff": ("ruff.toml", ".ruff.toml"),
    "flake8": (".flake8",),
    "pylint": (".pylintrc", "pylintrc", ".pylintrc.toml", "pylintrc.toml"),
    "yapf": (".style.yapf",),
    "prospector": (".prospector.yml", ".prospector.yaml", "prospector.yml", "prospector.yaml"),
}
_TABLES: dict[str, tuple[str, ...]] = {
    "ruff": ("tool", "ruff"),
    "ruff format": ("tool", "ruff", "format"),
    "flake8": ("tool", "flake8"),
    "pylint": ("tool", "pylint"),
    "black": ("tool", "black"),
    "yapf": ("tool", "yapf"),
    "autopep8": ("tool", "autopep8"),
}
_SECTIONS: dict[str, tuple[str, ...]] = {
    "flake8": ("flake8",),
    "pylint": ("pylint", "pylint.main", "pylint.master", "pylint.messages control"),
    "yapf": ("yapf",),
    "autopep8": ("autopep8",),
    "pycodestyle": ("pycodestyle", "pep8"),
}


@dataclass(frozen=True, slots=True)
class PythonTool:
    """One tool.

    Attributes
    ----------
    name, kind
        The tool, and which of :data:`KINDS` it is.
    configured
        Files that configure it.
    hooks, tasks, ci
        Files that run it: as a hook, by a task, in continuous integration.
    """

    name: str
    kind: str
    configured: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    ci: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Files that show it, each once."""
        return tuple(dict.fromkeys((*self.configured, *self.hooks, *self.tasks, *self.ci)))

    @property
    def told(self) -> str:
        """The tool in words: where it is configured, and what runs it."""
        by = [what for what, found in (("CI", self.ci), ("hooks", self.hooks), ("tasks", self.tasks)) if found]
        parts = [f"configured in {self.configured[0]}"] if self.configured else []
        parts += [f"run by {' and '.join(by)}"] if by else []
        return f"{self.name} ({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class PythonTools:
    """The tools of a tree, and why settings files could not be read."""

    found: tuple[PythonTool, ...] = ()
    problems: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[PythonTool, ...]:
        """Return the tools of a kind."""
        return tuple(t for t in self.found if t.kind == kind)


@fact
def python_tools(
    configuration: Configuration, type_checkers: CheckerSettings, runs_of_ci: Runs, runs_of_tasks: Runs
) -> PythonTools:
    """Return which linters, formatters and type checkers a tree uses, by kind and name."""
    checkers = {c.tool: c.path for c in type_checkers.checkers}
    found = []
    for kind, tools in KINDS.items():
        for name, commands in tools.items():
            configured = tuple(dict.fromkeys(_configured(name, configuration)))
            run = runs_of_tasks.jobs(*commands)
            tool = PythonTool(
                name,
                kind,
                (checkers[name],) if name in checkers else configured,
                _paths(j.path for j in run if j.system == "pre-commit"),
                _paths(j.path for j in run if j.system == "tasks"),
                _paths(j.path for j in runs_of_ci.jobs(*commands)),
            )
            found += [tool] if tool.places else []
    read = ("pyproject.toml", "setup.cfg", "tox.ini", ".pre-commit-config.yaml", ".pre-commit-config.yml")
    return PythonTools(tuple(found), configuration.problems_of(*read))


# --- private ---


def _configured(name: str, configuration: Configuration) -> Iterator[str]:
    yield from (path for path in _FILES.get(name, ()) if path in configuration.paths)
    if name in _TABLES and table(configuration.toml("pyproject.toml"), *_TABLES[name]) is not None:
        yield "pyproject.toml"
    if name == "ruff format":
        for path in _FILES["ruff"]:
            if table(configuration.toml(path), "format") is not None:
                yield path
    for path in ("setup.cfg", "tox.ini"):
        sections = {s.lower() for s in configuration.ini(path)} if name in _SECTIONS else set()
        if not sections.isdisjoint(_SECTIONS.get(name, ())):
            yield path


def _paths(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
