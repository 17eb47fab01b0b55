"""Makes the labelled set of ML repositories: python benchmarks/ml_work_set.py LIST WORK [TARGET].

LIST is a file of JSON lines. A line with ``path`` is a real repository on disk: ``key``, ``labels`` and ``reason`` are a
person's. A line with ``make`` is generated in the folder WORK from the repository at ``source``:

``squash``     its newest tree in one commit, ``later`` small commits on other days after it
``parts``      its newest tree in three commits on three days
``edited``     its code with other names and without comments, files renamed, in one commit (``later`` as above)
``portion``    a third of its files, edited, in four commits on four days
``fork``       its history without the newest ``back`` commits, and ``own`` small commits
``grown``      its history, and the files of ``other`` in twenty commits on twenty days
``mixed``      its newest tree with the largest file of ``other`` vendored into it, in one commit

The kept table has figures and labels, no code and nobody's login.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from handiwork.app.measuring_ml_work import figures_of
from handiwork.evaluation.signals_ml_work import FACTS, LabelledTree, half_of, scores
from handiwork.model.progress import NullCollector

TARGET = Path(__file__).parents[1] / "src" / "handiwork" / "evaluation" / "data" / "ml_work_set.json"
DAY_S = 86_400
START_S = 1_700_000_000
CODE = (".py", ".ipynb", ".md")


def main() -> None:
    """Make the set and print the figures."""
    lines = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
    work = Path(sys.argv[2])
    trees = []
    for told in lines:
        try:
            path = Path(told["path"]) if "path" in told else made(told, work)
        except subprocess.CalledProcessError as error:
            print(f"{told['key']} cannot be made: {error}")
            continue
        figures = figures_of(path, collector=NullCollector())
        group = told.get("group") or told["key"]
        labels = dict(zip(FACTS, told["labels"], strict=True))
        kind = "real" if "path" in told else "generated"
        trees.append({"key": told["key"], "kind": kind, "group": group, "reason": told["reason"], "labels": labels,
                      "figures": figures})  # fmt: skip
        if "path" not in told:
            shutil.rmtree(path)
    target = Path(sys.argv[3]) if len(sys.argv) > 3 else TARGET
    about = {"measured_on": date.today().isoformat(), "facts": list(FACTS)}
    rows = ",\n".join(json.dumps(t, ensure_ascii=False) for t in trees)
    target.write_text(f'{{"about": {json.dumps(about)}, "trees": [\n{rows}\n]}}\n', "utf-8")
    labelled = [LabelledTree(**t) for t in trees]
    for half in ("tune", "report", "all"):
        n_trees = sum(half in ("all", half_of(t.group)) for t in labelled)
        for score in scores(labelled, half):
            print(half, n_trees, score, score.precision, score.recall)


def made(told: dict[str, object], work: Path) -> Path:
    """Generate one tree; return its git folder's place."""
    place = work / str(told["key"]).replace("/", "_")
    shutil.rmtree(place, ignore_errors=True)
    source = Path(str(told["source"]))
    kind = told["make"]
    if kind in ("fork", "grown"):
        return continued(told, source, place)
    place.mkdir(parents=True)
    git(place, "init", "-q")
    files = code_of(source)
    if kind == "mixed":
        other = code_of(Path(str(told["other"])))
        largest = max((n for n in other if n.endswith(".py")), key=lambda n: len(other[n]))
        files[f"utils/{Path(largest).name}"] = other[largest]
    if kind in ("edited", "portion"):
        chosen = sorted(n for n in files if not n.endswith(".md"))
        chosen = chosen[:: 3 if kind == "portion" else 1]
        files = {f"part_{len(chosen) - i:02}/{Path(n).name}": edited(n, files[n]) for i, n in enumerate(chosen)}
    n_commits = {"parts": 3, "portion": 4}.get(str(kind), 1)
    for n in range(n_commits):
        for name in sorted(files)[n::n_commits]:
            write(place, name, files[name])
        commit(place, n)
    for n in range(int(str(told.get("later", 0)))):
        (place / "README.md").write_text(f"notes {n}\n", "utf-8")
        write(place, "run_it.py", b"print('run')\n" * (n + 1))
        commit(place, n_commits + n)
    return place


def continued(told: dict[str, object], source: Path, place: Path) -> Path:
    """Generate a tree that goes on from a repository's history; return its place."""
    git(place.parent, "clone", "-q", "--no-hardlinks", str(source), str(place))
    git(place, "reset", "-q", "--hard", f"HEAD~{told.get('back', 0)}")
    git(place, "remote", "remove", "origin")
    for n in range(int(str(told.get("own", 0)))):
        (place / f"notes_{n}.py").write_text(f"def note_{n}(x):\n    return x + {n}\n", "utf-8")
        commit(place, n)
    if told["make"] == "grown":
        other = code_of(Path(str(told["other"])))
        for n in range(20):
            for name in sorted(other)[n::20]:
                write(place, f"own/{name}", other[name])
            commit(place, n)
    return place


def code_of(source: Path) -> dict[str, bytes]:
    """Return the code files of a repository's newest commit."""
    listed = git(source, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode("utf-8", "replace").split("\0")
    found = {}
    for name in listed:
        if name.endswith(CODE):
            done = subprocess.run(["git", "-C", str(source), "show", f"HEAD:{name}"], capture_output=True, check=False)
            if done.returncode == 0 and len(done.stdout) < 4_000_000:
                found[name] = done.stdout
    return found


def edited(name: str, content: bytes) -> bytes:
    """Return code with other names of its own and without comments; what does not parse loses its comments alone."""
    if name.endswith(".ipynb"):
        told = json.loads(content)
        for cell in told.get("cells", []):
            if cell.get("cell_type") == "code":
                text = "".join(cell["source"])
                cell["source"] = renamed(text).splitlines(keepends=True)
                cell["outputs"] = []
        return json.dumps(told).encode()
    return renamed(content.decode("utf-8", "replace")).encode()


def renamed(text: str) -> str:
    """Return code with its variables, parameters, functions and classes renamed."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")) + "\n"
    own: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.setdefault(node.id, f"my_{len(own)}")
        elif isinstance(node, ast.arg) and node.arg not in ("self", "cls"):
            own.setdefault(node.arg, f"my_{len(own)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = own.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = own.get(node.arg, node.arg)
    return ast.unparse(tree) + "\n"


def write(place: Path, name: str, content: bytes) -> None:
    """Write a file into a folder."""
    target = place / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def commit(place: Path, day: int) -> None:
    """Commit everything on a day."""
    git(place, "add", "-A", "-f")
    at = f"{START_S + day * DAY_S} +0000"
    git(place, "-c", "user.name=n", "-c", "user.email=", "commit", "-q", "--allow-empty", "-m", f"day {day}", at=at)


def git(place: Path, *arguments: str, at: str = "") -> bytes:
    """Run git in a folder."""
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at} if at else {}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=place,
        capture_output=True,
        check=True,
        env={**os.environ, "GIT_LFS_SKIP_SMUDGE": "1", **dates},
    )
    return ran.stdout


if __name__ == "__main__":
    main()
