"""Our own part in the comparison of queries: resolve and export what all ask, build the index, ask it.

    query_handiwork.py export HOME DATA     people, repositories and contributions of a lake, as Parquet
    query_handiwork.py build DATA OWN       the index from those three files
    query_handiwork.py roles DATA OWN       what each role was understood as, for the peers: words and repositories
    query_handiwork.py ask DATA OWN ROUNDS  every role understood and searched, first 20 people

Does more than the peers when asked: the role's text is understood each time, old work counts less, people who are
machines or asked to be left out are not there, every score is split into its parts.
"""

import argparse
import json
import tomllib
from datetime import date
from pathlib import Path
from time import perf_counter

from figures import ROOT

BUILT_ON = date(2026, 8, 1)
WORDS = 10
LIMIT = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["export", "build", "roles", "ask"])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    parser.add_argument("--roles", type=Path, default=ROOT / "tests" / "spec" / "roles.toml")
    chosen = parser.parse_args()
    steps = {"export": export, "build": build, "roles": write_roles, "ask": ask}
    steps[chosen.step](chosen)


def export(chosen: argparse.Namespace) -> None:
    """Write the resolution of a lake, and the flat table that an SQL tool would have."""
    from handiwork.catalog import load_catalog
    from handiwork.identity import resolve
    from handiwork.lake.engine import Engine
    from handiwork.lake.store import Lake
    from handiwork.privacy.suppression import Suppressions

    data = chosen.second
    with Engine(threads=2, memory_limit_mib=2048, temp_folder=data / "spill") as engine:
        found = resolve(engine, Lake(chosen.first / "lake"), catalog=load_catalog(), suppressions=Suppressions())
        for name in ("persons", "repos", "contributions"):
            getattr(found, name).to_parquet(data / f"{name}.parquet", compression="zstd")
        engine.execute(
            f"""
            COPY (
              SELECT coalesce(p.login, p.key) AS login, r.name AS repo, c.kind, c."at", c.number, c.title,
                     array_to_string(list_distinct(list_transform(coalesce(c.paths, []),
                       lambda path: regexp_replace(path, '/?[^/]*$', ''))), ' ') AS areas,
                     array_to_string(coalesce(c.labels, []), ' ') AS labels
              FROM '{data}/contributions.parquet' c
              JOIN '{data}/persons.parquet' p USING (person_id)
              JOIN '{data}/repos.parquet' r USING (repo_no)
              WHERE NOT p.is_bot
            ) TO '{data}/acts.parquet' (FORMAT parquet, COMPRESSION zstd)
            """
        )


def build(chosen: argparse.Namespace) -> None:
    """Build the index from the exported tables."""
    from handiwork.index import IndexInputs, build_index
    from handiwork.lake.engine import Engine

    with Engine(threads=2, memory_limit_mib=2048, temp_folder=chosen.second / "spill") as engine:
        for name in ("persons", "repos", "contributions"):
            engine.execute(f"CREATE TEMP TABLE in_{name} AS FROM '{chosen.first}/{name}.parquet'")
        tables = {name: engine.backend.table(f"in_{name}") for name in ("persons", "repos", "contributions")}
        build_index(engine, IndexInputs(**tables), chosen.second / "index", built_on=BUILT_ON)


def write_roles(chosen: argparse.Namespace) -> None:
    """Write what each role was understood as: the understanding is given to the peers for nothing."""
    from handiwork.brief import understand_brief
    from handiwork.catalog import load_catalog

    index, catalog = opened(chosen.second), load_catalog()
    terms = index.terms.column("term")
    roles = []
    planted = chosen.first / "planted.json"
    asked = tomllib.loads(chosen.roles.read_text(encoding="utf-8"))["role"]
    asked += json.loads(planted.read_text(encoding="utf-8")) if planted.exists() else []
    for role in asked:
        brief = understand_brief(index, catalog, role["text"], today=BUILT_ON)
        heaviest = sorted(brief.terms, key=lambda t: (-brief.terms[t], t))[:WORDS]
        roles.append(
            {
                "text": role["text"],
                "words": [str(terms[t]) for t in heaviest],
                "repositories": [index.repository_name(n) for r in brief.repositories for n in r.repo_numbers],
                "experts": role.get("experts", []),
            }
        )
    (chosen.first / "roles.json").write_text(json.dumps(roles), encoding="utf-8")


def ask(chosen: argparse.Namespace) -> None:
    """Print how long each role took, in rounds, and who came first."""
    from handiwork.brief import understand_brief
    from handiwork.catalog import load_catalog
    from handiwork.errors import UsageError
    from handiwork.search import SearchOptions, search

    catalog = load_catalog()
    roles = json.loads((chosen.first / "roles.json").read_text(encoding="utf-8"))
    started = perf_counter()
    index = opened(chosen.second)
    opening = 1000 * (perf_counter() - started)
    times: list[float] = []
    first: list[list[str]] = []
    for number in range(chosen.rounds + 1):
        for role in roles:
            started = perf_counter()
            try:
                brief = understand_brief(index, catalog, role["text"], today=BUILT_ON)
                hits = search(index, brief, options=SearchOptions(limit=LIMIT)).hits
            except UsageError:  # no word of the role is in a small world
                hits = ()
            if number:
                times.append(1000 * (perf_counter() - started))
            else:
                first.append([index.person(h.person_id).login or index.person(h.person_id).key for h in hits])
    print(json.dumps({"asked": {"": times}, "first": {"": first}, "opening_ms": opening}))


def opened(own: Path):
    """Return the index that was built."""
    from handiwork.index import Index

    return Index.open(next((own / "index").glob("*/manifest.json")).parent)


if __name__ == "__main__":
    main()
