"""Configuration files, parsed within bounds: what cannot be parsed is None, with its reason kept."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import yaml

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.settings_files import UnreadableError, parse_ini, parse_json, parse_toml
from handiwork.signals.tree import Entry, Tree

__all__ = ["Configuration", "configuration", "sdist"]

_MOST_BYTES = 512 << 10
_DEPTH = 60
_EVENTS = 200_000
_MERGES = 200
_KEYS = re.compile(r"""(?:(?:[\w-]{1,100}+|"[^"\n]{0,100}"|'[^'\n]{0,100}')[ \t]{0,4}\.[ \t]{0,4}){40}""")


class Configuration:
    """The tree's configuration files, each parsed once.

    Parameters
    ----------
    tree
        The files.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._kept: dict[tuple[str, str], Any] = {}
        self._texts: dict[str, str | None] = {}
        self.paths: frozenset[str] = frozenset(e.path for e in tree.entries())
        self.problems: dict[str, str] = {}

    def first(self, *paths: str) -> str | None:
        """Return the first of these paths that is a file of the tree."""
        return next((p for p in paths if p in self.paths), None)

    def text(self, path: str) -> str | None:
        """Return a file's text; None if it is absent, too large for a configuration, or no UTF-8."""
        if path not in self._texts:
            self._texts[path] = self._decoded(path)
        return self._texts[path]

    def problems_of(self, *paths: str) -> tuple[str, ...]:
        """Return why these files could not be read, each once; those that were not asked for have no problem."""
        return tuple(dict.fromkeys(self.problems[p] for p in paths if p in self.problems))

    def is_readable(self, path: str) -> bool:
        """Return True if a file is there and nothing is known to be wrong with it."""
        return path in self.paths and path not in self.problems

    def toml(self, path: str) -> dict[str, Any]:
        """Return a TOML file's tables; empty if it is absent or cannot be parsed."""
        found: dict[str, Any] = self._parsed("toml", path, parse_toml)
        return found

    def ini(self, path: str) -> dict[str, dict[str, str]]:
        """Return an INI file's sections; empty if it is absent or cannot be parsed."""
        found: dict[str, dict[str, str]] = self._parsed("ini", path, parse_ini)
        return found

    def ini_text(self, text: str, path: str) -> dict[str, dict[str, str]]:
        """Return the sections of an INI text that stands in another file; empty if it cannot be parsed."""
        try:
            return parse_ini(text, path)
        except UnreadableError as error:
            self.problems[path] = str(error)
            return {}

    def json(self, path: str) -> dict[str, Any]:
        """Return a JSON object; empty if it is absent or cannot be parsed."""
        found: dict[str, Any] = self._parsed("json", path, parse_json)
        return found

    def yaml(self, path: str) -> dict[str, Any]:
        """Return a YAML mapping; empty if it is absent, is another thing, or cannot be parsed."""
        found: dict[str, Any] = self._parsed("yaml", path, _yaml)
        return found

    def xml(self, path: str) -> ET.Element | None:
        """Return an XML document's root; None if it is absent, declares entities, or cannot be parsed."""
        found = self._parsed("xml", path, _xml)
        return found if isinstance(found, ET.Element) else None

    # --- private ---

    def _parsed(self, kind: str, path: str, parse: Callable[[str, str], Any]) -> Any:
        key = (kind, path)
        if key not in self._kept:
            self._kept[key] = self._read(kind, path, parse)
        return self._kept[key]

    def _decoded(self, path: str) -> str | None:
        content = self._tree.read(path) if path in self.paths else None
        if content is None:
            if path in self.paths:
                self.problems[path] = f"{path} cannot be read"
            return None
        if len(content) > _MOST_BYTES:
            self.problems[path] = f"{path} is too large or too deep for a configuration"
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.problems[path] = f"{path} is not UTF-8"
            return None

    def _read(self, kind: str, path: str, parse: Callable[[str, str], Any]) -> Any:
        text = self.text(path)
        if text is None:
            return {}
        if kind == "toml" and _KEYS.search(text):
            self.problems[path] = f"{path} is too large or too deep for a configuration"
            return {}
        try:
            return parse(text, path)
        except UnreadableError as error:
            self.problems[path] = str(error)
            return {}


@fact
def configuration(tree: Tree) -> Configuration:
    """Return the reader of configuration files."""
    return Configuration(tree)


@fact
def sdist(files: tuple[Entry, ...]) -> bool:
    """Return True if the tree is a distribution of a package, which leaves out what only its makers need."""
    return any(e.path == "PKG-INFO" or e.path.endswith(".dist-info/METADATA") for e in files)


# --- private ---


def _yaml(text: str, path: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_shape(text, path, loader)
        found = yaml.load(text, loader)  # noqa: S506 - one of the two safe ones
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise UnreadableError(f"{path} is no YAML that can be read") from error
    return {str(k): v for k, v in found.items()} if isinstance(found, dict) else {}


def _check_shape(text: str, path: str, loader: Any) -> None:
    """Refuse what is deep (the C loader recurses) or multiplies itself by merging."""
    if text.count("<<") > _MERGES or ("<<" in text and text.count("*") > _MERGES):
        raise UnreadableError(f"{path} merges more than a configuration does")
    depth = 0
    for n, event in enumerate(yaml.parse(text, loader)):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > _DEPTH or n > _EVENTS:
            raise UnreadableError(f"{path} is too large or too deep for a configuration")


def _xml(text: str, path: str) -> ET.Element:
    if "<!" in re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", "", text, flags=re.DOTALL):
        raise UnreadableError(f"{path} declares entities, which are not followed")
    try:
        return ET.fromstring(text)  # noqa: S314 - see above
    except (ET.ParseError, ValueError) as error:
        raise UnreadableError(f"{path} is no valid XML") from error
