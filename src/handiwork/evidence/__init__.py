"""Evidence: the contributions behind a score, each with its link.

===============  ==========================================================
links            where an act can be looked at
items            one act as evidence
finding          the acts behind a hit or behind one document's part; those that stand for a person's work
mentions         acts by what their titles name, and by where they were
activity         acts by calendar month, by repository and kind of work
===============  ==========================================================
"""

from handiwork.evidence.finding import acts_behind, acts_of, evidence, representative_acts
from handiwork.evidence.items import Evidence
from handiwork.evidence.links import file_url, url_of
from handiwork.evidence.mentions import Mentions, acts_in, acts_kept, acts_naming, upkeep_of

__all__ = [
    "Evidence",
    "Mentions",
    "acts_behind",
    "acts_in",
    "acts_kept",
    "acts_naming",
    "acts_of",
    "evidence",
    "file_url",
    "representative_acts",
    "upkeep_of",
    "url_of",
]
