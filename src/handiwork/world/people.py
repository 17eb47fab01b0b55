"""Invented people: names from syllables, logins with an underscore, ids far above GitHub's, several addresses."""

from dataclasses import dataclass
from datetime import datetime

from handiwork.world.dice import Random, dice
from handiwork.world.nouns import Account
from handiwork.world.phrases import phrases

__all__ = ["FIRST_ID", "RENAMED_AT", "Line", "Person", "make_bots", "make_people"]

FIRST_ID = 9_000_000_000
"""Lowest id of an invented person; GitHub's are far below."""

RENAMED_AT = datetime(2025, 10, 1)
"""When the renamed person and the renamed repository got their new names, naive UTC."""

Line = tuple[str, str]
"""An author line: name and e-mail address."""


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person (or machine) through time.

    Attributes
    ----------
    id
        Numeric account id.
    name
        Full name.
    login
        Current login.
    former_login
        Login before :data:`RENAMED_AT`; None if never renamed.
    addresses
        Addresses on author lines, the usual one first.
    mapped
        True if git histories map the other addresses to the usual one in ``.mailmap``.
    kind
        ``User`` or ``Bot``.
    """

    id: int
    name: str
    login: str
    former_login: str | None
    addresses: tuple[str, ...]
    mapped: bool = False
    kind: str = "User"

    def at(self, when: datetime) -> Account:
        """Return the account as it was called at an instant."""
        login = self.login if self.former_login is None or when >= RENAMED_AT else self.former_login
        return Account(self.id, login, self.name, self.kind)

    def line(self, r: Random) -> Line:
        """Return one of the person's author lines, in five cases of six the usual one."""
        if len(self.addresses) == 1 or r.random() < 5 / 6:
            return self.name, self.addresses[0]
        return self.name, r.choice(self.addresses[1:])

    @property
    def logins(self) -> tuple[str, ...]:
        """All logins, the current one first."""
        return (self.login,) if self.former_login is None else (self.login, self.former_login)


def make_people(seed: int, count: int) -> tuple[Person, ...]:
    """Return that many people, the first of them renamed mid-world; the first two share a full name.

    Parameters
    ----------
    seed
        Of the world.
    count
        How many, at least 3.

    Returns
    -------
    tuple
        People by id. Logins are unique in any case and hold an underscore.
    """
    r = dice(seed, "people")
    taken: set[str] = set()
    made: list[Person] = []
    for number in range(count):
        name = made[0].name if number == 1 else _name(r)
        login = _login(r, name, taken)
        former = _login(r, _name(r), taken) if number == 0 else None
        made.append(_person(r, FIRST_ID + 17 * number, name, (login, former)))
    # One author line in many has an address where the name should be.
    third = made[2]
    made[2] = Person(third.id, f"{third.login}@example.org", third.login, None, third.addresses)
    return tuple(made)


def make_bots(seed: int) -> tuple[Person, ...]:
    """Return the machines: two with GitHub's suffix, one an ordinary login that payloads call a ``Bot``."""
    base = FIRST_ID + 900_000_000 + seed
    logins = ("dependency_helper[bot]", "label_keeper[bot]", "stevedore_sync")
    return tuple(
        Person(base + number, login, login, None, (f"{base + number}+{login}@users.noreply.github.com",), kind="Bot")
        for number, login in enumerate(logins)
    )


# --- private ---


def _name(r: Random) -> str:
    parts = phrases()
    if r.random() < 0.08:
        return f"{r.choice(parts['foreign_given'])} {r.choice(parts['foreign_surnames'])}"
    return f"{_made(r, 'heads', 'heads', 'tails')} {_made(r, 'heads', 'surnames', 'tails')}"


def _made(r: Random, *kinds: str) -> str:
    return "".join(r.choice(phrases()[kind]) for kind in kinds).title()


def _login(r: Random, name: str, taken: set[str]) -> str:
    given, _, surname = name.lower().partition(" ")
    if not name.isascii():
        given, surname = _made(r, "heads", "tails").lower(), _made(r, "surnames").lower()
    login = r.choice((f"{given}_{surname[:1]}", f"{given[:1]}_{surname}", f"{given}_{surname}", f"{surname}_dev"))
    if r.random() < 0.1:
        login = login.title()
    while login.lower() in taken:
        login += str(r.randrange(10))
    taken.add(login.lower())
    return login


def _person(r: Random, account_id: int, name: str, logins: tuple[str, str | None]) -> Person:
    login, former = logins
    noreply = f"{account_id}+{former or login}@users.noreply.github.com"
    old_noreply = f"{login}@users.noreply.github.com"
    plain = f"{login.lower().replace('_', '.')}@example.org"
    work = f"{login.lower().replace('_', '')}@works.example.org"
    addresses = r.choices(
        ((noreply,), (old_noreply,), (plain,), (noreply, plain), (plain, work), (work, noreply, plain)),
        (40, 8, 25, 12, 9, 6),
    )[0]
    return Person(account_id, name, login, former, addresses, len(addresses) > 1 and r.random() < 0.5)
