"""Opening an index and asking it touch what the question needs, not what there is."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from handiwork.index import Index
from handiwork.search import search

SMAPS = Path("/proc/self/smaps")
MIB = 1 << 20
LENGTH = 256 * MIB

pytestmark = [
    pytest.mark.skipif(not SMAPS.exists(), reason="the system does not say which pages are in memory"),
    pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning"),
]


def lengthened(folder, name):
    """Make an array of an index longer by a hole, which takes no disk."""
    file = folder / f"{name}.npy"
    values = np.load(file)
    longer = np.lib.format.open_memmap(
        file.with_suffix(".new"), mode="w+", dtype=values.dtype, shape=(len(values) + LENGTH // values.itemsize,)
    )
    longer[: len(values)] = values
    longer.flush()
    file.with_suffix(".new").replace(file)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"][file.name]["bytes"] = file.stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def resident_bytes(folder):
    """Return how much of an index's files this process holds in memory."""
    found = 0
    inside = False
    for line in SMAPS.read_text(encoding="utf-8").splitlines():
        if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
            inside = str(folder) in line
        elif inside and line.startswith("Rss:"):
            found += 1024 * int(line.split()[1])
    return found


def test_opening_and_asking_touch_a_small_part_of_long_arrays(build):
    folder = build()
    names = [
        f"{kind}.{part}" for kind in ("area", "title") for part in ("persons", "weights", "months", "postings.docs")
    ]
    for name in names:
        lengthened(folder, name)
    index = Index.open(folder)
    opened = resident_bytes(folder)
    hits = search(index, "websocket routing").hits

    assert ([hit.login for hit in hits][:1], opened < 2 * MIB, resident_bytes(folder) < 8 * MIB) == (
        ["ada_l"],
        True,
        True,
    )
