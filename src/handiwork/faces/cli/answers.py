"""Commands that answer: search and status."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.briefing import role_or_brief
from handiwork.faces.cli.narrowing import (
    ActiveSince,
    Ecosystems,
    ExcludedOwners,
    ExcludedRepos,
    Facets,
    Having,
    Kinds,
    MaintainersOnly,
    MinEvidence,
    Preferred,
    Repos,
    Signals,
    Since,
    narrowed,
)
from handiwork.faces.cli.pool import print_pool
from handiwork.faces.cli.shared import day, opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["search", "status"]

_Output = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
_WORDS = {"co_commit": "co-authored commit", "commit_review": "reviewed commit", "push": "pushes"}
"""What a kind of contribution is called in a sentence, where its name alone would puzzle."""

_CSV_COLUMNS = ("rank", "person", "login", "score", "parts", "evidence")


def search(
    role: Annotated[str | None, typer.Argument(help="The role in plain language, or a whole advert.")] = None,
    file: Annotated[str | None, typer.Option("--file", help="Read the role from this file; - for stdin.")] = None,
    brief: Annotated[Path | None, typer.Option("--brief", help="Search with a brief kept as JSON.")] = None,
    repo: Repos = None,
    ecosystem: Ecosystems = None,
    since: Since = None,
    active_since: ActiveSince = None,
    kind: Kinds = None,
    maintainers_only: MaintainersOnly = False,
    min_evidence: MinEvidence = 0,
    exclude_repo: ExcludedRepos = None,
    exclude_owner: ExcludedOwners = None,
    signal: Signals = None,
    prefer: Preferred = None,
    has: Having = None,
    facet: Facets = None,
    sort: Annotated[str, typer.Option(help="fit, recency, depth or breadth: the order; scores stay.")] = "fit",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many people.")] = 10,
    accounts: Annotated[
        str, typer.Option(help="known: list people without a known account apart; any: everybody in one list.")
    ] = "known",
    pool: Annotated[
        bool, typer.Option("--pool", help="Say as well how many people there are to reach (table, json).")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Split each score by document.")] = False,
    index: Annotated[str | None, typer.Option(help="Answer from this index.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Answer as when this day began; builds what it needs.")] = None,
    output: _Output = Format.TABLE,
) -> None:
    """Rank people for a role by what they did, each with linked evidence.

    The ranking is a reading order, not a decision. The parts of a score add up to it.

    Several filters act together; several values of one are alternatives.
    """
    from handiwork.app.standing import relaxations
    from handiwork.faces.present import pool_view
    from handiwork.faces.present_results import results_view

    asked = role_or_brief(role, file, brief, name="--brief")
    options = narrowed(
        repo=repo,
        ecosystem=ecosystem,
        since=since,
        active_since=active_since,
        kind=kind,
        maintainers_only=maintainers_only,
        min_evidence=min_evidence,
        exclude_repo=exclude_repo,
        exclude_owner=exclude_owner,
        signal=signal,
        prefer=prefer,
        has=has,
        facet=facet,
        sort=sort,
        limit=limit,
        accounts=accounts,
        explain=explain,
    )
    moment = day("--as-of", as_of)
    if moment and index:
        raise UsageError("--index names one index and --as-of asks for another: leave one of them out")
    with opened(progress=moment is not None) as app:
        counting = replace(options, count_facets=True)
        answer = app.search(asked, options=counting, index_name=index, as_of=moment)
        is_nobody = not answer.result.hits and answer.options.narrowing
        relaxed = relaxations(app, asked, options=options, index_name=answer.index.name) if is_nobody else ()
        view = results_view(answer, relaxed=relaxed)
        if pool:
            view["pool"] = pool_view(app.pool(asked, options=options, index_name=index, as_of=moment))["pool"]
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(view["hits"]))
    elif output is Format.CSV:
        say(csv_text(view["hits"], _CSV_COLUMNS))
    else:
        print_search(view)
        if pool:
            print_pool(view["pool"])


def status(output: _Output = Format.TABLE) -> None:
    """Show what is in the home folder: origins, hours, repositories, rows, coverage, disk."""
    from handiwork.faces.present import status_view

    with opened() as app:
        view = status_view(app.status())
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines([view]))
    elif output is Format.CSV:
        say(csv_text(view["coverage"], list(view["coverage"][0]) if view["coverage"] else []))
    else:
        _print_status(view)


def print_search(view: dict[str, Any]) -> None:
    """Print an answer for reading in a terminal."""
    _print_brief(view)
    if not view["hits"]:
        say(f"nobody found: {view['reason']}; `handiwork status` shows what is covered")
        for item in view.get("relaxed", ()):
            say(f"  without {item['option'].replace('_', ' ')}: {item['people']:,} people")
    for hit in view["hits"]:
        _print_hit(hit)
    if view["unnamed"]:
        n_more = view["candidates_unnamed"]
        say(
            f"Account not known from what is loaded ({n_more:,} of {view['candidates']:,} people; their links show it):"
        )
    for hit in view["unnamed"]:
        _print_hit(hit, n_evidence=1)
    if view["hits"] or view["unnamed"]:
        tell("A reading order over public work, not a decision; absence of data is no evidence against anybody.")


def evidence_line(item: dict[str, Any]) -> str:
    """Return one contribution as a line: when, what, where, its link."""
    number = f"#{item['number']}" if item.get("number") else ""
    title = f" “{plain(item['title'])}”" if item.get("title") else ""
    kind = _WORDS.get(item["kind"], str(item["kind"]).replace("_", " "))
    return f"{str(item['at'])[:10]} {kind} {plain(item['repo'])}{number}{title} {item.get('url') or ''}".rstrip()


# --- private ---


def _print_hit(hit: dict[str, Any], *, n_evidence: int = 3) -> None:
    name = f" ({plain(hit['person'])})" if hit["login"] and hit["person"] not in {hit["login"], None} else ""
    say(f"{hit['rank']:>3}. {plain(hit['login'] or hit['person'])}{name}   {hit['score']:.6f}")
    if hit.get("badges"):
        say("       " + "; ".join(f"{badge['badge']}: {plain(badge['of'])}" for badge in hit["badges"]))
    for part in hit["parts"][:4]:
        say(f"       {part['value']:.6f}  {plain(part['part'])}")
    if len(hit["parts"]) > 4:
        rest = sum(part["value"] for part in hit["parts"][4:])
        say(f"       {rest:.6f}  {len(hit['parts']) - 4} more parts")
    for item in hit["evidence"][:n_evidence]:
        say(f"       - {evidence_line(item)}")


def _print_brief(view: dict[str, Any]) -> None:
    brief = view["brief"]
    tell(f"index {view['index']['name']}; {view['candidates']:,} people; {view['timing_ms']:.1f} ms")
    if brief["ecosystems"]:
        tell("ecosystems: " + ", ".join(f"{plain(e['title'])} {e['weight']:.0%}" for e in brief["ecosystems"]))
    if brief["repositories"]:
        here = [f"{plain(r['name'])}" + ("" if r["repo_numbers"] else " (not loaded)") for r in brief["repositories"]]
        tell("repositories: " + ", ".join(here))
    if view["options"]["since"]:
        tell(f"only work since {view['options']['since']}")
    for item in brief["declined"]:
        tell(f"declined: {plain(item['written'])} ({item['why']})")
    for item in brief["constraints"]:
        if not item["is_about_work"]:
            tell(f"named, not applied: {plain(item['written'])}")
    if brief["unknown"]:
        tell("no work mentions: " + ", ".join(map(plain, brief["unknown"])))


def _print_status(view: dict[str, Any]) -> None:
    say(
        f"events        {view['events']:,} accepted, {view['events_rejected']:,} rejected, "
        f"{view['events_duplicate']:,} seen before"
    )
    for origin, counts in view["packages"].items():
        say(f"{origin:<13} " + ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items())))
    for item in view["repositories"]:
        say(f"history       {item['repository']} ({item['commits']:,} commits)")
    for table, rows in view["rows"].items():
        say(f"rows          {table} {rows:,}")
    for part, size in view["disk_bytes"].items():
        say(f"disk          {part} {size / 1e6:,.1f} MB")
    for period in view["coverage"]:
        note = f"  {period['note']}" if period["note"] else ""
        span = (
            period["first_hour"][:13]
            if period["hours"] == 1
            else (f"{period['first_hour'][:13]} to {period['last_hour'][:13]}")
        )
        say(f"coverage      {span}  {period['status']}  {period['hours']:,} h  {period['events']:,} events{note}")
    for told in view["told"]:
        counts = ", ".join(f"{told[kind]:,} {kind.replace('_', ' ')}" for kind in told["kinds"])
        span = f"{(told['from'] or '')[:10]} to {(told['until'] or '')[:10]}"
        say(f"coverage      {told['origin']} {told['repository']}  {span}  {told['status']}  {counts}")
    say(f"index         {view['index'] or 'none yet: run `handiwork index build`'}")
