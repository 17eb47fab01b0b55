"""A role text → a brief: read, weighed, proposed, edited; deterministic, no language model, no network."""

from datetime import date

from handiwork.brief.beyond import Surroundings
from handiwork.brief.ecosystems import rank_ecosystems
from handiwork.brief.editing import apply_ecosystem_edits, apply_repository_edits, apply_skill_edits, edits_between
from handiwork.brief.edits import BriefEdits
from handiwork.brief.languages import UNKNOWN
from handiwork.brief.lexicon import lexicon_of
from handiwork.brief.lists import LANGUAGE_NAMES
from handiwork.brief.nouns import Brief, BriefEcosystem
from handiwork.brief.reading import SURE, Reading, read_text
from handiwork.brief.repositories import propose_repositories
from handiwork.brief.settings import BriefSettings
from handiwork.brief.wording import Wording, skills_of, terms_of_skills, wording_of
from handiwork.catalog import Catalog
from handiwork.errors import UsageError
from handiwork.index import Index
from handiwork.index.text import analyse

__all__ = ["reopen_brief", "understand_brief"]

_MOST_SHOWN = 40
_EXAMPLE = "for example 'FastAPI and SQLAlchemy, async REST APIs'"


def understand_brief(
    index: Index | None,
    catalog: Catalog,
    text: str,
    *,
    edits: BriefEdits | None = None,
    today: date,
    settings: BriefSettings | None = None,
) -> Brief:
    """Understand a role described in plain language: a sentence, a job title or a whole advert.

    Parameters
    ----------
    index
        Whose words and repositories take part; None for the catalogue alone.
    catalog
        Ecosystems and key repositories.
    text
        The role, in English, German, French, Spanish, Portuguese, Italian or Dutch.
    edits
        What the user changes; None means nothing.
    today
        What "in the last year" is counted from.
    settings
        The brief's constants; None means the defaults.

    Returns
    -------
    Brief
        Same index, catalogue, text, edits and day: same brief.

    Raises
    ------
    UsageError
        If the text has no word that says what to look for, or an edit names an ecosystem that is not there.

    Notes
    -----
    Cost: linear in the words of the text (of which :class:`BriefSettings` bounds the number), plus the postings
    of its terms among repositories.
    """
    settings = settings or BriefSettings()
    edits = edits or BriefEdits()
    _refuse_unknown_ecosystems(catalog, edits)
    lexicon = lexicon_of(catalog)
    text = text.encode("utf-8", "replace").decode("utf-8")
    reading = read_text(text, lexicon, is_known=lambda word: _is_known(index, word), today=today, settings=settings)
    around = Surroundings(index, catalog, lexicon, settings)
    skills = apply_skill_edits(skills_of(reading), edits, lexicon)
    wording = wording_of(reading, skills, around, edits)
    if not (skills or wording.words or wording.unknown or edits or reading.full_names or reading.mentions):
        raise UsageError(_nothing(wording, reading))
    terms = {} if index is None else terms_of_skills(index, skills, wording.words, settings)
    ecosystems = apply_ecosystem_edits(rank_ecosystems(reading, catalog, lexicon, settings), edits, catalog)
    repositories = apply_repository_edits(propose_repositories(reading, ecosystems, around, terms), edits, around)
    recency = None if edits.drop_since or edits.since else reading.cues.recency
    return Brief(
        text=text,
        language=reading.language,
        titles=_titles(reading),
        ecosystems=ecosystems,
        repositories=repositories,
        skills=skills,
        words=wording.words,
        seniority=reading.cues.seniority,
        since=recency.since if recency else edits.since,
        since_cue=recency.cue if recency else None,
        constraints=reading.cues.constraints,
        declined=reading.declined,
        understood=wording.understood,
        unknown=wording.unknown,
        ignored=wording.ignored,
        notes=_notes(reading, ecosystems, index),
        terms=terms,
        index=None if index is None else index.name,
        edits=edits,
    )


def reopen_brief(
    index: Index | None,
    catalog: Catalog,
    brief: Brief,
    *,
    edits: BriefEdits | None = None,
    today: date,
    settings: BriefSettings | None = None,
) -> Brief:
    """Understand a brief again that was kept, edited by hand or made with another index.

    Parameters
    ----------
    index, catalog, today, settings
        As for :func:`understand_brief`.
    brief
        What was kept: everything in which its repositories, ecosystems, skills and recency differ from how its
        text is understood now is taken for an edit.
    edits
        Further edits, which count over those of the brief.

    Returns
    -------
    Brief
        With the numbers of this index.
    """
    fresh = understand_brief(index, catalog, brief.text, edits=brief.edits, today=today, settings=settings)
    merged = brief.edits.then(edits_between(fresh, brief)).then(edits or BriefEdits())
    return understand_brief(index, catalog, brief.text, edits=merged, today=today, settings=settings)


# --- private ---


def _titles(reading: Reading) -> tuple[str, ...]:
    named = (m for m in reading.mentions if m.sureness >= SURE and m.weight > 0)
    return tuple(dict.fromkeys(m.written for m in named if m.phrase.has("title", "ecosystem")))


def _is_known(index: Index | None, word: str) -> bool:
    return index is not None and any(index.term(term) is not None for term in analyse(word)[:1])


def _refuse_unknown_ecosystems(catalog: Catalog, edits: BriefEdits) -> None:
    for name in edits.ecosystems:
        catalog.ecosystem(name)


def _nothing(wording: Wording, reading: Reading) -> str:
    if reading.declined:
        said = "; ".join(f"{each.written!r}: {each.why}" for each in reading.declined)
        return f"the role says nothing else than what is declined ({said}): name the work, {_EXAMPLE}"
    if reading.excluded:
        return f"the role only says what it is not ({', '.join(reading.excluded)}): name what to look for, {_EXAMPLE}"
    if wording.ignored:
        shown = ", ".join(repr(word[:_MOST_SHOWN]) for word in wording.ignored[:10])
        return f"the role says only {shown}: name what the person should have worked on, {_EXAMPLE}"
    return f"the role has no word at all: name what the person should have worked on, {_EXAMPLE}"


def _notes(reading: Reading, ecosystems: tuple[BriefEcosystem, ...], index: Index | None) -> tuple[str, ...]:
    notes = []
    if reading.language in LANGUAGE_NAMES and reading.language != "en":
        notes.append(
            f"The text is {LANGUAGE_NAMES[reading.language]}: its grammar words are left out, technical words are read."
        )
    if reading.language == UNKNOWN and any(not k.isascii() for k in reading.tokens.keys):
        notes.append("The language of the text is not known: only technical words are read.")
    notes += [f'"{written}" is read as "{read}".' for written, read in sorted(reading.mended.items())]
    if reading.declined:
        asked = ", ".join(f'"{each.written}" ({each.attribute})' for each in reading.declined)
        notes.append(f"Declined, and without any part in the answer: {asked}.")
    if reading.excluded:
        notes.append(f"Left out, as the text turns them down: {', '.join(reading.excluded)}.")
    if reading.left_out:
        notes.append(f"Sections left out: {', '.join(reading.left_out)}.")
    if reading.is_cut:
        notes.append(f"The text is very long: only its first {len(reading.tokens):,} words are read.")
    if not ecosystems:
        notes.append("The text names no field of work that the catalogue knows.")
    if index is None:
        notes.append("There is no index yet: repositories and words come from the catalogue alone.")
    not_applied = sorted({c.kind for c in reading.cues.constraints if not c.is_about_work})
    if not_applied:
        notes.append(f"Named and not applied, as public work does not show it: {', '.join(not_applied)}.")
    return tuple(notes)
