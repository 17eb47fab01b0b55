"""What both comparisons share: which interpreter has a peer's packages, and the table of costs."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from figures import ROOT, Cost, Figure, markdown

__all__ = ["Peer", "cost_figures", "cost_table", "here", "interpreter_for", "present"]

here = Path(__file__).resolve().parent
"""Where the peers' scripts are."""


@dataclass(frozen=True)
class Peer:
    """One way to do the same work.

    Attributes
    ----------
    name
        As it stands in the table.
    script
        Its file in this folder.
    needs
        The package it is made of; None if it needs none beyond this project's own.
    costs
        Of each measured run so far.
    """

    name: str
    script: str
    needs: str | None = None
    costs: list[Cost] = field(default_factory=list)


def interpreter_for(peer: Peer, chosen: Path | None) -> Path | None:
    """Return the interpreter to run a peer with; None if its package is nowhere."""
    beside = ROOT / ".venv-peers" / "bin" / "python"
    candidates = [Path(sys.executable)] if peer.needs is None else [p for p in (chosen, beside) if p]
    candidates += [Path(sys.executable)] if peer.needs else []
    for python in candidates:
        found = f"import importlib.util as u, sys; sys.exit(u.find_spec({peer.needs or 'sys'!r}) is None)"
        if python.exists() and not subprocess.run([python, "-c", found], check=False).returncode:
            return python
    return None


def present(peers: Sequence[Peer], *, only: Sequence[str] | None, python: Path | None) -> dict[str, Path]:
    """Return the interpreter of each peer that is wanted and can run; say which ones cannot."""
    found = {}
    for peer in peers:
        if only is not None and peer.name not in only and peer.needs is not None:
            continue
        interpreter = interpreter_for(peer, python)
        if interpreter is None:
            print(f"left out: {peer.name}, its package {peer.needs} is not installed (make peers)")
        else:
            found[peer.name] = interpreter
    return found


def cost_table(peers: Sequence[Peer], own: str, extra: Mapping[str, Sequence[str]], header: Sequence[str]) -> str:
    """Return the medians of each peer and their ratio to our own, with further columns."""
    base = medians(next(p for p in peers if p.name == own))
    rows = []
    for peer in peers:
        wall, cpu, peak = (f.value for f in medians(peer))
        rows.append(
            [
                peer.name,
                f"{wall:.2f}",
                f"{cpu:.2f}",
                f"{peak:,.0f}",
                f"{wall / base[0].value:.2f}",
                f"{cpu / base[1].value:.2f}",
                f"{medians(peer)[1].spread:.0%}",
                *extra.get(peer.name, [""] * len(header)),
            ]
        )
    own_part = "ours"
    titles = ["", "wall s", "cpu s", "peak MiB", f"wall ÷ {own_part}", f"cpu ÷ {own_part}", "cpu spread", *header]
    return markdown(titles, rows)


def cost_figures(peers: Sequence[Peer], of: str) -> list[Figure]:
    """Return the figures of every peer."""
    return [Figure(f"{of}, {p.name}: {f.name}", f.unit, f.better, f.runs) for p in peers for f in medians(p)]


def medians(peer: Peer) -> tuple[Figure, Figure, Figure]:
    """Return wall and processor seconds and peak memory of a peer's runs."""
    return (
        Figure("wall", "s", "lower", tuple(c.wall_s for c in peer.costs)),
        Figure("processor time", "s", "lower", tuple(c.cpu_s for c in peer.costs)),
        Figure("peak memory", "MiB", "lower", tuple(c.peak_mib for c in peer.costs)),
    )
