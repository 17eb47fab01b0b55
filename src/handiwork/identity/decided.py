"""The decisions that join or separate author lines and logins, as tables a resolution is handed, and their effect.

An accepted author line belongs to its owner alone: what its history says of it, and who shares its address, no
longer count. One that is split stands alone. One that is rejected for an account may belong to any other: it loses
what would lead it there.
"""

from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from handiwork.identity.decisions import Decisions
from handiwork.identity.expressions import look_up
from handiwork.identity.observed import account_base
from handiwork.identity.plan import Plan, given_schema
from handiwork.identity.repositories import Repositories, place

__all__ = ["decided_authors", "decided_lines", "decided_logins", "decided_owners"]


def decided_lines(decisions: Decisions) -> pa.Table:
    """Return the decisions about author lines.

    Parameters
    ----------
    decisions
        In force.

    Returns
    -------
    pyarrow.Table
        ``repo_name``, ``author_key``, ``verb``, and the other account: ``other_id``, ``other_login``, or
        ``other_repo`` and ``other_key``; all None for ``split``. Ordered.
    """
    rows = [_line(account, verb, other) for account, verb, other in _told(decisions, "author")]
    return pa.Table.from_pylist(rows, given_schema("decided_lines"))


def decided_logins(decisions: Decisions) -> pa.Table:
    """Return the decisions about logins without an id: ``login_key``, ``verb``, ``other_id``; ordered."""
    rows = [
        {"login_key": account.partition(":")[2], "verb": verb, "other_id": _id_in(other)}
        for account, verb, other in _told(decisions, "login")
    ]
    return pa.Table.from_pylist(rows, given_schema("decided_logins"))


def decided_owners(decisions: Decisions) -> pa.Table:
    """Return whom operators named as the owner, or not the owner, of anything: ``key``, ordered."""
    keys = sorted({other for _, other in decisions.accepted | decisions.rejected})
    return pa.table({"key": pa.array(keys, pa.string())})


def decided_authors(plan: Plan, repositories: Repositories, authors: ir.Table, sole_ids: ir.Table) -> ir.Table:
    """Return the decisions about authors who are loaded: ``author_no``, ``verb``, ``node``, ``other_no``.

    Parameters
    ----------
    plan
        Has the decisions about lines.
    repositories
        Where names of repositories are looked up.
    authors
        ``author_no``, ``rno``, ``author_key``.
    sole_ids
        The one id of each login.

    Returns
    -------
    ibis Table
        ``node`` is the other account's, ``other_no`` the other author's number; None where the other is none.
    """
    lines = place(plan.given("decided_lines"), repositories)
    numbers = authors.select("rno", "author_key", "author_no")
    found = lines.join(numbers, ["rno", "author_key"]).drop("rno", "author_key")
    others = place(found.select("other_repo", "other_key", repo_name="other_repo").distinct(), repositories)
    others = others.join(numbers, [("rno", "rno"), ("other_key", "author_key")])
    others = others.select("other_repo", "other_key", other_no="author_no").distinct()
    found = look_up(found, others, "other_repo", "other_key")
    found = look_up(found.mutate(login_key=found.other_login), sole_ids, "login_key")
    node = account_base(found.other_id, found.sole_id, found.login_key)
    return found.select("author_no", "verb", "other_no", node=node)


# --- private ---


def _told(decisions: Decisions, origin: str) -> list[tuple[str, str, str | None]]:
    told: list[tuple[str, str, str | None]] = [(account, "accept", other) for account, other in decisions.accepted]
    told += [(account, "reject", other) for account, other in decisions.rejected]
    told += [(account, "split", None) for account in decisions.split]
    return sorted((t for t in told if t[0].startswith(f"{origin}:")), key=lambda t: (t[0], t[1], t[2] or ""))


def _line(account: str, verb: str, other: str | None) -> dict[str, Any]:
    repo_name, _, author_key = account.removeprefix("author:").partition("#")
    row: dict[str, Any] = {"repo_name": repo_name, "author_key": author_key, "verb": verb}
    if other is not None and other.startswith("author:"):
        row["other_repo"], _, row["other_key"] = other.removeprefix("author:").partition("#")
    elif other is not None:
        row |= {"other_id": _id_in(other), "other_login": _login_in(other)}
    return row


def _id_in(key: str | None) -> int | None:
    return int(key.removeprefix("github:")) if key is not None and key.startswith("github:") else None


def _login_in(key: str) -> str | None:
    return key.removeprefix("login:") if key.startswith("login:") else None
