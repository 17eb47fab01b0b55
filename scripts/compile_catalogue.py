"""Write the checked catalogue as one JSON file beside its TOML files, and its phrasebook: both are read faster.

``make docs`` runs it; a test fails when one of them is behind the TOML or the code.
"""

import sys
from pathlib import Path

from handiwork.brief.lexicon import COMPILED, compiled_lexicon
from handiwork.catalog.compiled import COMPILED_NAME, compiled_text, digest_of
from handiwork.catalog.loading import read_catalog


def main() -> None:
    """Write the files."""
    folder = Path(__file__).resolve().parents[1] / "src" / "handiwork" / "catalog" / "data"
    checked = read_catalog(folder, trust_compiled=False)
    (folder / COMPILED_NAME).write_text(compiled_text(checked, digest_of(folder)), encoding="utf-8")
    COMPILED.parent.mkdir(exist_ok=True)
    COMPILED.write_text(compiled_lexicon(read_catalog(folder)), encoding="utf-8")
    sys.stdout.write(f"{folder.name}/{COMPILED_NAME}\n{COMPILED.parent.name}/{COMPILED.name}\n")


if __name__ == "__main__":
    main()
