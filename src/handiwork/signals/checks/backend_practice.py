"""Checks of practice in back ends: methods and statuses, bodies, migrations, coroutines, calls to others, SQL."""

from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.practice import Migrations, Places
from handiwork.signals.nouns import Outcome, failed, not_observed, passed
from handiwork.signals.own.exclusions import is_test_path
from handiwork.signals.python.nouns import ModuleFacts
from handiwork.signals.tree import is_vendored

__all__ = ["CHECKS"]

_FAMILY = "backend-practice"
_FEW_ROUTES = 3
_HALF = 0.5
_MOST = 0.8
_NO_ROUTES = "Fewer than three routes are seen."


class MethodsFit(Check):
    """Routes that only read change nothing: no GET handler writes to a database."""

    name: ClassVar[str] = "http-methods"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Browsers, crawlers and proxies repeat and prefetch GET; what it changes, they change."
    url: ClassVar[str] = "https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods"

    def check(self, practice_places: Places) -> Outcome:
        """Look for writes by session or manager in the body of a handler of GET, HEAD or OPTIONS alone."""
        routes, writes = practice_places.of("route"), practice_places.of("get_writes")
        if len(routes) < _FEW_ROUTES:
            return not_observed(_NO_ROUTES)
        reading = [r for r in routes if set(r.text.split("|")) <= {"GET", "HEAD", "OPTIONS"}]
        message = f"{len(writes):,} writes in {len(reading):,} routes that read; {len(routes):,} routes in all."
        return (failed if writes else passed)(
            message, figure=float(len(writes)), unit="count", examples=writes or routes
        )


class StatusesTold(Check):
    """Handlers say with which status they answer, errors of the caller among them."""

    name: ClassVar[str] = "http-statuses"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A client acts on the status; 201, 204, 404 and 409 say what a 200 cannot."
    url: ClassVar[str] = "https://www.rfc-editor.org/rfc/rfc9110#name-status-codes"

    def check(self, practice_places: Places) -> Outcome:
        """At least two different statuses, one of them from 400 to 499."""
        routes, statuses = practice_places.of("route"), practice_places.of("status")
        if len(routes) < _FEW_ROUTES:
            return not_observed(_NO_ROUTES)
        told = sorted({s.text for s in statuses})
        message = f"{len(statuses):,} explicit statuses in {len(routes):,} routes: {', '.join(told) or 'none'}."
        fits = len(told) > 1 and any(t.startswith("4") for t in told)
        return (passed if fits else failed)(message, figure=float(len(told)), unit="count", examples=statuses or routes)


class ErrorsTold(Check):
    """An error is no success: no handler answers one with the status of success."""

    name: ClassVar[str] = "error-statuses"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An error told with 200 is cached, retried and counted as a success."
    url: ClassVar[str] = "https://www.rfc-editor.org/rfc/rfc9457"

    def check(self, practice_places: Places) -> Outcome:
        """Look for a returned body that says it is an error, in a handler that sets no status."""
        routes, wrong = practice_places.of("route"), practice_places.of("error_as_ok")
        if len(routes) < _FEW_ROUTES:
            return not_observed(_NO_ROUTES)
        message = f"{len(wrong):,} answers say that they are an error with the status of success."
        return (failed if wrong else passed)(message, figure=float(len(wrong)), unit="count", examples=wrong)


class BodiesValidated(Check):
    """What callers send is validated: by a model, a serializer, a form or a schema."""

    name: ClassVar[str] = "request-validation"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What is not checked at the door is checked nowhere, or everywhere."
    url: ClassVar[str] = "https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html"

    def check(self, practice_places: Places) -> Outcome:
        """Of the handlers that read a body, at least half by something that validates it."""
        good, raw = practice_places.of("body_validated"), practice_places.of("body_raw")
        n = len(good) + len(raw)
        if n < _FEW_ROUTES:
            return not_observed("Fewer than three routes are seen that read a body.")
        share = len(good) / n
        message = f"{len(good):,} of {n:,} routes that read a body validate it ({share:.0%})."
        enough = share >= _HALF
        return (passed if enough else failed)(message, figure=share, unit="share", examples=good if enough else raw)


class Migrated(Check):
    """The database's models have migrations that form one line each."""

    name: ClassVar[str] = "migrations"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Without them, or with two ends, nobody knows what is in production."
    url: ClassVar[str] = "https://alembic.sqlalchemy.org/en/latest/branches.html"

    def check(self, migrations: Migrations) -> Outcome:
        """Alembic's revisions by folder, Django's by app: one that nothing follows, none that follows a missing one."""
        models, files = migrations.models, migrations.files
        if not files:
            if len(models) < _FEW_ROUTES:
                return not_observed("Fewer than three models of a database are seen, and no migrations.")
            return failed(f"{len(models):,} models of a database, and no migrations.", examples=models)
        split = {chain: heads for chain, heads in migrations.heads.items() if len(heads) > 1}
        told = f"{len(files):,} migrations in {len(migrations.heads):,} chains for {len(models):,} models"
        if split:
            chain, heads = min(split.items())
            return failed(
                f"{told}; {len(split):,} have several ends ({chain}: {', '.join(heads[:3])}).", examples=files
            )
        if migrations.broken:
            return failed(
                f"{told}; {len(migrations.broken):,} follow one that is not there.", examples=migrations.broken
            )
        return passed(f"{told}, each with one end.", figure=float(len(files)), unit="count", examples=files)


class NothingBlocks(Check):
    """Coroutines do not block: no sleeping, no synchronous request or query in them."""

    name: ClassVar[str] = "async-blocking"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "One blocking call stops every other request of the process."
    url: ClassVar[str] = "https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code"

    def check(self, modules: Mapping[str, ModuleFacts], practice_places: Places) -> Outcome:
        """Known blocking calls, followed to their imports, in the body of a coroutine itself."""
        n, wrong = _coroutines(modules), practice_places.of("blocking_in_async")
        if n < _FEW_ROUTES:
            return not_observed("Fewer than three coroutines are seen.")
        message = f"{len(wrong):,} blocking calls in {n:,} coroutines."
        return (failed if wrong else passed)(message, figure=float(len(wrong)), unit="count", examples=wrong)


class Awaited(Check):
    """Coroutines are awaited: none is made and dropped."""

    name: ClassVar[str] = "async-awaited"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A coroutine that nobody awaits never runs."
    url: ClassVar[str] = "https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines"

    def check(self, modules: Mapping[str, ModuleFacts], practice_places: Places) -> Outcome:
        """Statements that only call what is surely a coroutine."""
        n, wrong = _coroutines(modules), practice_places.of("not_awaited")
        if n < _FEW_ROUTES:
            return not_observed("Fewer than three coroutines are seen.")
        message = f"{len(wrong):,} coroutines that are never awaited, of {n:,} defined."
        return (failed if wrong else passed)(message, figure=float(len(wrong)), unit="count", examples=wrong)


class TimeoutsSet(Check):
    """Calls to other services have a timeout."""

    name: ClassVar[str] = "http-timeouts"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "requests and urllib wait for ever; so does whoever waits for them."
    url: ClassVar[str] = "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts"

    def check(self, practice_places: Places) -> Outcome:
        """Of the calls of requests and urllib whose arguments are all seen, at least four in five set one."""
        good, bare = practice_places.of("http_timeout"), practice_places.of("http_no_timeout")
        n = len(good) + len(bare)
        if not n:
            return not_observed("No calls of requests or urllib are seen; other clients have a timeout by themselves.")
        share = len(good) / n
        enough = share >= _MOST
        message = f"{len(good):,} of {n:,} calls of requests or urllib have a timeout ({share:.0%})."
        return (passed if enough else failed)(message, figure=share, unit="share", examples=good if enough else bare)


class SqlBound(Check):
    """SQL gets its values as parameters: none is formatted into the text."""

    name: ClassVar[str] = "sql-parameters"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "A value in the text of a statement is how injection happens."
    url: ClassVar[str] = "https://peps.python.org/pep-0249/#paramstyle"

    def check(self, practice_places: Places) -> Outcome:
        """Statements given to an execute, with something filled in where a value stands."""
        wrong, good = practice_places.of("sql_formatted"), practice_places.of("sql_bound")
        if not wrong and not good:
            return not_observed("No statements of SQL are seen.")
        message = f"{len(wrong):,} of {len(wrong) + len(good):,} statements of SQL have values formatted into them."
        return (failed if wrong else passed)(message, figure=float(len(wrong)), unit="count", examples=wrong or good)


CHECKS: tuple[type[Check], ...] = (
    MethodsFit,
    StatusesTold,
    ErrorsTold,
    BodiesValidated,
    Migrated,
    NothingBlocks,
    Awaited,
    TimeoutsSet,
    SqlBound,
)
"""The checks of practice in back ends."""


# --- private ---


def _coroutines(modules: Mapping[str, ModuleFacts]) -> int:
    """Return how many coroutines the project's own code defines, tests aside."""
    own = (m for path, m in modules.items() if not is_vendored(path) and not is_test_path(path))
    return sum(f.is_async for m in own for f in m.functions)
