"""Where authors go who are linked by address, after what operators decided."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from handiwork.identity.expressions import integers
from handiwork.identity.links import join_links

__all__ = ["join_by_address"]

_Integers = npt.NDArray[np.int64]


def join_by_address(linked: Any, links: Any, decided: Any) -> tuple[pa.Table, pa.Table]:
    """Return where linked authors go, and for whom an address was the reason.

    Parameters
    ----------
    linked
        Arrow table of the authors in ``links`` and ``decided``: ``author_no``, ``own``, ``base``, ``is_settled``.
    links
        Arrow table of ``from_no`` and ``to_no``: authors with the same address.
    decided
        Arrow table of what operators decided about authors: ``author_no``, ``verb``, ``node``, ``other_no`` (see
        :func:`handiwork.identity.decided.decided_authors`). It comes before any link.

    Returns
    -------
    moves : pyarrow.Table
        ``from_node`` → ``node`` for every linked author and for the logins without an id they prove.
    reasons : pyarrow.Table
        ``node``, ``reason``: the people in whom an address joined what no account had joined.

    Notes
    -----
    Linear in authors and links, once more for each rejected author whom an address would have led there.
    """
    known = _known(linked, links)
    ours = _ours(known, decided)
    for place, _, node in ours["accept"]:
        known = known.cut(place).based(place, node)
    for place, _, _ in ours["split"]:
        known = known.cut(place).based(place, None)
    pairs = np.array([(place, other) for place, other, _ in ours["accept"] if other >= 0], dtype=np.int64)
    known = replace(known, decided=pairs.reshape(-1, 2))
    joined = _joined(known)
    for place, other, node in ours["reject"]:
        target = joined.name(other) if node is None else joined.node_of(node)
        if joined.name(place) == target:
            known = known.cut(place)
            joined = _joined(known)
        if joined.name(place) == target:
            known = known.based(place, None)
            joined = _joined(known)
    nodes = [joined.nodes[n] for n in joined.by_address]
    reasons = pa.array(["address"] * len(nodes), pa.string())
    return joined.moves(), pa.table({"node": pa.array(nodes, pa.string()), "reason": reasons})


# --- private ---


@dataclass(frozen=True, slots=True)
class _Known:
    """Authors in order of their numbers: their own node, that of the account they prove, and who is linked."""

    numbers: _Integers
    own: Any
    base: Any
    is_settled: npt.NDArray[np.bool_]
    pairs: _Integers
    decided: _Integers

    def cut(self, place: int) -> "_Known":
        """Return the same without the addresses of one author."""
        return replace(self, pairs=self.pairs[(self.pairs != place).all(axis=1)])

    def based(self, place: int, node: str | None) -> "_Known":
        """Return the same with another account proved by one author."""
        is_it = np.arange(len(self.numbers)) == place
        base = pc.replace_with_mask(self.base, pa.array(is_it), pa.array([node], pa.string()))
        is_settled = np.where(is_it, node is not None and node.startswith("github:"), self.is_settled)
        return replace(self, base=base, is_settled=is_settled)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Nodes, the accounts first, then the authors; where each goes; the places where an address joined."""

    nodes: list[str]
    n_bases: int
    final: _Integers
    by_address: _Integers

    def name(self, place: int) -> str:
        """Return the node an author goes to."""
        return self.nodes[int(self.final[self.n_bases + place])]

    def node_of(self, account: str) -> str:
        """Return the node an account goes to."""
        found = [n for n in range(self.n_bases) if self.nodes[n] == account]
        return self.nodes[int(self.final[found[0]])] if found else account

    def moves(self) -> pa.Table:
        """Return ``from_node`` → ``node``."""
        nodes: Any = pa.array(self.nodes, pa.string())
        return pa.table({"from_node": nodes, "node": nodes.take(pa.array(self.final))})


def _known(linked: Any, links: Any) -> _Known:
    linked = linked.sort_by("author_no").combine_chunks()
    numbers = integers(linked, "author_no")
    pairs = np.column_stack([np.searchsorted(numbers, integers(links, end)) for end in ("from_no", "to_no")])
    own, base = (_one(linked.column(name).cast(pa.string())) for name in ("own", "base"))
    is_settled = np.asarray(linked.column("is_settled"), dtype=bool)
    return _Known(numbers, own, base, is_settled, pairs, np.empty((0, 2), dtype=np.int64))


def _one(column: Any) -> Any:
    """Return a column as one array."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())


def _ours(known: _Known, decided: Any) -> dict[str, list[tuple[int, int, str | None]]]:
    """Return by verb the place of the author, that of the other author (-1 if it is none) and the account's node.

    Who was accepted for, or rejected from, somebody who is not loaded is left as found.
    """
    found: dict[str, list[tuple[int, int, str | None]]] = {"accept": [], "reject": [], "split": []}
    place_of = {int(number): place for place, number in enumerate(known.numbers)}
    rows = {(r["author_no"], r["verb"], r["other_no"], r["node"]) for r in decided.to_pylist()}
    for author_no, verb, other_no, node in sorted(rows, key=repr):
        if verb == "split" or other_no is not None or node is not None:
            found[verb].append((place_of[author_no], -1 if other_no is None else place_of[other_no], node))
    return found


def _joined(known: _Known) -> _Joined:
    bases = _sorted_distinct(known.base)
    n_bases = len(bases)
    base_of = np.asarray(pc.fill_null(pc.index_in(known.base, value_set=bases), -1), dtype=np.int64)
    nodes = pa.concat_arrays([bases, known.own])
    author = np.arange(len(known.numbers)) + n_bases
    anchors = np.full(len(nodes), -1, dtype=np.int64)
    settled_bases = base_of[known.is_settled]
    anchors[author[known.is_settled]] = settled_bases
    anchors[settled_bases] = settled_bases
    pairs = known.pairs + n_bases
    proved = base_of >= 0
    to_bases = np.column_stack([author[proved], base_of[proved]])
    clusters, homes = join_links(np.concatenate([pairs, known.decided + n_bases, to_bases]), anchors)
    final = np.where(homes >= 0, homes, clusters)
    account = np.concatenate([np.arange(n_bases), np.where(proved, base_of, author)])
    is_joined = (final[pairs[:, 0]] == final[pairs[:, 1]]) & (account[pairs[:, 0]] != account[pairs[:, 1]])
    return _Joined(nodes.to_pylist(), n_bases, final, np.unique(final[pairs[is_joined, 0]]))


def _sorted_distinct(texts: Any) -> Any:
    found = pc.unique(texts.drop_null())
    return found.take(pc.array_sort_indices(found)).cast(pa.string())
