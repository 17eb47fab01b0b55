"""Links between the authors of different histories, and who of them may be stored; addresses stay in memory.

Authors of two histories with the same address are one person. The link says only that: it is kept as
``owner/name#author_key`` of the author in the first repository, by name, that has the address.
An address links nobody if it is shared by more than three names, is of a kind that many have, or holds two
authors of one history apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from handiwork.ingest.git_authors import Author
from handiwork.ingest.git_history import History
from handiwork.ingest.git_lines import crowded
from handiwork.privacy.suppression import Suppressions

__all__ = ["Links"]

_LOCAL_HOSTS = (".local", ".localdomain", ".(none)", ".lan", ".home", ".internal")
_Node = tuple[str, int]


class Links:
    """Who is who among the authors of some histories.

    Parameters
    ----------
    histories
        By repository name; the order does not matter.
    suppressions
        Who is left out; also left out is whoever shares an address with them.

    Notes
    -----
    Time grows with the author lines.
    """

    def __init__(self, histories: Mapping[str, History], suppressions: Suppressions) -> None:
        self._histories = dict(sorted(histories.items(), key=lambda item: (item[0].lower(), item[0])))
        self._holders = self._linking_holders()
        self._left_out = self._spread(suppressions)

    def is_kept(self, repo_name: str) -> npt.NDArray[np.bool_]:
        """Return for each author of a history whether they may be stored, bool."""
        n_authors = len(self._histories[repo_name].authors)
        return np.array([(repo_name, a) not in self._left_out for a in range(n_authors)], dtype=bool)

    def same_as(self, repo_name: str) -> tuple[tuple[str, ...], ...]:
        """Return for each author of a history the earlier histories' authors they are, sorted."""
        found: dict[int, set[str]] = defaultdict(set)
        for first, *others in self._holders:
            for repo, author in others:
                if repo == repo_name:
                    found[author].add(f"{first[0]}#{self._histories[first[0]].keys[first[1]]}")
        return tuple(tuple(sorted(found[a])) for a in range(len(self._histories[repo_name].authors)))

    # --- private ---

    def _linking_holders(self) -> list[list[_Node]]:
        """Return for each address that links authors who they are, in the order of repositories."""
        shared = crowded(line for h in self._histories.values() for a in h.authors for line in a.addressed)
        holders: dict[str, list[_Node]] = defaultdict(list)
        for repo, history in self._histories.items():
            for index, author in enumerate(history.authors):
                for key in sorted(_keys(author)):
                    holders[key].append((repo, index))
        return [
            nodes
            for key, nodes in sorted(holders.items())
            if len(nodes) > 1 and key not in shared and len({repo for repo, _ in nodes}) == len(nodes)
        ]

    def _spread(self, suppressions: Suppressions) -> set[_Node]:
        """Return the authors who are suppressed, and all whom an address links to one."""
        nodes = ((repo, i, a) for repo, h in self._histories.items() for i, a in enumerate(h.authors))
        reached = {(repo, i) for repo, i, a in nodes if suppressions.covers(a.github_id, a.login)}
        neighbours: dict[_Node, list[_Node]] = defaultdict(list)
        for holders in self._holders:
            for node in holders:
                neighbours[node].extend(holders)
        waiting = sorted(reached)
        while waiting:
            new = set(neighbours[waiting.pop()]) - reached
            reached |= new
            waiting.extend(sorted(new))
        return reached


def _keys(author: Author) -> Iterator[str]:
    """Yield what links an author to other histories; a machine is linked to nobody."""
    if author.is_bot:
        return
    if author.github_id is not None:
        yield f"account {author.github_id}"
    for address in author.addresses:
        host = address.partition("@")[2]
        if "." in host and not host.endswith(_LOCAL_HOSTS):
            yield address
