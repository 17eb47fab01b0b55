"""Handiwork beside what a user would otherwise run: one command, one machine, the same files, alternating runs.

    python benchmarks/peers ingest [FILE …]     archive hours into typed tables: DuckDB, ClickHouse, polars, Spark
    python benchmarks/peers queries [HOME]      who is best for a role: SQL over contributions, a full-text engine

Every peer runs in a process of its own; its wall and processor seconds and peak memory are those of that process, from
start to end. What each does and leaves out stands at the head of its file. Their packages are those of the dependency
group ``peers`` (``make peers`` installs them beside the project); a peer whose packages are missing is left out.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import ingesting
import querying

from figures import machine_line, revision


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = parser.add_subparsers(required=True)
    for name, part in (("ingest", ingesting), ("queries", querying)):
        own = parts.add_parser(name, description=part.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        own.add_argument("--runs", type=int, default=5, help="measured runs; the first one of all is thrown away")
        own.add_argument("--only", nargs="*", help="only these peers, beside our own")
        own.add_argument("--python", type=Path, help="interpreter that has the peers' packages")
        own.add_argument("--json", type=Path, help="write the figures here as well")
        own.add_argument(
            "--smoke", action="store_true", help="a small invented world, one run, and no peers but DuckDB"
        )
        part.declare(own)
        own.set_defaults(run=part.run)
    chosen = parser.parse_args(arguments)
    print(f"{machine_line()}; revision {revision()}", flush=True)
    chosen.run(chosen)


if __name__ == "__main__":
    main()
