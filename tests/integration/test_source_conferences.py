"""Conference programmes: the contract of every origin."""

from typing import ClassVar

from tests.conference_programmes import ADA, BO, SCHEDULE, SESSIONS, SPEAKERS, speaker, submission
from tests.origin_server import Asked, OriginServer, Reply
from tests.source_contract import ADDRESS, SourceContract

from handiwork.app import Handiwork
from handiwork.app.origins.conferences import ingest_conferences
from handiwork.errors import PartialLoadError


class TestConferences(SourceContract):
    origin = "conferences"
    settings: ClassVar = {}
    suppressed_login = "bo_b"
    minimum: ClassVar = {"works": 6, "profiles": 6, "work_people": 6, "account_links": 3}

    def fill(self, server: OriginServer) -> None:
        self.url = server.url
        server.routes["/api/events/paged/submissions/"] = self._page
        server.routes["/one/schedule.json"] = Reply(SCHEDULE, headers={"ETag": '"one"'})
        server.routes["/ep/sessions.json"] = Reply(SESSIONS, headers={"ETag": '"s"'})
        server.routes["/ep/speakers.json"] = Reply(SPEAKERS, headers={"ETag": '"p"'})

    def _page(self, asked: Asked) -> Reply:
        n = int(asked.query.get("page", ["1"])[0])
        rows = {
            1: [submission("P1", speakers=(ADA,)), submission("P2", speakers=(BO,))],
            2: [submission("P3", speakers=(speaker("CY", "Cy Y"),), abstract=f"Ask {ADDRESS} first.")],
        }
        following = f"{self.url}/api/events/paged/submissions/?expand=speakers,slots&page_size=50&page=2"
        body = {"count": 3, "next": following if n == 1 else None, "previous": None, "results": rows[n]}
        return Reply(body, headers={"ETag": f'"{n}"'})

    def load(self, app: Handiwork) -> None:
        urls = [f"{self.url}/paged", f"{self.url}/one/schedule.json", f"{self.url}/ep/sessions.json"]
        records = ingest_conferences(app, urls)
        if problems := [r.details["problem"] for r in records if r.status == "failed"]:
            raise PartialLoadError("; ".join(problems))

    def test_what_did_not_change_is_only_asked_about(self, open_app, server):
        app = open_app()
        self.load(app)
        n, before = len(server.asked), app.lake.fingerprint()
        self.load(app)
        assert [bool(asked.headers.get("if-none-match")) for asked in server.asked[n:]] == [True] * 5
        assert app.lake.fingerprint() == before

    def test_version_two_of_the_interface_is_asked_for(self, open_app, server):
        self.load(open_app())
        assert {asked.headers.get("pretalx-version") for asked in server.asked} == {"v2"}
