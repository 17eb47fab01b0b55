"""What ``regressions.py`` asks inside the checkout it measures: questions to an index, and its opening.

The package is that of the checkout that PYTHONPATH names. Prints one JSON object: name of a figure, value.

    probes.py questions FOLDER ROUNDS EVERY     every n-th measured role: brief, scoring, search; milliseconds of
                                                processor time, which a busy machine does not lengthen
    probes.py opening FOLDER                    open an index whose pages are not in memory; milliseconds
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

from handiwork.brief import Brief, understand_brief
from handiwork.catalog import load_catalog
from handiwork.errors import UsageError
from handiwork.index import Index
from handiwork.search import search
from handiwork.search.filters import Filters
from handiwork.search.ranking import match_all
from handiwork.search.scoring import rank, score_kinds

ROLES = Path(__file__).resolve().parents[1] / "tests" / "spec" / "roles.toml"
TOP = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("probe", choices=["questions", "opening"])
    parser.add_argument("folder", type=Path, help="an index")
    parser.add_argument("numbers", type=int, nargs="*")
    chosen = parser.parse_args()
    probes: dict[str, Callable[..., dict[str, float]]] = {"questions": ask, "opening": open_cold}
    print(json.dumps(probes[chosen.probe](chosen.folder, *chosen.numbers)))


def ask(folder: Path, rounds: int, every: int) -> dict[str, float]:
    """Understand, score and search every role, once to warm up and then in rounds."""
    index, catalog = Index.open(folder), load_catalog()
    times: dict[str, list[float]] = {"brief": [], "scoring": [], "both": []}
    for number in range(rounds + 1):
        for text in role_texts()[::every]:
            started = process_time()
            brief = understand_brief(index, catalog, text, today=index.built_on)
            middle = process_time()
            try:
                search(index, brief)
            except UsageError:  # no word of the role is in this index
                continue
            ended = process_time()
            score(index, brief)
            if number:
                times["brief"].append(1000 * (middle - started))
                times["both"].append(1000 * (ended - started))
                times["scoring"].append(1000 * (process_time() - ended))
    found = {f"{name}_p{share}": float(np.percentile(t, share)) for name, t in times.items() for share in (50, 95)}
    return {**found, "own_memory_mib": own_memory_mib()}


def score(index: Index, brief: Brief) -> None:
    """Score everybody for a brief and take the best, without their parts."""
    nothing = Filters(None, None, np.zeros(0, np.int64))
    _, ids, micros = score_kinds(index, match_all(index, brief, nothing), nothing)
    rank(ids, micros, TOP)


def open_cold(folder: Path) -> dict[str, float]:
    """Open an index after asking the system to forget its pages."""
    for file in folder.iterdir() if hasattr(os, "posix_fadvise") else ():
        handle = os.open(file, os.O_RDONLY)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)
    started = perf_counter()
    Index.open(folder)
    return {"opening": 1000 * (perf_counter() - started)}


def own_memory_mib() -> float:
    """Return this process's memory without mapped files, in MiB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon")), 0.0)


def role_texts() -> list[str]:
    """Return the texts of the measured roles."""
    return [role["text"] for role in tomllib.loads(ROLES.read_text(encoding="utf-8"))["role"]]


if __name__ == "__main__":
    main()
