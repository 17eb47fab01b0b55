"""SQL over one table of contributions, in DuckDB over Parquet, as dashboards over such tables ask.

Three questions a role, each "group by person, count, the first 20": who did most in the role's repositories; whose
titles have the role's words (ILIKE); both added. The words and repositories are those our brief understood.

Leaves out: understanding the role; rarity of words (every word counts the same); ageing; that a thousand small acts
are not a thousand times one; areas of code; splitting a score into parts. Nothing is built: Parquet is the store.
"""

import argparse
import json
from pathlib import Path
from time import perf_counter

import duckdb

IN_REPOSITORIES = "repo IN (SELECT unnest(?::VARCHAR[]))"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["build", "ask"])
    parser.add_argument("data", type=Path)
    parser.add_argument("own", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    chosen = parser.parse_args()
    if chosen.step == "ask":
        ask(chosen)


def ask(chosen: argparse.Namespace) -> None:
    """Print how long each role took, in rounds, and who came first."""
    roles = json.loads((chosen.data / "roles.json").read_text(encoding="utf-8"))
    times: dict[str, list[float]] = {}
    first: dict[str, list[list[str]]] = {}
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute(f"CREATE VIEW acts AS SELECT * FROM '{chosen.data}/acts.parquet'")
        for number in range(chosen.rounds + 1):
            for role in roles:
                for name, (statement, values) in questions(role).items():
                    started = perf_counter()
                    rows = connection.execute(statement, values).fetchall()
                    if number:
                        times.setdefault(name, []).append(1000 * (perf_counter() - started))
                    else:
                        first.setdefault(name, []).append([row[0] for row in rows])
    print(json.dumps({"asked": times, "first": first}))


def questions(role: dict) -> dict[str, tuple[str, list]]:
    """Return the three statements of a role with their values."""
    words = role["words"] or ["-"]
    titled = " OR ".join(["title ILIKE ?"] * len(words))
    likes = [f"%{word}%" for word in words]
    grouped = (
        "SELECT login, {score} AS score FROM acts WHERE {where} GROUP BY login ORDER BY score DESC, login LIMIT 20"
    )
    return {
        "repositories": (grouped.format(score="count(*)", where=IN_REPOSITORIES), [role["repositories"]]),
        "titles": (grouped.format(score="count(*)", where=titled), likes),
        "both": (
            grouped.format(
                score=f"count(*) FILTER ({IN_REPOSITORIES}) + count(*) FILTER ({titled})",
                where=f"{IN_REPOSITORIES} OR {titled}",
            ),
            [role["repositories"], *likes, role["repositories"], *likes],
        ),
    }


if __name__ == "__main__":
    main()
