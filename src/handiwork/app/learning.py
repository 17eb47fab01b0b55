"""The other names and ids of people who are left out, as far as the lake has seen them."""

import ibis
import ibis.expr.types as ir

from handiwork.lake.engine import Engine
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import SuppressionList, Suppressions

__all__ = ["learn_names", "names_seen"]

_PAIRS = {
    "accounts": (("account_id", "login"),),
    "events": (("actor_id", "actor_login"), ("author_id", "author_login"), ("member_id", "member_login")),
}


def learn_names(lake: Lake, engine: Engine, suppressed: SuppressionList) -> int:
    """Learn every name and id that the lake has seen beside those that are left out.

    Parameters
    ----------
    lake
        Read once for each round: a name learned in one may lead to another in the next.
    engine
        Looks for them.
    suppressed
        Who is left out; told what is found.

    Returns
    -------
    int
        How many names were learned.
    """
    seen = _seen(lake, engine)
    learned = 0
    while True:
        found = engine.arrow(_of(seen, suppressed.current())).to_pylist()
        new = suppressed.learn((int(row["account_id"]), str(row["login"])) for row in found)
        learned += new
        if not new:
            return learned


def names_seen(lake: Lake, engine: Engine, *known: int | str) -> set[tuple[int, str]]:
    """Return every pair of id and login, lower case, that the lake has seen with one of some ids and logins."""
    ids, logins = (frozenset(each for each in known if isinstance(each, kind)) for kind in (int, str))
    left_out = Suppressions(frozenset(map(int, ids)), frozenset(str(login).lower() for login in logins))
    found = engine.arrow(_of(_seen(lake, engine), left_out)).to_pylist()
    return {(int(row["account_id"]), str(row["login"]).lower()) for row in found}


# --- private ---


def _seen(lake: Lake, engine: Engine) -> ir.Table:
    return ibis.union(*(_pairs(engine.table(lake, name), columns) for name, columns in _PAIRS.items()))


def _pairs(table: ir.Table, columns: tuple[tuple[str, str], ...]) -> ir.Table:
    each = (table.select(account_id=table[i], login=table[login]) for i, login in columns)
    found = ibis.union(*each) if len(columns) > 1 else next(each)
    return found.filter(found.account_id.notnull() & found.login.notnull())


def _of(seen: ir.Table, left_out: Suppressions) -> ir.Table:
    """Return the pairs of which one half is left out, each once."""
    theirs = seen.account_id.isin(sorted(left_out.ids)) | seen.login.lower().isin(sorted(left_out.logins))
    return seen.filter(theirs).distinct()
