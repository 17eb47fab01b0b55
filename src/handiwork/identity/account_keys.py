"""The forms of account keys: where an account is, and what it is called there.

============================  ==========================================================
``github:123``                a GitHub account by its number
``login:ada_l``               a GitHub login whose number is not known, lower case
``pypi:ada_l``                a PyPI user, lower case
``huggingface:ada_l``         a Hugging Face user
``speaker:event/code``        somebody in the programme of one event
``author:owner/name#key``     an author of a git history
``author:paper/name``         an author as a paper names them
============================  ==========================================================
"""

import re

from handiwork.errors import UsageError

__all__ = ["checked_key", "family", "handle_in", "is_of_github", "origin_of"]

_FORMS = {
    "github": re.compile(r"github:[1-9][0-9]{0,18}"),
    "login": re.compile(r"login:[a-z0-9_.\[\]-]{1,100}"),
    "pypi": re.compile(r"pypi:[a-z0-9_.-]{1,100}"),
    "huggingface": re.compile(r"huggingface:[A-Za-z0-9_.-]{1,100}"),
    "speaker": re.compile(r"speaker:[^\s/@:]{1,100}/[^@\n]{1,200}"),
    "author": re.compile(r"author:[^\s/@#:]{1,100}/[^\s/@#:]{1,200}(#[^\s@#]{1,100})?"),
}
_CASELESS = ("github", "login", "pypi", "huggingface")


def origin_of(key: str) -> str:
    """Return the origin an account is at: github, pypi, huggingface, speaker, git, papers.

    Examples
    --------
    >>> [origin_of(k) for k in ("github:1", "login:ada_l", "author:a/b#k", "author:2401.1/ada-lo", "pypi:ada_l")]
    ['github', 'github', 'git', 'papers', 'pypi']
    """
    head = key.partition(":")[0]
    if head == "author":
        return "git" if "#" in key else "papers"
    return {"login": "github"}.get(head, head)


def is_of_github(key: str) -> bool:
    """Return whether a key is one that people of a resolution have: a GitHub account or an author line."""
    return origin_of(key) in ("github", "git")


def handle_in(key: str) -> str | None:
    """Return what an account is called by its key alone; None where keys hold no handle.

    Examples
    --------
    >>> handle_in("pypi:ada_l"), handle_in("speaker:clockconf/ab12"), handle_in("github:1")
    ('ada_l', None, None)
    """
    origin, _, name = key.partition(":")
    return name if origin in ("login", "pypi", "huggingface") else None


def family(key: str) -> str:
    """Return within what a person has one account: the origin; for speakers the event, for authors the paper.

    Examples
    --------
    >>> family("pypi:ada_l"), family("speaker:clockconf/ab12")
    ('pypi', 'speaker:clockconf')
    """
    return key.partition("/")[0] if origin_of(key) in ("speaker", "papers") else origin_of(key)


def checked_key(text: str) -> str:
    """Return an account key in its one form.

    Raises
    ------
    UsageError
        If it is none; an address is refused without repeating it.
    """
    if "@" in text:
        raise UsageError("an account's key is needed, without @; an e-mail address is not accepted and was not kept")
    head, _, rest = text.strip().partition(":")
    origin = head.lower()
    key = f"{origin}:{rest.lower() if origin in _CASELESS else rest}"
    if origin == "author":
        place, sign, author = rest.partition("#")
        key = f"author:{place.lower()}{sign}{author}"
    form = _FORMS.get(origin)
    if form is None or not form.fullmatch(key):
        known = "github:123, login:ada_l, pypi:ada_l, huggingface:ada_l, speaker:event/code, author:owner/name#key"
        raise UsageError(f"{text[:100]!r} is no account: write it as one of {known}, author:paper/name")
    return key
