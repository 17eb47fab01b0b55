"""Walking a repository's pull requests and comments on lines: only what changed, each page durable, from its cursor.

Pull requests come with the one that changed last first. What is covered is one range of their last changes, from
``newest`` back to ``oldest``; a walk from the top ends where it meets that range, and a walk that broke off goes on
from its cursor. Whatever changes while a walk is under way moves above its top, where the next one begins.

Comments on lines come with the one that changed first first, since an instant; the answer's entity tag tells whether
anything came after the last of them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handiwork.errors import TransientSourceError
from handiwork.ingest.github.keeping import Keeper
from handiwork.ingest.github.rows import (
    Repository,
    Told,
    add_pull_request,
    add_review,
    add_review_comment,
    instant,
    understood,
)
from handiwork.sources.github import GitHubApi, GraphAnswer
from handiwork.sources.github_queries import MORE_REVIEWS, PULL_REQUESTS, REVIEW_COMMENTS_PATH

__all__ = ["PAGE_SIZE", "Price", "State", "Walk", "is_reached"]

PAGE_SIZE = 50
"""Pull requests asked for at once; fewer after GitHub took too long."""

_GROWTH = 5
_COMMENTS_AT_ONCE = 100

State = dict[str, Any]
"""Where to go on, as it is kept in the repository's record: JSON."""


@dataclass(frozen=True, slots=True)
class Price:
    """What loading a repository would cost.

    Attributes
    ----------
    repository
        ``owner/name``.
    pull_requests
        How many would be asked for.
    points
        GraphQL points by GitHub's own estimate of a page; the hour has 5,000.
    authors
        Authors of its git history that would be looked up, a point for each hundred.
    """

    repository: str
    pull_requests: int
    points: int
    authors: int


@dataclass(frozen=True, slots=True)
class _Page:
    told: Told
    first_at: datetime | None
    last_at: datetime | None
    cursor: str | None
    has_more: bool
    rejected: int


class Walk:
    """One load of one repository's pull requests and comments.

    Parameters
    ----------
    api
        Who is asked.
    keeper
        Who keeps what is told.
    repository
        Which.
    state
        Where to go on; changed in place.
    save
        Makes the state durable; called after each page is kept.
    progress
        Told how many pull requests were kept.
    """

    def __init__(
        self,
        api: GitHubApi,
        keeper: Keeper,
        repository: Repository,
        *,
        state: State,
        save: Callable[[], None],
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._api, self._keeper, self._repository = api, keeper, repository
        self._pulls, self._comments = state.setdefault("pulls", {}), state.setdefault("comments", {})
        self._save, self._progress = save, progress
        owner, _, name = repository.name.partition("/")
        self._names = {"owner": owner, "name": name}
        self._size = PAGE_SIZE

    def pull_requests(self, goal: datetime | None) -> None:
        """Load what changed, back to the goal; None goes back to the first pull request."""
        state = self._pulls
        if state.get("newest") is None:
            self._begin()
        else:
            if state.get("walk"):
                self._meet()
            state["walk"] = None
            self._meet()
        self._go_back(goal)

    def comments(self, goal: datetime | None) -> None:
        """Load the comments on lines that changed, since the goal; None begins with the first."""
        state = self._comments
        if "since" not in state or _is_earlier(goal, instant(state["from"])):
            begin = goal.isoformat() if goal else None
            state.update({"from": begin, "since": begin, "page": 1, "etag": None, "is_done": False})
        while True:
            params: dict[str, str | int | list[str]] = {"sort": "updated", "direction": "asc"}
            params |= {"per_page": _COMMENTS_AT_ONCE, "page": state["page"]}
            since = instant(state["since"])
            if since is not None:
                params["since"] = f"{since.isoformat()}Z"
            path = REVIEW_COMMENTS_PATH.format(owner=self._names["owner"], repo=self._names["name"])
            items, answer = self._api.listed(path, params, etag=state["etag"])
            if answer.is_unchanged:
                return
            told = Told.now(answer.at)
            with understood(f"comments of {self._repository.name}"):
                for item in items:
                    add_review_comment(told, self._repository, item)
                last = instant(items[-1]["updated_at"]) if items else None
            self._keeper.put_by_number(self._repository.package, told.rows)
            is_end = last is None or len(items) < _COMMENTS_AT_ONCE
            state["etag"] = answer.etag if is_end else None
            if is_end or last is None:
                state["is_done"] = True
                self._save()
                return
            self._turn_page(since, last)
            self._save()

    # --- private ---

    def _turn_page(self, since: datetime | None, last: datetime) -> None:
        """Go on a second before the last comment: others may have changed in the same one."""
        begin = last - timedelta(seconds=1)
        if since is None or begin > since:
            self._comments.update({"since": begin.isoformat(), "page": 1})
        else:
            self._comments["page"] += 1

    def _begin(self) -> None:
        """Load the first page: from its first pull request on there is a covered range."""
        page = self._page(None)
        self._keep(page)
        state = self._pulls
        begun_at = page.told.at.isoformat() if page.first_at or "told_at" not in state else state["told_at"]
        state.update({"newest": _text(page.first_at), "oldest": _text(page.last_at), "told_at": begun_at})
        state.update({"cursor": page.cursor, "is_all": not page.has_more, "walk": None})
        self._save()

    def _meet(self) -> None:
        """Load from the top, or from where that broke off, down to the covered range, and join it."""
        state = self._pulls
        bottom = instant(state["newest"])
        for page in self._pages((state["walk"] or {}).get("cursor")):
            walk = state["walk"] or {"newest": _text(page.first_at), "told_at": page.told.at.isoformat()}
            was_new = self._keep(page)
            is_met = page.last_at is None or bottom is None or page.last_at < bottom or not page.has_more
            if is_met:
                is_news = was_new or walk["newest"] not in (None, state["newest"])
                state["told_at"] = walk["told_at"] if is_news else state["told_at"]
                state.update({"walk": None, "newest": walk["newest"] or state["newest"]})
            else:
                state["walk"] = walk | {"cursor": page.cursor}
            self._save()
            if is_met:
                return

    def _go_back(self, goal: datetime | None) -> None:
        """Extend the covered range downwards."""
        state = self._pulls
        oldest = instant(state["oldest"])
        if state["is_all"] or (goal is not None and oldest is not None and oldest < goal):
            return
        for page in self._pages(state["cursor"]):
            self._keep(page)
            state["newest"] = state["newest"] or _text(page.first_at)
            state["oldest"] = _text(page.last_at) or state["oldest"]
            state.update({"cursor": page.cursor or state["cursor"], "is_all": not page.has_more})
            self._save()
            if goal is not None and page.last_at is not None and page.last_at < goal:
                return

    def _pages(self, cursor: str | None) -> Iterator[_Page]:
        has_more = True
        while has_more:
            page = self._page(cursor)
            yield page
            cursor, has_more = page.cursor, page.has_more

    def _page(self, cursor: str | None) -> _Page:
        variables = {**self._names, "size": self._size, "after": cursor}
        answer = self._api.ask(PULL_REQUESTS, variables, shrink="size")
        self._size = min(int(answer.asked["size"]) + _GROWTH, PAGE_SIZE)
        told = Told.now(answer.at)
        what = f"pull requests of {self._repository.name}"
        _require_there(answer, what)
        with understood(what):
            found = answer.data["repository"]["pullRequests"]
            nodes = [node for node in found["nodes"] if node is not None]
            for node in nodes:
                add_pull_request(told, self._repository, node)
                self._add_more_reviews(told, node)
            times = [instant(node["updatedAt"]) for node in nodes]
            info = found["pageInfo"]
            has_more = bool(info["hasNextPage"]) and info["endCursor"] is not None
            first, last = (times[0], times[-1]) if times else (None, None)
            return _Page(told, first, last, info["endCursor"], has_more, len(answer.failed))

    def _add_more_reviews(self, told: Told, node: Mapping[str, Any]) -> None:
        """Add the reviews that did not come with a pull request."""
        found = node.get("reviews")
        number = int(node["number"])
        while found and found["pageInfo"]["hasNextPage"]:
            variables = {**self._names, "number": number, "after": found["pageInfo"]["endCursor"]}
            answer = self._api.ask(MORE_REVIEWS, variables)
            _require_there(answer, f"reviews in {self._repository.name}")
            found = answer.data["repository"]["pullRequest"]["reviews"]
            for review in found["nodes"]:
                if review is not None:
                    add_review(told, self._repository, number, review)

    def _keep(self, page: _Page) -> bool:
        """Put a page into its packages; return whether anything on it was new."""
        before, self._keeper.has_written = self._keeper.has_written, False
        self._keeper.put_by_number(self._repository.package, page.told.rows)
        was_new = self._keeper.has_written
        self._keeper.has_written = was_new or before
        self._pulls["rejected"] = self._pulls.get("rejected", 0) + page.rejected
        self._progress(len(page.told.rows.get("pull_requests", ())))
        return was_new


def is_reached(state: State, goal: datetime | None) -> bool:
    """Return whether pull requests and comments back to the goal are there."""
    pulls = state.get("pulls", {})
    oldest = instant(pulls.get("oldest"))
    is_back = pulls.get("is_all", False) or (goal is not None and oldest is not None and oldest < goal)
    return bool(is_back and state.get("comments", {}).get("is_done", False))


# --- private ---


def _require_there(answer: GraphAnswer, what: str) -> None:
    """Refuse an answer in which GitHub's trouble took away all that was asked for."""
    if any(len(place) <= 2 for place in answer.failed) or answer.data.get("repository") is None:
        raise TransientSourceError(f"GitHub did not tell {what}")


def _is_earlier(goal: datetime | None, than: datetime | None) -> bool:
    """Return whether a beginning is earlier than another; None is the earliest."""
    if than is None:
        return False
    return goal is None or goal < than


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
