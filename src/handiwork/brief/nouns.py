"""What a role text was understood to mean: the brief and its parts, and the brief as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast, get_args

from handiwork.brief.edits import BriefEdits
from handiwork.brief.fields import Fields

__all__ = [
    "Brief",
    "BriefEcosystem",
    "BriefRepository",
    "Constraint",
    "Declined",
    "Origin",
    "Seniority",
    "Skill",
    "Word",
]

Origin = Literal["named", "catalogue", "text", "contributors"]
"""How a repository came in: the text (or the user) names it; the catalogue counts it to an ecosystem of the brief;
its own name, topics or description have words of the text; it shares contributors with others of the brief."""

FORMAT = 1
"""Version of the JSON form; another one is refused."""


@dataclass(frozen=True, slots=True)
class BriefEcosystem:
    """A field of work the text is about.

    Attributes
    ----------
    name, title
        As the catalogue calls it.
    weight
        Its share of what the text says about ecosystems, above 0; the weights of a text add up to 1.
    because
        The words that speak for it, the strongest first, as they were written.
    """

    name: str
    title: str
    weight: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefRepository:
    """A key repository.

    Attributes
    ----------
    name
        owner/name as it is called now.
    weight
        How well it fits beside the best one, which has 1; above 0.
    why
        One sentence made of facts.
    origin
        See :data:`Origin`.
    repo_numbers
        Its numbers in the index; empty if the index lacks it.
    """

    name: str
    weight: float
    why: str
    origin: Origin
    repo_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """Something the person should know.

    Attributes
    ----------
    term
        As the catalogue calls it, lower case; the written words where it has no name for them.
    written
        As the text has it.
    weight
        1 for what is asked for, less for what would be nice; above 0.
    aliases
        Other spellings and short forms.
    """

    term: str
    written: str
    weight: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text that names no skill the catalogue knows but that work in the index mentions."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Seniority:
    """How experienced the person should be: junior, mid, senior, staff or principal, and the words that say so."""

    level: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A hard constraint of the text.

    Attributes
    ----------
    kind
        ``contribution``, ``exclude-owner``, ``years``, ``location``, ``work-permit``, ``language``, ``degree``,
        ``clearance``, ``employment``.
    value
        What it asks for.
    written
        As the text has it.
    is_about_work
        True for what public work can show; all others are named and never applied.
    """

    kind: str
    value: str
    written: str
    is_about_work: bool = False


@dataclass(frozen=True, slots=True)
class Declined:
    """Something the text asks for that nobody is looked for by.

    Attributes
    ----------
    attribute
        The protected attribute, or what stands in for one.
    written
        As the text has it.
    why
        One sentence, with what it rests on.
    """

    attribute: str
    written: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How a role text was understood.

    Attributes
    ----------
    text
        As it was asked.
    language
        Two-letter code of the language it is written in; ``und`` if nothing shows it.
    titles
        Job titles and fields of work that the text calls by name, as written.
    ecosystems, repositories, skills
        The most fitting first.
    words
        Words of the text that name no skill but that the index knows.
    seniority
        None if the text says nothing about it.
    since, since_cue
        The day from which work should be, and the words that say so; None if the text asks for no recency.
    constraints
        Hard constraints in the order of the text.
    declined
        What is asked of a protected attribute, in the order of the text: it took no part in anything.
    understood
        Words that took part.
    unknown
        Words that neither the catalogue nor the index knows.
    ignored
        Grammar, role talk, and the names of the sections that were left out.
    notes
        What else a reader should know, one sentence each.
    terms
        Number of a term in the index → weight in (0, 10]; empty without an index.
    index
        Name of the index the numbers belong to; None without one.
    edits
        What a user changed.
    """

    text: str
    language: str = "und"
    titles: tuple[str, ...] = ()
    ecosystems: tuple[BriefEcosystem, ...] = ()
    repositories: tuple[BriefRepository, ...] = ()
    skills: tuple[Skill, ...] = ()
    words: tuple[Word, ...] = ()
    seniority: Seniority | None = None
    since: date | None = None
    since_cue: str | None = None
    constraints: tuple[Constraint, ...] = ()
    declined: tuple[Declined, ...] = ()
    understood: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    terms: dict[int, float] = field(default_factory=dict)
    index: str | None = None
    edits: BriefEdits = field(default_factory=BriefEdits)

    def to_dict(self) -> dict[str, Any]:
        """Return the brief as plain values; the keys always stand in the same order."""
        return {
            "format": FORMAT,
            "text": self.text,
            "language": self.language,
            "titles": list(self.titles),
            "ecosystems": [_plain(e, ("name", "title", "weight", "because")) for e in self.ecosystems],
            "repositories": [_plain(r, ("name", "weight", "why", "origin", "repo_numbers")) for r in self.repositories],
            "skills": [_plain(s, ("term", "written", "weight", "aliases")) for s in self.skills],
            "words": [_plain(w, ("text", "weight")) for w in self.words],
            "seniority": None if self.seniority is None else _plain(self.seniority, ("level", "cues")),
            "since": None if self.since is None else self.since.isoformat(),
            "since_cue": self.since_cue,
            "constraints": [_plain(c, ("kind", "value", "written", "is_about_work")) for c in self.constraints],
            "declined": [_plain(d, ("attribute", "written", "why")) for d in self.declined],
            "understood": list(self.understood),
            "unknown": list(self.unknown),
            "ignored": list(self.ignored),
            "notes": list(self.notes),
            "index": self.index,
            "terms": {str(number): weight for number, weight in sorted(self.terms.items())},
            "edits": self.edits.to_dict(),
        }

    @classmethod
    def from_dict(cls, value: object) -> "Brief":
        """Read what :meth:`to_dict` wrote, or what a user made of it.

        Parameters
        ----------
        value
            Parsed JSON. Only ``text`` must be there.

        Raises
        ------
        UsageError
            Listing every missing, unknown or wrong key with its value.
        """
        fields = Fields(value, "brief")
        brief = cls(
            text=fields.text("text"),
            language=fields.text("language", default="und"),
            titles=fields.texts("titles"),
            ecosystems=tuple(_ecosystem(f) for f in fields.each("ecosystems")),
            repositories=tuple(_repository(f) for f in fields.each("repositories")),
            skills=tuple(_skill(f) for f in fields.each("skills")),
            words=tuple(_word(f) for f in fields.each("words")),
            seniority=_seniority(fields.inner("seniority")) if fields.has("seniority") else None,
            since=fields.day("since"),
            since_cue=fields.text("since_cue") if fields.has("since_cue") else None,
            constraints=tuple(_constraint(f) for f in fields.each("constraints")),
            declined=tuple(_declined(f) for f in fields.each("declined")),
            understood=fields.texts("understood"),
            unknown=fields.texts("unknown"),
            ignored=fields.texts("ignored"),
            notes=fields.texts("notes"),
            terms=_terms(fields),
            index=fields.text("index") if fields.has("index") else None,
            edits=BriefEdits.read(fields.inner("edits")),
        )
        fields.format("format", FORMAT)
        fields.done()
        fields.refuse("the brief")
        return brief


# --- private ---


def _plain(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: getattr(value, name) for name in names}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items()}


def _ecosystem(fields: Fields) -> BriefEcosystem:
    found = BriefEcosystem(
        fields.text("name"),
        fields.text("title", default=""),
        fields.weight("weight", default=1.0),
        fields.texts("because"),
    )
    fields.done()
    return found


def _repository(fields: Fields) -> BriefRepository:
    origin = fields.choice("origin", get_args(Origin), "named")
    found = BriefRepository(
        fields.text("name"),
        fields.weight("weight", default=1.0),
        fields.text("why", default=""),
        cast("Origin", origin),
        fields.numbers("repo_numbers"),
    )
    fields.done()
    return found


def _skill(fields: Fields) -> Skill:
    term = fields.text("term")
    found = Skill(
        term, fields.text("written", default=term), fields.weight("weight", default=1.0), fields.texts("aliases")
    )
    fields.done()
    return found


def _word(fields: Fields) -> Word:
    found = Word(fields.text("text"), fields.weight("weight", default=1.0))
    fields.done()
    return found


def _seniority(fields: Fields) -> Seniority:
    found = Seniority(fields.text("level"), fields.texts("cues"))
    fields.done()
    return found


def _constraint(fields: Fields) -> Constraint:
    found = Constraint(
        fields.text("kind"), fields.text("value"), fields.text("written", default=""), fields.flag("is_about_work")
    )
    fields.done()
    return found


def _declined(fields: Fields) -> Declined:
    found = Declined(fields.text("attribute"), fields.text("written", default=""), fields.text("why", default=""))
    fields.done()
    return found


def _terms(fields: Fields) -> dict[int, float]:
    found: Mapping[str, float] = fields.weights("terms")
    for key in found:
        if not (key.isascii() and key.isdigit()):
            fields.problems.append(f"{fields.path}.terms.{key} is no number of a term")
    return {int(key): weight for key, weight in found.items() if key.isascii() and key.isdigit()}
