"""What ``regressions.py`` runs inside the checkout it measures: an index to ask, the questions, the opening.

Everything is imported from the checkout that PYTHONPATH names, its own benchmarks included; what a revision cannot do
is left out. Prints one JSON object: name of a figure, value.

    probes.py index FOLDER PERSONS ASSOCIATIONS     write the synthetic index of benchmarks/brief.py
    probes.py questions FOLDER ROUNDS EVERY         every n-th measured role: brief, scoring, search; milliseconds of
                                                    processor time, which a busy machine does not lengthen
    probes.py opening FOLDER                        open an index whose pages are not in memory; milliseconds
"""

import argparse
import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

ROLES = Path(__file__).resolve().parents[1] / "tests" / "spec" / "roles.toml"
WORDS = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("probe", choices=["index", "questions", "opening"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", type=int, nargs="*")
    chosen = parser.parse_args()
    probes: dict[str, Callable[..., dict[str, float]]] = {"index": write, "questions": ask, "opening": open_cold}
    print(json.dumps(probes[chosen.probe](chosen.folder, *chosen.sizes)))


def write(folder: Path, persons: int, associations: int) -> dict[str, float]:
    """Write the synthetic index with the checkout's own writer."""
    import brief
    import scoring
    from handiwork.catalog import load_catalog

    world = brief.world_of(load_catalog(), role_texts(), min(WORDS, persons))
    options = argparse.Namespace(persons=persons, associations=associations, terms=len(world.terms))
    scoring.write_index(folder, options, world)
    return {}


def ask(folder: Path, rounds: int, every: int) -> dict[str, float]:
    """Understand and search every role, once to warm up and then in rounds."""
    import brief
    import scoring
    from handiwork.brief import understand_brief
    from handiwork.catalog import load_catalog
    from handiwork.errors import UsageError
    from handiwork.search import search

    index, catalog = opened(folder), load_catalog()
    times: dict[str, list[float]] = {"brief": [], "scoring": [], "both": []}
    for number in range(rounds + 1):
        for text in role_texts()[::every]:
            started = process_time()
            understood = understand_brief(index, catalog, text, today=brief.BUILT_ON)
            middle = process_time()
            try:
                search(index, understood)
            except UsageError:  # no word of the role is in this index
                continue
            ended = process_time()
            if number:
                times["brief"].append(1000 * (middle - started))
                times["both"].append(1000 * (ended - started))
                times["scoring"].append(sum(scoring.score_once(index, sorted(understood.terms), process_time)))
    found = {f"{name}_p{share}": float(np.percentile(t, share)) for name, t in times.items() for share in (50, 95)}
    return {**found, "own_memory_mib": scoring.anonymous_mib()}


def open_cold(folder: Path) -> dict[str, float]:
    """Open an index after asking the system to forget its pages."""
    path = folder_of(folder)
    if hasattr(os, "posix_fadvise"):
        for file in path.iterdir():
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
    import handiwork.index  # noqa: F401 - imported before the clock starts

    started = perf_counter()
    opened(folder)
    return {"opening": 1000 * (perf_counter() - started)}


def opened(folder: Path):
    """Return the one index of a folder."""
    from handiwork.index import Index

    return Index.open(folder_of(folder))


def folder_of(folder: Path) -> Path:
    """Return the path of the one index of a folder."""
    return next(folder.glob("*/manifest.json")).parent


def role_texts() -> list[str]:
    """Return the texts of the measured roles."""
    return [role["text"] for role in tomllib.loads(ROLES.read_text(encoding="utf-8"))["role"]]


if __name__ == "__main__":
    main()
