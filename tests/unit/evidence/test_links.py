"""Where an act can be looked at."""

import pytest

from handiwork.evidence import url_of

WEB = "https://github.com/acme/web"


@pytest.mark.parametrize(
    ("kind", "place", "url"),
    [
        ("commit", {"sha": "a" * 40, "number": 3}, f"{WEB}/commit/{'a' * 40}"),
        ("co_commit", {"sha": "a" * 40}, f"{WEB}/commit/{'a' * 40}"),
        ("commit", {"number": 3}, f"{WEB}/pull/3"),
        ("commit", {"sha": "not hex", "login": "ada_l"}, f"{WEB}/commits?author=ada_l"),
        ("merged_pull_request", {"number": 3}, f"{WEB}/pull/3"),
        ("pull_request", {"number": 3}, f"{WEB}/pull/3"),
        ("review", {"number": 3}, f"{WEB}/pull/3"),
        ("review", {"number": 3, "comment_id": 9}, f"{WEB}/pull/3#pullrequestreview-9"),
        ("review_comment", {"number": 3, "comment_id": 9}, f"{WEB}/pull/3#discussion_r9"),
        ("issue", {"number": 3}, f"{WEB}/issues/3"),
        ("comment", {"number": 3, "comment_id": 9}, f"{WEB}/issues/3#issuecomment-9"),
        ("comment", {"number": 3}, f"{WEB}/issues/3"),
        ("maintain", {"number": 3}, f"{WEB}/issues/3"),
        ("release", {"login": "ada_l"}, f"{WEB}/releases"),
        ("push", {"login": "ada_l"}, f"{WEB}/commits?author=ada_l"),
        ("push", {"login": "ada l&x=1"}, WEB),
        ("create", {"login": "ada_l"}, WEB),
    ],
)
def test_every_kind_of_act_has_its_address(kind, place, url):
    assert url_of(kind, "acme/web", **place) == url


@pytest.mark.parametrize("name", ["(withheld)", "acme", "acme/web/x", "acme/we b", "", "acme/web?x"])
def test_a_repository_without_a_public_name_has_no_address(name):
    assert url_of("commit", name, sha="a" * 40) is None
