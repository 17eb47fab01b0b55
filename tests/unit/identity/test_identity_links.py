"""Joining by links: free nodes follow the one anchor they touch, and nothing depends on order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from handiwork.identity.links import join_links

NO_LINKS = np.empty((0, 2), dtype=np.int64)


def join(links, anchors):
    pairs = np.array(links, dtype=np.int64).reshape(-1, 2)
    clusters, homes = join_links(pairs, np.array(anchors, dtype=np.int64))
    return clusters.tolist(), homes.tolist()


def test_without_links_everybody_stays_alone():
    assert join([], [-1, 5, -1]) == ([0, 1, 2], [-1, 5, -1])


def test_nobody_is_nobody():
    assert join([], []) == ([], [])


def test_a_chain_of_free_nodes_follows_the_anchor_at_its_end():
    assert join([(2, 1), (1, 0), (3, 2)], [-1, -1, -1, 9])[1] == [9, 9, 9, 9]


def test_a_cluster_between_two_anchors_stays_together_and_joins_neither():
    assert join([(0, 1), (1, 2), (2, 3)], [7, -1, -1, 8]) == ([0, 1, 1, 3], [7, -1, -1, 8])


def test_two_links_to_one_anchor_are_one_anchor():
    assert join([(0, 1), (2, 1), (1, 2)], [7, -1, 7])[1] == [7, 7, 7]


def test_settled_nodes_keep_their_anchor_whatever_links_say():
    assert join([(0, 1), (1, 2)], [7, 8, 9]) == ([0, 1, 2], [7, 8, 9])


@given(st.data())
def test_joining_agrees_with_flooding_and_ignores_order_and_direction(data):
    n_nodes = data.draw(st.integers(1, 8))
    anchors = data.draw(st.lists(st.sampled_from([-1, -1, 100, 101]), min_size=n_nodes, max_size=n_nodes))
    node = st.integers(0, n_nodes - 1)
    links = data.draw(st.lists(st.tuples(node, node), max_size=12))
    found = join(links, anchors)
    assert found == (
        [min(_flood(n, links, anchors)[0]) for n in range(n_nodes)],
        [_home(n, links, anchors) for n in range(n_nodes)],
    )
    mixed = data.draw(st.permutations([pair[::-1] for pair in links]))
    assert join([*mixed, *links], anchors) == found


def _flood(start, links, anchors):
    """Return the free nodes reached from a node, itself included, and the anchors they touch."""
    reached, touched = {start}, set()
    if anchors[start] >= 0:
        return reached, {anchors[start]}
    while True:
        near = {b for a, b in (*links, *(pair[::-1] for pair in links)) if a in reached}
        touched |= {anchors[n] for n in near} - {-1}
        free = {n for n in near if anchors[n] < 0}
        if free <= reached:
            return reached, touched
        reached |= free


def _home(node, links, anchors):
    touched = _flood(node, links, anchors)[1]
    return min(touched) if len(touched) == 1 else -1
