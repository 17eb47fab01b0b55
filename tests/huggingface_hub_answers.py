"""Invented answers of the Hugging Face Hub, in the shapes of its API: two people, an organisation, papers."""

from typing import Any

from tests.origin_server import Asked, OriginServer, Reply
from tests.source_contract import ADDRESS


def user(handle: str, **more: Any) -> dict[str, Any]:
    return {
        "_id": f"id-{handle}",
        "avatarUrl": f"/avatars/{handle}.svg",
        "fullname": handle.replace("_", " ").title(),
        "isPro": False,
        "numFollowers": 3,
        "numLikes": 1,
        "numModels": 2,
        "orgs": [{"name": "tiny_lab", "fullname": "Tiny Lab", "avatarUrl": "/o.svg"}],
        "type": "user",
        "user": handle,
        **more,
    }


def model(name: str, *, sha: str = "a1", **more: Any) -> dict[str, Any]:
    return {
        "_id": f"id-{name}",
        "author": name.partition("/")[0],
        "cardData": {"license": "apache-2.0", "base_model": "tiny_lab/base", "language": ["en"]},
        "createdAt": "2024-03-01T09:30:00.000Z",
        "disabled": False,
        "downloads": 120,
        "downloadsAllTime": 4000,
        "id": name,
        "lastModified": "2025-02-03T10:00:00.000Z",
        "library_name": "transformers",
        "likes": 7,
        "pipeline_tag": "text-generation",
        "private": False,
        "sha": sha,
        "tags": ["transformers", "license:apache-2.0", "region:us", "arxiv:2401.00001"],
        "trendingScore": 0,
        **more,
    }


def commit(n: int, *authors: dict[str, Any], title: str = "Upload weights") -> dict[str, Any]:
    date = f"2024-03-{n:02d}T10:00:00.000Z"
    return {"id": f"{n:040x}", "authors": list(authors), "date": date, "message": "", "title": title}


def account(handle: str) -> dict[str, Any]:
    """An author of a commit who has an account."""
    return {"user": handle, "avatar": f"/avatars/{handle}.svg"}


SYSTEM = {"user": "system"}

EVALUATIONS = [
    {
        "name": "tiny",
        "results": [
            {
                "task": {"type": "text-generation", "name": "Text generation"},
                "dataset": {"type": "invented_eval", "name": f"Invented Eval by {ADDRESS}"},
                "metrics": [
                    {"type": "acc", "name": "accuracy", "value": 71.5, "verified": False},
                    {"type": "loss", "value": [1, 2]},
                ],
            }
        ],
    }
]


def fill_hub(server: OriginServer) -> None:
    """Ada has two models on two pages, a data set and a space; Bo has one model; the lab has nothing."""
    fine_tuned = model(
        "ada_l/tiny-chat",
        **{"model-index": EVALUATIONS, "baseModels": {"relation": "finetune", "models": [{"id": "tiny_lab/base"}]}},
    )
    older = model("Ada_L/tiny", sha="b2", createdAt="2022-03-02T23:29:04.000Z", cardData=None, tags=["gguf"])
    bos = model(
        "bo_b/adapter",
        cardData={"base_model": ["ada_l/tiny"], "code": "https://github.com/bo_b/adapter.git", "contact": ADDRESS},
        tags=["base_model:ada_l/tiny", "base_model:adapter:ada_l/tiny", "dataset:ada_l/poems"],
    )
    hidden = model("ada_l/secret", private=True)
    poems = {
        **{k: v for k, v in model("ada_l/poems").items() if k not in {"library_name", "pipeline_tag"}},
        "description": f"Poems, asked of {ADDRESS}. Built by https://github.com/ada_l/poems and others.",
        "tags": ["license:cc0-1.0"],
        "cardData": {"license": "cc0-1.0"},
    }
    demo = {
        **{k: v for k, v in model("ada_l/demo").items() if "download" not in k},
        "sdk": "gradio",
        "cardData": {"short_description": "Talk to a tiny model.", "license": "mit"},
        "tags": ["gradio"],
    }

    def models(asked: Asked) -> Reply:
        owner = asked.query["author"][0]
        if owner == "ada_l" and "cursor" not in asked.query:
            following = f'<{server.url}/api/models?author=ada_l&cursor=2>; rel="next"'
            return Reply([fine_tuned, hidden], headers={"Link": following})
        return Reply({"ada_l": [older], "bo_b": [bos]}.get(owner, []), headers={"ETag": f'W/"{owner}-1"'})

    def of_ada(works: list[dict[str, Any]]):
        return lambda asked: Reply(works if asked.query["author"] == ["ada_l"] else [])

    def commits_of_chat(asked: Asked) -> Reply:
        if asked.query:
            return Reply([commit(1, SYSTEM, title="initial commit")])
        following = f'<{server.url}{asked.path}?cursor=c2>; rel="next"'
        told = [commit(9, account("ada_l"), {"user": "Ada Typed"}), commit(2, account("Bo_B"))]
        return Reply(told, headers={"Link": following})

    initial = commit(1, SYSTEM, title=f"initial commit by {ADDRESS}")
    details = f"Small models. {ADDRESS} https://ada.example/blog, and https://github.com/tiny_lab"
    server.routes.update(
        {
            "/api/users/ada_l/overview": Reply(
                user("ada_l", details=details, socialHandles={"github": "ada_l", "homepage": "https://ada.example"}),
                headers={"ETag": 'W/"profile-1"'},
            ),
            "/api/users/bo_b/overview": Reply(user("Bo_B")),
            "/api/organizations/tiny_lab/overview": Reply(
                {"name": "tiny_lab", "fullname": "Tiny Lab", "details": "https://lab.example", "avatarUrl": "/o.svg"}
            ),
            "/api/models": models,
            "/api/datasets": of_ada([poems]),
            "/api/spaces": of_ada([demo]),
            "/api/models/ada_l/tiny-chat/commits/main": commits_of_chat,
            "/api/models/Ada_L/tiny/commits/main": Reply([commit(4, account("ada_l")), initial]),
            "/api/models/bo_b/adapter/commits/main": Reply([commit(5, account("Bo_B")), initial]),
            "/api/datasets/ada_l/poems/commits/main": Reply([commit(6, account("ada_l")), initial]),
            "/api/spaces/ada_l/demo/commits/main": Reply([initial]),
        }
    )
