"""Invented conferences in each of the four formats."""

import json
from pathlib import Path

from tests.source_contract import ADDRESS

SCHEDULE = {
    "schedule": {
        "conference": {
            "acronym": "invented-one",
            "title": "Invented One",
            "days": [
                {
                    "rooms": {
                        "Hall": [
                            {
                                "guid": "g1",
                                "code": "AAA111",
                                "title": "Waiting well",
                                "abstract": f"How **waiting** works. Write to {ADDRESS}. " + "More. " * 90,
                                "date": "2025-05-01T10:00:00+02:00",
                                "duration": "00:45",
                                "language": "en",
                                "url": "https://talks.example.org/invented-one/talk/AAA111/",
                                "recording_url": "https://video.example.org/1",
                                "do_not_record": False,
                                "links": [{"title": "Slides", "url": "https://slides.example.org/1"}],
                                "persons": [
                                    {"code": "ADA", "name": "Ada L", "public_name": "Ada L", "biography": "Born once."}
                                ],
                            },
                            {
                                "code": "BBB222",
                                "title": "Not recorded",
                                "do_not_record": True,
                                "recording_url": "https://video.example.org/2",
                                "persons": [{"code": "CY", "public_name": "Cy Y"}],
                            },
                            {"title": "Lunch", "persons": []},
                        ]
                    }
                }
            ],
        }
    }
}


def submission(code: str, *, state: str = "confirmed", speakers: tuple[dict, ...] = (), **more: object) -> dict:
    return {
        "code": code,
        "title": f"Talk {code}",
        "state": state,
        "abstract": "Short.",
        "speakers": list(speakers),
        **more,
    }


def speaker(code: str, name: str, **answers: str) -> dict:
    told = [{"question": {"question": {"en": asked}}, "answer": answer} for asked, answer in answers.items()]
    return {"code": code, "name": name, "biography": "Long.", "email": ADDRESS, "avatar_url": "x", "answers": told}


ADA = speaker("ADA", "Ada L", GitHub="@ada_l", Homepage="https://ada.example.org/")
BO = speaker("BO", "Bo B", GitHub="https://github.com/Bo_B", Phone="https://tel.example.org/1")

SESSIONS = {
    "S1": {
        "code": "S1",
        "title": "Typed waiting",
        "speakers": ["E1", "E2"],
        "duration": "30",
        "abstract": f"All of it, {ADDRESS}.",
        "website_url": "https://ep1999.example.org/session/typed-waiting",
        "start": "2025-07-01T09:00:00+02:00",
        "youtube_url": "https://video.example.org/3",
        "resources": None,
    }
}
SPEAKERS = {
    "E1": {
        "code": "E1",
        "name": "Dee D",
        "affiliation": "A Company",
        "biography": "Long.",
        "avatar": "https://p.example",
        "gitx": "https://github.com/Dee_D",
        "homepage": "https://dee.example.org",
        "mastodon_url": None,
    },
    "E2": {"code": "E2", "name": "Eli E", "gitx": "https://gitlab.com/eli_e"},
}


def write_pyvideo(root: Path) -> Path:
    """Write two events of pyvideo below a folder and return it; the video 7 must not be published."""
    videos = {
        "one/videos/first.json": {
            "id": 6,
            "title": "First",
            "speakers": ["Ada L", "Zoë Z"],
            "recorded": "2020-02-03",
            "language": "eng",
            "description": "What it is. More.",
            "duration": 1800,
            "copyright_text": "CC0",
            "videos": [{"type": "youtube", "url": "https://video.example.org/9"}],
            "related_urls": [{"label": "Conference slides", "url": "https://slides.example.org/9"}],
        },
        "one/videos/withheld.json": {"id": 7, "title": "Withheld", "speakers": ["Willa W"]},
        "two/videos/second.json": {"title": "Second", "speakers": ["Ada L"]},
    }
    for path, found in {
        **videos,
        "one/category.json": {"title": "Invented Two"},
        "two/category.json": {"title": "Invented Three"},
        "NO_PUBLISH.json": [7],
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(found))
    return root


def write_site(root: Path) -> Path:
    """Write a site with two talks, one of them withdrawn, and return its folder."""
    pages = {
        "_presenters/ada-l.md": "---\nname: Ada L\ncompany: A Company\nphoto: a.jpg\nsocial:\n  github: ada_l\n"
        "  website: https://ada.example.org/\n---\nBorn once.\n",
        "_presenters/bo-b.md": "---\nname: Bo B\nhidden: true\n---\n",
        "_schedule/talk-1.md": "---\ntitle: Waiting\npresenter_slugs: [ada-l, bo-b]\nstart_datetime: 2025-09-08 10:00:00-05:00\n"
        "permalink: /talks/waiting/\nvideo_url: https://video.example.org/4\n---\nFirst sentence. Second.\n",
        "_schedule/talk-2.md": "---\ntitle: Gone\npresenter_slugs: [ada-l]\nstate: withdrawn\n---\n",
        "_schedule/lunch.md": "---\ntitle: Lunch\n---\n",
        "README.md": "# A site\n",
    }
    for path, found in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(found)
    return root
