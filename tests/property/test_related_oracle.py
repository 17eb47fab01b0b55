"""Neighbours of repositories are those that a slow computation over sets of people finds."""

import math
import os

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.index import relating
from handiwork.index.relating import LEAST_RATIO, LEAST_SHARED, MOST_NEIGHBOURS, Ties, relate

N = 8

memberships = st.lists(st.sets(st.integers(0, N - 1), max_size=4), max_size=60)
namesakes = st.lists(st.integers(0, N - 1), min_size=N, max_size=N).map(lambda n: n[:3] + list(range(N, 2 * N - 3)))


def ties_of(people: list[set[int]], names: list[int]) -> Ties:
    pairs = np.array(sorted((repo, who) for who, repos in enumerate(people) for repo in repos), np.int32).reshape(-1, 2)
    return Ties(pairs[:, 0], pairs[:, 1], np.array(names, np.int32))


def slowly(people: list[set[int]], names: list[int]) -> list[list[tuple[int, int, float]]]:
    """Return (neighbour, shared, strength) of each repository, by the formula written out."""
    people = [repos for repos in people if len(repos) >= 2]
    sizes = [sum(repo in repos for repos in people) for repo in range(N)]
    each = [round(65536 / math.sqrt(len(repos) - 1)) / 65536 for repos in people]
    pairs = [len(repos) * (len(repos) - 1) for repos in people]
    total = sum(n * w for n, w in zip(pairs, each, strict=True))
    unit = sum(n * w * w for n, w in zip(pairs, each, strict=True)) / total if total else 1.0
    found: list[list[tuple[int, int, float]]] = []
    for first in range(N):
        rows = []
        for second in range(N):
            both = [w for repos, w in zip(people, each, strict=True) if {first, second} <= repos]
            if names[first] == names[second] or len(both) < LEAST_SHARED:
                continue
            seen, chance = sum(both), sizes[first] * sizes[second] * total / sum(sizes) ** 2
            ratio = 2 * (seen * math.log(seen / chance) - (seen - chance)) / unit
            if seen > chance and ratio >= LEAST_RATIO:
                rows.append((second, len(both), float(np.float32(ratio / (sizes[first] * sizes[second]) ** 0.25))))
        found.append(sorted(rows, key=lambda row: (-row[2], row[0]))[:MOST_NEIGHBOURS])
    return found


def quickly(people: list[set[int]], names: list[int]) -> list[list[tuple[int, int, float]]]:
    found = relate(ties_of(people, names))
    rows = list(zip(found.repositories.tolist(), found.shared.tolist(), found.strength.tolist(), strict=True))
    return [rows[a:b] for a, b in zip(found.offsets[:-1], found.offsets[1:], strict=True)]


def agree(people: list[set[int]], names: list[int]) -> None:
    slow, quick = slowly(people, names), quickly(people, names)
    assert [[row[:2] for row in sorted(rows)] for rows in quick] == [[row[:2] for row in sorted(rows)] for rows in slow]
    for found, expected in zip(quick, slow, strict=True):
        strengths = {row[0]: row[2] for row in expected}
        assert all(math.isclose(row[2], strengths[row[0]], rel_tol=1e-5) for row in found)
        assert [(-row[2], row[0]) for row in found] == sorted((-row[2], row[0]) for row in found)


some = settings(max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "100")), deadline=None)


@some
@given(people=memberships, names=namesakes)
def test_neighbours_are_those_of_the_written_out_formula(people, names):
    agree(people, names)


@some
@given(
    groups=st.lists(st.tuples(st.sets(st.integers(0, N - 1), min_size=2, max_size=3), st.integers(3, 25)), max_size=6),
    names=namesakes,
    piece=st.sampled_from([1, 7, 1 << 22]),
)
def test_groups_that_work_together_are_found_however_the_work_is_cut(groups, names, piece):
    people = [set(repos) for repos, size in groups for _ in range(size)]
    before, relating._PIECE_PRODUCTS = relating._PIECE_PRODUCTS, piece
    try:
        agree(people, names)
    finally:
        relating._PIECE_PRODUCTS = before


@some
@given(people=memberships, names=namesakes, order=st.randoms(use_true_random=False))
def test_the_numbers_of_the_people_do_not_matter(people, names, order):
    shuffled = list(people)
    order.shuffle(shuffled)
    assert quickly(shuffled, names) == quickly(people, names)
