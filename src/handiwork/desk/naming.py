"""Names on the desk: those that an operator gives, and which of a role's skills a text names."""

import re
from collections.abc import Sequence

from handiwork.brief import Skill
from handiwork.errors import UsageError
from handiwork.privacy.addresses import scrub

__all__ = ["one_line", "skills_named"]

_MOST = 100


def one_line(text: str, what: str) -> str:
    """Return a name as it is kept: one line, addresses replaced.

    Parameters
    ----------
    text
        As it was typed.
    what
        What it names, for the error.

    Raises
    ------
    UsageError
        If it is empty or longer than 100 characters.

    Examples
    --------
    >>> one_line("  Back   end ", "the name of a list")
    'Back end'
    """
    found = " ".join(scrub(text).split())
    if not 1 <= len(found) <= _MOST:
        raise UsageError(f"{what} has 1 to {_MOST} characters, this one has {len(found)}")
    return found


def skills_named(skills: Sequence[Skill], text: str) -> tuple[Skill, ...]:
    """Return the skills that a text names by any of their spellings, in any case, as words of their own.

    Examples
    --------
    >>> [s.term for s in skills_named([Skill("c", "C", 1.0), Skill("go", "Go", 1.0, ("golang",))], "C++ and Golang")]
    ['go']
    """
    return tuple(
        skill
        for skill in skills
        if any(
            re.search(rf"(?<![\w+#]){re.escape(name)}(?![\w+#])", text, re.IGNORECASE)
            for name in {skill.term, skill.written, *skill.aliases}
            if name
        )
    )
