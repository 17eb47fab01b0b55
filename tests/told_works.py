"""A small lake with what five origins told of two people, at fixed instants: the person page's test world."""

import atexit
import json
import shutil
import tempfile
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.identity_lake import LakeBuilder, write_rows

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.lake.store import Lake

TOLD_AT = datetime(2024, 6, 1, 8)


def work(world: LakeBuilder, key: str, **columns: Any) -> None:
    """Add a work; ``facts`` is a plain object, ``people`` are accounts with their role, ``made`` repositories with proof."""
    kind = key.partition(":")[0]
    people, made = columns.pop("people", {}), columns.pop("made", {})
    told = {"work": key, "seen_at": columns.pop("seen_at", TOLD_AT)}
    told["source"] = columns.pop("source", f"https://{kind}s.example/{key.partition(':')[2]}.json")
    facts = json.dumps(columns.pop("facts", {}))
    base = {"kind": kind, "title": key.partition(":")[2], "url": f"https://{kind}s.example/{key.partition(':')[2]}"}
    terms = {"data_licence": f"terms of {kind}s", "facts": facts}
    world.rows["works"].append({**told, **base, **terms, **columns})
    for account, role in people.items():
        for one in role.split("+"):
            world.rows["work_people"].append({**told, "account": account, "role": one})
    for name, proof in made.items():
        world.rows["work_repositories"].append({**told, "repo_name": name, "proof": proof})


def filled(root: Path) -> LakeBuilder:
    """Write the lake below a home: Ada is known at every origin, Bob has part in one model of hers."""
    world = LakeBuilder(root / "lake")
    for account in ((1, "ada_l"), (2, "bob_b"), (3, "cyd_m")):
        world.event("CreateEvent", account, (account[0] + 10, f"{account[1]}/tool"), ref_type="repository")
    world.profile(
        "github:1",
        "Ada Lóvelind",
        handle="ada_l",
        links=["https://ada.example"],
        is_hireable=True,
        page="https://github.com/ada_l",
        data_licence="GitHub terms",
        source="https://github.com/ada_l",
    )
    hub = {"kind": "User", "data_licence": "terms of the Hub", "seen_at": TOLD_AT}
    world.profile("huggingface:ada_models", "Ada", handle="Ada_Models", page="https://hub.example/Ada_Models", **hub)
    world.says("huggingface:ada_models", "login:ada_l", at=TOLD_AT)
    world.says("speaker:clockconf/a1", "login:ada_l", "programme", at=TOLD_AT)
    world.says("huggingface:bob_b", "login:bob_b", at=TOLD_AT)
    work(
        world,
        "package:ada-http",
        people={"pypi:ada_l": "owner+maintainer"},
        made={"ada_l/http": "metadata", "ada_l/mentioned": "mention"},
        at=datetime(2024, 3, 1),
        licence="MIT",
        facts={"releases": 3, "typed": True, "last_release_at": "2024-03-01T10:00:00+00:00", "classifiers": ["A", "B"]},
    )
    work(
        world,
        "talk:clockconf/t1",
        title="Waiting well",
        people={"speaker:clockconf/a1": "speaker", "speaker:clockconf/z9": "speaker"},
        at=datetime(2023, 5, 1),
        facts={"event": "ClockConf", "recording": "https://video.example/1"},
    )
    work(
        world,
        "model:Ada_Models/tiny",
        title="Ada_Models/tiny",
        people={"huggingface:ada_models": "owner", "huggingface:bob_b": "author"},
        licence="apache-2.0",
        facts={"downloads_30_days": 1200, "base_models": [{"name": "cyd_m/base", "relation": "finetune"}], "likes": 5},
    )
    write_rows(Lake(world.root), "world", world.rows)
    return world


def indexed_home(home: Path) -> None:
    """Make a home with that lake, indexed as of 1 June 2024: built once in a process, and copied."""
    shutil.copytree(_indexed(), home, dirs_exist_ok=True, symlinks=True)


@cache
def _indexed() -> Path:
    home = Path(tempfile.mkdtemp(prefix="told-works-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    filled(home)
    with Handiwork(Settings(home=home)) as app:
        app.build_index(built_on=date(2024, 6, 1))
    return home
