"""What a docstring has, in the numpydoc, Google and Sphinx styles (and epytext's fields).

numpydoc
    ``Parameters`` underlined with dashes, then ``name : type`` at the margin of the section.
Google
    ``Args:``, then deeper lines ``name (type): what it is``; without the bracket, the type is not given.
Sphinx
    fields: ``:param type name:`` or ``:param name:`` with ``:type name:``, ``:returns:``, ``:rtype:``.

A word at the start of a line is no section by itself: numpydoc's needs its underline, Google's its colon and an
indented line below it.
"""

import re
from collections.abc import Iterator

__all__ = ["letters"]

_PARAMETERS = frozenset({"parameters", "other parameters", "args", "arguments", "keyword args", "keyword arguments"})
_RETURNS = frozenset({"returns", "return", "yields", "yield"})
_EXAMPLES = frozenset({"examples", "example"})
_GOOGLE = re.compile(r"^([A-Z][A-Za-z]*(?: [A-Za-z]+)?):$")
_NUMPY_NAME = re.compile(r"^\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*\s*(?P<type>:\s*\S.*)?$")
_GOOGLE_NAME = re.compile(r"^\s+`{0,2}\*{0,2}\w+`{0,2}\s*(?P<type>\([^)]*\S[^)]*\))?\s*:")
_FIELD = re.compile(r"^\s*[:@](?:param|parameter|arg|argument|key|keyword)\s+(?P<words>[^:]+):", re.MULTILINE)
_FIELD_TYPE = re.compile(r"^\s*[:@]type\b", re.MULTILINE)
_FIELD_RETURNS = re.compile(r"^\s*(?::returns?\b[^:]*:|:rtype:|:yields?\b[^:]*:|@returns?\b)", re.MULTILINE)
_CODE = re.compile(r"^\s*(?:\.\. (?:code-block|code|sourcecode|testcode|ipython)::|```|~~~)|::$", re.MULTILINE)
_PROMPT = re.compile(r"^\s*>>> \S", re.MULTILINE)


def letters(text: str, *, annotated: bool) -> str:
    r"""Return what a docstring has, as letters (see :class:`~handiwork.signals.python.nouns.FunctionFacts`).

    Parameters
    ----------
    text
        The docstring without its indentation; not blank.
    annotated
        True if the signature gives the types, so that the docstring need not.

    Examples
    --------
    >>> letters("Add.\n\nArgs:\n    a (int): One.\n\nReturns:\n    The sum.\n", annotated=False)
    'sptr'
    >>> letters("Args: none are needed.", annotated=False)
    's'
    """
    sections = dict(_sections(text))
    described, typed = _described(sections, text)
    has = {
        "s": True,
        "p": described,
        "t": annotated or typed,
        "r": bool(_RETURNS & sections.keys()) or bool(_FIELD_RETURNS.search(text)),
        "e": bool(_EXAMPLES & sections.keys()) or bool(_CODE.search(text)) or bool(_PROMPT.search(text)),
        "d": bool(_PROMPT.search(text)),
    }
    return "".join(letter for letter, is_there in has.items() if is_there)


# --- private ---


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the sections' names, lower case, each with its lines; numpydoc's have no indentation."""
    lines = text.split("\n")
    starts: list[tuple[int, int, str]] = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        bare = line.strip()
        if bare and set(below.strip()) == {"-"} and len(below.strip()) >= 3:
            starts.append((at, at + 2, bare.rstrip(":").lower()))
        elif (google := _GOOGLE.match(line)) and below.startswith((" ", "\t")):
            starts.append((at, at + 1, google[1].lower()))
    ends = [*(start for start, _, _ in starts[1:]), len(lines)][: len(starts)]
    for (_, first, name), end in zip(starts, ends, strict=True):
        yield name, lines[first:end]


def _described(sections: dict[str, list[str]], text: str) -> tuple[bool, bool]:
    """Return whether parameters are described, and whether each entry says its type."""
    types: list[bool] = []
    for name in sorted(_PARAMETERS & sections.keys()):
        lines = sections[name]
        filled = [line for line in lines if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in filled), default=0)
        entries = [line for line in filled if len(line) - len(line.lstrip()) == margin]
        pattern = _GOOGLE_NAME if margin else _NUMPY_NAME
        types.extend(bool(found["type"]) for found in map(pattern.match, entries) if found)
    fields = [len(found["words"].split()) > 1 for found in _FIELD.finditer(text)]
    if fields and _FIELD_TYPE.search(text):
        fields = [True]
    types.extend(fields)
    return bool(types), bool(types) and all(types)
