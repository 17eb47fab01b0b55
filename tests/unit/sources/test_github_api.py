"""GitHub's API is asked within its limits, in smaller pages when it is slow, and never tells the token."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.github_server import START, GitHubServer, Pull, Repo, World, user
from tests.origin_server import Reply

from handiwork.errors import PermanentSourceError, TransientSourceError, UsageError
from handiwork.sources.asking import Manners
from handiwork.sources.github import GitHubApi
from handiwork.sources.github_queries import PULL_REQUESTS, REPOSITORY

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TOKEN = "t0ken-of-nobody"
WEB = {"owner": "acme", "name": "web"}
PAGE = {**WEB, "size": 50, "after": None}
COMMENTS = {"per_page": 100, "page": 1}


@pytest.fixture
def world():
    repo = Repo(10, "acme/web")
    repo.pulls += [Pull(n, user(1, "ada_l"), updated_at=START + timedelta(hours=n)) for n in range(1, 31)]
    repo.comment(500, 1, user(1, "ada_l"))
    return World([repo])


@pytest.fixture
def server(world):
    with GitHubServer(world) as server:
        yield server


@pytest.fixture
def waits():
    return []


@pytest.fixture
def api(server, waits):
    with GitHubApi(server.url, TOKEN, Manners(retry_wait_s=0, sleep=waits.append), now=lambda: NOW) as api:
        yield api


def sizes(server):
    return [asked.json()["variables"]["size"] for asked in server.asked]


def test_the_token_is_sent_as_a_bearer_and_stands_in_no_error(api, server):
    server.routes["/graphql"] = Reply({"message": "Bad credentials"}, 401)
    with pytest.raises(UsageError) as refused:
        api.ask(REPOSITORY, WEB)
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in str(refused.value)
    assert TOKEN not in repr(refused.value.__cause__)


def test_what_questions_cost_is_added_up(api, world):
    world.cost, world.remaining = 3, 100
    api.ask(REPOSITORY, WEB)
    answer = api.ask(PULL_REQUESTS, PAGE)
    assert (answer.cost, api.budget.used_points, api.budget.remaining_points) == (3, 6, 94)


def test_a_page_that_does_not_come_in_time_is_asked_for_in_halves(api, server, world, waits):
    world.largest = 10
    answer = api.ask(PULL_REQUESTS, PAGE, shrink="size")
    assert sizes(server) == [50, 25, 12, 6]
    assert (answer.asked["size"], len(answer.data["repository"]["pullRequests"]["nodes"])) == (6, 6)
    assert waits == []


def test_a_page_of_one_that_never_comes_is_given_up_after_five_tries(api, server, world):
    world.largest = 0
    with pytest.raises(TransientSourceError):
        api.ask(PULL_REQUESTS, {**PAGE, "size": 2}, shrink="size")
    assert sizes(server) == [2, 1, 1, 1, 1, 1]


def test_a_used_up_limit_is_waited_for_until_its_reset_and_the_page_stays_as_large(api, server, waits):
    reset = str(int(NOW.timestamp()) + 900)
    limited = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}
    server.faults.append(Reply(limited, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}))
    api.ask(PULL_REQUESTS, PAGE, shrink="size")
    assert waits == [900.0]
    assert sizes(server) == [50, 50]


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (Reply({"message": "slow down"}, 429, {"Retry-After": "7"}), 7.0),
        (Reply({"message": "slow down"}, 403, {"Retry-After": "8"}), 8.0),
        (Reply({"message": "You have exceeded a secondary rate limit. Please wait"}, 403), 60.0),
        (Reply({"errors": [{"type": "RATE_LIMITED", "message": "enough"}]}), 60.0),
        (Reply({"errors": [{"message": "You have exceeded a secondary rate limit. Please wait"}]}), 60.0),
        (Reply({"errors": [{"message": "API rate limit exceeded for user ID 1"}]}, headers={"Retry-After": "9"}), 9.0),
    ],
)
def test_other_limits_are_waited_for_as_told_or_a_minute(api, server, waits, reply, wait):
    server.faults.append(reply)
    api.ask(REPOSITORY, WEB)
    assert waits == [wait]


def test_a_limit_that_stays_is_waited_for_longer_each_time(api, server, waits):
    server.faults.extend([Reply({"message": "slow down"}, 429, {"Retry-After": "7"})] * 3)
    api.ask(REPOSITORY, WEB)
    assert waits == [7.0, 14.0, 28.0]


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (Reply({"message": "slow down"}, 429, {"Retry-After": "7"}), 7.0),
        (Reply({"message": "You have exceeded a secondary rate limit. Please wait"}, 403), 60.0),
    ],
)
def test_limits_of_lists_are_waited_for_in_the_same_way(api, server, waits, reply, wait):
    server.faults.extend([reply] * 2)
    items, _ = api.listed("/repos/acme/web/pulls/comments", COMMENTS)
    assert ([item["id"] for item in items], waits) == ([500], [wait, 2 * wait])


def test_before_the_points_of_the_hour_are_used_up_it_waits_for_the_next(server, world, waits):
    with GitHubApi(server.url, TOKEN, Manners(sleep=waits.append), now=lambda: NOW) as api:
        api.ask(REPOSITORY, WEB)
        api.budget.remaining_points, api.budget.reset_at = 50, NOW + timedelta(minutes=20)
        api.ask(REPOSITORY, WEB)
        api.budget.remaining_points, api.budget.reset_at = 51, NOW + timedelta(minutes=20)
        api.ask(REPOSITORY, WEB)
    assert waits == [1200.0]


def test_a_wait_of_more_than_an_hour_is_not_waited(api, server, waits):
    server.faults.append(Reply({"message": "later"}, 429, {"Retry-After": "90000"}))
    with pytest.raises(TransientSourceError):
        api.ask(REPOSITORY, WEB)
    assert waits == []


def test_errors_beside_data_are_asked_again_and_told_in_the_end(api, server, world):
    world.troubled = {30}
    answer = api.ask(PULL_REQUESTS, {**PAGE, "size": 1}, shrink="size")
    assert answer.failed == (("repository", "pullRequests", "nodes", 0),)
    assert answer.data["repository"]["pullRequests"]["nodes"] == [None]
    assert len(server.asked) == 5


def test_what_is_not_there_is_no_trouble(api, server):
    answer = api.ask(REPOSITORY, {"owner": "acme", "name": "gone"})
    assert (answer.data["repository"], answer.failed, len(server.asked)) == (None, (), 1)


def test_what_takes_too_many_of_githubs_resources_is_asked_for_in_halves(api, server):
    told = {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "Resource limits for this query exceeded."}
    server.faults.append(Reply({"data": None, "errors": [told]}))
    answer = api.ask(PULL_REQUESTS, PAGE, shrink="size")
    assert (sizes(server), len(answer.data["repository"]["pullRequests"]["nodes"])) == ([50, 25], 25)


def test_a_list_that_moved_is_followed_and_nobody_else_gets_the_token(api, server, world):
    world.moved["acme/old"] = "acme/web"
    items, _ = api.listed("/repos/acme/old/pulls/comments", COMMENTS)
    assert [item["id"] for item in items] == [500]
    with GitHubServer(world) as other:
        elsewhere = Reply({"message": "Moved"}, 301, {"Location": f"{other.url}/repos/acme/web/pulls/comments"})
        server.routes["/repos/acme/far/*"] = elsewhere
        other.routes["/repos/*"] = Reply([])
        api.listed("/repos/acme/far/pulls/comments", COMMENTS)
        assert ["authorization" in asked.headers for asked in other.asked] == [False]
    assert [asked.headers["authorization"] for asked in server.asked] == [f"Bearer {TOKEN}"] * 3


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "the token may not see this"), (404, "is not GitHub's API; check the setting github_url")],
)
def test_a_refusal_says_what_may_be_wrong(api, server, status, said):
    server.routes["/graphql"] = Reply({"message": "no"}, status)
    with pytest.raises(PermanentSourceError, match=said):
        api.ask(REPOSITORY, WEB)
    assert len(server.asked) == 1


def test_a_refused_question_is_not_asked_again(api, server):
    server.routes["/graphql"] = Reply({"errors": [{"message": "no", "extensions": {"code": "undefinedField"}}]})
    with pytest.raises(PermanentSourceError):
        api.ask(REPOSITORY, WEB)
    assert len(server.asked) == 1


def test_a_list_is_told_again_only_if_it_changed(api, server, world):
    path = "/repos/acme/web/pulls/comments"
    items, answer = api.listed(path, COMMENTS)
    again = api.listed(path, COMMENTS, etag=answer.etag)
    world.repos[0].comment(501, 1, None)
    more, _ = api.listed(path, COMMENTS, etag=answer.etag)
    assert ([i["id"] for i in items], again[0], again[1].is_unchanged) == ([500], (), True)
    assert [i["id"] for i in more] == [500, 501]
    assert api.budget.rest_requests == 2


def test_the_last_request_of_an_hour_is_followed_by_a_wait(api, server, waits):
    told = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 40)}
    server.faults.append(Reply([], headers=told))
    api.listed("/repos/acme/web/pulls/comments", COMMENTS)
    api.listed("/repos/acme/web/pulls/comments", COMMENTS)
    assert waits == [40.0]
