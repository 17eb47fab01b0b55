"""Texts of settings files as plain mappings: TOML, INI and JSON with comments, parsed and never guessed at.

Facts read files through :class:`~handiwork.signals.facts.configuration.Configuration`, which calls these.
"""

import configparser
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

__all__ = ["UnreadableError", "is_on", "parse_ini", "parse_json", "parse_toml", "table"]

_JSON_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_JSON_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')


class UnreadableError(ValueError):
    """A settings file that is there and cannot be parsed; its message names the file."""


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """Return a TOML text's tables; the path is for the message.

    Raises
    ------
    UnreadableError
        If it cannot be parsed.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableError(f"{path} is no valid TOML") from error


def parse_ini(text: str, path: str) -> dict[str, dict[str, str]]:
    """Return an INI text's sections, keys in lower case; the path is for the message.

    Raises
    ------
    UnreadableError
        If it cannot be parsed.
    """
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except (configparser.Error, AttributeError) as error:  # a continued line without a value is an AttributeError
        raise UnreadableError(f"{path} is no valid INI file") from error
    return {name: {k: v or "" for k, v in parser.items(name)} for name in parser.sections()}


def parse_json(text: str, path: str) -> dict[str, Any]:
    """Return a JSON object, comments and last commas allowed; the path is for the message.

    Raises
    ------
    UnreadableError
        If it cannot be parsed, or is no object.
    """
    bare = _JSON_TOKEN.sub(lambda found: found[0] if found[0].startswith('"') else " ", text)
    try:
        found = json.loads(_JSON_COMMA.sub(lambda comma: comma[1] or "", bare))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{path} is no valid JSON") from error
    if not isinstance(found, dict):
        raise UnreadableError(f"{path} holds no JSON object")
    return found


def table(tables: Mapping[str, Any] | None, *names: str) -> dict[str, Any] | None:
    """Return a table within tables; None if it is not there or is no table.

    Examples
    --------
    >>> table({"tool": {"mypy": {"strict": True}}}, "tool", "mypy")
    {'strict': True}
    """
    found: Any = tables
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return dict(found) if isinstance(found, Mapping) else None


def is_on(value: object) -> bool:
    """Return whether a setting says yes, as TOML's booleans or INI's words.

    Examples
    --------
    >>> [is_on(v) for v in (True, "yes", "False", "", 1)]
    [True, True, False, False, True]
    """
    return value in (True, 1) if not isinstance(value, str) else value.strip().lower() in {"true", "yes", "on", "1"}
