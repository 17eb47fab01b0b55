"""Evidence: the contributions behind a score, each with its link.

===============  ==========================================================
links            where an act can be looked at
items            one act as evidence
finding          the acts behind a hit or behind one document's part; those that stand for a person's work
activity         acts by calendar month, by repository and kind of work
===============  ==========================================================
"""

from handiwork.evidence.finding import acts_behind, acts_of, evidence, representative_acts
from handiwork.evidence.items import Evidence
from handiwork.evidence.links import file_url, url_of

__all__ = ["Evidence", "acts_behind", "acts_of", "evidence", "file_url", "representative_acts", "url_of"]
