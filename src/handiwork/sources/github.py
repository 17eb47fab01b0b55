"""GitHub's API: one token, GraphQL with its price in mind, REST only for what changed, waits as told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from handiwork.errors import PermanentSourceError, TransientSourceError, UsageError
from handiwork.sources.asking import Answer, Asker, Manners

__all__ = ["Budget", "GitHubApi", "GraphAnswer"]

_TRIES = 5
_MOST_DIGITS = 12
_LONGEST_WAIT_S = 3700.0
"""GitHub's limits are reset every hour."""

_RESERVE_POINTS = 50
"""Points of the hour that are left to whoever else uses the token."""

_NOT_THERE = frozenset({"NOT_FOUND", "FORBIDDEN"})
_LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
_LIMIT_WORDS = ("secondary rate limit", "api rate limit exceeded")
"""How a limit is told in a message where no type says so."""

_FINAL = _NOT_THERE | {"INSUFFICIENT_SCOPES", "MAX_NODE_LIMIT_EXCEEDED", "UNPROCESSABLE"}
"""Types of errors that are the same however often and however small a question is asked again."""

_WAIT_UNTOLD_S = 60.0
_TOLD_WAIT_S = 20.0


@dataclass(slots=True)
class Budget:
    """What the questions of a run cost.

    Attributes
    ----------
    used_points
        GraphQL points spent by this run.
    remaining_points
        Left until ``reset_at``, as told last; None before the first answer.
    reset_at
        When the hour ends, aware; None before the first answer.
    rest_requests
        REST answers, without those that said that nothing changed, which cost nothing.
    """

    used_points: int = 0
    remaining_points: int | None = None
    reset_at: datetime | None = None
    rest_requests: int = 0


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """What a GraphQL question was answered.

    Attributes
    ----------
    data
        By the names in the document; what is not there is None.
    at
        When it was told, aware, in UTC.
    cost
        Points; None if GitHub did not say.
    asked
        The variables, as they were in the end.
    failed
        Where parts are missing because of errors on GitHub's side: names and places from the top; empty if all is
        there.
    """

    data: Mapping[str, Any]
    at: datetime
    cost: int | None
    asked: Mapping[str, Any]
    failed: tuple[tuple[str | int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Limit:
    """What an answer says about the hour's points."""

    cost: int
    remaining: int
    reset_at: datetime


@dataclass(slots=True)
class _Tries:
    """How often a question may still be tried, and how long to wait: twice as long each time, or longer if told."""

    untold_s: float
    told_s: float = 0.0
    left: int = _TRIES - 1

    def next_wait(self, error: TransientSourceError) -> float:
        """Return the seconds before the next try; raises the error if there is none."""
        told = error.retry_after_s
        if not self.left or (told or 0.0) > _LONGEST_WAIT_S:
            raise error
        self.left -= 1
        if told is None:
            wait, self.untold_s = self.untold_s, 2 * self.untold_s
            return wait
        self.told_s = min(max(told, 2 * self.told_s), _LONGEST_WAIT_S)
        return self.told_s


class GitHubApi:
    """GitHub's API for one token.

    Parameters
    ----------
    url
        Where the API is, for example ``https://api.github.com``.
    token
        Sent to that address only; in no error and no log.
    manners
        How GitHub is treated.
    note
        Told when there is a longer wait.
    now
        Tells the present instant, aware.
    """

    def __init__(
        self,
        url: str,
        token: str,
        manners: Manners,
        *,
        note: Callable[[str], None] = lambda _: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.url = url.rstrip("/")
        self.budget = Budget()
        self._note, self._now = note, now
        self._sleep = manners.sleep
        self._manners = replace(manners, sleep=self._wait, longest_wait_s=_LONGEST_WAIT_S)
        self._rest_free_at: datetime | None = None
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._asker = Asker(self._manners, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._asker.close()

    def ask(self, document: str, variables: Mapping[str, Any], *, shrink: str = "") -> GraphAnswer:
        """Ask a GraphQL question; again after what may pass, waiting as told.

        What GitHub cannot tell after all tries is said in the answer's ``failed``.

        Parameters
        ----------
        document
            Of :mod:`handiwork.sources.github_queries`; it asks for ``rateLimit``.
        variables
            Its variables.
        shrink
            Name of a variable that is halved when the answer does not come in time, down to 1; empty for none.

        Raises
        ------
        TransientSourceError
            If the last try failed too, or GitHub asks for a wait of more than an hour.
        PermanentSourceError
            If GitHub refuses the question.
        UsageError
            If GitHub does not accept the token.
        """
        chosen = dict(variables)
        tries = _Tries(self._manners.retry_wait_s)
        while True:
            smaller = chosen.get(shrink, 1) // 2
            try:
                self._stay_below_the_limit()
                answer = self._once(document, chosen)
                return answer if not (smaller or tries.left) else _whole(answer, self.url)
            except TransientSourceError as error:
                if smaller and error.retry_after_s is None:
                    # An answer that takes more than ten seconds is cut off: a smaller one may come in time.
                    chosen[shrink] = smaller
                    self._wait(self._manners.retry_wait_s)
                else:
                    self._wait(tries.next_wait(error))
            except PermanentSourceError as error:
                raise _explained(error) from error

    def listed(
        self, path: str, params: Mapping[str, str | int | list[str]], *, etag: str | None = None
    ) -> tuple[Sequence[Any], Answer]:
        """Ask for a REST list; again after what may pass, waiting as told.

        Parameters
        ----------
        path
            Below the API's address, with its parts filled in.
        params
            Of the query.
        etag
            Of an earlier answer to the same question: nothing is listed if nothing changed.

        Raises
        ------
        TransientSourceError, PermanentSourceError, UsageError
            As for :meth:`ask`.
        """
        tries = _Tries(self._manners.retry_wait_s)
        while True:
            try:
                self._wait_for_rest()
                answer = self._asker.get(f"{self.url}{path}", params=params, etag=etag, is_tried_once=True)
                self._note_rest_limit(answer)
                if answer.is_unchanged:
                    return (), answer
                self.budget.rest_requests += 1
                return _list_of(answer), answer
            except TransientSourceError as error:
                self._wait(tries.next_wait(error))
            except PermanentSourceError as error:
                raise _explained(error) from error

    # --- private ---

    def _once(self, document: str, variables: Mapping[str, Any]) -> GraphAnswer:
        body = {"query": document, "variables": dict(variables)}
        answer = self._asker.post(f"{self.url}/graphql", body, is_tried_once=True)
        told = _object_of(answer)
        limit = _limit(told)
        if limit is not None:
            self.budget.used_points += 0 if "dryRun: true" in document else limit.cost
            self.budget.remaining_points, self.budget.reset_at = limit.remaining, limit.reset_at
        if any(_is_limit(error) for error in _errors_of(told)):
            raise TransientSourceError(f"{answer.url}: GitHub's limit is used up", retry_after_s=self._reset_in(answer))
        data = told.get("data")
        if not isinstance(data, dict):
            raise _refusal(told, answer.url)
        failed = tuple(_places_of_errors(told))
        return GraphAnswer(data, answer.at, limit.cost if limit else None, variables, failed)

    def _reset_in(self, answer: Answer) -> float:
        asked = answer.headers.get("retry-after", "")
        if asked.isdecimal():
            return float(asked)
        reset = answer.headers.get("x-ratelimit-reset", "")
        if reset.isdecimal():
            return max(float(reset) - self._now().timestamp(), 0.0)
        return _WAIT_UNTOLD_S

    def _stay_below_the_limit(self) -> None:
        budget = self.budget
        if budget.remaining_points is None or budget.reset_at is None or budget.remaining_points > _RESERVE_POINTS:
            return
        wait = (budget.reset_at - self._now()).total_seconds()
        budget.remaining_points = None
        if wait > _LONGEST_WAIT_S:
            raise TransientSourceError(f"{self.url}/graphql: the limit is used up until {budget.reset_at:%H:%M} UTC")
        self._wait(max(wait, 0.0))

    def _note_rest_limit(self, answer: Answer) -> None:
        reset = answer.headers.get("x-ratelimit-reset", "")
        is_used_up = (
            answer.headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal() and len(reset) < _MOST_DIGITS
        )
        self._rest_free_at = datetime.fromtimestamp(int(reset), UTC) if is_used_up else None

    def _wait_for_rest(self) -> None:
        if self._rest_free_at is not None:
            self._wait(max((self._rest_free_at - self._now()).total_seconds(), 0.0))
            self._rest_free_at = None

    def _wait(self, wait_s: float) -> None:
        if wait_s >= _TOLD_WAIT_S:
            self._note(f"GitHub's limit: going on in {wait_s:,.0f} s")
        if wait_s > 0:
            self._sleep(wait_s)


# --- private ---


def _whole(answer: GraphAnswer, url: str) -> GraphAnswer:
    if answer.failed:
        raise TransientSourceError(f"{url}/graphql answered with errors on GitHub's side")
    return answer


def _object_of(answer: Answer) -> dict[str, Any]:
    try:
        told = answer.json()
    except PermanentSourceError as error:
        raise TransientSourceError(str(error)) from error
    if not isinstance(told, dict):
        raise TransientSourceError(f"{answer.url} answered with no object")
    return told


def _list_of(answer: Answer) -> list[Any]:
    try:
        told = answer.json()
    except PermanentSourceError as error:
        raise TransientSourceError(str(error)) from error
    if not isinstance(told, list):
        raise TransientSourceError(f"{answer.url} answered with no list")
    return told


def _limit(told: Mapping[str, Any]) -> _Limit | None:
    try:
        limit = told["data"]["rateLimit"]
        return _Limit(int(limit["cost"]), int(limit["remaining"]), _instant(limit["resetAt"]))
    except (KeyError, TypeError, ValueError):
        return None


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _errors_of(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    errors = told.get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _kind_of(error: Mapping[str, Any]) -> str:
    """Return GitHub's name of an error; empty for its own trouble, which has none."""
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    return str(error.get("type") or code or "")


def _is_limit(error: Mapping[str, Any]) -> bool:
    said = str(error.get("message") or "").lower()
    return _kind_of(error) in _LIMITED or any(words in said for words in _LIMIT_WORDS)


def _places_of_errors(told: Mapping[str, Any]) -> Iterator[tuple[str | int, ...]]:
    for error in _errors_of(told):
        if _kind_of(error) not in _NOT_THERE:
            path = error.get("path")
            yield tuple(path) if isinstance(path, list) else ()


def _refusal(told: Mapping[str, Any], where: str) -> TransientSourceError | PermanentSourceError:
    """Return what an answer without data means: a question that breaks GitHub's rules does so again."""
    errors = _errors_of(told)
    named = ", ".join(sorted({_kind_of(error) for error in errors} - {""}))
    if any(_kind_of(error) in _FINAL or ("type" not in error and error.get("extensions")) for error in errors):
        return PermanentSourceError(f"{where} refused the question: {named or 'it does not say why'}")
    return TransientSourceError(f"{where} answered without data" + (f": {named}" if named else ""))


def _explained(error: PermanentSourceError) -> PermanentSourceError | UsageError:
    said = str(error)
    if said.endswith("answered 401"):
        return UsageError(f"{said}: GitHub does not accept the token; is it still valid, and for this address?")
    if said.endswith("answered 403"):
        return PermanentSourceError(
            f"{said}: the token may not see this; an organisation may demand single sign-on for it, or it is limited "
            "to other repositories"
        )
    if said.endswith("/graphql answered 404"):
        return PermanentSourceError(f"{said}: that is not GitHub's API; check the setting github_url")
    return error
