"""What one person's own work shows in repositories on disk: read, told, and kept where it is asked for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from handiwork.app.own_person import OwnPerson, find_person, lake_rows
from handiwork.app.own_work import OwnReader, RepositoryWork, Wanted, parse_target
from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only; importing them would load the engine
    from handiwork.app.handiwork import Handiwork
    from handiwork.signals.own.figures import OwnPart
    from handiwork.signals.own.nouns import Figure
    from handiwork.sources.git import GitRepository

__all__ = ["OwnAnswer", "OwnAsked", "RepositoryFigures", "person_signals"]

BY = ("year", "quarter")


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """What is asked about a person.

    Attributes
    ----------
    targets
        ``PATH[=owner/name]`` each: repositories on disk.
    by
        ``year`` or ``quarter``: the periods of the trend.
    since
        Only commits written on or after this day; None for all.
    fetch
        Whether contents that a partial clone lacks are fetched.
    save
        Whether the figures are kept in the lake.
    """

    targets: Sequence[str]
    by: str = "year"
    since: date | None = None
    fetch: bool = False
    save: bool = False

    def __post_init__(self) -> None:
        if self.by not in BY:
            raise UsageError(f"by is {self.by!r}, but must be one of {', '.join(BY)}")
        if self.save and self.since is not None:
            raise UsageError("what is kept is about all of a person's commits: leave out --since, or --save")


@dataclass(frozen=True, slots=True)
class RepositoryFigures:
    """What one repository shows.

    Attributes
    ----------
    work
        What was read.
    figures
        Of this repository alone.
    has_reviews
        False if nobody asked GitHub for its pull requests: then nothing is told of reviews.
    """

    work: RepositoryWork
    figures: "tuple[Figure, ...]"
    has_reviews: bool


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a person's own work shows.

    Attributes
    ----------
    person
        Who, and their commits.
    by
        The periods.
    repositories
        One for each that was read, in the order given.
    figures
        Of all of them together: code; reviews are told by repository.
    saved
        How many repositories' figures were kept or were kept before; None if that was not asked for.
    """

    person: OwnPerson
    by: str
    repositories: tuple[RepositoryFigures, ...]
    figures: "tuple[Figure, ...]"
    saved: int | None


def person_signals(app: "Handiwork", login: str, asked: OwnAsked, *, index_name: str | None = None) -> OwnAnswer:
    """Read what a person wrote in repositories on disk.

    Parameters
    ----------
    app
        Over the home folder: its index says which commits are theirs.
    login
        A login they have or had, in any case.
    asked
        Which repositories, and how it is told.
    index_name
        Ask this index; None for the current one.

    Raises
    ------
    NotFoundError
        If nobody in the index has the login, or the person is left out.
    UsageError
        If a target is an address, or one repository is given twice.
    NotARepositoryError
        If a folder holds no repository, or contents are not on disk and may not be fetched.
    """
    from handiwork.signals.own.figures import OwnPart, figures_of

    opened = _opened(app, asked.targets)
    person = find_person(app, login, [repository.repo_name for repository in opened], index_name=index_name)
    cache = app.settings.home / "cache" / "signals.db"
    with OwnReader(cache, collector=app.collector) as reader:
        works = [
            reader.read(Wanted(repository, person.commits[repository.repo_name], asked.since, asked.fetch))
            for repository in opened
        ]
    parts = [OwnPart(work.found, work.fates, work.now_s) for work in works]
    told = tuple(_told(app, person, work, part, asked.by) for work, part in zip(works, parts, strict=True))
    saved = _saved(app, person, told) if asked.save else None
    return OwnAnswer(person, asked.by, told, tuple(figures_of(parts, by=asked.by)), saved)


# --- private ---


def _opened(app: "Handiwork", targets: Sequence[str]) -> "list[GitRepository]":
    from handiwork.sources.git import GitTarget, open_repository

    if not targets:
        raise UsageError("which repositories? Give each with --repo PATH, or --repo PATH=owner/name")
    found: dict[str, GitRepository] = {}
    for path, name in map(parse_target, targets):
        repository = open_repository(GitTarget(path, name), app.settings.home / "mirrors")
        if repository.repo_name.lower() in found:
            raise UsageError(f"{repository.repo_name} is given twice")
        found[repository.repo_name.lower()] = repository
    return list(found.values())


def _told(app: "Handiwork", person: OwnPerson, work: RepositoryWork, part: "OwnPart", by: str) -> RepositoryFigures:
    from handiwork.signals.own.figures import figures_of
    from handiwork.signals.own.reviews import PULL_COLUMNS, REVIEW_COLUMNS, Reader, review_figures

    pulls = lake_rows(app.lake, "pull_requests", PULL_COLUMNS, work.repo_name)
    told = lake_rows(app.lake, "reviews", REVIEW_COLUMNS, work.repo_name) if pulls else []
    reviews = [row for row in told if not app.catalog.bots.reason(row["reviewer_login"])]
    me = Reader(person.ids, person.logins)
    figures = (*figures_of([part], by=by), *review_figures(pulls, reviews, me, work.repo_name, by=by))
    return RepositoryFigures(work, figures, bool(pulls))


def _saved(app: "Handiwork", person: OwnPerson, told: Sequence[RepositoryFigures]) -> int:
    from handiwork.ingest.own_work import ReadWork, forget_left_out, save_own_work

    now = datetime.now(UTC)
    suppressions = app.suppressions()
    with app.lake.writing():
        forget_left_out(app.lake, suppressions)
        for each in told:
            read = ReadWork(person.account, each.work.repo_name, each.work.revision, now, person.logins)
            seen = [asdict(figure) for figure in each.figures if figure.n]
            save_own_work(app.lake, read, seen, suppressions=suppressions)
    return len(told)
