"""Jobs of continuous integration, as the files of each service declare them."""

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table

__all__ = ["Job", "ci_jobs", "mappings"]

_ON_CHANGES = frozenset({"pull_request", "pull_request_target", "merge_group", "workflow_call"})
_TOOLS = {
    "python": "python", "py": "python", "node": "node", "nodejs": "node", "go": "go", "golang": "go", "java": "java",
    "jdk": "java", "rust": "rust", "toolchain": "rust", "toxenv": "python", "tox": "python",
}  # fmt: skip
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w.-]+)\s*\}\}")
_MOST_VALUES = 100

_PLAIN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("azure-pipelines.y*ml", "Azure Pipelines", ("script", "bash", "pwsh", "powershell")),
    (".azure-pipelines/*.y*ml", "Azure Pipelines", ("script", "bash", "pwsh", "powershell")),
    (".circleci/config.y*ml", "CircleCI", ("run", "command")),
    (".travis.y*ml", "Travis CI", ("script", "before_script", "install")),
    ("appveyor.y*ml", "AppVeyor", ("test_script", "build_script", "sh", "cmd", "ps")),
    (".appveyor.y*ml", "AppVeyor", ("test_script", "build_script", "sh", "cmd", "ps")),
    (".cirrus.y*ml", "Cirrus CI", ("script", "test_script", "check_script", "lint_script")),
    ("bitbucket-pipelines.y*ml", "Bitbucket Pipelines", ("script",)),
    (".woodpecker.y*ml", "Woodpecker", ("commands",)),
    (".woodpecker/*.y*ml", "Woodpecker", ("commands",)),
    (".drone.y*ml", "Drone", ("commands",)),
    (".buildkite/pipeline.y*ml", "Buildkite", ("command", "commands")),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One job of continuous integration.

    Attributes
    ----------
    path
        Its file.
    system
        Whose it is, as ``GitHub Actions``.
    name
        Its name in the file.
    scripts
        Shell texts that it runs, once for each value of its matrix that they use.
    actions
        What it uses by reference (``owner/name@ref``).
    versions
        Versions by tool (``python``, ``node``, ``go``, ``java``, ``rust``) that it runs on, as written.
    on_changes
        True if it runs on proposed changes.
    permissions
        What it may do, as written; None if nothing is said.
    inputs
        Names of what each action is given, by action.
    """

    path: str
    system: str
    name: str
    scripts: tuple[str, ...]
    actions: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    on_changes: bool = True
    permissions: object = None
    inputs: tuple[tuple[str, tuple[str, ...]], ...] = ()


@fact
def ci_jobs(configuration: Configuration) -> tuple[Job, ...]:
    """Return the jobs of every continuous integration that is configured, by file and name."""
    found: list[Job] = []
    for path in sorted(configuration.paths):
        if path.startswith(".github/workflows/") and fnmatch.fnmatchcase(path, ".github/workflows/*.y*ml"):
            found += _github(path, configuration) if path.count("/") == 2 else ()
        elif path in {".gitlab-ci.yml", ".gitlab-ci.yaml"}:
            found += _gitlab(path, configuration.yaml(path))
        elif path.startswith(".ci/") and (script := _script(configuration, path)):
            found.append(Job(path, "scripts in .ci", path.rpartition("/")[2], (script,)))
        else:
            found += _of_plain(path, configuration)
    return tuple(found)


def mappings(value: object) -> list[dict[str, Any]]:
    """Return those of a list that are mappings; empty if it is no list."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


# --- private ---


def _github(path: str, configuration: Configuration) -> Iterator[Job]:
    workflow = configuration.yaml(path)
    events = workflow.get("on", workflow.get("True"))
    names = {events} if isinstance(events, str) else set(map(str, events)) if isinstance(events, list | dict) else set()
    for name, job in (table(workflow, "jobs") or {}).items():
        if not isinstance(job, dict):
            continue
        steps = [s for step in mappings(job.get("steps")) for s in _with_composite(step, configuration)]
        scripts = [t for s in steps if isinstance(s.get("run"), str) for t in _for_each_value(s["run"], job)]
        actions = tuple(str(u) for u in (job.get("uses"), *(s.get("uses") for s in steps)) if u)
        permissions = job.get("permissions", workflow.get("permissions"))
        yield Job(
            path,
            "GitHub Actions",
            str(name),
            tuple(scripts),
            actions,
            tuple(_versions(job)),
            not names.isdisjoint(_ON_CHANGES),
            permissions,
            tuple((str(s["uses"]), tuple(map(str, s["with"]))) for s in steps if s.get("uses") and _has_inputs(s)),
        )


def _has_inputs(step: dict[str, Any]) -> bool:
    return isinstance(step.get("with"), dict)


def _with_composite(step: dict[str, Any], configuration: Configuration) -> Iterator[dict[str, Any]]:
    """Yield a step, and the steps of a composite action of the tree's own that it uses."""
    yield step
    used = step.get("uses")
    if isinstance(used, str) and used.startswith("./"):
        folder = used.removeprefix("./").rstrip("/")
        path = configuration.first(f"{folder}/action.yml", f"{folder}/action.yaml")
        yield from mappings((table(configuration.yaml(path), "runs") or {}).get("steps")) if path else ()


def _for_each_value(script: str, job: dict[str, Any]) -> list[str]:
    """Return a script for each value of the job's matrix that it names; of several keys, one changes at a time."""
    values = {key: found for key in _MATRIX.findall(script) if (found := _matrix_values(job, key))}
    first = {key: found[0] for key, found in values.items()}
    filled = [_filled(script, first | {key: value}) for key, found in values.items() for value in found]
    return list(dict.fromkeys(filled)) or [script]


def _filled(script: str, values: dict[str, str]) -> str:
    return _MATRIX.sub(lambda m: values.get(m[1], m[0]), script)


def _matrix_values(job: dict[str, Any], key: str) -> list[str]:
    matrix = table(job, "strategy", "matrix") or {}
    first, _, rest = key.partition(".")
    listed = matrix.get(first)
    found = [*(listed if isinstance(listed, list) else ()), *(i.get(first) for i in mappings(matrix.get("include")))]
    found = [v.get(rest) if rest and isinstance(v, dict) else v for v in found]
    return list(dict.fromkeys(str(v) for v in found if isinstance(v, str | int | float)))[:_MOST_VALUES]


def _gitlab(path: str, pipeline: dict[str, Any]) -> Iterator[Job]:
    for name, job in pipeline.items():
        if isinstance(job, dict) and name not in {"default", "variables", "workflow", "stages", "include"}:
            scripts = [_lines(job.get(k)) for k in ("before_script", "script")]
            if any(scripts):
                yield Job(path, "GitLab CI", name, tuple(s for s in scripts if s), (), tuple(_versions(job)))


def _of_plain(path: str, configuration: Configuration) -> Iterator[Job]:
    for pattern, system, keys in _PLAIN:
        if path.count("/") == pattern.count("/") and fnmatch.fnmatchcase(path, pattern):
            pipeline = configuration.yaml(path)
            if pipeline:
                scripts = tuple(_found_texts(pipeline, keys))
                yield Job(path, system, "pipeline", scripts, (), tuple(_versions(pipeline)))


def _script(configuration: Configuration, path: str) -> str | None:
    text = configuration.text(path) if path.count("/") == 1 else None
    is_shell = text is not None and (path.endswith(".sh") or bool(re.match(r"#!.*\b(?:ba|z|da)?sh\b", text)))
    return text if is_shell else None


def _versions(job: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the versions of a job's matrix, its image, and of the tools it sets up."""
    for key, value in _walked(job):
        tool = next((_TOOLS[w] for w in (p.lower() for p in _WORDS.findall(key)) if w in _TOOLS), None)
        for one in value if isinstance(value, list) else [value]:
            text = str(one) if isinstance(one, str | int | float) and not isinstance(one, bool) else ""
            if key in {"image", "container"} and (
                image := re.match(r"(?:[\w./-]*/)?(python|node|golang):([\d.]+)", text)
            ):
                yield _TOOLS[image[1]], image[2]
            elif tool is not None and any(c.isdigit() for c in text) and len(text) < 200 and "matrix." not in text:
                yield tool, text


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
        if key in keys and (text := _lines(inner)):
            yield text


def _lines(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(v for v in value if isinstance(v, str))
    return value if isinstance(value, str) else ""
