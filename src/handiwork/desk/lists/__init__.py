"""Lists: who is being looked at for a role, how far that has come, and what may be done next.

===========  ==========================================================
stages       the stages, what a move needs, and the pause after a contact
nouns        a list, an entry with its history, a link to share
book         reading and changing lists, in the state
===========  ==========================================================
"""

from handiwork.desk.lists.book import ListBook, NewEntry
from handiwork.desk.lists.nouns import Entry, Move, Note, PeopleList, Share
from handiwork.desk.lists.stages import PAUSE_DAYS, REASONS, STAGES, check_move, paused_until

__all__ = [
    "PAUSE_DAYS",
    "REASONS",
    "STAGES",
    "Entry",
    "ListBook",
    "Move",
    "NewEntry",
    "Note",
    "PeopleList",
    "Share",
    "check_move",
    "paused_until",
]
