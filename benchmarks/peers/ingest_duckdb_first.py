"""DuckDB as one writes it first: ``read_json`` finds the schema, four COPY statements make the tables.

Does: reads all files into one table; events, commits in pushes (where the files have any), account names, repository
names, each to one Parquet file.

Leaves out: events that occur twice stay twice (taking one row an id from the wide detected schema takes seven times as
long); damaged lines are dropped without being counted or mended; a line that does not fit the schema detected
from the first lines is dropped too; no formats before 2015; addresses stay in author lines and texts as they are; no
record of what was loaded, so a second run loads everything again; not safe against being killed while writing; no
facts about repositories (language, topics, stars), no labels, no opener of a pull request.
"""

import argparse
from pathlib import Path

import duckdb

EVENTS = """
SELECT id AS event_id, type, created_at, actor.id AS actor_id, actor.login AS actor_login, repo.id AS repo_id,
       repo.name AS repo_name, payload.action, coalesce(payload.pull_request.number, payload.issue.number) AS number,
       {title} AS title, payload.ref, payload.ref_type
FROM raw
"""

COMMITS = """
SELECT id AS event_id, repo_id, repo_name, actor_login, created_at, c.sha, c.author.name AS author_name, c.message
FROM (
  SELECT id, repo.id AS repo_id, repo.name AS repo_name, actor.login AS actor_login, created_at,
         unnest(payload.commits) AS c
  FROM raw WHERE type = 'PushEvent'
)
"""

ACCOUNTS = """
SELECT actor.id AS account_id, actor.login, min(created_at) AS first_seen, max(created_at) AS last_seen
FROM raw GROUP BY ALL
"""

REPOSITORIES = """
SELECT repo.id AS repo_id, repo.name AS repo_name, min(created_at) AS first_seen, max(created_at) AS last_seen
FROM raw GROUP BY ALL
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("files", nargs="+")
    chosen = arguments.parse_args()
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        connection.execute(
            "CREATE TABLE raw AS SELECT * "
            "FROM read_json(?, format = 'newline_delimited', ignore_errors = true, union_by_name = true)",
            [chosen.files],
        )
        has_title = holds(connection, "payload.pull_request.title")
        title = "coalesce(payload.pull_request.title, payload.issue.title)" if has_title else "payload.issue.title"
        tables = {
            "events": EVENTS.format(title=title),
            "accounts": ACCOUNTS,
            "repositories": REPOSITORIES,
        }
        if holds(connection, "payload.commits"):
            tables["push_commits"] = COMMITS
        for name, query in tables.items():
            connection.execute(f"COPY ({query}) TO '{chosen.out / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")


def holds(connection: duckdb.DuckDBPyConnection, field: str) -> bool:
    """Return whether the schema that was detected has a field."""
    try:
        connection.execute(f"SELECT {field} FROM raw LIMIT 0")
    except duckdb.BinderException:
        return False
    return True


if __name__ == "__main__":
    main()
