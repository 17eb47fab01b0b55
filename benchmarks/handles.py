"""How often a login found without an address is the right one: half of the noreply addresses are hidden and guessed.

Author lines with GitHub's noreply address give the true login. A random but repeatable half of them loses address
and login; the history is grouped again; where a hidden line's author has a login now, it is right or wrong, counted by
the evidence that found it.

    python benchmarks/handles.py REPOSITORY …        bare repositories or checkouts
"""

import argparse
import hashlib
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import handiwork.ingest.git_history as reading
from handiwork.catalog import load_catalog
from handiwork.ingest.git_authors import Author, group_lines
from handiwork.ingest.git_lines import Line
from handiwork.sources.git import GitTarget, open_repository

REASONS = ("merge_line", "trailer", "mention", "handle", "name", "address", "mailmap")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+")
    told: Counter[tuple[str, bool]] = Counter()
    n_hidden = 0
    bots = load_catalog().bots

    def guess(lines: list[Line], mapped: list[Line], usage: Any, **more: Any) -> list[Author]:
        nonlocal n_hidden
        hidden = {i: line.login.lower() for i, line in enumerate(mapped) if line.login and line.address and half(line)}
        masked = [Line(m.name, f"{i}@hidden.example") if i in hidden else m for i, m in enumerate(mapped)]
        raw = [masked[i] if i in hidden else line for i, line in enumerate(lines)]
        n_hidden += len(hidden)
        for author in group_lines(raw, masked, usage, **more):
            for line in set(author.lines) & hidden.keys():
                if author.login:
                    reason = next((r for r in REASONS if r in author.joins), "other")
                    told[reason, author.login.lower() == hidden[line]] += 1
        return group_lines(lines, mapped, usage, **more)

    reading.group_lines = guess  # type: ignore[assignment] - the history is read as always, its lines are seen on the way
    with tempfile.TemporaryDirectory() as mirrors:
        for location in parser.parse_args().repositories:
            reading.read_history(open_repository(GitTarget(location, None), Path(mirrors)), bots=bots)
    print(f"{n_hidden:,} lines hidden")
    for reason in sorted({r for r, _ in told}):
        right, wrong = told[reason, True], told[reason, False]
        print(f"{reason:<12} {right:>6,} right  {wrong:>5,} wrong  {right / (right + wrong):.4f}")
    right, wrong = (sum(n for (_, good), n in told.items() if good is is_good) for is_good in (True, False))
    print(f"{'all':<12} {right:>6,} right  {wrong:>5,} wrong  {right / max(right + wrong, 1):.4f}")


def half(line: Line) -> bool:
    return hashlib.sha256(f"{line.name} {line.login}".encode()).digest()[0] < 128


if __name__ == "__main__":
    main()
