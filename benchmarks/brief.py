"""How long a brief and a search take together over a million people: p50, p95, p99.

The index is that of ``synthetic_index.py``, but its words are those of the catalogue and of the measured roles among
numbered ones, and its first repositories are the catalogue's: words are common or rare at random, and those of
one ecosystem are at home close together.

    python benchmarks/brief.py                          1 million people, 60 million associations
    python benchmarks/brief.py --persons 2000 --associations 100000 --terms 20000     a smoke test
"""

import argparse
import tempfile
import tomllib
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa

from handiwork.brief import understand_brief
from handiwork.catalog import Catalog, load_catalog
from handiwork.errors import UsageError
from handiwork.index import Index, nearest_repositories
from handiwork.index.text import words_of
from handiwork.index.vocabulary import vocabulary
from handiwork.search import search
from synthetic_index import SEED, World, homes, write_index

GOAL_P95_MS = 50.0
COMMONEST = 100
LONG = 200
BUILT_ON = date(2026, 8, 1)
ROLES = Path(__file__).parents[1] / "tests" / "spec" / "roles.toml"


def main() -> None:
    """Write the index, understand and search every role, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--associations", type=int, default=60_000_000)
    parser.add_argument("--terms", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--folder", type=Path, help="keep the index here and use it again")
    options = parser.parse_args()
    catalog = load_catalog()
    roles = [role["text"] for role in tomllib.loads(ROLES.read_text(encoding="utf-8"))["role"]]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        found = sorted(folder.glob("2*/manifest.json"))
        path = found[0].parent if found else write_index(folder, options, world_of(catalog, roles, options.terms))
        measure(Index.open(path), catalog, roles, options.rounds)


def world_of(catalog: Catalog, roles: list[str], n_terms: int) -> World:
    """Return a world in which the catalogue's and the roles' words occur among numbered ones."""
    rng = np.random.default_rng(SEED)
    texts = [ecosystem_text(catalog, e.name) for e in catalog.ecosystems]
    spoken = terms_of(" ".join([*texts, *roles]))
    width = len(str(n_terms))
    terms = sorted({*spoken, *(f"w{i:0{width}}x" for i in range(n_terms - len(spoken)))})
    place = {term: number for number, term in enumerate(terms)}
    # Spoken words are anything from common to rare, evenly on a logarithmic scale.
    wanted = np.log(rng.permutation(len(terms)) + 1.0)
    wanted[[place[t] for t in spoken]] = rng.uniform(np.log(COMMONEST), np.log(len(terms)), len(spoken))
    ranks = np.argsort(np.argsort(wanted, kind="stable"), kind="stable")
    places = homes(len(terms))
    for number, text in enumerate(texts):
        own = terms_of(text)
        places[[place[t] for t in own]] = (number + 0.1 * rng.random(len(own))) / len(texts)
    names = sorted({r.name for e in catalog.ecosystems for r in e.key_repositories})
    return World(terms, ranks, places, names)


def terms_of(text: str) -> list[str]:
    """Return the different terms of a text, sorted."""
    terms, _ = vocabulary(pa.array(sorted(set(words_of(text))), pa.string()))
    return list(terms.to_pylist())


def ecosystem_text(catalog: Catalog, name: str) -> str:
    """Return the words of an ecosystem."""
    ecosystem = catalog.ecosystem(name)
    topics = [topic for r in ecosystem.key_repositories for topic in (r.name, *r.topics)]
    return " ".join([name, *ecosystem.titles, *ecosystem.packages, *ecosystem.example_roles, *topics])


def measure(index: Index, catalog: Catalog, roles: list[str], rounds: int) -> None:
    """Print the table; every role runs once before it is timed, to warm the page cache."""
    print(", ".join(f"{name} {count:,}" for name, count in index.manifest.counts.items()))
    for role in roles:
        understood_and_searched(index, catalog, role)
    times = [understood_and_searched(index, catalog, role) for _ in range(rounds) for role in roles]
    print(f"\n{len(roles)} roles, {rounds} times each; one thread")
    print(f"{'':<52}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}  ms")
    stages = {
        "brief": [t[0] for t in times],
        "search": [t[1] for t in times],
        "brief and search": [t[2] for t in times],
        "brief and search, processor time": [t[3] for t in times],
        f"brief and search, texts below {LONG} words": [
            x[2] for x, r in zip(times, rounds * roles, strict=True) if not is_long(r)
        ],
        f"brief and search, texts of {LONG} words and more": [
            x[2] for x, r in zip(times, rounds * roles, strict=True) if is_long(r)
        ],
        "nearest repositories to three": [near(index) for _ in range(50)],
    }
    for name, found in stages.items():
        cells = [*np.percentile(found, [50, 95, 99]), max(found)]
        print(f"{name:<52}" + "".join(f"{c:>8.1f}" for c in cells))
    p95 = float(np.percentile(stages["brief and search"], 95))
    print(f"goal p95 < {GOAL_P95_MS:.0f} ms: {'met' if p95 < GOAL_P95_MS else 'missed'}")


def understood_and_searched(index: Index, catalog: Catalog, role: str) -> tuple[float, float, float, float]:
    """Return milliseconds of the brief, of the search, of both, and of both in processor time."""
    started, own = perf_counter(), process_time()
    brief = understand_brief(index, catalog, role, today=BUILT_ON)
    middle = perf_counter()
    try:
        search(index, brief)
    except UsageError as error:
        print(f"not searched: {error}")
    ended = perf_counter()
    return 1000 * (middle - started), 1000 * (ended - middle), 1000 * (ended - started), 1000 * (process_time() - own)


def is_long(role: str) -> bool:
    """Return whether a role is a whole advert."""
    return len(role.split()) >= LONG


def near(index: Index) -> float:
    """Return milliseconds of finding the repositories nearest to three."""
    started = perf_counter()
    nearest_repositories(index, index.embedding_repositories[[0, 1, 2]].tolist(), 10)
    return 1000 * (perf_counter() - started)


if __name__ == "__main__":
    main()
