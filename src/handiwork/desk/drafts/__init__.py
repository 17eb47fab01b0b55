"""Drafts: one short message to one person about one or two of their public acts; written here, sent by nobody.

==========  ==========================================================
nouns       what a draft is made from, and the draft
untrusted   titles and names of strangers, made safe to stand in a text
pay         the band a draft may name: the operator's own or a published one
language    a language's sentences, dates and numbers, from ``data``
writing     :func:`write`: acts, role, pay, operator → text
checking    :func:`check`: an edited text → what it has and what it lacks
counting    how many drafts an operator made today, and whether a text was used before
==========  ==========================================================
"""

from handiwork.desk.drafts.checking import Check, check
from handiwork.desk.drafts.counting import MOST_A_DAY, DraftLog
from handiwork.desk.drafts.language import LANGUAGES, language_of
from handiwork.desk.drafts.nouns import CITABLE, LENGTHS, Act, Draft, Matter, Operator, Pay
from handiwork.desk.drafts.pay import parse_pay, published_pay
from handiwork.desk.drafts.untrusted import safe_line
from handiwork.desk.drafts.writing import write

__all__ = [
    "CITABLE",
    "LANGUAGES",
    "LENGTHS",
    "MOST_A_DAY",
    "Act",
    "Check",
    "Draft",
    "DraftLog",
    "Matter",
    "Operator",
    "Pay",
    "check",
    "language_of",
    "parse_pay",
    "published_pay",
    "safe_line",
    "write",
]
