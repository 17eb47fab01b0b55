"""Joining nodes by links without ever joining two settled people: connected components over the links only."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

__all__ = ["join_links"]

_Integers = npt.NDArray[np.int64]


def join_links(links: _Integers, anchors: _Integers) -> tuple[_Integers, _Integers]:
    """Return which nodes are one.

    A node is *settled* if it has an anchor (an account it is known to belong to), else *free*.
    Free nodes that are linked, also by way of other free nodes, are one cluster. A cluster joins
    an anchor if all its links to settled nodes lead to that one anchor; a cluster between two anchors
    joins neither, since nobody can tell which it belongs to. Links between settled nodes do nothing.

    Parameters
    ----------
    links
        Pairs of node numbers, shape (n_links, 2); direction and repetition do not matter.
    anchors
        For each node its anchor's number, -1 if it is free; shape (n_nodes,).

    Returns
    -------
    clusters : ndarray of int64, shape (n_nodes,)
        For each node the smallest number of a node of its cluster; a settled node is alone in its cluster.
    homes : ndarray of int64, shape (n_nodes,)
        For each node the anchor it belongs to, -1 if none.

    Notes
    -----
    The result depends neither on the order of the links nor on that of their ends.
    Time and memory are linear in nodes and links.

    Examples
    --------
    >>> clusters, homes = join_links(np.array([[0, 1], [1, 2], [2, 3], [4, 5]]), np.array([7, -1, -1, 8, 8, -1]))
    >>> clusters.tolist(), homes.tolist()
    ([0, 1, 1, 3, 4, 5], [7, -1, -1, 8, 8, 8])
    """
    clusters = _free_clusters(links, anchors)
    homes = anchors.copy()
    free = anchors < 0
    to_anchor = free[links[:, 0]] != free[links[:, 1]]
    ends = links[to_anchor]
    is_swapped = ~free[ends[:, 0]]
    ends[is_swapped] = ends[is_swapped][:, ::-1]
    pairs = np.unique(np.column_stack([clusters[ends[:, 0]], anchors[ends[:, 1]]]), axis=0)
    joined, first, n_anchors = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    sole = np.full(len(anchors), -1, dtype=np.int64)
    sole[joined[n_anchors == 1]] = pairs[first[n_anchors == 1], 1]
    homes[free] = sole[clusters[free]]
    return clusters, homes


# --- private ---


def _free_clusters(links: _Integers, anchors: _Integers) -> _Integers:
    """Return for each node the smallest node of its cluster."""
    n_nodes = len(anchors)
    inner = links[(anchors[links[:, 0]] < 0) & (anchors[links[:, 1]] < 0)]
    ones = np.ones(len(inner), dtype=np.int8)
    graph = sparse.coo_array((ones, (inner[:, 0], inner[:, 1])), shape=(n_nodes, n_nodes))
    _, labels = csgraph.connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    return np.asarray(first, dtype=np.int64)[labels]
