"""Papers, from the archive and from the Hugging Face Hub: the contract of every origin."""

import gzip
import json
from typing import Any, ClassVar

from tests.huggingface_hub_answers import user
from tests.origin_server import OriginServer, Reply
from tests.source_contract import ADDRESS, SourceContract

from handiwork.app import Handiwork
from handiwork.app.origins.papers import WantedPapers, ingest_papers


def link(paper: str, repository: str, *, official: bool = True, **more: Any) -> dict[str, Any]:
    return {
        "paper_url": f"https://archive.example/paper/{paper}",
        "paper_title": f"On {paper}, with {ADDRESS}",
        "paper_arxiv_id": None,
        "paper_url_abs": f"http://journal.example/{paper}",
        "paper_url_pdf": f"http://journal.example/{paper}.pdf",
        "repo_url": f"https://github.com/{repository}",
        "is_official": official,
        "mentioned_in_paper": True,
        "mentioned_in_github": False,
        "framework": "pytorch",
        **more,
    }


def hub_paper(arxiv_id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": arxiv_id,
        "title": f"Paper {arxiv_id}",
        "summary": f"We write to {ADDRESS}. It helps.",
        "publishedAt": "2024-01-02T00:00:00.000Z",
        "upvotes": 4,
        "authors": [
            {
                "_id": "1",
                "name": "Ada Lovelind",
                "user": user("ada_l"),
                "status": "claimed_verified",
                "statusLastChangedAt": "2024-02-01T00:00:00.000Z",
                "hidden": False,
            },
            {"_id": "2", "name": "Bo Bright", "user": user("Bo_B"), "status": "extracted_pending", "hidden": False},
            {"_id": "3", "name": "Cleo Clay", "hidden": False},
        ],
        "githubRepo": "https://github.com/bo_b/tiny",
        "githubRepoAddedBy": "user",
        "linkedModels": [{"id": "ada_l/tiny"}, {"id": "bo_b/tiny-2"}],
        "numTotalModels": 2,
        **more,
    }


def packed(rows: list[dict[str, Any]]) -> bytes:
    return gzip.compress(json.dumps(rows).encode(), mtime=0)


class TestPapers(SourceContract):
    origin = "papers"
    settings: ClassVar = {"huggingface_url": ""}
    suppressed_login = "bo_b"
    minimum: ClassVar = {"works": 5, "work_people": 7, "work_repositories": 5}

    def fill(self, server: OriginServer) -> None:
        links = [
            link("tiny-things", "ada_l/tiny"),
            link("tiny-things", "bo_b/tiny-again", official=False),
            link("small-things", "bo_b/small", paper_arxiv_id="2401.00003v2"),
            link("elsewhere", "x/y", repo_url="https://gitlab.example/x/y"),
        ]
        abstracts = [
            {
                "paper_url": "https://archive.example/paper/tiny-things",
                "arxiv_id": None,
                "title": "Tiny things",
                "abstract": f"Tiny. Ask {ADDRESS}.",
                "authors": ["Ada Lovelind", f"Cleo Clay {ADDRESS}"],
                "date": "2020-05-17",
            }
        ]
        server.routes.update(
            {
                "/dumps/links-between-papers-and-code.json.gz": Reply(packed(links)),
                "/dumps/papers-with-abstracts.json.gz": Reply(packed(abstracts)),
                "/api/papers/2401.00001": Reply(hub_paper("2401.00001"), headers={"ETag": 'W/"1"'}),
                "/api/papers/2401.00002": Reply(hub_paper("2401.00002", githubRepo=None)),
                "/api/papers/2401.00004": Reply(hub_paper("2401.00004", githubRepoAddedBy="auto")),
            }
        )

    def load(self, app: Handiwork) -> None:
        tables = ("links-between-papers-and-code", "papers-with-abstracts")
        base = app.settings.huggingface_url
        targets = [f"{base}/dumps/{name}.json.gz" for name in tables]
        ids = ["2401.00001v3", "2401.00002", "arXiv:2401.00004"]
        ingest_papers(app, WantedPapers(targets, ids, is_everything=True))
