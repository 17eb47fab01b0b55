"""Runs: what was answered to topics, with everything needed to compare and to ask again, as one JSON file."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from handiwork.errors import InputError
from handiwork.evaluation.topics import Text

__all__ = ["FORMAT_VERSION", "Plan", "Pool", "Run", "TopicResult"]

FORMAT_VERSION = 2
"""Version of run files; others are refused."""


class Pool(StrEnum):
    """Who is ranked for a topic."""

    PROJECT = "project"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How topics are asked.

    Attributes
    ----------
    pool
        ``project``: work in the topic's project alone; ``all``: everything in the index.
    text
        Which text of a topic is asked.
    accounts
        ``known``: people without a known account do not count, as a search lists them apart and nobody can judge
        them (condensed lists: Sakai 2007, doi:10.1145/1277741.1277756); ``any``: they hold their places.
    understanding
        ``brief``: a text is understood as a search does it, with the catalogue; ``words``: by its words alone.
    as_of
        ``topic`` (each topic's own day), ``none`` (the current index), or a day, ISO 8601, for all.
    depth
        Length of the rankings, at least 20.
    baselines
        True if the baselines are ranked too.
    settings
        Constants of the ranking that differ from the defaults, by dotted name.
    """

    pool: Pool = Pool.PROJECT
    text: Text = Text.QUERY
    accounts: str = "known"
    understanding: str = "brief"
    as_of: str = "topic"
    depth: int = 100
    baselines: bool = True
    settings: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicResult:
    """What was answered to one topic.

    Attributes
    ----------
    id, project, text
        The topic's id and project, and what was asked.
    index
        Name of the index that answered.
    judged
        The right logins as the topic has them, in lower case, sorted.
    relevant
        The same as the index knows them: a former login becomes the present one of its person, each person once.
    is_reachable
        False if nobody in the index has any of these logins.
    ranking
        Logins, best first; None is a person without a login.
    ms
        Milliseconds that a ranking of 20 people took.
    measures
        Measure → value.
    everybody
        The same with people without a known account in their places.
    baselines
        Baseline → measure → value.
    """

    id: str
    project: str
    text: str
    index: str
    judged: tuple[str, ...]
    relevant: tuple[str, ...]
    is_reachable: bool
    ranking: tuple[str | None, ...]
    ms: float
    measures: Mapping[str, float]
    everybody: Mapping[str, float]
    baselines: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run.

    Attributes
    ----------
    plan
        How topics were asked.
    topics
        Name of the file of topics.
    skipped
        Number of topics that lack the text and were not asked.
    results
        One for each topic that was asked, in the order of the file.
    """

    plan: Plan
    topics: str
    skipped: int
    results: tuple[TopicResult, ...]

    @property
    def rankings(self) -> dict[str, tuple[str | None, ...]]:
        """Logins by topic id, best first."""
        return {r.id: r.ranking for r in self.results}

    def to_dict(self) -> dict[str, Any]:
        """Return the run as plain values."""
        return {"format": FORMAT_VERSION, **asdict(self)}

    def save(self, path: Path) -> None:
        """Write the run to a file, whole or not at all.

        Raises
        ------
        InputError
            If it cannot be written.
        """
        aside = path.with_name(path.name + ".new")
        try:
            aside.write_text(json.dumps(self.to_dict(), ensure_ascii=False) + "\n", encoding="utf-8")
            os.replace(aside, path)
        except OSError as error:
            raise InputError(f"the run cannot be saved as {path}: {error}") from error

    @classmethod
    def load(cls, path: Path) -> "Run":
        """Read what :meth:`save` wrote.

        Raises
        ------
        InputError
            If it is no run, or one of another version.
        """
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if (version := found.pop("format")) != FORMAT_VERSION:
                raise InputError(f"{path} is a run of format {version}, this version reads {FORMAT_VERSION}: run again")
            plan = found.pop("plan")
            plan |= {"pool": Pool(plan["pool"]), "text": Text(plan["text"])}
            results = tuple(_result(r) for r in found.pop("results"))
            return cls(plan=Plan(**plan), results=results, **found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path} is no run of `handiwork eval run --save` ({error!r})") from error


# --- private ---


def _result(found: dict[str, Any]) -> TopicResult:
    lists = {name: tuple(found[name]) for name in ("judged", "relevant", "ranking")}
    return TopicResult(**{**found, **lists})
