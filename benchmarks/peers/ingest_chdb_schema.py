"""ClickHouse's embedded engine with a nested schema for JSONEachRow, as its loaders of this archive have today.

Does: reads all files once with declared tuples (unknown fields are skipped), one row an event id (LIMIT 1 BY); events,
commits in pushes, account names, repository names with the language, each to one Parquet file.

Leaves out: a damaged line is dropped up to the allowed share of errors, not mended or counted; no formats before 2015;
absent values become 0 and empty texts, which cannot be told from delivered ones; addresses stay; no record of what was
loaded; the author of a commit is not proved by the author line.
"""

import argparse
from pathlib import Path

from chdb import session

USER = "Tuple(id Int64, login String, type String)"
REPO = "Tuple(id Int64, full_name String, description String, language String, stargazers_count Int32)"
LABELS = "Array(Tuple(name String))"
COMMIT = "Tuple(sha String, message String, author Tuple(name String), distinct Bool)"
PULL = (
    f"Tuple(number Int32, title String, merged Bool, user {USER}, labels {LABELS}, commits Int32, additions Int32, "
    f"deletions Int32, changed_files Int32, author_association String, base Tuple(repo {REPO}))"
)
ISSUE = f"Tuple(number Int32, title String, user {USER}, labels {LABELS}, author_association String)"
STRUCTURE = (
    "id Int64, type LowCardinality(String), created_at DateTime('UTC'), actor Tuple(id Int64, login String), "
    "repo Tuple(id Int64, name String), payload Tuple(action String, number Int32, ref String, ref_type String, "
    f"size Int32, commits Array({COMMIT}), pull_request {PULL}, issue {ISSUE}, "
    "comment Tuple(id Int64, path String, author_association String), "
    f"review Tuple(id Int64, state String, author_association String), release Tuple(tag_name String, name String), "
    f"member {USER})"
)

EVENTS = """
SELECT id AS event_id, type, created_at, actor.id AS actor_id, actor.login AS actor_login, repo.id AS repo_id,
       repo.name AS repo_name, payload.action AS action,
       greatest(payload.number, payload.pull_request.number, payload.issue.number) AS number,
       if(payload.pull_request.number > 0, payload.pull_request.user.login, payload.issue.user.login) AS author_login,
       if(payload.pull_request.title != '', payload.pull_request.title, payload.issue.title) AS title,
       if(notEmpty(payload.pull_request.labels), payload.pull_request.labels, payload.issue.labels).name AS labels,
       payload.comment.path AS path, payload.ref AS ref, payload.ref_type AS ref_type,
       greatest(payload.size, payload.pull_request.commits) AS commits,
       payload.pull_request.additions AS additions, payload.pull_request.deletions AS deletions,
       payload.pull_request.changed_files AS changed_files,
       payload.comment.author_association AS association,
       payload.member.login AS member_login, greatest(payload.comment.id, payload.review.id) AS comment_id
FROM raw
"""

COMMITS = """
SELECT id AS event_id, repo.id AS repo_id, repo.name AS repo_name, created_at AS pushed_at, actor.id AS pusher_id,
       actor.login AS pusher_login, c.sha AS sha, c.author.name AS author_name,
       substringUTF8(splitByChar('\\n', c.message)[1], 1, 200) AS subject, c.distinct AS is_distinct,
       startsWith(c.message, 'Merge ') AS is_merge
FROM raw ARRAY JOIN payload.commits AS c
WHERE type = 'PushEvent'
"""

ACCOUNTS = """
SELECT account_id, login, min(at) AS first_seen_at, max(at) AS last_seen_at
FROM (
  SELECT actor.id AS account_id, actor.login AS login, created_at AS at FROM raw
  UNION ALL
  SELECT payload.pull_request.user.id, payload.pull_request.user.login, created_at FROM raw
  WHERE payload.pull_request.user.login != ''
  UNION ALL
  SELECT payload.issue.user.id, payload.issue.user.login, created_at FROM raw WHERE payload.issue.user.login != ''
)
GROUP BY account_id, login
"""

REPOSITORIES = """
SELECT repo.id AS repo_id, repo.name AS repo_name, min(created_at) AS first_seen_at, max(created_at) AS last_seen_at,
       argMax(payload.pull_request.base.repo.language, created_at) AS language
FROM raw GROUP BY repo_id, repo_name
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("files", type=Path, nargs="+", help="all in one folder")
    chosen = arguments.parse_args()
    with session.Session(str(chosen.out / "chdb")) as clickhouse:
        for name, value in (
            ("max_threads", 2),
            ("input_format_skip_unknown_fields", 1),
            ("input_format_allow_errors_ratio", 0.01),
            ("date_time_input_format", "'best_effort'"),
            ("output_format_parquet_compression_method", "'zstd'"),
        ):
            clickhouse.query(f"SET {name} = {value}")
        clickhouse.query("CREATE DATABASE work")
        clickhouse.query(f"CREATE TABLE work.raw ({STRUCTURE}) ENGINE = Memory")
        clickhouse.query(
            f"INSERT INTO work.raw SELECT * FROM file('{one_pattern(chosen.files)}', JSONEachRow, $${STRUCTURE}$$) LIMIT 1 BY id"
        )
        tables = {"events": EVENTS, "push_commits": COMMITS, "accounts": ACCOUNTS, "repositories": REPOSITORIES}
        for name, query in tables.items():
            target = f"file('{chosen.out.absolute()}/{name}.parquet', Parquet)"
            clickhouse.query(f"INSERT INTO FUNCTION {target} {query.replace('FROM raw', 'FROM work.raw')}")


def one_pattern(files: list[Path]) -> str:
    """Return one path for all files of a folder."""
    names = ",".join(file.name for file in files)
    return f"{files[0].parent.absolute()}/" + (f"{{{names}}}" if len(files) > 1 else names)


if __name__ == "__main__":
    main()
