"""Every parser of what comes from elsewhere, as a function of bytes, with the seeds that fuzzing starts from.

A parser may return anything or raise an error of :mod:`handiwork.errors`; any other exception is a fault. Used by the property
test, which mutates the seeds for seconds, and by ``benchmarks/fuzz.py``, which is led by coverage for as long as it is let.
"""

import io
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.conference_programmes import ADA, BO, SCHEDULE, SESSIONS, SPEAKERS, submission
from tests.huggingface_hub_answers import model, user

from handiwork.brief.edits import parse_edits
from handiwork.brief.understanding import understand_brief
from handiwork.catalog import load_catalog
from handiwork.catalog.loading import read_catalog
from handiwork.config import resolve_settings
from handiwork.evaluation.topics import read_topics
from handiwork.faces.cli.shared import day
from handiwork.faces.web.pages import ALL
from handiwork.faces.web.reading import read_json, read_pairs
from handiwork.ingest.gharchive.unpack import unpack
from handiwork.ingest.git_mentions import mentions_in
from handiwork.ingest.git_message import read_message
from handiwork.ingest.pypi import load_package
from handiwork.lake.store import Lake
from handiwork.privacy.addresses import scrub
from handiwork.privacy.suppression import Suppressions
from handiwork.signals.notebooks.reading import read_notebook
from handiwork.signals.python.reading import read_module
from handiwork.sources.asking import Answer
from handiwork.sources.conferences.recognising import planned_events
from handiwork.sources.git_target import GitTarget
from handiwork.sources.papers import ArchiveFile, read_records
from handiwork.sources.pypi import PyPI

__all__ = ["PARSERS", "Parser"]

_CUT = b"\n--8<--\n"
"""Parts the files of one seed."""

_SHIPPED = Path(str(files("handiwork.catalog") / "data"))
_AT = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Parser:
    """One parser.

    ``parse`` takes the bytes; ``seeds`` are well-formed ones, ``real`` a path below the folder of real records, if any.
    """

    name: str
    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    real: str | None = None


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _folder() -> Path:
    """Return a folder of this process for parsers that read a path; it goes with the process."""
    if not _KEPT:
        _KEPT.append(tempfile.TemporaryDirectory())
    return Path(_KEPT[0].name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def _written(name: str, content: bytes) -> Path:
    path = _folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _conference(names: tuple[str, ...], as_format: str | None) -> Callable[[bytes], object]:
    def parse(content: bytes) -> object:
        given = dict(zip(names, content.split(_CUT), strict=False))
        return [planned.read() for planned in planned_events(given, "clock-conf", as_format=as_format)]

    return parse


def _papers(content: bytes) -> object:
    return list(read_records(ArchiveFile("links.json", len(content), "0", None, io.BytesIO(content))))


class _Told:
    """An asker who answers what it was given, page by page."""

    def __init__(self, pages: list[bytes]) -> None:
        self._pages = {"simple": pages[0], "pypi": pages[1], "files": pages[2], "integrity": pages[3]}

    def get(self, url: str, **_: Any) -> Answer:
        kind = url.removeprefix("http://index_x/").partition("/")[0]
        return Answer(url, self._pages.get(kind, b"{}"), None, _AT)


def _package(content: bytes) -> object:
    pages = (content.split(_CUT) + [b""] * 4)[:4]
    index = PyPI("http://index_x", _Told(pages))  # type: ignore[arg-type]
    # A package that is not the one that is meant is read whole and not kept.
    return load_package(Lake(_folder() / "lake"), "ada-http", index, Suppressions(), made_in={"nobody_n/nothing"})


def _hub(content: bytes) -> object:
    from huggingface_hub.hf_api import ModelInfo, User

    from handiwork.sources.huggingface import _well_formed
    from handiwork.sources.huggingface_answers import account_of, work_of

    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None  # the client's own parser says so
    with _well_formed("http://hub_x"):
        return account_of(User(**told), "x") if "user" in told else work_of("model", ModelInfo(**told), "http://hub_x")


def _settings(content: bytes) -> object:
    _written("home/handiwork.toml", content)
    return resolve_settings({}, flags={"home": _folder() / "home"})


def _ecosystem(content: bytes) -> object:
    _written("own/python-web.toml", content)
    return read_catalog(_SHIPPED, _folder() / "own")


def _queries(content: bytes) -> object:
    pairs = parse_qsl(_text(content), keep_blank_values=True)
    return [
        _tried(read_pairs, model, pairs) for part in ALL for r in part.found for model in (r.query, r.form) if model
    ]


def _bodies(content: bytes) -> object:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return [_tried(read_json, route.form, told) for part in ALL for route in part.found if route.form]


def _tried(read: Callable[..., object], *given: object) -> object:
    """Return what a reader says, or its error of ours: the next reader is asked as well."""
    from handiwork.errors import HandiworkError

    try:
        return read(*given)
    except HandiworkError as error:
        return error


def _role(content: bytes) -> object:
    return understand_brief(None, load_catalog(), _text(content), today=date(2025, 1, 1))


def _hour(content: bytes) -> object:
    return unpack(_written("hour.json.gz", content), _written("work/x", b"").parent, max_bytes=1 << 20)


def _lines(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def _json(*values: object) -> bytes:
    return _CUT.join(json.dumps(value, default=str).encode() for value in values)


def _seeds_of_packages() -> Iterable[bytes]:
    file = {
        "filename": "ada_http-1.1-py3-none-any.whl",
        "url": "http://index_x/files/ada_http-1.1-py3-none-any.whl",
        "hashes": {},
        "size": 10,
        "upload-time": "2024-03-01T10:00:00.000000Z",
        "yanked": False,
        "core-metadata": {"sha256": "a"},
        "provenance": "http://index_x/integrity/ada-http/1.1/provenance",
    }
    page = {"meta": {"api-version": "1.3"}, "name": "ada-http", "files": [file], "versions": ["1.1"]}
    record = {"info": {"name": "ada-http"}, "ownership": {"roles": [{"role": "Owner", "user": "ada_l"}]}}
    metadata = (
        b"Metadata-Version: 2.4\nName: ada-http\nVersion: 1.1\nProject-URL: Source, https://github.com/ada_l/http\n"
    )
    proof = {
        "attestation_bundles": [{"publisher": {"kind": "GitHub", "repository": "ada_l/http", "workflow": "r.yml"}}]
    }
    yield _CUT.join((_json(page, record), metadata, _json(proof)))


_FRONT = (
    b"---\ntitle: Waiting well\ndate: 2025-05-01 10:00\npresenter_slugs: [ada_l]\nyear: 2025\n---\nHow waiting works.\n"
)
_SPEAKER = b"---\nname: Ada L\nslug: ada_l\ngithub: ada_l\nwebsites: [https://ada.example]\n---\nBorn once.\n"
_NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["import numpy\n", "model.fit(x)"], "outputs": [], "metadata": {}},
        {"cell_type": "markdown", "source": "# A baseline", "metadata": {}},
    ],
    "metadata": {"language_info": {"name": "python"}},
    "nbformat": 4,
}
_PAPER = {
    "paper_url": "https://papers.example/paper/waiting",
    "arxiv_id": "2401.00001",
    "title": "Waiting",
    "authors": ["A L"],
}
_LINK = {
    "paper_url": "https://papers.example/paper/waiting",
    "paper_arxiv_id": "2401.00001",
    "repo_url": "https://github.com/ada_l/tiny",
    "is_official": True,
    "mentioned_in_paper": False,
}
_MESSAGES = _lines(
    "Wind the clock (#12)\n\nReviewed-by: Ada Lind <ada@example.org>\n",
    "Merge pull request #7 from ada_l/clock\n\nWind it\n",
    "Auto merge of #9 - ada_l:clock, r=bob_b,cyd_m\n",
    "[3.11] gh-123: x (GH-45) (#678)\n\n(cherry picked from commit 1111111)\nCo-authored-by: bob_b <1+bob_b@users.example>\n",
)

PARSERS: dict[str, Parser] = {
    each.name: each
    for each in (
        Parser("pretalx schedule", _conference(("schedule.json",), "pretalx"), (_json(SCHEDULE),)),
        Parser(
            "pretalx submissions",
            _conference(("submissions.json", "speakers.json"), "pretalx"),
            (_json([submission("S1", speakers=(ADA,))], [ADA, BO]),),
        ),
        Parser(
            "europython",
            _conference(("sessions.json", "speakers.json"), "europython"),
            (_json(SESSIONS, SPEAKERS),),
            "data/conferences/europython_programapi_examples/examples/europython/sessions.json",
        ),
        Parser(
            "pyvideo",
            _conference(("c/category.json", "c/videos/a.json", "NO_PUBLISH.json"), "pyvideo"),
            (_json({"title": "Clock"}, {"title": "Waiting", "speakers": ["Ada L"], "recorded": "2020-01-01"}, [3]),),
        ),
        Parser(
            "front matter",
            _conference(("_schedule/talks/a.md", "_content/presenters/ada.md"), "front-matter"),
            (_FRONT + _CUT + _SPEAKER,),
        ),
        Parser(
            "papers archive",
            _papers,
            (_json([_LINK]), _json(_PAPER), _json([_PAPER]), _json({**_PAPER, "authors": 1.5})),
            "data/api/pwc_link_sample.json",
        ),
        Parser("package", _package, tuple(_seeds_of_packages())),
        Parser("hub", _hub, (_json(user("ada_l")), _json(model("ada_l/tiny")))),
        Parser("message", lambda content: read_message(_text(content)), _MESSAGES),
        Parser("mentions", lambda content: list(mentions_in(_text(content))), _MESSAGES),
        Parser("addresses", lambda content: scrub(_text(content)), _MESSAGES),
        Parser(
            "edits",
            lambda content: parse_edits(_text(content).split("\n")),
            _lines("repo:ada_l/tool=2\n-skill:async", "since:2024-01-01", "ecosystem:python-web", "skill:rust=0.5"),
        ),
        Parser("day", lambda content: day("--since", _text(content)), _lines("2025-01-31", "20250131", "2025-W05-5")),
        Parser(
            "topics",
            lambda content: read_topics(_written("topics.jsonl", content)),
            (_json({"id": "t", "project": "acme/web", "query": "dns", "relevant": ["ada_l"], "as_of": "2024-01-01"}),),
        ),
        Parser("settings", _settings, _lines('operator = "ada_l"\nmemory_limit_mib = 512\n')),
        Parser("own ecosystem", _ecosystem, ((_SHIPPED / "ecosystems" / "python-web.toml").read_bytes(),)),
        Parser(
            "query", _queries, _lines("role=a&edit=repo%3Aa_b%2Fc&page=2&since=2024-01-01&limit=3&kind=commit&stage=x")
        ),
        Parser(
            "body", _bodies, (_json({"role": "a", "person": ["b_c"], "days": 3, "page": 1, "name": "n", "to": "/"}),)
        ),
        Parser(
            "role", _role, _lines("Senior Python engineer, FastAPI or Django, since 2023, not Java; 80k EUR in Bern")
        ),
        Parser(
            "hour",
            _hour,
            (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xabV*I-.Q\xb2R0\xac\x05\x00\x1c\xd0\x12\x80\x0b\x00\x00\x00",),
        ),
        Parser("module", read_module, (b"import a\n\n\ndef f(x: int) -> int:\n    return [y for y in a if x]\n",)),
        Parser("notebook", read_notebook, (_json(_NOTEBOOK),)),
        Parser(
            "git address", lambda content: GitTarget(_text(content)).check(), _lines("https://h.example/a/b", "a@h:b/c")
        ),
    )
}
