"""Commands about quality signals: what the code of a tree shows."""

from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import call, say, tell
from handiwork.faces.cli.signals_person import signals_person
from handiwork.faces.cli.signals_tutorials import tutorials
from handiwork.faces.formats import Format, csv_text, json_lines, json_text, plain

__all__ = ["signals"]

signals = typer.Typer(help="Quality signals, read from code.", no_args_is_help=True)

_CSV_COLUMNS = ("family", "check", "result", "message", "figure", "unit", "examples", "looks_for", "why", "url")
_MARKS = {"pass": "✓", "fail": "✗", "not observed": "·"}


@signals.command("check")
def signals_check(
    path: Annotated[Path, typer.Argument(help="A checkout, a git repository or a source archive.")],
    family: Annotated[list[str] | None, typer.Option(help="Only this family of checks; repeatable.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Check a tree: each check passes, fails, or says that it observed nothing, with examples.

    Nothing in the tree is executed, imported or built.
    """
    from handiwork.app.checking import check_path
    from handiwork.faces.cli.progress import shown_progress
    from handiwork.faces.present_signals import tree_view

    home = call.settings().settings.home
    with shown_progress() as collector:
        answer = check_path(path, cache=home / "cache" / "signals.db", families=family, collector=collector)
    view = tree_view(answer)
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(view["checks"]))
    elif output is Format.CSV:
        say(csv_text(view["checks"], _CSV_COLUMNS))
    else:
        _print_tree(view)


signals.command("person")(signals_person)
signals.add_typer(tutorials, name="tutorials")


# --- private ---


def _print_tree(view: dict[str, Any]) -> None:
    tell(f"{plain(view['tree'])}: {view['files']:,} files, {view['python_lines']:,} lines of Python")
    for reason, count in view["left_out"].items():
        tell(f"left out, {reason.replace('_', ' ')}: {count:,}")
    if view["unparsed"]:
        tell(f"not parsed: {len(view['unparsed']):,} Python files (see --format json)")
    family = None
    for check in view["checks"]:
        if check["family"] != family:
            family = check["family"]
            say(family)
        say(f"  {_MARKS[check['result']]} {check['check']}: {plain(check['message'])}")
        for example in check["examples"][:2]:
            line = f":{example['line']}" if example["line"] else ""
            say(f"      {plain(example['path'])}{line}  {plain(example['text'])}".rstrip())
