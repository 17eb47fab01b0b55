"""Fuzzing of every parser of what comes from elsewhere, led by coverage: executions, and what came out that is no error of ours.

::

    python benchmarks/fuzz.py [--seconds 60] [--real FOLDER] [PARSER …]

Each parser of ``tests/parsers.py`` runs in a process of its own, from its seeds (and real records, where a folder with them is
given), with mutations that atheris (libFuzzer) steers towards code not reached before. atheris is no dependency of the project:
install it beside it, for instance with ``pip install --target FOLDER atheris``, and put the folder on ``PYTHONPATH``.
A finding is told once for each place it was raised at, with the shortest input seen; the exit code is 1 if there is any.
"""

import argparse
import base64
import json
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_RUNS = re.compile(r"Done (\d+) (?:runs )?in (\d+) second")
_COVERED = re.compile(r"cov: (\d+)")
_SLOWEST_S = 20
"""Longer than this for one input counts as a finding."""


def main() -> int:
    """Fuzz the parsers that are named, or all, and print a table."""
    parsing = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parsing.add_argument("parsers", nargs="*")
    parsing.add_argument("--seconds", type=int, default=60, help="for each parser")
    parsing.add_argument("--real", type=Path, help="folder with real records, as tests take them")
    parsing.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parsing.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    if asked.inside:
        _inside(asked.parsers[0], asked.inside, asked.seconds)
        return 0
    from tests.parsers import PARSERS

    print(f"{'parser':<22} {'executions':>11} {'edges':>7}  findings")
    n_found = n_runs = 0
    for name in asked.parsers or PARSERS:
        runs, edges, findings = _fuzzed(name, asked.seconds, asked.real)
        n_found, n_runs = n_found + len(findings), n_runs + runs
        print(f"{name:<22} {runs:>11,} {edges:>7,}  {len(findings) or ''}", flush=True)
        for place, content in findings.items():
            print(f"    {place}\n        {content[:300]!r}")
    print(f"{'together':<22} {n_runs:>11,} {'':>7}  {n_found}")
    return min(n_found, 1)


# --- private ---


def _fuzzed(name: str, seconds: int, real: Path | None) -> tuple[int, int, dict[str, bytes]]:
    """Return executions, edges covered and findings of one parser, fuzzed in a process of its own."""
    from tests.parsers import PARSERS

    parser = PARSERS[name]
    seeds = list(parser.seeds)
    if real and parser.real and (real / parser.real).is_file():
        seeds.append((real / parser.real).read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "corpus").mkdir()
        for number, seed in enumerate(seeds):
            (place / "corpus" / str(number)).write_bytes(seed)
        command = [sys.executable, __file__, name, "--inside", folder, "--seconds", str(seconds)]
        done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
        said = done.stderr.decode("utf-8", "replace")
        findings: dict[str, bytes] = {}
        for file in sorted(place.glob("finding-*.json")):
            told = json.loads(file.read_text(encoding="utf-8"))
            findings[told["place"]] = base64.b64decode(told["input"])
        for file in [*place.glob("timeout-*"), *place.glob("oom-*"), *place.glob("crash-*")]:
            findings[file.name.partition("-")[0]] = file.read_bytes()
    runs = _RUNS.findall(said)
    if not runs and not findings:
        raise SystemExit(f"{name} was not fuzzed:\n{said[-2000:]}")
    edges = _COVERED.findall(said)
    return int(runs[-1][0]) if runs else 0, int(edges[-1]) if edges else 0, findings


def _inside(name: str, folder: Path, seconds: int) -> None:
    """Fuzz one parser in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["handiwork"]):
        from tests.parsers import PARSERS

        from handiwork.errors import HandiworkError
    from tests.mutations import AWKWARD

    words = folder / "words"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in AWKWARD if 0 < len(word) <= 64)
    words.write_text("\n".join(f'"{word}"' for word in escaped), encoding="ascii")
    parse, shortest = PARSERS[name].parse, dict[str, int]()

    def once(content: bytes) -> None:
        try:
            parse(content)
        except HandiworkError:
            return
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
            raised = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in raised if "handiwork" in frame.filename] or raised
            place = f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno} ({str(error)[:80]})"
            key = place.partition(" (")[0]
            if len(content) < shortest.get(key, 1 << 30):
                shortest[key] = len(content)
                told = {"place": place, "input": base64.b64encode(content).decode()}
                number = list(shortest).index(key)
                (folder / f"finding-{number}.json").write_text(json.dumps(told), encoding="utf-8")

    flags = (
        f"-max_total_time={seconds}",
        f"-timeout={_SLOWEST_S}",
        "-max_len=20000",
        "-rss_limit_mb=1500",
        f"-dict={words}",
    )
    atheris.Setup([sys.argv[0], *flags, str(folder / "corpus")], once)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
