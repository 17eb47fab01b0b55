"""Topics: test queries with the logins that should come first, read from JSON lines and checked line by line."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from handiwork.errors import InputError

__all__ = ["Text", "Topic", "read_topics"]

_PROJECT = re.compile(r"[^/\s]+/[^/\s]+")
_MOST_SHOWN = 20


class Text(StrEnum):
    """Which text of a topic is asked."""

    QUERY = "query"
    QUERY_NL = "query_nl"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One test query and who is right.

    Attributes
    ----------
    id
        Unique among the topics of a file.
    project
        ``owner/name`` of the repository the experts belong to.
    query
        The short name of the subject; None if there is none.
    query_nl
        A sentence about the subject; None if there is none.
    relevant
        Logins that are right, as they were written, at least one, none twice in any case.
    as_of
        Only what happened before this day may count; None means everything may.
    kind
        What sort of subject it is, in the words of who made the topics; empty if unsaid.
    """

    id: str
    project: str
    query: str | None
    query_nl: str | None
    relevant: tuple[str, ...]
    as_of: date | None = None
    kind: str = ""

    def text(self, which: Text) -> str | None:
        """Return the text to ask; None if the topic lacks it.

        Examples
        --------
        >>> topic = Topic(id="t", project="acme/web", query="dns", query_nl="Manage names", relevant=("ada_l",))
        >>> topic.text(Text.BOTH)
        'dns Manage names'
        """
        if which is Text.QUERY:
            return self.query
        if which is Text.QUERY_NL:
            return self.query_nl
        return f"{self.query} {self.query_nl}" if self.query and self.query_nl else None


def read_topics(path: Path) -> tuple[Topic, ...]:
    """Read a file of topics, one JSON object a line.

    Parameters
    ----------
    path
        Lines with ``id``, ``project``, ``query`` and/or ``query_nl``, ``relevant`` (logins), and if wanted ``as_of``
        (a day, ISO 8601) and ``kind``; other keys are ignored, and so are empty lines.

    Returns
    -------
    tuple of Topic
        In the order of the file.

    Raises
    ------
    InputError
        If the file cannot be read, has no topic, or any line is wrong: all of them are named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the topics {path} cannot be read: {error}") from error
    topics: list[Topic] = []
    problems: list[str] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        topic, wrong = _parse(line)
        if topic is not None and first.setdefault(topic.id, number) != number:
            wrong.append(f"the id {topic.id!r} is that of line {first[topic.id]} already")
        problems += [f"line {number}: {w}" for w in wrong]
        if topic is not None:
            topics.append(topic)
    if problems:
        raise InputError(_told(path, problems))
    if not topics:
        raise InputError(f"{path} has no topic: each line must be a JSON object with id, project, query, relevant")
    return tuple(topics)


# --- private ---


def _told(path: Path, problems: list[str]) -> str:
    shown = "\n".join(f"  - {p}" for p in problems[:_MOST_SHOWN])
    rest = f"\n  - … and {len(problems) - _MOST_SHOWN} more" if len(problems) > _MOST_SHOWN else ""
    return f"{path.name} has {len(problems)} problem(s); mend these lines:\n{shown}{rest}"


def _parse(line: str) -> tuple[Topic | None, list[str]]:
    """Return the topic of a line and what is wrong with it; a topic without problems is never None."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return None, [f"no JSON ({error.msg}, at character {error.colno})"]
    except (ValueError, RecursionError) as error:  # a number too long, values too deep in one another
        return None, [f"no JSON ({error})"]
    if not isinstance(found, dict):
        return None, ["no JSON object"]
    wrong: list[str] = []
    identity = _text(found, "id", wrong, is_needed=True) or ""
    project = _text(found, "project", wrong, is_needed=True) or ""
    if project and not _PROJECT.fullmatch(project):
        wrong.append(f"project is {project!r}, but must be owner/name")
    query, query_nl = _text(found, "query", wrong), _text(found, "query_nl", wrong)
    if not (query or query_nl) and not any(w.startswith("query") for w in wrong):
        wrong.append("neither query nor query_nl has a text")
    relevant = _logins(found, wrong)
    as_of = _day(found, wrong)
    kind = _text(found, "kind", wrong) or ""
    if wrong:
        return None, wrong
    topic = Topic(
        id=identity, project=project, query=query, query_nl=query_nl, relevant=relevant, as_of=as_of, kind=kind
    )
    return topic, wrong


def _text(found: Mapping[str, Any], key: str, wrong: list[str], *, is_needed: bool = False) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        wrong.append(f"{key} is {value!r}, but must be a text")
        return None
    text = (value or "").strip()
    if is_needed and not text:
        wrong.append(f"{key} is missing")
    return text or None


def _logins(found: Mapping[str, Any], wrong: list[str]) -> tuple[str, ...]:
    value = found.get("relevant")
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
        wrong.append(f"relevant is {value!r}, but must be a list of at least one login")
        return ()
    kept: dict[str, str] = {}
    for login in value:
        kept.setdefault(login.strip().lower(), login.strip())
    return tuple(kept.values())


def _day(found: Mapping[str, Any], wrong: list[str]) -> date | None:
    value = found.get("as_of")
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        wrong.append(f"as_of is {value!r}, but must be a day such as 2024-05-28")
        return None
