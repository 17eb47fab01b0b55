"""The command that writes one message to one person, to be copied by whoever reads it; nothing is sent."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["draft"]

_COLUMNS = ("number", "key", "kind", "repo", "ref", "title", "on", "url")


def draft(
    login: Annotated[str, typer.Argument(help="A login the person has or had; no:NUMBER for somebody without one.")],
    role: Annotated[str, typer.Option(help="The role in plain language, or a whole advert.")],
    language: Annotated[str, typer.Option(help="en, de, fr or es; default: that of the role's text.")] = "",
    length: Annotated[str, typer.Option(help="short or medium.")] = "short",
    evidence: Annotated[
        list[str] | None, typer.Option(help="Which act to name: its number in --choices; twice for two.")
    ] = None,
    salary: Annotated[str, typer.Option(help="Your own yearly band, as 70000-90000 EUR; else the published one.")] = "",
    title: Annotated[str, typer.Option(help="What the role is called; default: as its text calls it.")] = "",
    variant: Annotated[int, typer.Option(min=0, help="Another number may begin in another way.")] = 0,
    choices: Annotated[bool, typer.Option("--choices", help="Only list what there is to write about.")] = False,
    index: Annotated[str | None, typer.Option(help="Answer from this index.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Draft one short message about a person's public work, with a checklist; you send it, or nobody does.

    It needs the settings controller_name, controller_contact_page and controller_notice_page. Somebody who is left out
    gets no draft, and nobody makes more than twenty a day. Only digests of the text are kept.
    """
    from handiwork.app.draft_choices import DraftRequest, draft_choices
    from handiwork.app.drafting import Drafting, draft_for
    from handiwork.faces.present_draft import choices_view, draft_view

    request = DraftRequest(
        role=role,
        title=title,
        evidence=tuple(evidence or ()),
        language=language,
        length=length,
        variant=variant,
        salary=salary,
    )
    with opened() as app:
        by = Drafting(app.settings.operator or "you", datetime.now(UTC))
        if choices:
            found = draft_choices(app, login, request, today=by.now.date(), index_name=index)
            view = choices_view(found, request)
        else:
            view = draft_view(draft_for(app, login, request, by=by, index_name=index), request)
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(view["evidence"] if choices else [view]))
    elif output is Format.CSV:
        say(csv_text(view["evidence"], _COLUMNS))
    elif choices:
        _print_choices(view)
    else:
        _print_draft(view)


# --- private ---


def _print_choices(view: dict[str, Any]) -> None:
    for act in view["evidence"]:
        say(plain(f"{act['number']:>3}  {act['repo']} {act['ref']}  {act['title'] or ''}  {act['on']}  {act['url']}"))
    if view["refusal"]:
        tell(view["refusal"])


def _print_draft(view: dict[str, Any]) -> None:
    found = view["draft"]
    say(f"{plain(found['subject'])}\n")
    say("\n".join(plain(line) for line in found["text"].splitlines()))
    tell("")
    for check in found["checks"]:
        tell(f"{'ok     ' if check['passed'] else 'lacking'}  {check['label']}: {plain(check['found'])}")
    tell(f"draft {found['made_today']} of {found['most_a_day']} today; nothing was sent")
