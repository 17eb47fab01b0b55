"""What is known of papers and their code after a load of the archive or of the Hub's paper pages."""

import gzip
import json
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.huggingface_hub_answers import fill_hub, user
from tests.integration.test_source_papers import hub_paper, link
from tests.origin_server import OriginServer, Reply
from tests.source_contract import lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.huggingface import ingest_huggingface
from handiwork.app.origins.papers import WantedPapers, ingest_papers
from handiwork.config import Settings
from handiwork.errors import InputError, UsageError
from handiwork.ingest.papers import ArchiveOptions, ingest_archive
from handiwork.ingest.rows import commit_rows, facts_text
from handiwork.lake.manifest import PackageRecord
from handiwork.model.progress import NullCollector
from handiwork.privacy.addresses import scrub
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.asking import Manners
from handiwork.sources.papers import ArchivedPaper, ArchiveFile, CodeLink, Rejected, opened, read_records

PAPER = {
    "paper_url": "https://archive.example/paper/tiny-things",
    "arxiv_id": "2005.00001",
    "title": "Tiny things",
    "abstract": "Tiny things matter. They fit.",
    "url_abs": "https://arxiv.org/abs/2005.00001v2",
    "authors": ["Ada Lovelind", "Bo Bright"],
    "date": "2020-05-17",
    "conference": "invented-2020",
    "tasks": ["Tidying"],
}


@pytest.fixture
def server():
    with OriginServer() as server:
        yield server


@pytest.fixture
def app(server, tmp_path):
    settings = Settings(home=tmp_path / "home", threads=1, retry_wait_s=0, huggingface_url=server.url)
    with Handiwork(settings) as app:
        yield app


@pytest.fixture
def write(tmp_path):
    def call(name, rows):
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
        return str(tmp_path / name)

    return call


def links_of(app):
    rows = lake_rows(app).get("work_repositories", ())
    return {(row["work"], row["repo_name"], row["proof"]) for row in rows}


def records_of(content):
    return list(read_records(ArchiveFile("table.json", len(content), "", None, BytesIO(content))))


def test_only_repositories_of_the_lake_or_the_catalogue_are_kept_unless_all_are_asked_for(app, write):
    known = {"repositories": [{"repo_id": 7, "repo_name": "Ada_L/Tiny"}]}
    with app.lake.writing() as lake:
        commit_rows(lake, PackageRecord("github", "x", "complete"), known, suppressions=Suppressions())
    table = write(
        "links.json",
        [
            link("tiny-things", "ada_l/tiny"),
            link("tiny-things", "bo_b/copy"),
            link("frames", "Pandas-Dev/pandas", official=False),
            link("unknown", "bo_b/unknown"),
        ],
    )
    ingest_papers(app, WantedPapers([table]))
    kept = {("paper:tiny-things", "ada_l/tiny", "official"), ("paper:frames", "Pandas-Dev/pandas", "mention")}
    assert links_of(app) == kept
    ingest_papers(app, WantedPapers([table], is_everything=True))
    others = {("paper:tiny-things", "bo_b/copy", "official"), ("paper:unknown", "bo_b/unknown", "official")}
    assert links_of(app) == kept | others


def test_a_repository_that_is_official_once_is_official_and_not_mentioned_beside(app, write):
    rows = [link("p", "ada_l/tiny", official=False), link("p", "ADA_L/tiny", official=True)]
    ingest_papers(app, WantedPapers([write("links.json", rows)], is_everything=True))
    assert links_of(app) == {("paper:p", "ada_l/tiny", "official")}


def test_a_paper_of_the_archive_has_its_names_date_and_first_sentence(app, write):
    links = write("links.json", [link("tiny-things", "ada_l/tiny", paper_arxiv_id="2005.00001", framework="none")])
    ingest_papers(app, WantedPapers([links, write("papers.json", [PAPER])], is_everything=True))
    (work,) = lake_rows(app)["works"]
    assert (work["work"], work["kind"], work["title"]) == ("paper:2005.00001", "paper", "Tiny things")
    assert (work["summary"], work["at"].isoformat()) == ("Tiny things matter.", "2020-05-17T00:00:00")
    assert (work["url"], work["data_licence"]) == ("https://arxiv.org/abs/2005.00001", "CC-BY-SA-4.0")
    assert json.loads(work["facts"]) == {"arxiv": "2005.00001", "conference": "invented-2020"}
    assert work["source"] == "https://archive.example/paper/tiny-things"
    people = [(row["account"], row["role"], row["name"]) for row in lake_rows(app)["work_people"]]
    assert people == [
        ("author:2005.00001/ada-lovelind", "author", "Ada Lovelind"),
        ("author:2005.00001/bo-bright", "author", "Bo Bright"),
    ]


def test_without_the_abstracts_a_paper_has_no_date_and_no_authors(app, write):
    ingest_papers(app, WantedPapers([write("links.json", [link("p", "ada_l/tiny")])], is_everything=True))
    (work,) = lake_rows(app)["works"]
    assert (work["at"], work["summary"], "work_people" in lake_rows(app)) == (None, None, False)


def as_array(rows):
    return json.dumps(rows, indent=1).encode()


def as_packed_array(rows):
    return gzip.compress(json.dumps(rows, ensure_ascii=False).encode())


def as_lines(rows):
    return "\n".join(json.dumps(row) for row in rows).encode()


def as_parquet(rows):
    out = BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


@pytest.mark.parametrize("form", [as_array, as_packed_array, as_lines, as_parquet])
def test_every_form_of_a_table_says_the_same(form):
    (found,) = records_of(form([link("tiny-things", "ada_l/tiny", paper_arxiv_id="2401.00003v2")]))
    assert found == CodeLink(
        paper="2401.00003",
        is_arxiv=True,
        title="On tiny-things, with ada@invented.example",
        repository="ada_l/tiny",
        is_official=True,
        framework="pytorch",
        page="https://arxiv.org/abs/2401.00003",
        source="https://archive.example/paper/tiny-things",
    )
    (paper,) = records_of(form([PAPER]))
    assert isinstance(paper, ArchivedPaper)
    assert (paper.authors, paper.published_at.date().isoformat()) == (("Ada Lovelind", "Bo Bright"), "2020-05-17")


def test_a_record_without_a_paper_is_counted_and_the_rest_kept(app, write):
    rows = [link("p", "ada_l/tiny"), link("q", "ada_l/tiny", paper_url=None), "text"]
    (record,) = ingest_papers(app, WantedPapers([write("links.json", rows)], is_everything=True))
    assert (record.status, record.counts["rejected"], record.counts["works"]) == ("partial", 2, 1)
    assert record.details["problems"] == [
        "1 records left out: a link names no paper",
        "1 records left out: a record is no object",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b'[{"repo_url": "https://github.com/a_b/c"},',
        b"[1] 2",
        b"nonsense",
        b"PAR1 and no more",
        as_packed_array([link("p", "ada_l/tiny")] * 50)[:-40],
        b"\x1f\x8b" + b"\0" * 40,
        b"\xff\xfe",
    ],
)
def test_a_damaged_table_is_named_and_what_the_lake_had_stays(app, write, tmp_path, content):
    ingest_papers(app, WantedPapers([write("links.json", [link("p", "ada_l/tiny")])], is_everything=True))
    before = lake_rows(app)
    (tmp_path / "links.json").write_bytes(content)
    (record,) = ingest_papers(app, WantedPapers([str(tmp_path / "links.json")], is_everything=True))
    assert (record.status, record.details["exit_code"], "links.json" in record.details["problem"]) == (
        "failed",
        4,
        True,
    )
    assert lake_rows(app) == before


def test_another_table_is_refused_by_name(app, write):
    table = write("methods.json", [{"name": "tidying"}])
    (record,) = ingest_papers(app, WantedPapers([table]))
    assert "methods.json is none of the archive's tables" in record.details["problem"]


class Sparing(BytesIO):
    """Gives a few bytes at a time and remembers how many were taken."""

    def __init__(self, content, step):
        super().__init__(content)
        self.step = step

    def read(self, size=-1):
        return super().read(self.step if size < 0 else min(size, self.step))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6), st.integers(1, 9), st.booleans())
def test_records_are_read_whole_wherever_the_parts_of_a_file_end(titles, step, is_array):
    rows = [link("p", "ada_l/tiny", paper_title=title) for title in titles]
    content = json.dumps(rows, ensure_ascii=False).encode() if is_array else as_lines(rows)
    file = ArchiveFile("table.json", len(content), "", None, Sparing(content, step))
    assert [record.title for record in read_records(file)] == [title.strip() or None for title in titles]


def test_a_table_is_read_a_part_at_a_time():
    content = json.dumps([link("p", "ada_l/tiny")] * 20_000).encode()
    source = BytesIO(content)
    next(read_records(ArchiveFile("table.json", len(content), "", None, source)))
    assert source.tell() < len(content) / 4


def test_many_papers_go_to_several_packages_and_fewer_take_their_place(app, write, tmp_path):
    def load(n):
        rows = [link(f"p{i}", "ada_l/tiny") for i in range(n)]
        options = ArchiveOptions(Manners(), tmp_path / "scratch", None, papers_in_package=2)
        with app.lake.writing() as lake:
            target = write("links.json", rows)
            return ingest_archive(
                lake, [target], options=options, suppressions=Suppressions(), collector=NullCollector()
            )

    assert [record.package for record in load(5)] == ["archive-1-of-3", "archive-2-of-3", "archive-3-of-3"]
    assert len(lake_rows(app)["works"]) == 5
    assert {record.details["load"] for record in load(5)} == {"unchanged"}
    assert [record.package for record in load(2)] == ["archive"]
    assert [record.package for record in app.lake.records()] == ["archive"]
    assert [row["work"] for row in lake_rows(app)["works"]] == ["paper:p0", "paper:p1"]


def test_a_second_load_of_the_archive_writes_nothing(app, write):
    wanted = WantedPapers([write("links.json", [link("p", "ada_l/tiny")])], is_everything=True)
    ingest_papers(app, wanted)
    before = app.lake.fingerprint()
    assert [record.details["load"] for record in ingest_papers(app, wanted)] == ["unchanged"]
    assert app.lake.fingerprint() == before


def test_what_is_downloaded_leaves_no_file_behind(app, server, tmp_path):
    server.routes["/links.json"] = Reply([link("p", "ada_l/tiny")])
    with opened(f"{server.url}/links.json?key=1", Manners(), tmp_path / "scratch") as file:
        assert (file.name, file.url) == ("links.json", f"{server.url}/links.json")
        assert list((tmp_path / "scratch").iterdir()) == []


def test_only_a_verified_claim_makes_an_author_an_account(app, server):
    paper = hub_paper("2401.00001")
    paper["authors"].append({"name": "Dee Dark", "user": user("dee_d"), "status": "claimed_verified", "hidden": True})
    server.routes["/api/papers/2401.00001"] = Reply(paper)
    ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001"]))
    people = [(row["account"], row["name"]) for row in lake_rows(app)["work_people"]]
    assert people == [
        ("author:2401.00001/bo-bright", "Bo Bright"),
        ("author:2401.00001/cleo-clay", "Cleo Clay"),
        ("huggingface:ada_l", "Ada Lovelind"),
    ]


def test_a_repository_that_the_hub_found_itself_is_only_mentioned(app, server):
    server.routes["/api/papers/2401.00001"] = Reply(hub_paper("2401.00001"))
    server.routes["/api/papers/2401.00002"] = Reply(hub_paper("2401.00002", githubRepoAddedBy="auto"))
    ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001", "2401.00002"]))
    assert links_of(app) == {
        ("paper:2401.00001", "bo_b/tiny", "official"),
        ("paper:2401.00002", "bo_b/tiny", "mention"),
    }


def test_a_paper_page_tells_works_and_counts_as_facts(app, server):
    server.routes["/api/papers/2401.00001"] = Reply(hub_paper("2401.00001"))
    ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001"]))
    (work,) = lake_rows(app)["works"]
    assert json.loads(work["facts"]) == {
        "arxiv": "2401.00001",
        "linked_models_count": 2,
        "models": ["ada_l/tiny", "bo_b/tiny-2"],
        "upvotes": 4,
    }
    assert (work["summary"], work["at"].isoformat()) == ("We write to (address).", "2024-01-02T00:00:00")


def test_a_paper_that_is_the_same_is_asked_about_once_and_not_written(app, server):
    server.routes["/api/papers/2401.00001"] = Reply(hub_paper("2401.00001"), headers={"ETag": '"1"'})
    ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001"]))
    before = app.lake.fingerprint()
    (record,) = ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001"]))
    assert (record.details["load"], server.asked[-1].headers["if-none-match"]) == ("unchanged", '"1"')
    assert app.lake.fingerprint() == before


def test_papers_of_an_account_are_those_its_works_name_and_those_it_claimed(app, server):
    fill_hub(server)
    for arxiv_id in ("2401.00001", "2401.00007"):
        server.routes[f"/api/papers/{arxiv_id}"] = Reply(hub_paper(arxiv_id))
    another = hub_paper("2401.00009", authors=[{"name": "Ada L", "user": user("ada_l"), "status": "extracted_pending"}])
    found = [{"paper": hub_paper(i), "title": i} for i in ("2401.00007",)] + [{"paper": another, "title": "x"}]
    server.routes["/api/papers/search"] = Reply(found)
    ingest_huggingface(app, ["ada_l"])
    ingest_papers(app, WantedPapers(accounts=["Ada_L"]))
    assert [record.package for record in app.lake.records("papers")] == ["2401.00001", "2401.00007"]


def test_papers_that_works_name_are_loaded_when_asked_for(app, server):
    fill_hub(server)
    server.routes["/api/papers/2401.00001"] = Reply(hub_paper("2401.00001"))
    ingest_huggingface(app, ["ada_l"])
    assert [record.package for record in ingest_papers(app, WantedPapers(is_linked=True))] == ["2401.00001"]


def test_a_paper_that_is_not_there_fails_alone(app, server):
    server.routes["/api/papers/2401.00002"] = Reply(hub_paper("2401.00002"))
    records = ingest_papers(app, WantedPapers(arxiv_ids=["2401.00001", "2401.00002"]))
    assert [(record.package, record.status) for record in records] == [
        ("2401.00001", "failed"),
        ("2401.00002", "complete"),
    ]


def test_what_names_no_paper_is_refused(app):
    with pytest.raises(InputError, match="no arXiv id"):
        ingest_papers(app, WantedPapers(arxiv_ids=["tiny things"]))
    with pytest.raises(UsageError, match="--arxiv"):
        ingest_papers(app, WantedPapers())
    (record,) = ingest_papers(app, WantedPapers(["/nowhere/links.json"]))
    assert (record.status, record.details["exit_code"]) == ("failed", 4)


@given(st.recursive(st.text(max_size=20) | st.integers(), lambda inner: st.lists(inner, max_size=4), max_leaves=8))
def test_facts_stay_json_when_they_are_scrubbed(value):
    text = facts_text({"value": value, "other": ['"@acme.org', 'say "@acme.org" to ada@invented.example']})
    assert scrub(text) == text
    assert json.loads(text).keys() == {"value", "other"}


@pytest.mark.real
def test_a_real_link_of_the_archive_is_read(shared):
    row = json.loads((shared / "data" / "api" / "pwc_link_sample.json").read_text(encoding="utf-8"))["row"]
    (found,) = records_of(json.dumps([row]).encode())
    assert not isinstance(found, Rejected)
    assert (found.paper, found.is_official, found.framework) == (row["paper_arxiv_id"], row["is_official"], "tf")
    assert row["repo_url"].endswith(found.repository)
