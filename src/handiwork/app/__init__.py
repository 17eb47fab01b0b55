"""The composition root: settings in, one object out; what faces may ask for, and what they get.

===========  ==========================================================
handiwork    one object over one home folder, a method for each verb
values       what its methods return
report       what is in the home folder, and what it covers
narrowing    the catalogue's ecosystems as repositories of an index
===========  ==========================================================
"""

from handiwork.app.handiwork import Handiwork
from handiwork.app.values import Answer, PoolAnswer, Profile, Status

__all__ = ["Answer", "Handiwork", "PoolAnswer", "Profile", "Status"]
