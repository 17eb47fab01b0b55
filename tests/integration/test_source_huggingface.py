"""Accounts of the Hugging Face Hub: the contract of every origin."""

from typing import ClassVar

from tests.huggingface_hub_answers import fill_hub
from tests.origin_server import OriginServer
from tests.source_contract import SourceContract

from handiwork.app import Handiwork
from handiwork.app.origins.huggingface import ingest_huggingface


class TestHuggingFace(SourceContract):
    origin = "huggingface"
    settings: ClassVar = {"huggingface_url": ""}
    suppressed_login = "bo_b"
    minimum: ClassVar = {"profiles": 2, "works": 5, "work_people": 8, "work_repositories": 2, "account_links": 1}

    def fill(self, server: OriginServer) -> None:
        fill_hub(server)

    def load(self, app: Handiwork) -> None:
        ingest_huggingface(app, ["ada_l", "Bo_B"])
