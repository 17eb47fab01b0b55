"""What the ledger reads of the lake and of a resolution, as steps; little, whatever the lake holds.

Everything begins with the few accounts that other origins told of: only the logins they could be are looked for.

===================  =================================================================================
working table        rows
===================  =================================================================================
``ledger_profiles``  profiles: ``account``, ``handle``, ``name``, ``kind``, ``links``, ``page`` …
``ledger_stated``    statements that two accounts are one person's, as in the lake
``ledger_parts``     who owns or maintains a work: ``work``, ``account``
``ledger_signed``    author lines signed with one word that is a login: ``account``, ``login_key``, ``pno``
``ledger_holders``   who had a login: ``login_key``, ``account_id``, ``pno``, ``until``, ``is_present``
``ledger_ids``       ``account_id`` → ``pno``
``ledger_names``     names on the work of those: ``pno``, ``name_key``
``ledger_words``     words of several people's names that a login is: ``word``
``ledger_people``    ``pno`` → ``person_id`` (None for who is left out), ``is_bot``
``ledger_places``    where works are made: ``work``, ``repo_no``, ``proof``, ``source``, ``seen_at``
``ledger_made``      who of those worked where a work is made: ``work``, ``person_id``, ``proof``, ``source`` …
``ledger_papers``    who, of a paper author's full name, committed to the paper's own repository: ``account``, …
``line_links``       author lines that are joined: ``account``, ``person_id``, ``reason``
===================  =================================================================================
"""

import ibis
import ibis.expr.types as ir

from handiwork.identity.accounts import Accounts
from handiwork.identity.expressions import LONG_AGO, look_up, newest, normal_name, text_key
from handiwork.identity.observed import id_in
from handiwork.identity.plan import Plan
from handiwork.identity.repositories import Repositories

__all__ = ["READ", "READ_OF_WORK", "plan_ledger", "plan_made"]

READ = ("profiles", "stated", "parts", "signed", "holders", "ids", "names", "words", "people")
"""Working tables, without their prefix, that :func:`handiwork.identity.ledger.claims.links_of` is handed once it is
known who people are."""

READ_OF_WORK = ("made", "papers")
"""Those it is handed once it is known who did what."""

_NAMED_IN_KEY = ("login", "pypi", "huggingface")
_OWNERS = ("owner", "maintainer")
_WORKING = ("commit", "co_commit", "merged_pull_request", "push", "release", "maintain")
_COMMITTING = ("commit", "co_commit", "merged_pull_request", "push")
_GITHUB_PAGE = r"^https?://(?:www\.)?github\.com/([A-Za-z0-9_-]+)/?$"
_PROOFS = ("attestation", "official", "metadata")


def plan_ledger(plan: Plan, accounts: Accounts, *, people: ir.Table, repos: ir.Table) -> None:
    """Plan everything that is read but for who worked where.

    Parameters
    ----------
    plan
        Gets the working tables.
    accounts
        Everybody.
    people
        ``pno`` → ``person_id``, ``is_bot``, of who is not left out.
    repos
        ``rno`` → ``name``.
    """
    profiles = plan.lake_table("profiles")
    profiles = plan.keep(
        "ledger_profiles", profiles.select("account", "handle", "name", "kind", "links", "page", "seen_at", "source")
    )
    stated = plan.keep("ledger_stated", plan.lake_table("account_links"))
    parts = plan.lake_table("work_people")
    parts = plan.keep("ledger_parts", parts.filter(parts.role.isin(_OWNERS)).select("work", "account").distinct())
    names = repos.select("rno", repo_name=text_key(repos.name))
    signed = accounts.signed.join(names, "rno")
    signed = signed.select("login_key", "pno", account=_line_key(signed))
    signed = plan.keep("ledger_signed", signed)
    logins = _logins(profiles, stated, parts, signed).union(_logins_in(plan.given("decided_owners")))
    holders = plan.keep("ledger_holders", _holders(accounts.members, logins))
    owners = plan.given("decided_owners")
    plan.keep("ledger_words", _words(accounts.named, logins))
    told = ibis.union(stated.select(key="account"), stated.select(key="other"), owners, profiles.select(key="account"))
    told = told.select(account_id=id_in(told.key)).distinct()
    ids = plan.keep("ledger_ids", accounts.ids.semi_join(told, "account_id").select("account_id", "pno"))
    found = ibis.union(*(t.select("pno") for t in (holders, ids, signed)), distinct=True)
    plan.keep("ledger_names", accounts.named.semi_join(found, "pno").select("pno", "name_key").distinct())
    plan.keep("ledger_people", look_up(found, people.select("pno", "person_id", "is_bot"), "pno"))
    plan.keep("paper_people", _paper_people(plan, accounts.named).join(people.select("pno", "person_id"), "pno"))
    lines = accounts.lines.join(people.select("pno", "person_id"), "pno").join(names, "rno")
    plan.keep("line_links", lines.select("person_id", "reason", account=_line_key(lines)).distinct())


def plan_made(plan: Plan, repositories: Repositories, *, told: ir.Table, where: ir.Table) -> None:
    """Plan who of those the ledger looks at worked where a work is made.

    Parameters
    ----------
    plan
        Has ``ledger_people`` and ``paper_people``; gets ``ledger_places``, ``ledger_made`` and ``ledger_papers``.
    repositories
        Where names of repositories are looked up.
    told
        Contributions: ``person_id``, ``repo_no``, ``kind``.
    where
        ``rno`` → ``repo_no``.
    """
    made = plan.lake_table("work_repositories")
    made = made.filter(made.proof.isin(_PROOFS))
    made = made.select("work", "proof", "seen_at", "source", name_key=text_key(made.repo_name))
    made = made.join(_bearers(repositories, made), "name_key").join(where, "rno")
    made = plan.keep("ledger_places", made.select("work", "proof", "seen_at", "source", "repo_no"))
    people = plan.kept("ledger_people", pno="int32", person_id="int32", is_bot="boolean")
    worked = told.filter(told.kind.isin(_WORKING)).semi_join(made, "repo_no")
    worked = worked.semi_join(people.filter(people.person_id.notnull()), "person_id")
    worked = worked.select("person_id", "repo_no").distinct()
    found = made.join(worked, "repo_no").select("work", "proof", "person_id", "seen_at", "source")
    plan.keep("ledger_made", found.distinct())
    columns = {"account": "string", "work": "string", "pno": "int32", "person_id": "int32"}
    authors = plan.kept("paper_people", **columns).join(made.filter(made.proof == "official"), "work")
    committed = told.filter(told.kind.isin(_COMMITTING)).semi_join(authors, "repo_no")
    committed = committed.select("person_id", "repo_no").distinct()
    papers = authors.join(committed, ["person_id", "repo_no"])
    plan.keep("ledger_papers", papers.select("account", "pno", "person_id", "seen_at", "source").distinct())


# --- private ---


def _line_key(lines: ir.Table) -> ir.Value:
    return ibis.literal("author:") + lines.repo_name + "#" + lines.author_key


def _logins(profiles: ir.Table, stated: ir.Table, parts: ir.Table, signed: ir.Table) -> ir.Table:
    """Return every login that an account named at an origin could be: ``login_key``."""
    keys = [profiles.select(key="account"), stated.select(key="account"), stated.select(key="other")]
    each = ibis.union(*keys, parts.select(key="account"), distinct=True)
    each = _logins_in(each)
    handles = profiles.filter(profiles.handle.notnull()).select(login_key=text_key(profiles.handle))
    linked = profiles.select(page=profiles.links.unnest())
    linked = linked.select(login_key=text_key(linked.page.re_extract(_GITHUB_PAGE, 1)))
    return ibis.union(each, handles, linked, signed.select("login_key"), distinct=True)


def _paper_people(plan: Plan, named: ir.Table) -> ir.Table:
    """Return who has the full name of a paper's author: ``account``, ``work``, ``pno``."""
    authors = plan.lake_table("work_people")
    authors = authors.filter((authors.role == "author") & authors.name.notnull() & authors.work.startswith("paper:"))
    authors = authors.select("account", "work", name_key=normal_name(authors.name))
    authors = authors.filter(authors.name_key.contains(" ")).distinct()
    return authors.join(named.select("name_key", "pno"), "name_key").select("account", "work", "pno").distinct()


def _logins_in(keys: ir.Table) -> ir.Table:
    """Return the handles that keys hold: ``login_key``."""
    head = keys.key.split(":")[0]
    return keys.filter(head.isin(_NAMED_IN_KEY)).select(login_key=text_key(keys.key.split(":")[1]))


def _bearers(repositories: Repositories, named: ir.Table) -> ir.Table:
    """Return which repository each of some names is, the one that bore it last: ``name_key``, ``rno``."""
    held = repositories.held.semi_join(named, "name_key")
    return held.group_by("name_key").aggregate(rno=newest(held.last_seen_at.fill_null(LONG_AGO), held.rno))


def _words(named: ir.Table, logins: ir.Table) -> ir.Table:
    """Return the words in two full names or more that a login is, but for digits and signs around it: ``word``."""
    signs = r"^[0-9_.-]+|[0-9_.-]+$"
    wanted = logins.select(word=logins.login_key.re_replace(signs, "")).distinct()
    full = named.filter(named.name_key.contains(" ")).select("name_key")
    words = full.select("name_key", word=full.name_key.split(" ").unnest()).semi_join(wanted, "word")
    counts = words.group_by("word").aggregate(n=words.name_key.nunique())
    return counts.filter(counts.n > 1).select("word")


def _holders(members: ir.Table, logins: ir.Table) -> ir.Table:
    """Return who had one of the logins until when, and whether it is the last login seen of them."""
    held = members.semi_join(logins, "login_key")
    theirs = members.semi_join(held.filter(held.account_id.notnull()), "account_id")
    theirs = theirs.filter(theirs.login_key.notnull())
    present = theirs.group_by("account_id").aggregate(present=newest(theirs.last_seen, theirs.login_key))
    found = look_up(held, present, "account_id")
    until = ibis.ifelse(found.last_seen["at"] > LONG_AGO, found.last_seen["at"], ibis.null("timestamp(6)"))
    is_present = found.account_id.isnull() | (found.present == found.login_key)
    return found.select("login_key", "account_id", "pno", until=until.cast("timestamp(6)"), is_present=is_present)
