"""What task runners are told to run: tox, nox, make, just, and scripts of pyproject.toml; read, never run."""

import ast
import re
import shlex
from collections.abc import Iterator
from typing import Any

from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table

__all__ = [
    "nox_commands",
    "project_script",
    "project_scripts",
    "python_versions_of_nox",
    "recipes",
    "tox_commands",
    "tox_environments",
]

_CONDITION = re.compile(r"^!?[\w.{},!-]+(?<!\w{40}):\s+")
_REFERENCE = re.compile(r"\{\[([^\]{}]{1,60})\]([\w-]{1,40})\}")
_DEFAULT = re.compile(r"\{(?:env:\w+|posargs):([^{}]*)\}")
_BRACES = re.compile(r"\{([^{}]*)\}")
_MOST_NAMES = 500


def tox_commands(configuration: Configuration, chosen: list[str] | None) -> list[str]:
    """Return what tox runs in some environments, each as a shell text.

    Parameters
    ----------
    configuration
        The settings files: tox.ini, setup.cfg, tox.toml, pyproject.toml.
    chosen
        Names of environments; None for all that are declared.
    """
    found = list(_ini_commands(_tox_sections(configuration), chosen))
    for tables in _tox_tables(configuration):
        envs = {"": table(tables, "env_run_base") or {}, **(table(tables, "env") or {})}
        for name, env in envs.items():
            commands = env.get("commands") if isinstance(env, dict) else None
            if isinstance(commands, list) and _is_chosen(name, chosen, set(envs)):
                found += [
                    shlex.join(str(w) for w in c if not isinstance(w, dict)) for c in commands if isinstance(c, list)
                ]
    return found


def tox_environments(configuration: Configuration) -> tuple[str, ...]:
    """Return the environments that tox runs by default, braces written out."""
    sections = _tox_sections(configuration)
    told = next(
        (
            s[k]
            for s in (sections.get("tox", {}), sections.get("tox:tox", {}))
            for k in ("envlist", "env_list")
            if k in s
        ),
        "",
    )
    found = [name for part in _split(told) for name in _written_out(part)]
    for tables in _tox_tables(configuration):
        listed = tables.get("env_list", tables.get("envlist"))
        found += [str(e) for e in listed if isinstance(e, str)] if isinstance(listed, list) else []
    return tuple(found[:_MOST_NAMES])


def nox_commands(text: str | None, chosen: list[str] | None) -> list[str]:
    """Return what a noxfile's sessions run, from its syntax; helpers that are no session count for all.

    Parameters
    ----------
    text
        The noxfile.
    chosen
        Names of sessions; None for all.
    """
    found = []
    for function in _parsed(text).body:
        name = _session_name(function)
        if (
            chosen is not None
            and name is not None
            and not any(c.partition("-")[0].partition("(")[0] == name for c in chosen)
        ):
            continue
        lists = _word_lists(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"run", "run_always"} and node.args:
                found += _session_scripts(node.args, lists)
    return found


def python_versions_of_nox(text: str | None) -> tuple[str, ...]:
    """Return the Python versions that sessions of a noxfile are declared for."""
    tree = _parsed(text)
    lists = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[str] = []
    for node in ast.walk(tree):
        for keyword in node.keywords if isinstance(node, ast.Call) and _call_name(node) == "session" else ():
            value = lists.get(keyword.value.id) if isinstance(keyword.value, ast.Name) else keyword.value
            if keyword.arg in {"python", "py"} and value is not None:
                found += [
                    str(c.value) for c in ast.walk(value) if isinstance(c, ast.Constant) and isinstance(c.value, str)
                ]
    return tuple(found)


def recipes(text: str, targets: list[str] | None) -> Iterator[str]:
    """Yield the recipes of some targets of a makefile or justfile, and of what they need first.

    Parameters
    ----------
    text
        The file.
    targets
        Their names; an empty list for the default one, None for all.
    """
    rules, default = _rules(text)
    waiting = list(rules) if targets is None else list(targets) or [default]
    done: set[str] = set()
    while waiting:
        target = waiting.pop()
        if target not in done and target in rules:
            done.add(target)
            needs, recipe = rules[target]
            waiting += needs
            yield recipe


def project_script(pyproject: dict[str, Any], tool: str, rest: tuple[str, ...]) -> list[str]:
    """Return what a script of hatch, pdm, rye, poe or taskipy stands for; what is no script stands for itself."""
    words = _positional(rest)
    if tool in {"hatch", "pdm", "rye", "pixi"}:
        if words[:1] != ["run"]:
            ready = {"test": ["pytest"], "fmt": ["ruff check", "ruff format"]} if tool == "hatch" else {}
            return ready.get(words[0] if words else "", [])
        words = words[1:]
    if not words:
        return []
    name = words[0].rpartition(":")[2]
    found = [
        s for scripts in _script_tables(table(pyproject, "tool") or {}) for s in _scripts_of(scripts.get(name), tool)
    ]
    return found or ([shlex.join(words)] if tool not in {"poe", "task"} and name == words[0] else [])


def project_scripts(pyproject: dict[str, Any]) -> list[str]:
    """Return what every script of pyproject.toml stands for."""
    tables = _script_tables(table(pyproject, "tool") or {})
    return [s for scripts in tables for value in scripts.values() for s in _scripts_of(value, "")]


# --- private ---


def _tox_sections(configuration: Configuration) -> dict[str, dict[str, str]]:
    sections = configuration.ini("tox.ini")
    if not any(name.startswith(("tox", "testenv")) for name in sections):
        sections = {k: v for k, v in configuration.ini("setup.cfg").items() if k.startswith(("testenv", "tox"))}
    legacy = (table(configuration.toml("pyproject.toml"), "tool", "tox") or {}).get("legacy_tox_ini")
    return configuration.ini_text(legacy, "pyproject.toml") if not sections and isinstance(legacy, str) else sections


def _tox_tables(configuration: Configuration) -> list[dict[str, Any]]:
    return [configuration.toml("tox.toml"), table(configuration.toml("pyproject.toml"), "tool", "tox") or {}]


def _ini_commands(sections: dict[str, dict[str, str]], chosen: list[str] | None) -> Iterator[str]:
    names = {n: _written_out(n.removeprefix("testenv").removeprefix(":")) for n in sections if n.startswith("testenv")}
    declared = {one for several in names.values() for one in several}
    for section, several in names.items():
        if not any(_is_chosen(one, chosen, declared) for one in several):
            continue
        for key in ("commands_pre", "commands", "commands_post"):
            for line in _resolved(sections, sections[section].get(key, "")).replace("\\\n", " ").splitlines():
                condition = _CONDITION.match(line)
                if condition is None or _holds(condition[0], chosen):
                    yield _DEFAULT.sub(r"\1", line[condition.end() if condition else 0 :]).replace("{posargs}", "")


def _holds(condition: str, chosen: list[str] | None) -> bool:
    """Return whether a line that is only for some factors is for one of the chosen environments."""
    if chosen is None:
        return True
    factors = {f for name in chosen for f in name.split("-")}
    parts = [p for one in _written_out(condition.strip().rstrip(":")) for p in one.split(",")]
    return any(set(part.split("-")) <= factors or part.startswith("!") for part in parts)


def _is_chosen(name: str, chosen: list[str] | None, declared: set[str]) -> bool:
    """Return whether an environment runs: by its name, or as the base of those without a section of their own."""
    if chosen is None or name in chosen:
        return True
    return not name and any(c not in declared or c == "py" for c in chosen)


def _resolved(sections: dict[str, dict[str, str]], text: str) -> str:
    """Return a setting with references to other sections' settings replaced."""
    for _ in range(5):
        found = _REFERENCE.sub(lambda m: sections.get(m[1], {}).get(m[2].lower(), ""), text)
        if found == text or len(found) > 50_000:
            break
        text = found
    return text


def _split(text: str) -> list[str]:
    """Return the names of a list at commas and line ends that are not within braces."""
    flat = _BRACES.sub(lambda m: "{" + m[1].replace(",", "\0").replace("\n", "") + "}", text)
    return [name.strip().replace("\0", ",") for name in re.split(r"[,\n]", flat) if name.strip()]


def _written_out(name: str) -> list[str]:
    """Return the names that one with braces stands for."""
    waiting, done = [name], list[str]()
    while waiting and len(waiting) + len(done) < _MOST_NAMES:
        one = waiting.pop(0)
        found = _BRACES.search(one)
        if found is None:
            done.append(one)
        else:
            waiting += [f"{one[: found.start()]}{choice.strip()}{one[found.end() :]}" for choice in _choices(found[1])]
    return done


def _choices(inner: str) -> list[str]:
    span = re.fullmatch(r"(\d{1,3})-(\d{1,3})", inner.strip())
    if span and int(span[1]) <= int(span[2]):
        return [str(n) for n in range(int(span[1]), int(span[2]) + 1)][:50]
    return inner.split(",")


def _parsed(text: str | None) -> ast.Module:
    try:
        return ast.parse(text or "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module(body=[], type_ignores=[])


def _session_name(node: ast.stmt) -> str | None:
    """Return the name of the session that a function is; None if it is none."""
    if not isinstance(node, ast.FunctionDef):
        return None
    for decorator in node.decorator_list:
        if _call_name(decorator) == "session":
            named = [k.value for k in getattr(decorator, "keywords", ()) if k.arg == "name"]
            told = named[0].value if named and isinstance(named[0], ast.Constant) else node.name
            return str(told)
    return None


def _word_lists(function: ast.stmt) -> dict[str, list[list[str]]]:
    """Return the lists of words that a function's names stand for: a list's, or each text's of a loop."""
    found: dict[str, list[list[str]]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and isinstance(node.targets[0], ast.Name):
            words = [str(e.value) if isinstance(e, ast.Constant) else "x" for e in node.value.elts]
            found.setdefault(node.targets[0].id, []).append(words)
        elif (
            isinstance(node, ast.For)
            and isinstance(node.target, ast.Name)
            and isinstance(node.iter, ast.Tuple | ast.List)
        ):
            texts = [e.value for e in node.iter.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            found.setdefault(node.target.id, []).extend(text.split() for text in texts)
    return found


def _session_scripts(args: list[ast.expr], lists: dict[str, list[list[str]]]) -> list[str]:
    first = args[0]
    if isinstance(first, ast.Starred):
        named = [n.id for n in ast.walk(first) if isinstance(n, ast.Name) and n.id in lists]
        return [shlex.join(words) for name in named[:1] for words in lists[name]]
    words = [str(a.value) if isinstance(a, ast.Constant) else "x" for a in args]
    return [words[0] if len(words) == 1 and " " in words[0] else shlex.join(words)]


def _call_name(node: ast.AST) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")


def _rules(text: str) -> tuple[dict[str, tuple[list[str], str]], str]:
    """Return each target's prerequisites and recipe, and the default target."""
    rules: dict[str, tuple[list[str], str]] = {}
    current: list[str] = []
    default = ""
    for line in text.replace("\\\n", " ").splitlines():
        if line[:1] in {"\t", " "}:
            for target in current:
                needs, recipe = rules[target]
                rules[target] = (needs, f"{recipe}\n{_plain_recipe(line.strip())}")
        elif line.strip() and _is_rule(line):
            head, _, tail = _QUOTED.sub("", line).partition("#")[0].partition(":")
            current = [t for t in head.split()[:20] if not t.startswith((".P", ".S", ".D", "*", "+"))]
            default = default or (current[0] if current else "")
            for target in current:
                earlier, recipe = rules.get(target, ([], ""))
                rules[target] = ([*earlier, *tail.strip(": ").split()], recipe)
        elif line.startswith(".DEFAULT_GOAL"):
            default = line.partition("=")[2].strip()
        elif line.strip() and not line.startswith("#"):
            current = []
    return rules, default


_QUOTED = re.compile(r"=?\"[^\"]*\"|=?'[^']*'")


def _is_rule(line: str) -> bool:
    """Return whether a line is a rule's head and no assignment; a recipe of just may have parameters with defaults."""
    head, colon, tail = _QUOTED.sub("", line).partition("#")[0].partition(":")
    return bool(colon and head.strip()) and not tail.startswith("=") and "=" not in head


def _plain_recipe(line: str) -> str:
    """Return a recipe line without variables: the folder before a tool says nothing of which tool it is."""

    def plain(found: re.Match[str]) -> str:
        return "python" if found[1].strip().upper() in {"PYTHON", "PY", "PYTHON3"} else "x"

    line = re.sub(r"\{\{.{0,300}?\}\}(?!\})", "", line)
    return re.sub(r"\$\(([^()]*)\)|\$\{([^{}]*)\}", lambda m: plain(m) if m[1] else "x", line)


def _positional(rest: tuple[str, ...]) -> list[str]:
    """Return the words that are no options, nor the name of an environment."""
    found: list[str] = []
    skipped = False
    for word in rest:
        if not skipped and not word.startswith(("-", "+")):
            found.append(word)
        skipped = word in {"-e", "--environment", "--env"}
    return found


def _script_tables(tool: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for env in (table(tool, "hatch", "envs") or {}).values():
        yield (table(env, "scripts") or {}) if isinstance(env, dict) else {}
    for feature in (table(tool, "pixi", "feature") or {}).values():
        yield (table(feature, "tasks") or {}) if isinstance(feature, dict) else {}
    for names in (("pixi", "tasks"), ("pdm", "scripts"), ("rye", "scripts"), ("taskipy", "tasks"), ("poe", "tasks")):
        yield table(tool, *names) or {}


def _scripts_of(value: object, tool: str) -> list[str]:
    """Return a script's texts: one, a list of them or of other scripts' names, or a table that holds one."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [
            s
            for one in value
            for s in _scripts_of(f"poe {one}" if tool == "poe" and isinstance(one, str) else one, tool)
        ]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("ref"), str):
        return [f"poe {value['ref']}"]
    return _scripts_of(next((value[k] for k in ("cmd", "shell", "sequence", "composite") if k in value), None), tool)
