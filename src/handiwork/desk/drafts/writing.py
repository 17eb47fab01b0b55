"""Acts, role, pay and operator → a message with its notice; the same matter gives the same text."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handiwork.desk.drafts.checking import MOST_WORDS, words_in
from handiwork.desk.drafts.language import Language, language_of
from handiwork.desk.drafts.nouns import LENGTHS, Act, Draft, Matter, Pay
from handiwork.desk.drafts.untrusted import safe_line
from handiwork.errors import UsageError

__all__ = ["write"]

_TITLE = 70
_SHORT_TITLE = 40
_NAME = 40
_ROLE = 60
_SKILLS = 3
_CLOSING = ".;:,!? "


def write(matter: Matter, *, language: str, length: str = "short", variant: int = 0) -> Draft:
    """Write a draft.

    Parameters
    ----------
    matter
        What it is about; titles and names in it are untrusted.
    language
        One of :data:`handiwork.desk.drafts.language.LANGUAGES`.
    length
        ``short`` names the first act alone; ``medium`` also the second, and how many contributions are known,
        as far as there is room below the limit of words.
    variant
        Another number may begin in another way; which beginning 0 has follows from the act.

    Returns
    -------
    Draft
        Plain text. The only links are those of the acts and the operator's two pages.

    Raises
    ------
    UsageError
        If there is no act, the language or length is unknown, or nothing of the role's name is left as plain text.
    """
    if length not in LENGTHS:
        raise UsageError(f"a draft is not {length[:20]!r}: choose {' or '.join(LENGTHS)}")
    if not matter.acts:
        raise UsageError("a draft needs a piece of evidence: choose one or two")
    says = language_of(language)
    role = safe_line(matter.role, _ROLE).rstrip(_CLOSING)
    if not role:
        raise UsageError(
            "say what the role is called, in a few plain words, as its title or in its text: Python developer"
        )
    for wanted in _shorter(matter.acts, is_short=length == "short"):
        body = _body(says, matter, wanted, role, variant)
        if words_in(body) <= MOST_WORDS:
            break
    return Draft(_subject(says, wanted.acts[0]), body, _notice(says, matter, wanted.acts))


# --- private ---


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How much a body says: less where it would be too long."""

    acts: tuple[Act, ...]
    title: int
    second_title: int
    has_count: bool
    has_skills: bool = True


def _shorter(acts: tuple[Act, ...], *, is_short: bool) -> Iterator[_Wanted]:
    """Yield what a body says, less each time."""
    if not is_short:
        yield _Wanted(acts[:2], _TITLE, _TITLE, has_count=True)
        yield _Wanted(acts[:2], _TITLE, _TITLE, has_count=False)
        yield _Wanted(acts[:2], _SHORT_TITLE, 0, has_count=False)
    yield _Wanted(acts[:1], _TITLE, 0, has_count=False)
    yield _Wanted(acts[:1], _SHORT_TITLE, 0, has_count=False)
    yield _Wanted(acts[:1], 0, 0, has_count=False)
    yield _Wanted(acts[:1], 0, 0, has_count=False, has_skills=False)


def _body(says: Language, matter: Matter, wanted: _Wanted, role: str, variant: int) -> str:
    acts, first = wanted.acts, wanted.acts[0]
    name = safe_line(matter.name or "", _NAME)
    opening = says.openings[(_dice(first) + variant) % len(says.openings)]
    work = [opening.format(act=_act(says, first, first.repository, wanted.title))]
    for act in acts[1:]:
        repo = _short(act.repository) if act.repository == first.repository else act.repository
        work.append(says.say("second", act=_act(says, act, repo, wanted.second_title)))
    n, cited = matter.counts.get(first.repository, 0), sum(act.repository == first.repository for act in acts)
    if wanted.has_count and n > cited:
        work.append(says.count("count", n, repo=_short(first.repository)))
    about = matter if wanted.has_skills else replace(matter, skills=())
    offer = [
        says.say("field" if matter.is_field else "role", operator=matter.operator.name, role=role),
        _fit(says, about, first),
    ]
    offer += [_pay(says, matter.pay)] if matter.pay else []
    parts = [
        says.say("greeting", name=name) if name else says.say("greeting_without_name"),
        " ".join(work),
        " ".join(offer),
        says.say("close"),
        f"{says.say('regards')}\n{matter.operator.name}",
    ]
    return "\n\n".join(parts)


def _notice(says: Language, matter: Matter, acts: tuple[Act, ...]) -> str:
    links = " ".join(dict.fromkeys(act.url for act in acts))
    return "\n".join(
        [
            says.say("who", operator=matter.operator.name, contact=matter.operator.contact_page),
            says.say("source", date=says.day(matter.seen_on), links=links),
            says.say("object", notice=matter.operator.notice_page),
        ]
    )


def _subject(says: Language, act: Act) -> str:
    named = says.act(_kind(act), ref=act.ref, repo=act.repository, is_subject=True)
    return named[0].upper() + named[1:]


def _act(says: Language, act: Act, repo: str, title_length: int) -> str:
    title = safe_line(act.title or "", title_length) if title_length else ""
    details = [says.quoted(title)] if title else []
    details.append(says.when(_kind(act), act.on))
    return f"{says.act(_kind(act), ref=act.ref, repo=repo)} ({', '.join(details)})"


def _kind(act: Act) -> str:
    """Return the kind that fits how the act is named: a commit that only has a number is a pull request."""
    if act.is_commit:
        return act.kind if act.kind in ("commit", "co_commit", "commit_review") else "commit"
    return {"commit": "merged_pull_request", "co_commit": "pull_request", "commit_review": "review"}.get(
        act.kind, act.kind
    )


def _fit(says: Language, matter: Matter, act: Act) -> str:
    repo = _short(act.repository)
    skills = [skill for skill in (safe_line(s, 40) for s in matter.skills[:_SKILLS]) if skill]
    if not skills:
        return says.say("fit_repository", repo=repo)
    return says.say("fit_skills", repo=repo, skills=says.listed(skills))


def _pay(says: Language, pay: Pay) -> str:
    ends = {"low": says.number(pay.low), "high": says.number(pay.high), "currency": pay.currency}
    when = says.instant(pay.as_of)
    if pay.is_own:
        return says.say("pay_own", **ends, date=when)
    found = {"kind": says.known(pay.kind), "region": says.known(pay.region), "source": pay.source}
    return says.say("pay_published", **ends, **found, date=when)


def _short(repository: str) -> str:
    """Return a repository's name without its owner: what was named in full before."""
    return repository.rpartition("/")[2]


def _dice(act: Act) -> int:
    return hashlib.sha256(act.key.encode()).digest()[0]
