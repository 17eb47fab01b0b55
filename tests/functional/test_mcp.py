"""The tools as an assistant meets them: a real client, over a real subprocess and over real HTTP on loopback."""

import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from tests.mcp_home import ROLE, tools_home

import handiwork
from handiwork import errors
from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.desk.drafts import MOST_A_DAY
from handiwork.faces.error_kinds import KINDS, kind_of
from handiwork.faces.mcp import create_server
from handiwork.faces.mcp.people import MOST_PEOPLE

SOURCE = str(Path(handiwork.__file__).parents[1])
READ = {
    "understand_brief", "search_people", "explain_match", "get_evidence", "show_person", "compare_people",
    "pool_size", "find_repositories", "list_repositories", "list_ecosystems",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tools_home(tmp_path_factory.mktemp("tools") / "home")


@pytest.fixture
def server(home):
    with Handiwork(Settings(home=home)) as app:
        yield create_server(app)


def said(server, *calls):
    """Return the answers of some calls, each a tool's name and arguments, over one connection."""

    async def asked():
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(asked)


def started(home, *flags):
    command = ["-m", "handiwork", "--home", str(home), "mcp", *flags]
    return [sys.executable, *command]


def value(server, name, **arguments):
    (answer,) = said(server, (name, arguments))
    assert not answer.is_error, answer.content
    return answer.structured_content


def refusal(server, name, **arguments):
    (answer,) = said(server, (name, arguments))
    assert answer.is_error
    return answer.content[0].text


# --- transports ---


def test_a_client_over_a_real_subprocess_goes_from_the_role_to_the_evidence(home):
    command, *arguments = started(home)

    async def path():
        async with Client(StdioServerParameters(command=command, args=arguments, env={"PYTHONPATH": SOURCE})) as one:
            tools = (await one.list_tools()).tools
            brief = await one.call_tool("understand_brief", {"role": ROLE})
            found = await one.call_tool("search_people", {"role": ROLE, "limit": 1})
            first = found.structured_content["hits"][0]["at"]
            why = await one.call_tool("explain_match", {"role": ROLE, "person": first})
            return {tool.name for tool in tools}, brief, found, why

    names, brief, found, why = anyio.run(path)
    assert names == READ
    assert brief.structured_content["text"] == ROLE
    assert [hit["at"] for hit in found.structured_content["hits"]] == ["ada_l"]
    assert found.structured_content["next_page"] == 2
    assert why.structured_content["rank"] == 1
    assert json.loads(why.content[0].text) == why.structured_content


@pytest.fixture(scope="module")
def address(home):
    with subprocess.Popen(started(home, "--http", "--port", "0"), stderr=subprocess.PIPE, text=True) as process:
        found = None
        for line in process.stderr:
            if found := re.search(r"http://\S+/mcp", line):
                break
        try:
            assert found, "the server did not start"
            _listening(found[0])
            yield found[0]
        finally:
            process.terminate()


def _listening(address):
    """Wait until a server that told its address answers there: it tells it before it listens."""
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", urlsplit(address).port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"nobody answers at {address}")


def test_a_client_over_http_gets_the_same_answer_as_over_a_subprocess(address, server):
    call = ("search_people", {"role": ROLE})
    assert said(address, call)[0].structured_content == said(server, call)[0].structured_content


@pytest.mark.parametrize(
    ("headers", "status"), [({"host": "elsewhere.example"}, 421), ({"origin": "http://elsewhere.example"}, 403)]
)
def test_a_page_elsewhere_cannot_reach_the_tools(address, headers, status):
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    assert httpx2.post(address, json=body, headers=accept | headers, timeout=60).status_code == status


def test_tools_are_not_served_beyond_this_machine(home):
    done = subprocess.run(started(home, "--http", "--host", "0.0.0.0"), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "beyond this machine" in done.stderr


# --- what is offered ---


def test_every_tool_says_what_it_does_takes_and_gives(home):
    with Handiwork(Settings(home=home)) as app:
        tools = anyio.run(create_server(app, allow_writes=True).list_tools)
    for tool in tools:
        assert len(tool.description) > 40
        assert tool.output_schema["type"] == "object"
        assert tool.annotations.open_world_hint is False
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.read_only_hint is (tool.name in READ | {"show_lists"})
    for name, schema in ((t.name, s) for t in tools for s in t.input_schema.get("properties", {}).values()):
        assert "description" in schema or "enum" in schema or "default" in schema, name


def test_tools_that_change_something_are_off_unless_asked_for(home, server):
    assert {tool.name for tool in anyio.run(server.list_tools)} == READ
    with Handiwork(Settings(home=home)) as app:
        offered = {tool.name for tool in anyio.run(create_server(app, allow_writes=True).list_tools)}
    assert "draft_text" in offered - READ


@pytest.mark.parametrize("limit", [0, MOST_PEOPLE + 1])
def test_nobody_gets_more_than_fifty_people_at_once(server, limit):
    assert "limit" in refusal(server, "search_people", role=ROLE, limit=limit)


# --- what is told ---


def test_parts_of_a_score_add_up_and_carry_their_acts(server):
    why = value(server, "explain_match", role=ROLE, person="ada_l")
    assert sum(round(part["value"] * 1e6) for part in why["parts"]) == round(why["score"] * 1e6)
    assert {act["number"] for part in why["parts"] for act in part["evidence"]} >= {7, 8}


def test_pages_of_evidence_join_without_gap_or_repetition(server):
    whole = value(server, "get_evidence", person="ada_l", limit=50)
    pages = [value(server, "get_evidence", person="ada_l", limit=2, page=page) for page in (1, 2)]
    assert [act for page in pages for act in page["evidence"]] == whole["evidence"]
    assert [page["next_page"] for page in pages] == [2, None]


def test_filters_and_edits_act(server):
    only = {"repositories": ["bob_x/tools"]}
    assert [hit["at"] for hit in value(server, "search_people", role=ROLE, filters=only)["hits"]] == ["ada_l"]
    brief = value(server, "understand_brief", role=ROLE, edits=["repo:acme/web=0.5"])
    assert {each["name"]: each["weight"] for each in brief["repositories"]}["acme/web"] == 0.5
    assert "filters" in refusal(server, "search_people", role=ROLE, filters={"age": 30})


def test_people_are_compared_in_the_order_they_are_named(server):
    told = value(server, "compare_people", role=ROLE, people=["grace_h", "ada_l"])
    assert [(each["at"], each["rank"]) for each in told["people"]] == [("grace_h", 2), ("ada_l", 1)]
    assert "people" in refusal(server, "compare_people", role=ROLE, people=["ada_l"])


def test_whoever_asked_to_be_left_out_appears_nowhere(server):
    calls = [
        ("search_people", {"role": ROLE, "limit": MOST_PEOPLE}),
        ("explain_match", {"role": ROLE, "person": "ada_l"}),
        ("get_evidence", {"person": "ada_l", "limit": 50}),
        ("show_person", {"person": "ada_l"}),
        ("compare_people", {"role": ROLE, "people": ["ada_l", "grace_h"]}),
        ("find_repositories", {"text": "scheduler tools"}),
        ("understand_brief", {"role": ROLE}),
    ]
    for (name, _), answer in zip(calls, said(server, *calls), strict=True):
        assert not answer.is_error, answer.content
        assert "bob" not in answer.content[0].text, name
    assert refusal(server, "show_person", person="bob_x").startswith("Error executing tool show_person: not-found:")


def test_no_answer_holds_an_address_or_text_that_nobody_sees(server):
    shown = json.dumps(value(server, "get_evidence", person="ada_l"), ensure_ascii=False)
    assert "Fix scheduler locking for (address)" in shown
    assert not re.search("[\u200b\U000e0041]", shown)
    brief = value(server, "understand_brief", role=f"{ROLE}; write to ada@example.org")
    assert "@" not in json.dumps(brief)


def test_answers_with_text_from_the_world_say_that_it_is_no_instruction(server):
    for name, arguments in (
        ("search_people", {"role": ROLE}),
        ("get_evidence", {"person": "ada_l"}),
        ("show_person", {"person": "ada_l"}),
        ("find_repositories", {"text": "web"}),
    ):
        assert "third parties" in value(server, name, **arguments)["notice"]


# --- errors ---


def test_an_error_tells_its_kind_and_what_to_do(server):
    assert "not-found: no ecosystem 'pythonweb'" in refusal(server, "list_repositories", ecosystem="pythonweb")
    assert "usage: " in refusal(server, "search_people", role=ROLE, edits=["nonsense"])


def test_every_error_of_ours_has_a_kind_of_its_own_or_its_parents():
    known = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.HandiworkError)
    ]
    kinds = {each.__name__: kind_of(each("?")) for each in known}
    assert set(kinds.values()) == {kind for _, kind in KINDS}
    assert (kinds["LockedError"], kinds["AbsentError"], kinds["CatalogError"]) == ("busy", "origin", "usage")


# --- tools that change something ---


@pytest.fixture
def writer(home):
    named = {
        "controller_name": "Acme Hiring",
        "controller_contact_page": "https://acme.example/contact",
        "controller_notice_page": "https://acme.example/notice",
    }
    with Handiwork(Settings(home=home, operator="test", **named)) as app:
        yield create_server(app, allow_writes=True)


def test_one_person_is_put_on_a_list_and_noted_as_by_an_assistant(home, writer):
    with Handiwork(Settings(home=home)) as app:
        number = app.list_book.make("Backend", by="test")
    added = value(writer, "add_to_list", list_number=number, person="ada_l", role=ROLE)
    again = value(writer, "add_to_list", list_number=number, person="ada_l", role=ROLE, stage="shortlisted")
    assert added == again
    value(writer, "add_note", entry=added["entry"], text="Reviews with care; ask grace@example.org")
    (told,) = [each for each in value(writer, "show_lists")["lists"] if each["number"] == number]
    assert (told["name"], told["stages"]) == ("Backend", {"found": 1})
    with Handiwork(Settings(home=home)) as app:
        (entry,) = app.list_book.entries(number)
    assert [(note.text, note.by) for note in entry.notes] == [("Reviews with care; ask (address)", "test (assistant)")]


@pytest.mark.parametrize(
    ("name", "arguments", "part"),
    [
        ("add_to_list", {"list_number": 999, "person": "ada_l"}, "not-found"),
        ("add_to_list", {"list_number": 1, "person": "bob_x"}, "not-found"),
        ("add_to_list", {"list_number": 1, "person": "ada_l", "stage": "contacted"}, "stage"),
        ("add_note", {"entry": 999, "text": "?"}, "not-found"),
    ],
)
def test_what_cannot_be_put_on_a_list_is_told(writer, name, arguments, part):
    assert part in refusal(writer, name, **arguments)


def test_a_draft_is_about_one_person_and_counted(writer):
    first = value(writer, "draft_text", person="ada_l", role=ROLE)
    assert "Acme Hiring" in first["text"]
    assert "https://acme.example/notice" in first["text"]
    assert "\n" in first["text"]
    assert first["most_a_day"] == MOST_A_DAY
    again = value(writer, "draft_text", person="grace_h", role=ROLE)
    assert again["made_today"] == first["made_today"] + 1


def test_no_draft_for_whoever_is_left_out_nor_without_saying_who_writes(home, writer):
    assert "not-found" in refusal(writer, "draft_text", person="bob_x", role=ROLE)
    with Handiwork(Settings(home=home)) as app:
        told = refusal(create_server(app, allow_writes=True), "draft_text", person="ada_l", role=ROLE)
    assert "setting: " in told
    assert "controller_name" in told
