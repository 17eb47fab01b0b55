"""The checklist of a draft: what an edited text has, and what it lacks; every item can fail."""

import re
import unicodedata
from dataclasses import dataclass

from handiwork.desk.drafts.language import language_of
from handiwork.desk.drafts.nouns import NOTICE_LINE, Act, Matter
from handiwork.privacy.addresses import has_address

__all__ = ["MOST_WORDS", "Check", "body_of", "check", "words_in"]

MOST_WORDS = 119
"""A body has fewer than 120 words."""

_URL = re.compile(r"(?:[a-z0-9+.\-]*://|\bwww\.)[^\s<>\"]*", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!][^>]*>|\]\([^)]*\)|\*\*|```", re.IGNORECASE)
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the checklist.

    Attributes
    ----------
    name
        Short name: repository | act | short | personal | role | who | pay | source | objection | plain.
    passed
        Whether the text has it.
    label
        What is asked, for people.
    found
        What was found, or what to do where it failed.
    """

    name: str
    passed: bool
    label: str
    found: str


def check(text: str, matter: Matter, *, language: str, used_for_another: bool) -> tuple[Check, ...]:
    """Look a text over.

    Parameters
    ----------
    text
        As the operator edited it.
    matter
        What the draft is about.
    language
        That of the text: dates are looked for as it writes them.
    used_for_another
        Whether the same words were drafted for somebody else.

    Returns
    -------
    tuple of Check
        In the order they are shown; the same ones for every text.
    """
    body = body_of(text)
    n_words = words_in(body)
    repository = next((act.repository for act in matter.acts if _has(body, act.repository)), None)
    act = next((act for act in matter.acts if _names(body, act)), None)
    role = next((w for w in (matter.role, *matter.skills) if w and w.casefold() in body.casefold()), None)
    return (
        Check(
            "repository",
            repository is not None,
            "Names the repository",
            repository or f"Write the repository's name: {matter.acts[0].repository}",
        ),
        Check(
            "act",
            act is not None,
            "Names the pull request, issue or commit",
            act.ref if act else f"Write which one: {matter.acts[0].ref}",
        ),
        Check(
            "short",
            0 < n_words <= MOST_WORDS,
            "Under 120 words before the notice",
            f"{n_words} words" if n_words else "There is no message",
        ),
        Check(
            "personal",
            act is not None and not used_for_another,
            "Is about this person, and not the text of another draft",
            "The same words were used for somebody else: say what is particular about this work"
            if used_for_another
            else "Refers to this person's work"
            if act
            else "Refer to this person's work",
        ),
        Check("role", role is not None, "Says what the role is", role or f"Name the role: {matter.role}"),
        _who(text, matter),
        _pay(text, matter),
        _source(text, matter, language),
        Check(
            "objection",
            _has(text, matter.operator.notice_page),
            "Says how to object",
            matter.operator.notice_page
            if _has(text, matter.operator.notice_page)
            else f"Link your notice: {matter.operator.notice_page}",
        ),
        _plain(text, matter),
    )


def body_of(text: str) -> str:
    """Return what stands before the notice; everything where there is no line of dashes."""
    lines = text.replace("\r\n", "\n").split("\n")
    ends = [n for n, line in enumerate(lines) if line.rstrip() == NOTICE_LINE]
    return "\n".join(lines[: ends[0]] if ends else lines).strip()


def words_in(text: str) -> int:
    """Return how many words a text has: stretches without blanks that hold a letter or a digit."""
    return len(re.findall(r"\S*\w\S*", text))


# --- private ---


def _has(text: str, part: str) -> bool:
    """Return whether a name or an address stands in a text, not as a piece of a longer one."""
    return re.search(rf"(?<![\w/.\-]){re.escape(part)}(?![\w/\-])", text, re.IGNORECASE) is not None


def _names(text: str, act: Act) -> bool:
    if act.is_commit:
        return re.search(rf"\b{re.escape((act.sha or '')[:7])}[0-9a-f]*\b", text, re.IGNORECASE) is not None
    return re.search(rf"(?:#|/pull/|/issues/){act.number}\b", text) is not None


def _who(text: str, matter: Matter) -> Check:
    lacking = [part for part in (matter.operator.name, matter.operator.contact_page) if not _has(text, part)]
    return Check(
        "who", not lacking, "Says who writes", f"Add {' and '.join(lacking)}" if lacking else matter.operator.name
    )


def _pay(text: str, matter: Matter) -> Check:
    label, pay = "Names the pay, with its source and date", matter.pay
    if pay is None:
        return Check("pay", False, label, "No band is published for this field: give your own for this role")
    numbers = {re.sub(r"\D", "", each) for each in re.findall(r"\d+(?:[.,'\u00a0\u202f ]\d{3})*", text)}
    lacking = [f"{end:,}" for end in (pay.low, pay.high) if str(end) not in numbers]
    lacking += [part for part in (pay.currency, pay.as_of[:4], pay.source) if part and part not in text]
    found = f"Add {', '.join(lacking)}" if lacking else f"{pay.low:,} to {pay.high:,} {pay.currency}, {pay.as_of}"
    return Check("pay", not lacking, label, found)


def _source(text: str, matter: Matter, language: str) -> Check:
    shown = language_of(language).day(matter.seen_on)
    is_there = "GitHub" in text and (shown in text or matter.seen_on.isoformat() in text)
    found = f"GitHub, {shown}" if is_there else f"Say where you have it from: public contributions on GitHub, {shown}"
    return Check("source", is_there, "Says where the data comes from, and when it was seen", found)


def _plain(text: str, matter: Matter) -> Check:
    ours = {matter.operator.contact_page, matter.operator.notice_page, *(act.url for act in matter.acts)}
    links = [found.rstrip(".,;:!?)") for found in _URL.findall(text)]
    problem = ""
    if has_address(text):
        problem = "Take the e-mail address out"
    elif other := next((link for link in links if link not in ours), None):
        problem = f"Take the link out: {other[:80]}"
    elif any(unicodedata.category(c) in _HIDDEN and c not in "\r\n\t" for c in text):
        problem = "Take invisible characters out"
    elif _MARKUP.search(text):
        problem = "Take markup out: it is plain text"
    return Check(
        "plain", not problem, "Plain text, no address, no link but the evidence and your pages", problem or "Plain text"
    )
