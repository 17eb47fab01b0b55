"""What continuous integration runs: its jobs, and the tools behind tox, nox, make, scripts and hooks."""

import ast
import fnmatch
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table

__all__ = ["Job", "Runs", "automation", "ci_jobs", "hooks", "runs_of_ci"]

_WRAPPERS = frozenset(
    {"sudo", "time", "xvfb-run", "exec", "command", "env", "nice", "npx", "uvx", "bunx", "then", "do"}
)
_RUNNERS = {
    ("uv", "run"), ("poetry", "run"), ("pipenv", "run"), ("pdm", "run"), ("rye", "run"), ("pipx", "run"),
    ("pixi", "run"), ("conda", "run"), ("yarn", "exec"), ("pnpm", "exec"), ("npm", "exec"), ("uv", "tool"),
    ("pnpm", "dlx"), ("coverage", "run"), ("rustup", "run"), ("mise", "exec"), ("hatch", "run"),
}  # fmt: skip
_PACKAGE_MANAGERS = frozenset({"npm", "yarn", "pnpm", "bun"})
_DEEP = 5
_MOST_RUNS = 5_000


@dataclass(frozen=True, slots=True)
class Job:
    """One job of continuous integration.

    Attributes
    ----------
    path
        Its file.
    system
        Whose it is: ``GitHub Actions``, ``GitLab CI``, ``Azure Pipelines``, ``CircleCI``.
    name
        Its name in the file.
    scripts
        Shell texts that it runs.
    actions
        What it uses by reference (``owner/name@ref``).
    versions
        Versions by tool (``python``, ``node``, ``go``, ``java``, ``rust``) that it runs on.
    on_changes
        True if it runs on proposed changes.
    permissions
        What it may do, as written; None if nothing is said.
    """

    path: str
    system: str
    name: str
    scripts: tuple[str, ...]
    actions: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    on_changes: bool = True
    permissions: object = None


@dataclass(slots=True)
class Runs:
    """Commands that are run, each with the file of continuous integration it came from."""

    found: list[tuple[tuple[str, ...], Job]] = field(default_factory=list)

    def jobs(self, *commands: str) -> list[Job]:
        """Return the jobs that run one of these commands (words joined by spaces: the first words of a command)."""
        wanted = [tuple(c.split()) for c in commands]
        jobs = [job for words, job in self.found if any(words[: len(w)] == w for w in wanted)]
        return list({(j.path, j.name): j for j in jobs}.values())


@fact
def ci_jobs(configuration: Configuration) -> tuple[Job, ...]:
    """Return the jobs of every continuous integration that is configured, by file and name."""
    found: list[Job] = []
    for path in sorted(configuration.paths):
        if fnmatch.fnmatchcase(path, ".github/workflows/*.y*ml") and path.count("/") == 2:
            found += _github(path, configuration.yaml(path))
    for path in (".gitlab-ci.yml", ".gitlab-ci.yaml"):
        found += _gitlab(path, configuration.yaml(path))
    for path in ("azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines/azure-pipelines.yml"):
        found += _plain(path, "Azure Pipelines", configuration.yaml(path), ("script", "bash", "pwsh"))
    for path in (".circleci/config.yml", ".circleci/config.yaml"):
        found += _plain(path, "CircleCI", configuration.yaml(path), ("run", "command"))
    return tuple(found)


@fact
def hooks(configuration: Configuration) -> tuple[tuple[str, str, str], ...]:
    """Return the hooks of pre-commit as (repository, revision, id), in the order of the file."""
    path = configuration.first(".pre-commit-config.yaml", ".pre-commit-config.yml")
    found = []
    for repo in _dicts(configuration.yaml(path).get("repos")) if path else ():
        found += [
            (str(repo.get("repo")), str(repo.get("rev", "")), str(h.get("id"))) for h in _dicts(repo.get("hooks"))
        ]
    return tuple(found)


@fact
def runs_of_ci(ci_jobs: tuple[Job, ...], configuration: Configuration, hooks: tuple[tuple[str, str, str], ...]) -> Runs:
    """Return the commands that continuous integration runs, also through tox, nox, make, scripts and hooks."""
    automation = Automation(configuration, hooks)
    runs = Runs()
    for job in ci_jobs:
        for script in job.scripts:
            runs.found += [(words, job) for words in automation.commands(script)]
        for action in job.actions:
            runs.found += [(words, job) for words in automation.action(action)]
    if hooks and "ci" in configuration.yaml(".pre-commit-config.yaml"):
        service = Job(".pre-commit-config.yaml", "pre-commit.ci", "hooks", ())
        runs.found += [((hook,), service) for _repo, _rev, hook in hooks]
    return runs


@fact
def automation(configuration: Configuration, hooks: tuple[tuple[str, str, str], ...]) -> "Automation":
    """Return the reader of what commands stand for."""
    return Automation(configuration, hooks)


class Automation:
    """What a command stands for in this tree."""

    def __init__(self, configuration: Configuration, hooks: tuple[tuple[str, str, str], ...]) -> None:
        self._configuration = configuration
        self._hooks = hooks

    def commands(self, script: str) -> list[tuple[str, ...]]:
        """Return the commands of a shell text, and those they stand for; at most a few thousand."""
        found: list[tuple[str, ...]] = []
        self._follow(script, found, set(), 0)
        return found

    def action(self, used: str) -> list[tuple[str, ...]]:
        """Return what a referenced action runs, for those that are a tool's own."""
        name = used.partition("@")[0].lower()
        if name.startswith("pre-commit/action"):
            return [(hook,) for _repo, _rev, hook in self._hooks]
        tools = {
            "astral-sh/ruff-action": ("ruff", "check"), "chartboost/ruff-action": ("ruff", "check"),
            "golangci/golangci-lint-action": ("golangci-lint", "run"), "psf/black": ("black",),
            "pypa/gh-action-pypi-publish": ("twine", "upload"),
            "actions-rs/clippy-check": ("cargo", "clippy"), "jakebailey/pyright-action": ("pyright",),
            "goreleaser/goreleaser-action": ("goreleaser", "release"), "biomejs/setup-biome": ("biome",),
            "changesets/action": ("npm", "publish"), "isort/isort-action": ("isort",), "crate-ci/typos": ("typos",),
            "tox-dev/action-tox": ("tox",),
        }  # fmt: skip
        return [tools[name]] if name in tools else []

    # --- private ---

    def _follow(self, script: str, found: list[tuple[str, ...]], seen: set[str], depth: int) -> None:
        if depth > _DEEP or script in seen or len(found) > _MOST_RUNS:
            return
        seen.add(script)
        for words in _commands(script):
            found.append(words)
            for inner in self._behind(words):
                self._follow(inner, found, seen, depth + 1)

    def _behind(self, words: tuple[str, ...]) -> Iterable[str]:  # noqa: PLR0911 - one return per kind of runner
        tool, rest = words[0], words[1:]
        if tool in {"tox", "tox-gh-actions"}:
            return self._tox()
        if tool == "nox":
            return _nox(self._configuration.text("noxfile.py"))
        if tool in {"make", "gmake"}:
            return self._make([w for w in rest if "=" not in w and not w.startswith("-")])
        if tool in _PACKAGE_MANAGERS:
            return self._package_script(rest)
        if tool in {"pre-commit", "prek"} and rest[:1] == ("run",):
            return [
                hook for _repo, _rev, hook in self._hooks if len(rest) < 2 or rest[1] in (hook, "-a") or "--" in rest[1]
            ]
        if tool in {"hatch", "pdm", "poe", "task", "rye"}:
            return self._project_scripts(rest)
        path = (rest[0] if tool in {"bash", "sh", "source"} and rest else tool).removeprefix("./")
        shell = self._configuration.text(path) if "/" in path or path.endswith(".sh") else None
        return [shell] if shell else []

    def _tox(self) -> list[str]:
        read = self._configuration
        sections = read.ini("tox.ini") or {
            k: v for k, v in read.ini("setup.cfg").items() if k.startswith(("testenv", "tox"))
        }
        legacy = (table(read.toml("pyproject.toml"), "tool", "tox") or {}).get("legacy_tox_ini")
        found = [s["commands"] for name, s in sections.items() if name.startswith("testenv") and "commands" in s]
        if isinstance(legacy, str):
            found.append("\n".join(line for line in legacy.splitlines() if line.startswith((" ", "\t"))))
        for tables in (read.toml("tox.toml"), table(read.toml("pyproject.toml"), "tool", "tox") or {}):
            envs = [table(tables, "env_run_base") or {}, *(table(tables, "env") or {}).values()]
            for env in envs:
                commands = env.get("commands", ()) if isinstance(env, dict) else ()
                found += [shlex.join(str(w) for w in c) for c in commands if isinstance(c, list)]
        return found

    def _make(self, targets: list[str]) -> Iterator[str]:
        text = self._configuration.text(self._configuration.first("Makefile", "makefile", "GNUmakefile") or "Makefile")
        rules = _make_rules(text or "")
        waiting, done = list(targets) or list(rules)[:1], set[str]()
        while waiting:
            target = waiting.pop()
            if target not in done and target in rules:
                done.add(target)
                needs, recipe = rules[target]
                waiting += needs
                yield recipe

    def _package_script(self, rest: tuple[str, ...]) -> list[str]:
        scripts = table(self._configuration.json("package.json"), "scripts") or {}
        words = [w for w in rest if not w.startswith("-")]
        name = words[1] if words[:1] == ["run"] and len(words) > 1 else words[0] if words else ""
        return [str(scripts[name])] if name in scripts else []

    def _project_scripts(self, rest: tuple[str, ...]) -> list[str]:
        tool = table(self._configuration.toml("pyproject.toml"), "tool") or {}
        named = (rest[1:] or rest)[-1:] if rest else ()
        name = named[0].rpartition(":")[2] if named else ""
        found: list[str] = []
        for scripts in _script_tables(tool):
            value = scripts.get(name)
            found += [value] if isinstance(value, str) else [str(v) for v in value] if isinstance(value, list) else []
        return found


# --- private ---


def _github(path: str, workflow: dict[str, Any]) -> list[Job]:
    events = workflow.get("on", workflow.get("True"))
    names = {events} if isinstance(events, str) else set(events) if isinstance(events, list | dict) else set()
    on_changes = bool(names & {"pull_request", "pull_request_target", "merge_group", "workflow_call"})
    found = []
    for name, job in (table(workflow, "jobs") or {}).items():
        if not isinstance(job, dict):
            continue
        steps = _dicts(job.get("steps"))
        scripts = tuple(str(s["run"]) for s in steps if "run" in s)
        actions = tuple(str(u) for u in (job.get("uses"), *(s.get("uses") for s in steps)) if u)
        permissions = job.get("permissions", workflow.get("permissions"))
        versions = tuple(_versions(job))
        found.append(Job(path, "GitHub Actions", str(name), scripts, actions, versions, on_changes, permissions))
    return found


def _gitlab(path: str, pipeline: dict[str, Any]) -> list[Job]:
    found = []
    for name, job in pipeline.items():
        if isinstance(job, dict) and name not in {"default", "variables", "workflow", "stages", "include"}:
            scripts = [_lines(job.get(k)) for k in ("before_script", "script")]
            if any(scripts):
                found.append(Job(path, "GitLab CI", name, tuple(s for s in scripts if s), (), tuple(_versions(job))))
    return found


def _plain(path: str, system: str, pipeline: dict[str, Any], keys: tuple[str, ...]) -> list[Job]:
    if not pipeline:
        return []
    scripts = tuple(_found_texts(pipeline, keys))
    return [Job(path, system, "pipeline", scripts, (), tuple(_versions(pipeline)))]


def _versions(job: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the versions of a job's matrix and of the tools it sets up."""
    for key, value in _walked(job):
        tool = next((t for t in ("python", "node", "go", "java", "rust", "jdk") if t in str(key).lower()), None)
        tool = "python" if str(key).lower() in {"py", "toxenv", "tox-env"} else "java" if tool == "jdk" else tool
        if tool is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str | int | float) and "${{" not in str(one) and any(c.isdigit() for c in str(one)):
                yield tool, str(one)


def _walked(value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > 8:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _walked(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value[:1000]:
            yield from _walked(inner, depth + 1)


def _found_texts(value: Any, keys: tuple[str, ...]) -> Iterator[str]:
    for key, inner in _walked(value):
        if key in keys and isinstance(inner, str):
            yield inner


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _lines(value: object) -> str:
    return "\n".join(str(v) for v in value) if isinstance(value, list) else value if isinstance(value, str) else ""


def _commands(script: str) -> Iterator[tuple[str, ...]]:
    """Yield the simple commands of a shell text, without assignments and what only wraps another."""
    for line in script.replace("\\\n", " ").splitlines():
        try:
            lexer = shlex.shlex(line.strip().lstrip("@-"), posix=True, punctuation_chars="();<>|&")
            lexer.whitespace_split = True
            words = list(lexer)
        except ValueError:
            continue
        simple: list[str] = []
        for word in [*words, ";"]:
            if word and set(word) <= set("();<>|&"):
                if simple and (bare := _bare(simple)):
                    yield bare
                simple = []
            else:
                simple.append(word)


def _bare(words: list[str]) -> tuple[str, ...]:
    while words:
        head = words[0].rpartition("/")[2] if words[0].rpartition("/")[2] not in {"", "."} else words[0]
        tool = head.removesuffix(".exe")
        if "=" in words[0] or tool in _WRAPPERS or tool.startswith("{") or tool in {"$(BIN)", "if", "!"}:
            words = words[1:]
        elif tool.startswith("python") or tool in {"py", "{envpython}", "pypy3", "$(PYTHON)"}:
            if "-m" not in words[1:6]:
                return (tool, *words[1:])
            words = words[words.index("-m") + 1 :]
        elif (tool, *words[1:2]) in _RUNNERS and len(words) > 2:
            if tool == "hatch" and ":" in words[2]:
                return (tool, *words[1:])
            words = _after_options(words[2:])
        else:
            return (words[0] if words[0].startswith("./") and tool.endswith(".sh") else tool, *words[1:])
    return ()


def _after_options(words: list[str]) -> list[str]:
    if "-m" in words[:8]:
        return words[words.index("-m") + 1 :]
    while words and words[0].startswith("-"):
        takes = words[0] in {
            "--group",
            "--extra",
            "--with",
            "--python",
            "-p",
            "--env",
            "-e",
            "--from",
            "--project",
            "-n",
        }
        words = words[2:] if takes else words[1:]
    return words


def _make_rules(text: str) -> dict[str, tuple[list[str], str]]:
    """Return each target's prerequisites and recipe."""
    rules: dict[str, tuple[list[str], str]] = {}
    current: list[str] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("\t"):
            for target in current:
                needs, recipe = rules[target]
                rules[target] = (needs, f"{recipe}\n{_plain_make(line.strip())}")
        elif line and not line[0].isspace() and ":" in line and ":=" not in line.replace(" ", "").partition("#")[0]:
            head, _, tail = line.partition("#")[0].partition(":")
            current = [t for t in head.split() if not t.startswith(".")]
            for target in current:
                earlier, recipe = rules.get(target, ([], ""))
                rules[target] = ([*earlier, *tail.strip(": ").split()], recipe)
        elif line.strip() and not line.startswith("#"):
            current = []
    return rules


def _plain_make(line: str) -> str:
    """Return a recipe line without make's variables: the folder before a tool says nothing of which tool it is."""
    for prefix in ("$(", "${"):
        while (start := line.find(prefix)) >= 0 and (end := line.find(")" if prefix == "$(" else "}", start)) >= 0:
            name = line[start + 2 : end]
            line = line[:start] + ("python" if name.upper() in {"PYTHON", "PY", "PYTHON3"} else "x") + line[end + 1 :]
    return line


def _nox(text: str | None) -> list[str]:
    """Return what a noxfile's sessions run, from its syntax."""
    try:
        tree = ast.parse(text or "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"run", "run_always"}:
            words = [a.value if isinstance(a, ast.Constant) else "x" for a in node.args]
            found.append(shlex.join(str(w) for w in words))
    return found


def _script_tables(tool: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for env in (table(tool, "hatch", "envs") or {}).values():
        if isinstance(env, dict) and isinstance(env.get("scripts"), dict):
            yield env["scripts"]
    for names in (("pdm", "scripts"), ("rye", "scripts")):
        yield {k: v.get("cmd") if isinstance(v, dict) else v for k, v in (table(tool, *names) or {}).items()}
    tasks = table(tool, "poe", "tasks") or {}
    yield {k: v.get("cmd", v.get("shell")) if isinstance(v, dict) else v for k, v in tasks.items()}
