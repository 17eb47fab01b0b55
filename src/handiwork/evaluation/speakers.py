"""How well conference speakers are joined: a site's front matter, which gives handles, against a video archive's names.

The truth does not come from names: a talk of the front matter and one of the archive are the same talk if they are
the same video, and if both have one speaker, that is one person, whose handle the front matter gives. The archive's
records know names alone. What the ledger's rules make of them is compared with that:

- *accepted*: the links of the ledger, from the handles that the programme of the same edition gives;
- *possible*: what it would show as possible;
- *by name alone, handles of the edition hidden*: what joining by full name across editions would give, which the
  ledger does not do (it weighs 0.2).
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from handiwork.errors import InputError
from handiwork.evaluation.joins import JoinScore, scored
from handiwork.identity.decisions import Decisions
from handiwork.identity.expressions import normal_names
from handiwork.identity.ledger.claims import Read, Row, links_of

__all__ = ["Programme", "Recording", "read_programmes", "read_recordings", "score_speakers"]

_VIDEO = re.compile(r"(?:v=|youtu\.be/|embed/)([A-Za-z0-9_-]{11})")
_BARE_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")
_HANDLE = re.compile(r"(?:https?://)?(?:www\.)?(?:github\.com/)?@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}))/?")
_SEEN_AT = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Programme:
    """One speaker of an edition by its front matter: who, which handle (None if none), in which videos alone."""

    edition: str
    slug: str
    name: str
    handle: str | None
    videos: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recording:
    """One speaker's name on one recorded talk: of which edition, in which videos, and whether alone."""

    edition: str
    name: str
    videos: frozenset[str]
    is_alone: bool


def read_programmes(path: Path) -> list[Programme]:
    """Return the speakers of all editions of a conference, from front matter gathered in one JSON file.

    Parameters
    ----------
    path
        An object by year: ``event``, ``speakers`` (``slug``, ``name``, ``social.github``) and ``talks``
        (``presenters``: slugs or records, ``video_url``).

    Raises
    ------
    InputError
        If it is not such a file.
    """
    try:
        years: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [found for year in years.values() for found in _programme(year)]
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no front matter gathered by year: {error!r}") from error


def read_recordings(path: Path) -> list[Recording]:
    """Return the speakers of recorded talks, from JSON lines, compressed or not.

    Parameters
    ----------
    path
        One talk a line: ``event``, ``speakers`` (names), ``urls``.

    Raises
    ------
    InputError
        If it is not such a file.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            return [found for line in file for found in _recordings(json.loads(line))]
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no file of recorded talks: {error!r}") from error


def score_speakers(programmes: Iterable[Programme], recordings: Iterable[Recording]) -> list[JoinScore]:
    """Return how well recorded names are joined to the handles of the same people.

    Parameters
    ----------
    programmes
        Front matter.
    recordings
        Names; those of other events are not judged.
    """
    told = [p for p in programmes if p.name]
    found = list(recordings)
    names = _normal({p.name for p in told} | {r.name for r in found})
    videos = {(p.edition, v): p for p in told if p.handle for v in p.videos}
    truth: dict[tuple[str, str], str] = {}
    for record in found:
        same = {videos[record.edition, v] for v in record.videos if (record.edition, v) in videos}
        if record.is_alone and len(same) == 1:
            truth[record.edition, names[record.name]] = str(min(same, key=repr).handle).lower()
    editions = {p.edition for p in told}
    wanted = sorted({(r.edition, names[r.name]) for r in found if r.edition in editions and names[r.name]})
    joined = _joined(told, wanted, names)
    rows = [_judged(status, {k: v for k, (v, s) in joined.items() if s == status}, truth) for status in _STATUSES]
    return [*rows, _judged("by name alone, handles of the edition hidden", _by_name(told, wanted, names), truth)]


# --- private ---

_STATUSES = ("accepted", "possible")
_Key = tuple[str, str]


def _programme(year: Mapping[str, Any]) -> Iterator[Programme]:
    edition = re.sub(r"[^a-z0-9]+", "-", year["event"].lower()).strip("-")
    alone: dict[str, set[str]] = defaultdict(set)
    speakers = {s["slug"]: s for s in year["speakers"]}
    for talk in year["talks"]:
        presenters = talk.get("presenters") or []
        video = _videos([talk.get("video_url") or ""])
        for one in presenters:
            if isinstance(one, Mapping) and one.get("name"):
                speakers.setdefault(one["name"], {"name": one["name"], "social": {"github": one.get("github")}})
        if len(presenters) == 1:
            one = presenters[0]
            alone[one["name"] if isinstance(one, Mapping) else one] |= video
    for slug, speaker in speakers.items():
        handle = _HANDLE.fullmatch(((speaker.get("social") or {}).get("github") or "").strip())
        yield Programme(edition, slug, speaker["name"], handle[1] if handle else None, frozenset(alone[slug]))


def _recordings(talk: Mapping[str, Any]) -> Iterator[Recording]:
    speakers = [name for name in talk["speakers"] if name]
    for name in speakers:
        yield Recording(talk["event"], name, _videos(talk["urls"]), len(speakers) == 1)


def _videos(addresses: Iterable[str]) -> frozenset[str]:
    found = set()
    for address in addresses:
        if match := _VIDEO.search(address):
            found.add(match[1])
        elif _BARE_VIDEO.fullmatch(address):
            found.add(address)
    return frozenset(found)


def _normal(names: set[str]) -> dict[str, str]:
    listed = sorted(names)
    return dict(zip(listed, normal_names(pa.array(listed, pa.string())).to_pylist(), strict=True))


def _joined(told: list[Programme], wanted: list[_Key], names: Mapping[str, str]) -> dict[_Key, tuple[str, str]]:
    """Return for each recorded name the login that the ledger links it to, and whether it accepts it."""
    logins = sorted({p.handle.lower() for p in told if p.handle})
    number = {login: n for n, login in enumerate(logins)}
    records = {f"speaker:{edition}/name of {name}": (edition, name) for edition, name in wanted}
    profiles: list[Row] = [_profile(account, name) for account, (_, name) in records.items()]
    profiles += [_profile(f"speaker:{p.edition}/{p.slug}", names[p.name]) for p in told]
    seen = {"seen_at": _SEEN_AT, "source": None}
    stated: list[Row] = [
        {"account": f"speaker:{p.edition}/{p.slug}", "other": f"login:{p.handle.lower()}", "proof": "programme"} | seen
        for p in told
        if p.handle
    ]
    held = {"account_id": None, "until": None, "is_present": True}
    read = Read(
        profiles=profiles,
        stated=stated,
        holders=[{"login_key": login, "pno": n} | held for login, n in number.items()],
        people=[{"pno": n, "person_id": n, "is_bot": False} for n in number.values()],
    )
    links = [row for row in links_of(read, Decisions()) if row["account"] in records]
    ranked = sorted(links, key=lambda row: (row["status"] != "accepted", row["weight"]), reverse=True)
    return {records[row["account"]]: (logins[row["person_id"]], row["status"]) for row in ranked}


def _profile(account: str, name: str) -> dict[str, Any]:
    bare = dict.fromkeys(("handle", "kind", "page", "source"))
    return {"account": account, "name": name, "seen_at": _SEEN_AT} | bare


def _by_name(told: list[Programme], wanted: list[_Key], names: Mapping[str, str]) -> dict[_Key, str]:
    """Return for each recorded name the one handle that programmes of other editions give for it."""
    handles: dict[str, set[_Key]] = defaultdict(set)
    for p in told:
        if p.handle:
            handles[names[p.name]].add((p.edition, p.handle.lower()))
    found = {}
    for edition, name in wanted:
        others = {handle for of, handle in handles[name] if of != edition}
        if len(others) == 1:
            found[edition, name] = min(others)
    return found


def _judged(what: str, joined: Mapping[_Key, str], truth: Mapping[_Key, str]) -> JoinScore:
    right = sum(joined.get(key) == login for key, login in truth.items())
    wrong = sum(key in joined and joined[key] != login for key, login in truth.items())
    return scored(what, right, wrong, len(truth))
