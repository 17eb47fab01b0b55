"""Write the checked catalogue as one JSON file beside its TOML files, which is read faster.

``make docs`` runs it; a test fails when the JSON is behind the TOML.
"""

import sys
from pathlib import Path

from handiwork.catalog.compiled import COMPILED_NAME, compiled_text, digest_of
from handiwork.catalog.loading import read_catalog


def main() -> None:
    """Write the file."""
    folder = Path(__file__).resolve().parents[1] / "src" / "handiwork" / "catalog" / "data"
    catalog = read_catalog(folder, trust_compiled=False)
    (folder / COMPILED_NAME).write_text(compiled_text(catalog, digest_of(folder)), encoding="utf-8")
    sys.stdout.write(f"{folder.name}/{COMPILED_NAME}\n")


if __name__ == "__main__":
    main()
