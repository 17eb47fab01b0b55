"""Printing what a person's own lines show: one line a figure with its trend, and places that show it."""

from typing import Any

from handiwork.faces.cli.shared import say
from handiwork.faces.formats import plain

__all__ = ["figure_text", "print_figure", "print_ml_work", "print_observed"]

_MOST_PERIODS = 6
_MOST_PLACES = 2


def print_observed(view: dict[str, Any]) -> None:
    """Print what a person's own lines show; where nobody looked, how to look."""
    if view["status"] != "observed":
        say(f"Own lines: not observed: `{plain(view['ask'])}`")
        return
    read = ", ".join(f"{plain(r['repo'])} at {str(r['revision'])[:7]}" for r in view["repositories"])
    say(f"Own lines, read in {read}:")
    for figure in view["figures"]:
        print_figure(figure)


def print_ml_work(facts: list[dict[str, Any]]) -> None:
    """Print what is known of somebody's work on machine learning, each fact with a page that shows it."""
    if facts:
        say("Work on machine learning:")
    for fact in facts:
        say(f"  {plain(fact['text'])}  {plain(fact['links'][0]) if fact['links'] else ''}".rstrip())


def print_figure(figure: dict[str, Any]) -> None:
    """Print one figure with its trend and places."""
    say(f"  {figure['signal']:<22} {figure_text(figure)}")
    if trend := _trend(figure):
        say(f"      {trend}")
    if figure["unit"] != "count":
        _print_places(figure)


def figure_text(figure: dict[str, Any]) -> str:
    """Return a figure's value in words: a share with what it is a share of, or that too little was seen."""
    meaning = plain(figure["meaning"] or "")
    if figure["value"] is None:
        return f"not observed ({_few(figure)}); {meaning}" if meaning else f"not observed ({_few(figure)})"
    return f"{_value(figure['value'], figure['unit'])}{_of(figure)}  {meaning}".rstrip()


# --- private ---


def _value(value: float, unit: str | None) -> str:
    if unit == "count":
        return f"{value:,.0f}"
    return f"{value:.0%}" if unit == "share" else f"{value:.2f}"


def _of(figure: dict[str, Any]) -> str:
    if figure["unit"] == "count" or figure["n"] is None:
        return ""
    return f" of {figure['n']:,}" if figure["unit"] == "share" else f" ({figure['n']:,})"


def _few(figure: dict[str, Any]) -> str:
    return "see each repository" if figure["n"] is None else f"{figure['n']:,} seen, too few"


def _trend(figure: dict[str, Any]) -> str:
    seen = [row for row in figure["trend"] if row["value"] is not None][-_MOST_PERIODS:]
    return "  ".join(f"{row['period']} {_value(row['value'], figure['unit'])}" for row in seen) if len(seen) > 1 else ""


def _print_places(figure: dict[str, Any]) -> None:
    for place in figure["examples"][:_MOST_PLACES]:
        where = place["url"] or f"{place['repo_name']} {place['path']}"
        say(f"      - {plain(place['text'] or '')} {plain(where)}")
