"""How high half of an ecosystem's key repositories rank the other half, by shared contributors alone.

For every ecosystem of the catalogue with at least four key repositories in the index: 40 random halves are the
seeds, all other repositories are ranked by the sum of the seeds' neighbour strengths, by nearness to the seeds'
mean vector, by the two together (neighbours first), and by number of contributors, the baseline. The other
half should come first.

    python benchmarks/related.py                invented people, of whose work seven parts in ten are in one ecosystem
    python benchmarks/related.py HOME           the lake of a home folder, which is only read
"""

import argparse
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa

from handiwork.catalog import Catalog, load_catalog
from handiwork.identity import resolve
from handiwork.index import Index, IndexInputs, build_index, nearest_repositories
from handiwork.index.tables import INPUT_SCHEMAS
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

HALVES = 40
SEED = 20260801
LEAST = 4
AT_HOME = 0.7
MADE_AT = datetime(2026, 1, 1)
BUILT_ON = date(2026, 8, 1)

Ranking = Callable[[Index, list[int]], list[int]]


def main() -> None:
    """Build the index, try every ecosystem, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("home", nargs="?", type=Path)
    parser.add_argument("--people", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        with Engine(threads=2, memory_limit_mib=3000, temp_folder=Path(scratch) / "spill") as engine:
            inputs = loaded(engine, options.home) if options.home else invented(load_catalog(), options.people)
            index = Index.open(build_index(engine, inputs, Path(scratch) / "index", built_on=BUILT_ON))
        counts = index.manifest.counts
        print(", ".join(f"{name} {count:,}" for name, count in counts.items() if count))
        print_table(index, load_catalog())


def loaded(engine: Engine, home: Path) -> IndexInputs:
    """Return who works where by a lake; titles and paths, which take the time, do not matter here."""
    found = resolve(engine, Lake(home / "lake"), catalog=load_catalog(), suppressions=Suppressions())
    acts = found.contributions
    empty = {name: ibis.null(acts[name].type()) for name in ("title", "paths", "created_paths", "labels")}
    return IndexInputs(found.persons, found.repos, acts.mutate(**empty))


def invented(catalog: Catalog, people: int) -> IndexInputs:
    """Return invented people, each with an ecosystem; activity and sizes of repositories have long tails."""
    rng = np.random.default_rng(SEED)
    names = sorted({r.name for e in catalog.ecosystems for r in e.key_repositories})
    homes = [[names.index(r.name) for r in e.key_repositories] for e in catalog.ecosystems]
    size = 1 / (1 + rng.permutation(len(names)) / 10)
    who = np.repeat(np.arange(people), np.minimum(1 + rng.pareto(1.2, people), 60).astype(int))
    home = rng.integers(0, len(homes), people)[who]
    where = rng.choice(len(names), len(who), p=size / size.sum())
    for number, members in enumerate(homes):
        inside = np.flatnonzero((home == number) & (rng.random(len(who)) < AT_HOME))
        where[inside] = rng.choice(members, len(inside), p=size[members] / size[members].sum())
    acts = pa.table({"person_id": who, "repo_no": where, "kind": ["push"] * len(who), "at": [MADE_AT] * len(who)})
    logins = [f"p_{i}" for i in range(people)]
    return IndexInputs(
        typed("persons", pa.table({"person_id": np.arange(people), "key": logins, "is_bot": [False] * people})),
        typed("repos", pa.table({"repo_no": np.arange(len(names)), "name": names})),
        typed("contributions", acts),
    )


def typed(table: str, columns: pa.Table) -> ibis.Table:
    """Return an input table of an index; columns that are not given are empty."""
    schema = INPUT_SCHEMAS[table]
    filled = [
        columns[field.name].cast(field.type)
        if field.name in columns.column_names
        else pa.nulls(len(columns), field.type)
        for field in schema
    ]
    return ibis.memtable(pa.Table.from_arrays(filled, schema=schema))


def print_table(index: Index, catalog: Catalog) -> None:
    """Print each ecosystem's mean average precision, and the share of the other half among the first as many."""
    rankings: dict[str, Ranking] = {
        "neighbours": by_neighbours,
        "vectors": by_vectors,
        "together": together,
        "contributors": by_size,
    }
    print(f"\n{'average precision':<32}{'in index':>10}" + "".join(f"{name:>14}" for name in rankings))
    found = []
    for ecosystem in catalog.ecosystems:
        numbers = sorted({n for r in ecosystem.key_repositories for n in index.repository_numbers(r.name)})
        if len(numbers) < LEAST:
            continue
        scores = np.array([try_halves(index, numbers, ranking) for ranking in rankings.values()])
        found.append(scores)
        print(f"{ecosystem.name:<32}{len(numbers):>10}" + "".join(f"{s:>14.2f}" for s in scores[:, 0]))
    for column, name in enumerate(("mean average precision", "mean share among the first as many")):
        means = np.mean(found, axis=0)[:, column]
        print(f"{name:<32}{len(found):>10}" + "".join(f"{s:>14.3f}" for s in means))


def try_halves(index: Index, numbers: list[int], ranking: Ranking) -> tuple[float, float]:
    """Return mean average precision and mean share among the first as many, over random halves."""
    rng = np.random.default_rng(SEED)
    scores = []
    for _ in range(HALVES):
        order = rng.permutation(numbers).tolist()
        seeds, others = order[: len(order) // 2], set(order[len(order) // 2 :])
        hits = [n in others for n in ranking(index, seeds)]
        places = np.flatnonzero(hits)
        precision = float(((np.arange(len(places)) + 1) / (places + 1)).sum()) / len(others)
        scores.append((precision, sum(hits[: len(others)]) / len(others)))
    means = np.mean(scores, axis=0)
    return float(means[0]), float(means[1])


def by_neighbours(index: Index, seeds: list[int]) -> list[int]:
    """Rank by the sum of strengths."""
    strength: dict[int, float] = {}
    for seed in seeds:
        for related in index.related(seed):
            strength[related.repo_no] = strength.get(related.repo_no, 0.0) + related.strength
    return sorted(strength.keys() - set(seeds), key=lambda n: (-strength[n], n))


def by_vectors(index: Index, seeds: list[int]) -> list[int]:
    """Rank by nearness to the mean."""
    return [near.repo_no for near in nearest_repositories(index, seeds, index.n_repositories)]


def together(index: Index, seeds: list[int]) -> list[int]:
    """Rank neighbours first, then by nearness."""
    first = by_neighbours(index, seeds)
    return first + [n for n in by_vectors(index, seeds) if n not in set(first)]


def by_size(index: Index, seeds: list[int]) -> list[int]:
    """Rank by number of contributors."""
    sizes = np.diff(index.documents["repository"].offsets)
    return [n for n in np.argsort(-sizes, kind="stable").tolist() if n not in set(seeds)]


if __name__ == "__main__":
    main()
