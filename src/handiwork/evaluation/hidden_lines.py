"""How well author lines are joined to accounts: half of the noreply addresses of real histories are hidden and guessed.

Author lines with GitHub's noreply address give the true login. A repeatable half of them loses address and login;
the history is grouped again without them. Where a hidden line's author has a login then, the join was *accepted*;
where it has none but signs with a rare handle that is a login seen in any of the histories, the ledger would show it
as *possible*. Either is right if it is the hidden login, or another login of the same numeric account.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handiwork.catalog.bots import Bots
from handiwork.evaluation.joins import JoinScore, scored
from handiwork.identity.ledger.rarity import is_rare, name_parts
from handiwork.ingest.git_authors import Author, Said, group_lines
from handiwork.ingest.git_history import read_history
from handiwork.ingest.git_lines import Line, Usage, full_name
from handiwork.sources.git import GitRepository

__all__ = ["HiddenLines", "hide_lines"]

_ORDER = ("merge_line", "trailer", "mention", "handle", "name", "address", "mailmap")
"""Of the reasons of a join the first is told: what found a login comes before what grouped lines."""


@dataclass(slots=True)
class HiddenLines:
    """What became of the hidden lines.

    Attributes
    ----------
    guesses
        For each hidden line: its login and id, the login found (None if none was), the reason, the name.
    ids
        The numeric accounts each login was seen with, lower case.
    parts
        Names of all lines, for what makes a handle rare.
    """

    guesses: list[tuple[str, int | None, str | None, str, str | None]] = field(default_factory=list)
    ids: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)

    def __call__(
        self, lines: Sequence[Line], mapped: Sequence[Line], usage: Sequence[Usage], *, said: Said, bots: Bots
    ) -> list[Author]:
        """Group the lines without the hidden ones' addresses and keep what was found; return the authors."""
        hidden = {i: line for i, line in enumerate(mapped) if line.login and line.address and _is_hidden(line)}
        masked = [Line(m.name, f"{i}@hidden.example") if i in hidden else m for i, m in enumerate(mapped)]
        raw = [masked[i] if i in hidden else line for i, line in enumerate(lines)]
        self._learn(mapped)
        authors = group_lines(raw, masked, usage, said=said, bots=bots)
        for author in authors:
            for number in sorted(set(author.lines) & hidden.keys()):
                line = hidden[number]
                found = author.login.lower() if author.login else None
                reason = next((r for r in _ORDER if r in author.joins), "other")
                self.guesses.append(((line.login or "").lower(), line.github_id, found, reason, line.name))
        return authors

    def scores(self) -> list[JoinScore]:
        """Return precision and recall: of what is accepted, of each reason, and with what is possible."""
        parts = name_parts(self.names)
        judged = [(self._is_right(guess), guess[3], guess[2] is not None) for guess in self.guesses]
        accepted = Counter((reason, right) for right, reason, is_found in judged if is_found)
        reasons = sorted({reason for reason, _ in accepted})
        n_hidden = len(self.guesses)
        told = [scored(f"accepted by {r}", accepted[r, True], accepted[r, False], n_hidden) for r in reasons]
        sums = {good: sum(n for (_, g), n in accepted.items() if g is good) for good in (True, False)}
        shown = Counter(
            name.lower() == login
            for login, _, found, _, name in self.guesses
            if found is None and name and " " not in name and is_rare(name, parts) and name.lower() in self.logins
        )
        return [
            scored("accepted", sums[True], sums[False], n_hidden),
            *told,
            scored("possible", shown[True], shown[False], n_hidden),
            scored("accepted or possible", sums[True] + shown[True], sums[False] + shown[False], n_hidden),
        ]

    # --- private ---

    def _learn(self, mapped: Sequence[Line]) -> None:
        for line in mapped:
            if line.name and (name := full_name(line.name)):
                self.names.add(name)
            if line.login:
                self.logins.add(line.login.lower())
                if line.github_id is not None:
                    self.ids[line.login.lower()].add(line.github_id)

    def _is_right(self, guess: tuple[str, int | None, str | None, str, str | None]) -> bool:
        login, github_id, found, _, _ = guess
        if found is None:
            return False
        theirs = self.ids[login] | ({github_id} if github_id is not None else set())
        return found == login or bool(theirs & self.ids[found])


def hide_lines(repositories: Iterable[GitRepository], *, bots: Bots) -> HiddenLines:
    """Hide half of the noreply addresses of histories and guess them.

    Parameters
    ----------
    repositories
        Read one after the other.
    bots
        What tells machines.
    """
    found = HiddenLines()
    for repository in repositories:
        read_history(repository, bots=bots, group=found)
    return found


# --- private ---


def _is_hidden(line: Line) -> bool:
    return hashlib.sha256(f"{line.name} {line.login}".encode()).digest()[0] < 128
