"""What a user changes in a brief: repositories, ecosystems, skills and the recency window."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handiwork.brief.fields import Fields
from handiwork.errors import UsageError

__all__ = ["BriefEdits", "parse_edits"]

_KINDS = {
    "repo": "repositories",
    "repository": "repositories",
    "ecosystem": "ecosystems",
    "skill": "skills",
}
_LARGEST = 10.0
_HOW = (
    "write repo:OWNER/NAME, ecosystem:NAME, skill:WORDS or since:2025-01-31, with a - before it to remove, "
    "=WEIGHT after it to weigh (0 to 10)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefEdits:
    """Changes to a brief; what is not named stays as the text was understood.

    Attributes
    ----------
    repositories, ecosystems, skills
        Name → weight from 0 to 10; 0 removes, anything else adds or weighs. Names are compared in lower case.
    since
        Only work on or after this day is asked for; None leaves what the text says.
    drop_since
        True to ask for no recency whatever the text says.
    """

    repositories: Mapping[str, float] = field(default_factory=dict)
    ecosystems: Mapping[str, float] = field(default_factory=dict)
    skills: Mapping[str, float] = field(default_factory=dict)
    since: date | None = None
    drop_since: bool = False

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return bool(self.repositories or self.ecosystems or self.skills or self.since or self.drop_since)

    def then(self, later: "BriefEdits") -> "BriefEdits":
        """Return both as one; where both name the same thing, the later one counts."""
        changes_since = later.since is not None or later.drop_since
        return BriefEdits(
            repositories=_merged(self.repositories, later.repositories),
            ecosystems=_merged(self.ecosystems, later.ecosystems),
            skills=_merged(self.skills, later.skills),
            since=later.since if changes_since else self.since,
            drop_since=later.drop_since if changes_since else self.drop_since,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the edits as plain values with keys in order."""
        return {
            "repositories": dict(sorted(self.repositories.items())),
            "ecosystems": dict(sorted(self.ecosystems.items())),
            "skills": dict(sorted(self.skills.items())),
            "since": None if self.since is None else self.since.isoformat(),
            "drop_since": self.drop_since,
        }

    @classmethod
    def read(cls, fields: Fields) -> "BriefEdits":
        """Read what :meth:`to_dict` wrote; problems go to the fields."""
        found = cls(
            repositories=fields.weights("repositories"),
            ecosystems=fields.weights("ecosystems"),
            skills=fields.weights("skills"),
            since=fields.day("since"),
            drop_since=fields.flag("drop_since"),
        )
        fields.done()
        return found


def parse_edits(texts: Iterable[str]) -> BriefEdits:
    """Read edits as they are typed on the command line; later ones count over earlier ones.

    Raises
    ------
    UsageError
        Naming the first edit that cannot be read.

    Examples
    --------
    >>> edits = parse_edits(["repo:Pallets/Flask", "-skill:django", "ecosystem:ai=0.5", "since:2025-01-31"])
    >>> edits.repositories, edits.skills, edits.ecosystems, edits.since.isoformat()
    ({'pallets/flask': 1.0}, {'django': 0.0}, {'ai': 0.5}, '2025-01-31')
    """
    edits = BriefEdits()
    for text in texts:
        edits = edits.then(_edit(text))
    return edits


# --- private ---


def _edit(text: str) -> BriefEdits:
    removes = text.startswith("-")
    kind, colon, rest = text.strip().lstrip("+-").partition(":")
    kind, rest = kind.strip().lower(), rest.strip()
    if kind == "since":
        return _since(text, rest, removes=removes)
    if kind not in _KINDS or not colon or not rest:
        raise UsageError(f"the edit {text!r} is not understood: {_HOW}")
    name, weight = (rest, 0.0) if removes else _weighted(text, rest)
    change = {" ".join(name.lower().split()): weight}
    changes = {plural: change if _KINDS[kind] == plural else {} for plural in set(_KINDS.values())}
    return BriefEdits(repositories=changes["repositories"], ecosystems=changes["ecosystems"], skills=changes["skills"])


def _since(text: str, rest: str, *, removes: bool) -> BriefEdits:
    if removes:
        return BriefEdits(drop_since=True)
    try:
        return BriefEdits(since=date.fromisoformat(rest))
    except ValueError as error:
        raise UsageError(f"the edit {text!r} names no day: {_HOW}") from error


def _weighted(text: str, rest: str) -> tuple[str, float]:
    name, equals, number = rest.rpartition("=")
    if not equals:
        return rest, 1.0
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if not (name.strip() and 0 <= weight <= _LARGEST):
        raise UsageError(f"the edit {text!r} has no weight from 0 to 10 after '=': {_HOW}")
    return name.strip(), weight


def _merged(first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted({**first, **second}.items()))
