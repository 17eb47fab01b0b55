"""`ingest github`: pull requests, reviews, comments, facts, authors' accounts and profiles from GitHub's API."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handiwork.errors import PartialLoadError, SourceError, UsageError
from handiwork.faces.cli.data import ingest
from handiwork.faces.cli.shared import day, opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_lines, json_text

if TYPE_CHECKING:  # names for annotations only
    from handiwork.ingest.github import Price
    from handiwork.lake.manifest import PackageRecord

__all__ = ["ingest_github"]


@ingest.command("github")
def ingest_github(
    repo: Annotated[list[str] | None, typer.Option("--repo", help="A repository, owner/name; may be repeated.")] = None,
    ecosystem: Annotated[
        list[str] | None, typer.Option("--ecosystem", help="All key repositories of an ecosystem; may be repeated.")
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="Public profile facts of a login; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only pull requests that changed since this day; default: all, or as before.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would cost, by GitHub's estimate.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TABLE,
) -> None:
    """Load pull requests, reviews, comments on lines, repository facts, authors' accounts and profiles from GitHub.

    It needs a token in the environment (HANDIWORK_GITHUB_TOKEN or GITHUB_TOKEN), stays under its limit, and goes on
    where it was: a second run asks only for what changed. No e-mail address is asked for.
    """
    from handiwork.app.origins.github import github_token, key_repositories
    from handiwork.app.origins.github import ingest_github as load
    from handiwork.app.origins.github import price_github as price
    from handiwork.ingest.github import Targets

    if not (repo or ecosystem or person):
        raise UsageError("say what to ask GitHub about: --repo owner/name, --ecosystem NAME or --person LOGIN")
    begin = day("--since", since)
    token = github_token(os.environ)
    with opened(progress=True) as app:
        names = list(dict.fromkeys([*(repo or ()), *key_repositories(app, ecosystem or ())]))
        targets = Targets(names, person or (), begin)
        if dry_run:
            prices = price(app, targets, token=token)
        else:
            records = load(app, targets, token=token)
    if dry_run:
        _print_prices(prices, output)
    else:
        _print_records(records, output)


# --- private ---

_COUNTS = ("pull_requests", "reviews", "review_comments", "author_accounts", "rejected")


def _view(record: "PackageRecord") -> dict[str, Any]:
    is_unchanged = record.details.get("load") == "unchanged"
    return {
        "origin": record.origin,
        "package": record.package,
        "status": "unchanged" if is_unchanged else record.status,
        **{name: record.counts[name] for name in _COUNTS if name in record.counts},
        "problem": record.details.get("problem", ""),
    }


def _print_records(records: "list[PackageRecord]", output: Format) -> None:
    if len(records) == 1 and records[0].status == "failed":
        raise SourceError(records[0].details["problem"])
    rows = [_view(record) for record in records]
    if output is not Format.TABLE:
        _print_rows(rows, output)
    else:
        for row in rows:
            counts = ", ".join(_shown(k, row[k]) for k in _COUNTS if row.get(k))
            tell("; ".join(part for part in (f"  {row['package']}: {row['status']}", counts, row["problem"]) if part))
        say(_summary(rows))
        tell('next: `handiwork index build`, then `handiwork search "…"`')
    damaged = [row["package"] for row in rows if row["status"] in {"partial", "failed"}]
    if damaged:
        raise PartialLoadError(
            f"{len(damaged)} of {len(rows)} could not be loaded whole; what was told is kept, and the same command "
            f"asks for the rest ({', '.join(damaged[:5])}{', …' if len(damaged) > 5 else ''})"
        )


def _summary(rows: list[dict[str, Any]]) -> str:
    """Return what of all that was asked for is in the lake now."""
    there = [row for row in rows if row["status"] not in {"failed", "missing"}]
    repositories = [row for row in there if not row["package"].startswith("profile:")]
    told = _counted(sum(row.get("pull_requests", 0) for row in repositories), "pull request")
    of = f"{len(repositories):,} {'repository' if len(repositories) == 1 else 'repositories'}"
    parts = [f"{told} of {of}"] if repositories else []
    profiles = len(there) - len(repositories)
    return ", ".join(parts + ([_counted(profiles, "profile")] if profiles else [])) + " in the lake"


def _shown(kind: str, count: int) -> str:
    if kind == "rejected":
        return f"{count:,} not told whole by GitHub"
    return _counted(count, kind.replace("_", " ").removesuffix("s"))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _print_prices(prices: "list[Price]", output: Format) -> None:
    untold = [price for price in prices if price.problem]
    if len(prices) == len(untold) == 1:
        raise SourceError(untold[0].problem)
    columns = ("repository", "pull_requests", "authors", "points")
    rows = [{name: None if p.problem else getattr(p, name) for name in columns[1:]} for p in prices]
    rows = [{"repository": price.repository, **row} for price, row in zip(prices, rows, strict=True)]
    if output is not Format.TABLE:
        _print_rows([{**row, "problem": p.problem} for p, row in zip(prices, rows, strict=True)], output)
    else:
        for line in aligned(rows):
            say(line)
        total = sum(price.points for price in prices)
        say(f"about {total:,} points of the 5,000 that an hour has, and REST requests for comments, 100 in each")
    if untold:
        raise PartialLoadError(
            f"GitHub told no price of {len(untold)} of {len(prices)}: " + "; ".join(price.problem for price in untold)
        )


def _print_rows(rows: list[dict[str, Any]], output: Format) -> None:
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.JSONL:
        say(json_lines(rows))
    else:
        say(csv_text(rows, list(dict.fromkeys(name for row in rows for name in row))))
