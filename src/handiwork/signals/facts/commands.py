"""Shell texts as simple commands: what is run, without what only wraps it."""

import re
import shlex
from collections.abc import Callable, Iterator

__all__ = ["Command", "commands_of", "plain_words"]

Command = tuple[str, ...]
"""A command's words: the tool first, without its folder."""

_WRAPPERS = frozenset(
    {"sudo", "time", "xvfb-run", "exec", "command", "env", "nice", "then", "do", "else", "if",
     "!", "catchsegv", "timeout", "retry"}
)  # fmt: skip
_RUNNERS = {
    ("uv", "run"), ("poetry", "run"), ("pipenv", "run"), ("pipx", "run"), ("conda", "run"),
    ("yarn", "exec"), ("pnpm", "exec"), ("npm", "exec"), ("pnpm", "dlx"), ("coverage", "run"), ("rustup", "run"),
    ("mise", "exec"), ("mamba", "run"), ("micromamba", "run"), ("spin", "run"),
}  # fmt: skip
_FETCHERS = frozenset({"npx", "uvx", "bunx"})
_TOOL_RUNNERS = {("uv", "tool", "run")}
_TAKES_VALUE = frozenset(
    {"--group", "--extra", "--with", "--python", "-p", "--env", "-e", "--from", "--project", "-n", "--with-editable",
     "--only-group", "--no-group", "--source", "--rcfile", "--directory", "--with-requirements", "--index", "--context",
     "--omit", "--include", "--data-file", "--spec", "--resolution", "--prerelease", "--isolated-env"}
)  # fmt: skip
_INTERPRETER = re.compile(r"(?:python|pypy|graalpy)[\d.]*t?(?:\.exe)?|py|\{envpython\}|\$\(PYTHON\)")
_MODULE = re.compile(r"-[A-Za-z]*m")
_VARIABLE = re.compile(r"^(?:\$\{\{[^}]*\}\}|\$\{\w+\}|\$\(\w+\)|\$\w+/|\{env\w+\}/)+/?")
_ASSIGNMENT = re.compile(r"(?:\$env:)?[A-Za-z_]\w*=")
_EXPRESSION = re.compile(r"\$\{\{.{0,500}?\}\}")
_OPERATOR = frozenset("();<>|&")
_HEREDOC = re.compile(r"<<-?\s*['\"]?(\w+)['\"]?")


def commands_of(script: str, is_file: Callable[[str], bool] = lambda _path: False) -> Iterator[Command]:
    """Yield the simple commands of a shell text, without assignments and what only wraps another.

    Parameters
    ----------
    script
        The text; what is given to a command as a here-document is passed over.
    is_file
        Says whether a path is a file of the tree: such a command keeps its folder.

    Examples
    --------
    >>> list(commands_of("A=1 uv run --group test python -m pytest -q && tools/bin/ruff check ."))
    [('pytest', '-q'), ('ruff', 'check', '.')]
    """
    for line in _logical_lines(script):
        simple: list[str] = []
        to_file = False
        for word in [*plain_words(line), ";"]:
            if to_file and not set(word) <= _OPERATOR:
                to_file = False
            elif word and set(word) <= _OPERATOR and not set(word).isdisjoint("<>"):
                to_file = "(" not in word
            elif word and set(word) <= _OPERATOR:
                if simple and (bare := _bare(simple, is_file)):
                    yield bare
                simple = []
            else:
                simple.append(word)


def plain_words(line: str) -> list[str]:
    """Return a line's words as a shell splits them, operators by themselves; empty if its quotes do not close."""
    try:
        lexer = shlex.shlex(line.strip().lstrip("@-"), posix=True, punctuation_chars="();<>|&")
        lexer.whitespace_split = True
        return list(lexer)
    except ValueError:
        return []


# --- private ---


def _logical_lines(script: str) -> Iterator[str]:
    end = None
    waiting = ""
    for raw in _EXPRESSION.sub("${x}", script).replace("\\\n", " ").splitlines():
        if end is not None:
            end = None if raw.strip() == end else end
            continue
        waiting = f"{waiting}\n{raw}" if waiting else raw
        if _open_quote(waiting) and waiting.count("\n") < 50:
            continue
        yield waiting
        found = _HEREDOC.search(raw)
        end, waiting = found[1] if found else None, ""
    if waiting:
        yield waiting.partition("\n")[0]


def _open_quote(line: str) -> bool:
    if line.count('"') % 2 == 0 and line.count("'") % 2 == 0:
        return False
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        list(lexer)
    except ValueError:
        return True
    return False


def _bare(words: list[str], is_file: Callable[[str], bool]) -> Command:
    while words:
        words = [_VARIABLE.sub("", words[0]) or words[0], *words[1:]]
        tool = _tool(words[0], is_file)
        if _ASSIGNMENT.match(words[0]) or tool in _WRAPPERS:
            words = words[1:]
            while tool in _WRAPPERS and words and words[0].startswith("-"):
                words = words[1:]
        elif _INTERPRETER.fullmatch(tool):
            module = next((n for n, w in enumerate(words[1:8], 1) if _MODULE.fullmatch(w)), None)
            if module is None:
                return ("python", *words[1:])
            words = words[module + 1 :]
        elif tool in _FETCHERS and len(words) > 1:
            words = _after_options(words[1:])
        elif (tool, *words[1:3]) in _TOOL_RUNNERS:
            words = _after_options(words[3:])
        elif (tool, *words[1:2]) in _RUNNERS and len(words) > 2:
            words = _after_options(words[2:])
        else:
            return (tool, *words[1:])
    return ()


def _tool(word: str, is_file: Callable[[str], bool]) -> str:
    path = word.removeprefix("./")
    return path if is_file(path) else (path.rstrip("/").rpartition("/")[2] or path).removesuffix(".exe")


def _after_options(words: list[str]) -> list[str]:
    while words and words[0].startswith(("-", "$")):
        if _MODULE.fullmatch(words[0]):
            return words[1:]
        words = words[2:] if words[0] in _TAKES_VALUE else words[1:]
    return words
