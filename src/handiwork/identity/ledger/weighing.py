"""From claims to links: how strong each is, which are accepted, and which contest one another.

1. What an operator rejected or split is no claim; what one accepted is accepted, whatever else is claimed.
2. A link is as strong as its strongest reason (see :mod:`handiwork.identity.ledger.weights`).
3. An account has one owner: of several claims the strongest may be accepted. If two are equally strong, neither is.
4. A person has one account in each place (:func:`handiwork.identity.account_keys.family`): of several accounts there
   the strongest may be accepted. If two are equally strong, neither is.
5. What loses for 3 or 4 is shown as possible, with the reason ``contested``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handiwork.identity.account_keys import family
from handiwork.identity.ledger.weights import POSSIBLE, WEIGHTS, Status, status_of

__all__ = ["Claim", "Link", "weigh"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One reason why an account may be a person's.

    Attributes
    ----------
    account
        Its key.
    person
        Number of the person.
    reason
        Of :data:`handiwork.identity.ledger.weights.WEIGHTS`.
    source
        Address of what says so; None if it is no single page.
    seen_at
        When that was seen; None if not told.
    """

    account: str
    person: int
    reason: str
    source: str | None = None
    seen_at: datetime | None = None

    @property
    def weight(self) -> float:
        """What the reason weighs."""
        return WEIGHTS[self.reason]


@dataclass(frozen=True, slots=True)
class Link:
    """An account and the person it may belong to.

    Attributes
    ----------
    account, person
        As in its claims.
    strength
        The greatest weight of its reasons, 0.5 to 1.
    status
        accepted | possible.
    reasons
        Its claims, strongest first, each once.
    """

    account: str
    person: int
    strength: float
    status: Status
    reasons: tuple[Claim, ...]


_Pair = tuple[str, int]


def weigh(
    claims: Iterable[Claim],
    *,
    accepted: Mapping[str, int] | None = None,
    rejected: frozenset[_Pair] = frozenset(),
    split: frozenset[str] = frozenset(),
) -> list[Link]:
    """Return the links that claims make, ordered by account and person.

    Parameters
    ----------
    claims
        In any order, repeated or not.
    accepted
        Operators' decisions: account → person.
    rejected
        Operators' decisions: pairs of account and person.
    split
        Operators' decisions: accounts that are nobody's.

    Examples
    --------
    >>> [(k.person, k.strength, k.status) for k in weigh([Claim("pypi:ada_l", 1, "rare_handle")])]
    [(1, 0.5, 'possible')]
    """
    owners = accepted or {}
    reasons: dict[_Pair, set[Claim]] = defaultdict(set)
    for claim in claims:
        pair = (claim.account, claim.person)
        if claim.account not in split and (pair not in rejected or owners.get(claim.account) == claim.person):
            reasons[pair].add(claim)
    for account, person in owners.items():
        reasons[account, person].add(Claim(account, person, "operator"))
    strength = {pair: max(claim.weight for claim in found) for pair, found in reasons.items()}
    shown = {pair for pair, value in strength.items() if value >= POSSIBLE}
    decided = set(owners.items())
    losing = _losing(shown, strength, decided, by_account=True)
    losing |= _losing(shown - losing, strength, decided, by_account=False)
    return [_link(pair, reasons[pair], strength[pair], is_contested=pair in losing) for pair in sorted(shown)]


# --- private ---


def _losing(pairs: set[_Pair], strength: Mapping[_Pair, float], decided: set[_Pair], *, by_account: bool) -> set[_Pair]:
    """Return the pairs that would be accepted, were there no other as strong or stronger for the same one owner."""
    rivals: dict[object, list[_Pair]] = defaultdict(list)
    for account, person in pairs:
        if status_of(strength[account, person]) == "accepted":
            rivals[account if by_account else (person, family(account))].append((account, person))
    losing: set[_Pair] = set()
    for group in rivals.values():
        kept = [pair for pair in group if pair in decided]
        best = max(strength[pair] for pair in group)
        leading = [pair for pair in group if strength[pair] == best]
        winners = kept or (leading if len(leading) == 1 else [])
        losing.update(pair for pair in group if pair not in winners)
    return losing


def _link(pair: _Pair, reasons: set[Claim], strength: float, *, is_contested: bool) -> Link:
    account, person = pair
    found = reasons | ({Claim(account, person, "contested")} if is_contested else set())
    status = "possible" if is_contested else status_of(strength)
    told = sorted(found, key=lambda c: (-c.weight, c.reason, c.source or "", c.seen_at or datetime.min))
    return Link(account, person, strength, status or "possible", tuple(told))
