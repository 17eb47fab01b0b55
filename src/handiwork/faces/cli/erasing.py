"""Commands that erase somebody from everything the home keeps, and that look whether anything is left."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, say, tell
from handiwork.faces.formats import json_text, plain

if TYPE_CHECKING:
    from handiwork.privacy.scanning import Scan

__all__ = ["erase", "scan"]

_Login = Annotated[str, typer.Argument(help="A login the person has or had, in any case.")]
_Json = Annotated[bool, typer.Option("--json", help="Print a report as JSON.")]
_MOST_SHOWN = 20


def erase(
    login: _Login,
    account_id: Annotated[int | None, typer.Option("--id", min=1, help="Numeric account id, if it is known.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for your own records; no personal data.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: _Json = False,
) -> None:
    """Erase a person from the lake, every index, caches, mirrors, lists and the log, and prove that nothing is left.

    What stays is that they are left out, so that no later load brings them back, and one line in the audit log. Indexes
    are built anew and older ones removed, so that searches noted in the log cannot be asked again. Exits with 1 if
    something of them is still found.
    """
    from handiwork.app.erasing import erase as erase_now

    if not yes:
        typer.confirm(f"Erase {login} from everything in this home? It cannot be taken back", abort=True, err=True)
    with opened() as app:
        done = erase_now(app, login, account_id, reason=reason)
    report = done.to_dict()
    if as_json:
        say(json_text(report))
    else:
        _print(report)
    _end(done.scan)


def scan(login: _Login, as_json: _Json = False) -> None:
    """Look for a person in every file the home keeps; exits with 1 if something is found.

    Every Parquet and Arrow column, every table of a database, every packed file and every byte is read; the list of
    those who are left out is not, as it is what keeps them out.
    """
    from handiwork.app.erasing import scan as scan_now

    with opened() as app:
        found = scan_now(app, login)
    if as_json:
        left = [{"where": each.where, "what": each.what} for each in found.found]
        say(json_text({"files_read": found.files, "bytes_read": found.bytes, "left": left}))
    _end(found)


# --- private ---


def _print(report: dict[str, Any]) -> None:
    for table, rows in report["removed"].items():
        changed = report["changed"].get(table, 0)
        tell(f"  {table}: {rows:,} rows removed" + (f", {changed:,} changed" if changed else ""))
    tell(f"  {report['packages_written_anew']:,} packages written anew, {report['packages_removed']:,} removed")
    tell(
        f"  {report['entries_of_lists']} entries of lists, {report['decisions']} decisions, "
        f"{report['audit_entries_without_details']} entries of the audit log without details, "
        f"{report['mirrors']} mirrors, {report['indexes']} indexes"
    )
    tell(f"  {report['index'] or 'no index'} answers now")


def _end(found: "Scan") -> None:
    tell(f"{found.files:,} files, {found.bytes:,} bytes looked through")
    if not found.found:
        tell("nothing of them is left")
        return
    for each in found.found[:_MOST_SHOWN]:
        say(f"{plain(each.where)}: {plain(each.what)}")
    if len(found.found) > _MOST_SHOWN:
        say(f"and {len(found.found) - _MOST_SHOWN:,} more")
    raise typer.Exit(1)
