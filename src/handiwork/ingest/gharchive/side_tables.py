"""What else the lines say: account names, repository names and facts, commits inside pushes."""

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from handiwork.ingest.gharchive.events import timeline_id
from handiwork.ingest.gharchive.text import instant, md5, scrubbed, sha1, subject
from handiwork.lake.schema import ACCOUNTS, PUSH_COMMITS, REPOSITORIES

__all__ = [
    "UNTOLD",
    "merged_accounts",
    "merged_repositories",
    "modern_accounts",
    "modern_facts",
    "modern_push_commits",
    "modern_sightings",
    "proved_authors",
    "push_accounts",
    "push_sightings",
    "timeline_accounts",
    "timeline_facts",
    "timeline_push_commits",
    "timeline_sightings",
]

_FACTS = ("description", "topics", "language", "license", "stars", "is_fork", "default_branch")
_NOREPLY = "@users.noreply.github.com"


# --- accounts ---


def modern_accounts(raw: ir.Table) -> ir.Table:
    """Return every account that modern lines name: (account_id, login, kind, seen_at), not yet distinct."""
    payload = raw.payload
    actors = raw.select(
        account_id=raw.actor.id,
        login=raw.actor.login,
        kind=ibis.coalesce(payload.comment.user["type"], payload.review.user["type"]),
        seen_at=instant(raw.created_at),
    )
    users: Sequence[Callable[[ir.Table], ir.StructValue]] = (
        lambda t: t.payload.pull_request.user,
        lambda t: t.payload.issue.user,
        lambda t: t.payload.member,
    )
    found = [
        raw.filter(user(raw).login.notnull()).select(
            account_id=user(raw).id, login=user(raw).login, kind=user(raw)["type"], seen_at=instant(raw.created_at)
        )
        for user in users
    ]
    return ibis.union(actors, *found)


def push_accounts(pushes: ir.Table) -> ir.Table:
    """Return every account that modern pushes name: who pushed."""
    return pushes.select(
        account_id=pushes.actor_id,
        login=pushes.actor_login,
        kind=ibis.null("string"),
        seen_at=instant(pushes.created_at),
    )


def timeline_accounts(raw: ir.Table) -> ir.Table:
    """Return every account that timeline lines name: actors without an id, pull request users with one."""
    at = instant(raw.created_at)
    actors = raw.select(
        account_id=ibis.null("int64"),
        login=ibis.coalesce(raw.actor, raw.actor_attributes.login),
        kind=raw.actor_attributes["type"],
        seen_at=at,
    )
    user = raw.payload.pull_request.user
    pulls = raw.filter(user.login.notnull()).select(account_id=user.id, login=user.login, kind=user["type"], seen_at=at)
    return ibis.union(actors, pulls)


def merged_accounts(seen: ir.Table) -> ir.Table:
    """Return one row per (account_id, login) in the lake's ``accounts`` schema."""
    rows = (
        seen.filter(seen.login.notnull() & seen.seen_at.notnull())
        .group_by("account_id", "login")
        .aggregate(
            kind=lambda t: t.kind.max(),
            first_seen_at=lambda t: t.seen_at.min(),
            last_seen_at=lambda t: t.seen_at.max(),
        )
    )
    return rows.select(*(c.name for c in ACCOUNTS.columns))


def _untold_accounts(rows: ir.Table, events: ir.Table) -> ir.Table:
    """Return the rows of accounts that say something which the events do not: a type, or a name that no event has."""
    told = ibis.union(
        *(
            events.select(told_id=events[f"{who}_id"], told_login=events[f"{who}_login"])
            for who in ("actor", "author", "member")
        ),
        distinct=True,
    )
    same = [rows.account_id.identical_to(told.told_id), rows.login == told.told_login]
    return ibis.union(rows.filter(rows.kind.notnull()), rows.filter(rows.kind.isnull()).anti_join(told, same))


# --- repositories ---


def _untold_repositories(rows: ir.Table, events: ir.Table) -> ir.Table:
    """Return the rows of repositories that say something which the events do not: facts, or a name no event has."""
    told = events.select(told_id="repo_id", told_name="repo_name").distinct()
    same = [rows.repo_id.identical_to(told.told_id), rows.repo_name == told.told_name]
    return ibis.union(rows.filter(rows.facts_at.notnull()), rows.filter(rows.facts_at.isnull()).anti_join(told, same))


def modern_sightings(raw: ir.Table) -> ir.Table:
    """Return every repository that modern lines name: (repo_id, repo_name, seen_at)."""
    at = instant(raw.created_at)
    named = raw.select(repo_id=raw.repo.id, repo_name=raw.repo["name"], seen_at=at)
    base = raw.payload.pull_request.base.repo
    targets = raw.filter(base.full_name.notnull())
    return ibis.union(named, targets.select(repo_id=base.id, repo_name=base.full_name, seen_at=at))


def push_sightings(pushes: ir.Table) -> ir.Table:
    """Return every repository that modern pushes name."""
    return pushes.select(repo_id=pushes.repo_id, repo_name=pushes.repo_name, seen_at=instant(pushes.created_at))


def timeline_sightings(raw: ir.Table) -> ir.Table:
    """Return every repository that timeline lines name."""
    name = raw.repository.owner + "/" + raw.repository["name"]
    return raw.select(repo_id=raw.repository.id, repo_name=name, seen_at=instant(raw.created_at))


def modern_facts(raw: ir.Table) -> ir.Table:
    """Return what modern lines say about repositories: payloads of pull requests, forks and creations."""
    at = instant(raw.created_at)
    base = raw.payload.pull_request.base.repo
    described = raw.filter(base.full_name.notnull()).select(
        repo_id=base.id,
        repo_name=base.full_name,
        seen_at=at,
        description=base.description,
        topics=base.topics,
        language=base.language,
        license=base.license.spdx_id,
        stars=base.stargazers_count,
        is_fork=base.fork,
        default_branch=base.default_branch,
    )
    forkee = raw.payload.forkee
    parents = raw.filter((raw.type == "ForkEvent") & forkee.full_name.notnull()).select(
        repo_id=raw.repo.id,
        repo_name=raw.repo["name"],
        seen_at=at,
        description=forkee.description,
        topics=forkee.topics,
        language=forkee.language,
        license=forkee.license.spdx_id,
        stars=ibis.null("int32"),
        is_fork=ibis.null("boolean"),
        default_branch=forkee.default_branch,
    )
    created = raw.filter((raw.type == "CreateEvent") & raw.payload.description.notnull()).select(
        repo_id=raw.repo.id,
        repo_name=raw.repo["name"],
        seen_at=at,
        description=raw.payload.description,
        topics=ibis.null("array<string>"),
        language=ibis.null("string"),
        license=ibis.null("string"),
        stars=ibis.null("int32"),
        is_fork=ibis.null("boolean"),
        default_branch=raw.payload.master_branch,
    )
    return ibis.union(described, parents, created)


def timeline_facts(raw: ir.Table) -> ir.Table:
    """Return what timeline lines say about repositories; each line says something."""
    repository = raw.repository
    return raw.select(
        repo_id=repository.id,
        repo_name=repository.owner + "/" + repository["name"],
        seen_at=instant(raw.created_at),
        description=repository.description.nullif(""),
        topics=ibis.null("array<string>"),
        language=repository.language,
        license=ibis.null("string"),
        stars=ibis.coalesce(repository.stargazers, repository.watchers),
        is_fork=repository.fork,
        default_branch=repository.master_branch,
    )


def merged_repositories(seen: ir.Table, facts: ir.Table) -> ir.Table:
    """Return one row per (repo_id, repo_name) with the newest facts, in the ``repositories`` schema.

    Where two facts are equally new, the one whose digest sorts last is taken: the order of lines does not matter.
    """
    seen = seen.filter(seen.repo_name.notnull() & (seen.repo_name != "/") & seen.seen_at.notnull())
    names = seen.group_by("repo_id", "repo_name").aggregate(
        first_seen_at=seen.seen_at.min(), last_seen_at=seen.seen_at.max()
    )
    told = facts.description.notnull() | facts.language.notnull() | facts.stars.notnull()
    newest = (
        facts.filter(told)
        .group_by(of_id="repo_id", of_name="repo_name")
        .aggregate(facts_at=lambda t: t.seen_at.max(), **{fact: _newest(fact) for fact in _FACTS})
    )
    same = [names.repo_id.identical_to(newest.of_id), names.repo_name == newest.of_name]
    rows = names.left_join(newest, same)
    rows = rows.mutate(description=scrubbed(rows.description).substr(0, 500))
    return rows.select(*(c.name for c in REPOSITORIES.columns))


# --- commits inside pushes ---


def modern_push_commits(pushes: ir.Table) -> ir.Table:
    """Return the commits delivered inside modern pushes, still with the address of the author line.

    The address never leaves the statement: :func:`proved_authors` uses and drops it.
    """
    pushes = pushes.filter(pushes.id.notnull())
    carrying = _named(pushes.filter(pushes.commits.length() > 0), pushes.id)
    listed = carrying.mutate(commit=pushes.commits).unnest("commit")
    commits = listed.select(
        *_PUSH_COLUMNS,
        sha=listed.commit.sha,
        name=listed.commit.author["name"],
        address=listed.commit.author.email,
        message=listed.commit.message,
        is_distinct=listed.commit["distinct"],
    )
    old = pushes.filter(pushes.shas.length() > 0)
    return ibis.union(commits, _sha_lists(_named(old, old.id).mutate(commit=old.shas)))


def timeline_push_commits(raw: ir.Table) -> ir.Table:
    """Return the commits delivered inside timeline pushes, keyed by the derived id of their event.

    Two pushes that are alike in content carry the same commits: the first id stands for both.
    """
    pushes = raw.filter((raw.type == "PushEvent") & (raw.payload.shas.length() > 0))
    named = pushes.mutate(
        event_id=timeline_id(pushes),
        repo_id=pushes.repository.id,
        repo_name=pushes.repository.owner + "/" + pushes.repository["name"],
        pushed_at=instant(pushes.created_at),
        pusher_id=ibis.null("int64"),
        pusher_login=pushes.actor,
    )
    return _sha_lists(named.mutate(commit=pushes.payload.shas))


def proved_authors(commits: ir.Table, accounts: ir.Table, *, repeated: bool) -> ir.Table:
    """Return push commits with an author account where the author line proves one, in the lake's schema.

    An author line proves an account if its address is GitHub's noreply address of an account seen in the
    same package. The archive replaces the part before the @ by its SHA-1, so that is what is compared.

    Parameters
    ----------
    commits
        As :func:`modern_push_commits` returns them.
    accounts
        Every account seen in the package.
    repeated
        Whether pushes occur twice, so that their commits have to be told apart.
    """
    local = commits.address.re_replace(r"@.*$", "")
    hashed = ibis.cases((local.re_search("^[0-9a-f]{40}$"), local), else_=sha1(local))
    commits = commits.mutate(proof=ibis.cases((commits.address.lower().endswith(_NOREPLY), hashed)))
    known = accounts.filter(accounts.account_id.notnull()).select("account_id", "login").distinct()
    plain = known.select(proof=sha1(known.login), author_id=known.account_id, author_login=known.login)
    numbered = known.select(
        proof=sha1(known.account_id.cast("string") + "+" + known.login),
        author_id=known.account_id,
        author_login=known.login,
    )
    proofs = ibis.union(plain, numbered)
    proofs = proofs.group_by("proof").aggregate(
        author_id=proofs.author_id.max(), author_login=proofs.author_login.max()
    )
    rows = commits.left_join(proofs, "proof")
    rows = rows.mutate(
        author_name=scrubbed(rows.name),
        subject=subject(rows.message),
        is_merge=rows.message.startswith("Merge "),
    )
    if repeated:
        rows = rows.distinct(on=["repo_name", "sha", "event_id"], keep="first")
    return rows.select(*(c.name for c in PUSH_COMMITS.columns))


UNTOLD: dict[str, Callable[[ir.Table, ir.Table], ir.Table]] = {
    "accounts": _untold_accounts,
    "repositories": _untold_repositories,
}
"""Tables of which only those rows are kept that a file's events do not tell as well: (rows, events) → rows."""

# --- private ---

_PUSH_COLUMNS = ("event_id", "repo_id", "repo_name", "pushed_at", "pusher_id", "pusher_login")


def _newest(fact: str) -> Callable[[ir.Table], ir.Value]:
    def pick(table: ir.Table) -> ir.Value:
        order = table.seen_at.cast("string") + md5(table[fact].cast("string"))
        return table[fact].argmax(order, where=table[fact].notnull())

    return pick


def _named(pushes: ir.Table, event_id: ir.IntegerValue) -> ir.Table:
    return pushes.mutate(
        event_id=event_id,
        pushed_at=instant(pushes.created_at),
        pusher_id=pushes.actor_id,
        pusher_login=pushes.actor_login,
    )


def _sha_lists(pushes: ir.Table) -> ir.Table:
    """Return the commits of old pushes: lists of [sha, address, message, name, distinct?]."""
    listed = pushes.unnest("commit")
    commit = listed.commit
    return listed.select(
        *_PUSH_COLUMNS,
        sha=commit[0],
        name=commit[3],
        address=commit[1],
        message=commit[2],
        is_distinct=ibis.cases((commit.length() > 4, commit[4] == "true")),
    )
