"""The band a draft may name: what the operator types for the role, or what was published for its field."""

import re
from collections.abc import Iterable

from handiwork.catalog.hiring import Salary
from handiwork.desk.drafts.language import language_of
from handiwork.desk.drafts.nouns import Pay
from handiwork.desk.drafts.untrusted import safe_line
from handiwork.errors import UsageError
from handiwork.privacy.addresses import scrub

__all__ = ["parse_pay", "published_pay"]

_NUMBER = r"([\d.,'\s\u00a0\u202f]*\d)\s*(k?)"
_BAND = re.compile(rf"\s*{_NUMBER}\s*(?:-|\u2013|to|bis|à|a)\s*{_NUMBER}\s*([a-z]{{3}}|€|\$|£)\s*", re.IGNORECASE)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_CURRENCIES = frozenset(
    """
    AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW MAD MXN MYR NGN NOK NZD
    PEN PHP PKR PLN RON RSD SEK SGD THB TRY TWD UAH USD UYU VND ZAR
    """.split()  # noqa: SIM905 - a block of codes reads better than a column of quotes
)
_MOST = 10_000_000_000
_LONGEST = 60


def parse_pay(text: str, *, as_of: str) -> Pay | None:
    """Read the operator's own yearly band; None if nothing was typed.

    Parameters
    ----------
    text
        As typed: two numbers and a currency; ``k`` means thousands.
    as_of
        The day it was typed, ``2026-03-01``.

    Raises
    ------
    UsageError
        If it cannot be read, or the ends are not in order.

    Examples
    --------
    >>> parse_pay("70,000 - 90,000 EUR", as_of="2026-03-01")
    Pay(low=70000, high=90000, currency='EUR', as_of='2026-03-01', source='', kind='', region='')
    """
    if not text.strip():
        return None
    found = _BAND.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise UsageError(f"the salary {scrub(text[:60])!r} cannot be read: write it as 70000-90000 EUR, a year")
    low, high = _number(found[1], found[2] or found[4]), _number(found[3], found[4])
    if not 0 < low <= high <= _MOST:
        raise UsageError(f"the salary goes from {low} to {high}: write the lower end first, and whole units a year")
    currency = _SIGNS.get(found[5], found[5].upper())
    if currency not in _CURRENCIES:
        raise UsageError(f"the salary is in {currency!r}, which is no currency: write its code, as EUR or USD")
    return Pay(low, high, currency, as_of)


def published_pay(salaries: Iterable[Salary]) -> Pay | None:
    """Return the first published band whose source can be named; None if there is none."""
    for found in salaries:
        source, kind, region = (safe_line(text, 60) for text in (found.source, found.kind, found.region))
        # The date is told apart, in the language of the draft.
        source = source.removesuffix(f", {language_of('en').instant(found.as_of)}")
        if source:
            return Pay(found.low, found.high, found.currency, found.as_of, source, kind, region)
    return None


# --- private ---


def _number(digits: str, thousand: str) -> int:
    return int(re.sub(r"\D", "", digits)) * (1000 if thousand else 1)
