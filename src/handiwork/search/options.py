"""What a caller may ask for beside the text."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from handiwork.errors import UsageError
from handiwork.index import CONTRIBUTION_KINDS

__all__ = ["FACET_GROUPS", "HAS", "SORTS", "SearchOptions"]

_NAMES = tuple(kind.name for kind in CONTRIBUTION_KINDS)
_DAYS = ("since", "active_since")
_LOOKED_UP = frozenset({"excluded_persons", "ecosystem_numbers"})
_ACCOUNTS = ("known", "any")

HAS = ("maintainer", "package", "talk", "model", "paper")
"""Evidence of a role beside contributions."""

FACET_GROUPS = ("repository", "ecosystem", "last", "kind", "signal")
"""What a list can be narrowed by beside :data:`HAS`, without another ranking."""

SORTS: tuple[str, ...] = ("fit", "recency", "depth", "breadth")
"""Orders that a search can answer in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Limits and filters; all of them act before the ranking is cut, so parts always add up.

    A *tie* is what a person did on one document (a repository, an area or a title). Filters choose documents,
    ties and persons; several filters act together (and), several values of one are alternatives (or), but signals
    must all hold. How rare a word is, is counted among the documents of the repositories that take part.

    Attributes
    ----------
    limit
        At most so many hits, at least 1.
    accounts
        ``known``: hits are people with a known account, and who scored without one is listed apart;
        ``any``: everybody is in one list.
    repositories
        Rank on work in these repositories alone: present or former names, in any case; empty means all.
    ecosystems
        Names of ecosystems of the catalogue: their key repositories join ``repositories``. The app looks them up;
        a search over an index alone refuses them.
    since
        Rank only on ties whose last act is on or after this date; None means all.
    active_since
        Only persons with any act in the index, matched or not, on or after this date; None means all.
    kinds
        Rank only on ties that contain an act of one of these kinds of contribution; empty means all. Together
        with ``since``: only persons who have one act at least that is both.
    maintainers_only
        Rank only on ties in repositories whose work the person keeps: those where they have an act of kind
        ``maintain``, ``release``, ``commit_review`` or ``review``, at any time.
    min_evidence
        Only persons with so many acts at least behind their score: acts on the matched documents that the other
        filters let pass, each once, however many documents it is in; 0 means no limit.
    exclude_repositories
        Leave out work in these repositories: present or former names, in any case.
    exclude_owners
        Leave out work in the repositories that one of these accounts owns or owned.
    signals
        Only persons whose own lines show this, as far as they were read: each a signal's name (it was observed) or
        ``name>=number``; all of them must hold. Who was not observed is not in the list.
    prefer
        Signals, each a share, that add a part of their own to the scores of people in whom they were observed: at
        most a twentieth of what their work gives. Empty means that no signal counts.
    has
        Of those who scored, only who has each of these: ``maintainer`` (keeps others' work in a repository in which
        their work matches), ``package``, ``talk``, ``model``, ``paper`` (a part in one, by accounts accepted as
        theirs). Scores stay what they are.
    facets
        Of those who scored, only who has one of the values of each group named, each ``group:value``; ``signal``
        values must all hold: see :mod:`handiwork.search.facets`. Scores stay what they are.
    sort
        ``fit``: by score; ``recency``: by the last act on a matched document; ``depth``: by what the one repository
        gives that gives most; ``breadth``: by how many of the brief's repositories they worked in. The score decides
        between equal ones, and is the same in every order.
    count_facets
        True to count, over everybody who scored, how many have what.
    ecosystem_numbers
        Numbers of the repositories of each ecosystem that facets may name; the app looks them up.
    excluded_persons
        Person ids that must not appear nor be what others are measured by (suppressed after the build).
    explain
        True for one part a document; False for one part a kind and repository.

    Raises
    ------
    UsageError
        If a number is out of range or a kind of contribution unknown; with the nearest one.
    """

    limit: int = 20
    accounts: str = "known"
    repositories: tuple[str, ...] = ()
    ecosystems: tuple[str, ...] = ()
    since: date | None = None
    active_since: date | None = None
    kinds: tuple[str, ...] = ()
    maintainers_only: bool = False
    min_evidence: int = 0
    exclude_repositories: tuple[str, ...] = ()
    exclude_owners: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    sort: str = "fit"
    count_facets: bool = False
    ecosystem_numbers: tuple[tuple[str, tuple[int, ...]], ...] = ()
    excluded_persons: Collection[int] = frozenset()
    explain: bool = False

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise UsageError(f"the limit is {self.limit}, but must be at least 1")
        if self.accounts not in _ACCOUNTS:
            raise UsageError(f"accounts is {self.accounts!r}, but must be one of {', '.join(_ACCOUNTS)}")
        if self.sort not in SORTS:
            raise UsageError(f"sort is {self.sort!r}, but must be one of {', '.join(SORTS)}")
        if self.min_evidence < 0:
            raise UsageError(f"the least number of acts is {self.min_evidence}, but must be 0 or more")
        _check("kind of contribution", self.kinds, _NAMES)
        _check("evidence of a role", self.has, HAS)
        for facet in self.facets:
            group, colon, value = facet.partition(":")
            if not colon or not value.strip():
                raise UsageError(f"the facet {facet!r} has no value: write group:value, last:12 for example")
            _check("group of facets", (group,), FACET_GROUPS)

    @property
    def narrowing(self) -> tuple[str, ...]:
        """Names of the filters that are set, in the order of the attributes."""
        given = ((name, getattr(self, name)) for name in _FILTERS)
        return tuple(name for name, value in given if value not in (None, (), 0, False))

    def to_dict(self) -> dict[str, Any]:
        """Return the options as JSON values, the persons left out aside; :meth:`from_dict` reads them again."""
        found = {name: value for name, value in asdict(self).items() if name not in _LOOKED_UP}
        for name in _DAYS:
            found[name] = found[name] and found[name].isoformat()
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> "SearchOptions":
        """Read what :meth:`to_dict` returned; what is missing has its default.

        Raises
        ------
        UsageError
            If an option is unknown, of another type or out of range.
        """
        if unknown := sorted(set(found) - _TYPES.keys()):
            raise UsageError(f"there is no search option {', '.join(unknown)}; there are: {', '.join(_TYPES)}")
        return cls(**{name: _read(name, value) for name, value in found.items()})


_TYPES: dict[str, type] = {f.name: type(f.default) for f in fields(SearchOptions) if f.name not in _LOOKED_UP}
_WORDS = {
    int: "a whole number",
    str: "a text",
    bool: "true or false",
    tuple: "a list of texts",
    type(None): "a day or null",
}
_FILTERS = tuple(
    name for name in _TYPES if name not in {"limit", "accounts", "prefer", "explain", "sort", "count_facets"}
)


# --- private ---


def _check(what: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else ";"
            raise UsageError(f"{name!r} is no {what}{hint} there are: {', '.join(known)}")


def _read(name: str, value: Any) -> Any:
    """Return one option of a JSON object as its type."""
    if name in _DAYS and value is not None:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise UsageError(f"{name} is {value!r}, but must be a day like 2025-01-31") from error
    if _TYPES[name] is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if type(value) is not _TYPES[name]:
        raise UsageError(f"{name} is {value!r}, but must be {_WORDS[_TYPES[name]]}")
    return value
