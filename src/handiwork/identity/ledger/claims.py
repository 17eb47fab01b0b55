"""From what the ledger reads to links: who held a login when, who names whom, who made what, who is called alike.

Machines, mannequins, organisations and accounts that are gone are nobody's, and nobody is theirs. A person who is
left out keeps what is theirs: an account that has any claim to them makes no link to anybody else.

Records of one event that bear the same full name are one speaker, if one of them alone names a handle.

A login has one holder at a time, so those who had it follow one another in the order in which they were last seen with
it. What was said at an instant is about the first who was seen with it then or later; after all of them, about the
last, unless that account was seen under another login since: then about nobody who is known.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import pyarrow as pa

from handiwork.identity.account_keys import family, handle_in, is_of_github, origin_of
from handiwork.identity.bench import Bench
from handiwork.identity.decisions import Decisions
from handiwork.identity.expressions import normal_names
from handiwork.identity.ledger.pages import account_at
from handiwork.identity.ledger.rarity import is_rare, name_parts
from handiwork.identity.ledger.weighing import Claim, Link, weigh
from handiwork.identity.plan import given_schema

__all__ = ["Read", "Row", "claims_of", "links_of", "read_ledger", "weighed"]

Row = Mapping[str, Any]
"""One row of a working table."""

_NOT_PEOPLE = frozenset({"Bot", "Organization", "Mannequin"})
_GONE = frozenset({"ghost"})
"""GitHub's account that stands for all that were deleted."""

_ONE_HANDLE = ("pypi", "huggingface")
"""Origins where people choose a handle, as on GitHub."""


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of the working tables of :data:`handiwork.identity.ledger.steps.READ`."""

    profiles: list[Row] = field(default_factory=list)
    stated: list[Row] = field(default_factory=list)
    parts: list[Row] = field(default_factory=list)
    signed: list[Row] = field(default_factory=list)
    holders: list[Row] = field(default_factory=list)
    ids: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    made: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)


def read_ledger(bench: Bench, names: Iterable[str]) -> dict[str, list[Row]]:
    """Return the rows of working tables by their name without prefix, to make a :class:`Read` of."""
    return {name: bench.rows(f"ledger_{name}").to_pylist() for name in names}


def weighed(read: Read, decisions: Decisions) -> pa.Table:
    """Return the reasons of all links, as the table ``claims`` of :data:`handiwork.identity.plan.GIVEN`.

    Parameters
    ----------
    read
        What was read of the lake and the resolution.
    decisions
        What operators decided.

    Notes
    -----
    Grows with the accounts that origins told of, not with the lake.
    """
    return pa.Table.from_pylist(links_of(read, decisions), given_schema("claims"))


def links_of(read: Read, decisions: Decisions) -> list[dict[str, Any]]:
    """Return one row for each reason of each link, ordered by account, person and reason."""
    ledger = _Ledger(read)
    links = weigh(
        claims_of(read),
        accepted={a: p for a, o in sorted(decisions.accepted) if (p := ledger.owner(a, o)) is not None},
        rejected=frozenset((a, p) for a, o in decisions.rejected if (p := ledger.owner(a, o)) is not None),
        split=decisions.split,
    )
    links += _copies(links, ledger.aliases, decisions)
    withheld = {link.account for link in links if ledger.person_id(link.person) is None}
    withheld |= {alias for alias, account in ledger.aliases.items() if account in withheld}
    links.sort(key=lambda link: (link.account, link.person))
    return [
        {
            "account": link.account,
            "origin": origin_of(link.account),
            "handle": ledger.handle(link.account),
            "person_id": ledger.person_id(link.person),
            "status": link.status,
            "reason": claim.reason,
            "weight": claim.weight,
            "source": claim.source,
            "seen_at": claim.seen_at,
        }
        for link in links
        if link.account not in withheld
        for claim in link.reasons
    ]


def claims_of(read: Read) -> list[Claim]:
    """Return every claim of an account to a person who is no machine, in no certain order."""
    ledger = _Ledger(read)
    found = [*ledger.explicit(), *ledger.made(), *ledger.alike(), *ledger.signed()]
    found += [Claim(r["account"], r["pno"], "official_commits", r["source"], r["seen_at"]) for r in read.papers]
    likely = {(claim.account, claim.person) for claim in found}
    found += [Claim(a, p, "name") for a, p in likely if ledger.is_called_alike(a, p)]
    return [c for c in found if ledger.is_somebody(c.account) and c.person not in ledger.machines]


# --- private ---


def _copies(links: list[Link], aliases: Mapping[str, str], decisions: Decisions) -> list[Link]:
    """Return the links of records that stand for the same speaker of one event as another record."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.account].append(link)
    decided = decisions.split | {account for account, _ in decisions.accepted | decisions.rejected}
    return [
        replace(link, account=alias)
        for alias, account in aliases.items()
        if alias not in decided
        for link in found[account]
    ]


class _Ledger:
    """What was read, by what it is looked up by."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ids = {row["account_id"]: row["pno"] for row in read.ids}
        self._people = {row["pno"]: row for row in (*read.papers, *read.people)}
        self.machines = {row["pno"] for row in read.people if row["is_bot"]}
        held: dict[str, list[Row]] = defaultdict(list)
        for row in read.holders:
            held[row["login_key"]].append(row)
        self._held = {login: sorted(rows, key=_order_held) for login, rows in held.items()}

    def person_id(self, pno: int) -> int | None:
        """Return the number a person is told by; None for who is left out."""
        row = self._people.get(pno)
        return None if row is None else row["person_id"]

    @cached_property
    def profiles(self) -> dict[str, Row]:
        """The newest profile of each account."""
        rows = sorted(self._read.profiles, key=lambda r: (r["account"], r["seen_at"] or datetime.min, repr(r)))
        return {row["account"]: row for row in rows}

    def handle(self, account: str) -> str | None:
        """Return what an account is called at its origin."""
        profile = self.profiles.get(account)
        return (profile["handle"] if profile is not None else None) or handle_in(account)

    def is_somebody(self, account: str) -> bool:
        """Return whether an account may be a person's by what its profile says it is."""
        profile = self.profiles.get(account)
        return profile is None or profile["kind"] not in _NOT_PEOPLE

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Speaker records without a statement of their own → the one record of that event and full name that has one.

        Several sources record one event, and only one of them may have asked for a handle.
        """
        stating = {row["account"] for row in self._read.stated if row["proof"] == "programme"}
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for account, name in sorted(self._shown.items()):
            if account.startswith("speaker:") and " " in name:
                groups[family(account), name].append(account)
        found: dict[str, str] = {}
        for group in groups.values():
            heads = [account for account in group if account in stating]
            if len(heads) == 1:
                found |= {account: heads[0] for account in group if account not in stating}
        return found

    def owner(self, account: str, other: str) -> int | None:
        """Return the person an operator named for an account elsewhere; None where that is told otherwise."""
        return None if is_of_github(account) else self.who(other, None)

    def who(self, key: str, at: datetime | None) -> int | None:
        """Return the person a GitHub account was at an instant (None for now); None if nobody is known."""
        head, _, name = key.partition(":")
        if head == "github":
            return self._ids.get(int(name))
        return self._holder(name.lower(), at) if head == "login" else None

    def _holder(self, login: str, at: datetime | None) -> int | None:
        rows = [] if login in _GONE else self._held.get(login, [])
        then = [row for row in rows if at is not None and row["until"] is not None and row["until"] >= at]
        if then:
            return int(then[0]["pno"])
        return int(rows[-1]["pno"]) if rows and rows[-1]["is_present"] else None

    # --- reasons ---

    def explicit(self) -> Iterator[Claim]:
        """Yield who names whom."""
        by: dict[tuple[str, int], set[bool]] = defaultdict(set)
        for row in (*self._read.stated, *self._linked()):
            is_theirs = is_of_github(row["account"])
            account, theirs = (row["other"], row["account"]) if is_theirs else (row["account"], row["other"])
            pno = self.who(theirs, row["seen_at"])
            if pno is None or is_of_github(account) or is_of_github(row["account"]) == is_of_github(row["other"]):
                continue
            reason = "programme" if row["proof"] == "programme" else "profile_link"
            yield Claim(account, pno, reason, row["source"], row["seen_at"])
            if reason == "profile_link":
                by[account, pno].add(is_theirs)
        yield from (Claim(account, pno, "mutual_link") for (account, pno), ways in by.items() if len(ways) > 1)

    def _linked(self) -> Iterator[Row]:
        """Yield the accounts whose pages a profile links, as statements, but those its origin stated itself."""
        stated = {(row["account"], row["other"]) for row in self._read.stated}
        for account, profile in sorted(self.profiles.items()):
            for address in profile.get("links") or ():
                other = account_at(address)
                if other is not None and (account, other) not in stated:
                    told = {"account": account, "other": other, "proof": "profile", "seen_at": profile["seen_at"]}
                    yield told | {"source": profile["page"] or profile["source"]}

    def made(self) -> Iterator[Claim]:
        """Yield who owns what is made in a repository where the GitHub account of the same handle worked."""
        pnos = {row["person_id"]: row["pno"] for row in self._read.people if row["person_id"] is not None}
        working: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in self._read.made:
            working[row["work"], pnos[row["person_id"]]].append(row)
        for part in self._read.parts:
            account = part["account"]
            pno = self._namesake(account)
            if pno is None:
                continue
            for row in working.get((part["work"], pno), ()):
                reason = "attested_commits" if row["proof"] == "attestation" else "role_commits"
                yield Claim(account, pno, reason, row["source"], row["seen_at"])

    def alike(self) -> Iterator[Claim]:
        """Yield who has the same rare handle, and perhaps the same name."""
        accounts = {row["account"] for row in (*self._read.profiles, *self._read.parts)}
        accounts |= {row[end] for row in self._read.stated for end in ("account", "other")}
        for account in sorted(accounts):
            pno = self._namesake(account)
            handle = self.handle(account)
            if pno is None or handle is None or not is_rare(handle, self.parts):
                continue
            page = self.profiles.get(account, {})
            reason = "rare_handle_name" if self.is_called_alike(account, pno) else "rare_handle"
            yield Claim(account, pno, reason, page.get("page"), page.get("seen_at"))

    def signed(self) -> Iterator[Claim]:
        """Yield author lines that are signed with somebody's rare login."""
        for row in self._read.signed:
            pno = self._holder(row["login_key"], None)
            if pno is not None and pno != row["pno"] and is_rare(row["login_key"], self.parts):
                yield Claim(row["account"], pno, "rare_handle")

    def _namesake(self, account: str) -> int | None:
        """Return the person whose GitHub login is the handle of an account elsewhere."""
        handle = self.handle(account)
        if handle is None or origin_of(account) not in _ONE_HANDLE:
            return None
        profile = self.profiles.get(account)
        return self._holder(handle.lower(), profile["seen_at"] if profile else None)

    # --- names ---

    @cached_property
    def names(self) -> dict[int, set[str]]:
        """The names each person has on their work and on their GitHub profile."""
        found: dict[int, set[str]] = defaultdict(set)
        for row in self._read.names:
            found[row["pno"]].add(row["name_key"])
        for account, name in self._shown.items():
            if is_of_github(account) and (pno := self.who(account, None)) is not None:
                found[pno].add(name)
        return found

    @cached_property
    def parts(self) -> frozenset[str]:
        """Words that several names share."""
        shown = name_parts([*self._shown.values(), *(row["name_key"] for row in self._read.names)])
        return shown | {row["word"] for row in self._read.words}

    def is_called_alike(self, account: str, pno: int) -> bool:
        """Return whether an account shows a full name that the person has."""
        name = self._shown.get(account)
        return name is not None and " " in name and name in self.names.get(pno, ())

    @cached_property
    def _shown(self) -> dict[str, str]:
        """The names of profiles, in the form they are compared in."""
        keys = [account for account, row in self.profiles.items() if row["name"]]
        shown = normal_names(pa.array([self.profiles[account]["name"] for account in keys], pa.string()))
        return _filled(zip(keys, shown.to_pylist(), strict=True))


def _filled(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    return {key: value for key, value in pairs if value}


def _order_held(row: Row) -> tuple[bool, datetime, bool, int]:
    """Order who had a login: an unknown last instant comes first, of those at one instant the present one last."""
    until = row["until"]
    return until is not None, until or datetime.min, row["is_present"], row["pno"]
