"""From the lake to people, repositories and contributions: the one function of the room."""

from dataclasses import dataclass

import ibis.expr.types as ir

from handiwork.catalog import Catalog
from handiwork.identity.accounts import find_accounts
from handiwork.identity.bench import Bench
from handiwork.identity.contributions import find_contributions
from handiwork.identity.people import describe_people
from handiwork.identity.repositories import describe_repositories, find_repositories
from handiwork.identity.suppressing import find_suppressed
from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who did what where; temporary tables in the engine, replaced by its next resolution.

    Attributes
    ----------
    persons
        One row a person, ordered by ``person_id``: ``person_id`` int32 (dense from 0, in the order of ``key``),
        ``key`` (``github:123``, ``login:ada_l``, ``author:owner/name#key`` or ``name:owner/name#Ada L``),
        ``login`` (the present one, None if none is known), ``github_id`` int64 (None if unknown), ``name`` (None
        if unknown), ``logins`` (all, sorted), ``is_bot``, ``bot_reason`` (None for people), ``joins`` (sorted
        reasons why more than one account is this person).
    repos
        One row a repository, ordered by ``repo_no``: ``repo_no`` int32 (dense from 0, in the order of the name
        in lower case), ``repo_id`` int64 (None if unknown), ``name``, ``names`` (all, sorted), ``description``,
        ``topics``, ``language``, ``license``, ``stars`` int32 (each the newest delivered, None if never),
        ``is_fork``, ``ecosystems`` (names in the catalogue), ``catalog_text`` (None if not in it).
    contributions
        One row an act, or several alike of one day, ordered by person, repository and time: ``person_id``,
        ``repo_no``, ``kind``, ``at``, ``number`` int32, ``sha``, ``title``, ``paths``, ``created_paths``,
        ``labels``, ``n_files`` int32 (all None where they do not apply), ``is_bulk``, ``comment_id`` int64,
        ``count`` int32 (acts the row stands for). Machines, merge commits and people who are left out are not
        in it.
    """

    persons: ir.Table
    repos: ir.Table
    contributions: ir.Table


def resolve(engine: Engine, lake: Lake, *, catalog: Catalog, suppressions: Suppressions) -> Resolution:
    """Return who did what where, by everything that is in the lake.

    Parameters
    ----------
    engine
        Runs the work and holds the result.
    lake
        What to resolve; only read.
    catalog
        Former names of repositories, ecosystems, known machines.
    suppressions
        The people to leave out.

    Notes
    -----
    The result depends on the lake's rows only, not on their order, the packages they came in or the
    number of threads. Time and memory grow linearly with rows, but for the sorting of the result.
    """
    bench = Bench(engine, lake)
    try:
        repositories = find_repositories(bench, catalog)
        accounts = find_accounts(bench, repositories)
        left_out, hidden_logins = find_suppressed(bench, accounts, suppressions)
        repos = describe_repositories(bench, repositories, catalog, hidden_logins)
        people = describe_people(bench, accounts, catalog.bots, repos=repos, left_out=left_out)
        done = find_contributions(bench, repositories, accounts, people=people, repos=repos)
        return Resolution(
            bench.publish("persons", people.drop("pno").order_by("person_id")),
            bench.publish("repos", repos.drop("rno").order_by("repo_no")),
            bench.publish("contributions", done),
        )
    finally:
        bench.clear()
