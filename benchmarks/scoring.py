"""How long scoring and top-k take on a synthetic index of a million people: p50, p95, p99 and memory.

The index has the shape of the whole of GH Archive's active people in miniature: Zipf repositories (a few with
more than a hundred thousand people), areas, and titles with one or two people each; words follow Zipf's law.
Queries have 3 to 10 words, from the common ("data") to the rare ("asyncpg"). The words of a role occur
together, which makes the best documents stand out; unrelated words are shown as the worst case.

    python benchmarks/scoring.py                          1 million people, 60 million associations
    python benchmarks/scoring.py --persons 2000 --associations 100000 --queries 20     a smoke test
"""

import argparse
import os
import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pyarrow as pa

from handiwork.brief import Brief
from handiwork.index import KINDS, MONTHS_KEPT, Index, IndexSettings
from handiwork.index.artifact import ArtifactWriter, writing_artifact
from handiwork.index.relating import DIMENSIONS, MOST_EMBEDDED
from handiwork.search import search
from handiwork.search.filters import Filters
from handiwork.search.ranking import match_all
from handiwork.search.scoring import rank, score_kinds

GOAL_P95_MS = 20.0
TODAY = 20_000
SEED = 20260801


@dataclass(frozen=True)
class Shape:
    """One kind: its part of all associations, people per document, words per document, Zipf exponent of sizes."""

    share: float
    people: float
    words: float
    exponent: float


@dataclass(frozen=True)
class World:
    """What the documents are called and made of.

    Attributes
    ----------
    terms
        Sorted.
    ranks
        Shape (terms,): 0 is the commonest.
    places
        Shape (terms,), 0 to 1: where among all documents each term is at home.
    repositories
        ``owner/name`` of the first repositories; the others are numbered.
    """

    terms: list[str]
    ranks: np.ndarray
    places: np.ndarray
    repositories: list[str]


SHAPES = {
    "repository": Shape(0.40, 120.0, 25.0, 0.85),
    "area": Shape(0.35, 20.0, 60.0, 0.70),
    "title": Shape(0.25, 1.25, 10.0, 0.0),
}


def main() -> None:
    """Write the index, run the queries, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--associations", type=int, default=60_000_000)
    parser.add_argument("--terms", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--folder", type=Path, help="keep the index here and use it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        found = sorted(folder.glob("2*/manifest.json"))
        path = found[0].parent if found else write_index(folder, options)
        measure(Index.open(path), options.queries)


def measure(index: Index, n_queries: int) -> None:
    """Print the tables; every query runs once before it is timed, to warm the page cache."""
    rng = np.random.default_rng(SEED)
    counts = index.manifest.counts
    print(", ".join(f"{name} {count:,}" for name, count in counts.items()))
    print(f"on disk {sum(f.bytes for f in index.manifest.files.values()) / 2**30:.2f} GiB; one thread")
    before = anonymous_mib()
    for related in (True, False):
        queries = [draw_query(rng, index.terms.num_rows, related=related) for _ in range(n_queries)]
        print_times(index, queries, "related words, as in a role" if related else "unrelated words, the worst case")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"own memory {before:,.0f} MiB before, {anonymous_mib():,.0f} MiB after; peak with mapped pages {peak:,.0f} MiB"
    )


def print_times(index: Index, queries: list[list[int]], title: str) -> None:
    """Print one table: wall time, and the processor time of this process where the machine is shared."""
    for query in queries:
        score_once(index, query, perf_counter)
    wall = [score_once(index, query, perf_counter) for query in queries]
    own = [score_once(index, query, process_time) for query in queries]
    whole = [search(index, " ".join(str(index.terms["term"][t]) for t in query)).timing_ms for query in queries]
    print(f"\n{title:<44}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}  ms")
    stages = {
        "relevance of documents": [s[0] for s in wall],
        "persons and top 20": [s[1] for s in wall],
        "scoring and top-k": [sum(s) for s in wall],
        "scoring and top-k, processor time": [sum(s) for s in own],
        "search, with understanding and parts": whole,
    }
    for name, times in stages.items():
        cells = [*np.percentile(times, [50, 95, 99]), max(times)]
        print(f"{name:<44}" + "".join(f"{c:>8.1f}" for c in cells))
    p95 = float(np.percentile(stages["scoring and top-k"], 95))
    print(f"goal p95 < {GOAL_P95_MS:.0f} ms: {'met' if p95 < GOAL_P95_MS else 'missed'}")


def score_once(index: Index, query: list[int], clock: Callable[[], float]) -> tuple[float, float]:
    """Return milliseconds for finding the documents, and for scoring persons with the top 20."""
    nothing = Filters(None, None, np.zeros(0, np.int64))
    started = clock()
    matches = match_all(index, Brief(text="", terms=dict.fromkeys(query, 1.0)), nothing)
    middle = clock()
    _, ids, micros = score_kinds(index, matches, nothing)
    rank(ids, micros, 20)
    return 1000 * (middle - started), 1000 * (clock() - middle)


def draw_query(rng: np.random.Generator, n_terms: int, *, related: bool) -> list[int]:
    """Return 3 to 10 distinct terms; the thirty commonest words of all say nothing and are not asked for.

    Related ones: two thirds are words of one project's neighbourhood, the others are drawn anywhere.
    """
    low = min(30, n_terms // 10)
    size = int(rng.integers(3, 11))
    chosen: set[int] = set()
    if related:
        place = rng.random()
        expected = expected_spread(n_terms) * SHAPES["title"].words
        around = np.flatnonzero((place - homes(n_terms)) % 1.0 < 1.5 * expected)
        around = rng.permutation(around[around >= low])
        chosen.update(around[: (2 * size + 2) // 3].tolist())
    while len(chosen) < size:
        chosen.add(int(np.exp(rng.uniform(np.log(low), np.log(n_terms)))))
    return sorted(chosen)


def homes(n_terms: int) -> np.ndarray:
    """Return where among all documents each term is at home, as a fraction."""
    return np.random.default_rng(SEED + 1).random(n_terms)


def expected_spread(n_terms: int) -> np.ndarray:
    """Return each term's part of all words: Zipf's law."""
    spread = 1 / (np.arange(n_terms) + 3.7)
    return spread / spread.sum()


def numbered_world(n_terms: int) -> World:
    """Return a world of numbered words: term numbers are ranks."""
    width = len(str(n_terms))
    return World([f"w{i:0{width}}x" for i in range(n_terms)], np.arange(n_terms), homes(n_terms), [])


def write_index(folder: Path, options: argparse.Namespace, world: World | None = None) -> Path:
    """Write a synthetic index through the artifact's own writer."""
    world = world or numbered_world(options.terms)
    rng = np.random.default_rng(SEED)
    n_repos = max(int(options.associations * SHAPES["repository"].share / SHAPES["repository"].people), 2)
    counts = {"persons": options.persons, "terms": options.terms}
    with writing_artifact(folder) as writer:
        repositories = [
            *world.repositories[:n_repos],
            *(f"owner/repo{i}" for i in range(len(world.repositories), n_repos)),
        ]
        named = sorted((name.lower(), number) for number, name in enumerate(repositories))
        write_table(writer, "terms", term=world.terms)
        write_table(writer, "repositories", name=repositories)
        write_table(writer, "names", name=[n for n, _ in named], repo_no=pa.array([r for _, r in named], pa.int32()))
        write_table(writer, "areas", name=pa.array([], pa.string()), is_label=pa.array([], pa.bool_()))
        write_table(writer, "contributions", person_id=pa.array([], pa.int32()))
        keys = [f"login:p_{i}" for i in range(options.persons)]
        nobody = np.full(options.persons, -1, np.int64)
        no_texts = pa.array([[]] * options.persons, pa.list_(pa.string()))
        write_table(
            writer, "persons", key=keys, login=keys, github_id=nobody, name=keys, logins=no_texts, joins=no_texts
        )
        write_table(writer, "logins", login=pa.array([], pa.string()), person_id=pa.array([], pa.int32()))
        writer.array("persons.damping", (1 + rng.pareto(1.2, options.persons)).astype(np.float32) ** np.float32(-0.1))
        writer.array("persons.newest", np.full(options.persons, TODAY, np.int32))
        writer.array("months", np.full(MONTHS_KEPT, options.associations // 100, np.int64))
        writer.array("contributions.offsets", np.zeros(options.persons + 1, np.int64))
        writer.array("title.rows", np.zeros(0, np.int64))
        write_neighbours(writer, rng, n_repos)
        for kind in KINDS:
            n_docs, n_ties = write_associations(writer, rng, kind, options, n_repos)
            postings = write_postings(writer, rng, kind, n_docs, world)
            counts |= {f"{kind}_documents": n_docs, f"{kind}_associations": n_ties, f"{kind}_postings": postings}
        return writer.publish(built_on="2026-08-01", counts=counts, settings=IndexSettings().to_dict(), extra={})


def write_neighbours(writer: ArtifactWriter, rng: np.random.Generator, n_repos: int) -> None:
    """Write twenty neighbours of each repository, and vectors of as many as an index keeps, all drawn."""
    n, k = min(MOST_EMBEDDED, n_repos), DIMENSIONS
    writer.array("related.offsets", 20 * np.arange(n_repos + 1, dtype=np.int64))
    writer.array("related.repositories", rng.integers(0, n_repos, 20 * n_repos).astype(np.int32))
    writer.array("related.shared", rng.integers(3, 300, 20 * n_repos).astype(np.int32))
    writer.array("related.strength", np.tile(np.linspace(9, 1, 20, dtype=np.float32), n_repos))
    writer.array("embedding.repositories", np.sort(rng.permutation(n_repos)[:n]).astype(np.int32))
    writer.array("embedding.namesakes", np.arange(n, dtype=np.int32))
    vectors = rng.standard_normal((n, k), dtype=np.float32)
    writer.array("embedding.vectors", (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).reshape(-1))


def write_associations(
    writer: ArtifactWriter, rng: np.random.Generator, kind: str, options: argparse.Namespace, n_repos: int
) -> tuple[int, int]:
    """Write who is tied to each document of a kind; return documents and associations."""
    shape = SHAPES[kind]
    total = int(options.associations * shape.share)
    n_docs = n_repos if kind == "repository" else max(int(total / shape.people), 2)
    sizes = 1 / (np.arange(n_docs) + 10.0) ** shape.exponent
    sizes = np.clip(sizes * total / sizes.sum(), 1, options.persons // 5).astype(np.int64)
    sizes = np.maximum(sizes + rng.poisson(shape.people - 1, n_docs) * (shape.exponent == 0), 1)
    sizes[-1] = max(total - int(sizes[:-1].sum()), 1) if shape.exponent == 0 else sizes[-1]
    rng.shuffle(sizes)
    who = (options.persons * rng.random(int(sizes.sum())) ** 1.5).astype(np.int64)
    ties = np.unique(np.repeat(np.arange(n_docs, dtype=np.int64), sizes) * options.persons + who)
    docs = ties // options.persons
    writer.array(f"{kind}.persons", (ties % options.persons).astype(np.int32))
    writer.array(f"{kind}.weights", (0.1 + rng.gamma(1.0, 1.0, len(ties))).astype(np.float32))
    ages = rng.integers(0, 4000, len(ties))
    writer.array(f"{kind}.days", (TODAY - ages).astype(np.int32))
    writer.array(f"{kind}.kinds", (1 << np.minimum(rng.geometric(0.4, len(ties)) - 1, 12)).astype(np.int32))
    writer.array(f"{kind}.months", months_of(rng, ages))
    writer.array(f"{kind}.seen", np.full(n_docs, (1 << 13) - 1, np.int32))
    writer.array(
        f"{kind}.offsets", np.concatenate([[0], np.cumsum(np.bincount(docs, minlength=n_docs))]).astype(np.int64)
    )
    writer.array(f"{kind}.newest", np.full(n_docs, TODAY, np.int32))
    places = (
        np.arange(n_docs) if kind == "repository" else np.sort((n_repos * rng.random(n_docs) ** 3).astype(np.int64))
    )
    writer.array(f"{kind}.repositories", places.astype(np.int32))
    return n_docs, len(ties)


def months_of(rng: np.random.Generator, ages: np.ndarray) -> np.ndarray:
    """Return masks of active months: that of the last act, and earlier ones with a chance of one in eight."""
    last = np.minimum(ages // 30, 64).astype(np.uint64)
    others = rng.integers(0, 1 << 63, (3, len(ages)), np.uint64)
    return np.where(last < 64, (np.bitwise_and.reduce(others) | np.uint64(1)) << last, np.uint64(0))


def write_postings(writer: ArtifactWriter, rng: np.random.Generator, kind: str, n_docs: int, world: World) -> int:
    """Write the documents of each term: half anywhere, half close together, as words of a project are."""
    n_terms = len(world.terms)
    spread = expected_spread(n_terms)[world.ranks]
    sizes = np.clip(SHAPES[kind].words * n_docs * spread, 1, n_docs // 2).astype(np.int64)
    # Repositories are numbered by size in this world, areas and titles follow their repository's number.
    places = world.places ** (3 if kind == "repository" else 1)
    lengths = np.zeros(n_terms, np.int64)
    peaks = np.zeros(n_terms, np.float32)
    with (
        writer.stream(f"{kind}.postings.docs", np.int32) as all_docs,
        writer.stream(f"{kind}.postings.impacts", np.float32) as all_impacts,
    ):
        for term, size in enumerate(sizes.tolist()):
            near = int(places[term] * n_docs) + rng.integers(0, 3 * size // 2 + 1, size // 2)
            docs = np.unique(np.concatenate([near % n_docs, rng.integers(0, n_docs, size - size // 2)]))
            idf = np.log(1 + (n_docs - len(docs) + 0.5) / (len(docs) + 0.5))
            impacts = (idf * (0.6 + 0.5 * rng.beta(2, 2, len(docs)) + 0.3 * (rng.random(len(docs)) < 0.05))).astype(
                np.float32
            )
            all_docs.append(docs.astype(np.int32))
            all_impacts.append(impacts)
            lengths[term], peaks[term] = len(docs), impacts.max()
        total = all_docs.length
    writer.array(f"{kind}.terms.offsets", np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))
    writer.array(f"{kind}.peaks", peaks)
    return total


def write_table(writer: ArtifactWriter, file: str, **columns: object) -> None:
    """Write one table of an artifact."""
    table = pa.table(columns)
    writer.table(file, table.schema, table.to_batches())


def anonymous_mib() -> float:
    """Return this process's own memory, without mapped files, in MiB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


if __name__ == "__main__":
    main()
