"""Reading the catalogue's TOML files into nouns; every problem is listed, none is passed over."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from handiwork.catalog.bots import Bots
from handiwork.catalog.compiled import read_compiled
from handiwork.catalog.ecosystems import draft_of, merge_drafts, read_ecosystem, resolve_drafts
from handiwork.catalog.nouns import Catalog, Ecosystem, Gap, Licence
from handiwork.catalog.tables import Problems, Table
from handiwork.errors import CatalogError

__all__ = ["read_catalog"]

_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}-(?:\d|1\d|2[0-3])")


def read_catalog(folder: Path, own: Path | None = None, *, trust_compiled: bool = True) -> Catalog:
    """Read the catalogue from a folder, and a user's own ecosystems with it.

    Parameters
    ----------
    folder
        Holds ``bots.toml``, ``gaps.toml``, ``licences.toml`` and ``ecosystems/*.toml``, and the same compiled.
    own
        A user's folder with ``*.toml`` of further ecosystems, or of additions to those of the same name;
        None if there is none.
    trust_compiled
        Whether the compiled catalogue may stand for the TOML files it was made of; False checks them again.

    Raises
    ------
    CatalogError
        Listing every problem with its file and key.
    """
    problems = Problems()
    compiled = read_compiled(folder) if trust_compiled else None
    catalog = compiled or _read_toml(folder, problems)
    if own is not None:
        catalog = replace(catalog, ecosystems=_with_own(catalog.ecosystems, own, problems), digest="")
    if problems:
        raise CatalogError("The catalogue is wrong:\n" + "\n".join(f"  - {p}" for p in problems))
    return catalog


# --- private ---


def _read_toml(folder: Path, problems: Problems) -> Catalog:
    files = sorted((folder / "ecosystems").glob("*.toml"))
    if not files:
        problems.add("ecosystems", "there is no file of an ecosystem")
    drafts = [read_ecosystem(_open(f, f"ecosystems/{f.name}", problems), f.stem) for f in files]
    return Catalog(
        ecosystems=resolve_drafts(tuple(drafts), problems),
        bots=_bots(_open(folder / "bots.toml", "bots.toml", problems)),
        gaps=_gaps(_open(folder / "gaps.toml", "gaps.toml", problems)),
        licences=_licences(_open(folder / "licences.toml", "licences.toml", problems)),
    )


def _with_own(ours: tuple[Ecosystem, ...], own: Path, problems: Problems) -> tuple[Ecosystem, ...]:
    """Return our ecosystems with a user's merged over them."""
    files = sorted(own.glob("*.toml"))
    if not files:
        problems.add(str(own), "holds no file of an ecosystem: put NAME.toml into it")
    names = {e.name for e in ours}
    theirs = [
        read_ecosystem(_open(f, f"{own.name}/{f.name}", problems), f.stem, is_addition=f.stem in names) for f in files
    ]
    return resolve_drafts(merge_drafts(map(draft_of, ours), theirs), problems)


def _open(file: Path, where: str, problems: Problems) -> Table:
    try:
        return Table(tomllib.loads(file.read_text(encoding="utf-8")), where, problems)
    except (OSError, ValueError, RecursionError) as error:
        problems.add(where, f"cannot be read: {error}")
        return Table({}, where, Problems())


def _check_lower(table: Table, key: str, words: Iterable[str]) -> None:
    for word in words:
        if word != word.lower():
            table.wrong(key, f"{word!r} is not lower case")


def _bots(table: Table) -> Bots:
    patterns = table.texts("name_patterns")
    for pattern in patterns:
        try:
            re.compile(f"(?:{pattern})")  # as it is used: a flag for the whole expression is refused
        except re.error as error:
            table.wrong("name_patterns", f"{pattern!r} is no regular expression: {error}")
    accounts = table.table("accounts")
    categories: dict[str, str] = {}
    for category in accounts.keys():  # noqa: SIM118 - not a dict
        logins = accounts.texts(category)
        _check_lower(accounts, category, logins)
        for login in logins:
            if login in categories:
                accounts.wrong(category, f"{login!r} is already under {categories[login]}")
            categories[login] = category
    table.done()
    return Bots(logins=frozenset(categories), name_patterns=patterns, categories=categories)


def _gaps(table: Table) -> tuple[Gap, ...]:
    found = [gap for t in table.tables("gap") if (gap := _gap(t)) is not None]
    table.done()
    last: dict[str, Gap] = {}
    for gap in found:
        before = last.get(gap.kind)
        if before is not None and gap.first_hour <= before.last_hour:
            table.wrong("gap", f"{gap.kind} from {gap.first_hour:%Y-%m-%d-%H} is not after the one before it")
        last[gap.kind] = gap
    return tuple(sorted(found, key=lambda g: (g.first_hour, g.kind)))


def _gap(table: Table) -> Gap | None:
    first, last = _hour(table, "first"), _hour(table, "last")
    kind = _gap_kind(table)
    note, source = table.text("note"), table.text("source")
    table.done()
    if first is None or last is None:
        return None
    if last < first:
        table.wrong("last", "is before the first hour")
    return Gap(first_hour=first, last_hour=last, kind=kind, note=note, source=source)


def _gap_kind(table: Table) -> Literal["missing", "thin"]:
    kind = table.text("kind")
    if kind not in {"missing", "thin", ""}:
        table.wrong("kind", f"{kind!r} is neither missing nor thin")
    return "thin" if kind == "thin" else "missing"


def _hour(table: Table, key: str) -> datetime | None:
    text = table.text(key)
    try:
        if _HOUR.fullmatch(text):
            day, _, hour = text.rpartition("-")
            return datetime.fromisoformat(day) + timedelta(hours=int(hour))
    except ValueError:
        pass
    if text:
        table.wrong(key, f"{text!r} is not an hour as files are named, for example 2015-01-01-5")
    return None


def _licences(table: Table) -> tuple[Licence, ...]:
    found = []
    for entry in table.tables("licence"):
        found.append(
            Licence(
                origin=entry.text("origin"),
                licence=entry.text("licence"),
                attribution=entry.text("attribution"),
                url=entry.text("url"),
            )
        )
        entry.done()
    table.done()
    origins = [licence.origin for licence in found]
    for twice in sorted({o for o in origins if origins.count(o) > 1}):
        table.wrong("licence", f"origin {twice!r} stands more than once")
    return tuple(sorted(found, key=lambda licence: licence.origin))
