"""Opening an index and asking it touch what the question needs, not what there is."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pytest

from handiwork.index import Index, IndexInputs, build_index
from handiwork.index.tables import INPUT_SCHEMAS
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


OPENED = """
import sys
from pathlib import Path
from handiwork.index import Index
acts = Index.open(Path(sys.argv[1])).contributions
acts.slice(0, 0).column("areas").combine_chunks()
print(acts.num_rows, "pandas" in sys.modules)
"""


def test_an_index_without_acts_loads_no_data_frames_to_say_so(engine, tmp_path):
    nothing = IndexInputs(**{name: ibis.memtable(schema.empty_table()) for name, schema in INPUT_SCHEMAS.items()})
    folder = build_index(engine, nothing, tmp_path, built_on=date(2024, 6, 1))
    schema = Index.open(folder).contributions.schema
    with pa.OSFile(str(folder / "contributions.arrow"), "wb") as sink:
        pa.ipc.new_file(sink, schema).close()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["contributions.arrow"]["bytes"] = (folder / "contributions.arrow").stat().st_size
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    told = subprocess.run([sys.executable, "-c", OPENED, str(folder)], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["0", "False"]


def test_who_has_an_account_is_read_for_those_asked_about_across_batches(build):
    index = Index.open(build())
    logins = pa.chunked_array([["ada_l", ""], [], ["", "cyd_m", "eve_p"]], pa.string())
    index.__dict__["persons"] = pa.table({"login": logins})

    asked = [[], [0], [1, 2], [0, 1, 3, 4], [4]]

    assert [index.has_account(np.array(ids, np.int64)).tolist() for ids in asked] == [
        [],
        [True],
        [False, False],
        [True, False, True, True],
        [True],
    ]
