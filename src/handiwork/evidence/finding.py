"""The acts behind a hit: strongest and newest first, not ten times the same."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.errors import UsageError
from handiwork.evidence.items import Evidence, read_acts
from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search import DocumentShare, Hit

__all__ = ["acts_behind", "acts_of", "evidence", "representative_acts"]

_EPOCH = date(1970, 1, 1)


def evidence(
    index: Index, hit: Hit, *, limit: int = 5, since: date | None = None, kinds: Collection[str] = ()
) -> tuple[Evidence, ...]:
    """Return the acts that gave a hit its score.

    Each of the hit's strongest documents shares its value out among the person's acts in it by their
    strength; an act that several documents count gets all of their shares.

    Parameters
    ----------
    index
        The index that was searched.
    hit
        One of the result's hits.
    limit
        At most so many acts, at least 1.
    since
        Only acts on or after this date; None means all.
    kinds
        Only acts of these kinds of contribution; empty means all.

    Returns
    -------
    tuple of Evidence
        Best first, of equal ones the newest first. One act for a pull request, issue or commit, and no more
        than half of them from one repository as long as others have some.
    """
    if limit < 1:
        raise UsageError(f"the limit is {limit}, but must be at least 1")
    acts = _acts(index, hit.person_id)
    values = np.zeros(len(acts.days))
    aged = {kind: acts.aged(index, kind) for kind in {share.kind for share in hit.shares}}
    for share in hit.shares:
        values += acts.shared_out(share, aged[share.kind])
    allowed = values > 0
    if since is not None:
        allowed &= acts.days >= (since - _EPOCH).days
    if kinds:
        allowed &= np.isin(acts.kinds, [kind.code for kind in CONTRIBUTION_KINDS if kind.name in kinds])
    places = np.flatnonzero(allowed)
    order = places[np.lexsort((places, -acts.days[places], -values[places]))].tolist()
    chosen = _diverse(acts, order, limit)
    return read_acts(index, [acts.first + i for i in chosen], values[chosen].tolist())


def acts_behind(index: Index, person_id: int, share: DocumentShare) -> tuple[Evidence, ...]:
    """Return every act of a person that a document's part of the score counts, newest first.

    Parameters
    ----------
    index
        The index that was searched.
    person_id
        Whose acts.
    share
        The document; its value is shared out among the acts by their strength.
    """
    acts = _acts(index, person_id)
    behind = np.flatnonzero(acts.behind(share.kind, share.doc))
    order = behind[np.lexsort((behind, -acts.days[behind]))]
    values = acts.shared_out(share, acts.aged(index, share.kind))[order]
    return read_acts(index, (acts.first + order).tolist(), values.tolist())


def acts_of(index: Index, person_id: int, *, limit: int) -> tuple[Evidence, ...]:
    """Return a person's acts, newest first.

    Parameters
    ----------
    person_id
        Who.
    limit
        At most so many, at least 1.
    """
    if limit < 1:
        raise UsageError(f"the limit is {limit}, but must be at least 1")
    first = int(index.contribution_offsets[person_id])
    days = index.acts(person_id, "day")
    newest = np.lexsort((np.arange(len(days)), -days))[:limit].tolist()
    return read_acts(index, [first + i for i in newest], [0.0] * len(newest))


def representative_acts(index: Index, person_id: int, *, limit: int = 5) -> tuple[Evidence, ...]:
    """Return the pull requests that stand for a person's work, where there are none their commits.

    The strongest of their own pull requests (merged ones weigh more, newer ones too, at the half-life of titles), one
    act a pull request, no more than half of them from one repository as long as others have some. No role and no
    other person has a say in it.

    Parameters
    ----------
    index
        Where the acts are.
    person_id
        Whose.
    limit
        At most so many.
    """
    acts = _acts(index, person_id)
    values = acts.aged(index, "title")
    for kinds in _REPRESENTATIVE:
        own = np.flatnonzero(np.isin(acts.kinds, [kind.code for kind in CONTRIBUTION_KINDS if kind.name in kinds]))
        if len(own):
            order = own[np.lexsort((own, -acts.days[own], -values[own]))].tolist()
            chosen = _diverse(acts, order, limit)
            return read_acts(index, [acts.first + i for i in chosen], values[chosen].tolist())
    return ()


# --- private ---

_REPRESENTATIVE = (("merged_pull_request", "pull_request"), ("commit", "co_commit"))


@dataclass(frozen=True, slots=True)
class _Acts:
    """One person's rows of the contributions, as columns."""

    first: int
    contributions: pa.Table
    repos: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int8]
    days: npt.NDArray[np.int32]
    titles: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    strengths: npt.NDArray[np.float64]
    area_docs: npt.NDArray[np.int32]
    area_rows: npt.NDArray[np.int64]

    def value(self, column: str, place: int) -> Any:
        """Return one value of one act."""
        return self.contributions.column(column)[self.first + place].as_py()

    def behind(self, kind: str, doc: int) -> npt.NDArray[np.bool_]:
        """Return which of the acts a document counts."""
        found = np.zeros(len(self.repos), bool)
        if kind == "area":
            found[self.area_rows[self.area_docs == doc]] = True
        else:
            found[(self.repos if kind == "repository" else self.titles) == doc] = True
        return found

    def aged(self, index: Index, kind: str) -> npt.NDArray[np.float64]:
        """Return the strength of each act at the index's date, at the half-life of a kind of document."""
        half_life_days = 365.25 * index.settings.kind(kind).half_life_years
        found: npt.NDArray[np.float64] = self.strengths * 0.5 ** (
            ((index.built_on - _EPOCH).days - self.days) / half_life_days
        )
        return found

    def shared_out(self, share: DocumentShare, aged: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return what of a document's share is due to each act, by its strength as :meth:`aged` gives it."""
        own = np.where(self.behind(share.kind, share.doc), aged, 0.0)
        whole = float(own.sum())
        return share.value * own / whole if whole > 0 else own


def _acts(index: Index, person_id: int) -> _Acts:
    area_docs, area_rows = index.areas_of_acts(person_id)
    return _Acts(
        first=int(index.contribution_offsets[person_id]),
        contributions=index.contributions,
        repos=index.acts(person_id, "repo_no"),
        kinds=index.acts(person_id, "kind"),
        days=index.acts(person_id, "day"),
        titles=index.acts(person_id, "title_doc"),
        numbers=index.acts(person_id, "number"),
        strengths=index.acts(person_id, "strength").astype(np.float64),
        area_docs=area_docs,
        area_rows=area_rows,
    )


def _diverse(acts: _Acts, order: list[int], limit: int) -> list[int]:
    """Return the first acts of an order that are different things, at first few of one repository."""
    most = (limit + 1) // 2
    seen: Counter[int] = Counter()
    things: set[object] = set()
    early: list[int] = []
    late: list[int] = []
    for i in order:
        repo = int(acts.repos[i])
        has_enough = seen[repo] >= most
        # What an act is about is read from the table, one by one: only where the answer may still change.
        if (has_enough and len(late) >= limit) or (thing := _thing(acts, i)) in things:
            continue
        things.add(thing)
        seen[repo] += 1
        (late if has_enough else early).append(i)
        if len(early) >= limit:
            break
    kept = set((early + late)[:limit])
    return [i for i in order if i in kept]


def _thing(acts: _Acts, i: int) -> object:
    """Return what an act is about: two acts on one thing are shown once."""
    repo, number = int(acts.repos[i]), int(acts.numbers[i])
    if number >= 0:
        return repo, number
    return repo, acts.value("sha", i) or acts.value("title", i) or int(acts.kinds[i])
