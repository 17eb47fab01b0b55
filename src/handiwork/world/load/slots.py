"""What fills the slots of the templates: one column per slot, made when a template asks for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from handiwork.world.load.chance import Keys, below, hexes, keyed, scrambled, skewed, uniform
from handiwork.world.load.commits import commit_lists, push_sizes, signatures
from handiwork.world.load.drawing import Drawn
from handiwork.world.load.population import NOBODY, PERSON, Population
from handiwork.world.load.templates import label_template
from handiwork.world.load.texts import Texts, literal, words
from handiwork.world.payloads.parts import license_object
from handiwork.world.story import FIRST_NUMBER

__all__ = ["Column", "Group", "Scene"]

Column = Sequence[bytes | int]
"""Values of one slot, one per event."""

_NO_LICENSE = 0.45
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scene:
    """What all hours share: who there is, and the pools of texts."""

    world: Population
    texts: Texts

    @cached_property
    def past(self) -> list[bytes]:
        """Instants of the two years before the first hour, without order."""
        start = self.world.plan.start
        seconds = below(np.arange(1 << 13), 60, 2 * 365 * 86_400).tolist()
        return [f"{(start - timedelta(seconds=second)).isoformat()}Z".encode() for second in seconds]

    @cached_property
    def licenses(self) -> list[bytes]:
        """Licence objects of repositories, and null."""
        return [literal(license_object(spdx)) for spdx in (None, "MIT", "Apache-2.0", "BSD-3-Clause", "NOASSERTION")]


@dataclass
class Group(Mapping[str, Column]):
    """Columns of events of one kind, by slot; each is made once, when it is first asked for.

    Attributes
    ----------
    scene
        What all hours share.
    drawn
        The events.
    event_ids
        Their ids.
    part_of
        The group of the whole hour and the rows in it, from which the columns are taken that most kinds need.
    """

    scene: Scene
    drawn: Drawn
    event_ids: _Numbers
    part_of: "tuple[Group, list[int]] | None" = None
    _made: dict[str, Column] = field(default_factory=dict)

    def part(self, rows: npt.NDArray[np.intp]) -> "Group":
        """Return the group of some of the events."""
        return Group(self.scene, self.drawn.take(rows), self.event_ids[rows], (self, rows.tolist()))

    def __getitem__(self, slot: str) -> Column:
        if slot not in self._made:
            self._made[slot] = self._make(slot)
        return self._made[slot]

    def _make(self, slot: str) -> Column:
        if self.part_of is None or slot not in _COMMON:
            return _MAKERS[slot](self)
        whole, rows = self.part_of
        column = whole[slot]
        return [column[row] for row in rows]

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __len__(self) -> int:
        return len(_MAKERS)

    # What several columns are made of.

    @property
    def world(self) -> Population:
        """Everybody."""
        return self.scene.world

    @property
    def texts(self) -> Texts:
        """The pools."""
        return self.scene.texts

    @property
    def key(self) -> Keys:
        """Keys of the events."""
        return self.drawn.key

    @cached_property
    def repo_id(self) -> _Numbers:
        """Ids of the repositories."""
        return self.drawn.repo_id

    @cached_property
    def number(self) -> _Numbers:
        """Numbers of issues and pull requests."""
        return FIRST_NUMBER + below(self.key, 70, 90_000)

    @cached_property
    def thread(self) -> Keys:
        """Keys of the issues and pull requests."""
        return keyed(self.repo_id * 100_000 + self.number, 71)

    @cached_property
    def place(self) -> Keys:
        """Keys of the repositories."""
        return keyed(self.repo_id, 72)

    @cached_property
    def author(self) -> _Numbers:
        """Numbers of the people who opened the issues and pull requests."""
        plan = self.world.plan
        rank = skewed(uniform(self.thread, 73), plan.people, steepness=0.66, shoulder=1 + plan.people / 20_000)
        return scrambled(rank, plan.people, plan.seed)

    def other_hour(self, salt: int) -> list[bytes]:
        """Return earlier instants that follow from the threads."""
        return [self.scene.past[i] for i in below(self.thread, salt, len(self.scene.past)).tolist()]


# --- private ---


def _actor(group: Group) -> Column:
    """Return logins of actors, those of machines without GitHub's suffix."""
    drawn = group.drawn
    made = group.world.logins(np.maximum(drawn.person, 0), drawn.hour)
    machines = [machine.login.removesuffix("[bot]").encode() for machine in group.world.machines]
    for at in np.flatnonzero(drawn.machine != NOBODY).tolist():
        made[at] = machines[drawn.machine[at]]
    return made


def _actor_id(group: Group) -> Column:
    machines = np.array([machine.github_id for machine in group.world.machines])
    drawn = group.drawn
    return cast("list[int]", np.where(drawn.machine == NOBODY, PERSON + drawn.person, machines[drawn.machine]).tolist())


def _owner(group: Group) -> Column:
    drawn = group.drawn
    return group.world.owners(drawn.owner, drawn.place, drawn.hour)


def _owner_id(group: Group) -> Column:
    drawn = group.drawn
    shared = PERSON + 30_000_000_000 + drawn.place // 3
    return cast("list[int]", np.where(drawn.owner == NOBODY, shared, PERSON + drawn.owner).tolist())


def _short(group: Group) -> Column:
    drawn = group.drawn
    return group.world.short_names(drawn.owner, drawn.place, drawn.hour)


def _joined(first: str, second: str, between: bytes) -> Callable[[Group], Column]:
    return lambda group: [a + between + b for a, b in zip(group[first], group[second], strict=True)]  # type: ignore[operator]


def _at(group: Group) -> Column:
    start = group.world.plan.at(group.drawn.hour)
    prefix = f"{start:%Y-%m-%dT%H:}".encode()
    return [b"%b%02d:%02dZ" % (prefix, second // 60, second % 60) for second in group.drawn.second.tolist()]


def _day(slot: str) -> Callable[[Group], Column]:
    return lambda group: [at[:10] + b"T00:00:00Z" for at in cast("list[bytes]", group[slot])]


def _author(group: Group) -> Column:
    return group.world.logins(group.author, group.drawn.hour)


def _member(group: Group) -> _Numbers:
    plan = group.world.plan
    return scrambled(below(group.key, 74, plan.people), plan.people, plan.seed)


def _stars(group: Group) -> _Numbers:
    own = np.floor(uniform(group.place, 75) ** -0.8 - 1).clip(0, 300)
    rank = np.maximum(group.drawn.place, 0) + 3.0
    return np.where(group.drawn.owner == NOBODY, 4 + 90_000 / rank**0.7, own).astype(np.int64)


def _labels(group: Group) -> Column:
    """Return lists of labels: four in five are empty."""
    names = words()["labels"]
    which = below(group.thread, 76, 5 * len(names)).tolist()
    repos = group["repo"]
    return [
        b"[]" if at >= len(names) else b"[%b]" % label_template(names[at]).fill({"repo": (repo,)})[0]
        for at, repo in zip(which, repos, strict=True)
    ]


def _languages(group: Group) -> Column:
    made = group.texts.choices("languages", group.place, 77)
    known = (uniform(group.place, 78) < 0.9).tolist()
    return [b'"%b"' % language if is_known else b"null" for language, is_known in zip(made, known, strict=True)]


def _topics(group: Group) -> Column:
    made = group.texts.choices("things", group.place, 79)
    more = group.texts.choices("nouns", group.place, 80)
    how = below(group.place, 81, 5).tolist()
    return [
        b'["%b","%b"]' % (a, b) if turn == 0 else b'["%b"]' % a if turn == 1 else b"[]"
        for a, b, turn in zip(made, more, how, strict=True)
    ]


def _licenses(group: Group) -> Column:
    pool = group.scene.licenses
    draws = uniform(group.place, 82)
    at = np.where(draws < _NO_LICENSE, 0, 1 + (draws * 997).astype(np.int64) % (len(pool) - 1))
    return [pool[i] for i in at.tolist()]


def _ref(group: Group) -> Column:
    plain = (uniform(group.key, 83) < 0.78).tolist()
    mains, branches = cast("list[bytes]", group["main"]), cast("list[bytes]", group["branch"])
    return [
        b"refs/heads/%b" % (main if is_main else branch)
        for main, branch, is_main in zip(mains, branches, plain, strict=True)
    ]


def _main(group: Group) -> Column:
    return [b"main" if new else b"master" for new in (uniform(group.place, 84) < 0.7).tolist()]


def _branch(keys: Callable[[Group], Keys]) -> Callable[[Group], Column]:
    def made(group: Group) -> Column:
        key = keys(group)
        verbs, things = group.texts.choices("verbs", key, 85), group.texts.choices("things", key, 86)
        numbers = below(key, 87, 4000).tolist()
        return [
            b"%b-%b-%d" % (verb.replace(b" ", b"-"), thing, number)
            for verb, thing, number in zip(verbs, things, numbers, strict=True)
        ]

    return made


def _tag(group: Group) -> Column:
    parts = (below(group.key, 88 + turn, limit).tolist() for turn, limit in enumerate((9, 30, 20)))
    return [b"v%d.%d.%d" % part for part in zip(*parts, strict=True)]


def _path(group: Group) -> Column:
    names = ("directories", "things", "nouns", "endings")
    parts = (group.texts.choices(name, group.key, 91 + turn) for turn, name in enumerate(names))
    return [b"%b/%b/%b.%b" % part for part in zip(*parts, strict=True)]


def _commits(group: Group) -> Column:
    """Return the commits of pushes: four in five actors wrote their own."""
    drawn = group.drawn
    strangers = (uniform(group.key, 99) < 0.2) & (drawn.owner == NOBODY)
    writers = np.where(strangers, group.author, np.maximum(drawn.person, 0))
    head, repo = cast("list[bytes]", group["head"]), cast("list[bytes]", group["repo"])
    return commit_lists(group.texts, group.key, head, repo, signatures(group.world, writers))


def _drawn(salt: int, limit: int, *, least: int = 0, skew: float = 3.0) -> Callable[[Group], Column]:
    """Return a maker of small numbers, most of them low."""
    return lambda group: cast(
        "list[int]", (least + uniform(group.thread, salt) ** skew * limit).astype(np.int64).tolist()
    )


def _pooled(pool: Sequence[bytes], salt: int) -> Callable[[Group], Column]:
    return lambda group: [pool[i] for i in below(group.key, salt, len(pool)).tolist()]


def _quoted(group: Group) -> Column:
    texts = group.texts.bodies(group.thread, 0.5, 3.4)
    return [b'"%b"' % text if text else b"null" for text in texts]


def _numbers(of: Callable[[Group], _Numbers]) -> Callable[[Group], Column]:
    return lambda group: cast("list[int]", of(group).tolist())


def _hashes(salt: int, *, thread: bool = False) -> Callable[[Group], Column]:
    return lambda group: hexes(group.thread if thread else group.key, salt)


def _fork_id(person: Callable[[Group], _Numbers]) -> Callable[[Group], _Numbers]:
    return lambda group: (
        80_000_000_000 * 64 + below(keyed(group.repo_id, 101) ^ keyed(person(group), 102), 103, 1 << 40)
    )


_COMMON = frozenset({"actor", "actor_id", "at", "event_id", "main", "owner", "owner_id", "repo", "repo_id", "short"})

_ASSOCIATIONS = (b"NONE", b"CONTRIBUTOR", b"MEMBER", b"OWNER", b"COLLABORATOR", b"CONTRIBUTOR", b"NONE")
_STATES = (b"approved", b"commented", b"commented", b"approved", b"changes_requested", b"dismissed", b"commented")

_MAKERS: dict[str, Callable[[Group], Column]] = {
    "actor": _actor,
    "actor_fork": _joined("actor", "short", b"/"),
    "actor_fork_id": _numbers(_fork_id(lambda group: group.drawn.person)),
    "actor_id": _actor_id,
    "additions": _drawn(110, 900, least=1, skew=5.0),
    "association": _pooled(_ASSOCIATIONS, 111),
    "at": _at,
    "at_day": _day("at"),
    "author": _author,
    "author_fork": _joined("author", "short", b"/"),
    "author_fork_id": _numbers(_fork_id(lambda group: group.author)),
    "author_id": _numbers(lambda group: PERSON + group.author),
    "base_sha": lambda group: hexes(group.place, 112),
    "before": _hashes(113),
    "body": _quoted,
    "born": lambda group: [group.scene.past[i] for i in below(group.place, 114, len(group.scene.past)).tolist()],
    "branch": _branch(lambda group: group.key),
    "changed": _drawn(115, 30, least=1, skew=4.0),
    "comments": _drawn(116, 30, skew=4.0),
    "commits": _commits,
    "commits_count": _drawn(117, 20, least=1, skew=5.0),
    "deletions": _drawn(118, 500, skew=5.0),
    "description": lambda group: group.texts.descriptions(group.place),
    "event_id": lambda group: cast("list[int]", group.event_ids.tolist()),
    "forks": _numbers(lambda group: _stars(group) // 9),
    "head": _hashes(119),
    "head_ref": _branch(lambda group: group.thread),
    "head_sha": _hashes(120, thread=True),
    "hunk": lambda group: group.texts.hunks(group.key),
    "labels": _labels,
    "language": _languages,
    "license": _licenses,
    "line": _drawn(121, 800, least=1, skew=2.0),
    "main": _main,
    "member": lambda group: group.world.logins(_member(group), group.drawn.hour),
    "member_id": _numbers(lambda group: PERSON + _member(group)),
    "merge_sha": _hashes(122, thread=True),
    "number": _numbers(lambda group: group.number),
    "object_id": _numbers(lambda group: 4_000_000_000 + below(group.key, 123, 1 << 40)),
    "open_issues": _numbers(lambda group: _stars(group) // 40),
    "opened_at": lambda group: group.other_hour(124),
    "opened_at_day": _day("opened_at"),
    "owner": _owner,
    "owner_id": _owner_id,
    "page": _branch(lambda group: group.key),
    "path": _path,
    "push_id": _numbers(lambda group: 30_000_000_000 + group.event_ids * 3),
    "ref": _ref,
    "repo": _joined("owner", "short", b"/"),
    "repo_id": _numbers(lambda group: group.repo_id),
    "repo_size": _drawn(125, 90_000, least=1, skew=6.0),
    "review_id": _numbers(lambda group: 3_000_000_000 + below(group.key, 126, 1 << 40)),
    "said": lambda group: [text or b"+1" for text in group.texts.bodies(group.key, 0.97, 4.0)],
    "short": _short,
    "size": _numbers(lambda group: push_sizes(group.key)),
    "stars": _numbers(_stars),
    "state": _pooled(_STATES, 127),
    "tag": _tag,
    "thread_id": _numbers(lambda group: group.repo_id * 10 + group.number),
    "thread_node": _numbers(lambda group: group.repo_id + group.number),
    "title": lambda group: group.texts.titles(group.thread),
    "topics": _topics,
}
