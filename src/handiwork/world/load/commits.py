"""The commits that pushes of the full format list: how many, by whom, with which messages."""

from hashlib import sha1
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from handiwork.world.load.chance import Keys, hexes, keyed, uniform
from handiwork.world.load.population import PERSON, Population
from handiwork.world.load.templates import commit_template
from handiwork.world.load.texts import Texts

__all__ = ["commit_lists", "push_sizes", "signatures"]

_LISTED = 20
_Numbers = npt.NDArray[np.int64]


def push_sizes(keys: Keys) -> _Numbers:
    """Return how many commits each push has: most one, few more than the twenty that are listed."""
    few = np.floor(uniform(keys, 96) ** -0.46).clip(1, _LISTED)
    many = _LISTED + 180 * uniform(keys, 95) ** 4
    return np.where(uniform(keys, 94) < 0.014, many, few).astype(np.int64)


def signatures(world: Population, writers: _Numbers) -> tuple[list[bytes], list[bytes]]:
    """Return names and addresses of people as author lines have them, the addresses in the archive's form."""
    logins = world.logins(writers, None)
    private = (uniform(writers, 100) < 0.45).tolist()
    names = [login.replace(b"_", b" ").title() for login in logins]
    emails = []
    for login, number, is_private in zip(logins, writers.tolist(), private, strict=True):
        local = b"%d+%b" % (PERSON + number, login) if is_private else login.replace(b"_", b".")
        domain = b"users.noreply.github.com" if is_private else b"example.org"
        emails.append(b"%b@%b" % (sha1(local, usedforsecurity=False).hexdigest().encode(), domain))
    return names, emails


def commit_lists(
    texts: Texts, keys: Keys, heads: list[bytes], repos: list[bytes], signed: tuple[list[bytes], list[bytes]]
) -> list[bytes]:
    """Return the commits of each push as a JSON list.

    Parameters
    ----------
    texts
        Where messages come from.
    keys
        Keys of the pushes.
    heads
        Name of each push's last commit.
    repos
        ``owner/name`` of each push.
    signed
        Names and addresses of who wrote each push's commits.

    Returns
    -------
    list
        One JSON list per push, of at most twenty commits, oldest first.
    """
    listed = np.minimum(push_sizes(keys), _LISTED)
    rows = np.repeat(np.arange(len(listed)), listed)
    ends = np.cumsum(listed)
    inner = keyed(keys[rows] + (ends[rows] - np.arange(len(rows))).astype(np.uint64), 97)
    shas = hexes(inner, 98)
    for last, head in zip((ends - 1).tolist(), heads, strict=True):
        shas[last] = head
    at = rows.tolist()
    per_push = {"name": signed[0], "email": signed[1], "repo": repos}
    columns = {name: [column[i] for i in at] for name, column in per_push.items()}
    made = commit_template().fill(columns | {"sha": shas, "message": texts.messages(inner)})
    return [b"[%b]" % b",".join(made[a:b]) for a, b in pairwise(accumulate(listed.tolist(), initial=0))]
