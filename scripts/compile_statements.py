"""Write the SQL that archive files are loaded with, compiled from its expressions, beside the code that reads it.

``make docs`` runs it; a test fails when the text is not that of the expressions.
"""

import sys
from pathlib import Path

from handiwork.ingest.gharchive.compiling import compiled_text


def main() -> None:
    """Write the file."""
    room = Path(__file__).resolve().parents[1] / "src" / "handiwork" / "ingest" / "gharchive"
    file = room / "data" / "statements.json"
    file.write_text(compiled_text(), encoding="utf-8")
    sys.stdout.write(f"{file.parent.name}/{file.name}\n")


if __name__ == "__main__":
    main()
