"""Walking a repository's pull requests and comments on lines: only what changed, each page durable, from its cursor.

Pull requests come with the one that changed last first. What is covered is one range of their last changes, from
``newest`` back to ``oldest``; a walk from the top ends where it meets that range, and a walk that broke off goes on
from its cursor. Whatever changes while a walk is under way moves above its top, where the next one begins.
One that GitHub does not tell whole is noted by the cursor before it in ``lost``, and asked for again by the next load.

Comments on lines come with the one that changed first first, since an instant; the answer's entity tag tells whether
anything came after the last of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from handiwork.sources.github_queries import BARE_PULL_REQUEST, MORE_REVIEWS, PULL_REQUESTS, REVIEW_COMMENTS_PATH

__all__ = ["PAGE_SIZE", "Price", "State", "Walk", "is_reached"]

PAGE_SIZE = 50
"""Pull requests asked for at once; fewer after GitHub took too long."""

_GROWTH = 5
_COMMENTS_AT_ONCE = 100
_TOP = ""
"""Stands for the cursor before the first pull request where cursors are kept."""

_UNTOLD = ("repository", "pullRequests", "nodes", 0)

State = dict[str, Any]
"""Where to go on, as it is kept in the repository's record: JSON."""


@dataclass(frozen=True, slots=True)
class Price:
    """What loading a repository, or all profiles, would cost.

    Attributes
    ----------
    repository
        ``owner/name``; ``profiles`` for the profiles.
    pull_requests
        How many would be asked for.
    points
        GraphQL points by GitHub's own estimate of a page; the hour has 5,000.
    authors
        Authors of its git history that would be looked up, a point for each hundred.
    problem
        Why it cannot be told; empty if it can.
    """

    repository: str
    pull_requests: int
    points: int
    authors: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    """Pull requests between two cursors; ``is_lost`` if it is a single one that GitHub did not tell whole."""

    told: Told
    first_at: datetime | None
    last_at: datetime | None
    after: str | None
    cursor: str | None
    has_more: bool
    is_lost: bool


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
        self._ask_for_lost()
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
        path = REVIEW_COMMENTS_PATH.format(owner=self._names["owner"], repo=self._names["name"])
        has_more = True
        while has_more:
            items, answer = self._api.listed(path, self._page_of_comments(), etag=state["etag"])
            if answer.is_unchanged:
                return
            last = self._keep_comments(items, answer.at)
            if last is None or len(items) < _COMMENTS_AT_ONCE:
                state.update({"etag": answer.etag, "is_done": True})
                has_more = False
            else:
                self._turn_page(last)
            self._save()

    # --- private ---

    def _page_of_comments(self) -> dict[str, str | int | list[str]]:
        """Return what is asked for next."""
        state = self._comments
        asked: dict[str, str | int | list[str]] = {"sort": "updated", "direction": "asc"}
        asked |= {"per_page": _COMMENTS_AT_ONCE, "page": state["page"]}
        return asked | ({"since": f"{state['since']}Z"} if state["since"] else {})

    def _keep_comments(self, items: Sequence[Any], at: datetime) -> datetime | None:
        """Keep comments; return when the last of them changed, None if there are none."""
        told = Told.now(at)
        with understood(f"comments of {self._repository.name}"):
            for item in items:
                add_review_comment(told, self._repository, item)
            last = instant(items[-1]["updated_at"]) if items else None
        self._keeper.put_by_number(self._repository.package, told.rows)
        return last

    def _turn_page(self, last: datetime) -> None:
        """Go on a second before the last comment: others may have changed in the same one."""
        state = self._comments
        since, begin = instant(state["since"]), last - timedelta(seconds=1)
        state["etag"] = None
        if since is None or begin > since:
            state.update({"since": begin.isoformat(), "page": 1})
        else:
            state["page"] += 1

    def _ask_for_lost(self) -> None:
        """Ask again for the pull requests that GitHub did not tell whole; which changed since is above all cursors."""
        for after in list(self._pulls.get("lost", ())):
            page = self._page(after or None, size=1)
            self._pulls["lost"].remove(after)
            self._keep(page)
            self._save()

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
            walk = state["walk"] or {"newest": None, "told_at": page.told.at.isoformat()}
            walk["newest"] = walk["newest"] or _text(page.first_at)
            was_new = self._keep(page)
            is_below = page.last_at is not None and bottom is not None and page.last_at < bottom
            is_met = is_below or not page.has_more
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

    def _page(self, cursor: str | None, *, size: int | None = None) -> _Page:
        answer = self._answer(cursor, size or self._size)
        told = Told.now(answer.at)
        what = f"pull requests of {self._repository.name}"
        found = _inside(answer, what, "pullRequests")
        with understood(what):
            nodes = [node for node in found["nodes"] or () if node is not None]
            for node in nodes:
                add_pull_request(told, self._repository, node)
            untold = [node for node in nodes if not self._add_more_reviews(told, node)]
            times = [instant(node["updatedAt"]) for node in nodes]
            info = found["pageInfo"]
            has_more = bool(info["hasNextPage"]) and info["endCursor"] is not None
        if untold and len(nodes) > 1:
            return self._page(cursor, size=1)  # what is lost is noted by the cursor before it: it has to be alone
        first, last = (times[0], times[-1]) if times else (None, None)
        return _Page(told, first, last, cursor, info["endCursor"], has_more, bool(untold or answer.failed))

    def _answer(self, cursor: str | None, size: int) -> GraphAnswer:
        """Ask for a page; for the bare pull request where GitHub cannot even tell one with all that belongs to it."""
        try:
            answer = self._api.ask(PULL_REQUESTS, {**self._names, "size": size, "after": cursor}, shrink="size")
        except TransientSourceError as error:
            if error.retry_after_s is not None:
                raise
            self._size = 1
            bare = self._api.ask(BARE_PULL_REQUEST, {**self._names, "after": cursor})
            return replace(bare, failed=(*bare.failed, _UNTOLD))
        if size == self._size:
            self._size = min(int(answer.asked["size"]) + _GROWTH, PAGE_SIZE)
        return answer

    def _add_more_reviews(self, told: Told, node: Mapping[str, Any]) -> bool:
        """Add the reviews that did not come with a pull request; return whether GitHub told all of them."""
        found, is_whole = node.get("reviews"), True
        number = int(node["number"])
        while found and found["pageInfo"]["hasNextPage"] and found["pageInfo"]["endCursor"] is not None:
            variables = {**self._names, "number": number, "after": found["pageInfo"]["endCursor"]}
            answer = self._api.ask(MORE_REVIEWS, variables)
            found = _inside(answer, f"reviews in {self._repository.name}", "pullRequest", "reviews")
            is_whole = is_whole and not answer.failed
            for review in found["nodes"] or ():
                if review is not None:
                    add_review(told, self._repository, number, review)
        return is_whole

    def _keep(self, page: _Page) -> bool:
        """Put a page into its packages; return whether anything on it was new."""
        before, self._keeper.has_written = self._keeper.has_written, False
        self._keeper.put_by_number(self._repository.package, page.told.rows)
        was_new = self._keeper.has_written
        self._keeper.has_written = was_new or before
        if page.is_lost and (page.after or _TOP) not in self._pulls.setdefault("lost", []):
            self._pulls["lost"] = sorted([*self._pulls["lost"], page.after or _TOP])
        self._progress(len(page.told.rows.get("pull_requests", ())))
        return was_new


def is_reached(state: State, goal: datetime | None) -> bool:
    """Return whether pull requests and comments back to the goal are there."""
    pulls = state.get("pulls", {})
    oldest = instant(pulls.get("oldest"))
    is_back = pulls.get("is_all", False) or (goal is not None and oldest is not None and oldest < goal)
    return bool(is_back and state.get("comments", {}).get("is_done", False))


# --- private ---


def _inside(answer: GraphAnswer, what: str, *names: str) -> Mapping[str, Any]:
    """Return what is at a place inside the repository of an answer.

    Raises
    ------
    TransientSourceError
        If GitHub's trouble took it away.
    """
    found: Any = answer.data
    for name in ("repository", *names):
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        raise TransientSourceError(f"GitHub did not tell {what}")
    return found


def _is_earlier(goal: datetime | None, than: datetime | None) -> bool:
    """Return whether a beginning is earlier than another; None is the earliest."""
    if than is None:
        return False
    return goal is None or goal < than


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
