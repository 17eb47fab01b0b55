"""GitHub on loopback: runs the documents it is asked against a schema, over an invented world; pages, limits, fails."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from subprocess import run
from typing import Any
from urllib.parse import urlencode

from graphql import GraphQLError, build_schema, execute_sync, parse, validate
from tests.origin_server import Asked, OriginServer, Reply

SMALL_SCHEMA = """
scalar DateTime scalar URI scalar GitObjectID scalar BigInt
type Query {
  rateLimit(dryRun: Boolean = false): RateLimit
  repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
  repositoryOwner(login: String!): RepositoryOwner
  search(first: Int, query: String!, type: SearchType!): SearchResultItemConnection!
}
enum SearchType { ISSUE }
type SearchResultItemConnection { issueCount: Int! }
type RateLimit { cost: Int! remaining: Int! resetAt: DateTime! }
interface RepositoryOwner { login: String! url: URI! }
interface Actor { login: String! url: URI! }
type User implements Actor & RepositoryOwner {
  login: String! url: URI! databaseId: Int name: String websiteUrl: URI isHireable: Boolean! bio: String
  socialAccounts(first: Int): SocialAccountConnection! email: String! avatarUrl: URI!
}
type Organization implements Actor & RepositoryOwner {
  login: String! url: URI! databaseId: Int name: String websiteUrl: URI
}
type Bot implements Actor { login: String! url: URI! databaseId: Int }
type Mannequin implements Actor { login: String! url: URI! databaseId: Int }
type SocialAccountConnection { nodes: [SocialAccount] }
type SocialAccount { url: URI! }
type Named { name: String! }
type License { spdxId: String }
type TopicConnection { nodes: [RepositoryTopic] }
type RepositoryTopic { topic: Named! }
enum Direction { ASC DESC }
enum IssueOrderField { CREATED_AT UPDATED_AT COMMENTS }
input IssueOrder { direction: Direction! field: IssueOrderField! }
type Repository {
  databaseId: Int nameWithOwner: String! description: String createdAt: DateTime! pushedAt: DateTime
  isArchived: Boolean! isFork: Boolean! stargazerCount: Int! primaryLanguage: Named licenseInfo: License
  defaultBranchRef: Named repositoryTopics(first: Int): TopicConnection!
  pullRequests(after: String, first: Int, orderBy: IssueOrder): PullRequestConnection!
  pullRequest(number: Int!): PullRequest
  object(oid: GitObjectID): GitObject
}
interface GitObject { oid: GitObjectID! }
type Commit implements GitObject { oid: GitObjectID! author: GitActor }
type GitActor { name: String email: String user: User }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type PullRequestConnection { nodes: [PullRequest] pageInfo: PageInfo! totalCount: Int! }
enum PullRequestState { OPEN CLOSED MERGED }
enum PullRequestReviewDecision { APPROVED CHANGES_REQUESTED REVIEW_REQUIRED }
enum PullRequestReviewState { APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING }
type PullRequest {
  number: Int! title: String! state: PullRequestState! createdAt: DateTime! updatedAt: DateTime!
  closedAt: DateTime mergedAt: DateTime author: Actor mergedBy: Actor mergeCommit: Commit
  additions: Int! deletions: Int! changedFiles: Int! reviewDecision: PullRequestReviewDecision
  labels(first: Int): LabelConnection files(first: Int): FileConnection
  reviews(after: String, first: Int): PullRequestReviewConnection
}
type LabelConnection { nodes: [Named] }
type FileConnection { nodes: [File] }
type File { path: String! }
type PullRequestReviewConnection { nodes: [Review] pageInfo: PageInfo! totalCount: Int! }
type Review {
  fullDatabaseId: BigInt author: Actor state: PullRequestReviewState! submittedAt: DateTime
  comments: CommentConnection!
}
type CommentConnection { totalCount: Int! }
"""
"""What Handiwork asks for, declared by hand: for where GitHub's own schema is not beside the checkout."""

ADDRESS = "ada@invented.example"
START = datetime(2025, 10, 1, 9, tzinfo=UTC)


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def small_schema() -> Any:
    return build_schema(SMALL_SCHEMA)


@cache
def real_schema(folder: Path) -> Any:
    """Return GitHub's published schema; a second or two."""
    packed = folder / "data" / "api" / "github_schema.graphql.zst"
    sdl = run(["zstd", "-dc", str(packed)], capture_output=True, check=True).stdout.decode()
    return build_schema(sdl, assume_valid=True)


def user(account_id: int, login: str, kind: str = "User", **facts: Any) -> dict[str, Any]:
    """Return an account; everybody has an address and a picture that must not be asked for."""
    base = {
        "__typename": kind,
        "databaseId": account_id,
        "login": login,
        "url": f"https://github.com/{login}",
        "name": None,
        "websiteUrl": None,
        "isHireable": False,
        "bio": None,
        "email": ADDRESS,
        "avatarUrl": "https://pictures.invented.example/1",
    }
    social = facts.pop("social", [])
    return base | facts | {"socialAccounts": lambda _info, **_: {"nodes": [{"url": url} for url in social]}}


@dataclass
class Pull:
    """A pull request of the world."""

    number: int
    author: dict[str, Any] | None
    title: str = "Fix it"
    updated_at: datetime = START
    merged_by: dict[str, Any] | None = None
    is_merged: bool = False
    labels: tuple[str, ...] = ()
    paths: tuple[str, ...] = ("src/a.py",)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    decision: str | None = None

    def review(
        self, review_id: int, author: dict[str, Any] | None, state: str = "APPROVED", n_comments: int = 0
    ) -> None:
        at = None if state == "PENDING" else text(self.updated_at)
        told = {"fullDatabaseId": str(review_id), "author": author, "state": state, "submittedAt": at}
        self.reviews.append(told | {"comments": {"totalCount": n_comments}})

    def node(self) -> dict[str, Any]:
        done = text(self.updated_at) if self.is_merged else None
        return {
            "number": self.number,
            "title": self.title,
            "state": "MERGED" if self.is_merged else "OPEN",
            "createdAt": text(START),
            "updatedAt": text(self.updated_at),
            "closedAt": done,
            "mergedAt": done,
            "author": self.author,
            "mergedBy": self.merged_by,
            "mergeCommit": {"oid": f"{self.number:040x}", "__typename": "Commit"} if self.is_merged else None,
            "additions": 3,
            "deletions": 1,
            "changedFiles": len(self.paths),
            "reviewDecision": self.decision,
            "labels": lambda _info, **_: {"nodes": [{"name": name} for name in self.labels]},
            "files": lambda _info, **_: {"nodes": [{"path": path} for path in self.paths]},
            "reviews": lambda _info, first, after=None: _by_place(self.reviews, first, after),
        }


@dataclass
class Repo:
    """A repository of the world."""

    repo_id: int
    name: str
    description: str = "Web things"
    stars: int = 5
    pulls: list[Pull] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    commits: dict[str, dict[str, Any] | None] = field(default_factory=dict)

    def comment(self, comment_id: int, number: int, author: dict[str, Any] | None, at: datetime = START) -> None:
        """Add a comment on a line; its text holds an address."""
        account = author and {
            "login": author["login"],
            "id": author["databaseId"],
            "type": author["__typename"],
            "node_id": "x",
            **dict.fromkeys(_USER_URLS, "https://api.invented.example/x"),
            "gravatar_id": "",
            "site_admin": False,
        }
        base = f"https://api.invented.example/repos/{self.name}/pulls"
        link = {"href": "https://invented.example/x"}
        self.comments.append(
            {
                "id": comment_id,
                "node_id": "x",
                "user": account,
                "pull_request_url": f"{base}/{number}",
                "pull_request_review_id": None,
                "url": f"{base}/comments/{comment_id}",
                "html_url": "https://invented.example/x",
                "path": "src/a.py",
                "diff_hunk": "@@",
                "commit_id": "1" * 40,
                "original_commit_id": "1" * 40,
                "body": f"ask {ADDRESS}",
                "created_at": text(START),
                "updated_at": text(at),
                "author_association": "MEMBER",
                "_links": {"self": link, "html": link, "pull_request": link},
            }
        )

    def node(self, world: "World") -> dict[str, Any]:
        return {
            "databaseId": self.repo_id,
            "nameWithOwner": self.name,
            "description": self.description,
            "createdAt": text(START - timedelta(days=900)),
            "pushedAt": text(START),
            "isArchived": False,
            "isFork": False,
            "stargazerCount": self.stars,
            "primaryLanguage": {"name": "Python"},
            "licenseInfo": {"spdxId": "MIT"},
            "defaultBranchRef": {"name": "main"},
            "repositoryTopics": lambda _info, **_: {"nodes": [{"topic": {"name": n}} for n in ("http", "async")]},
            "pullRequests": lambda _info, **given: self._pull_requests(world, **given),
            "pullRequest": lambda _info, number: next(p.node() for p in self.pulls if p.number == number),
            "object": lambda _info, oid: self._commit(oid),
        }

    def _commit(self, oid: str) -> dict[str, Any] | None:
        if oid not in self.commits:
            return None
        return {"__typename": "Commit", "oid": oid, "author": {"user": self.commits[oid], "email": ADDRESS}}

    def _pull_requests(self, world: "World", first: int | None = None, after: str | None = None, **_: Any) -> Any:
        ordered = sorted(self.pulls, key=lambda p: (p.updated_at, p.number), reverse=True)
        found = ordered
        if after is not None:
            at, number = base64.b64decode(after).decode().split("|")
            found = [p for p in ordered if (text(p.updated_at), p.number) < (at, int(number))]
        page = found[:first]
        end = page[-1] if page else None
        cursor = end and base64.b64encode(f"{text(end.updated_at)}|{end.number}".encode()).decode()
        info = {"hasNextPage": len(found) > len(page), "endCursor": cursor}
        nodes = [world.or_trouble(p.number, p.node()) for p in page]
        return {"nodes": nodes, "pageInfo": info, "totalCount": len(self.pulls)}


@dataclass
class World:
    """All that this GitHub has, and how it behaves.

    ``troubled`` are numbers of pull requests that it fails to tell, without saying why, and logins of profiles;
    ``heavy`` ones never come in time with their files and reviews; ``largest`` is the largest page that comes in time.
    ``moved`` leads from former names of repositories to the present ones.
    """

    repos: list[Repo] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    troubled: set[int | str] = field(default_factory=set)
    heavy: set[int] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    largest: int = 100
    cost: int = 2
    remaining: int = 5000
    reset_in_s: float = 3600.0
    is_still: bool = False
    """Nothing changes: what was answered once is answered again, by every server of this world."""

    answered: dict[bytes, Reply] = field(default_factory=dict)

    def or_trouble(self, number: int, node: dict[str, Any]) -> Any:
        if number in self.troubled:
            return GraphQLError("Something went wrong")
        return {**node, "files": self._too_slow} if number in self.heavy else node

    def _too_slow(self, _info: Any, **_: Any) -> Any:
        raise TimeoutError

    def repo(self, name: str) -> Repo | None:
        name = self.moved.get(name, name)
        return next((r for r in self.repos if r.name.lower() == name.lower()), None)

    def root(self, *, is_dry: bool) -> dict[str, Any]:
        def repository(_info: Any, owner: str, name: str, **_: Any) -> Any:
            found = self.repo(f"{owner}/{name}")
            if found is None:
                raise GraphQLError(
                    f"Could not resolve to a Repository '{owner}/{name}'", extensions={"type": "NOT_FOUND"}
                )
            return None if is_dry else found.node(self)

        def rate_limit(_info: Any, **_: Any) -> Any:
            reset = datetime.fromtimestamp(time.time() + self.reset_in_s, UTC)
            return {"cost": self.cost, "remaining": self.remaining, "resetAt": text(reset)}

        def owner_of(_info: Any, login: str) -> Any:
            if login in self.troubled:
                return GraphQLError("Something went wrong")
            return next((p for p in self.people if p["login"].lower() == login.lower()), None)

        def search(_info: Any, query: str, **_: Any) -> Any:
            name, _, since = query.removeprefix("repo:").replace("is:pr updated:>=", "").partition(" ")
            found = self.repo(name)
            return {"issueCount": sum(text(p.updated_at) >= since for p in found.pulls) if found else 0}

        return {"repository": repository, "rateLimit": rate_limit, "repositoryOwner": owner_of, "search": search}


class GitHubServer(OriginServer):
    """An origin server that is GitHub.

    Parameters
    ----------
    world
        What it has.
    schema
        What its GraphQL answers follow.
    """

    def __init__(self, world: World, schema: Any = None) -> None:
        super().__init__()
        self.world, self.schema = world, schema or small_schema()
        serve(self, world, self.schema)

    def documents(self) -> list[str]:
        """Return the names of the operations asked for, in order."""
        asked = [a.json()["query"] for a in self.asked if a.path == "/graphql"]
        return [document.split("query ")[1].split("(")[0] for document in asked]


def serve(server: OriginServer, world: World, schema: Any = None) -> None:
    """Let a server answer as GitHub over a world."""
    chosen = schema or small_schema()

    def graphql(asked: Asked) -> Reply:
        if not world.is_still:
            return _graphql(asked, world, chosen)
        if asked.body not in world.answered:
            world.answered[asked.body] = _graphql(asked, world, chosen)
        return world.answered[asked.body]

    server.routes["/graphql"] = graphql
    server.routes["/repos/*"] = lambda asked: _comments(asked, world)


def _graphql(asked: Asked, world: World, schema: Any) -> Reply:
    if not asked.headers.get("authorization", "").startswith("Bearer "):
        return Reply({"message": "Bad credentials"}, 401)
    body = asked.json()
    document = _checked(schema, body["query"])
    if body["variables"].get("size", 0) > world.largest:
        return Reply({"message": "timeout"}, 502)
    is_dry = "dryRun: true" in body["query"]
    world.remaining -= 0 if is_dry else world.cost
    result = execute_sync(schema, document, world.root(is_dry=is_dry), variable_values=body["variables"])
    if any(isinstance(error.original_error, TimeoutError) for error in result.errors or ()):
        return Reply({"message": "timeout"}, 502)
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = [_error(error) for error in result.errors]
    return Reply(json.loads(json.dumps(told)))


@cache
def _checked(schema: Any, text_: str) -> Any:
    document = parse(text_)
    problems = validate(schema, document)
    assert problems == []
    return document


def _error(error: GraphQLError) -> dict[str, Any]:
    told = dict(error.formatted)
    kind = (told.pop("extensions", None) or {}).get("type")
    return told | ({"type": kind} if kind else {})


def _comments(asked: Asked, world: World) -> Reply:
    owner, name = asked.path.split("/")[2:4]
    if (now := world.moved.get(f"{owner}/{name}")) is not None:
        query = urlencode(asked.query, doseq=True)
        return Reply({"message": "Moved Permanently"}, 301, {"Location": f"/repos/{now}/pulls/comments?{query}"})
    repo = world.repo(f"{owner}/{name}")
    if repo is None or not asked.path.endswith("/pulls/comments"):
        return Reply({"message": "Not Found"}, 404)
    given = {key: values[0] for key, values in asked.query.items()}
    found = sorted(repo.comments, key=lambda c: (c["updated_at"], c["id"]))
    found = [c for c in found if c["updated_at"] >= given.get("since", "")]
    size, page = int(given["per_page"]), int(given["page"])
    listed = found[(page - 1) * size : page * size]
    etag = '"' + hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16] + '"'
    return Reply(listed, headers={"ETag": etag})


def _by_place(items: list[Any], first: int, after: str | None) -> dict[str, Any]:
    begin = int(after) if after else 0
    end = begin + first
    info = {"hasNextPage": end < len(items), "endCursor": str(min(end, len(items)))}
    return {"nodes": items[begin:end], "pageInfo": info, "totalCount": len(items)}


_USER_URLS = (
    *("avatar_url", "url", "html_url", "followers_url", "following_url", "gists_url", "starred_url"),
    *("subscriptions_url", "organizations_url", "repos_url", "events_url", "received_events_url"),
)
