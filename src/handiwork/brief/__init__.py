"""The brief: a role text → ecosystems, key repositories, skills and weighted terms; deterministic, no network.

===============  ==========================================================
nouns            the brief and its parts, and the brief as JSON
understanding    :func:`understand_brief`, the room's one verb, and :func:`reopen_brief` for a kept brief
settings         every number of the brief that is a choice
sections         what is asked for, what would be nice, what says nothing
cues             seniority, recency, hard constraints
negation         what is turned down
lexicon          what the catalogue says, as phrases
matching         phrases in a text; spelling: misspelt words
reading          all of these on one text
ecosystems       fields of work and their weights
repositories     key repositories; beyond: those that only the index knows
wording          skills, other words, unknown ones; terms: words → the terms an index knows
edits, editing   what a user changes, and applying it
===============  ==========================================================
"""

from handiwork.brief.edits import BriefEdits, parse_edits
from handiwork.brief.nouns import Brief, BriefEcosystem, BriefRepository, Constraint, Seniority, Skill, Word
from handiwork.brief.settings import BriefSettings
from handiwork.brief.understanding import reopen_brief, understand_brief

__all__ = [
    "Brief",
    "BriefEcosystem",
    "BriefEdits",
    "BriefRepository",
    "BriefSettings",
    "Constraint",
    "Seniority",
    "Skill",
    "Word",
    "parse_edits",
    "reopen_brief",
    "understand_brief",
]
