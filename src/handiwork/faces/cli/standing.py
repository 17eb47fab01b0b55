"""Commands beside a ranking: where one person stands for a role, and a few people side by side."""

from typing import Annotated, Any

import typer

from handiwork.faces.cli.answers import evidence_line
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
    Repos,
    Signals,
    Since,
    narrowed,
)
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, json_lines, json_text, plain

__all__ = ["compare", "why"]

_Role = Annotated[str, typer.Argument(help="The role in plain language.")]
_Blind = Annotated[bool, typer.Option("--blind", help="Without names and logins.")]
_Index = Annotated[str | None, typer.Option(help="Answer from this index.")]
_Output = Annotated[Format, typer.Option("--format", help="How to print the answer: table, json, jsonl.")]


def why(
    role: _Role,
    login: Annotated[str, typer.Argument(help="A login the person has or had.")],
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
    has: Having = None,
    facet: Facets = None,
    blind: _Blind = False,
    index: _Index = None,
    output: _Output = Format.TABLE,
) -> None:
    """Say where somebody stands for a role, or which filter or lack keeps them out, with their acts by criterion."""
    from handiwork.app.standing import standing
    from handiwork.faces.present_results import standing_view

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
        has=has,
        facet=facet,
    )
    with opened() as app:
        view = standing_view(standing(app, login, role, options=options, index_name=index), is_blind=blind)
    if output is Format.JSON:
        say(json_text(view))
    elif output is not Format.TABLE:
        say(json_lines([view]))
    else:
        _print_standing(view)


def compare(
    role: _Role,
    logins: Annotated[list[str], typer.Argument(help="Two to five logins.")],
    blind: _Blind = False,
    index: _Index = None,
    output: _Output = Format.TABLE,
) -> None:
    """Put two to five people side by side by what a role asks for: linked acts and counts, no total."""
    from handiwork.app.comparing import comparison
    from handiwork.faces.present_results import comparison_view
    from handiwork.search import SearchOptions

    with opened() as app:
        found = comparison(app, tuple(logins), role, options=SearchOptions(), index_name=index)
        view = comparison_view(found, is_blind=blind)
    if output is Format.JSON:
        say(json_text(view))
    elif output is not Format.TABLE:
        say(json_lines([*view["skills"], *view["repositories"], *view["constraints"]]))
    else:
        _print_comparison(view)


# --- private ---


def _print_standing(view: dict[str, Any]) -> None:
    who = plain(view["shown"])
    if view["rank"]:
        say(f"{who} is at place {view['rank']:,} with {view['score']:.6f}")
    elif view["kept_out_by"]:
        say(f"{who} is not in the list; by itself each of these keeps them out:")
        for each in view["kept_out_by"]:
            value = ", ".join(map(str, each["value"])) if isinstance(each["value"], list) else each["value"]
            named = f"{each['option'].replace('_', ' ')} {plain(str(value))}"
            theirs = "" if each["theirs"] is None else f" (theirs: {', '.join(each['theirs']) or 'not observed'})"
            say(f"  {named}{plain(theirs)}: without it they are at place {each['rank_without']:,}")
    elif view["rank_without_filters"]:
        say(f"{who} is kept out by several filters together: without any, place {view['rank_without_filters']:,}")
    else:
        say(f"nothing of {who} that is loaded matches; that says nothing about what they can do")
    for name, criterion in (("skills", "skill"), ("repositories", "repository")):
        for row in view[name]:
            say(f"  {plain(row[criterion])}: {_counted(row)}")
            for item in row["evidence"]:
                say(f"    - {evidence_line(item)}")
    tell(f"{view['contributions']:,} contributions in index {view['index']}; public work only")


def _print_comparison(view: dict[str, Any]) -> None:
    loaded = [row for row in view["repositories"] if row["is_loaded"]]
    for row in (*view["skills"], *loaded, *view["constraints"]):
        say(plain(row["criterion"]))
        for person, cell in zip(view["people"], row["cells"], strict=True):
            say(f"  {plain(person['shown'])}: {_counted(cell)}")
            for item in cell["evidence"]:
                say(f"    - {evidence_line(item)}")
    say("activity")
    for person in view["people"]:
        place = f"; place {person['rank']:,} for the role" if person["rank"] else ""
        say(f"  {plain(person['shown'])}: {person['activity']}{place}")
    tell("No total: absence of data is no evidence against anybody.")


def _counted(cell: dict[str, Any]) -> str:
    return f"{cell['acts']:,} acts" if cell["acts"] else "not observed"
