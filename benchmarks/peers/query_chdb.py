"""SQL over one table of contributions, in ClickHouse's embedded engine: a MergeTree ordered by repository and time.

The same three questions a role as in DuckDB; words are looked for with ``multiSearchAnyCaseInsensitive``.

Leaves out: what the SQL in DuckDB leaves out.
"""

import argparse
import json
from pathlib import Path
from time import perf_counter

from chdb import session

TABLE = """
CREATE TABLE work.acts ENGINE = MergeTree ORDER BY (repo, at) AS
SELECT assumeNotNull(login) AS login, assumeNotNull(repo) AS repo, assumeNotNull(kind) AS kind,
       assumeNotNull(at) AS at, number, coalesce(title, '') AS title
FROM file('{file}', Parquet)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["build", "ask"])
    parser.add_argument("data", type=Path)
    parser.add_argument("own", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    chosen = parser.parse_args()
    with session.Session(str(chosen.own / "chdb")) as clickhouse:
        clickhouse.query("SET max_threads = 2")
        if chosen.step == "build":
            clickhouse.query("CREATE DATABASE work")
            clickhouse.query(TABLE.format(file=(chosen.data / "acts.parquet").absolute()))
        else:
            ask(clickhouse, chosen)


def ask(clickhouse: session.Session, chosen: argparse.Namespace) -> None:
    """Print how long each role took, in rounds, and who came first."""
    roles = json.loads((chosen.data / "roles.json").read_text(encoding="utf-8"))
    times: dict[str, list[float]] = {}
    first: dict[str, list[list[str]]] = {}
    for number in range(chosen.rounds + 1):
        for role in roles:
            for name, statement in questions(role).items():
                started = perf_counter()
                rows = clickhouse.query(statement, "JSONCompactEachRow").data().splitlines()
                if number:
                    times.setdefault(name, []).append(1000 * (perf_counter() - started))
                else:
                    first.setdefault(name, []).append([json.loads(row)[0] for row in rows])
    print(json.dumps({"asked": times, "first": first}))


def questions(role: dict) -> dict[str, str]:
    """Return the three statements of a role."""
    inside = f"repo IN ({', '.join(map(quoted, role['repositories'] or ['-']))})"
    titled = f"multiSearchAnyCaseInsensitiveUTF8(title, [{', '.join(map(quoted, role['words'] or ['-']))}])"
    grouped = (
        "SELECT login, {score} AS score FROM work.acts WHERE {where} GROUP BY login ORDER BY score DESC, login LIMIT 20"
    )
    return {
        "repositories": grouped.format(score="count()", where=inside),
        "titles": grouped.format(score="count()", where=titled),
        "both": grouped.format(score=f"countIf({inside}) + countIf({titled})", where=f"{inside} OR {titled}"),
    }


def quoted(text: str) -> str:
    """Return a text as it stands in a statement."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


if __name__ == "__main__":
    main()
