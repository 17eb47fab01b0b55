"""The brief: a role text → ecosystems, key repositories, skills and weighted terms; deterministic, no network.

===============  ==========================================================
nouns            the brief and its parts, and the brief as JSON
edits            what a user changes in a brief
fields           checked values out of JSON
terms            words → the terms an index knows
===============  ==========================================================
"""

from handiwork.brief.edits import BriefEdits, parse_edits
from handiwork.brief.nouns import Brief, BriefEcosystem, BriefRepository, Constraint, Seniority, Skill, Word

__all__ = [
    "Brief",
    "BriefEcosystem",
    "BriefEdits",
    "BriefRepository",
    "Constraint",
    "Seniority",
    "Skill",
    "Word",
    "parse_edits",
]
