"""The composition root: settings in, one object out; what faces may ask for, and what they get.

===========  ==========================================================
handiwork    one object over one home folder, a method for each verb
values       what its methods return
loading      getting data in: archive hours and histories
recent       the last answers, given again while index and who is left out are the same
shelf        which indexes there are, and which one answers
engines      which engine works: this process or a cluster
report       what is in the home folder, and what it covers
listing      lists of people: added from an index, shown without who is left out
saving       saved searches: asked of the current index, what is new since the one before
forgetting   what the desk keeps about somebody, removed when they are left out
standing     where one person stands for a role, and what keeps them out
comparing    two to five people side by side
person       one person: looked up, explained for a role
drafting     one message to one person; draft_choices: what it can be about
exercising   exercises for a field or a role
asking       a role and filters as an index is really asked
narrowing    filters with what a brief and the catalogue add
briefing     a brief with what each of its repositories gives
dated        indexes as of a day, built when first asked for
evaluating   which index answers which topics of an evaluation
===========  ==========================================================
"""

from handiwork.app.handiwork import Handiwork
from handiwork.app.values import Answer, PoolAnswer, Profile, Status

__all__ = ["Answer", "Handiwork", "PoolAnswer", "Profile", "Status"]
