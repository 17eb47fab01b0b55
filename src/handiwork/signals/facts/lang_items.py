"""Public items of a file in Java, Go, Rust or TypeScript, and whether a documentation comment stands over each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handiwork.signals.facts.lang_lexing import Lexed

__all__ = ["Item", "documented_items"]

_MOST_ABOVE = 40
_ITEMS = {
    "typescript": re.compile(
        r"export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
        r"(?:(?:function\s*\*?|class)\s+([A-Za-z_$][\w$]*)"
        r"|(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:function\b|\([^()\n]*\)\s*(?::[^=\n]+)?=>"
        r"|[\w$]+\s*=>|<[^>\n]*>\s*\(|\($))"
    ),
    "java": re.compile(
        r"[ \t]*public\s+(?:(?:static|final|abstract|synchronized|native|default|sealed|non-sealed|strictfp)\s+)*+"
        r"(?:(?:class|interface|enum|record|@interface)\s+(\w+)|(?:<[^()=]*?>\s+)?(?:[\w.]+(?:<[^()=;]*>)?(?:\[\])*\s+)?"
        r"(\w+)\s*\((?!.*=\s*\())"
    ),
    "rust": re.compile(
        r"[ \t]*pub\s+(?:(?:async|const|unsafe|default|extern\s+\"\")\s+)*+"
        r"(?:fn|struct|enum|trait|type|static|union|macro|const)\s+(\w+)"
        r"|[ \t]*pub\s+(?:const)\s+(\w+)\s*:"
    ),
}  # fmt: skip
_GO_FUNC = re.compile(r"func\s+(?:\(\s*(?:\w+\s+)?\*?\s*([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*\)\s*)?([A-Z]\w*)")
_GO_SINGLE = re.compile(r"(?:type|var|const)\s+([A-Z]\w*)")
_GO_GROUP = re.compile(r"(?:type|var|const)\s*\(\s*$")
_GO_MEMBER = re.compile(r"\t([A-Z]\w*)\b(?!\()")
_MAIN = re.compile(r"package\s+main\b")
_DIRECTIVE = re.compile(r"//(?:go:|nolint|line |export |lint:)")


@dataclass(frozen=True, slots=True)
class Item:
    """A public item: its name, its line from 1, and whether it is documented."""

    name: str
    line: int
    documented: bool


def documented_items(source: Lexed, language: str) -> Iterator[Item]:
    """Yield a file's public items; read by lines, not parsed: one that is wrapped before its name is missed.

    Java: public types, methods and constructors, without those that override; Go: exported identifiers at the top
    level of a package that is not ``main``; Rust: ``pub`` items but modules, re-exports and fields; TypeScript and
    JavaScript: exported functions and classes.
    """
    if language == "go":
        yield from _go_items(source)
        return
    pattern = _ITEMS[language]
    word = {"typescript": "export", "java": "public", "rust": "pub"}[language]
    for n, line in enumerate(source.lines):
        if word not in line:
            continue
        found = pattern.match(line)
        if found is None:
            continue
        name = next((g for g in found.groups() if g), "")
        documented, overrides = _above(source, n, language)
        if not overrides:
            yield Item(name, n + 1, documented)


# --- private ---


def _go_items(source: Lexed) -> Iterator[Item]:
    if any(_MAIN.match(line) for line in source.lines[:200]):
        return
    group: bool | None = None
    depth = 0
    for n, line in enumerate(source.lines):
        if group is not None:
            if line.startswith(")"):
                group = None
            elif not depth and (found := _GO_MEMBER.match(line)):
                yield Item(found[1], n + 1, group or _above(source, n, "go")[0])
            depth = max(0, depth + _opened(line)) if group is not None else 0
        elif _GO_GROUP.match(line):
            group, depth = _above(source, n, "go")[0], 0
        elif found := _GO_FUNC.match(line):
            if found[1] is None or found[1][0].isupper():
                yield Item(found[2], n + 1, _above(source, n, "go")[0])
        elif found := _GO_SINGLE.match(line):
            yield Item(found[1], n + 1, _above(source, n, "go")[0])


def _opened(line: str) -> int:
    return sum(line.count(c) for c in "({[") - sum(line.count(c) for c in ")}]")


def _above(source: Lexed, n: int, language: str) -> tuple[bool, bool]:
    """Return whether a documentation comment stands over a line, and whether an annotation there says it overrides."""
    overrides = "@Override" in source.lines[n]
    documented = False
    for above in range(n - 1, max(-1, n - _MOST_ABOVE), -1):
        line = source.lines[above].strip()
        comment = source.comments.get(above)
        if comment is not None and not line:
            if _is_documentation(comment, language):
                documented = True
                break
            if language == "go" and not _DIRECTIVE.match(comment):
                break
        elif line.startswith(("@", "#[", "#![")):
            overrides = overrides or line.startswith("@Override")
            documented = documented or line.startswith("#[doc")
        elif (language == "go" or line) and not (
            line and language != "go" and not line.endswith((";", "}", "{", "*/"))
        ):
            break
    return documented, overrides


def _is_documentation(comment: str, language: str) -> bool:
    if language == "go":
        return not _DIRECTIVE.match(comment)
    if language == "rust":
        return comment.startswith(("///", "/**")) and not comment.startswith("////")
    return comment.startswith("/**") and comment != "/**/"
