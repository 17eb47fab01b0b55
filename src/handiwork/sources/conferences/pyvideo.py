"""pyvideo's data: a folder for each event, with ``category.json`` and ``videos/*.json``; ids not to publish."""

from collections.abc import Iterable, Mapping
from typing import Any

from handiwork.errors import InputError
from handiwork.sources.conferences.nouns import Event, Speaker, Talk, instant, page_of, short_text, slug, text

__all__ = ["read_event", "read_no_publish"]

_LONGEST_S = 6_000_000
_LICENCES = {"creative-commons-attribution-license-reuse-allowed": "CC-BY"}


def read_no_publish(found: Any) -> frozenset[int]:
    """Return the ids of videos that must not be published.

    Raises
    ------
    InputError
        If it is no list of numbers: then nothing may be loaded.
    """
    if not isinstance(found, list) or not all(isinstance(item, int) for item in found):
        raise InputError("the list NO_PUBLISH.json is no list of numbers, so nobody knows what not to publish")
    return frozenset(found)


def read_event(
    key: str, category: Any, videos: Iterable[tuple[str, Any]], *, no_publish: frozenset[int] = frozenset()
) -> Event:
    """Return one event.

    Parameters
    ----------
    key
        Name of its folder.
    category
        JSON of ``category.json``.
    videos
        File name without ending, and JSON.
    no_publish
        Ids of videos that are passed over.

    Raises
    ------
    InputError
        If a video is no record with a title and a list of speakers.
    """
    speakers: dict[str, Speaker] = {}
    talks = []
    for code, video in videos:
        title = text(video.get("title")) if isinstance(video, Mapping) else None
        if title is None or not isinstance(video.get("speakers", []), list):
            raise InputError(f"the video {code} of {key} has no title or no list of speakers")
        number = video.get("id")
        if not isinstance(number, int | float) or number not in no_publish:
            talks.append(_talk(code, title, video, speakers))
    name = text(category.get("title")) if isinstance(category, Mapping) else None
    return Event(key, name or key, tuple(talks), tuple(speakers.values()))


# --- private ---


def _talk(code: str, title: str, video: Mapping[str, Any], speakers: dict[str, Speaker]) -> Talk:
    names = [name for given in video.get("speakers", []) if (name := text(given)) and slug(name)]
    for name in names:
        speakers.setdefault(slug(name), Speaker(slug(name), name))
    seconds = video.get("duration")
    recording = _recording(video)
    licence = text(video.get("copyright_text"))
    return Talk(
        *(code, title, tuple(dict.fromkeys(slug(name) for name in names))),
        summary=short_text(video.get("summary") or video.get("description")),
        url=recording,
        at=instant(video.get("recorded")),
        licence=_LICENCES.get(slug(licence), licence[:100]) if licence else None,
        language=text(video.get("language")),
        minutes=round(seconds / 60) or None if isinstance(seconds, (int, float)) and 0 < seconds < _LONGEST_S else None,
        recording=recording,
        slides=_slides(video.get("related_urls")),
    )


def _recording(video: Mapping[str, Any]) -> str | None:
    found = video.get("videos")
    pages = [page_of(v.get("url")) for v in found if isinstance(v, Mapping)] if isinstance(found, list) else []
    return next((page for page in pages if page), None)


def _slides(related: Any) -> str | None:
    for link in related if isinstance(related, list) else []:
        if isinstance(link, Mapping) and "slide" in (text(link.get("label")) or "").casefold():
            return page_of(link.get("url"))
    return None
