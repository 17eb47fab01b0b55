"""GitHub as an origin: the contract of all of them."""

from datetime import timedelta
from functools import cache

from tests.github_server import ADDRESS, START, Pull, Repo, World, serve, user
from tests.source_contract import SourceContract

from handiwork.app.origins.github import ingest_github
from handiwork.ingest.github import Targets

ADA, BOB, CLEO = (
    user(1, "ada_l", name=f"Ada Lo {ADDRESS}", websiteUrl="https://ada.invented.example"),
    user(2, "bob_b"),
    user(3, "cleo_c"),
)


@cache
def world() -> World:
    web, api = Repo(10, "acme/web", f"Web things, ask {ADDRESS}"), Repo(11, "acme/api")
    for n in range(1, 54):
        who = (ADA, BOB, CLEO)[n % 3]
        pull = Pull(n, who, f"Change {n}, ask {ADDRESS}", START + timedelta(hours=n), BOB, is_merged=n % 2 == 0)
        if n % 10 == 0:
            pull.review(100 + n, BOB, n_comments=1)
        web.pulls.append(pull)
    for n in range(1, 13):
        web.comment(500 + n, 1 + n % 40, (ADA, BOB)[n % 2], START + timedelta(minutes=n))
    api.pulls.append(Pull(1, ADA, "Begin"))
    return World([web, api], [ADA, BOB], is_still=True)


class TestGitHub(SourceContract):
    origin = "github"
    settings = {"github_url": ""}  # noqa: RUF012 - of the contract
    suppressed_login = "ada_l"
    minimum = {  # noqa: RUF012 - of the contract
        "pull_requests": 54,
        "reviews": 5,
        "review_comments": 12,
        "repositories": 2,
        "accounts": 3,
        "profiles": 2,
    }

    def fill(self, server):
        serve(server, world())

    def load(self, app):
        ingest_github(app, Targets(("acme/web", "acme/api"), ("ada_l", "bob_b")), token="t0ken")
