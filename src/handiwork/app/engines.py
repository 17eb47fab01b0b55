"""Which engine works: this process or a Spark cluster, by one setting; nobody else asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from handiwork.config import Settings
from handiwork.errors import UsageError

if TYPE_CHECKING:  # pragma: no branch - names for annotations only; importing them would load the engine
    from handiwork.catalog import Catalog
    from handiwork.identity import Resolution
    from handiwork.identity.decisions import Decisions
    from handiwork.ingest.gharchive.crew import Crew
    from handiwork.lake.engine import Engine
    from handiwork.lake.spark import SparkEngine
    from handiwork.lake.store import Lake
    from handiwork.model.progress import Collector
    from handiwork.privacy.disputes import Dispute
    from handiwork.privacy.suppression import Suppressions

__all__ = ["Home", "crew_of", "resolved"]


class Home(Protocol):
    """What is needed of the app: where things are, who is left out, and an engine."""

    settings: Settings
    collector: "Collector"

    @property
    def catalog(self) -> "Catalog":
        """The catalogue."""
        ...

    @property
    def lake(self) -> "Lake":
        """The lake."""
        ...

    def suppressions(self) -> "Suppressions":
        """Return who is left out now."""
        ...

    def decisions(self) -> "Decisions":
        """Return what operators decided about who is who."""
        ...

    def disputes(self) -> "tuple[Dispute, ...]":
        """Return which acts are disputed."""
        ...

    def engine(self) -> "Engine":
        """Return a new engine, to be closed by the caller."""
        ...


@contextmanager
def resolved(app: "Home", engine: "Engine") -> "Iterator[Resolution]":
    """Resolve who is who; acts that are disputed are not among the contributions.

    Parameters
    ----------
    app
        Has the lake, the catalogue and the settings.
    engine
        Reads the result while this context lasts, whoever made it.

    Raises
    ------
    UsageError
        If the cluster is asked for and Spark's packages are not installed.
    """
    from handiwork.identity.disputed import without_disputed
    from handiwork.identity.resolve import Given, resolve

    app.collector.note("who is who")
    given = Given(app.catalog, app.suppressions(), app.decisions())
    if app.settings.engine == "duckdb":
        whole = resolve(
            engine, app.lake, catalog=given.catalog, suppressions=given.suppressions, decisions=given.decisions
        )
        yield without_disputed(engine, whole, app.disputes())
        return
    with _spark(app.settings) as spark:
        from handiwork.identity.spark import resolved_on_spark

        with resolved_on_spark(spark, engine, app.lake, given=given) as found:
            yield without_disputed(engine, found, app.disputes())


@contextmanager
def crew_of(settings: Settings, lake: "Lake", engine: "Engine") -> "Iterator[Callable[[], Crew]]":
    """Yield what makes the crew that prepares archive files.

    Parameters
    ----------
    settings
        Which engine, and its limits.
    lake
        Where they will go.
    engine
        This process's.

    Raises
    ------
    UsageError
        If the cluster is asked for and Spark's packages are not installed.
    """
    limit = settings.max_hour_bytes
    if settings.engine == "duckdb":
        from handiwork.ingest.gharchive.crew import LocalCrew

        yield lambda: LocalCrew(lake, engine, max_bytes=limit)
        return
    with _spark(settings) as spark:
        from handiwork.ingest.gharchive.cluster import ClusterCrew

        yield lambda: ClusterCrew(spark, lake, max_bytes=limit, memory_limit_mib=settings.memory_limit_mib)


# --- private ---


def _spark(settings: Settings) -> "SparkEngine":
    try:
        from handiwork.lake.spark import SparkEngine
    except ModuleNotFoundError as error:
        raise UsageError(
            f'engine = "spark" needs the package {error.name}: install Handiwork with its extra `spark`'
        ) from error
    return SparkEngine(settings.spark_master)
