"""Everybody who scored for a role, as columns: what conditions choose among, facets count and sorts order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from handiwork.brief import Brief
from handiwork.index import CONTRIBUTION_KINDS, Index
from handiwork.search.filters import MAINTAINER_KINDS, Filters, kinds_mask
from handiwork.search.results import MICRO
from handiwork.search.scoring import KindScores
from handiwork.search.signals import Preference
from handiwork.search.ties import pick

__all__ = ["Candidates"]

Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

_NEVER = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Candidates:
    """Everybody who scored, in the order of their numbers.

    Attributes
    ----------
    index, brief, filters
        What was asked of what.
    kinds
        The ties that take part, by kind of document.
    ids
        Shape (candidates,), ascending: person ids.
    work, micros
        Shape (candidates,): millionths that their work gives; the same with what preferred signals add.
    preferred
        What each preferred signal adds.
    """

    index: Index
    brief: Brief
    filters: Filters
    kinds: Sequence[KindScores]
    ids: Ids
    work: Ids
    preferred: Sequence[Preference]
    micros: Ids

    @cached_property
    def last_days(self) -> npt.NDArray[np.int32]:
        """Shape (candidates,): day of each one's last act on a matched document (days since 1970-01-01)."""
        found = np.full(self.index.n_persons, _NEVER, np.int32)
        for kind in self.kinds:
            np.maximum.at(found, kind.persons, self._of_ties(kind, kind.matched.documents.days))
        return found[self.ids]

    @cached_property
    def kinds_done(self) -> dict[str, Marks]:
        """By kind of contribution that any tie of anybody contains, shape (candidates,): whose ties contain it."""
        masks = [self._of_ties(kind, kind.matched.documents.kinds) for kind in self.kinds]
        found = {}
        for each in CONTRIBUTION_KINDS:
            theirs = np.zeros(self.index.n_persons, bool)
            for kind, mask in zip(self.kinds, masks, strict=True):
                theirs[kind.persons[(mask & (1 << each.code)) != 0]] = True
            if (own := theirs[self.ids]).any():
                found[each.name] = own
        return found

    def in_repositories(self, numbers: Iterable[int]) -> Marks:
        """Return who has a matched tie in one of some repositories, shape (candidates,)."""
        theirs = np.zeros(self.index.n_persons, bool)
        wanted = np.unique(np.array(list(numbers), dtype=np.int64))
        for kind in self.kinds:
            held = kind.matched.documents.repositories[kind.matched.docs]
            first, last = np.searchsorted(held, wanted, "left"), np.searchsorted(held, wanted, "right")
            edges = np.concatenate([np.zeros(1, np.int64), kind.ends])
            for begin, end in zip(edges[first].tolist(), edges[last].tolist(), strict=True):
                theirs[kind.persons[begin:end]] = True
        return theirs[self.ids]

    @cached_property
    def keeping(self) -> Marks:
        """Shape (candidates,): who keeps others' work in a repository in which they have a matched tie."""
        n_persons = self.index.n_persons
        held = [kind.matched.documents.repositories[kind.matched.docs] for kind in self.kinds]
        numbers = np.unique(np.concatenate([np.zeros(0, np.int32), *held])).astype(np.int64)
        ties = self.index.documents["repository"]
        first, last = ties.offsets[numbers], ties.offsets[numbers + 1]
        keeps = np.flatnonzero(pick(ties.kinds, first, last) & kinds_mask(MAINTAINER_KINDS))
        keepers = (np.repeat(numbers, last - first) * n_persons)[keeps] + pick(ties.persons, first, last)[keeps]
        theirs = np.zeros(n_persons, bool)
        for kind in self.kinds if len(keepers) else ():
            wanted = self._repositories(kind) * n_persons + kind.persons
            # Both repositories and the persons of each are in ascending order: quicker than np.isin, which sorts.
            near = keepers[np.minimum(np.searchsorted(keepers, wanted), len(keepers) - 1)]
            theirs[kind.persons[near == wanted]] = True
        return theirs[self.ids]

    @cached_property
    def strongest(self) -> Ids:
        """Shape (candidates,): millionths that each one's strongest single repository gives, its areas and titles too.

        Rounded to whole ones.
        """
        keys, values = [], []
        for kind in self.kinds:
            keys.append(kind.persons.astype(np.int64) * self.index.n_repositories + self._repositories(kind))
            values.append(kind.values * kind.scale * self.index.damping[kind.persons] * MICRO)
        pairs, places = np.unique(np.concatenate(keys), return_inverse=True)
        sums = np.bincount(places, weights=np.concatenate(values), minlength=len(pairs))
        found = np.zeros(self.index.n_persons)
        np.maximum.at(found, pairs // max(self.index.n_repositories, 1), sums)
        return np.rint(found[self.ids]).astype(np.int64)

    @cached_property
    def breadth(self) -> Ids:
        """Shape (candidates,): in how many of the brief's repositories each one has a matched tie."""
        found = np.zeros(len(self.ids), np.int64)
        for repository in self.brief.repositories:
            if repository.repo_numbers:
                found += self.in_repositories(repository.repo_numbers)
        return found

    # --- private ---

    def _repositories(self, kind: KindScores) -> Ids:
        """Return the repository of each tie of a kind."""
        held = kind.matched.documents.repositories[kind.matched.docs].astype(np.int64)
        return np.repeat(held, np.diff(kind.ends, prepend=0))

    def _of_ties(self, kind: KindScores, values: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """Return a column of the ties that take part."""
        offsets, docs = kind.matched.documents.offsets, kind.matched.docs
        found = pick(values, offsets[docs], offsets[docs + 1])
        return found if kind.kept is None else found[kind.kept]
