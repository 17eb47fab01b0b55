"""What continuous integration and task runners run: the tools behind tox, nox, make, just, scripts and hooks."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.ci_jobs import Job, ci_jobs, mappings
from handiwork.signals.facts.commands import Command, commands_of
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table
from handiwork.signals.facts.task_runners import nox_commands, project_script, project_scripts, recipes, tox_commands

__all__ = ["Automation", "Hook", "Job", "Runs", "automation", "ci_jobs", "hooks", "runs_of_ci", "runs_of_tasks"]

_PACKAGE_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
_PROJECT_RUNNERS = frozenset({"hatch", "pdm", "poe", "task", "rye", "pixi"})
_OWN_ACTIONS: dict[str, Command] = {
    "astral-sh/ruff-action": ("ruff", "check"), "chartboost/ruff-action": ("ruff", "check"),
    "golangci/golangci-lint-action": ("golangci-lint", "run"), "psf/black": ("black",),
    "pypa/gh-action-pypi-publish": ("twine", "upload"), "actions-rs/clippy-check": ("cargo", "clippy"),
    "jakebailey/pyright-action": ("pyright",), "goreleaser/goreleaser-action": ("goreleaser", "release"),
    "biomejs/setup-biome": ("biome",), "changesets/action": ("npm", "publish"), "isort/isort-action": ("isort",),
    "crate-ci/typos": ("typos",), "tox-dev/action-tox": ("tox",),
}  # fmt: skip
_DEEP = 6
_MOST_RUNS = 5_000


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook of pre-commit: its repository and revision, its id, and the command of one that is spelled here."""

    repo: str
    revision: str
    id: str
    entry: str = ""

    @property
    def script(self) -> str:
        """What it runs: the command it spells, else its id, which for a tool's own hook is the tool's name."""
        return self.entry or self.id


@dataclass(slots=True)
class Runs:
    """Commands that are run, each with the job it came from."""

    found: list[tuple[Command, Job]] = field(default_factory=list)

    def jobs(self, *commands: str) -> list[Job]:
        """Return the jobs that run one of these commands (words joined by spaces: the first words of a command)."""
        wanted = [tuple(c.split()) for c in commands]
        jobs = [job for words, job in self.found if any(words[: len(w)] == w for w in wanted)]
        return list({(j.path, j.name): j for j in jobs}.values())


@fact
def hooks(configuration: Configuration) -> tuple[Hook, ...]:
    """Return the hooks of pre-commit, in the order of the file."""
    path = configuration.first(".pre-commit-config.yaml", ".pre-commit-config.yml")
    found = []
    for repo in mappings(configuration.yaml(path).get("repos")) if path else ():
        source, revision = str(repo.get("repo")), str(repo.get("rev", ""))
        found += [
            Hook(source, revision, str(h.get("id")), str(h.get("entry", ""))) for h in mappings(repo.get("hooks"))
        ]
    return tuple(found)


@fact
def automation(configuration: Configuration, hooks: tuple[Hook, ...]) -> "Automation":
    """Return the reader of what commands stand for."""
    return Automation(configuration, hooks)


@fact
def runs_of_ci(
    ci_jobs: tuple[Job, ...], automation: "Automation", configuration: Configuration, hooks: tuple[Hook, ...]
) -> Runs:
    """Return the commands that continuous integration runs, also through tox, nox, make, scripts and hooks."""
    runs = Runs()
    for job in ci_jobs:
        for script in job.scripts:
            runs.found += [(words, job) for words in automation.commands(script)]
        for action in job.actions:
            runs.found += [(words, job) for words in automation.action(action)]
    if hooks and "ci" in configuration.yaml(".pre-commit-config.yaml"):
        service = Job(".pre-commit-config.yaml", "pre-commit.ci", "hooks", ())
        runs.found += [(words, service) for hook in hooks for words in automation.commands(hook.script)]
    return runs


@fact
def runs_of_tasks(automation: "Automation", configuration: Configuration, hooks: tuple[Hook, ...]) -> Runs:
    """Return the commands of every task that is declared, whether or not continuous integration runs it."""
    runs = Runs()
    for path, script in automation.tasks():
        job = Job(path, "tasks", path, (script,))
        runs.found += [(words, job) for words in automation.commands(script)]
    path = configuration.first(".pre-commit-config.yaml", ".pre-commit-config.yml") or ""
    for hook in hooks:
        job = Job(path, "pre-commit", hook.id, (hook.script,))
        runs.found += [(words, job) for words in automation.commands(hook.script)]
    return runs


class Automation:
    """What a command stands for in this tree.

    Parameters
    ----------
    configuration
        The settings files.
    hooks
        Hooks of pre-commit.
    """

    def __init__(self, configuration: Configuration, hooks: tuple[Hook, ...]) -> None:
        self._configuration = configuration
        self._hooks = hooks

    def commands(self, script: str) -> list[Command]:
        """Return the commands of a shell text, and those they stand for; at most a few thousand."""
        found: list[Command] = []
        self._follow(script, found, set(), 0)
        return found

    def action(self, used: str) -> list[Command]:
        """Return what a referenced action runs, for those that are a tool's own."""
        name = used.partition("@")[0].lower()
        if name.startswith(("pre-commit/action", "tox-dev/action-pre-commit", "j178/prek-action")):
            return [words for hook in self._hooks for words in self.commands(hook.script)]
        return [_OWN_ACTIONS[name]] if name in _OWN_ACTIONS else []

    def tasks(self) -> Iterator[tuple[str, str]]:
        """Yield the file and the shell text of each task that is declared: of tox, nox, make, just, pyproject.toml."""
        read = self._configuration
        for command in tox_commands(read, None):
            yield read.first("tox.ini", "tox.toml") or "pyproject.toml", command
        for command in nox_commands(read.text("noxfile.py"), None):
            yield "noxfile.py", command
        for script in project_scripts(read.toml("pyproject.toml")):
            yield "pyproject.toml", script
        for path in ("Makefile", "makefile", "GNUmakefile", "justfile", "Justfile"):
            for recipe in recipes(read.text(path) or "", None):
                yield path, recipe

    # --- private ---

    def _follow(self, script: str, found: list[Command], seen: set[str], depth: int) -> None:
        if depth > _DEEP or script in seen or len(found) > _MOST_RUNS:
            return
        seen.add(script)
        for words in commands_of(script, self._configuration.paths.__contains__):
            found.append(words)
            for inner in self._behind(words):
                self._follow(inner, found, seen, depth + 1)

    def _behind(self, words: Command) -> Iterable[str]:  # noqa: PLR0911 - one return per kind of runner
        tool, rest = words[0], words[1:]
        read = self._configuration
        if tool == "tox":
            return tox_commands(read, _chosen(rest, ("-e", "--env", "-re")))
        if tool == "nox":
            return nox_commands(read.text("noxfile.py"), _chosen(rest, ("-s", "-e", "--session", "--sessions")))
        if tool in {"make", "gmake", "just"}:
            names = ("justfile", "Justfile", ".justfile") if tool == "just" else ("Makefile", "makefile", "GNUmakefile")
            targets = [w for w in rest if "=" not in w and not w.startswith("-")]
            return recipes(read.text(read.first(*names) or "Makefile") or "", targets)
        if tool in _PACKAGE_MANAGERS:
            return self._package_script(rest)
        if tool in {"pre-commit", "prek"} and rest[:1] in {("run",), ()}:
            named = [w for w in rest[1:2] if not w.startswith("-")]
            return [h.script for h in self._hooks if not named or h.id in named]
        if tool in _PROJECT_RUNNERS:
            return project_script(read.toml("pyproject.toml"), tool, rest)
        path = (rest[0] if tool in {"bash", "sh", "source", "."} and rest else tool).removeprefix("./")
        shell = read.text(path) if path in read.paths and not path.endswith(".py") else None
        return [shell] if shell and not _is_python(shell) else []

    def _package_script(self, rest: tuple[str, ...]) -> list[str]:
        scripts = table(self._configuration.json("package.json"), "scripts") or {}
        words = [w for w in rest if not w.startswith("-")]
        name = words[1] if words[:1] == ["run"] and len(words) > 1 else words[0] if words else ""
        return [str(scripts[name])] if name in scripts else []


# --- private ---


def _chosen(words: tuple[str, ...], flags: tuple[str, ...]) -> list[str] | None:
    """Return the names that are given to a flag; None where none is given, or one is not known here."""
    found: list[str] = []
    for n, word in enumerate(words):
        if word in flags:
            found += _names(words[n + 1 :])
        elif (flag := word.partition("="))[0] in flags and flag[1]:
            found += flag[2].split(",")
        elif word in {"-m", "-f", "-t", "-k", "--tags"}:
            return None
    if any(set(name) & set("${}") for name in found):
        return None
    return found or None


def _names(words: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for word in words:
        if word.startswith("-"):
            break
        found += [name for name in word.split(",") if name]
    return found


def _is_python(text: str) -> bool:
    if not text.startswith("#!") or "python" not in text.partition("\n")[0]:
        return False
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
