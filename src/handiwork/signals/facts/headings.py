"""Headings and code blocks of a README, in Markdown and reStructuredText, each with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Outline", "Section", "outline_of"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)")
_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)(?:\s+#+)?\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_HTML = re.compile(r"<h([1-6])\b[^>]{0,300}>(.{1,300}?)</h\1>", re.IGNORECASE | re.DOTALL)
_SUMMARY = re.compile(r"<summary\b[^>]{0,300}>(.{1,300}?)</summary>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]{1,500}>|!\[[^\]]{0,300}\]\([^)]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^)]{0,500}\)|`([^`<]{0,300}?)\s*<[^>]{0,500}>`_+")
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+.:_<>!$%&(),/;?@\[\]{|}\\])\1{1,}\s*$")
_DIRECTIVE = re.compile(
    r"^(\s*)\.\. (?:code-block|code|sourcecode|prompt|doctest|ipython|literalinclude)::\s*([\w+-]*)"
)
_MARKS = re.compile(r"[*_`:#|]+|&[a-z]{2,8};|\\")
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's text, plain, and its line, from 1."""

    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a text is divided into.

    Attributes
    ----------
    sections
        Headings in their order.
    code
        Each code block's language ("" if it is not told), first line, and text.
    prose
        Words outside of headings, code, images and badges.
    """

    sections: tuple[Section, ...] = ()
    code: tuple[tuple[str, int, str], ...] = ()
    prose: int = 0


def outline_of(text: str, *, rst: bool) -> Outline:
    r"""Return the headings and code blocks of a text.

    Parameters
    ----------
    text
        The file's text.
    rst
        True for reStructuredText, False for Markdown.

    Examples
    --------
    >>> outline_of("# Tool\n```sh\n# not one\n```\nUse\n---\n", rst=False).sections
    (Section(title='Tool', line=1), Section(title='Use', line=5))
    >>> outline_of("====\nTool\n====\n\nUse\n---\n", rst=True).sections
    (Section(title='Tool', line=2), Section(title='Use', line=5))
    """
    lines = text.splitlines()[:_MOST_LINES]
    code = list(_rst_code(lines) if rst else _markdown_code(lines))
    hidden = {n for _, first, block in code for n in range(first, first + block.count("\n") + 1)}
    bare = ["" if n in hidden else line for n, line in enumerate(lines, 1)]
    sections = sorted(set(_rst_sections(bare) if rst else _markdown_sections(bare)), key=lambda s: s.line)
    headed = {s.line for s in sections}
    prose = sum(_words(line) for n, line in enumerate(bare, 1) if n not in headed)
    return Outline(tuple(sections), tuple(code), prose)


# --- private ---


def _plain(title: str) -> str:
    text = _LINK.sub(lambda m: m[1] or m[2] or "", _TAG.sub("", title))
    return " ".join(_MARKS.sub(" ", text).split())


def _words(line: str) -> int:
    bare = line.strip()
    if bare.startswith((".. ", ":", "[![", "![", "<", "|")):
        return 0
    return sum(any(c.isalpha() for c in w) for w in _TAG.sub("", _LINK.sub(r"\1\2", bare)).split())


def _markdown_code(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    fence, language, first = "", "", 0
    block: list[str] = []
    for n, line in enumerate(lines, 1):
        found = _FENCE.match(line.lstrip(" >") if not fence else line.strip(" >"))
        if not fence and found:
            fence, language, first, block = found[1], found[2].lower(), n, []
        elif fence and found and found[1].startswith(fence) and not found[2]:
            yield language, first, "\n".join(["", *block, ""])
            fence = ""
        elif fence:
            block.append(line)
    if fence:
        yield language, first, "\n".join(["", *block])
    yield from _indented(lines)


def _indented(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield Markdown's code blocks that are only indented, after an empty line."""
    start = None
    for n, line in enumerate([*lines, "x"], 1):
        is_code = line.startswith(("    ", "\t")) and line.strip()
        if start is None and is_code and n > 1 and not lines[n - 2].strip():
            start = n
        elif start is not None and line.strip() and not is_code:
            text = "\n".join(lines[start - 1 : n - 1]).rstrip()
            yield "", start, text
            start = None


def _markdown_sections(lines: list[str]) -> Iterator[Section]:
    for n, line in enumerate(lines, 1):
        if (found := _ATX.match(line)) and (title := _plain(found[2])):
            yield Section(title, n)
        elif n > 1 and _SETEXT.match(line) and (before := lines[n - 2].strip()) and _can_head(before):
            yield Section(_plain(before), n - 1)
    text = "\n".join(lines)
    for pattern, group in ((_HTML, 2), (_SUMMARY, 1)):
        for found in pattern.finditer(text):
            if title := _plain(found[group]):
                yield Section(title, text.count("\n", 0, found.start()) + 1)


def _can_head(line: str) -> bool:
    return not line.startswith(("#", ">", "|", "-", "*", "+", "<", "[!")) and not _SETEXT.match(line)


def _rst_code(lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield blocks of code directives, literal blocks, and doctests."""
    n = 0
    while n < len(lines):
        directive = _DIRECTIVE.match(lines[n])
        literal = lines[n].rstrip().endswith("::") and not lines[n].lstrip().startswith("..")
        if directive or literal:
            indent = len(lines[n]) - len(lines[n].lstrip())
            end = n + 1
            while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
                end += 1
            if any(line.strip() for line in lines[n + 1 : end]):
                yield (directive[2].lower() if directive else ""), n + 2, "\n".join(lines[n + 1 : end])
            n = max(end, n + 1)
            continue
        if lines[n].lstrip().startswith(">>> "):
            end = n
            while end < len(lines) and lines[end].strip():
                end += 1
            yield "python", n + 1, "\n".join(lines[n:end])
            n = end
            continue
        n += 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rst_sections(lines: list[str]) -> Iterator[Section]:
    for n in range(1, len(lines)):
        title = lines[n - 1].rstrip()
        under = _UNDERLINE.match(lines[n])
        if not under or not title.strip() or _UNDERLINE.match(title) or title.startswith(".. "):
            continue
        overlined = n > 1 and lines[n - 2].rstrip() == lines[n].rstrip()
        if len(lines[n].rstrip()) >= min(len(title), 4) and (overlined or not title.startswith(" ")):
            yield Section(_plain(title), n)
