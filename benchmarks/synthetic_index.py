"""A synthetic index of any size, written through the artifact's own writer, a piece at a time.

It has the shape of the whole of GH Archive's active people in miniature: Zipf repositories (a few with more than a
hundred thousand people), areas, and titles with one or two people each; words follow Zipf's law. Half of a word's
documents are close together, as the words of a project are.
"""

import argparse
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from handiwork.index import KINDS, MONTHS_KEPT, IndexSettings
from handiwork.index.artifact import ArtifactWriter, writing_artifact
from handiwork.index.presence import write_presence
from handiwork.index.relating import DIMENSIONS, MOST_EMBEDDED

TODAY = 20_000
SEED = 20260801
PIECE = 4_000_000
PEOPLE_A_BATCH = 500_000
N_LANGUAGES, N_TOPICS, TOPICS_EACH, FORKS = 40, 1000, 0.6, 0.02
TIE_COLUMNS = {"persons": np.int32, "weights": np.float32, "days": np.int32, "kinds": np.int32, "months": np.uint64}
UNREAD = ("days", "kinds", "months")
"""Columns that a search without filters does not read."""


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
    """Write a synthetic index; what is in memory at a time does not grow with the associations.

    Parameters
    ----------
    folder
        Where artifacts live.
    options
        ``persons``, ``associations``, ``terms``; ``lean`` leaves the columns that only filters and pools read empty,
        as holes that take no disk.
    world
        Names and words; None numbers them.
    """
    world = world or numbered_world(options.terms)
    rng = np.random.default_rng(SEED)
    lean = getattr(options, "lean", False)
    n_repos = max(int(options.associations * SHAPES["repository"].share / SHAPES["repository"].people), 2)
    counts = {"persons": options.persons, "terms": len(world.terms)}
    with writing_artifact(folder) as writer:
        write_names(writer, rng, world, n_repos)
        write_persons(writer, rng, options.persons)
        write_neighbours(writer, rng, n_repos)
        writer.array("months", np.full(MONTHS_KEPT, options.associations // 100, np.int64))
        for kind in KINDS:
            total = int(options.associations * SHAPES[kind].share)
            sizes = sizes_of(rng, kind, total, options.persons, n_repos)
            n_ties = write_associations(writer, rng, kind, sizes, options.persons, lean=lean)
            write_documents(writer, rng, kind, len(sizes), n_repos)
            if lean:
                make_holes(folder / ".building", kind)
            postings = write_postings(writer, rng, kind, len(sizes), world)
            write_presence(writer, kind, len(sizes))
            counts |= {f"{kind}_documents": len(sizes), f"{kind}_associations": n_ties, f"{kind}_postings": postings}
        return writer.publish(built_on="2026-08-01", counts=counts, settings=IndexSettings().to_dict(), extra={})


def write_names(writer: ArtifactWriter, rng: np.random.Generator, world: World, n_repos: int) -> None:
    """Write words and repositories, with what is known of them."""
    own = world.repositories[:n_repos]
    names = pa.array([*own, *(f"owner/repo{i}" for i in range(len(own), n_repos))], pa.string())
    lower = pc.utf8_lower(names)
    order = pc.array_sort_indices(lower)
    write_table(writer, "terms", term=pa.array(world.terms, pa.string()))
    write_repositories(writer, rng, names)
    write_table(writer, "names", name=lower.take(order), repo_no=order.cast(pa.int32()))
    write_table(writer, "areas", name=pa.array([], pa.string()), is_label=pa.array([], pa.bool_()))
    acts = {"person_id": pa.int32(), "repo_no": pa.int32(), "kind": pa.int8(), "day": pa.int32()}
    acts |= {"title_doc": pa.int32(), "strength": pa.float32(), "areas": pa.list_(pa.int32())}
    write_table(writer, "contributions", **{name: pa.array([], kind) for name, kind in acts.items()})
    write_table(writer, "logins", login=pa.array([], pa.string()), person_id=pa.array([], pa.int32()))


def write_repositories(writer: ArtifactWriter, rng: np.random.Generator, names: pa.Array) -> None:
    """Write a language for each repository, topics, stars, and which are forks; nobody described any."""
    n = len(names)
    languages = np.minimum(rng.geometric(0.15, n) - 1, N_LANGUAGES - 1)
    keys = np.repeat(np.arange(n, dtype=np.int64), rng.poisson(TOPICS_EACH, n)) * N_TOPICS
    keys = distinct(keys + np.minimum(rng.geometric(0.01, len(keys)) - 1, N_TOPICS - 1))
    tagged, topics = np.divmod(keys, N_TOPICS)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(tagged, minlength=n))])
    forks = np.flatnonzero(rng.random(n) < FORKS).astype(np.int32)
    is_fork = np.zeros(n, bool)
    is_fork[forks] = True
    nothing = pa.array(np.full(n, "")).cast(pa.string())
    columns = {
        "name": names,
        "description": nothing,
        "topics": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), numbered("topic", N_TOPICS).take(topics)),
        "language": numbered("language", N_LANGUAGES).take(languages),
        "stars": pa.array(rng.pareto(1.0, n).clip(0, 400_000).astype(np.int32)),
        "is_fork": pa.array(is_fork),
        "catalog_text": nothing,
    }
    write_table(writer, "repositories", **columns)
    writer.array("forks", forks)
    write_facet(writer, "topics", numbered("topic", N_TOPICS), topics, tagged)
    write_facet(writer, "languages", numbered("language", N_LANGUAGES), languages, np.arange(n))


def write_facet(
    writer: ArtifactWriter, facet: str, names: pa.Array, numbers: np.ndarray, repositories: np.ndarray
) -> None:
    """Write which repositories have each name that any has; numbers are places among the names."""
    used, sizes = np.unique(numbers, return_counts=True)
    write_table(writer, facet, name=names.take(used))
    writer.array(f"{facet}.offsets", np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))
    writer.array(f"{facet}.repositories", repositories[np.lexsort((repositories, numbers))].astype(np.int32))


def numbered(what: str, count: int) -> pa.Array:
    """Return so many sorted names."""
    return pa.array([f"{what}-{n:04}" for n in range(count)], pa.string())


def write_persons(writer: ArtifactWriter, rng: np.random.Generator, n_persons: int) -> None:
    """Write numbered people, their damping and last day; none has contributions."""
    texts, numbers = pa.string(), pa.int64()
    schema = pa.schema(
        {"key": texts, "login": texts, "github_id": numbers, "name": texts}
        | {"logins": pa.list_(texts), "joins": pa.list_(texts)}
    )

    def batches() -> Iterator[pa.RecordBatch]:
        for first in range(0, n_persons, PEOPLE_A_BATCH):
            ids = pa.array(np.arange(first, min(first + PEOPLE_A_BATCH, n_persons)))
            keys = pc.binary_join_element_wise("login:p", ids.cast(texts), "_")
            nobody = pa.array(np.full(len(ids), -1, np.int64))
            none = pa.ListArray.from_arrays(pa.array(np.zeros(len(ids) + 1, np.int32)), pa.array([], texts))
            yield pa.record_batch([keys, keys, nobody, keys, none, none], schema=schema)

    writer.table("persons", schema, batches())
    writer.array("persons.damping", (1 + rng.pareto(1.2, n_persons)).astype(np.float32) ** np.float32(-0.1))
    writer.array("persons.newest", np.full(n_persons, TODAY, np.int32))
    writer.array("contributions.offsets", np.zeros(n_persons + 1, np.int64))


def write_neighbours(writer: ArtifactWriter, rng: np.random.Generator, n_repos: int) -> None:
    """Write twenty neighbours of each repository, and vectors of as many as an index keeps, all drawn."""
    n, k = min(MOST_EMBEDDED, n_repos), DIMENSIONS
    writer.array("related.offsets", 20 * np.arange(n_repos + 1, dtype=np.int64))
    writer.array("related.repositories", rng.integers(0, n_repos, 20 * n_repos, np.int32))
    writer.array("related.shared", rng.integers(3, 300, 20 * n_repos, np.int32))
    writer.array("related.strength", np.tile(np.linspace(9, 1, 20, dtype=np.float32), n_repos))
    writer.array("embedding.repositories", np.sort(rng.permutation(n_repos)[:n]).astype(np.int32))
    writer.array("embedding.namesakes", np.arange(n, dtype=np.int32))
    vectors = rng.standard_normal((n, k), dtype=np.float32)
    writer.array("embedding.vectors", (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).reshape(-1))


def sizes_of(rng: np.random.Generator, kind: str, total: int, n_persons: int, n_repos: int) -> np.ndarray:
    """Return how many people each document of a kind is tied to, with some drawn twice."""
    shape = SHAPES[kind]
    n_docs = n_repos if kind == "repository" else max(int(total / shape.people), 2)
    if not shape.exponent:
        return 1 + rng.poisson(shape.people - 1, n_docs)
    sizes = 1 / (np.arange(n_docs) + 10.0) ** shape.exponent
    sizes = np.clip(sizes * total / sizes.sum(), 1, n_persons // 5).astype(np.int64)
    rng.shuffle(sizes)
    return sizes


def write_associations(
    writer: ArtifactWriter, rng: np.random.Generator, kind: str, sizes: np.ndarray, n_persons: int, *, lean: bool
) -> int:
    """Write who is tied to each document of a kind; return how many ties there are."""
    kept = np.zeros(len(sizes), np.int64)
    with ExitStack() as files:
        streams = {
            column: files.enter_context(writer.stream(f"{kind}.{column}", dtype))
            for column, dtype in TIE_COLUMNS.items()
        }
        for first, last in pieces(sizes):
            docs, persons = drawn_ties(rng, sizes[first:last], n_persons)
            kept[first:last] = np.bincount(docs, minlength=last - first)
            for column, values in tie_columns(rng, persons, lean=lean).items():
                streams[column].append(values)
    writer.array(f"{kind}.offsets", np.concatenate([[0], np.cumsum(kept)]).astype(np.int64))
    return int(kept.sum())


def pieces(sizes: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of documents with about as many ties each as fit in memory."""
    ends = np.cumsum(sizes)
    edges = np.searchsorted(ends, np.arange(PIECE, int(ends[-1]), PIECE)).tolist()
    edges = sorted({0, *edges, len(sizes)})
    yield from pairwise(edges)


def drawn_ties(rng: np.random.Generator, sizes: np.ndarray, n_persons: int) -> tuple[np.ndarray, np.ndarray]:
    """Return documents (from 0) and people, in order and none twice; low numbers are drawn more often."""
    drawn = rng.random(int(sizes.sum()))
    drawn *= np.sqrt(drawn) * n_persons
    keys = np.repeat(np.arange(len(sizes), dtype=np.int64) * n_persons, sizes) + drawn.astype(np.int64)
    docs, persons = np.divmod(distinct(keys), n_persons)
    return docs, persons.astype(np.int32)


def distinct(values: np.ndarray) -> np.ndarray:
    """Sort values in place and return the different ones."""
    values.sort()
    return values[np.concatenate([[True], values[1:] != values[:-1]])]


def tie_columns(rng: np.random.Generator, persons: np.ndarray, *, lean: bool) -> dict[str, np.ndarray]:
    """Return the columns of some ties."""
    n = len(persons)
    weights = rng.standard_exponential(n, np.float32) + np.float32(0.1)
    if lean:
        return {"persons": persons, "weights": weights} | {c: np.zeros(n, TIE_COLUMNS[c]) for c in UNREAD}
    ages = rng.integers(0, 4000, n, np.int32)
    return {
        "persons": persons,
        "weights": weights,
        "days": TODAY - ages,
        "kinds": (1 << np.minimum(rng.geometric(0.4, n) - 1, 12)).astype(np.int32),
        "months": months_of(rng, ages),
    }


def months_of(rng: np.random.Generator, ages: np.ndarray) -> np.ndarray:
    """Return masks of active months: that of the last act, and earlier ones with a chance of one in eight."""
    last = np.minimum(ages // 30, 64).astype(np.uint64)
    others = rng.integers(0, 1 << 63, (3, len(ages)), np.uint64)
    return np.where(last < 64, (np.bitwise_and.reduce(others) | np.uint64(1)) << last, np.uint64(0))


def make_holes(folder: Path, kind: str) -> None:
    """Give back the disk that zeros take: the files stay as long and read the same."""
    for column in UNREAD:
        subprocess.run(["fallocate", "--dig-holes", str(folder / f"{kind}.{column}.npy")], check=True)


def write_documents(writer: ArtifactWriter, rng: np.random.Generator, kind: str, n_docs: int, n_repos: int) -> None:
    """Write what is known of each document: low numbers of repositories have more; titles have no contributions."""
    if kind == "title":
        with writer.stream("title.rows", np.int64) as rows:
            for first in range(0, n_docs, PIECE):
                rows.append(np.zeros(min(PIECE, n_docs - first), np.int64))
    writer.array(f"{kind}.seen", np.full(n_docs, (1 << 13) - 1, np.int32))
    writer.array(f"{kind}.newest", np.full(n_docs, TODAY, np.int32))
    if kind == "repository":
        writer.array(f"{kind}.repositories", np.arange(n_docs, dtype=np.int32))
        return
    places = rng.random(n_docs)
    places *= places * places * n_repos
    places.sort()
    writer.array(f"{kind}.repositories", places.astype(np.int32))


def write_postings(writer: ArtifactWriter, rng: np.random.Generator, kind: str, n_docs: int, world: World) -> int:
    """Write the documents of each term: half anywhere, half close together, as words of a project are."""
    n_terms = len(world.terms)
    spread = expected_spread(n_terms)[world.ranks]
    sizes = np.clip(SHAPES[kind].words * n_docs * spread, 1, n_docs // 2).astype(np.int64)
    # Repositories are numbered by size in this world, areas and titles follow their repository's number.
    places = world.places ** (3 if kind == "repository" else 1)
    factors = impact_factors(rng, int(sizes.max()))
    lengths = np.zeros(n_terms, np.int64)
    peaks = np.zeros(n_terms, np.float32)
    with (
        writer.stream(f"{kind}.postings.docs", np.int32) as all_docs,
        writer.stream(f"{kind}.postings.impacts", np.float32) as all_impacts,
    ):
        for term, size in enumerate(sizes.tolist()):
            near = int(places[term] * n_docs) + rng.integers(0, 3 * size // 2 + 1, size // 2, np.int32)
            near[near >= n_docs] -= n_docs
            docs = distinct(np.concatenate([near, rng.integers(0, n_docs, size - size // 2, np.int32)]))
            idf = np.log(1 + (n_docs - len(docs) + 0.5) / (len(docs) + 0.5))
            start = int(rng.integers(0, len(factors) - len(docs) + 1))
            impacts = factors[start : start + len(docs)] * np.float32(idf)
            all_docs.append(docs)
            all_impacts.append(impacts)
            lengths[term], peaks[term] = len(docs), impacts.max()
        total = all_docs.length
    writer.array(f"{kind}.terms.offsets", np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))
    writer.array(f"{kind}.peaks", peaks)
    return total


def impact_factors(rng: np.random.Generator, longest: int) -> np.ndarray:
    """Return what impacts vary by, enough for the longest list: lists take a run of them from anywhere."""
    size = longest + (1 << 20)
    bulk = rng.beta(2, 2, size).astype(np.float32)
    return np.float32(0.6) + np.float32(0.5) * bulk + np.float32(0.3) * (rng.random(size, np.float32) < 0.05)


def write_table(writer: ArtifactWriter, file: str, **columns: pa.Array) -> None:
    """Write one table of an artifact."""
    table = pa.table(columns)
    writer.table(file, table.schema, table.to_batches())
