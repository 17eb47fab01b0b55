"""ClickHouse's embedded engine as its first GH Archive example does it: every line a text, JSONExtract for each field.

Does: reads all files as JSONAsString, one row an event id; events, commits in pushes, account names of actors,
repository names, each to one Parquet file.

Leaves out: as with the nested schema (no mending, no formats before 2015, no record of what was loaded, addresses
stay), and labels, sizes, openers and facts about repositories.
"""

import argparse
from pathlib import Path

from chdb import session

RAW = """
SELECT JSONExtract(json, 'id', 'Int64') AS id, JSONExtractString(json, 'type') AS type,
       parseDateTimeBestEffortOrZero(JSONExtractString(json, 'created_at')) AS created_at,
       JSONExtractInt(json, 'actor', 'id') AS actor_id, JSONExtractString(json, 'actor', 'login') AS actor_login,
       JSONExtractInt(json, 'repo', 'id') AS repo_id, JSONExtractString(json, 'repo', 'name') AS repo_name,
       JSONExtractString(json, 'payload', 'action') AS action,
       JSONExtractInt(json, 'payload', 'pull_request', 'number') AS pull_number,
       JSONExtractInt(json, 'payload', 'issue', 'number') AS issue_number,
       JSONExtractString(json, 'payload', 'pull_request', 'title') AS pull_title,
       JSONExtractString(json, 'payload', 'issue', 'title') AS issue_title,
       JSONExtractString(json, 'payload', 'ref') AS ref,
       JSONExtractString(json, 'payload', 'ref_type') AS ref_type,
       JSONExtractInt(json, 'payload', 'size') AS commits,
       JSONExtract(json, 'payload', 'commits',
                   'Array(Tuple(sha String, message String, author Tuple(name String), distinct Bool))') AS pushed
FROM file('{files}', JSONAsString, 'json String')
LIMIT 1 BY id
"""

TABLES = {
    "events": """
SELECT id AS event_id, type, created_at, actor_id, actor_login, repo_id, repo_name, action,
       greatest(pull_number, issue_number) AS number, if(pull_title != '', pull_title, issue_title) AS title,
       ref, ref_type, commits
FROM work.raw
""",
    "push_commits": """
SELECT id AS event_id, repo_id, repo_name, created_at AS pushed_at, actor_id AS pusher_id,
       actor_login AS pusher_login, c.sha AS sha, c.author.name AS author_name, c.message AS message,
       c.distinct AS is_distinct
FROM work.raw ARRAY JOIN pushed AS c WHERE type = 'PushEvent'
""",
    "accounts": """
SELECT actor_id AS account_id, actor_login AS login, min(created_at) AS first_seen_at, max(created_at) AS last_seen_at
FROM work.raw GROUP BY account_id, login
""",
    "repositories": """
SELECT repo_id, repo_name, min(created_at) AS first_seen_at, max(created_at) AS last_seen_at
FROM work.raw GROUP BY repo_id, repo_name
""",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("files", type=Path, nargs="+", help="all in one folder")
    chosen = arguments.parse_args()
    files = one_pattern(chosen.files)
    with session.Session(str(chosen.out / "chdb")) as clickhouse:
        clickhouse.query("SET max_threads = 2")
        clickhouse.query("SET output_format_parquet_compression_method = 'zstd'")
        clickhouse.query("CREATE DATABASE work")
        clickhouse.query(f"CREATE TABLE work.raw ENGINE = Memory AS {RAW.replace('{files}', files)}")
        for name, query in TABLES.items():
            clickhouse.query(f"INSERT INTO FUNCTION file('{chosen.out.absolute()}/{name}.parquet', Parquet) {query}")


def one_pattern(files: list[Path]) -> str:
    """Return one path for all files of a folder."""
    names = ",".join(file.name for file in files)
    return f"{files[0].parent.absolute()}/" + (f"{{{names}}}" if len(files) > 1 else names)


if __name__ == "__main__":
    main()
