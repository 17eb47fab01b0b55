"""What is kept of a conference's programme, as behaviour."""

import gzip
import io
import json
import tarfile
import zipfile
from collections import Counter

import pytest
from tests.conference_programmes import (
    ADA,
    SCHEDULE,
    SESSIONS,
    SPEAKERS,
    speaker,
    submission,
    write_pyvideo,
    write_site,
)
from tests.source_contract import lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.conferences import ProgrammeOptions, ingest_conferences
from handiwork.config import Settings
from handiwork.sources.conferences.recognising import planned_events
from handiwork.sources.conferences.trees import read_tree


@pytest.fixture
def app(tmp_path):
    with Handiwork(Settings(home=tmp_path / "home", threads=1, retry_wait_s=0)) as app:
        yield app


def load(app, path, **options):
    records = ingest_conferences(app, [str(path)], ProgrammeOptions(**options))
    assert [r.details.get("problem") for r in records if r.status == "failed"] == []
    return lake_rows(app)


def works(rows):
    return {row["work"]: row for row in rows.get("works", ())}


def write_json(tmp_path, **files):
    folder = tmp_path / "programme"
    folder.mkdir(exist_ok=True)
    for name, found in files.items():
        (folder / f"{name}.json").write_text(json.dumps(found))
    return folder


def test_a_schedule_gives_talks_with_their_facts_and_only_confirmed_speakers(app, tmp_path):
    rows = load(app, write_json(tmp_path, schedule=SCHEDULE))
    talk = works(rows)["talk:invented-one/AAA111"]
    assert json.loads(talk["facts"]) == {
        "event": "Invented One",
        "language": "en",
        "duration_minutes": 45,
        "recording": "https://video.example.org/1",
        "slides": "https://slides.example.org/1",
    }
    assert str(talk["at"]) == "2025-05-01 08:00:00"
    assert talk["summary"].startswith("How waiting works. Write to (address).")
    assert len(talk["summary"]) <= 300
    assert {row["account"] for row in rows["work_people"]} == {"speaker:invented-one/ADA", "speaker:invented-one/CY"}


def test_a_talk_that_must_not_be_recorded_has_no_recording(app, tmp_path):
    rows = load(app, write_json(tmp_path, schedule=SCHEDULE))
    assert json.loads(works(rows)["talk:invented-one/BBB222"]["facts"]) == {"event": "Invented One"}


def test_only_confirmed_talks_of_people_who_show_themselves_are_loaded(app, tmp_path):
    states = ("confirmed", "submitted", "accepted", "rejected", "canceled", "withdrawn")
    found = [submission(f"T{n}", state=state, speakers=(ADA,)) for n, state in enumerate(states)]
    found.append(submission("T9", speakers=(ADA,), is_anonymised=True))
    rows = load(app, write_json(tmp_path, submissions=found), event="Invented Six")
    assert set(works(rows)) == {"talk:invented-six/T0"}


def test_a_handle_counts_where_it_was_asked_for_and_nothing_else_of_a_speaker_is_kept(app, tmp_path):
    rows = load(app, write_json(tmp_path, submissions=[submission("T0", speakers=(ADA,))]))
    assert [(row["account"], row["other"], row["proof"]) for row in rows["account_links"]] == [
        ("speaker:programme/ADA", "login:ada_l", "programme")
    ]
    assert rows["profiles"][0]["links"] == ["https://ada.example.org/"]
    assert "Long." not in json.dumps(rows, default=str)


def test_the_github_page_of_a_project_is_no_account_of_the_speaker(app, tmp_path):
    project = speaker("ADA", "Ada L", GitHub="https://github.com/ada_l/waiting")
    rows = load(app, write_json(tmp_path, submissions=[submission("T0", speakers=(project,))]))
    assert "account_links" not in rows


def test_europython_gives_links_but_neither_company_nor_photo(app, tmp_path):
    rows = load(app, write_json(tmp_path, sessions=SESSIONS, speakers=SPEAKERS))
    assert set(works(rows)) == {"talk:ep1999/S1"}
    assert [row["other"] for row in rows["account_links"]] == ["login:dee_d"]
    text = json.dumps(rows, default=str)
    assert ["A Company" in text, "p.example" in text] == [False, False]


def test_pyvideo_gives_an_event_for_each_folder_without_what_must_not_be_published(app, tmp_path):
    rows = load(app, write_pyvideo(tmp_path / "data"))
    assert set(works(rows)) == {"talk:one/first", "talk:two/second"}
    assert {row["account"] for row in rows["profiles"]} == {
        "speaker:one/ada-l",
        "speaker:one/zoe-z",
        "speaker:two/ada-l",
    }
    assert {row["data_licence"] for row in rows["works"]} == {"CC0-1.0"}


def test_a_damaged_list_of_what_not_to_publish_lets_nothing_through(app, tmp_path):
    root = write_pyvideo(tmp_path / "data")
    (root / "NO_PUBLISH.json").write_text('{"7": true}')
    records = ingest_conferences(app, [str(root)])
    assert [r.status for r in records] == ["failed"]
    assert lake_rows(app) == {}


def test_a_site_gives_its_talks_without_hidden_people_and_withdrawn_talks(app, tmp_path):
    rows = load(app, write_site(tmp_path / "site-2025"))
    assert set(works(rows)) == {"talk:site-2025/talk-1"}
    assert works(rows)["talk:site-2025/talk-1"]["summary"] == "First sentence. Second."
    assert [row["account"] for row in rows["work_people"]] == ["speaker:site-2025/ada-l"]
    assert [row["other"] for row in rows["account_links"]] == ["login:ada_l"]
    assert rows["profiles"][0]["links"] == ["https://ada.example.org/", "https://github.com/ada_l"]


@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_an_archive_is_as_good_as_a_folder(app, tmp_path, ending):
    root, file = write_pyvideo(tmp_path / "data"), tmp_path / f"data.{ending}"
    paths = [p for p in sorted(root.rglob("*")) if p.is_file()]
    if ending == "zip":
        with zipfile.ZipFile(file, "w") as archive:
            for path in paths:
                archive.write(path, path.relative_to(tmp_path))
    else:
        with tarfile.open(file, "w:gz") as archive:
            for path in paths:
                archive.add(path, path.relative_to(tmp_path))
    assert set(works(load(app, file))) == {"talk:one/first", "talk:two/second"}


def test_an_archive_that_swells_beyond_any_programme_is_refused(app, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one/category.json", b" " * (33 << 20))
    records = ingest_conferences(app, [str(tmp_path / "bomb.zip")])
    assert [(r.status, r.details["error"]) for r in records] == [("failed", "InputError")]


def test_a_damaged_archive_spoils_nothing_else(app, tmp_path):
    (tmp_path / "cut.tar.gz").write_bytes(gzip.compress(b"x" * 2000)[:20])
    targets = [str(tmp_path / "cut.tar.gz"), str(write_pyvideo(tmp_path / "data"))]
    assert [r.status for r in ingest_conferences(app, targets)] == ["failed", "complete", "complete"]


def test_a_page_that_cannot_be_read_spoils_only_itself_and_who_it_is_about_is_not_published(app, tmp_path):
    site = write_site(tmp_path / "site")
    before = load(app, site)
    (site / "_presenters/bo-b.md").write_text("---\nname: [Bo B\nhidden: true\n---\n", encoding="utf-8")
    (record,) = ingest_conferences(app, [str(site)])
    assert (record.status, record.details["problems"]) == (
        "partial",
        ["_presenters/bo-b.md: its front matter is no YAML: ParserError"],
    )
    after = load(app, site)
    assert {table: len(rows) for table, rows in after.items()} == {table: len(rows) for table, rows in before.items()}
    assert [row["name"] for row in after["profiles"]] == ["Ada L"]


def test_a_video_that_cannot_be_read_spoils_only_itself(app, tmp_path):
    data = write_pyvideo(tmp_path / "data")
    before = works(load(app, data))
    broken = min((data / "one/videos").glob("*.json"))
    broken.write_text("{", encoding="utf-8")
    records = ingest_conferences(app, [str(data)])
    assert sorted(r.status for r in records) == ["complete", "partial"]
    assert set(works(load(app, data))) < set(before)


@pytest.mark.parametrize("line", ["ada  L", "@ada_l", "https://ada.example.org", "ADA"])
def test_a_speaker_on_the_operators_list_is_left_out_and_stays_out_of_later_loads(app, tmp_path, line):
    other = speaker("CY", "Cy Y")
    folder = write_json(
        tmp_path, submissions=[submission("T0", speakers=(ADA,)), submission("T1", speakers=(ADA, other))]
    )
    listed = tmp_path / "withheld.txt"
    listed.write_text(f"# asked to be left out\n{line}\n")
    rows = load(app, folder, do_not_publish=listed)
    assert set(works(rows)) == {"talk:programme/T1"}
    assert [row["name"] for row in rows["profiles"]] == ["Cy Y"]
    assert load(app, folder) == rows
    kept = "".join(r.to_json() for r in app.lake.records())
    assert line not in kept


def test_a_speaker_who_is_taken_off_the_programme_goes_with_the_next_load(app, tmp_path):
    found = [submission("T0", speakers=(ADA,)), submission("T1", speakers=(speaker("CY", "Cy Y"),))]
    load(app, write_json(tmp_path, submissions=found))
    rows = load(app, write_json(tmp_path, submissions=found[:1]))
    assert [row["name"] for row in rows["profiles"]] == ["Ada L"]


def test_a_forced_format_that_does_not_fit_is_told(app, tmp_path):
    records = ingest_conferences(app, [str(write_site(tmp_path / "site"))], ProgrammeOptions(as_format="pyvideo"))
    assert [r.details["problem"] for r in records] == ["site cannot be read as pyvideo: it has none of their files"]


# --- real programmes ---


@pytest.mark.real
def test_all_talks_of_pyvideo_since_2018_are_read(shared, tmp_path):
    file, events = tmp_path / "pyvideo.tar", Counter()
    with (
        gzip.open(shared / "data/conferences/pyvideo_talks_2018_on.jsonl.gz", "rt") as lines,
        tarfile.open(file, "w") as tar,
    ):
        for line in lines:
            told = json.loads(line)
            video = {
                **{name: told[name] for name in ("title", "speakers", "recorded", "tags")},
                "description": told["desc"],
                "videos": [{"url": url} for url in told["urls"]],
            }
            if not events[told["event"]]:
                _add(tar, f"data/{told['event']}/category.json", {"title": told["event"]})
            _add(tar, f"data/{told['file']}", video)
            events[told["event"]] += 1
    read = [plan.read() for plan in planned_events(read_tree(file), "pyvideo")]
    assert {event.key: len(event.talks) for event in read} == dict(events)
    assert sum(events.values()) == 10_459


@pytest.mark.real
def test_europythons_own_examples_are_read_in_both_formats(app, shared):
    examples = shared / "data/conferences/europython_programapi_examples/examples"
    records = ingest_conferences(app, [str(examples / "europython"), str(examples / "pretalx")])
    assert [(r.status, r.details["format"]) for r in records] == [("complete", "europython"), ("complete", "pretalx")]


def _add(tar, name, found):
    content = json.dumps(found).encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))
