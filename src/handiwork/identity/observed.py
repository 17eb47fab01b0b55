"""The accounts that were observed: every pair of numeric id and login, and the one id of a login."""

import ibis
import ibis.expr.types as ir

from handiwork.identity.expressions import LONG_AGO, look_up, newest, text_key
from handiwork.identity.plan import Plan

__all__ = ["account_base", "id_in", "know", "observe_accounts", "sole_ids_of_logins"]

_PAIRS = {
    "accounts": (("account_id", "login"),),
    "events": (("actor_id", "actor_login"), ("author_id", "author_login"), ("member_id", "member_login")),
    "push_commits": (("pusher_id", "pusher_login"), ("author_id", "author_login")),
    "pull_requests": (("author_id", "author_login"), ("merger_id", "merger_login")),
    "reviews": (("reviewer_id", "reviewer_login"),),
    "review_comments": (("author_id", "author_login"),),
    "author_accounts": (("account_id", "login"),),
}
_TIMES = {
    "accounts": "last_seen_at",
    "events": "created_at",
    "push_commits": "pushed_at",
    **dict.fromkeys(("pull_requests", "reviews", "review_comments", "author_accounts"), "seen_at"),
}
_ID_KEY = r"^github:([1-9][0-9]{0,17})$"
_NOT_PEOPLE = ("Bot", "Organization", "Mannequin")


def observe_accounts(plan: Plan) -> ir.Table:
    """Return every pair of id and login in the lake.

    Returns
    -------
    ibis Table
        ``account_id`` (None if observed without), ``login_key``, ``login`` as spelled last (both None if
        observed without), ``last_seen``: a struct that orders observations, those of an archive after those
        of git histories, whose authors may go on using an old login, ``kind`` (None for people, else
        GitHub's type).
    """
    pairs = ibis.union(*_pairs_in_archives(plan))
    last = pairs.group_by("account_id", "login").aggregate(kind=pairs.kind.min(), seen_at=pairs.seen_at.max())
    seen = _of_git(plan).union(last.mutate(in_archive=ibis.literal(True)))
    seen = seen.filter(seen.account_id.notnull() | seen.login.notnull())
    seen = seen.mutate(
        login_key=text_key(seen.login),
        last_seen=ibis.struct({"in_archive": seen.in_archive, "at": seen.seen_at.fill_null(LONG_AGO)}),
    )
    seen = plan.keep("pairs_seen", seen.select("account_id", "login_key", "login", "last_seen", "kind"))
    # Nearly every id has one login: only the others are worth comparing.
    with_id = seen.filter(seen.account_id.notnull())
    counts = with_id.group_by("account_id").aggregate(n=with_id.count())
    only = counts.filter(counts.n == 1)
    several = seen.anti_join(only, "account_id")
    merged = several.group_by("account_id", "login_key").aggregate(
        login=newest(several.last_seen, several.login),
        last_seen=several.last_seen.max(),
        kind=several.kind.min(),
    )
    return seen.semi_join(only, "account_id").union(merged)


def sole_ids_of_logins(seen: ir.Table, decided: ir.Table) -> ir.Table:
    """Return for each login observed with an id ``sole_id``: the id if it is only one, else None.

    Parameters
    ----------
    seen
        Every pair observed.
    decided
        What operators decided about logins, which comes first: ``login_key``, ``verb``, ``other_id``.
    """
    held = seen.filter(seen.account_id.notnull() & seen.login_key.notnull())
    found = held.group_by("login_key").aggregate(n_ids=held.account_id.nunique(), least_id=held.account_id.min())
    found = found.select("login_key", sole_id=ibis.ifelse(found.n_ids == 1, found.least_id, ibis.null("int64")))
    ours = decided.group_by("login_key").aggregate(
        accepted=decided.other_id.max(where=decided.verb == "accept"),
        is_split=(decided.verb == "split").any(),
        rejected=decided.other_id.collect(where=decided.verb == "reject"),
    )
    told = look_up(ours, found, "login_key")
    is_apart = told.is_split | told.sole_id.isnull() | told.rejected.contains(told.sole_id)
    kept = ibis.ifelse(is_apart, ibis.null("int64"), told.sole_id)
    told = told.select("login_key", sole_id=ibis.coalesce(told.accepted, kept))
    return found.anti_join(ours, "login_key").union(told)


def account_base(account_id: ir.Value, sole_id: ir.Value, login_key: ir.Value) -> ir.Value:
    """Return the node of an account before any link: its id, else the one id of its login, else its login."""
    known_id = ibis.coalesce(account_id, sole_id).cast("string")
    return ibis.coalesce(ibis.literal("github:") + known_id, ibis.literal("login:") + login_key)


def id_in(key: ir.StringValue) -> ir.IntegerValue:
    """Return the number in an account's key, None where it is not ``github:`` and a number."""
    number: ir.IntegerValue = key.re_extract(_ID_KEY, 1).nullif("").cast("int64")
    return number


def know(table: ir.Table, ids: ir.Table, logins: ir.Table, who: str) -> ir.Table:
    """Return the rows with the person's number of an account in the column ``who``, None where nobody is named.

    Parameters
    ----------
    table
        Has ``<who>_id`` and ``<who>_login``, which go.
    ids
        ``account_id`` → ``pno``.
    logins
        ``login_key`` → ``pno``, used for rows without an id.
    who
        ``actor``, ``author``, …
    """
    given_id, given_login = table[f"{who}_id"], table[f"{who}_login"]
    bare = ibis.ifelse(given_id.isnull(), text_key(given_login), ibis.null("string"))
    keyed = table.mutate(account_id=given_id, login_key=bare).drop(f"{who}_id", f"{who}_login")
    found = look_up(keyed, ids.select("account_id", pno_of_id="pno"), "account_id")
    found = look_up(found, logins.select("login_key", pno_of_login="pno"), "login_key")
    found = found.mutate(ibis.coalesce(found.pno_of_id, found.pno_of_login).name(who))
    return found.drop("account_id", "login_key", "pno_of_id", "pno_of_login")


# --- private ---


def _pairs_in_archives(plan: Plan) -> list[ir.Table]:
    """Return every id and login of archives, with GitHub's type if it is no person's, and the instant."""
    found = []
    for name, pairs in _PAIRS.items():
        table = plan.lake_table(name)
        kind = table.kind if name == "accounts" else ibis.null("string")
        shown_kind = ibis.ifelse(kind.isin(_NOT_PEOPLE), kind, ibis.null("string"))
        for id_column, login_column in pairs:
            pair = table.select(
                account_id=table[id_column],
                login=table[login_column].nullif(""),
                kind=shown_kind,
                seen_at=table[_TIMES[name]],
            )
            found.append(pair.filter(pair.account_id.notnull() | pair.login.notnull()))
    return [*found, _in_profiles(plan)]


def _in_profiles(plan: Plan) -> ir.Table:
    """Return the GitHub accounts whose profile was told, as the archives' pairs."""
    profiles = plan.lake_table("profiles")
    profiles = profiles.mutate(account_id=id_in(profiles.account))
    profiles = profiles.filter(profiles.account_id.notnull())
    return profiles.select(
        "account_id",
        login=profiles.handle.nullif(""),
        kind=ibis.ifelse(profiles.kind.isin(_NOT_PEOPLE), profiles.kind, ibis.null("string")),
        seen_at="seen_at",
    )


def _of_git(plan: Plan) -> ir.Table:
    """Return the accounts that git histories prove, last seen with their last commit."""
    credits_, commits = plan.lake_table("credits"), plan.lake_table("commits")
    dated = credits_.select("repo_name", "sha", "author_key").join(
        commits.select("repo_name", "sha", "committed_at"), ["repo_name", "sha"]
    )
    last = dated.group_by("repo_name", "author_key").aggregate(seen_at=dated.committed_at.max())
    authors = plan.lake_table("authors").select("repo_name", "author_key", "github_id", "login")
    found = look_up(authors, last, "repo_name", "author_key")
    return found.select(
        account_id="github_id",
        login=found.login.nullif(""),
        kind=ibis.null("string"),
        seen_at="seen_at",
        in_archive=ibis.literal(False),
    )
