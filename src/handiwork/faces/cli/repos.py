"""Commands about repositories: which ones a field of work lives in."""

from typing import Annotated, Any

import typer

from handiwork.faces.cli.answers import evidence_line
from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["repos"]

repos = typer.Typer(help="Repositories of the index.", no_args_is_help=True)

_CSV_COLUMNS = (
    "rank",
    "repository",
    "score",
    "parts",
    "url",
    "people",
    "language",
    "topics",
    "description",
    "stars",
    "is_fork",
)


@repos.command("find")
def repos_find(
    text: Annotated[str, typer.Argument(help="What they are about, in words.")] = "",
    topic: Annotated[list[str] | None, typer.Option(help="Only with this topic; repeatable.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only in this language; repeatable.")] = None,
    forks: Annotated[bool, typer.Option("--forks", help="Forks take part as well.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many repositories.")] = 10,
    index: Annotated[str | None, typer.Option(help="Ask this index.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Find repositories by words, topic, language and shared contributors, and say why each came up.

    Words are looked for in names, topics, descriptions, what the catalogue says, and the titles of contributions.

    A topic and a language act together; several values of one are alternatives. Stars are shown, never scored.
    """
    from handiwork.app.finding import repositories_answer
    from handiwork.faces.present_repositories import repositories_view
    from handiwork.search import RepositoryQuery

    query = RepositoryQuery(
        text=text, topics=tuple(topic or ()), languages=tuple(language or ()), forks=forks, limit=limit
    )
    with opened() as app:
        view = repositories_view(repositories_answer(app, query, index_name=index))
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(view["repositories"]))
    elif output is Format.CSV:
        say(csv_text(view["repositories"], _CSV_COLUMNS))
    else:
        _print_repositories(view)


# --- private ---


def _print_repositories(view: dict[str, Any]) -> None:
    tell(f"index {view['index']['name']}; {view['found']:,} repositories; {view['timing_ms']:.1f} ms")
    for sentence in view["missing"]:
        tell(sentence)
    if view["unknown"]:
        tell("no work mentions: " + ", ".join(map(plain, view["unknown"])))
    if not view["repositories"]:
        say(f"no repository found: {view['reason']}; `handiwork status` shows what is covered")
    for hit in view["repositories"]:
        _print_hit(hit)


def _print_hit(hit: dict[str, Any]) -> None:
    say(f"{hit['rank']:>3}. {plain(hit['repository'])}   {hit['score']:.6f}   {hit['url'] or ''}".rstrip())
    say(f"       {', '.join(_facts(hit))}")
    if hit["description"]:
        say(f"       “{plain(hit['description'])}”")
    for part in hit["parts"]:
        say(f"       {part['value']:.6f}  {plain(part['part'])}")
    for item in hit["titles"][:1]:
        say(f"       - {evidence_line(item)}")


def _facts(hit: dict[str, Any]) -> list[str]:
    told = [plain(hit["language"])] if hit["language"] else []
    told.append(f"{hit['people']:,} {'person' if hit['people'] == 1 else 'people'} of the index")
    if hit["stars"] is not None:
        told.append(f"{hit['stars']:,} stars")
    if hit["is_fork"]:
        told.append("a fork")
    if hit["topics"]:
        told.append("topics " + " ".join(map(plain, hit["topics"])))
    return told
