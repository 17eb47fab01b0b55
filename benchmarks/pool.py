"""How long filters and pool sizes take on the synthetic index that benchmarks/scoring.py writes: p50 and p95.

python benchmarks/scoring.py --folder FOLDER --queries 10
python benchmarks/pool.py FOLDER
"""

import argparse
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from handiwork.index import Index
from handiwork.pool import pool_moves, pool_size
from handiwork.search import SearchOptions, search
from scoring import SEED, draw_query

FILTERS = {
    "no filter": SearchOptions(),
    "since": SearchOptions(since=date(2022, 1, 1)),
    "kinds": SearchOptions(kinds=("review", "commit_review")),
    "active_since": SearchOptions(active_since=date(2022, 1, 1)),
    "maintainers_only": SearchOptions(maintainers_only=True),
}


def main() -> None:
    """Run every query with every filter, then the pools; print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=20)
    options = parser.parse_args()
    index = Index.open(min(options.folder.glob("2*/manifest.json")).parent)
    rng = np.random.default_rng(SEED)
    terms = index.terms.column("term")
    drawn = [draw_query(rng, len(terms), related=True) for _ in range(options.queries)]
    texts = [" ".join(terms[t].as_py() for t in query) for query in drawn]
    for name, narrowing in FILTERS.items():
        show(f"search, {name}", texts, lambda text, n=narrowing: search(index, text, options=n))
    show("pool_size, 24 months", texts, lambda text: pool_size(index, text))
    show("pool_moves, 24 months", texts, lambda text: pool_moves(index, text))
    seen = [pool_size(index, text).observed for text in texts]
    print(f"people observed: median {int(np.median(seen)):,}, most {max(seen):,}")


def show(name: str, texts: list[str], run: Callable[[str], object]) -> None:
    """Print how long the queries take, each once to warm the page cache and once more."""
    for text in texts:
        run(text)
    times = []
    for text in texts:
        started = perf_counter()
        run(text)
        times.append(1000 * (perf_counter() - started))
    print(f"{name:<28} p50 {np.percentile(times, 50):7.1f}  p95 {np.percentile(times, 95):7.1f}  ms")


if __name__ == "__main__":
    main()
