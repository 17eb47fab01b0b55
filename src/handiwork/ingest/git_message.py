"""What a commit message says: subject, pull request number, who else took part, whose branch was merged.

==========================================================  ==============================================
in the message                                              read as
==========================================================  ==============================================
``… (#12)``, ``… (GH-12)`` at the end of the subject        pull request 12
``Merge pull request #12 from LOGIN/branch``                pull request 12, its tip is LOGIN's
``Auto merge of #12 - LOGIN:branch, r=REVIEWER``            the same, and REVIEWER reviewed it
``Merge PR #12``, ``PR #12: …``                             pull request 12
``PR-URL: …/pull/12``, ``Pull Request resolved: …/pull/12`` pull request 12
``Closes #12 from LOGIN/branch.``                           pull request 12, this commit is LOGIN's
``Fixes #12``, ``gh-12: …`` at the start                    an issue, no pull request
``Co-authored-by:``                                         co-author
``Reviewed-by:``, ``Acked-by:``, ``Approved-by:``           reviewer
``Approved by: https://github.com/LOGIN, …``                reviewer
``Tested-by:``, ``Reported-by:``, ``Signed-off-by:``        no part in the commit
==========================================================  ==============================================

Trailers count wherever they stand: a squashed pull request has those of its commits in its middle.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handiwork.privacy.addresses import scrub

__all__ = ["SUBJECT_CHARACTERS", "Message", "Person", "read_message"]

SUBJECT_CHARACTERS = 200
"""Longest subject that is kept."""

_MOST_PEOPLE = 100
_LONGEST_LINE = 1000

_LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9_])?"
_GITHUB_MERGE = re.compile(rf"Merge pull request #(\d{{1,8}}) from ({_LOGIN})/(\S+)")
_BORS_MERGE = re.compile(rf"Auto merge of #(\d{{1,8}}) - ({_LOGIN}):[^\s,]+(?:,? r=({_LOGIN}(?:,{_LOGIN})*))?")
_AT_END = re.compile(r"\((?:PR ?)?(?:#|[Gg][Hh]-)(\d{1,8})\)[\s.]*$")
_NAMED = re.compile(r"\bPR ?:? ?#(\d{1,8})\b|^Merge #(\d{1,8})\b")
_IN_BODY = re.compile(
    r"^(?:PR-URL|Pull Request resolved|Pull-Request)[ \t]*:[ \t]*(?:\S*/pull/|#)(\d{1,8})\b",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSES_FROM = re.compile(rf"^Closes #(\d{{1,8}}) from ({_LOGIN})/\S+\.?[ \t]*$", re.MULTILINE)
_TRAILER = re.compile(
    r"^[ \t]*(co-authored-by|reviewed-by|acked-by|approved-by|approved by)[ \t]*:[ \t]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_AND_ADDRESS = re.compile(r"([^<>,;]*)<([^<>]*)>")
_BARE_ADDRESS = re.compile(r"(.*?)[\s(]*([^\s()@]+@[^\s()@]+)\)?")
_ACCOUNT = re.compile(rf"(?:https?://github\.com/|(?:^|[\s,(])@)({_LOGIN})(?![\w/-])")
_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?\s*$")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a message gives a part in its commit; at least one of name, address and login is known.

    Attributes
    ----------
    role
        ``co_author`` or ``reviewer``.
    name
        Name as written; empty if none is.
    address
        Address as written, for memory only; empty if none is.
    login
        GitHub login, where the message names one itself; None else.
    """

    role: str
    name: str
    address: str = field(default="", repr=False)
    login: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What was read from one message.

    Attributes
    ----------
    subject
        First line without addresses and without the login of a merge line, at most 200 characters.
    number
        Pull request number; None if the message names none.
    branch_login
        Whose branch a merge brought in; None if it does not say.
    own_login
        Login of the commit's author, where the message itself says so; None else.
    people
        Co-authors and reviewers in the order of the message, at most 100.
    """

    subject: str
    number: int | None = None
    branch_login: str | None = None
    own_login: str | None = None
    people: tuple[Person, ...] = ()


def read_message(text: str) -> Message:
    r"""Read one commit message.

    Parameters
    ----------
    text
        The whole message.

    Examples
    --------
    >>> message = read_message("Wind the clock (#12)\n\nReviewed-by: Ada Lind <ada@example.org>\n")
    >>> message.subject, message.number, message.people[0].role, message.people[0].name
    ('Wind the clock (#12)', 12, 'reviewer', 'Ada Lind')
    >>> read_message("Merge pull request #7 from ada_l/clock").subject
    'Merge pull request #7 from clock'
    """
    first, _, body = text.lstrip("\n").partition("\n")
    first = first[:_LONGEST_LINE].strip()
    people = tuple(_people(body))[:_MOST_PEOPLE] if body else ()
    if first.startswith("Merge pull request #") and (merge := _GITHUB_MERGE.match(first)):
        return Message(_merge_subject(merge), int(merge[1]), branch_login=merge[2], people=people)
    if first.startswith("Auto merge of #") and (merge := _BORS_MERGE.match(first)):
        approvers = tuple(Person("reviewer", "", login=login) for login in (merge[3] or "").split(",") if login)
        subject = f"Auto merge of #{merge[1]}"
        return Message(subject, int(merge[1]), branch_login=merge[2], people=approvers + people)
    subject = scrub(first)[:SUBJECT_CHARACTERS].rstrip()
    closes = _CLOSES_FROM.search(body) if "Closes #" in body else None
    if closes:
        return Message(subject, int(closes[1]), own_login=closes[2], people=people)
    return Message(subject, _number(first, body), people=people)


# --- private ---


def _merge_subject(merge: re.Match[str]) -> str:
    """Return the subject of a pull request's merge; branches that repeat the login are left out too."""
    number, login, branch = merge.groups()
    named = "" if login.lower() in branch.lower() else f" from {scrub(branch)}"
    return f"Merge pull request #{number}{named}"[:SUBJECT_CHARACTERS]


def _number(first: str, body: str) -> int | None:
    if first.endswith((")", ").")) and (found := _AT_END.search(first)):
        return int(found[1])
    may_name = "#" in first and not first.startswith("Revert")
    if may_name and (found := _NAMED.search(first)):
        return int(found[1] or found[2])
    may_tell = "/pull/" in body or "Pull-Request" in body or "PR-URL" in body
    if may_tell and (found := _IN_BODY.search(body)):
        return int(found[1])
    return None


def _people(body: str) -> Iterator[Person]:
    if not any(word in body for word in ("-by", "-By", "-BY", "pproved by")):
        return
    for key, written in _TRAILER.findall(body):
        value = written[:_LONGEST_LINE].strip()
        role = "co_author" if key[0] in "cC" else "reviewer"
        yield from _linked(role, value) if "-" not in key else _written(role, value)


def _linked(role: str, value: str) -> Iterator[Person]:
    """Yield the accounts of a value that may hold anything, such as names of another system."""
    for login in _ACCOUNT.findall(value):
        yield Person(role, "", login=login)


def _written(role: str, value: str) -> Iterator[Person]:
    """Yield whom a trailer's value names: names with addresses, else accounts, else one full name."""
    if "<" in value:
        for name, address in _NAME_AND_ADDRESS.findall(value):
            if name.strip() or address.strip():
                yield Person(role, name.strip(" \t\"'"), address.strip())
        return
    if bare := _BARE_ADDRESS.fullmatch(value):
        yield Person(role, bare[1].strip(" \t\"',"), bare[2])
        return
    accounts = [*_linked(role, value)]
    yield from accounts
    name = _REMARK.sub("", value)
    if not accounts and 2 <= len(name.split()) <= 5 and not re.search(r"[@:/,;#0-9]", name):
        yield Person(role, name)
