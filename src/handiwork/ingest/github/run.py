"""Loading what was asked for: repository by repository, then profiles; a failed one keeps what the lake had."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from handiwork.errors import HandiworkError, PermanentSourceError, SourceError
from handiwork.ingest.github.asking_accounts import authors_to_ask, load_authors, load_people
from handiwork.ingest.github.keeping import ORIGIN, Keeper
from handiwork.ingest.github.rows import Repository, Told, add_repository, instant, understood
from handiwork.ingest.github.walking import PAGE_SIZE, Price, State, Walk, is_reached
from handiwork.lake.manifest import PackageRecord
from handiwork.lake.store import Lake
from handiwork.model.progress import Collector
from handiwork.privacy.suppression import Suppressions
from handiwork.sources.github import GitHubApi
from handiwork.sources.github_queries import PAGE_PRICE, REPOSITORY, UPDATED_COUNT

__all__ = ["Targets", "ingest_github", "price_github"]

_COUNTED = ("pull_requests", "reviews", "review_comments", "author_accounts")
_AT_ONCE = 100
"""Authors and profiles in a question that costs a point."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What to ask GitHub about.

    Attributes
    ----------
    repositories
        ``owner/name`` each.
    people
        Logins whose public profile is wanted.
    since
        Pull requests that changed since the beginning of this day, UTC; None means all of a repository that is
        loaded for the first time, and since the same day as before of another one.
    """

    repositories: Sequence[str] = ()
    people: Sequence[str] = ()
    since: date | None = None


def ingest_github(
    api: GitHubApi, lake: Lake, targets: Targets, *, suppressions: Suppressions, collector: Collector
) -> list[PackageRecord]:
    """Load repositories and profiles; what is there already is not asked for again.

    Parameters
    ----------
    api
        Who is asked.
    lake
        Being written to (``with lake.writing()``).
    targets
        What is asked about.
    suppressions
        Who is left out.
    collector
        Told about progress.

    Returns
    -------
    list of PackageRecord
        One a repository and one a profile: as committed, with ``details["load"] == "unchanged"`` where nothing was
        new, or with the status ``failed`` or ``partial`` and ``details["problem"]``.

    Raises
    ------
    UsageError
        If GitHub does not accept the token.
    """
    keeper = Keeper(lake, suppressions, api.url)
    _leave_out(keeper, suppressions)
    collector.update("repositories", 0, len(targets.repositories))
    results = []
    for name in targets.repositories:
        results.append(_loaded(_Load(api, lake, suppressions, collector), name, targets.since))
        collector.update("repositories")
    if targets.people:
        results += _people(api, keeper, targets.people, suppressions)
        n_left_out = sum(suppressions.covers(None, login.lower()) for login in set(targets.people))
        if n_left_out:
            collector.note(f"not asked for, since these people are left out: {n_left_out:,} of the profiles")
    budget = api.budget
    left = f", {budget.remaining_points:,} left this hour" if budget.remaining_points is not None else ""
    collector.note(f"GitHub: {budget.used_points:,} points and {budget.rest_requests:,} REST requests used{left}")
    return results


def price_github(api: GitHubApi, lake: Lake, targets: Targets) -> list[Price]:
    """Return what loading would cost, by GitHub's own estimate; costs two or three points for each repository.

    Returns
    -------
    list of Price
        One a repository, with ``problem`` where GitHub does not tell, and one for all profiles if any are asked for.
    """
    prices = []
    for name in targets.repositories:
        try:
            prices.append(_price(api, lake, name, targets.since))
        except SourceError as error:
            prices.append(Price(name, 0, 0, 0, str(error)))
    if targets.people:
        prices.append(Price("profiles", 0, -(-len(targets.people) // _AT_ONCE), 0))
    return prices


# --- private ---


class _Load:
    """One load of one repository."""

    def __init__(self, api: GitHubApi, lake: Lake, suppressions: Suppressions, collector: Collector) -> None:
        self._api, self._lake, self._collector = api, lake, collector
        self._suppressions = suppressions
        self._keeper = Keeper(lake, suppressions, api.url)

    def run(self, name: str, since: date | None) -> PackageRecord:
        """Load facts, pull requests, comments on lines and authors' accounts."""
        told, node = _facts(self._api, name)
        with understood(f"the repository {name}"):
            repository = _as_loaded_first(self._lake, add_repository(told, node))
            extras = {"created_at": _iso(node["createdAt"]), "is_archived": bool(node["isArchived"])}
        state = self._state(repository.package)
        goal = _goal(state, since)
        state["since"] = goal.isoformat() if goal else None

        def save() -> None:
            self._save(repository, told, state, extras)

        def progress(count: int) -> None:
            self._collector.update("pull requests", count)

        walk = Walk(self._api, self._keeper, repository, state=state, save=save, progress=progress)
        walk.pull_requests(goal)
        walk.comments(goal)
        load_authors(self._api, self._keeper, repository)
        record = self._save(repository, told, state, extras)
        return record if self._keeper.has_written else replace(record, details={**record.details, "load": "unchanged"})

    def _state(self, package: str) -> State:
        """Return where to go on; from the beginning if somebody who was left out may be no longer."""
        record = self._lake.record(ORIGIN, package)
        if record is None:
            return {}
        state: State = deepcopy(record.details.get("state", {}))
        are_others = record.details.get("left_out") != self._suppressions.fingerprint
        is_restart = are_others and self._n_left_out() <= record.details.get("n_left_out", 0)
        return {"since": state.get("since")} if is_restart else state

    def _save(self, repository: Repository, told: Told, state: State, extras: Mapping[str, Any]) -> PackageRecord:
        """Keep the facts and where to go on."""
        pulls, goal = state.get("pulls", {}), instant(state["since"])
        is_back = is_reached(state, goal)
        details = {
            "repo_id": repository.repo_id,
            "repository": repository.name,
            "n_left_out": self._n_left_out(),
            "left_out": self._suppressions.fingerprint,
            "state": deepcopy(state),
            **extras,
        }
        lost = pulls.get("lost", ())
        record = PackageRecord(
            ORIGIN,
            repository.package,
            "complete" if is_back and not lost else "partial",
            counts={**self._counts(repository.package), "rejected": len(lost)},
            first_at=(state["since"] or extras["created_at"]) if is_back else pulls.get("oldest"),
            last_at=pulls.get("told_at"),
            details=details,
        )
        return self._keeper.put(repository.package, told.rows, record=record, is_whole=True)

    def _counts(self, package: str) -> dict[str, int]:
        """Return how many rows a repository's packages hold."""
        counts = dict.fromkeys(_COUNTED, 0)
        for record in self._keeper.packages_of(package):
            for table in _COUNTED:
                counts[table] += record.counts.get(table, 0)
        return counts

    def _n_left_out(self) -> int:
        return len(self._suppressions.ids) + len(self._suppressions.logins)


def _facts(api: GitHubApi, name: str) -> tuple[Told, Mapping[str, Any]]:
    owner, _, short = name.partition("/")
    answer = api.ask(REPOSITORY, {"owner": owner, "name": short})
    node = answer.data.get("repository")
    if answer.failed:
        raise SourceError(f"GitHub did not tell the facts of {name}; try again later")
    if node is None:
        raise PermanentSourceError(f"GitHub has no repository {name}, or the token may not see it: check the name")
    return Told.now(answer.at), node


def _as_loaded_first(lake: Lake, repository: Repository) -> Repository:
    """Return a repository with the name of its packages: a renamed one keeps the first, a namesake gets its id."""
    ids = {r.package: r.details["repo_id"] for r in lake.records(ORIGIN) if "repo_id" in r.details}
    own = [package for package, repo_id in ids.items() if repo_id == repository.repo_id]
    untaken = f"{repository.name}~{repository.repo_id}" if repository.name in ids else repository.name
    return replace(repository, package=own[0] if own else untaken)


def _goal(state: State, since: date | None) -> datetime | None:
    """Return the instant back to which to load: an earlier one than before only if it is asked for."""
    asked = datetime(since.year, since.month, since.day) if since else None
    if "since" not in state:
        return asked
    before = instant(state["since"])
    return before if asked is None or before is None else min(asked, before)


def _iso(text: str) -> str:
    at = instant(text)
    if at is None:
        raise ValueError
    return at.isoformat()


def _leave_out(keeper: Keeper, suppressions: Suppressions) -> None:
    """Take people out of everything that GitHub told before they were left out."""
    for record in keeper.lake.records(ORIGIN):
        if record.details.get("suppressed") == suppressions.fingerprint:
            continue
        kind, _, login = record.package.partition(":")
        account_id = str(record.details.get("account", "")).rpartition(":")[2]
        whose = int(account_id) if account_id.isdigit() else None
        if kind == "profile" and suppressions.covers(whose, login):
            keeper.lake.remove(ORIGIN, record.package)
        else:
            keeper.refilter([record.package])


def _people(
    api: GitHubApi, keeper: Keeper, logins: Sequence[str], suppressions: Suppressions
) -> Iterator[PackageRecord]:
    """Yield the records of profiles; the first failure ends it."""
    found = load_people(api, keeper, logins, suppressions)
    try:
        yield from found
    except SourceError as error:
        yield _failure("profiles", error)


def _loaded(load: _Load, name: str, since: date | None) -> PackageRecord:
    """Return what became of one repository; an origin's failure is told in the record, and what is there stays."""
    try:
        return load.run(name, since)
    except SourceError as error:
        return _failure(name, error)


def _failure(package: str, error: HandiworkError) -> PackageRecord:
    details = {"problem": str(error), "problems": [str(error)], "exit_code": error.exit_code}
    return PackageRecord(ORIGIN, package, "failed", details=details)


def _price(api: GitHubApi, lake: Lake, name: str, since: date | None) -> Price:
    told, node = _facts(api, name)
    with understood(f"the repository {name}"):
        repository, n_pulls = add_repository(told, node), int(node["pullRequests"]["totalCount"])
    repository = _as_loaded_first(lake, repository)
    record = lake.record(ORIGIN, repository.package)
    state = record.details.get("state", {}) if record else {}
    goal = _goal(state, since)
    begin = instant(state.get("pulls", {}).get("newest")) if is_reached(state, goal) else goal
    owner, _, short = repository.name.partition("/")
    if begin is not None:
        text = f"repo:{repository.name} is:pr updated:>={begin.isoformat()}Z"
        n_pulls = int(api.ask(UPDATED_COUNT, {"text": text}).data["search"]["issueCount"])
    page = api.ask(PAGE_PRICE, {"owner": owner, "name": short, "size": PAGE_SIZE, "after": None})
    authors = len(authors_to_ask(lake, repository))
    pages, batches = -(-n_pulls // PAGE_SIZE), -(-authors // _AT_ONCE)
    return Price(repository.name, n_pulls, 1 + max(pages, 1) * (page.cost or 1) + batches, authors)
