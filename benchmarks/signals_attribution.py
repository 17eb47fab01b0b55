"""Measures the attribution of lines against ``git blame`` on whole histories, and keeps the figures.

Run: ``python benchmarks/signals_attribution.py PATH=owner/name …``. It writes the table that the documentation shows:
names of repositories and numbers, nobody's name.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from handiwork.app.measuring_own_lines import measure_attribution
from handiwork.evaluation.signals_attribution import agreement_lines
from handiwork.faces.formats import aligned
from handiwork.model.progress import NullCollector

KEPT = Path(__file__).parents[1] / "src" / "handiwork" / "evaluation" / "data" / "signals_attribution.json"


def main() -> int:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("histories", nargs="+")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = measure_attribution(asked.histories, cache=Path(place) / "facts.db", collector=NullCollector())
    print("\n".join(aligned(agreement_lines(found))))
    kept = {"measured_on": date.today().isoformat(), "repositories": [asdict(each) for each in found]}
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
