"""Git histories: a bare repository per place, written by one ``git fast-import`` each."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handiwork.errors import HandiworkError
from handiwork.world.cast import Team
from handiwork.world.dice import Random, dice, spread
from handiwork.world.people import Line, Person
from handiwork.world.phrases import phrases
from handiwork.world.story import CONTACTS, FIRST_NUMBER, Story, say

__all__ = ["BULK_SUBJECT", "Change", "plan_history", "write_history"]

BULK_SUBJECT = "Reformat the whole code base"
"""Subject of the one mass change of every history."""

_START, _END = datetime(2022, 12, 1), datetime(2025, 11, 28)
_WEB: Line = ("GitHub", "noreply@github.com")
_N_PAGES = 240


@dataclass(frozen=True, slots=True)
class Change:
    """One commit to be written.

    Attributes
    ----------
    at
        Author date, naive UTC.
    author, committer
        Their lines.
    message
        The whole message.
    paths
        Files written.
    area
        The area it counts for, None if none.
    writer
        Who wrote it; None for a merge commit.
    number
        Number of the invented pull request it merges; None for a direct commit.
    merger
        Who merges it by a second commit, if it is made on a side branch; None for a commit on the main branch.
    """

    at: datetime
    author: Line
    committer: Line
    message: str
    paths: tuple[str, ...]
    area: str | None = None
    writer: Person | None = None
    number: int | None = None
    merger: Line | None = None


def plan_history(
    seed: int, teams: Sequence[Team], others: tuple[Sequence[Person], Person], stories: Sequence[Story], total: int
) -> list[Change]:
    """Plan the commits of one place.

    Parameters
    ----------
    seed
        Of the world.
    teams
        The place's teams.
    others
        Everybody else who may commit there, and the machine that bumps versions.
    stories
        The place's stories; merged ones become commits.
    total
        Commits to plan, about.

    Returns
    -------
    list
        Changes, oldest first: one that imports everything, one mass change, the rest in areas, documentation
        and dependencies.
    """
    people, bot = others
    place = teams[0].place
    r = dice(seed, "history", place.name)
    made = [*_merged(r, stories)]
    for team in teams:
        share = max(4, (total - len(made)) * 85 // 100 // len(teams))
        shares, rest = spread(share, len(team.experts), people, r)
        writers = [p for p, n in zip(team.experts, shares, strict=True) for _ in range(n)] + rest
        made += [_area_change(r, team, writer) for writer in writers]
    made += [_docs_change(r, r.choice(people)) for _ in range(total // 20)]
    made += [_bump_change(r, bot) for _ in range(total // 25)]
    made.sort(key=lambda change: (change.at, change.message))
    maintainer = teams[0].maintainer
    made.insert(0, _import(teams, maintainer))
    middle = made[len(made) // 2].at + timedelta(seconds=1)
    everything = tuple(sorted(made[0].paths))
    line = maintainer.line(r)
    made.insert(len(made) // 2 + 1, Change(middle, line, line, f"{BULK_SUBJECT}\n", everything))
    return made


def write_history(path: Path, changes: Sequence[Change], mailmap: Sequence[Person]) -> tuple[int, dict[int, str]]:
    """Write a bare repository.

    Parameters
    ----------
    path
        Where; must not exist.
    changes
        Its commits, oldest first.
    mailmap
        People whose other addresses ``.mailmap`` maps to their usual one.

    Returns
    -------
    tuple
        Number of merge commits written, and the commit of each merged pull request by its number.

    Raises
    ------
    HandiworkError
        If git cannot be run or fails.
    """
    merges = sum(change.merger is not None for change in changes)
    marks = path.parent / f".{path.name}.marks"
    _git("init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(path))
    stream = b"".join(_stream(changes, _mailmap(mailmap)))
    command = ("-C", str(path), "fast-import", "--quiet", "--date-format=raw", f"--export-marks={marks.resolve()}")
    _git(*command, stream=stream)
    shas = dict(line.removeprefix(":").split() for line in marks.read_text().splitlines())
    marks.unlink()
    return merges, {c.number: shas[str(mark)] for mark, c in _numbered(changes) if c.number is not None}


# --- private ---


def _git(*arguments: str, stream: bytes = b"") -> None:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    try:
        done = subprocess.run(("git", *arguments), input=stream, env=inherited | own, capture_output=True, check=False)
    except OSError as error:
        raise HandiworkError(f"git could not be started: {error}; install git") from error
    if done.returncode:
        raise HandiworkError(f"git {arguments[0]} failed: {done.stderr.decode(errors='replace').strip()[-300:]}")


def _numbered(changes: Sequence[Change]) -> Iterator[tuple[int, Change]]:
    """Yield each change with the mark of its commit on the main branch; a side branch takes one mark before."""
    mark = 0
    for change in changes:
        mark += 1 if change.merger is None else 2
        yield mark, change


def _mailmap(people: Sequence[Person]) -> str:
    lines = [f"{p.name} <{p.addresses[0]}> <{other}>" for p in people if p.mapped for other in p.addresses[1:]]
    return "".join(f"{line}\n" for line in sorted(lines))


def _stream(changes: Sequence[Change], mailmap: str) -> Iterator[bytes]:
    """Yield the fast-import stream; a merge repeats the files of its side branch, as its tree has them."""
    for mark, change in _numbered(changes):
        files = _files(change, mark, mailmap if mark == 1 else "")
        parent = mark - 1 if change.merger is None else mark - 2
        main = f"from :{parent}\n" if parent else ""
        if change.merger is not None:
            yield _commit("refs/heads/topic", mark - 1, change, change.message, main)
            yield files
            first = change.message.partition("\n")[0]
            login = "" if change.writer is None else change.writer.at(change.at).login
            message = f"Merge pull request #{FIRST_NUMBER + mark} from {login}/{change.area}\n\n{first}\n"
            merger = Change(change.at + timedelta(hours=1), change.merger, _WEB, message, change.paths)
            yield _commit("refs/heads/main", mark, merger, message, f"{main}merge :{mark - 1}\n")
        else:
            yield _commit("refs/heads/main", mark, change, change.message, main)
        yield files
    if any(change.merger is not None for change in changes):
        yield b"reset refs/heads/topic\nfrom 0000000000000000000000000000000000000000\n\n"


def _commit(ref: str, mark: int, change: Change, message: str, parents: str) -> bytes:
    author, committer = (f"{name} <{address}>" for name, address in (change.author, change.committer))
    second = int(change.at.replace(tzinfo=UTC).timestamp())
    zone = ("+0000", "+0200", "-0700", "+0900")[second % 4]
    text = message.encode()
    head = (
        f"commit {ref}\nmark :{mark}\nauthor {author} {second} {zone}\n"
        f"committer {committer} {second + 60} +0000\ndata {len(text)}\n"
    )
    return head.encode() + text + f"\n{parents}".encode()


def _files(change: Change, mark: int, mailmap: str) -> bytes:
    made = []
    for place, path in enumerate(change.paths):
        text = "".join(f"line {n} of change {mark}\n" for n in range(1 + (mark + place) % 5))
        made.append(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n")
    if mailmap:
        made.append(f"M 100644 inline .mailmap\ndata {len(mailmap.encode())}\n{mailmap}\n")
    return "".join(made).encode() + b"\n"


def _merged(r: Random, stories: Sequence[Story]) -> Iterator[Change]:
    """Yield the squashed commits of the stories that were merged."""
    for story in stories:
        if story.ending == "merged" and story.ended_at is not None:
            line, area = story.author.line(r), None if story.area is None else story.area.name
            message = f"{story.title} (#{story.number})\n"
            yield Change(story.ended_at, line, _WEB, message, story.paths, area, story.author, story.number)


def _instant(r: Random) -> datetime:
    return _START + timedelta(seconds=r.randrange(86_400, int((_END - _START).total_seconds())))


def _area_change(r: Random, team: Team, writer: Person) -> Change:
    paths = {team.area.path(r) for _ in range(1 + r.randrange(3))}
    if r.random() < 0.4:
        paths.add(f"tests/{team.area.name}/test_{r.randrange(12):02d}.py")
    if r.random() < 0.15:
        paths.add(f"{team.area.directory}/part_{r.randrange(10**6):06d}.py")
    title = say(r, "titles", team.area)
    line, chance = writer.line(r), r.random()
    on_branch, squashed = chance < 0.08, chance < 0.7
    subject = f"{title} (#{FIRST_NUMBER + r.randrange(90_000)})" if squashed and not on_branch else title
    merger = team.maintainer.line(r) if on_branch else None
    committer = _WEB if squashed and not on_branch else line
    message = f"{subject}\n{_trailers(r, team, writer)}"
    return Change(_instant(r), line, committer, message, tuple(sorted(paths)), team.area.name, writer, merger=merger)


def _trailers(r: Random, team: Team, writer: Person) -> str:
    """Return a body with trailers for one commit in four, empty for the others."""
    mates = [expert for expert in team.experts if expert != writer]
    kind = r.choices(("", "Co-authored-by", "Reviewed-by", "Signed-off-by"), (75, 10, 10, 5))[0]
    if not kind:
        return ""
    name, address = (writer if kind == "Signed-off-by" else r.choice(mates)).line(r)
    remark = f"Reported by {r.choice(CONTACTS)}.\n\n" if r.random() < 0.1 else ""
    return f"\n{say(r, 'bodies', team.area)}\n\n{remark}{kind}: {name} <{address}>\n"


def _docs_change(r: Random, writer: Person) -> Change:
    line = writer.line(r)
    path = f"docs/page_{r.randrange(90):03d}.md"
    return Change(_instant(r), line, _WEB, f"{r.choice(phrases()['typo_titles'])}\n", (path,), None, writer)


def _bump_change(r: Random, bot: Person) -> Change:
    line = (bot.name, bot.addresses[0])
    return Change(
        _instant(r), line, _WEB, f"Bump a dependency to {r.randrange(99)}\n", ("requirements.txt",), None, bot
    )


def _import(teams: Sequence[Team], maintainer: Person) -> Change:
    """Return the first commit: every file of every area, and pages of documentation."""
    paths = {path for team in teams for path in team.area.paths} | {"README.md", "requirements.txt"}
    paths |= {f"docs/page_{number:03d}.md" for number in range(_N_PAGES)}
    line = (maintainer.name, maintainer.addresses[0])
    return Change(_START, line, line, "Import the code base\n", tuple(sorted(paths)))
