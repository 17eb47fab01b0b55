"""Commands that measure: ask topics with known experts, compare two runs, measure joins and signals."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.errors import UsageError
from handiwork.faces.cli.shared import call, opened, say, tell
from handiwork.faces.formats import Format, aligned, csv_text, json_lines, json_text, plain

__all__ = ["evaluation"]

evaluation = typer.Typer(help="Measure the ranking on topics with known experts.", no_args_is_help=True)

_Output = Annotated[Format, typer.Option("--format", help="How to print the numbers.")]


@evaluation.command("run")
def eval_run(
    topics: Annotated[Path, typer.Argument(help="JSON lines: id, project, query, query_nl, relevant, as_of.")],
    pool: Annotated[
        str, typer.Option(help="Who is ranked: project (its contributors) or all (everybody).")
    ] = "project",
    text: Annotated[str, typer.Option(help="What is asked: query, query_nl or both.")] = "query",
    accounts: Annotated[
        str, typer.Option(help="Whose places count: known (people with a known account) or any (everybody).")
    ] = "known",
    understanding: Annotated[
        str, typer.Option(help="How texts are understood: brief (as a search does) or words (alone).")
    ] = "brief",
    as_of: Annotated[
        str, typer.Option(help="What counts: topic (before each topic's day), a day, or none (the current index).")
    ] = "topic",
    project: Annotated[list[str] | None, typer.Option(help="Only topics of this project; repeatable.")] = None,
    limit_topics: Annotated[int | None, typer.Option(min=1, help="Only the first so many topics.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="A constant of the ranking, NAME=VALUE; repeatable.")
    ] = None,
    baselines: Annotated[bool, typer.Option(help="Rank with the baselines too.")] = True,
    save: Annotated[Path | None, typer.Option(help="Keep the run in this file, to compare it later.")] = None,
    output: _Output = Format.TABLE,
) -> None:
    """Ask topics and measure the answers: overall, by project, beside simple baselines.

    Measures are those of trec_eval. Intervals are 95 % bootstrap intervals over topics.
    """
    from handiwork.app.evaluating import Selection, evaluate
    from handiwork.evaluation import Plan, Pool, Text, parse_overrides, summarise

    plan = Plan(
        pool=Pool(_choice("--pool", pool, tuple(Pool))),
        text=Text(_choice("--text", text, tuple(Text))),
        accounts=_choice("--accounts", accounts, ("known", "any")),
        understanding=_choice("--understanding", understanding, ("brief", "words")),
        as_of=as_of,
        baselines=baselines,
        settings=parse_overrides(settings or ()),
    )
    selection = Selection(projects=tuple(project or ()), limit=limit_topics)
    with opened(progress=True) as app:
        run = evaluate(app, topics, plan, selection=selection)
    if save is not None:
        run.save(save)
    found = summarise(run)
    if output is Format.JSON:
        say(json_text(found))
        return
    _print(_run_rows(found), output)
    if output is Format.TABLE:
        _tell_run(found)


@evaluation.command("compare")
def eval_compare(
    first: Annotated[Path, typer.Argument(help="A run that was saved before.")],
    second: Annotated[Path, typer.Argument(help="A run that was saved later.")],
    intersection: Annotated[
        bool, typer.Option("--intersection", help="Compare what they share, even if they were asked differently.")
    ] = False,
    output: _Output = Format.TABLE,
) -> None:
    """Compare two saved runs topic by topic: differences, intervals, paired test, what changed most."""
    from handiwork.evaluation import Run, compare

    found = compare(Run.load(first), Run.load(second), intersection=intersection)
    if output is Format.JSON:
        say(json_text(found))
        return
    _print(_compare_rows(found), output)
    if output is Format.TABLE:
        say("\nwhat changed most (ndcg@10):")
        for item in found["changed"]:
            say(f"  {item['first']:.3f} → {item['second']:.3f}  {plain(item['id'])}")
        tell(f"{found['topics']:,} topics; differences are second minus first; intervals are 95 %")


@evaluation.command("identity")
def eval_identity(
    programmes: Annotated[
        Path | None, typer.Option(help="Front matter of a conference gathered by year (JSON), with handles.")
    ] = None,
    recordings: Annotated[
        Path | None, typer.Option(help="Recorded talks with speakers' names (JSON lines), to join to those handles.")
    ] = None,
    git: Annotated[
        list[str] | None, typer.Option(help="A git repository, half of whose noreply addresses are hidden; repeatable.")
    ] = None,
    output: _Output = Format.TABLE,
) -> None:
    """Measure how well accounts are joined: precision and recall of accepted and possible links on gold sets."""
    from dataclasses import asdict

    from handiwork.app.measuring_identity import measure_identity
    from handiwork.evaluation.joins import GOAL

    with opened(progress=True) as app:
        found = measure_identity(app, programmes=programmes, recordings=recordings, histories=git or ())
    rows = [{"gold set": name, **asdict(score)} for name, scores in found.items() for score in scores]
    if output is Format.JSON:
        say(json_text({"goal": GOAL, "joins": rows}))
        return
    _print(rows, output)
    if output is Format.TABLE:
        tell(
            f"the goal for accepted links is a precision of {GOAL}; low and high are 95 % intervals of the precision; "
            "unclear ones (one person's second account, or a namesake) count as wrong, but not in what is called clear"
        )


@evaluation.command("signals")
def eval_signals(
    packages: Annotated[
        Path | None, typer.Option(help="A folder of source distributions, as `pip download` makes it.")
    ] = None,
    history: Annotated[
        list[str] | None,
        typer.Option(help="A whole git repository, PATH or PATH=owner/name, whose lines are blamed; repeatable."),
    ] = None,
    output: _Output = Format.TABLE,
) -> None:
    """Measure signals against other tools: mypy, ruff, interrogate, git blame, and what was looked up by hand.

    Without anything to measure on, the figures kept with the documentation are printed.
    """
    from handiwork.app.measuring_signals import Asked, measure_signals
    from handiwork.faces.cli.progress import shown_progress

    home = call.settings().settings.home
    with shown_progress() as collector:
        sections = measure_signals(Asked(home / "cache" / "signals.db", packages, tuple(history or ())), collector)
    if output is Format.JSON:
        say(json_text([{"section": s.name, "rows": s.rows, "summary": s.summary, "notes": s.told} for s in sections]))
        return
    for section in sections:
        _print([dict(row) for row in section.rows], output)
        if output is Format.TABLE:
            say("")
            _print([_flat(row) for row in section.summary], output)
            for line in section.told:
                tell(plain(line))


# --- private ---


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in row.items()}


def _choice(flag: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise UsageError(f"{flag} is {value!r}; it can be {', '.join(allowed)}")
    return value


def _print(rows: list[dict[str, Any]], output: Format) -> None:
    if output is Format.JSONL:
        say(json_lines(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(rows[0])))
    else:
        for line in aligned(rows):
            say(line)


def _run_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row for our ranking, each baseline, what can be reached, and each project."""
    from handiwork.evaluation import MEASURES

    overall = found["overall"]

    def row(
        what: str, view: dict[str, Any], ms: dict[str, float] | None = None, p: float | None = None
    ) -> dict[str, Any]:
        times = {"ms_median": ms["median"] if ms else None, "ms_p95": ms["p95"] if ms else None}
        return {
            "ranking": what,
            "topics": view.get("topics", overall["topics"]),
            **{m: view[m] for m in MEASURES},
            "p(ndcg@10)": p,
            "unreachable": view.get("unreachable"),
            **times,
        }

    rows = [row("handiwork", overall, overall["ms"])]
    rows += [row(name, view, p=view["p_holm"]["ndcg@10"]) for name, view in found["baselines"].items()]
    rows.append(row("handiwork, reachable topics", overall["reachable"]))
    everybody = overall["everybody"]
    rows.append(row("handiwork, with people without a known account", everybody))
    rows.append(row("the same, reachable topics", {**everybody["reachable"], "topics": overall["reachable"]["topics"]}))
    rows += [
        row(f"{name}, reachable topics", {**view["reachable"], "topics": overall["reachable"]["topics"]})
        for name, view in found["baselines"].items()
    ]
    rows += [row(f"in {name}", view, view["ms"]) for name, view in found["projects"].items()]
    return rows


def _tell_run(found: dict[str, Any]) -> None:
    overall = found["overall"]
    intervals = ", ".join(f"{m} {low:.3f} to {high:.3f}" for m, (low, high) in overall["ci95"].items())
    tell(f"95 % intervals: {intervals}")
    tell(
        f"{overall['unreachable']:,} of {overall['topics']:,} topics have no expert who is in the index; "
        f"{found['skipped']:,} topics lack the text and were not asked"
    )


def _compare_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    places = {"overall": found["overall"], **found["projects"]}
    return [
        {
            "where": place,
            "measure": measure,
            "first": view[measure]["first"],
            "second": view[measure]["second"],
            "difference": view[measure]["difference"],
            "from": view[measure].get("ci95", [None, None])[0],
            "to": view[measure].get("ci95", [None, None])[1],
            "p": view[measure]["p"],
            "won": view[measure]["won"],
            "lost": view[measure]["lost"],
            "tied": view[measure]["tied"],
        }
        for place, view in places.items()
        for measure in found["overall"]
    ]
