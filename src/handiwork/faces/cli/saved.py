"""Commands about saved searches: saving, listing, what is new, removing."""

from typing import Annotated

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, aligned, json_text, plain

__all__ = ["saved"]

saved = typer.Typer(help="Searches that are asked again of every index, and what is new.", no_args_is_help=True)

_Number = Annotated[int, typer.Argument(help="Number of the saved search.")]
_Output = Annotated[Format, typer.Option("--format", help="table or json.")]


@saved.command("add")
def add(
    role: Annotated[str, typer.Argument(help="The role in plain language, or a whole advert.")],
    name: Annotated[str, typer.Option(help="What it is called; the role's first words if not told.")] = "",
    edit: Annotated[list[str] | None, typer.Option(help="Changes of the brief, as for `brief`.")] = None,
    top: Annotated[int, typer.Option(min=1, max=200, help="How many of the first people are watched.")] = 50,
) -> None:
    """Save a search; print its number."""
    from handiwork.app.saving import Asked, save_search
    from handiwork.faces.web.role_query import RoleQuery

    query = RoleQuery.model_validate({"role": role, "edit": tuple(edit or ())})
    asked = Asked(role, query.edits(), query.options())
    with opened() as app:
        say(str(save_search(app, name, query.to_query(), asked, top=top, by=app.settings.operator)))


@saved.command("list")
def list_saved(output: _Output = Format.TABLE) -> None:
    """List saved searches, with how much is new in each."""
    from handiwork.app.saving import saved_news
    from handiwork.faces.present_saved import saved_views
    from handiwork.faces.web.asking_again import asked_by

    with opened() as app:
        view = saved_views([saved_news(app, each, asked_by(each)) for each in app.saved_book.all()])
    if output is Format.JSON:
        say(json_text(view))
        return
    columns = ("number", "name", "since", "came", "fresh", "moved", "left")
    for line in aligned([{name: each[name] for name in columns} for each in view["saved"]]):
        say(line)


@saved.command("show")
def show(number: _Number, output: _Output = Format.TABLE) -> None:
    """Show what is new in a saved search since the index before."""
    from handiwork.app.saving import saved_news
    from handiwork.faces.present_saved import saved_view
    from handiwork.faces.web.asking_again import asked_by

    with opened() as app:
        kept = app.saved_book.read(number)
        view = saved_view(saved_news(app, kept, asked_by(kept)))
    if output is Format.JSON:
        say(json_text(view))
        return
    if view["problem"]:
        tell(f"the current index was not asked: {view['problem']}")
    say(f"{plain(view['name'])}: index {view['index'] or 'none'} beside {view['before'] or 'none yet'}")
    for what in ("came", "fresh", "moved", "left"):
        for each in view[what]:
            say(f"  {what:<6} {plain(each['shown'])}" + (f"  place {each['place']}" if "place" in each else ""))


@saved.command("remove")
def remove(number: _Number) -> None:
    """Remove a saved search with its answers."""
    with opened() as app:
        app.saved_book.remove(number)
