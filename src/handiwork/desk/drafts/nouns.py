"""What a draft is made from: the act with its link, the operator, the pay; and the draft itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["CITABLE", "LENGTHS", "NOTICE_LINE", "Act", "Draft", "Matter", "Operator", "Pay"]

CITABLE = (
    *("commit", "co_commit", "commit_review", "merged_pull_request", "pull_request", "review", "review_comment"),
    *("issue", "comment", "maintain"),
)
"""Kinds of contribution a message can name: those with a number or a commit."""

LENGTHS = ("short", "medium")
"""How long a draft may be; both keep to the limit of the checklist."""

NOTICE_LINE = "--"
"""The line that parts the message from the notice below it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One contribution to name.

    Attributes
    ----------
    kind
        One of :data:`CITABLE`.
    repository
        owner/name.
    number
        Of a pull request or issue; None if it has none.
    sha
        Commit id; None if it is no commit. An act has one of both at least.
    title
        As delivered, untrusted; None if none was.
    on
        The day of the act.
    url
        Its link.
    key
        Names it in addresses and forms: it stays the same in the next index.
    """

    kind: str
    repository: str
    number: int | None
    sha: str | None
    title: str | None
    on: date
    url: str
    key: str

    @property
    def ref(self) -> str:
        """How a text names it: ``#12``, or the first ten digits of a commit."""
        return self.sha[:10] if self.is_commit and self.sha else f"#{self.number}"

    @property
    def is_commit(self) -> bool:
        """Whether it is named by its commit."""
        return self.sha is not None and (self.number is None or self.kind in ("commit", "co_commit", "commit_review"))


@dataclass(frozen=True, slots=True)
class Operator:
    """Who writes, and answers for what is held about people.

    Attributes
    ----------
    name
        Of the controller.
    contact_page, notice_page
        Addresses that begin with ``https://``: where they can be reached; what they hold and how to object.
    """

    name: str
    contact_page: str
    notice_page: str


@dataclass(frozen=True, slots=True)
class Pay:
    """A yearly band.

    Attributes
    ----------
    low, high
        In units of ``currency``, ``low`` ≤ ``high``.
    currency
        ISO 4217 code.
    as_of
        ``2026-03`` or ``2026-03-01``.
    source, kind, region
        Who published it, what is counted, where it holds; empty for the operator's own figure.
    """

    low: int
    high: int
    currency: str
    as_of: str
    source: str = ""
    kind: str = ""
    region: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it is the operator's own figure."""
        return not self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything a draft is made from.

    Attributes
    ----------
    name
        How the person is called in public; untrusted; None greets without a name.
    acts
        One or two, the first one leads.
    counts
        For each repository of the acts how many contributions of the person are known.
    role
        What the role is called, short.
    is_field
        Whether that is the name of its field of work, as nobody said what it is called.
    skills
        What the role and the acts share, in the role's words; may be empty.
    pay
        None if there is no figure to name: none is ever made up.
    operator
        Who writes.
    seen_on
        Day of the data.
    """

    name: str | None
    acts: tuple[Act, ...]
    counts: Mapping[str, int]
    role: str
    skills: tuple[str, ...]
    pay: Pay | None
    operator: Operator
    seen_on: date
    is_field: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to copy.

    Attributes
    ----------
    subject
        One line.
    body
        The message.
    notice
        Who writes, where the data comes from, how to object.
    """

    subject: str
    body: str
    notice: str

    @property
    def text(self) -> str:
        """Body and notice, parted by a line of :data:`NOTICE_LINE`."""
        return f"{self.body}\n\n{NOTICE_LINE}\n{self.notice}"
