"""PySpark alone: ``spark.read.json`` with a schema, on two threads of one machine, four Parquet folders.

Does: reads all files with a declared schema, one row an event id (``dropDuplicates``), kept in memory for the four
tables; events with title, opener, labels, sizes and association; commits in pushes; account names of actors and
openers; repository names with the newest language.

Leaves out: damaged lines are dropped, not counted or mended; no formats before 2015; addresses stay; no record of what
was loaded; the author of a commit is not proved by the author line. A gzip file cannot be divided: one task each.
"""

import argparse
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as everybody imports it

USER = "STRUCT<id: BIGINT, login: STRING, type: STRING>"
REPO = "STRUCT<id: BIGINT, full_name: STRING, description: STRING, language: STRING, stargazers_count: INT>"
LABELS = "ARRAY<STRUCT<name: STRING>>"
PULL = (
    f"STRUCT<number: INT, title: STRING, merged: BOOLEAN, user: {USER}, labels: {LABELS}, commits: INT, "
    f"additions: INT, deletions: INT, changed_files: INT, author_association: STRING, base: STRUCT<repo: {REPO}>>"
)
ISSUE = f"STRUCT<number: INT, title: STRING, user: {USER}, labels: {LABELS}, author_association: STRING>"
COMMIT = "STRUCT<sha: STRING, message: STRING, author: STRUCT<name: STRING>, distinct: BOOLEAN>"
SCHEMA = (
    "id STRING, type STRING, created_at TIMESTAMP, actor STRUCT<id: BIGINT, login: STRING>, "
    "repo STRUCT<id: BIGINT, name: STRING>, payload STRUCT<action: STRING, number: INT, ref: STRING, "
    f"ref_type: STRING, size: INT, commits: ARRAY<{COMMIT}>, pull_request: {PULL}, issue: {ISSUE}, "
    "comment: STRUCT<id: BIGINT, path: STRING, author_association: STRING>, "
    "review: STRUCT<id: BIGINT, state: STRING, author_association: STRING>, "
    f"release: STRUCT<tag_name: STRING, name: STRING>, member: {USER}>"
)
NAMED = (
    "CAST(id AS BIGINT) AS event_id",
    "created_at",
    "actor.id AS actor_id",
    "actor.login AS actor_login",
    "repo.id AS repo_id",
    "repo.name AS repo_name",
)
EVENT = (
    "type",
    "payload.action AS action",
    "coalesce(payload.number, payload.pull_request.number, payload.issue.number) AS number",
    "coalesce(payload.pull_request.user.id, payload.issue.user.id) AS author_id",
    "coalesce(payload.pull_request.user.login, payload.issue.user.login) AS author_login",
    "coalesce(payload.pull_request.title, payload.issue.title, payload.release.name) AS title",
    "coalesce(payload.pull_request.labels, payload.issue.labels).name AS labels",
    "payload.comment.path AS path",
    "coalesce(payload.ref, payload.release.tag_name) AS ref",
    "payload.ref_type AS ref_type",
    "coalesce(payload.size, payload.pull_request.commits) AS commits",
    "payload.pull_request.additions AS additions",
    "payload.pull_request.deletions AS deletions",
    "payload.pull_request.changed_files AS changed_files",
    (
        "coalesce(payload.comment.author_association, payload.review.author_association,"
        " payload.pull_request.author_association, payload.issue.author_association) AS association"
    ),
    "payload.member.login AS member_login",
    "coalesce(payload.comment.id, payload.review.id) AS comment_id",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("files", nargs="+")
    chosen = arguments.parse_args()
    spark = session(chosen.out)
    raw = spark.read.schema(SCHEMA).json(chosen.files).filter("id IS NOT NULL").dropDuplicates(["id"]).cache()
    tables = {
        "events": raw.selectExpr(*NAMED, *EVENT),
        "push_commits": commits(raw),
        "accounts": accounts(raw),
        "repositories": raw.groupBy(F.col("repo.id").alias("repo_id"), F.col("repo.name").alias("repo_name")).agg(
            F.min("created_at").alias("first_seen_at"),
            F.max("created_at").alias("last_seen_at"),
            F.max_by("payload.pull_request.base.repo.language", "created_at").alias("language"),
        ),
    }
    for name, table in tables.items():
        table.write.parquet(str(chosen.out / f"{name}.parquet"), compression="zstd")
    stop(spark)


def session(scratch: Path) -> SparkSession:
    """Return a session on two threads that uses loopback only."""
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "3g")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.local.dir", str(scratch / "spark"))
        .getOrCreate()
    )


def commits(raw: DataFrame) -> DataFrame:
    """Return one row a commit inside a push."""
    listed = raw.filter("type = 'PushEvent'").selectExpr(*NAMED, "explode(payload.commits) AS c")
    return listed.selectExpr(
        "event_id",
        "repo_id",
        "repo_name",
        "created_at AS pushed_at",
        "actor_id AS pusher_id",
        "actor_login AS pusher_login",
        "c.sha AS sha",
        "c.author.name AS author_name",
        r"left(substring_index(c.message, '\n', 1), 200) AS subject",
        "c.distinct AS is_distinct",
        "startswith(c.message, 'Merge ') AS is_merge",
    )


def accounts(raw: DataFrame) -> DataFrame:
    """Return one row an account name."""
    users = ("actor", "payload.pull_request.user", "payload.issue.user")
    seen = [raw.selectExpr(f"{u}.id AS account_id", f"{u}.login AS login", "created_at") for u in users]
    every = seen[0].unionAll(seen[1]).unionAll(seen[2]).filter("login IS NOT NULL")
    return every.groupBy("account_id", "login").agg(
        F.min("created_at").alias("first_seen_at"), F.max("created_at").alias("last_seen_at")
    )


def stop(spark: SparkSession) -> None:
    """End the engine's own process and wait for it, so that its cost is counted."""
    gateway = spark.sparkContext._gateway  # noqa: SLF001 - there is no public way to wait for it
    spark.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    gateway.proc.wait()


if __name__ == "__main__":
    main()
