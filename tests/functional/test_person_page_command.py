"""A user's path: load an account at another origin, build the index, see its works on the person's page."""

import json

import pytest
from tests.huggingface_hub_answers import fill_hub
from tests.identity_lake import LakeBuilder, write_rows
from tests.origin_server import OriginServer

from handiwork.lake.store import Lake


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a home that knows Ada and Bo from the archive; the Hub answers on loopback."""
    world = LakeBuilder(tmp_path / "lake")
    for account in ((1, "ada_l"), (2, "bo_b")):
        world.event("CreateEvent", account, (account[0] + 10, f"{account[1]}/tool"), ref_type="repository")
    write_rows(Lake(world.root), "world", world.rows)
    with OriginServer() as server:
        fill_hub(server)
        monkeypatch.setenv("HANDIWORK_HUGGINGFACE_URL", server.url)
        monkeypatch.setenv("HANDIWORK_RETRY_WAIT_S", "0")
        yield tmp_path


def page(command, home, login):
    done = command(home, "person", "show", login, "--format", "json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_what_was_loaded_is_on_the_page_once_the_index_is_built_and_goes_with_the_link(home, command):
    build = ("index", "build", "--date", "2025-06-01")
    assert command(home, *build).code == 0
    before = page(command, home, "ada_l")
    assert (before["works"], {row["status"] for row in before["origins"]}) == ([], {"not observed"})
    assert command(home, "ingest", "huggingface", "ada_l").code == 0
    assert command(home, *build).code == 0
    view = page(command, home, "ada_l")
    assert sorted((work["work"], work["roles"], work["link"]["strength"]) for work in view["works"]) == [
        ("dataset:ada_l/poems", ["owner", "author"], 0.95),
        ("model:Ada_L/tiny", ["owner", "author"], 0.95),
        ("model:ada_l/tiny-chat", ["owner", "author"], 0.95),
        ("space:ada_l/demo", ["owner"], 0.95),
    ]
    chat = next(work for work in view["works"] if work["work"] == "model:ada_l/tiny-chat")
    assert (chat["licence"], chat["data_licence"]) == ("apache-2.0", "Hugging Face terms of service")
    assert chat["facts"]["base_models"] == [{"name": "tiny_lab/base", "relation": "finetune"}]
    assert command(home, "identity", "reject", "ada_l", "huggingface:ada_l").code == 0
    assert command(home, *build).code == 0
    assert page(command, home, "ada_l")["works"] == []


def test_an_index_that_was_built_before_opens_and_the_one_with_works_is_another(home, command):
    build = ("index", "build", "--date", "2025-06-01")
    first = command(home, *build).out.strip()
    command(home, "ingest", "huggingface", "ada_l")
    second = command(home, *build).out.strip()
    assert first != second
    assert command(home, "index", "use", first).code == 0
    assert page(command, home, "ada_l")["profile"] is None
