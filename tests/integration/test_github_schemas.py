"""Every question to GitHub follows its published schemas, and so do the answers that the other tests are made from."""

import json
from collections.abc import Callable
from datetime import timedelta
from subprocess import run
from typing import Any

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNonNull,
    InlineFragmentNode,
    OperationDefinitionNode,
    execute_sync,
    get_named_type,
    parse,
    validate,
)
from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse
from tests.github_server import START, GitHubServer, Pull, Repo, World, real_schema, small_schema, user
from tests.source_contract import lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.github import ingest_github
from handiwork.config import Settings
from handiwork.ingest.github import Targets
from handiwork.ingest.github.rows import (
    Repository,
    Told,
    add_commit_account,
    add_profile,
    add_pull_request,
    add_repository,
    add_review,
)
from handiwork.sources import github_queries as queries

DOCUMENTS = {name: getattr(queries, name) for name in queries.__all__ if name.isupper() and "PATH" not in name}
DOCUMENTS |= {
    "accounts of a hundred commits": queries.accounts_of_commits(100),
    "a hundred people": queries.people(100),
}
PATH = queries.REVIEW_COMMENTS_PATH


@pytest.fixture(scope="module")
def description(shared):
    """Return GitHub's description of the one REST path that is asked for, with all that it refers to."""
    packed = shared / "data" / "api" / "github_openapi.json.zst"
    whole = json.loads(run(["zstd", "-dc", str(packed)], capture_output=True, check=True).stdout)
    return OpenAPI.from_dict(_part(whole, PATH), config=Config(spec_validator_cls=None))


@pytest.fixture
def world():
    ada, bob, robo = user(1, "ada_l", social=["https://a.example"]), user(2, "bob_b"), user(9, "robo_r", "Bot")
    web = Repo(10, "acme/web")
    for n in range(1, 60):
        web.pulls.append(Pull(n, (ada, bob, robo, None)[n % 4], f"Change {n}", START, bob, is_merged=n % 2 == 0))
    for n in range(120):
        web.comment(500 + n, n, (ada, bob, None)[n % 3], START + n * timedelta(seconds=1))
    web.commits["1" * 40] = ada
    for n in range(60):
        web.pulls[0].review(100 + n, bob, "CHANGES_REQUESTED")
    return World([web], [ada, user(3, "org_o", "Organization")])


@pytest.mark.real
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_follows_githubs_graphql_schema(shared, name):
    assert validate(real_schema(shared), parse(DOCUMENTS[name])) == []


@pytest.mark.real
def test_what_is_loaded_by_githubs_schema_is_what_is_loaded_by_the_tests_own(shared, world, tmp_path):
    found = []
    for schema in (None, real_schema(shared)):
        with GitHubServer(world, schema) as server:
            settings = Settings(home=tmp_path / str(len(found)), threads=1, retry_wait_s=0, github_url=server.url)
            with Handiwork(settings) as app:
                ingest_github(app, Targets(("acme/web",), ("ada_l", "org_o")), token="t0ken")
                found.append(lake_rows(app))
    assert found[0] == found[1]
    assert {table: len(rows) for table, rows in found[1].items()} == {
        "accounts": 5,
        "profiles": 2,
        "pull_requests": 59,
        "repositories": 1,
        "review_comments": 120,
        "reviews": 60,
    }


@pytest.mark.real
def test_rest_questions_and_the_answers_of_the_tests_follow_githubs_description(description, world, tmp_path):
    with GitHubServer(world) as server:
        settings = Settings(home=tmp_path / "home", threads=1, retry_wait_s=0, github_url=server.url)
        with Handiwork(settings) as app:
            ingest_github(app, Targets(("acme/web",)), token="t0ken")
            ingest_github(app, Targets(("acme/web",)), token="t0ken")
        asked = [a for a in server.asked if a.path != "/graphql"]
        answered = [server.routes["/repos/*"](a) for a in asked]
    assert [sorted(question.query) for question in asked] == [
        ["direction", "page", "per_page", "sort"],
        *[["direction", "page", "per_page", "since", "sort"]] * 2,
    ]
    for question, answer in zip(asked, answered, strict=True):
        args = {name: values[0] for name, values in question.query.items()}
        request = MockRequest("https://api.github.com", question.method.lower(), question.path, args=args)
        response = MockResponse(answer.content(), status_code=answer.status)
        description.validate_request(request)
        description.validate_response(request, response)
    wrong = MockRequest("https://api.github.com", "get", asked[0].path, args={"sort": "nonsense"})
    with pytest.raises(OpenAPIError):
        description.validate_request(wrong)


@pytest.mark.real
@pytest.mark.parametrize("name", ["REPOSITORY", "PULL_REQUESTS", "MORE_REVIEWS", "one commit", "one person"])
def test_whatever_the_schema_lets_github_leave_out_an_answer_is_understood(shared, world, name):
    document, variables, put = QUESTIONS[name]
    whole = execute_sync(small_schema(), parse(document), world.root(is_dry=False), variable_values=variables).data
    places = [place for place in _nullable(real_schema(shared), document) if len(place) > len(put.place)]
    failed = []
    for place in places:
        told = Told.now(START)
        try:
            put(told, _without(whole, place))
        except (KeyError, TypeError, ValueError, AttributeError):
            failed.append(place)
    assert len(places) > 1
    assert failed == [place for place in places if place in NEEDED]


class Put:
    """Puts what is at a place of an answer into rows."""

    def __init__(self, add: Callable[[Told, Any], Any], *place: str) -> None:
        self.add, self.place = add, place

    def __call__(self, told: Told, answer: Any) -> None:
        found = answer
        for name in self.place:
            found = found[name]
        for node in found if isinstance(found, list) else [found]:
            self.add(told, node)


WEB = Repository(10, "acme/web", "acme/web")
NAMED = {"owner": "acme", "name": "web"}
QUESTIONS = {
    "REPOSITORY": (queries.REPOSITORY, NAMED, Put(add_repository, "repository")),
    "PULL_REQUESTS": (
        queries.PULL_REQUESTS,
        NAMED | {"size": 50},
        Put(lambda told, node: add_pull_request(told, WEB, node), "repository", "pullRequests", "nodes"),
    ),
    "MORE_REVIEWS": (
        queries.MORE_REVIEWS,
        NAMED | {"number": 1},
        Put(lambda told, node: add_review(told, WEB, 1, node), "repository", "pullRequest", "reviews", "nodes"),
    ),
    "one commit": (
        queries.accounts_of_commits(1),
        NAMED | {"c0": "1" * 40},
        Put(lambda told, node: add_commit_account(told, "acme/web", "k", "1" * 40, node), "repository", "c0"),
    ),
    "one person": (queries.people(1), {"p0": "ada_l"}, Put(lambda told, node: add_profile(told, node, "x"), "p0")),
}
NEEDED = [("repository", "databaseId"), ("p0", "databaseId")]
"""Without these nobody knows what an answer is about: the load of that repository or profile says so and fails."""

# --- private ---


def _nullable(schema: Any, document: str) -> list[tuple[str, ...]]:
    """Return the places of an answer that its schema lets be null, each once."""
    parsed = parse(document)
    fragments = {node.name.value: node for node in parsed.definitions if isinstance(node, FragmentDefinitionNode)}
    found: dict[tuple[str, ...], None] = {}

    def walk(selections: Any, kind: Any, place: tuple[str, ...]) -> None:
        for chosen in selections.selections:
            if isinstance(chosen, FieldNode) and chosen.name.value != "__typename":
                below = (*place, (chosen.alias or chosen.name).value)
                given = kind.fields[chosen.name.value].type
                if not isinstance(given, GraphQLNonNull):
                    found[below] = None
                if chosen.selection_set:
                    walk(chosen.selection_set, get_named_type(given), below)
            elif isinstance(chosen, InlineFragmentNode):
                walk(chosen.selection_set, schema.type_map[chosen.type_condition.name.value], place)
            elif isinstance(chosen, FragmentSpreadNode) and chosen.name.value != "Limit":
                fragment = fragments[chosen.name.value]
                walk(fragment.selection_set, schema.type_map[fragment.type_condition.name.value], place)

    question = next(node for node in parsed.definitions if isinstance(node, OperationDefinitionNode))
    walk(question.selection_set, schema.query_type, ())
    return list(found)


def _without(value: Any, place: tuple[str, ...]) -> Any:
    """Return an answer with null at a place, in every member of the lists on the way."""
    if isinstance(value, list):
        return [_without(member, place) for member in value]
    if value is None or not place or place[0] not in value:
        return value
    return {**value, place[0]: _without(value[place[0]], place[1:]) if place[1:] else None}


def _part(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a description with one path and the components that it leads to."""
    kept: dict[str, Any] = {"openapi": whole["openapi"], "info": whole["info"], "servers": whole["servers"]}
    kept |= {"paths": {path: {"get": whole["paths"][path]["get"]}}, "components": {}}
    waiting = [kept["paths"]]
    while waiting:
        for reference in _references(waiting.pop()):
            _, _, kind, name = reference.split("/", 3)
            if name not in kept["components"].setdefault(kind, {}):
                kept["components"][kind][name] = whole["components"][kind][name]
                waiting.append(kept["components"][kind][name])
    return kept


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in _references(inner)]
    return [found for inner in value for found in _references(inner)] if isinstance(value, list) else []
