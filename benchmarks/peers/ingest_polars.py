"""polars: ``scan_ndjson`` with a schema over all files, collected once, four Parquet files.

Does: reads all files with a declared schema, one row an event id; events with title, opener, labels, sizes and
association; commits in pushes; account names of actors and openers; repository names with the newest language.

Leaves out: a file with a damaged line cannot be read at all (whole lines that do not parse are an error); everything
is held in memory; no formats before 2015; addresses stay; no record of what was loaded; not safe against being killed.
"""

import argparse
import os
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl

TEXT, WHOLE, SMALL = pl.String, pl.Int64, pl.Int32
USER = pl.Struct({"id": WHOLE, "login": TEXT, "type": TEXT})
REPO = pl.Struct({"id": WHOLE, "full_name": TEXT, "description": TEXT, "language": TEXT, "stargazers_count": SMALL})
LABELS = pl.List(pl.Struct({"name": TEXT}))
PULL = pl.Struct(
    {
        "number": SMALL,
        "title": TEXT,
        "merged": pl.Boolean,
        "user": USER,
        "labels": LABELS,
        "commits": SMALL,
        "additions": SMALL,
        "deletions": SMALL,
        "changed_files": SMALL,
        "author_association": TEXT,
        "base": pl.Struct({"repo": REPO}),
    }
)
ISSUE = pl.Struct({"number": SMALL, "title": TEXT, "user": USER, "labels": LABELS, "author_association": TEXT})
COMMIT = pl.Struct({"sha": TEXT, "message": TEXT, "author": pl.Struct({"name": TEXT}), "distinct": pl.Boolean})
SCHEMA = {
    "id": TEXT,
    "type": TEXT,
    "created_at": TEXT,
    "actor": pl.Struct({"id": WHOLE, "login": TEXT}),
    "repo": pl.Struct({"id": WHOLE, "name": TEXT}),
    "payload": pl.Struct(
        {
            "action": TEXT,
            "number": SMALL,
            "ref": TEXT,
            "ref_type": TEXT,
            "size": SMALL,
            "commits": pl.List(COMMIT),
            "pull_request": PULL,
            "issue": ISSUE,
            "comment": pl.Struct({"id": WHOLE, "path": TEXT, "author_association": TEXT}),
            "review": pl.Struct({"id": WHOLE, "state": TEXT, "author_association": TEXT}),
            "release": pl.Struct({"tag_name": TEXT, "name": TEXT}),
            "member": USER,
        }
    ),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("files", nargs="+")
    chosen = arguments.parse_args()
    raw = (
        pl.scan_ndjson(chosen.files, schema=SCHEMA)
        .with_columns(pl.col("id").cast(WHOLE), pl.col("created_at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ"))
        .unique("id")
        .collect()
        .lazy()
    )
    tables = {
        "events": events(raw),
        "push_commits": commits(raw),
        "accounts": accounts(raw),
        "repositories": repositories(raw),
    }
    for name, table in tables.items():
        table.collect().write_parquet(chosen.out / f"{name}.parquet", compression="zstd")


def at(*path: str) -> pl.Expr:
    """Return a field of the payload."""
    found = pl.col("payload")
    for name in path:
        found = found.struct.field(name)
    return found


def named() -> list[pl.Expr]:
    """Return who acted where, and when."""
    return [
        pl.col("id").alias("event_id"),
        pl.col("created_at"),
        pl.col("actor").struct.field("id").alias("actor_id"),
        pl.col("actor").struct.field("login").alias("actor_login"),
        pl.col("repo").struct.field("id").alias("repo_id"),
        pl.col("repo").struct.field("name").alias("repo_name"),
    ]


def events(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row an event."""
    return raw.select(
        *named(),
        "type",
        at("action").alias("action"),
        pl.coalesce(at("number"), at("pull_request", "number"), at("issue", "number")).alias("number"),
        pl.coalesce(at("pull_request", "user", "id"), at("issue", "user", "id")).alias("author_id"),
        pl.coalesce(at("pull_request", "user", "login"), at("issue", "user", "login")).alias("author_login"),
        pl.coalesce(at("pull_request", "title"), at("issue", "title"), at("release", "name")).alias("title"),
        pl.coalesce(at("pull_request", "labels"), at("issue", "labels"))
        .list.eval(pl.element().struct.field("name"))
        .alias("labels"),
        at("comment", "path").alias("path"),
        pl.coalesce(at("ref"), at("release", "tag_name")).alias("ref"),
        at("ref_type").alias("ref_type"),
        pl.coalesce(at("size"), at("pull_request", "commits")).alias("commits"),
        at("pull_request", "additions").alias("additions"),
        at("pull_request", "deletions").alias("deletions"),
        at("pull_request", "changed_files").alias("changed_files"),
        pl.coalesce(
            at("comment", "author_association"),
            at("review", "author_association"),
            at("pull_request", "author_association"),
            at("issue", "author_association"),
        ).alias("association"),
        at("member", "login").alias("member_login"),
        pl.coalesce(at("comment", "id"), at("review", "id")).alias("comment_id"),
    )


def commits(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a commit inside a push."""
    listed = raw.filter(pl.col("type") == "PushEvent").select(*named(), at("commits").alias("commit"))
    commit = pl.col("commit").struct
    return (
        listed.explode("commit")
        .filter(pl.col("commit").is_not_null())
        .select(
            pl.exclude("commit"),
            commit.field("sha"),
            commit.field("author").struct.field("name").alias("author_name"),
            commit.field("message").str.split("\n").list.first().str.slice(0, 200).alias("subject"),
            commit.field("distinct").alias("is_distinct"),
            commit.field("message").str.starts_with("Merge ").alias("is_merge"),
        )
    )


def accounts(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row an account name."""
    users = [pl.col("actor"), at("pull_request", "user"), at("issue", "user")]
    seen = pl.concat(
        [
            raw.select(
                user.struct.field("id").alias("account_id"),
                user.struct.field("login").alias("login"),
                pl.col("created_at"),
            )
            for user in users
        ]
    )
    return (
        seen.filter(pl.col("login").is_not_null())
        .group_by("account_id", "login")
        .agg(
            pl.col("created_at").min().alias("first_seen_at"),
            pl.col("created_at").max().alias("last_seen_at"),
        )
    )


def repositories(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return one row a repository name, with the newest language."""
    seen = raw.select(*named(), at("pull_request", "base", "repo", "language").alias("language"))
    return seen.group_by("repo_id", "repo_name").agg(
        pl.col("created_at").min().alias("first_seen_at"),
        pl.col("created_at").max().alias("last_seen_at"),
        pl.col("language").sort_by("created_at").drop_nulls().last(),
    )


if __name__ == "__main__":
    main()
