"""The flags that narrow a search, shared by every command that takes them."""

from typing import TYPE_CHECKING, Annotated

import typer

from handiwork.faces.cli.shared import day

if TYPE_CHECKING:  # pragma: no branch - a name for annotations only
    from handiwork.search import SearchOptions

__all__ = [
    "ActiveSince",
    "Ecosystems",
    "ExcludedOwners",
    "ExcludedRepos",
    "Facets",
    "Having",
    "Kinds",
    "MaintainersOnly",
    "MinEvidence",
    "Preferred",
    "Repos",
    "Signals",
    "Since",
    "narrowed",
]

_PANEL = "Narrow down"


Repos = Annotated[
    list[str] | None,
    typer.Option("--repo", help="Only work on this repository (owner/name); repeatable.", rich_help_panel=_PANEL),
]
Ecosystems = Annotated[
    list[str] | None,
    typer.Option(
        "--ecosystem", help="Only work on this ecosystem's key repositories; repeatable.", rich_help_panel=_PANEL
    ),
]
Since = Annotated[
    str | None,
    typer.Option(help="Only people who worked on it on or after this day.", rich_help_panel=_PANEL),
]
ActiveSince = Annotated[
    str | None,
    typer.Option(help="Only people who did anything at all on or after this day.", rich_help_panel=_PANEL),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        help="Only work that contains this kind of contribution: commit, review, release, …; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
MaintainersOnly = Annotated[
    bool,
    typer.Option(
        "--maintainers-only",
        help="Only work in repositories where the person reviewed, merged, sorted or released work.",
        rich_help_panel=_PANEL,
    ),
]
MinEvidence = Annotated[
    int,
    typer.Option(
        min=0, help="Only people with so many contributions at least behind their score.", rich_help_panel=_PANEL
    ),
]
ExcludedRepos = Annotated[
    list[str] | None,
    typer.Option("--exclude-repo", help="Leave out work on this repository; repeatable.", rich_help_panel=_PANEL),
]
ExcludedOwners = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude-owner",
        help="Leave out work on what this account owns or owned, an employer's repositories say; repeatable.",
        rich_help_panel=_PANEL,
    ),
]

Signals = Annotated[
    list[str] | None,
    typer.Option(
        "--signal",
        help="Only people whose own lines show this: typed, 'tested>=0.5', …; leaves out everybody whose code was not"
        " read; repeatable, all must hold.",
        rich_help_panel=_PANEL,
    ),
]
Having = Annotated[
    list[str] | None,
    typer.Option(
        "--has",
        help="Of those ranked, only who is or has this: maintainer, package, talk, model, paper; repeatable, all must"
        " hold.",
        rich_help_panel=_PANEL,
    ),
]
Facets = Annotated[
    list[str] | None,
    typer.Option(
        "--facet",
        help="Of those ranked, only who has this: repository:OWNER/NAME, ecosystem:NAME, last:3, last:12, last:24,"
        " last:older, kind:NAME, signal:NAME; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
Preferred = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        help="Let this share of a person's own lines (typed, tested, …) add a part of its own to the score: at most a"
        " twentieth; repeatable.",
        rich_help_panel=_PANEL,
    ),
]


def narrowed(
    *,
    repo: list[str] | None,
    ecosystem: list[str] | None,
    since: str | None,
    active_since: str | None,
    kind: list[str] | None,
    maintainers_only: bool,
    min_evidence: int,
    exclude_repo: list[str] | None,
    exclude_owner: list[str] | None,
    signal: list[str] | None,
    prefer: list[str] | None = None,
    has: list[str] | None = None,
    facet: list[str] | None = None,
    sort: str = "fit",
    limit: int = 10,
    accounts: str = "known",
    explain: bool = False,
) -> "SearchOptions":
    """Return the flags of a command as options; dashes in kinds of contribution are taken for underscores."""
    from handiwork.search import SearchOptions

    return SearchOptions(
        limit=limit,
        accounts=accounts,
        repositories=tuple(repo or ()),
        ecosystems=tuple(ecosystem or ()),
        since=day("--since", since),
        active_since=day("--active-since", active_since),
        kinds=tuple(name.replace("-", "_").lower() for name in kind or ()),
        maintainers_only=maintainers_only,
        min_evidence=min_evidence,
        exclude_repositories=tuple(exclude_repo or ()),
        exclude_owners=tuple(exclude_owner or ()),
        signals=tuple(signal or ()),
        prefer=tuple(prefer or ()),
        has=tuple(has or ()),
        facets=tuple(facet or ()),
        sort=sort,
        explain=explain,
    )
