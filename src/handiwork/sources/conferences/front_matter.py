"""Sites whose talks and speakers are Markdown files with YAML front matter, such as DjangoCon US."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from handiwork.errors import InputError
from handiwork.sources.conferences.nouns import (
    Event,
    Speaker,
    Talk,
    github_login,
    instant,
    minutes,
    page_of,
    short_text,
    slug,
    text,
)

__all__ = ["front_matter", "read_site"]

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_WHO = ("presenter_slugs", "presenters", "speakers", "speaker", "presenter")
_SAYS_NO = frozenset({"withdrawn", "canceled", "cancelled", "rejected", "submitted", "deleted", "draft"})
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "twitter": "twitter.com", "linkedin": "www.linkedin.com/in"}


def front_matter(content: str) -> tuple[Mapping[str, Any], str] | None:
    """Return the front matter of a page and the text after it; None if it has none.

    Raises
    ------
    InputError
        If it is no YAML.
    """
    import yaml  # noqa: PLC0415 - only where a site is read

    found = _FRONT.match(content)
    if found is None:
        return None
    try:
        fields = yaml.load(found[1], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"its front matter is no YAML: {type(error).__name__}") from error
    return (fields, content[found.end() :]) if isinstance(fields, Mapping) else None


def read_site(
    key: str,
    pages: Iterable[tuple[str, Mapping[str, Any], str]],
    *,
    base: str | None = None,
    unreadable: Mapping[str, str] | None = None,
) -> Event:
    """Return the event of a site.

    Parameters
    ----------
    key
        Of the event.
    pages
        File name without ending, front matter, text.
    base
        Address of the site, for links to its pages; None if not known.
    unreadable
        File name without ending → what is wrong with the page: speakers whose page may say that they must not be
        published are not.
    """
    people: dict[str, Speaker] = {}
    hidden: set[str] = set(unreadable or ())
    given = []
    for stem, fields, body in pages:
        who = next((fields[name] for name in _WHO if fields.get(name)), None)
        if who and text(fields.get("title")):
            given.append((stem, fields, body, who if isinstance(who, list) else [who]))
        elif text(fields.get("name")) and not fields.get("title"):
            code = text(fields.get("slug")) or stem
            (hidden.add(code) if _is_withheld(fields) else people.update({code: _speaker(code, fields)}))
    talks = [_talk(page, people, hidden, base) for page in given if not _is_withheld(page[1])]
    wanted = {code for talk in talks for code in talk.speakers}
    problems = tuple((unreadable or {}).values())
    return Event(key, key, tuple(talks), tuple(s for code, s in people.items() if code in wanted), problems)


# --- private ---


def _is_withheld(fields: Mapping[str, Any]) -> bool:
    state = (text(fields.get("state")) or text(fields.get("status")) or "").casefold()
    said_no = fields.get("published") is False or fields.get("accepted") is False
    return said_no or bool(fields.get("draft") or fields.get("hidden")) or state in _SAYS_NO


def _talk(
    page: tuple[str, Mapping[str, Any], str, list[Any]], people: dict[str, Speaker], hidden: set[str], base: str | None
) -> Talk:
    stem, fields, body, who = page
    codes = tuple(dict.fromkeys(code for one in who if (code := _code(one, people, hidden))))
    start, link = (
        fields.get("start_datetime") or fields.get("start") or fields.get("date"),
        text(fields.get("permalink")),
    )
    return Talk(
        *(text(fields.get("code")) or text(fields.get("slug")) or stem, text(fields["title"]) or "", codes),
        summary=short_text(fields.get("abstract") or fields.get("summary") or body),
        url=f"{base.rstrip('/')}/{link.lstrip('/')}" if base and link else page_of(fields.get("url")),
        at=instant(start),
        language=text(fields.get("language")),
        minutes=minutes(fields.get("duration")),
        recording=None if fields.get("do_not_record") else page_of(fields.get("video_url")),
        slides=page_of(fields.get("slides_url") or fields.get("slides")),
    )


def _code(one: Any, people: dict[str, Speaker], hidden: set[str]) -> str | None:
    """Return the code of a presenter, who becomes a speaker of their name if the site has no page of them."""
    name = text(one.get("slug") or one.get("name")) if isinstance(one, Mapping) else text(one)
    if name is None or name in hidden or slug(name) in hidden or not slug(name):
        return None
    by_name = {slug(speaker.name): code for code, speaker in people.items()} if name not in people else {}
    code = name if name in people else by_name.get(slug(name), slug(name))
    people.setdefault(code, Speaker(code, name if " " in name else name.replace("-", " ").title()))
    return code


def _speaker(code: str, fields: Mapping[str, Any]) -> Speaker:
    told = fields.get("social") or {}
    social = dict(told) if isinstance(told, Mapping) else {}
    links = {page for place, value in social.items() if (page := _page(str(place).casefold(), value))}
    listed = fields.get("social_links") or (told if isinstance(told, list) else [])
    pages = [item.get("url") if isinstance(item, Mapping) else item for item in listed if isinstance(listed, list)]
    links |= {page for value in pages if (page := page_of(value))}
    logins = {login for page in links if (login := github_login(page))}
    github = github_login(social.get("github"), is_handle=True) or (logins.pop() if len(logins) == 1 else None)
    return Speaker(code, text(fields["name"]) or "", tuple(sorted(links)), github)


def _page(place: str, value: Any) -> str | None:
    found = text(value)
    if found and place in _HOSTS and "/" not in found and re.fullmatch(r"@?[\w-]{1,40}", found):
        return f"https://{_HOSTS[place]}/{found.removeprefix('@')}"
    return page_of(found) if found and ("/" in found or "." in found) and not found.startswith("@") else None
