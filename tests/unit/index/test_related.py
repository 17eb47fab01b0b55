"""Repositories that share contributors: what is proposed, what is not, and that it is the same everywhere."""

import os
import subprocess
import sys
from datetime import date, datetime
from itertools import product

import numpy as np
import pytest

from handiwork.index import Index, NearRepository, Related, nearest_repositories
from handiwork.index.build import build_index
from handiwork.index.relating import BUSIEST, Ties, embed, relate
from handiwork.index.tables import inputs_from_acts

BUILT_ON = date(2024, 6, 1)
GROUPS = {
    "web": ["acme/web", "zeta/api", "old/router"],
    "ml": ["lab/tensors", "lab/models", "deep/serving"],
    "ops": ["ops/deploy", "ops/watch", "yard/fleet"],
    "data": ["lake/flows", "lake/tables", "mill/frames"],
    "home": ["home/hub", "home/lights", "attic/sensors"],
    "games": ["play/engine", "play/levels", "arcade/sound"],
}
WEB = GROUPS["web"]
ALONE = "far/away"


def act(who: str, repo: str) -> dict:
    return {"who": who, "repo": repo, "kind": "push", "at": datetime(2024, 1, 1), "count": 1}


def six_groups() -> list[dict]:
    """Return 12 people in each group of repositories, and three who stand between two of them."""
    acts = [act(f"{group}_{i}", repo) for group, repos in GROUPS.items() for i, repo in product(range(12), repos)]
    return acts + [act(f"both_{i}", repo) for i, repo in product(range(3), ("acme/web", "lab/tensors", ALONE))]


@pytest.fixture
def open_index(engine, tmp_path):
    def build(acts, **facts) -> Index:
        return Index.open(build_index(engine, inputs_from_acts(acts, **facts), tmp_path, built_on=BUILT_ON))

    return build


def ties_of(pairs: list[tuple[int, int]], n_repositories: int) -> Ties:
    repositories, persons = np.array(sorted(set(pairs)), np.int32).reshape(-1, 2).T
    return Ties(repositories, persons, np.arange(n_repositories, dtype=np.int32))


def neighbours(index: Index, name: str) -> list[tuple[str, int]]:
    [number] = index.repository_numbers(name)
    return [(index.repository_name(r.repo_no), r.shared) for r in index.related(number)]


def near(index: Index, *names: str, limit: int = 10) -> list[str]:
    seeds = [number for name in names for number in index.repository_numbers(name)]
    return [index.repository_name(n.repo_no) for n in nearest_repositories(index, seeds, limit)]


def test_neighbours_are_the_repositories_that_share_people_far_above_chance(open_index):
    index = open_index(six_groups())
    assert neighbours(index, "zeta/api") == [("old/router", 12), ("acme/web", 12)]
    assert neighbours(index, "lab/models") == [("deep/serving", 12), ("lab/tensors", 12)]


def test_strength_says_how_far_above_chance_and_falls(open_index):
    index = open_index(six_groups())
    [number] = index.repository_numbers("zeta/api")
    found = index.related(number)
    assert all(isinstance(r, Related) and r.strength > 0 for r in found)
    assert [r.strength for r in found] == sorted((r.strength for r in found), reverse=True)


def test_two_shared_people_make_no_neighbours(open_index):
    acts = six_groups() + [act(f"few_{i}", repo) for i in range(2) for repo in ("one/left", "two/right")]
    assert neighbours(open_index(acts), "one/left") == []


def test_a_fork_is_not_proposed_and_has_no_neighbours(open_index):
    acts = six_groups() + [act(f"web_{i}", "mine/web-fork") for i in range(12)]
    index = open_index(acts, repositories=[{"name": "mine/web-fork", "is_fork": True}])
    assert "mine/web-fork" not in {name for repo in WEB for name, _ in neighbours(index, repo)}
    assert neighbours(index, "mine/web-fork") == []
    assert "mine/web-fork" not in near(index, "zeta/api")


def test_a_copy_of_the_same_name_is_not_proposed_beside_its_original(open_index):
    acts = six_groups() + [act(f"web_{i}", "mine/WEB") for i in range(12)]
    index = open_index(acts)
    assert "mine/WEB" not in dict(neighbours(index, "acme/web"))
    assert "mine/WEB" in dict(neighbours(index, "zeta/api"))
    assert "mine/WEB" not in near(index, "acme/web")


def test_people_active_everywhere_connect_nothing():
    crowd = [(repo, person) for person in range(5) for repo in range(BUSIEST + 1)]
    assert len(relate(ties_of(crowd, BUSIEST + 1)).repositories) == 0
    few = [(repo, 100 + person) for person in range(9) for repo in (0, 1)]
    few += [(repo, 200 + person) for person in range(9) for repo in (2, 3)]
    found = relate(ties_of(crowd + few, BUSIEST + 1))
    assert found.repositories.tolist() == [1, 0, 3, 2]
    assert found.shared.tolist() == [9, 9, 9, 9]


def test_at_most_twenty_neighbours_are_kept_ties_by_number():
    everywhere = [(repo, person) for person in range(30) for repo in range(25)]
    elsewhere = [(repo, 100 + person) for person in range(300) for repo in (30 + person % 30, 30 + (person + 1) % 30)]
    found = relate(ties_of(everywhere + elsewhere, 60))
    first = found.repositories[found.offsets[3] : found.offsets[4]]
    assert first.tolist() == [repo for repo in range(21) if repo != 3]


def test_the_nearest_are_of_the_same_group_and_never_the_seeds(open_index):
    index = open_index(six_groups())
    assert set(near(index, "acme/web", limit=2)) == {"zeta/api", "old/router"}
    assert near(index, "zeta/api", "acme/web", limit=1) == ["old/router"]


def test_a_seed_without_a_vector_is_passed_over(open_index):
    index = open_index(six_groups())
    assert near(index, ALONE) == []
    assert near(index, ALONE, "acme/web", limit=2) == near(index, "acme/web", limit=2)
    assert nearest_repositories(index, [], 3) == ()
    assert nearest_repositories(index, index.repository_numbers("acme/web"), 0) == ()


def test_similarity_is_a_cosine_and_falls(open_index):
    index = open_index(six_groups())
    found = nearest_repositories(index, index.repository_numbers("acme/web"), 10)
    assert all(isinstance(n, NearRepository) and 0 < n.similarity <= 1 for n in found)
    assert [n.similarity for n in found] == sorted((n.similarity for n in found), reverse=True)


def test_an_index_too_small_to_tell_has_no_vectors_and_no_neighbours(open_index):
    index = open_index([act("ada_l", "acme/web"), act("ada_l", "zeta/api"), act("bob_k", "acme/web")])
    assert index.related(0) == ()
    assert index.embedding.shape == (0, 1)
    assert nearest_repositories(index, [0, 1], 5) == ()
    assert index.manifest.counts["embedded_repositories"] == 0


def test_vectors_have_length_one_and_their_repositories_ascend():
    found = embed(random_ties())
    assert found.vectors.dtype == np.float32
    assert np.allclose(np.sqrt((found.vectors.astype(np.float64) ** 2).sum(axis=1)), 1.0, atol=1e-5)
    assert (np.diff(found.repositories) > 0).all()


def test_vectors_keep_what_the_leading_directions_of_the_whole_matrix_keep():
    ties = random_ties().telling()
    found = embed(ties)
    held = np.bincount(ties.persons)
    dense = np.zeros((ties.n_repositories, len(held)))
    dense[ties.repositories, ties.persons] = np.log(1 + ties.n_repositories / held)[ties.persons]
    dense = dense[found.repositories] / np.linalg.norm(dense[found.repositories], axis=1, keepdims=True)
    left, strengths, _ = np.linalg.svd(dense, full_matrices=False)
    k = found.vectors.shape[1]
    best = left[:, :k] * strengths[:k]
    best /= np.linalg.norm(best, axis=1, keepdims=True)
    vectors = found.vectors.astype(np.float64)
    assert np.abs(vectors @ vectors.T - best @ best.T).max() < 0.05


def test_what_depends_on_other_directions_becomes_nothing():
    same = [(repo, person) for person in range(6) for repo in range(16)]
    found = embed(ties_of(same, 16))
    assert np.allclose(found.vectors @ found.vectors.T, 1.0, atol=1e-5)


def test_the_bytes_do_not_depend_on_the_number_of_threads():
    program = """
import hashlib
import numpy as np
from handiwork.index.relating import Ties, embed, relate
rng = np.random.default_rng(3)
pairs = np.unique(np.stack([rng.integers(0, 400, 9000), rng.integers(0, 3000, 9000)], axis=1), axis=0)
ties = Ties(pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32), np.arange(400, dtype=np.int32))
vectors, found = embed(ties).vectors, relate(ties)
assert vectors.shape == (400, 64)
print(hashlib.sha256(vectors.tobytes() + found.repositories.tobytes() + found.strength.tobytes()).hexdigest())
"""
    found = set()
    for threads in ("1", "4"):
        env = {**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        found.add(subprocess.check_output([sys.executable, "-c", program], env=env, text=True))
    assert len(found) == 1


def random_ties() -> Ties:
    """Return 80 repositories in twenty groups, and 900 people who prefer one group."""
    rng = np.random.default_rng(7)
    pairs = []
    for person in range(900):
        own = 4 * int(rng.integers(20)) + rng.integers(0, 4, 4)
        other = rng.integers(0, 80, int(rng.integers(0, 2)))
        pairs += [(int(repo), person) for repo in [*own, *other]]
    return ties_of(pairs, 80)
