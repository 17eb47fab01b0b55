"""Which of a role's skills a text names."""

import re
from collections.abc import Sequence

from handiwork.brief import Skill

__all__ = ["skills_named"]


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
