"""Templates: their environment, the filters they share, and what each of them may use."""

from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from handiwork.faces.formats import steady_bytes
from handiwork.faces.web.assets import asset_url
from handiwork.faces.web.drawing import score_bar, sparkline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handiwork.faces.web.asked import Ask

__all__ = ["act_line", "environment", "rendered"]

_KINDS = {
    "commit": "commit",
    "co_commit": "co-authored commit",
    "commit_review": "reviewed commit",
    "pull_request": "pull request",
    "merged_pull_request": "merged pull request",
    "review": "review",
    "review_comment": "review comment",
    "issue": "issue",
    "comment": "comment",
    "release": "release",
    "maintain": "maintainer act",
    "push": "pushes",
}


@cache
def environment() -> Environment:
    """Return the environment of all templates; they are compiled once a process."""
    found = Environment(
        loader=PackageLoader("handiwork.faces.web"),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters |= {
        "day": _day,
        "number": _number,
        "kind": _kind,
        "plural": _plural,
        "segment": lambda text: quote(str(text), safe=":"),
        "percent": lambda share: f"{share:.0%}",
        "outside": _outside,
    }
    found.globals |= {
        "static": asset_url,
        "address": _address,
        "drawn_sparkline": sparkline,
        "drawn_score_bar": score_bar,
        "act_line": act_line,
    }
    return found


def rendered(template: str, ask: "Ask", context: "Mapping[str, Any]") -> bytes:
    """Return a page, without characters that would turn the text around them.

    Parameters
    ----------
    template
        Its name.
    ask
        The request: for the user, the address and the browser's choices.
    context
        The view model and what the template needs beside it.
    """
    cookies = ask.request.cookies
    shared = {
        "ask": ask,
        "user": ask.user,
        "here": ask.url,
        "csrf_token": ask.guard.csrf(ask.request),
        "theme": cookies.get("theme") if cookies.get("theme") in {"light", "dark"} else "auto",
        "keys_on": cookies.get("keys") != "off",
        "blind": ask.blind,
        "said": None,
    }
    return steady_bytes(environment().get_template(template).render(shared | dict(context)).encode())


def act_line(item: "Mapping[str, Any]") -> Markup:
    """Return one contribution as pages show it: what it was, where and which with a link, when.

    Written here and not as a macro: a page of results has sixty of them.

    Parameters
    ----------
    item
        As :func:`handiwork.faces.present.evidence_view` gives it.
    """
    number, title, at = item.get("number"), item.get("title"), item["at"]
    words = f"{escape(item['repo'])}#{number:d}" if number else escape(item["repo"])
    if title:
        words += f' <span class="act-title">{escape(title)}</span>'
    if url := _outside(item.get("url")):
        words = f'<a href="{escape(url)}" rel="noreferrer">{words}</a>'
    return Markup(  # noqa: S704 - every text is escaped
        f'<span class="act-kind">{escape(_kind(item["kind"]))}</span>\n{words}\n'
        f'<time datetime="{escape(str(at or ""))}">{escape(_day(at))}</time>'
    )


# --- private ---


def _day(value: Any) -> str:
    """Return the day of an instant or of its text; empty for None."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC) if value.tzinfo else value:%Y-%m-%d}"
    return str(value)[:10] if value else ""


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}"
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


def _kind(value: str) -> str:
    return _KINDS.get(value, value.replace("_", " "))


def _plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: ``3 people``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _outside(url: str | None) -> str:
    """Return an address if a link may lead there: https alone, as many of these come from strangers."""
    return url if url and url.startswith("https://") else ""


def _address(path: str, **query: Any) -> str:
    """Return a path of this site with a query; lists give a parameter each, None gives none."""
    pairs = [
        (name.rstrip("_"), str(each))
        for name, value in query.items()
        for each in (value if isinstance(value, list | tuple) else [value])
        if each is not None
    ]
    return path + (f"?{urlencode(pairs)}" if pairs else "")
