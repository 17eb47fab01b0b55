"""How far the attribution of lines agrees with ``git blame``, on real histories with real contents.

Two questions, line by line. *Among ours*: is every line that blame gives to one of a person's commits among the lines
that the commit's own diff adds? *Standing*: are the counted lines that stand in the newest commit, by our following of
lines through the graph, exactly those that blame gives to these commits there?
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from handiwork.model.changes import ChangedFile, Hunk
from handiwork.signals.own.tracking import LineFates
from handiwork.sources.git_blame import BlamedLine

__all__ = ["Agreement", "added_hunks", "agreement", "agreement_lines", "kept_agreement"]

_PYTHON = (".py", ".pyi")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was compared, and how it agreed.

    Attributes
    ----------
    repo_name
        owner/name.
    n_files
        Files of the newest commit that were blamed.
    n_blamed, n_among
        Lines that blame gives to the person's commits; those of them that their diffs add.
    n_standing, n_both, n_ours
        Counted lines that stand by blame; by blame and by us; by us.
    differences
        How many lines differ, by class.
    """

    repo_name: str
    n_files: int
    n_blamed: int
    n_among: int
    n_standing: int
    n_both: int
    n_ours: int
    differences: Mapping[str, int] = field(default_factory=dict)


def agreement(
    repo_name: str,
    blamed: Mapping[str, Sequence[BlamedLine]],
    added: Mapping[str, Mapping[str, Sequence[Hunk]]],
    counted: Sequence[tuple[str, str, int]],
    fates: LineFates,
) -> Agreement:
    """Compare attribution with blame.

    Parameters
    ----------
    repo_name
        owner/name.
    blamed
        File of the newest commit → its lines as blame tells them.
    added
        For each of the person's commits that is no merge, file after it → hunks of its diff.
    counted
        Commit, file and line of every counted line, in the order of ``fates``.
    fates
        What became of them.
    """
    theirs = {(path, line.line_now): line for path, lines in blamed.items() for line in lines if line.sha in added}
    among = {place: line for place, line in theirs.items() if _is_added(added[line.sha].get(line.path, ()), line.line)}
    differences: Counter[str] = Counter()
    differences.update(_why_not_added(line) for place, line in theirs.items() if place not in among)
    places = set(counted)
    by_blame = {p: (x.sha, x.path, x.line) for p, x in theirs.items() if (x.sha, x.path, x.line) in places}
    ours = {
        place: origin
        for place, origin in zip(fates.stands, counted, strict=True)
        if place is not None and place[0] in blamed
    }
    both = sum(ours.get(place) == origin for place, origin in by_blame.items())
    differences["stands by blame alone"] = sum(place not in ours for place in by_blame)
    differences["stands by us alone"] = sum(place not in by_blame for place in ours)
    differences["from another commit"] = len(by_blame) - both - differences["stands by blame alone"]
    return Agreement(
        repo_name,
        len(blamed),
        len(theirs),
        len(among),
        len(by_blame),
        both,
        len(ours),
        {name: n for name, n in sorted(differences.items()) if n},
    )


def agreement_lines(found: Iterable[Agreement]) -> list[dict[str, object]]:
    """Return the table that is shown: one row a repository, then all together."""
    rows = [_row(each) for each in found]
    total: dict[str, object] = {"repository": "all"}
    for name in ("files", "blamed", "among ours", "standing", "agreeing", "ours"):
        total[name] = sum(int(str(row[name])) for row in rows)
    return [*rows, {**total, "differences": ""}] if rows else []


def kept_agreement() -> tuple[list[Agreement], str]:
    """Return what was measured on real histories and kept, and when that was."""
    kept = json.loads((files("handiwork.evaluation") / "data" / "signals_attribution.json").read_text(encoding="utf-8"))
    return [Agreement(**each) for each in kept["repositories"]], f"kept figures of {kept['measured_on']}"


def added_hunks(
    files: Sequence[ChangedFile], hunks: Mapping[tuple[str, str], Sequence[Hunk]]
) -> dict[str, Sequence[Hunk]]:
    """Return the hunks of each file of a commit, by its path after it."""
    return {f.path: hunks.get((f.old_blob, f.blob), ()) for f in files if f.blob}


# --- private ---


def _is_added(hunks: Sequence[Hunk], line: int) -> bool:
    return any(h.new_start <= line < h.new_start + h.new_count for h in hunks)


def _why_not_added(line: BlamedLine) -> str:
    return "not in the diff" if line.path.endswith(_PYTHON) else "no Python file then"


def _row(found: Agreement) -> dict[str, object]:
    return {
        "repository": found.repo_name,
        "files": found.n_files,
        "blamed": found.n_blamed,
        "among ours": found.n_among,
        "standing": found.n_standing,
        "agreeing": found.n_both,
        "ours": found.n_ours,
        "differences": ", ".join(f"{name} {n}" for name, n in found.differences.items()),
    }
