"""The command that writes what is kept about one person into one file, for that person."""

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from handiwork.faces.cli.shared import opened, tell
from handiwork.faces.formats import json_text

__all__ = ["export"]


def export(
    login: Annotated[str, typer.Argument(help="A login the person has or had, in any case.")],
    account_id: Annotated[
        int | None, typer.Option("--id", min=1, help="Numeric account id, where several accounts had that login.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write, .zip; not one that exists.", dir_okay=False)
    ] = None,
) -> None:
    """Write everything kept about a person into one file for them: a page to read, and all of it as JSON.

    Every row with its source, its times, its purpose and until when it is held; the searches they were shown in, with
    the parts of their score; lists, notes, decisions, and the lines of the log about them. Other people in it are not
    named. Make sure first that it is that person who asks. The file is yours to hand over and to delete: no erasure
    finds it.
    """
    from handiwork.app.access import access_to, claims_of
    from handiwork.app.draft_choices import operator_of
    from handiwork.errors import ConfigError, UsageError
    from handiwork.faces.present_access import access_page, access_view, claim_view

    now = datetime.now(UTC)
    file = to or Path(f"held-about-{login.lower()}-{now:%Y-%m-%d}.zip")
    if file.exists():
        raise UsageError(f"{file} is there already: choose another with --to, or remove it")
    with opened(progress=True) as app:
        try:
            operator = operator_of(app)
        except ConfigError:
            operator = None
        access = access_to(app, login, account_id)
        view = access_view(access, operator=operator, made_at=now)
        claims = [claim_view(each) for each in claims_of(app, access.who, now)]
    _write(file, view, claims, access_page(view, claims))
    if operator is None:
        tell("the settings do not say who answers for it (`handiwork config show`): write that beside it")
    tell(f"{file}: {len(claims):,} rows, {len(view['rankings'])} rankings, {len(view['lists'])} entries of lists")


# --- private ---


def _write(file: Path, view: dict[str, Any], claims: list[dict[str, Any]], page: str) -> None:
    """Write the bundle whole or not at all; only its owner may read it."""
    aside = file.with_name(f"{file.name}.part")
    try:
        with (
            os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle,
        ):
            at = datetime.now(UTC).timetuple()[:6]
            bundle.writestr("read-me-first.html", page)
            bundle.writestr("held.json", json_text(view))
            with bundle.open(zipfile.ZipInfo("claims.jsonl", at), "w") as lines:
                for each in claims:
                    lines.write(json.dumps(each, ensure_ascii=False, sort_keys=True).encode() + b"\n")
        os.replace(aside, file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
