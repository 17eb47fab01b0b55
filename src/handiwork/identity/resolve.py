"""From the lake to people, repositories and contributions: the one function of the room."""

from dataclasses import dataclass
from functools import cache

import ibis.expr.types as ir
import pyarrow as pa

from handiwork.catalog import Catalog
from handiwork.identity.accounts import find_accounts
from handiwork.identity.address_links import join_by_address
from handiwork.identity.bench import Bench, EmbeddedBench
from handiwork.identity.contributions import find_contributions, in_order
from handiwork.identity.decided import decided_lines, decided_logins, decided_owners
from handiwork.identity.decisions import Decisions
from handiwork.identity.ledger.claims import Read, read_ledger, weighed
from handiwork.identity.ledger.publishing import LINKS, publish_links
from handiwork.identity.ledger.steps import READ, READ_OF_WORK, plan_ledger, plan_made
from handiwork.identity.people import describe_people
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import catalogue_rows, describe_repositories, find_repositories
from handiwork.identity.suppressing import cover, plan_covering, plan_leaving_out
from handiwork.lake.engine import Dialect, Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions

__all__ = ["RESULTS", "Given", "Resolution", "plan_of", "resolve", "work_through"]

RESULTS = ("persons", "repos", "contributions")
"""The tables that the steps of a resolution make; that of links is made of them."""


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
    links
        One row an account that is, or may be, a person's besides the ids and logins they are told by, ordered by
        person and account: ``person_id``, ``account`` (its key: ``pypi:ada_l``, ``huggingface:ada_l``,
        ``speaker:event/code``, or ``author:owner/name#key`` for an author line of a git history, repository in
        lower case), ``origin`` (pypi, huggingface, speaker, git, …), ``handle`` (what it is called there, None if
        it has none), ``strength`` float64 from 0.5 to 1, ``status`` (``accepted`` or ``possible``), ``reasons``: a
        list, strongest first, of ``reason`` and ``weight`` (see :mod:`handiwork.identity.ledger.weights`),
        ``source`` (address of what proves it, None if no single page does) and ``seen_at`` (None if not told). An
        account is accepted for one person at most. Nobody who is left out is in it, nor what may be theirs.
    """

    persons: ir.Table
    repos: ir.Table
    contributions: ir.Table
    links: ir.Table


def resolve(
    engine: Engine, lake: Lake, *, catalog: Catalog, suppressions: Suppressions, decisions: Decisions | None = None
) -> Resolution:
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
    decisions
        What operators decided about who is who; None if nothing.

    Notes
    -----
    The result depends on the lake's rows only, not on their order, the packages they came in or the
    number of threads. Time and memory grow linearly with rows, but for the sorting of the result.
    """
    plan = plan_of(catalog)
    with EmbeddedBench(engine, lake) as bench:
        found = work_through(bench, plan, Given(catalog, suppressions, decisions or Decisions()))
    publish_links(engine, *found)
    return Resolution(*(engine.backend.table(name) for name in (*RESULTS, LINKS)))


@dataclass(frozen=True, slots=True)
class Given:
    """What a resolution knows that is not in the lake.

    Attributes
    ----------
    catalog
        Former names of repositories, ecosystems, known machines.
    suppressions
        The people to leave out.
    decisions
        What operators decided about who is who.
    """

    catalog: Catalog
    suppressions: Suppressions
    decisions: Decisions


def plan_of(catalog: Catalog, dialect: Dialect = "duckdb") -> Plan:
    """Return the steps of every resolution.

    Parameters
    ----------
    catalog
        Knows the names of machines.
    dialect
        Who runs them.
    """
    return _plan(tuple(catalog.bots.name_patterns), dialect)


def work_through(bench: Bench, plan: Plan, given: Given) -> tuple[pa.Table, pa.Table]:
    """Run all phases on a bench, handing in between them what no expression works out.

    Parameters
    ----------
    bench
        Runs the steps.
    plan
        In the bench's dialect.
    given
        What is not in the lake.

    Returns
    -------
    claims, lines : pyarrow.Table
        What :func:`handiwork.identity.ledger.publishing.publish_links` makes the table of links of.
    """
    catalog = given.catalog
    bench.give("catalogue", catalogue_rows(catalog))
    bench.give("listed_bots", pa.table({"login_key": pa.array(sorted(catalog.bots.logins), pa.string())}))
    bench.give("decided_lines", decided_lines(given.decisions))
    bench.give("decided_logins", decided_logins(given.decisions))
    bench.give("decided_owners", decided_owners(given.decisions))
    bench.run(plan, "linking")
    moves, reasons = join_by_address(bench.rows("linked"), bench.rows("links"), bench.rows("decided"))
    bench.give("moves", moves)
    bench.give("address_reasons", reasons)
    bench.run(plan, "joining")
    cover(bench, plan, given.suppressions)
    bench.run(plan, "people")
    read, lines = read_ledger(bench, READ), bench.rows("line_links")
    for phase in ("acts", "contributions"):
        bench.run(plan, phase)
    read |= read_ledger(bench, READ_OF_WORK)
    bench.run(plan, "ordering")
    return weighed(Read(**read), given.decisions), lines


# --- private ---


@cache
def _plan(name_patterns: tuple[str, ...], dialect: Dialect) -> Plan:
    """Return the steps of every resolution; working them out takes longer than a small lake."""
    plan = Plan(dialect)
    plan.begin("linking")
    repositories = find_repositories(plan)
    accounts = find_accounts(plan, repositories)
    plan_covering(plan, accounts)
    plan.begin("people")
    left_out = plan_leaving_out(plan, accounts)
    repos = describe_repositories(plan, repositories, plan.kept("covering", login_key="string"))
    people = describe_people(plan, accounts, name_patterns, repos=repos, left_out=left_out)
    plan.publish("persons", people.drop("pno").order_by("person_id"))
    plan.publish("repos", repos.drop("rno").order_by("repo_no"))
    numbers = people.filter(~people.is_bot).select("pno", "person_id"), repos.select("rno", "repo_no")
    who, where = (plan.keep(name, table) for name, table in zip(("who", "where"), numbers, strict=True))
    plan_ledger(plan, accounts, people=people, repos=repos)
    told = find_contributions(plan, repositories, accounts, who=who, where=where)
    plan_made(plan, repositories, told=told, where=where)
    plan.begin("ordering")
    plan.publish("contributions", in_order(told))
    return plan
