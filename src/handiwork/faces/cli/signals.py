"""Commands about quality signals: what the code of a tree shows."""

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.errors import UsageError
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
    ecosystem: Annotated[
        str | None, typer.Option(help="Only the families that say most in this ecosystem of the catalogue.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """Check a tree: each check passes, fails, or says that it observed nothing, with examples.

    Nothing in the tree is executed, imported or built.
    """
    from handiwork.app.checking import check_path
    from handiwork.faces.cli.progress import shown_progress
    from handiwork.faces.present_signals import tree_view

    home = call.settings().settings.home
    families = _families(family, ecosystem)
    with shown_progress() as collector:
        answer = check_path(path, cache=home / "cache" / "signals.db", families=families, collector=collector)
    view = tree_view(answer)
    if output is Format.JSON:
        say(json_text(view))
    elif output is Format.JSONL:
        say(json_lines(view["checks"]))
    elif output is Format.CSV:
        say(csv_text(view["checks"], _CSV_COLUMNS))
    else:
        _print_tree(view)


@signals.command("checks")
def signals_checks(
    family: Annotated[list[str] | None, typer.Option(help="Only this family of checks; repeatable.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TABLE,
) -> None:
    """List every check: what it looks for, why that matters, and where to read more."""
    from handiwork.faces.present_signals import check_view
    from handiwork.signals import known_checks

    rows = [check_view(check) for check in known_checks(family)]
    if output is Format.JSON:
        say(json_text(rows))
    elif output is Format.JSONL:
        say(json_lines(rows))
    elif output is Format.CSV:
        say(csv_text(rows, list(rows[0]) if rows else ()))
    else:
        _print_checks(rows)


signals.command("person")(signals_person)
signals.add_typer(tutorials, name="tutorials")


# --- private ---


def _families(family: list[str] | None, ecosystem: str | None) -> list[str] | None:
    """Return the families that are asked for; None for all.

    Raises
    ------
    UsageError
        If the ecosystem is unknown, or none of its signals is read from code.
    """
    if ecosystem is None:
        return family
    from handiwork.catalog import load_catalog
    from handiwork.signals import known_checks
    from handiwork.signals.nouns import FAMILIES

    known_checks(family)
    home = call.settings().settings.home
    known = {e.name: e for e in load_catalog(home / "catalog").ecosystems}
    if ecosystem not in known:
        raise UsageError(f"there is no ecosystem {ecosystem!r}; there are: {', '.join(sorted(known))}")
    named = {s.name for s in known[ecosystem].signals}
    found = [f for f in FAMILIES if f in named and (not family or f in family)]
    if not found:
        raise UsageError(f"no signal of {ecosystem!r} is among the families {', '.join(family or FAMILIES)}")
    return found


def _print_checks(rows: list[dict[str, Any]]) -> None:
    family = None
    for row in rows:
        if row["family"] != family:
            family = row["family"]
            say(family)
        say(f"  {row['check']}: {row['looks_for']}")
        say(f"      {row['why']}  {row['url']}")


def _print_tree(view: dict[str, Any]) -> None:
    tell(f"{plain(view['tree'])}: {view['files']:,} files, {view['python_lines']:,} lines of Python")
    for reason, count in view["left_out"].items():
        tell(f"left out, {reason.replace('_', ' ')}: {count:,}")
    if view["unparsed"]:
        tell(f"not parsed: {len(view['unparsed']):,} Python files (see --format json)")
    for family, checks in groupby(view["checks"], key=itemgetter("family")):
        _print_family(family, list(checks))
    say(", ".join(f"{count:,} {result}" for result, count in view["counts"].items()))


def _print_family(family: str, checks: list[dict[str, Any]]) -> None:
    """Print what was seen, with places; what was not observed in a line, with its reason where it is the only one.

    Checks of single languages that observed nothing are left to the other formats.
    """
    say(family)
    unseen = [c for c in checks if c["result"] == "not observed" and not c["languages"]]
    for check in (c for c in checks if c["result"] != "not observed"):
        say(f"  {_MARKS[check['result']]} {check['check']}: {plain(check['message'])}")
        for example in check["examples"][:2]:
            line = f":{example['line']}" if example["line"] else ""
            say(f"      {plain(example['path'])}{line}  {plain(example['text'])}".rstrip())
    if len(unseen) == 1:
        say(f"  · {unseen[0]['check']}: {plain(unseen[0]['message'])}")
    elif unseen:
        say(f"  · not observed: {', '.join(c['check'] for c in unseen)}")
