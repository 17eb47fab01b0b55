"""A user's path to what people made elsewhere: Hugging Face accounts and papers, from the command line."""

import json

import pytest
from tests.huggingface_hub_answers import fill_hub
from tests.integration.test_source_papers import hub_paper, link
from tests.origin_server import OriginServer, Reply


@pytest.fixture
def hub(monkeypatch):
    with OriginServer() as server:
        fill_hub(server)
        server.routes["/api/papers/2401.00001"] = Reply(hub_paper("2401.00001"))
        monkeypatch.setenv("HANDIWORK_HUGGINGFACE_URL", server.url)
        monkeypatch.setenv("HANDIWORK_RETRY_WAIT_S", "0")
        yield server


def test_accounts_are_loaded_and_told_in_one_line(tmp_path, command, hub):
    done = command(tmp_path, "ingest", "huggingface", "ada_l", "bo_b")
    assert (done.code, done.out) == (0, "5 works of 2 accounts\n")


def test_what_became_of_each_account_is_told_as_json_and_a_failure_is_in_the_exit_code(tmp_path, command, hub):
    done = command(tmp_path, "ingest", "huggingface", "no_one", "tiny_lab", "--format", "json")
    rows = json.loads(done.out)
    assert [(row["origin"], row["package"], row["status"]) for row in rows] == [
        ("huggingface", "no_one", "failed"),
        ("huggingface", "tiny_lab", "complete"),
    ]
    assert done.code == 7
    assert "1 of 2 could not be read whole" in done.err


def test_a_load_of_nobody_says_what_to_name(tmp_path, command, hub):
    done = command(tmp_path, "ingest", "huggingface")
    assert (done.code, hub.asked) == (2, [])
    assert "--linked" in done.err


def test_papers_come_from_a_table_and_from_the_hub_in_one_command(tmp_path, command, hub):
    table = tmp_path / "links.json"
    table.write_text(json.dumps([link("p", "bo_b/unknown")]), encoding="utf-8")
    done = command(tmp_path / "home", "ingest", "papers", table, "--arxiv", "2401.00001v2", "--all", "--format", "json")
    rows = json.loads(done.out)
    assert (done.code, [(row["package"], row["status"]) for row in rows]) == (
        0,
        [("archive", "complete"), ("2401.00001", "complete")],
    )
    again = command(tmp_path / "home", "ingest", "papers", table, "--arxiv", "2401.00001", "--all", "--format", "json")
    assert [row["status"] for row in json.loads(again.out)] == ["unchanged", "unchanged"]


def test_a_table_that_is_not_there_is_named(tmp_path, command, hub):
    done = command(tmp_path / "home", "ingest", "papers", tmp_path / "absent.json")
    assert done.code == 7
    assert "absent.json cannot be read" in done.err
