"""Makes the table of known tutorials from repositories on disk: python scripts/tutorial_fingerprints.py LIST [TARGET].

LIST is a file of JSON lines, each with ``path``, ``name`` and ``licence``; what is written are hashes and ids.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from handiwork.app.tutorials import fingerprint
from handiwork.model.progress import NullCollector
from handiwork.state.tutorial_files import write_tutorials

TARGET = Path(__file__).parents[1] / "src" / "handiwork" / "state" / "data" / "tutorials.jsonl"


def main() -> None:
    """Write the table."""
    made = []
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        told = json.loads(line)
        tutorial = fingerprint(Path(told["path"]), told["name"], licence=told["licence"], collector=NullCollector())
        print(
            f"{tutorial.name}: {len(tutorial.hashes):,} hashes at 1/{tutorial.scale}, {len(tutorial.commits):,} commits"
        )
        made.append({**asdict(tutorial), "commits": {int(c, 16) for c in tutorial.commits}})
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET
    write_tutorials(target, made)
    print(f"{target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
