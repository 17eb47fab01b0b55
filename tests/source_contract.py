"""What every small origin keeps: resumes, changes nothing twice, tells where facts come from, survives bad answers.

An origin's tests subclass :class:`SourceContract`; the server it talks to is real, on loopback.
"""

import json

import pyarrow.parquet as pq
import pytest
from tests.origin_server import OriginServer, Reply

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.errors import HandiworkError
from handiwork.lake.schema import TABLES
from handiwork.privacy.addresses import has_address

ADDRESS = "ada@invented.example"
"""Put into free texts of the answers: nothing of it may be kept."""

REPLACED = "(address)"

_TOLD_AT = {"seen_at", "facts_at", "first_seen_at", "last_seen_at"}
"""Columns with the instant at which an origin told a row: they differ between two loads of the same."""


def lake_rows(app: Handiwork) -> dict[str, list[dict]]:
    """Return everything in the lake by table, in a certain order, without the instants at which it was told."""
    found = {}
    for table in TABLES:
        rows = [row for file in app.lake.files(table) for row in pq.read_table(file, partitioning=None).to_pylist()]
        for row in rows:
            for told_at in _TOLD_AT & row.keys():
                del row[told_at]
        found[table] = sorted(rows, key=lambda row: json.dumps(row, default=str, sort_keys=True))
    return {table: rows for table, rows in found.items() if rows}


class SourceContract:
    """Subclass, name the class ``Test…``, and fill in what is undefined here.

    Attributes
    ----------
    origin
        Name in the manifest.
    settings
        What points the origin's setting at the server: setting → path below its address.
    suppressed_login
        Somebody in the answers who can be left out.
    minimum
        Table → least rows that the answers must give.
    """

    origin: str
    settings: dict[str, str]
    suppressed_login: str
    minimum: dict[str, int]

    def fill(self, server: OriginServer) -> None:
        """Put the origin's answers into ``server.routes``; texts hold :data:`ADDRESS` wherever one could stand."""
        raise NotImplementedError

    def load(self, app: Handiwork) -> None:
        """Load everything that the server has, as the command does; several packages or pages."""
        raise NotImplementedError

    # --- helpers ---

    @pytest.fixture
    def server(self):
        with OriginServer() as server:
            self.fill(server)
            yield server

    @pytest.fixture
    def open_app(self, server, tmp_path):
        opened = []

        def make(name: str = "home") -> Handiwork:
            chosen = {key: server.url + path for key, path in self.settings.items()}
            app = Handiwork(Settings(home=tmp_path / name, threads=1, retry_wait_s=0, **chosen))
            opened.append(app.__enter__())
            return app

        yield make
        for app in opened:
            app.__exit__(None, None, None)

    def try_load(self, app: Handiwork) -> None:
        told = ""
        try:
            self.load(app)
        except HandiworkError as error:
            told = str(error)
        assert ADDRESS not in told

    # --- the contract ---

    def test_what_the_origin_tells_is_in_the_lake_with_where_it_came_from(self, open_app):
        app = open_app()
        self.load(app)
        rows = lake_rows(app)
        assert {table: len(rows.get(table, ())) >= least for table, least in self.minimum.items()} == dict.fromkeys(
            self.minimum, True
        )
        for table, found in rows.items():
            if "source" in TABLES[table].arrow.names:
                assert [row for row in found if not (row["source"] or "").startswith("http")] == []
            if "data_licence" in TABLES[table].arrow.names:
                assert [row for row in found if not row["data_licence"]] == []
        assert {record.origin for record in app.lake.records()} == {self.origin}

    def test_loading_twice_changes_nothing(self, open_app):
        app = open_app()
        self.load(app)
        before, rows = app.lake.fingerprint(), lake_rows(app)
        self.load(app)
        assert lake_rows(app) == rows
        assert len(app.lake.records()) == len({(r.origin, r.package) for r in app.lake.records()})
        assert app.lake.fingerprint() == before

    def test_a_load_that_breaks_off_anywhere_goes_on_to_the_same_lake(self, open_app, server):
        whole = open_app("whole")
        self.load(whole)
        n_asked = len(server.asked)
        expected = lake_rows(whole)
        for at in range(0, n_asked, max(n_asked // 6, 1)):
            app = open_app(f"broken-{at}")
            server.asked.clear()
            server.faults.clear()
            server.break_after = at
            self.try_load(app)
            server.break_after = None
            self.load(app)
            assert lake_rows(app) == expected

    def test_an_answer_that_is_cut_dropped_refused_for_now_or_slow_is_asked_for_again(self, open_app, server):
        whole = open_app("whole")
        self.load(whole)
        troubled = open_app("troubled")
        server.faults.extend(
            [
                Reply({"message": "busy"}, 503, {"Retry-After": "0"}),
                Reply(is_dropped=True),
                Reply({"message": "later"}, 429, {"Retry-After": "0"}),
                Reply({"a": "b" * 1000}, is_cut=True),
            ]
        )
        server.pause_s = 0.01
        self.load(troubled)
        assert not server.faults
        assert lake_rows(troubled) == lake_rows(whole)

    @pytest.mark.parametrize("body", [b"{", b"null", b"[]", b'{"unexpected": {"deep": [1, 2]}}', b"\xff\xfe\x00"])
    def test_a_malformed_answer_spoils_only_what_it_was_about(self, open_app, server, body):
        whole = open_app("whole")
        self.load(whole)
        n_asked = len(server.asked)
        expected = lake_rows(whole)
        for at in range(0, n_asked, max(n_asked // 4, 1)):
            app = open_app(f"spoiled-{at}")
            server.asked.clear()
            server.replace_at = (at, Reply(body))
            self.try_load(app)
            server.replace_at = None
            self.load(app)
            assert lake_rows(app) == expected

    def test_no_address_is_kept(self, open_app, tmp_path):
        app = open_app()
        self.load(app)
        texts = json.dumps(lake_rows(app), default=str, ensure_ascii=False)
        assert REPLACED in texts
        assert not has_address(texts.replace("\\n", "\n"))
        kept = [p for p in (tmp_path / "home").rglob("*") if p.is_file() and ADDRESS.encode() in p.read_bytes()]
        assert kept == []

    def test_people_who_are_left_out_are_not_loaded(self, open_app):
        app = open_app()
        app.suppress(self.suppressed_login)
        self.load(app)
        texts = json.dumps(lake_rows(app), default=str, ensure_ascii=False).lower()
        assert self.suppressed_login.lower() not in texts

    def test_people_who_are_left_out_later_go_with_the_next_load(self, open_app):
        app = open_app()
        self.load(app)
        texts = json.dumps(lake_rows(app), default=str, ensure_ascii=False).lower()
        assert self.suppressed_login.lower() in texts
        app.suppress(self.suppressed_login)
        self.load(app)
        texts = json.dumps(lake_rows(app), default=str, ensure_ascii=False).lower()
        assert self.suppressed_login.lower() not in texts
